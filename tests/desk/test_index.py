from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.reconcile import CONFLICTS
from reader.annotations.records import Assessment, Correction
from reader.annotations.store import open_store, state_of
from reader.desk.index import DeskIndex
from reader.desk.index_file import DeskIndexError, throw_away
from reader.desk.index_queues import QueueCount
from reader.desk.query import parse_query
from reader.desk.search import find_on_desk
from reader.desk.upkeep import bring_up_to_date, open_index, take_in_people, take_in_queues
from tests.desk.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = Library(tmp_path)
    made.add("port", "The port closed. A storm came.", outlet="Post", authors=("Ada Reyes",))
    made.add("calm", "No wind at all. Storms are rare in Málaga.", status={"ada": "complete"})
    made.note("port", "n1", "Ask the mayor about the storm.", "law")
    made.claim("calm", "c1", "Storms are rare", "Tor Holm")
    return made


def kept_up(library: Library) -> DeskIndex:
    index, _ = open_index(library.index)
    bring_up_to_date(index, library.store, library.texts)
    return index


def snapshot(index: DeskIndex, *words: str):
    rows = sorted(index.rows("ada"))
    return rows, [set(find_on_desk(index, each)) for each in words]


def test_rows_tell_counts_tags_people_and_ones_own_status(library):
    rows = {row.article_id: row for row in kept_up(library).rows("ada")}
    assert (rows["port"].notes, rows["port"].claims, rows["port"].tags) == (1, 0, ("law",))
    assert rows["port"].people == ("Ada Reyes",)
    assert (rows["calm"].claims, rows["calm"].people) == (1, ("Tor Holm",))
    assert (rows["port"].status, rows["calm"].status) == ("unread", "complete")
    assert {row.status for row in kept_up(library).rows("ben")} == {"unread"}


def test_a_row_has_the_conflicts_of_its_notes(library):
    index = kept_up(library)
    version = {"field": "body", "value": "Ask again.", "by": "bo", "at": ""}
    note = replace(
        library.store.get("n1"), article_id="calm", id="n2", extra={CONFLICTS: [version]}
    )
    library.store.put(note)
    bring_up_to_date(index, library.store, library.texts)
    (row,) = index.rows("ada", ["calm"])
    assert row.conflicts == 1


def test_a_queue_is_counted_again_once_the_text_of_its_article_is_there(library):
    store, texts = library.store, library.texts
    fingerprint = store.get("port").revisions[-1].fingerprint
    text = texts.load(fingerprint)
    texts.forget(fingerprint)
    index = kept_up(library)
    take_in_people(index, lambda _: ("Maris Line",), "one")

    def count(article, records):
        return QueueCount(0, 7) if texts.has(article.revisions[-1].fingerprint) else None

    def left():
        return {row.article_id: row.undecided for row in index.rows("ada")}

    take_in_queues(index, store, count)
    assert left() == {"port": None, "calm": 7}
    assert take_in_queues(index, store, count) == ["port"]
    assert take_in_queues(index, store, count) == []
    texts.keep(text)
    changed = bring_up_to_date(index, store, texts)
    take_in_people(index, lambda _: ("Maris Line",), "one", changed)
    take_in_queues(index, store, count)
    assert left() == {"port": 7, "calm": 7}


def test_a_queue_is_counted_again_when_the_article_was_searched_by_other_models(library):
    index, findings = kept_up(library), {"calm": QueueCount(1, 2), "port": None}

    def named(_: str) -> tuple[str, ...] | None:
        return ("Maris Line",)

    def count(article, records):
        return findings[article.id]

    def counts():
        return {row.article_id: (row.decided, row.undecided) for row in index.rows("ada")}

    take_in_people(index, named, "former models")
    while take_in_queues(index, library.store, count):
        pass
    assert counts() == {"port": (None, None), "calm": (1, 2)}
    assert all("Maris Line" in row.people for row in index.rows("ada"))
    findings["port"] = QueueCount(0, 4)
    take_in_people(index, named, "found again")
    assert take_in_queues(index, library.store, count) == ["port"]
    assert counts() == {"port": (0, 4), "calm": (1, 2)}


def test_queues_are_counted_of_searched_articles_and_again_only_when_one_changes(library):
    index, asked = kept_up(library), []
    fingerprint = library.store.get("port").revisions[-1].fingerprint

    def count(article, records):
        asked.append((article.article_id, len(records)))
        return QueueCount(len(records), 5)

    def counts():
        return {row.article_id: (row.decided, row.undecided) for row in index.rows("ada")}

    assert set(take_in_queues(index, library.store, count)) == {"port", "calm"}
    assert counts() == {"port": (None, None), "calm": (None, None)}
    take_in_people(index, lambda of: ("Maris Line",) if of == fingerprint else None, "one")
    assert take_in_queues(index, library.store, count) == ["port"]
    assert counts() == {"port": (2, 5), "calm": (None, None)}
    assert take_in_queues(index, library.store, count) == []
    library.note("port", "n9", "Another one.", "law")
    bring_up_to_date(index, library.store, library.texts)
    assert counts()["port"] == (2, 5)
    assert take_in_queues(index, library.store, count) == ["port"]
    assert counts()["port"] == (3, 5)
    assert asked == [("port", 2), ("port", 3)]


