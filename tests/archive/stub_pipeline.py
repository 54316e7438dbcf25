"""A pipeline that finds by two patterns what the models would: archives are tested without them."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reader.analysis.findings import Entity, Figure, Findings, ModelStamp, Quote
from reader.archive.shards import Shard
from reader.archive.work import Packed, tables_of_shard
from reader.article.article import Article
from reader.text.span import Span

_QUOTE = re.compile("“([^”]*)”")
_FIGURE = re.compile(r"\d+ (\w+)")
_NAME = re.compile(r"[A-Z]\w+ [A-Z]\w+")


class StubPipeline:
    """Fails on an article with the word FAULT."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.analyzed = 0

    def analyze_many(self, articles: Sequence[Article]) -> Iterator[Findings]:
        for article in articles:
            if "FAULT" in article.text:
                raise RuntimeError("this text is too much")
            self.analyzed += 1
            yield found_in(article)


def found_in(article: Article) -> Findings:
    def number(match: re.Match[str]) -> str:
        return f"{match.start():x}"

    speaker = next((each[0] for each in _NAME.finditer(article.text)), None)
    return Findings(
        fingerprint=article.fingerprint,
        language="en",
        models={"quotes": ModelStamp("stub", "1", "0")},
        entities=tuple(
            Entity(number(m), m.start(), m.end(), m[0], "Person", "person", m[0])
            for m in _NAME.finditer(article.text)
        ),
        quotes=tuple(
            Quote(number(m), "direct", (Span(m.start(1), m.end(1)),), m[1], speaker=speaker)
            for m in _QUOTE.finditer(article.text)
        ),
        figures=tuple(
            Figure(number(m), m.start(), m.end(), m[0], "count", float(m[0].split()[0]), unit=m[1])
            for m in _FIGURE.finditer(article.text)
        ),
    )


def stub_work(shard: Shard, expected: str, *, package: str, text: bool) -> Packed:
    """Return what a worker does in place of ``work_in_worker``."""
    return tables_of_shard(shard, StubPipeline(), text=text)  # type: ignore[arg-type]


def stub_loader(_package: Path, _threads: int | None) -> StubPipeline:
    return StubPipeline()


def first_time(folder: str, name: str) -> bool:
    """Whether nobody called this for ``name`` before, in any process."""
    try:
        with (Path(folder) / name).open("x") as file:
            file.write(str(os.getpid()))
    except FileExistsError:
        return False
    return True


def stuck_work(shard: Shard, expected: str, *, package: str, text: bool, folder: str) -> Packed:
    """Stays, the first time, on the shard with article a30, until its process is killed."""
    if any(item.location.endswith("#a30") for item in shard.items):
        first_time(folder, "attempt" if first_time(folder, "stuck") else "again")
        if not (Path(folder) / "again").exists():
            threading.Event().wait()
    return stub_work(shard, expected, package=package, text=text)


def deadly_work(shard: Shard, expected: str, *, package: str, text: bool) -> Packed:
    """End its process at the shard with article a30, each time."""
    if any(item.location.endswith("#a30") for item in shard.items):
        os.kill(os.getpid(), signal.SIGKILL)
    return stub_work(shard, expected, package=package, text=text)
