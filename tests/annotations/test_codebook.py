"""Tags as a tree, renamed and merged in all records."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.codebook import (
    clean_name,
    codes,
    colours,
    is_under,
    made_tag,
    renamed,
    without,
)
from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import ArticleRecord, Mark, Record, Tag
from reader.annotations.storage.tagged import tagged
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.text.span import Span

HELD = anchor("The dam broke.", [Span(4, 7)])
AT = "2026-11-30T10:00:00Z"


def note(identity: str, *tags: str) -> Mark:
    return Mark(article_id="dam", id=identity, kind="highlight", tags=tags, anchor=HELD)


def tag(name: str, **fields) -> Tag:
    return replace(made_tag(name, creator="ada", at=AT), **fields)


def test_a_tree_has_the_levels_above_its_tags_and_counts_what_is_below():
    tree = codes([tag("harm", description="to people")], {"harm/injury": 3, "harm": 1, "tv": 2})
    assert [(each.name, each.own, each.total, each.depth) for each in tree] == [
        ("harm", 1, 4, 0),
        ("harm/injury", 3, 3, 1),
        ("tv", 2, 2, 0),
    ]
    assert tree[0].description == "to people"
    assert [each.name for each in codes([], {"a/b/c": 1})] == ["a", "a/b", "a/b/c"]


def test_colours_go_down_the_tree_until_a_level_has_its_own():
    book = [tag("harm", colour="red"), tag("harm/death/child", colour="blue")]
    assert colours(book, ["harm/death/child", "harm/injury", "tv"]) == {
        "harm": "red",
        "harm/death": "red",
        "harm/death/child": "blue",
        "harm/injury": "red",
    }


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (" #harm / injury ", "harm/injury"),
        ("follow   up", "follow up"),
        ("/harm//injury/", "harm/injury"),
        ("#", ""),
        (" / ", ""),
    ],
)
def test_names_are_cleaned(written, name):
    assert clean_name(written) == name


def test_a_rename_takes_the_levels_below_along_and_no_namesakes():
    every: list[Record] = [note("a", "harm", "tv"), note("b", "harm/injury"), note("c", "harmless")]
    edit = renamed(every, "harm", "damage", at=AT)
    assert {each.id: each.tags for each in edit.changed} == {
        "a": ("damage", "tv"),
        "b": ("damage/injury",),
    }
    assert edit.removed == ()


def test_a_merge_leaves_one_tag_with_what_either_said():
    every: list[Record] = [
        note("a", "hurt", "harm"),
        note("b", "hurt"),
        tag("hurt", description="old", colour="red"),
        tag("harm", description="new"),
    ]
    edit = renamed(every, "hurt", "harm", at=AT)
    by_id = {each.id: each for each in edit.changed}
    assert by_id["a"].tags == by_id["b"].tags == ("harm",)
    joined = by_id[tag("harm").id]
    assert isinstance(joined, Tag)
    assert (joined.name, joined.description, joined.colour) == ("harm", "new", "red")
    assert edit.removed == (tag("hurt").id,)


def test_a_tag_can_go_under_itself_and_back():
    every: list[Record] = [note("a", "harm"), tag("harm", description="x")]
    down = renamed(every, "harm", "news/harm", at=AT)
    up = renamed(down.changed, "news/harm", "harm", at=AT)
    assert {each.id: each.tags for each in up.changed if isinstance(each, Mark)} == {"a": ("harm",)}
    inner = renamed(every, "harm", "harm/all", at=AT)
    assert inner.changed[0].tags == ("harm/all",)


def test_a_tag_that_goes_takes_its_levels_along():
    every: list[Record] = [note("a", "harm/injury", "tv"), tag("harm"), tag("tv")]
    edit = without(every, "harm", at=AT)
    assert [each.tags for each in edit.changed] == [("tv",)]
    assert edit.removed == (tag("harm").id,)


NAMES = st.sampled_from(["a", "b", "a/b", "a/b/c", "ab", "b/a"])


@given(
    st.lists(st.lists(NAMES, max_size=3, unique=True), max_size=5),
    st.lists(NAMES, max_size=4, unique=True),
    NAMES,
    NAMES,
)
def test_a_rename_loses_no_tag_and_no_description(tags, described, old, new):
    notes: list[Record] = [note(str(place), *each) for place, each in enumerate(tags)]
    book: list[Record] = [tag(name, description=name) for name in described]
    edit = renamed([*notes, *book], old, new, at=AT)
    changed = {each.id: each for each in edit.changed}
    for before in notes:
        after = changed.get(before.id, before)
        expected = {new + each[len(old) :] if is_under(each, old) else each for each in before.tags}
        assert set(after.tags) == expected
        assert len(after.tags) == len(set(after.tags))
    left = [changed.get(each.id, each) for each in book if each.id not in edit.removed] + [
        each for each in edit.changed if isinstance(each, Tag) and each not in book
    ]
    names = [each.name for each in {each.id: each for each in left}.values()]
    assert len(names) == len(set(names))
    assert all(each.description for each in left)


def test_records_of_the_codebook_are_kept_whole():
    made = replace(tag("harm", description="to people", colour="red"), extra={"memo": "x"})
    assert from_document(to_document(made)) == made


def test_records_with_a_tag_are_found_in_the_file_and_in_the_journal(tmp_path):
    store = open_store(tmp_path / "annotations.json", who="ada")
    article = ArticleRecord(article_id="dam", id="dam", title="harm", tags=("harm/x",))
    store.put_many([article, note("a", "harm"), note("b", "harmony"), note("c", "Ärger")], "note")
    store.close()
    store = open_store(tmp_path / "annotations.json", who="ada")
    store.put_many([note("d", "harm/injury"), note("a", "tv")], "note")

    def ids(*names: str) -> list[str]:
        return sorted(row["id"] for row in tagged(store.writer.view, names))

    assert ids("harm") == ["d", "dam"]
    assert ids("Ärger", "tv") == ["a", "c"]
    assert ids() == []
    store.close()