def test_the_beginning_of_a_text_is_read_where_it_is_stored(library):
    index = kept_up(library)
    assert index.beginning("port", 15) == "The port closed"
    assert index.beginning("nowhere", 15) == ""


def test_words_are_found_in_texts_and_notes_with_their_place(library):
    index = kept_up(library)
    text = library.texts.load(library.store.articles()[0].revisions[-1].fingerprint)
    found = find_on_desk(index, "storm")
    assert [(hit.article_id, hit.kind) for hit in found] == [
        ("port", ""),
        ("calm", ""),
        ("port", "note"),
        ("calm", "claim"),
    ]
    assert found[0].offset == text.index("storm")
    assert found[2].record == "n1"
    assert find_on_desk(index, "malaga")[0].article_id == "calm"
    assert not find_on_desk(index, "storm port law")
    assert find_on_desk(index, '"storms are"', notes=False)[0].article_id == "calm"
    assert not find_on_desk(index, '"are storms"')
    assert find_on_desk(index, "storm", among={"calm"}, most=1)[0].article_id == "calm"
    assert find_on_desk(index, "storm", first="calm")[0].article_id == "calm"
    assert index.articles_with(parse_query("mayor")) == {"port"}


def test_changes_are_taken_in_by_whomever_they_were_made(library):
    index = kept_up(library)
    other = open_store(library.path, who="ben")
    other.remove("n1")
    other.close()
    library.store.refresh()
    library.add("new", "A new text.")
    library.store.remove("calm")
    bring_up_to_date(index, library.store, library.texts)
    assert {row.article_id for row in index.rows("ada")} == {"port", "new"}
    assert index.articles_with(parse_query("mayor")) == set()
    assert index.articles_with(parse_query("text")) == {"new"}
    assert not find_on_desk(index, "rare")


def test_an_index_that_is_up_to_date_asks_for_nothing(library):
    index = kept_up(library)
    assert not bring_up_to_date(index, library.store, library.texts)
    fresh = open_store(library.path, who="ada")
    assert fresh.state() == state_of(library.path)
    assert not bring_up_to_date(index, fresh, library.texts)


def test_a_text_that_is_kept_later_or_no_more_is_found_or_not(library):
    record = library.add("late", "Words to come.", keep=False)
    index = kept_up(library)
    assert not find_on_desk(index, "words", notes=False)
    library.texts.keep("Words to come.")
    os.utime(library.texts.folder, (2, 2))
    bring_up_to_date(index, library.store, library.texts)
    assert find_on_desk(index, "words", notes=False)
    library.texts.forget(record.revisions[-1].fingerprint)
    os.utime(library.texts.folder, (1, 1))
    bring_up_to_date(index, library.store, library.texts)
    assert not find_on_desk(index, "words", notes=False)


def test_many_new_articles_are_listed_before_their_words_are_taken_in(library):
    for number in range(60):
        library.add(f"many {number}", f"Text of number {number}.")
    library.note("many 3", "n", "A word.")
    index, _ = open_index(library.index)
    listed: list[dict[str, int]] = []
    bring_up_to_date(
        index,
        library.store,
        library.texts,
        listed=lambda: listed.append({row.article_id: row.notes for row in index.rows("ada")}),
        stopped=lambda: True,
    )
    assert len(listed[0]) == 62
    assert listed[0]["many 3"] == 1
    assert not find_on_desk(index, "number")
    bring_up_to_date(index, library.store, library.texts)
    assert len(find_on_desk(index, "number")) == 60


@pytest.mark.parametrize("where", [0, 0.3, 0.9])
def test_a_damaged_index_is_thrown_away_and_rebuilt(library, where):
    with kept_up(library) as index:
        before = snapshot(index, "storm", "mayor")
    content = bytearray(library.index.read_bytes())
    begin = int(len(content) * where)
    content[begin : begin + 4096] = b"\xff" * 4096
    library.index.write_bytes(content)
    for _ in range(2):
        index, report = open_index(library.index)
        try:
            fresh = open_store(library.path, who="ada")
            bring_up_to_date(index, fresh, library.texts)
            after = snapshot(index, "storm", "mayor")
            break
        except DeskIndexError:
            index.close()
            throw_away(library.index)
    assert after == before
    assert report or where


def test_an_index_of_another_form_is_rebuilt(library):
    kept_up(library).close()
    with sqlite3.connect(library.index) as file:
        file.execute("PRAGMA user_version = 99")
    index, report = open_index(library.index)
    assert "rebuilding" in report
    bring_up_to_date(index, library.store, library.texts)
    assert len(index.rows("ada")) == 2


def test_what_is_no_index_at_all_is_reported(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DeskIndexError):
        open_index(tmp_path / "file" / "desk.sqlite")


