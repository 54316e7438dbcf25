"""Faults that nobody expected, and leaving: said in a sentence, in the log, and no note is lost."""

from __future__ import annotations

import errno

from reader.annotations.store import open_store
from reader.fault_log import INTERNAL_ERROR, NOTES_ARE_SAFE
from reader.session.adding import Adding
from reader.session.analyst import Found
from reader.session.current_article import CurrentArticle
from reader.session.events import Asked, Copied, Reported, Working
from reader.session.unsaved_words import COPY, PRINT
from tests.session.played import played, until

WORDS = "raised on purpose"
SAFE = f"failed ({INTERNAL_ERROR}). {NOTES_ARE_SAFE}"


def fails(*_, **__):
    raise ZeroDivisionError(WORDS)


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


async def is_reported(person, doing):
    await until(
        lambda: [
            each
            for each in person.of(Reported)
            if each.loud and each.sentence.startswith(f"{doing} {SAFE}")
        ]
    )


def log_of(bench) -> str:
    return bench.settings.fault_log.read_text()


async def test_a_fault_in_a_thread(bench, monkeypatch):
    article = bench.article()
    monkeypatch.setattr("reader.article.opening.open_article", fails)
    async with played(bench.settings, article, locations=["other.txt"]) as person:
        person.do("article-next")
        await is_reported(person, "Opening the article")
        person.do("highlight")
        await person.saved()
    assert WORDS in log_of(bench)
    assert person.session.faults == []


async def test_a_fault_in_a_coroutine(bench, monkeypatch):
    monkeypatch.setattr(Adding, "_job", fails)
    async with played(bench.settings, bench.article()) as person:
        person.do("desk-add", "other.txt")
        await is_reported(person, "Adding to the desk")
        assert not person.session.adding.running
        assert [each.words for each in person.of(Working) if each.on == "adding"] == [""]
    assert WORDS in log_of(bench)


async def test_a_fault_of_an_export_leaves_no_progress_behind(bench, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("reader.session.desk_export.written", fails)
    async with played(bench.settings, bench.article()) as person:
        person.do("export", "json", "out.json")
        await is_reported(person, "Exporting to out.json")
        await until(lambda: person.of(Working)[-1].words == "")
        assert not person.session.exporter.stop()


async def test_a_fault_of_the_search_for_names(bench, monkeypatch):
    monkeypatch.setattr("reader.analysis.packages.stamp_of_all", fails)
    monkeypatch.setattr("reader.session.analyst.Analyst.known", lambda *_: None)
    async with played(bench.settings, bench.article()) as person:
        await is_reported(person, "Looking for names and quotes")
        await until(lambda: person.of(Working)[-1].words == "")
    assert WORDS in log_of(bench)


async def test_a_fault_in_the_desk_s_index(bench, monkeypatch):
    async with played(bench.settings, bench.article()) as person:
        monkeypatch.setattr("reader.desk.search.find_on_desk", fails)
        person.session.desk.librarian.find("storm")
        await is_reported(person, "Reading the index of the desk")


async def test_a_refused_change_is_a_draft_and_is_saved_by_a_command(bench, monkeypatch):
    async with played(bench.settings, bench.article()) as person:
        store = person.session.notebook.store
        with monkeypatch.context() as broken:
            broken.setattr(store, "put", fails)
            person.do("highlight")
            await until(lambda: person.session.notebook.unsaved)
            await until(lambda: person.message.startswith("Not saved: Saving"))
        person.do("save-again")
        await until(lambda: not person.session.notebook.unsaved)
        await person.saved()
    assert len(open_store(bench.settings.notes, who="ada").records()) == 2


async def test_who_asks_to_leave_can_leave_whatever_fails(bench, monkeypatch):
    monkeypatch.setattr(CurrentArticle, "save_place", fails)
    async with played(bench.settings) as person:
        monkeypatch.setattr(Adding, "close", fails)
    doings = ("Saving the place in the article", "Ending what is added")
    said = [sentence.partition(" failed")[0] for sentence in person.session.faults]
    assert said == list(doings)


async def test_after_the_screen_has_failed_changes_on_their_way_are_saved(bench):
    async with played(bench.settings, bench.article()) as person:
        person.do("highlight")
        person.session.close_at_once()
        assert person.session.faults == []
        kinds = [each.kind for each in open_store(bench.settings.notes, who="ada").records()]
        assert kinds == ["article", "highlight"]


async def test_what_could_not_be_saved_is_said_on_leaving(bench, monkeypatch):
    async with played(bench.settings, bench.article()) as person:
        monkeypatch.setattr(person.session.notebook.store, "put", full)
        person.do("highlight")
    assert person.session.faults == [
        "1 change could not be saved; drafts are saved for the next start."
    ]
    assert list(bench.settings.drafts.glob("record-*.json"))


async def test_words_saved_nowhere_are_asked_about_before_leaving(bench, monkeypatch):
    async with played(bench.settings, bench.article()) as person:
        monkeypatch.setattr(person.session.notebook.store, "put", full)
        monkeypatch.setattr("reader.session.drafts.whole_file", full)
        person.do("note", "who paid for the pier?")
        await until(lambda: person.session.notebook.unsaved)
        person.session.leave()
        (event,) = person.of(Asked)
        event.then(COPY)
        assert "who paid for the pier?" in person.of(Copied)[-1].words
        assert not person.session.leaving
        event.then(PRINT)
        assert person.session.leaving
    assert person.session.faults[-1].endswith("who paid for the pier?")


async def test_findings_that_come_while_the_session_closes_are_no_fault(bench):
    article = bench.article()
    findings = bench.known(article)
    async with played(bench.settings, article) as person:
        assert person.session.begin_review().item
        person.session.leave()
        await until(lambda: person.session.notebook.closed)
        person.session.take(Found(findings, cached=False))
    assert person.session.faults == []
