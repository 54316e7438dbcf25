"""Deciding between two versions of a note that an import or a merge brought together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reader.annotations.open_conflicts import open_conflicts
from reader.annotations.records import Mark
from reader.annotations.store import open_store
from reader.session import events
from reader.session.notes_outline import TWO_VERSIONS, note_rows
from tests.session.played import Played, played, until

BODY = {"field": "body", "value": "Ask the pilot too.", "by": "lea", "at": "2026-06-02T09:00:00Z"}
COLOUR = {"field": "colour", "value": "#aa0000", "by": "import", "at": "2026-06-02T09:00:00Z"}


def the_mark(stage: Played) -> Mark:
    (mark,) = (each for each in stage.session.notebook.records if isinstance(each, Mark))
    return mark


async def disputed(bench: Any, *conflicts: dict[str, str]) -> None:
    """Leave one note on the article, of which a file brought another version."""
    async with played(bench.settings, bench.article()) as stage:
        stage.select("Port closes")
        stage.do("note", "Ask the harbour.")
        await stage.saved()
        mark = the_mark(stage)
    store = open_store(bench.settings.notes, who="lea")
    store.put(replace(mark, extra={**mark.extra, "conflicts": list(conflicts)}), "import")
    store.close()


async def reopened(stage: Played) -> None:
    await until(lambda: stage.session.reading.records.placed)
    stage.cursor = stage.session.reading.records.placed[0].spans[0].start


@pytest.mark.parametrize(
    ("key", "body"), [("m", "Ask the harbour."), ("t", "Ask the pilot too."), (None, "")]
)
async def test_one_of_two_versions_is_kept(bench, key: str | None, body: str) -> None:
    await disputed(bench, BODY)
    async with played(bench.settings, bench.article()) as stage:
        await reopened(stage)
        ((row,), others) = note_rows(stage.session.reading.records.placed)
        assert (row.outcome, others) == (TWO_VERSIONS, [])
        stage.do("versions", key)
        (question,) = stage.asked
        shown = " ".join(f"{each.label} {each.remark}" for each in question.rows)
        assert all(each in shown for each in ("Ask the harbour.", "Ask the pilot too.", "lea"))
        await stage.saved()
        if key is None:
            assert open_conflicts(the_mark(stage))
            assert the_mark(stage).body == "Ask the harbour."
            return
        assert (the_mark(stage).body, open_conflicts(the_mark(stage))) == (body, [])
        assert note_rows(stage.session.reading.records.placed)[0] == []
        stage.do("undo")
        await until(lambda: open_conflicts(the_mark(stage)))
        assert the_mark(stage).body == "Ask the harbour."


async def test_fields_are_decided_one_after_the_other(bench) -> None:
    await disputed(bench, BODY, COLOUR)
    async with played(bench.settings, bench.article()) as stage:
        await reopened(stage)
        stage.do("versions", "t")
        await stage.saved()
        assert any("1 more" in each.sentence for each in stage.of(events.Reported))
        assert [each.field for each in open_conflicts(the_mark(stage))] == ["colour"]
        stage.do("versions", "m")
        await stage.saved()
        assert open_conflicts(the_mark(stage)) == []
        assert (the_mark(stage).body, the_mark(stage).colour) == ("Ask the pilot too.", None)


async def test_a_note_in_one_version_asks_nothing(bench) -> None:
    await disputed(bench)
    async with played(bench.settings, bench.article()) as stage:
        await reopened(stage)
        stage.do("versions")
        assert stage.asked == []
        assert stage.message
