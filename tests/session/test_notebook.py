from __future__ import annotations

import contextlib
import queue
import threading
from dataclasses import replace

import pytest
from tinydb import TinyDB

from reader.annotations.articles import admitted, known_article
from reader.annotations.records import ArticleRecord, Mark
from reader.annotations.store import StoreError, open_store
from reader.article.anchor import anchor
from reader.article.article import Article
from reader.fault_log import FaultLog
from reader.session.drafts import Drafts
from reader.session.notebook import Notebook
from reader.session.store_news import Admitted, Changed, Failed, Opened, Saved, Undone
from reader.text.span import Span

TEXT = "Some words of an article."


def mark(name, article_id="a", **values):
    return Mark(
        article_id=article_id, id=name, kind="note", anchor=anchor(TEXT, [Span(0, 4)]), **values
    )


class Desk:
    """A notebook whose events are taken on the test's own thread."""

    def __init__(self, folder, opener=None):
        self.events = queue.Queue()
        self.path = folder / "annotations.json"
        self.notebook = Notebook(
            opener or (lambda: open_store(self.path, who="ada")),
            self.events.put,
            Drafts(folder / "drafts"),
            FaultLog(folder / "fault.log").describe,
        )
        self.notebook.article_id = "a"

    def until(self, kind):
        """Take events until one of ``kind`` came; it."""
        while True:
            event = self.events.get(timeout=20)
            self.notebook.take(event)
            if isinstance(event, kind):
                return event


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path)
    desk.notebook.start()
    desk.until(Opened)
    yield desk
    with contextlib.suppress(RuntimeError):
        desk.notebook.close().result(timeout=20)


def test_a_mark_is_there_at_once_and_saved_behind(desk):
    desk.notebook.put([mark("1", body="b")], "note")
    assert [record.id for record in desk.notebook.records] == ["1"]
    assert desk.notebook.saving == 1
    desk.until(Saved)
    assert desk.notebook.saving == 0
    assert open_store(desk.path, who="ada").get("1").body == "b"
    desk.notebook.close().result(timeout=20)
    (document,) = TinyDB(desk.path).all()
    assert document["body"] == "b"


def test_a_new_article_gets_its_place_after_what_it_waits_for(desk):
    shown = threading.Event()
    record = ArticleRecord(article_id="a", id="a", title="T")
    done = desk.notebook.admit(lambda _: record, first=shown.wait)
    assert open_store(desk.path, who="ada").get("a") is None
    desk.notebook.put([mark("1", body="b")], "note")
    shown.set()
    done.result(timeout=20)
    desk.until(Saved)
    saved = open_store(desk.path, who="ada")
    assert (saved.get("a").title, saved.get("1").body) == ("T", "b")


def test_the_desk_counts_notes_and_knows_tags(desk):
    desk.notebook.put([mark("1", tags=("war",)), mark("2", tags=("war", "air"))], "note")
    desk.notebook.admit(lambda _: ArticleRecord(article_id="a", id="a", title="T"))
    desk.until(Admitted)
    assert desk.notebook.counts == {"a": 2}
    assert desk.notebook.tags == ("war", "air")
    desk.notebook.start()
    desk.until(Opened)
    assert desk.notebook.tags == ("war", "air")
    assert [record.id for record in desk.notebook.records] == ["1", "2"]
    assert [record.title for record in desk.notebook.articles] == ["T"]


def test_undo_and_redo_say_what_they_did(desk):
    desk.notebook.put([mark("1")], "note")
    desk.notebook.undo()
    assert desk.until(Undone).operation.record == "1"
    assert desk.notebook.records == ()
    desk.notebook.redo()
    assert desk.until(Undone).operation.record == "1"
    assert [record.id for record in desk.notebook.records] == ["1"]


def test_undo_after_a_restart(desk, tmp_path):
    desk.notebook.put([mark("1")], "note")
    desk.until(Saved)
    again = Desk(tmp_path)
    again.notebook.undo()
    assert again.until(Undone).operation is not None
    again.notebook.undo()
    assert again.until(Undone).operation is None
    again.notebook.close().result(timeout=20)


