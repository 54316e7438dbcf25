"""Notes leave by a command, without a screen."""

from __future__ import annotations

import json
import time

import pytest

from reader.annotations.store import open_store
from reader.session import desk_export
from reader.session.events import Exported, Working
from tests.session.played import played, until

NAME = "port-closes-reuters-as-storm-nears"


@pytest.fixture
def reading(bench, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    return lambda: played(bench.settings, bench.article())


async def exported(person, *answers) -> str:
    """Export with these answers; what is said of it."""
    person.events.clear()
    person.do("export", *answers)
    (event,) = await until(lambda: person.of(Exported))
    return str(event.report)


async def test_the_notes_of_an_article_are_exported_to_a_file_with_a_safe_name(
    bench, reading, tmp_path
):
    async with reading() as person:
        person.do("highlight")
        said = await exported(person, "json", f"{NAME}.json")
        assert person.asked[-1].value == f"{NAME}.json"
        assert said == f"Exported to {NAME}.json."
    written = (tmp_path / f"{NAME}.json").read_text("utf-8")
    json.loads(written)
    records = open_store(bench.settings.notes, who="ada").records()
    assert all(record.id in written for record in records)


async def test_a_file_that_is_there_is_not_written_over_unasked(reading, tmp_path):
    mine = tmp_path / "mine.md"
    mine.write_text("my own words")
    async with reading() as person:
        person.do("highlight")
        person.do("export", "markdown", "mine.md", "n", "")
        assert person.asked[-1].value == "mine.md"
        assert mine.read_text() == "my own words"
        await exported(person, "markdown", "mine.md", "w")
        assert "Port closes" in mine.read_text("utf-8")


async def test_an_export_that_cannot_be_written_says_why(reading):
    async with reading() as person:
        said = await exported(person, "html", "nowhere/at all.html")
        assert "There is no folder nowhere" in said
        assert "csv is one file" in await exported(person, "csv", "folder/")


async def test_private_notes_stay_and_are_reported(bench, reading, tmp_path):
    bench.set(private=True)
    async with reading() as person:
        person.do("highlight")
        said = await exported(person, "jsonl", "out.jsonl")
        assert "1 private record was held back" in said
        highlight = person.session.notebook.records[-1].id
    assert highlight not in (tmp_path / "out.jsonl").read_text("utf-8")


async def test_from_the_desk_the_notes_of_all_articles_are_exported(bench, reading, tmp_path):
    async with reading() as person:
        person.do("highlight")
        await person.saved()
        person.context = "desk"
        await exported(person, "json", "all.json")
        assert person.asked[-2].title == "Export the notes of all articles as"
    assert "Port closes" in (tmp_path / "all.json").read_text("utf-8")


async def test_an_export_that_runs_says_how_far_it_is_and_can_be_stopped(
    reading, monkeypatch, tmp_path
):
    def endless(store, asked, load, *, passed):
        while True:
            passed(1)
            time.sleep(0.001)

    monkeypatch.setattr(desk_export, "export", endless)
    monkeypatch.setattr(desk_export, "BETWEEN", 0.0)
    async with reading() as person:
        person.do("highlight")
        person.do("export", "jsonl", "out.jsonl")
        await until(lambda: any(each.words.startswith("Exporting ") for each in person.of(Working)))
        assert person.session.exporter.stop()
        (event,) = await until(lambda: person.of(Exported))
        assert str(event.report) == "Stopped: nothing was written."
        assert person.of(Working)[-1].words == ""
        assert not person.session.exporter.stop()
    assert list(tmp_path.glob("*.jsonl")) == []
