"""What 10,000 notes cost to write in each format, and what memory that takes."""

from __future__ import annotations

import io
import json
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from reader.annotations.records import ArticleRecord, Mark, Revision
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.article.article import fingerprint
from reader.exchange.by_article import from_desk
from reader.exchange.export import Export, export
from reader.exchange.export_options import ExportOptions
from reader.exchange.formats.registry import FORMATS, Format, makes_files, streams, writer
from reader.exchange.importing import Desk, settle
from reader.exchange.losses import Losses
from reader.exchange.targets import FolderFiles
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span

NOTES = 10_000
FEW = 1_000
TO_AN_ARTICLE = 50
PROMISED = 5.0
AT = "2026-11-22T10:00:00Z"
PARAGRAPH = "The council of “Port Hallan” met on Tuesday 🙂 and put off the vote until spring. "
GIVEN = ExportOptions(origins=frozenset({"own"}))


def measure() -> Iterator[dict[str, object]]:
    baseline = _json_alone()
    for name, each in FORMATS.items():
        if each.writes:
            yield from _written(name, each, baseline)
    yield from _from_the_desk(baseline)


def _from_the_desk(baseline: float) -> Iterator[dict[str, object]]:
    """Yield all that the command does: the store is opened, read article by article and written."""
    peaks = {}
    for notes in (FEW, NOTES):
        with tempfile.TemporaryDirectory() as folder:
            _write_store(Path(folder), notes)
            start = time.perf_counter()
            _export_desk(Path(folder))
            seconds = time.perf_counter() - start
            peaks[notes] = _desk_peak(Path(folder))
    yield _row("export of a desk as jsonl, from the store", seconds, baseline)
    yield _memory("export of a desk as jsonl, from the store", peaks[FEW], peaks[NOTES])


def _desk_peak(folder: Path) -> int:
    """Return the most memory that writing took.

    Opening reads the store some megabytes at a time.
    """
    tracemalloc.start()
    try:
        store = open_store(folder / "annotations.json", who="Ada", read_only=True)
        tracemalloc.reset_peak()
        export(store, Export("jsonl", str(folder / "notes.jsonl"), over=True))
        store.close()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _export_desk(folder: Path) -> None:
    store = open_store(folder / "annotations.json", who="Ada", read_only=True)
    export(store, Export("jsonl", str(folder / "notes.jsonl"), over=True))
    store.close()


def _write_store(folder: Path, notes: int) -> None:
    store = open_store(folder / "annotations.json", who="Ada")
    made = [record for each in dossiers(notes) for record in (each.record, *each.records.records)]
    store.put_many(made, doing="note")
    store.close()


def _written(name: str, each: Format, baseline: float) -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        seconds = _seconds(name, NOTES, Path(folder))
        yield _row(f"export as {name}", seconds, baseline)
        yield _memory(f"export as {name}", _peak(name, FEW), _peak(name, NOTES))
        if each.reads:
            yield _row(f"import of {name}", _read_seconds(name, Path(folder)), baseline)


def _memory(bench: str, few: int, many: int) -> dict[str, object]:
    return {
        "bench": f"memory of an {bench}",
        "size": NOTES,
        "value": round(many / 1e6, 2),
        "unit": "MB",
        "against": {f"{FEW} notes": round(few / 1e6, 2)},
        "ratio": round(many / few, 2),
    }


def _row(bench: str, seconds: float, baseline: float) -> dict[str, object]:
    return {
        "bench": bench,
        "size": NOTES,
        "value": round(seconds, 3),
        "unit": "s",
        "against": {"json.dumps alone": round(baseline, 3), "promised": PROMISED},
        "ratio": round(seconds / baseline, 2),
    }


def _seconds(name: str, notes: int, folder: Path) -> float:
    module = writer(name)
    files, stream = makes_files(module), streams(module)
    start = time.perf_counter()
    if stream is not None:
        with (folder / "notes").open("w", encoding="utf-8", newline="") as out:
            stream.write(dossiers(notes), out, GIVEN)
    elif files is not None:
        files.write_files(dossiers(notes), FolderFiles(folder), GIVEN)
    return time.perf_counter() - start


def _read_seconds(name: str, folder: Path) -> float:
    stream = streams(writer(name)) is not None
    desk = Desk([], lambda _: None, "Ada", AT)
    start = time.perf_counter()
    source = writer(name).read(folder / "notes" if stream else folder, Losses())
    taken = sum(1 for _ in settle(source, desk))
    seconds = time.perf_counter() - start
    if taken != NOTES:
        raise RuntimeError(f"{taken} of {NOTES} notes came back from {name}")
    return seconds


def _peak(name: str, notes: int) -> int:
    """Return the most memory that an export took, in bytes, modules loaded before."""
    with tempfile.TemporaryDirectory() as folder:
        _seconds(name, TO_AN_ARTICLE, Path(folder))
        tracemalloc.start()
        try:
            _seconds(name, notes, Path(folder))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def _json_alone() -> float:
    from reader.annotations.record_json import to_document

    out = io.StringIO()
    start = time.perf_counter()
    for dossier in dossiers(NOTES):
        for record in dossier.records.records:
            out.write(json.dumps(to_document(record), ensure_ascii=False))
    return time.perf_counter() - start


def dossiers(notes: int) -> Iterator[AnnotatedArticle]:
    """Articles made as they are asked for, each with some notes that overlap."""
    for number in range(notes // TO_AN_ARTICLE):
        text = f"Story {number}\n\n" + PARAGRAPH * TO_AN_ARTICLE
        own = fingerprint(text)
        identity = f"article-{number}"
        article = ArticleRecord(
            article_id=identity,
            id=identity,
            title=f"Story {number}",
            url=f"https://example.org/{number}",
            revisions=(Revision(own, "plain text 1", AT, f"{number}.txt"),),
        )
        marks = tuple(
            Mark(
                article_id=identity,
                id=f"{identity}-{place}",
                kind="note",
                creator="Ada",
                created=AT,
                modified=AT,
                tags=("vote",),
                anchor=anchor(text, [Span(20 + place * 70, 90 + place * 70)], own),
                body="Ask the clerk for the *minutes*.",
            )
            for place in range(TO_AN_ARTICLE)
        )
        yield from_desk(article, marks, text)