def test_another_terminals_mark_appears(desk):
    open_store(desk.path, who="tor").put(mark("theirs"), "note")
    desk.notebook.poll()
    desk.until(Changed)
    assert [record.id for record in desk.notebook.records] == ["theirs"]


def test_removing(desk):
    desk.notebook.put([mark("1")], "note")
    desk.notebook.remove(["1"])
    assert desk.notebook.records == ()
    desk.until(Saved)
    desk.until(Saved)
    assert open_store(desk.path, who="ada").records() == []


def test_what_the_store_refuses_is_kept_reported_and_tried_again(tmp_path):
    refusing = [True]

    def opener():
        store = open_store(tmp_path / "annotations.json", who="ada")
        put = store.put

        def put_or_refuse(record, doing="note", **more):
            if refusing[0]:
                raise StoreError("The disk is full.")
            return put(record, doing, **more)

        store.put = put_or_refuse
        return store

    desk = Desk(tmp_path, opener)
    desk.notebook.start()
    desk.notebook.put([mark("1", body="precious")], "note")
    assert desk.until(Failed).sentence == "The disk is full."
    assert desk.notebook.unsaved == ("1",)
    assert desk.notebook.get("1").body == "precious"
    assert [record.body for record in Drafts(tmp_path / "drafts").records()] == ["precious"]
    refusing[0] = False
    assert desk.notebook.try_again() == 1
    desk.until(Saved)
    assert desk.notebook.unsaved == ()
    assert Drafts(tmp_path / "drafts").records() == []
    desk.notebook.close().result(timeout=20)


def test_a_file_that_is_no_store_is_reported_and_left_as_it_is(tmp_path):
    (tmp_path / "annotations.json").write_text("not ours")
    desk = Desk(tmp_path)
    desk.notebook.start()
    assert desk.until(Failed).opening
    assert desk.notebook.fault
    desk.notebook.put([mark("1")], "note")
    assert desk.until(Failed).ids == ("1",)
    assert (tmp_path / "annotations.json").read_text() == "not ours"
    desk.notebook.close().result(timeout=20)


def test_a_change_read_before_a_mark_was_saved_does_not_hide_it(desk):
    open_store(desk.path, who="tor").put(mark("theirs"), "note")
    desk.notebook.poll()
    desk.notebook.put([mark("1")], "note")
    desk.until(Changed)
    assert {record.id for record in desk.notebook.records} == {"theirs", "1"}


def test_two_edits_of_one_note_are_reported(desk):
    first = mark("1", body="one", created="2026", modified="2026")
    desk.notebook.put([first], "note")
    desk.until(Saved)
    open_store(desk.path, who="tor").put(replace(first, body="theirs"), "note")
    desk.notebook.put([replace(first, body="mine")], "note", basis=first)
    saved = desk.until(Saved)
    assert "tor" in saved.messages[0]
    desk.until(Changed)
    body = desk.notebook.get("1").body
    assert "mine" in body
    assert "theirs" in body


def test_terminals_that_open_a_new_article_at_once_make_one_record_of_it(tmp_path):
    desks = [Desk(tmp_path) for _ in range(4)]
    article = Article(TEXT, (), "T", "-", "plain text 1")

    def make(articles):
        return admitted(known_article(articles, article), article, creator="ada", at="2026")

    for desk in desks:
        desk.notebook.admit(make)
    records = {desk.until(Admitted).record.id for desk in desks}
    assert len(records) == 1
    for desk in desks:
        desk.notebook.close().result(timeout=20)


def test_what_comes_once_it_is_closed_is_kept_as_a_draft(desk, tmp_path):
    desk.notebook.put([mark("saved")], "note")
    desk.notebook.close().result(timeout=20)
    assert desk.notebook.everything(pytest.fail, "reading the notes").cancelled()
    desk.notebook.put([mark("late")], "note")
    desk.until(Failed)
    assert desk.notebook.unsaved == ("late",)
    assert [record.id for record in Drafts(tmp_path / "drafts").records()] == ["late"]
    assert [each.id for each in open_store(desk.path, who="ada").records()] == ["saved"]
