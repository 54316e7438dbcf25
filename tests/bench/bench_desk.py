"""The desk of 10,000 articles and 100,000 notes: opened, listed, searched; articles added to it."""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.bench_first_frame import EMPTY, WORD, first_text
from tests.bench.bench_loading import corpus_copies

ARTICLES, NOTES_EACH = 10_000, 10
WORDS_EACH = 400
RUNS = 5
FILES = 1_000


def measure() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        notes = home / "notes" / "annotations.json"
        _make(notes, home / "data" / "reader" / "texts")
        index = home / "cache" / "reader" / "desk"
        yield from _indexed(home, notes, index)
        yield from _started(folder)
    with tempfile.TemporaryDirectory() as folder:
        yield from _added(Path(folder))


def _row(bench: str, size: str, value: float, **against: float) -> dict[str, object]:
    least = next(iter(against.values()))
    return {
        "bench": bench,
        "size": size,
        "value": round(value, 4),
        "unit": "s",
        "against": {name.replace("_", " "): round(each, 4) for name, each in against.items()},
        "ratio": round(value / least, 2),
    }


def _indexed(home: Path, notes: Path, folder: Path) -> Iterator[dict[str, object]]:
    """Yield what the index costs and what is had from it, in the thread that the app has for it."""
    from reader.annotations.store import open_store
    from reader.article.stored_texts import StoredTexts
    from reader.desk.index import DeskIndex
    from reader.desk.index_file import index_path
    from reader.desk.query import parse_query
    from reader.desk.row import ordered
    from reader.desk.search import find_on_desk
    from reader.desk.upkeep import bring_up_to_date

    path = index_path(folder.parent, notes)
    texts = StoredTexts(home / "data" / "reader" / "texts")
    store = open_store(notes, who="ada", read_only=True)
    start = time.perf_counter()
    listed: list[float] = []
    with DeskIndex(path) as index:
        bring_up_to_date(
            index, store, texts, listed=lambda: listed.append(time.perf_counter() - start)
        )
        size = f"{ARTICLES} articles, {ARTICLES * NOTES_EACH} notes"
        made = time.perf_counter() - start
        yield _row("index of the desk made anew", size, made, until_it_is_listed=listed[0])

    def opened() -> None:
        with DeskIndex(path) as again:
            ordered(again.rows("ada"), "added")

    yield _row("desk read from its index and sorted", size, _median(opened), promised=0.5)
    with DeskIndex(path) as index:
        for word in ("harbour", "wodka", '"harbour storm"', "harbour law"):
            for name, look in (
                ("first 200 hits", lambda word=word: find_on_desk(index, word)),
                ("articles", lambda word=word: index.articles_with(parse_query(word))),
            ):
                taken = _median(look)
                yield _row(f"find {word} on the desk: {name}", size, taken, promised=0.1)


def _started(folder: str) -> Iterator[dict[str, object]]:
    """Yield the whole process, from before it is started until the desk came out of a terminal."""
    taken: list[list[tuple[float, float]]] = [[], []]
    for run in range(RUNS + 1):
        for words, times in zip((["-c", EMPTY], ["-m", "reader"]), taken, strict=True):
            measured = first_text([sys.executable, *words], folder)
            if run:
                times.append(measured)
    size = f"{ARTICLES} articles, {ARTICLES * NOTES_EACH} notes"
    for place, name in enumerate(("desk on the screen", "desk on the screen, processor time")):
        empty, desk = (statistics.median(each[place] for each in times) for times in taken)
        yield _row(f"{name}, whole process", size, desk, empty_Textual_app=empty)
        yield _row(f"{name}, over an empty app", size, desk - empty, promised=0.5)


def _added(folder: Path) -> Iterator[dict[str, object]]:
    """Yield ``reader add`` of a folder, whole process, beside trafilatura over the same files.

    Elapsed, and processor time of all its processes.
    """
    pages = corpus_copies(folder / "pages", FILES)
    alone = (
        "import sys; from pathlib import Path; from trafilatura import bare_extraction\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    bare_extraction(path.read_bytes(), include_comments=False, include_links=True,"
        " with_metadata=True)"
    )
    notes = folder / "annotations.json"
    commands = (
        ["-c", alone, str(folder / "pages")],
        ["-m", "reader", "add", str(folder / "pages"), "--notes", str(notes)],
    )
    taken = []
    for words in commands:
        start, before = time.perf_counter(), _processor_time()
        subprocess.run(
            [sys.executable, *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(folder),
        )
        taken.append((time.perf_counter() - start, _processor_time() - before))
    for place, name in enumerate(("reader add", "reader add, processor time")):
        alone_took, ours = (each[place] for each in taken)
        yield _row(name, f"{len(pages)} saved pages", ours, trafilatura_alone=alone_took)


def _processor_time() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _environment(folder: Path) -> dict[str, str]:
    import os

    own = {"HOME": str(folder)}
    own |= {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("DATA", "CACHE", "CONFIG")}
    return {**os.environ, **own}


def _median(call: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _make(notes: Path, texts: Path) -> None:
    """Make the desk as it is after all its notes were made and compacted."""
    from reader.annotations.record_json import to_document
    from reader.annotations.records import ArticleRecord, Mark, Revision
    from reader.annotations.storage.table_layout import About, body, laid_out
    from reader.article.anchor import anchor
    from reader.article.stored_texts import StoredTexts
    from reader.text.span import Span

    chosen = random.Random(8)
    letters = "abdefghiklmnoprstuw"
    words = ["".join(chosen.choices(letters, k=chosen.randint(2, 9))) for _ in range(20_000)]
    common = [
        "harbour",
        "mayor",
        "council",
        "bridge",
        "storm",
        "budget",
        "vote",
        "school",
        "said",
        "the",
        "of",
        "and",
        "to",
        "in",
    ]
    kept = StoredTexts(texts)
    rows: dict[str, dict[str, object]] = {}
    for number in range(ARTICLES):
        text = " ".join((*chosen.choices(words, k=WORDS_EACH // 2), *chosen.choices(common, k=200)))
        if number % 100 == 0:
            text += " wodka"
        title = (
            f"{WORD} {number}" if number == ARTICLES - 1 else " ".join(chosen.choices(words, k=6))
        )
        identity = f"{number:08d}-0000-4000-8000-000000000000"
        place = f"/articles/{number}.txt"
        fingerprint = kept.keep(text)
        record = ArticleRecord(
            article_id=identity,
            id=identity,
            created=f"2026-{1 + number // 1000:02d}-{1 + number % 1000 // 40:02d}T10:00:00Z",
            title=title,
            locations=(place,),
            outlet=chosen.choice(("Harbour Post", "North Wire")),
            revisions=(Revision(fingerprint, "plain text 1", "2026-11-24T10:00:00Z", place),),
        )
        rows[str(len(rows) + 1)] = to_document(record)
        for note in range(NOTES_EACH):
            mark = Mark(
                article_id=identity,
                id=f"{number:08d}-0000-4000-8000-{note + 1:012d}",
                kind="note",
                tags=(chosen.choice(("law", "money", "sea")),),
                anchor=anchor(text, [Span(note * 20, note * 20 + 15)], fingerprint),
                body=f"Ask about the {chosen.choice(common)} and {chosen.choice(words)}.",
            )
            rows[str(len(rows) + 1)] = to_document(mark)
    notes.parent.mkdir(parents=True)
    with notes.open("wb") as file:
        about = About(high={"_default": len(rows)})
        file.writelines(laid_out(body({"_default": rows}), about))
