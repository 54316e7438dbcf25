"""The page of all notes at 100,000 notes: opened, filtered while one types, many tagged at once.

Each figure is from the key to the rows that the screen would draw, with the work in its thread.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.annotations.record_json import to_document
from reader.annotations.records import ArticleRecord, Claim, Mark, Record, Revision, new_id
from reader.annotations.storage.table_layout import About, body, laid_out
from reader.article.anchor import anchor
from reader.article.fingerprint import fingerprint
from reader.config import Settings
from reader.text.span import Span

NOTES, PER_ARTICLE = 100_000, 20
LINE = 'tag:harm/inj person:b from:2026-03 bridge "mayor sa"'
TAGGED = 1_000
WORDS = [
    "harbour",
    "council",
    "ferry",
    "bridge",
    "mayor",
    "said",
    "storm",
    "vote",
    "budget",
    "school",
    "minister",
    "crowd",
]
TAGS = ("harm/injury", "harm/death", "tv", "follow up", "figures")


def measure() -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            config_file=Path(folder, "config.toml"),
            notes=Path(folder, "annotations.json"),
            data_folder=Path(folder, "data"),
            cache_folder=Path(folder, "cache"),
            package=Path(folder, "none"),
            me="ada",
        )
        _make(settings.notes)
        _index(settings)
        yield from asyncio.run(_measured(settings))


def _index(settings: Settings) -> None:
    """Make the index of the desk, as it is there from any earlier start."""
    from reader.annotations.store import open_store
    from reader.desk.index import DeskIndex
    from reader.desk.index_file import index_path
    from reader.desk.upkeep import bring_up_to_date

    store = open_store(settings.notes, who="ada", read_only=True)
    with DeskIndex(index_path(settings.cache_folder, settings.notes)) as index:
        bring_up_to_date(index, store, settings.library.texts)
    store.close()


async def _measured(settings: Settings) -> list[dict[str, Any]]:
    return [row async for row in _rows(settings)]


async def _rows(settings: Settings) -> AsyncIterator[dict[str, Any]]:
    from tests.session.played import played, until

    async with played(settings) as stage:
        notes, store = stage.session.all_notes, stage.session.notebook.store
        assert store is not None
        await until(lambda: not stage.session.notebook.saving)
        start = time.perf_counter()
        notes.open()
        await until(lambda: notes.rows)
        yield _row("first rows", time.perf_counter() - start, 0.2)
        await until(lambda: notes.reading is None and len(notes.rows) == NOTES)
        yield _row("all rows", time.perf_counter() - start, None)
        taken = [await _typed(notes, LINE[:end], until) for end in range(1, len(LINE) + 1)]
        yield _row("a keystroke of the filter, median", statistics.median(taken), 0.05)
        yield _row("a keystroke of the filter, slowest", max(taken), 0.05)
        await _typed(notes, "", until)
        ids, start = notes.ids[:TAGGED], time.perf_counter()
        notes.change(ids, _tagged, "tag")
        await until(lambda: "new" in notes.rows[0].tags)
        yield _row(f"{TAGGED} notes tagged and listed", time.perf_counter() - start, None)
        await until(lambda: not stage.session.notebook.saving)


def _tagged(record: Record) -> Record:
    return replace(record, tags=(*record.tags, "new"))


async def _typed(notes: Any, line: str, until: Any) -> float:
    """Seconds until the rows of a line are there."""
    seen, start = notes.listed, time.perf_counter()
    notes.look(notes.view._replace(line=line))
    await until(lambda: notes.listed > seen)
    return time.perf_counter() - start


def _row(bench: str, value: float, promised: float | None) -> dict[str, Any]:
    return {
        "bench": f"all notes: {bench}",
        "size": NOTES,
        "value": round(value, 4),
        "unit": "s",
        "against": promised,
        "ratio": round(value / promised, 2) if promised else None,
    }


def _make(path: Path) -> None:
    """Make a notes file as it is after all its notes were made and compacted."""
    chosen = random.Random(18)
    rows: dict[str, dict[str, Any]] = {}
    for number in range(NOTES // PER_ARTICLE):
        text = " ".join(chosen.choices(WORDS, k=300))
        held = fingerprint(text)
        identity = new_id()
        seen = Revision(held, "plain text 1", "2026-01-02T10:00:00Z", f"{number}.txt")
        title = " ".join(chosen.choices(WORDS, k=5))
        article = ArticleRecord(article_id=identity, id=identity, title=title, revisions=(seen,))
        rows[str(len(rows) + 1)] = to_document(article)
        for _ in range(PER_ARTICLE):
            rows[str(len(rows) + 1)] = to_document(_note(chosen, identity, text, held))
    with path.open("wb") as file:
        file.writelines(laid_out(body({"_default": rows}), About(high={"_default": len(rows)})))


def _note(chosen: random.Random, article: str, text: str, held: str) -> Record:
    start = chosen.randrange(len(text) - 80)
    moment = f"2026-{chosen.randint(1, 11):02d}-{chosen.randint(1, 28):02d}T10:00:00Z"
    shared: dict[str, Any] = {
        "article_id": article,
        "id": new_id(),
        "creator": chosen.choice(["ada", "ben", "cleo"]),
        "created": moment,
        "modified": moment,
        "tags": tuple(chosen.sample(TAGS, chosen.randrange(3))),
        "anchor": anchor(text, [Span(start, start + 60)], held),
    }
    words = " ".join(chosen.choices(WORDS, k=8))
    if chosen.random() < 0.2:
        return Claim(claim=words, claimant="Liv Dahl", **shared)
    return Mark(kind="note", body=words, **shared)