def test_people_whom_the_machine_found_are_taken_in_once(library):
    index = kept_up(library)
    fingerprint = library.store.articles()[0].revisions[-1].fingerprint
    asked: list[str] = []

    def named(of: str) -> tuple[str, ...] | None:
        asked.append(of)
        return ("Maris Line",) if of == fingerprint else None

    assert take_in_people(index, named, "one")
    assert not take_in_people(index, named, "one")
    assert len(asked) == 2
    rows = {row.article_id: row.people for row in index.rows("ada")}
    assert rows["port"] == ("Ada Reyes", "Maris Line")


def test_people_of_an_article_that_was_searched_before_it_came_are_taken_in(library):
    index = kept_up(library)
    prints = {each.id: each.revisions[-1].fingerprint for each in library.store.articles()}

    def named(of: str) -> tuple[str, ...] | None:
        return ("Maris Line",) if of == prints["calm"] else None

    assert not take_in_people(index, lambda _: None, "one")
    assert take_in_people(index, named, "one", {"calm", "gone"})
    assert not take_in_people(index, named, "one", {"calm", "port"})
    rows = {row.article_id: row.people for row in index.rows("ada")}
    assert "Maris Line" in rows["calm"]
    assert "Maris Line" not in rows["port"]


@given(st.text(), st.text(st.characters(codec=None)))
def test_any_text_and_any_words_can_be_indexed_and_asked_for(words, text):
    from reader.desk.index import ArticleEntry, NoteEntry
    from reader.desk.query import QueryError

    entry = ArticleEntry(
        "a", 1, text, "", "", "", {}, 0, 0, (), (text,), "", "f",
        (NoteEntry("n", "note", text),), (f"{text} harbour", "f"),
    )  # fmt: skip
    with DeskIndex(None) as index:
        index.put([entry])
        (hit,) = find_on_desk(index, "harbour", notes=False)
        assert hit.offset == len(text) + 1
        assert len(index.rows("")) == 1
        try:
            found = find_on_desk(index, words)
        except QueryError:
            return
        assert all(hit.article_id == "a" for hit in found)


def test_words_of_scripts_without_blanks_are_found_inside_a_run(library):
    library.add("tokyo", "昨日東京で会議が開かれた。")
    index = kept_up(library)
    (hit,) = find_on_desk(index, "東京")
    assert (hit.article_id, hit.offset) == ("tokyo", 2)


def test_signs_that_nobody_sees_hide_no_words_and_move_no_hits(library):
    text = "The dike war\u00adden came. The \ufb01rm paid the war\u200bden."
    library.add("dike", text)
    index = kept_up(library)
    offsets = [hit.offset for hit in find_on_desk(index, "warden")]
    assert offsets == [text.index("war"), text.rindex("war")]
    assert [hit.offset for hit in find_on_desk(index, "firm")] == [text.index("\ufb01")]
    assert len(find_on_desk(index, "war\u00adden")) == 2


def test_decisions_are_counted_without_findings_so_that_an_update_does_not_hide_them(library):
    index = kept_up(library)

    def row():
        bring_up_to_date(index, library.store, library.texts)
        return next(each for each in index.rows("ada") if each.article_id == "calm")

    assert (row().decided, row().undecided) == (None, None)
    verdict = Assessment(reviewer="ada", scale="truth", scale_version="1", label="True")
    claim = library.store.get("c1")
    library.store.put(replace(claim, assessments=(verdict,)))
    finding = {"id": "f7", "start": 9, "end": 14, "kind": "figure"}
    values = {"article_id": "calm", "id": "k1", "finding": finding, "decision": "dismiss"}
    library.store.put(Correction(**values))
    assert (row().decided, row().undecided) == (2, None)
    take_in_people(index, lambda _: (), "one")
    while take_in_queues(index, library.store, lambda *_: QueueCount(1, 7)):
        pass
    assert (row().decided, row().undecided) == (1, 7)
    library.note("calm", "n4", "After an update of the models.")
    row()
    while take_in_queues(index, library.store, lambda *_: None):
        pass
    assert (row().decided, row().undecided) == (2, None)


def test_articles_compared_with_one_whose_figures_change_are_counted_again(library):
    index, stated, asked = kept_up(library), {"port": "15 crates", "calm": "9 crates"}, []
    near = {"port": frozenset[str](), "calm": frozenset({"port"})}

    def count(article, _):
        asked.append(article.id)
        names = frozenset({"Maris Line", "Hallan"})
        return QueueCount(0, 1, 1, names, near[article.id], stated[article.id])

    def counted():
        asked.clear()
        while take_in_queues(index, library.store, count):
            pass
        return sorted(asked)

    take_in_people(index, lambda _: (), "one")
    assert set(counted()) == {"port", "calm"}
    assert counted() == []
    assert sorted(index.bearing(["Hallan"])["Hallan"]) == ["calm", "port"]
    library.note("calm", "n5", "Nothing about figures.")
    bring_up_to_date(index, library.store, library.texts)
    assert counted() == ["calm"]
    stated["port"] = "17 crates"
    library.note("port", "n6", "A figure was corrected.")
    bring_up_to_date(index, library.store, library.texts)
    assert counted() == ["calm", "port"]
    library.store.remove("port")
    bring_up_to_date(index, library.store, library.texts)
    assert counted() == ["calm"]
