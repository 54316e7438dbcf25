"""A wire story that comes back: recognised, made one with the article on the desk, undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.articles import MAKING_ONE, admitted
from reader.annotations.records import ArticleRecord, Mark, new_id, now
from reader.annotations.store import open_store
from reader.annotations.versions import earlier_version, made_one, said_apart
from reader.article.anchor import anchor
from reader.article.anchoring import place
from reader.article.article import Article
from reader.article.opening import open_article
from reader.article.stored_texts import StoredTexts
from reader.article.story_prints import StoryPrints
from reader.text.span import Span

PARAGRAPHS = [
    "Bridge at Sundal shut after crack is found",
    "SUNDAL. — The road bridge at Sundal was shut on Friday after divers had found a crack two "
    "metres long in one of its piers, the county said.",
    "“We would rather have angry drivers than a bridge in the river,” engineer Ida Krogh said.",
    "Lorries are sent over the pass, which takes an hour longer. The county counts 3,100 cars a "
    "day on the bridge, and expects the work to take six weeks.",
]


def opened(folder: Path, name: str, paragraphs: list[str]) -> Article:
    path = folder / name
    path.write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return open_article(str(path))


@pytest.fixture
def first(tmp_path: Path) -> Article:
    return opened(tmp_path, "first.txt", PARAGRAPHS)


@pytest.fixture
def second(tmp_path: Path) -> Article:
    lead = PARAGRAPHS[1].replace("two metres", "three metres")
    more = "The minister is to visit the bridge on Monday, her office said in the evening."
    return opened(tmp_path, "second.txt", [PARAGRAPHS[0], lead, more, *PARAGRAPHS[2:]])


def on_the_desk(article: Article) -> ArticleRecord:
    return admitted(None, article, creator="Ada", at=now())


def note_on(article: Article, words: str, record: ArticleRecord) -> Mark:
    start = article.text.index(words)
    hold = anchor(article.text, [Span(start, start + len(words))], article.fingerprint)
    return Mark(article_id=record.article_id, id=new_id(), kind="note", anchor=hold, body="see")


def found(article, articles, tmp_path):
    prints = StoryPrints(tmp_path / "prints")
    return earlier_version(article, articles, prints, StoredTexts(tmp_path / "texts"))


def test_a_new_version_is_recognised_before_and_after_it_is_on_the_desk(
    first: Article, second: Article, tmp_path: Path
) -> None:
    StoredTexts(tmp_path / "texts").keep(first.text)
    older, newer = on_the_desk(first), on_the_desk(second)
    for desk in ([older], [older, newer]):
        earlier = found(second, desk, tmp_path)
        assert earlier is not None
        assert earlier.record is older
    assert found(first, [older], tmp_path) is None


def test_it_is_recognised_by_its_print_where_no_text_is_kept(
    first: Article, second: Article, tmp_path: Path
) -> None:
    older = on_the_desk(first)
    assert found(second, [older], tmp_path) is None
    assert found(first, [older], tmp_path) is None
    earlier = found(second, [older], tmp_path)
    assert earlier is not None
    assert earlier.record is older


def test_what_a_person_said_is_another_article_is_not_asked_again(
    first: Article, second: Article, tmp_path: Path
) -> None:
    StoredTexts(tmp_path / "texts").keep(first.text)
    older, newer = on_the_desk(first), on_the_desk(second)
    refused = said_apart(older, newer, now())
    assert found(second, [older, refused], tmp_path) is None
    the_other_way = replace(older, apart=(newer.article_id,))
    assert found(second, [the_other_way, newer], tmp_path) is None


def test_notes_of_both_hang_on_one_article_and_undo_parts_them(
    first: Article, second: Article, tmp_path: Path
) -> None:
    older, newer = on_the_desk(first), on_the_desk(second)
    old_note = note_on(first, "found a crack two metres long", older)
    new_note = note_on(second, "visit the bridge on Monday", newer)
    store = open_store(tmp_path / "notes.json", who="Ada")
    for record in (older, newer, old_note, new_note):
        store.put(record)
    records = made_one(older, newer, store.records(newer.article_id), now())
    store.put_many(records, MAKING_ONE, removed=(newer.article_id,))
    (one,) = store.articles()
    assert one.article_id == older.article_id
    assert [each.fingerprint for each in one.revisions] == [first.fingerprint, second.fingerprint]
    assert len(one.locations) == 2
    marks = {each.id: each for each in store.records(older.article_id) if isinstance(each, Mark)}
    assert set(marks) == {old_note.id, new_note.id}
    placed = place(marks[old_note.id].anchor, second.text, second.fingerprint)
    assert placed.outcome == "reworded"
    assert [(each.before, each.after) for each in placed.changes] == [("two", "three")]
    assert store.records(newer.article_id) == []
    store.undo()
    assert {each.article_id for each in store.articles()} == {older.article_id, newer.article_id}
    assert [each.id for each in store.records(newer.article_id) if each.kind == "note"] == [
        new_note.id
    ]
    store.redo()
    assert [each.article_id for each in store.articles()] == [older.article_id]
    store.close()
