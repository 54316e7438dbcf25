"""What a command costs from the shell, beside a bare interpreter in the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

NOTES = 1_000
RUNS = 9


def measure() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "annotations.json"
        _write_notes(notes)
        commands = {
            "reader --version": ["--version"],
            "reader --help": ["--help"],
            "reader list --format json": ["list", "--format", "json", "--notes", str(notes)],
            "reader export --format json": ["export", "--format", "json", "--notes", str(notes)],
            "reader export --format markdown": [
                *("export", "--format", "markdown"),
                *("--notes", str(notes)),
            ],
        }
        for name, words in commands.items():
            bare, value = _seconds(folder, ["-c", "pass"], ["-m", "reader", *words])
            yield {
                "bench": name,
                "size": NOTES,
                "value": round(value, 4),
                "unit": "s",
                "against": {"python -c pass": round(bare, 4), "promised over it": 0.15},
                "ratio": round(value / bare, 2),
            }


def _seconds(folder: str, *commands: list[str]) -> list[float]:
    """Return the medians, the commands taking turns so that both see the same machine.

    Modules are compiled beforehand, as pip does when it installs.
    """
    environment = os.environ | {"PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for words in commands:
        _run(words, environment)
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(RUNS):
        for words, taken in zip(commands, times, strict=True):
            start = time.perf_counter()
            _run(words, environment)
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in times]


def _run(words: list[str], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True, env=environment)


def _write_notes(path: Path) -> None:
    from reader.annotations.articles import admitted
    from reader.annotations.records import Mark, new_id, now
    from reader.annotations.store import open_store
    from reader.article.anchor import anchor
    from reader.article.article import Article
    from reader.text.span import Span

    text = "The council met on Tuesday and put the vote off until spring. " * 40
    article = Article(text, (), "The vote is put off", "/articles/vote.txt", "plain text 1")
    record = admitted(None, article, creator="Ada", at=now())
    marks = [
        Mark(
            article_id=record.id,
            id=new_id(),
            kind="note",
            creator="Ada",
            created=now(),
            modified=now(),
            tags=("vote",),
            anchor=anchor(text, [Span(number, number + 40)], article.fingerprint),
            body="Ask the clerk for the minutes.",
        )
        for number in range(NOTES)
    ]
    store = open_store(path, who="Ada")
    store.put_many([record, *marks], doing="note")
    store.close()
