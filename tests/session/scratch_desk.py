"""A desk in a scratch folder, with an article and findings made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reader.analysis.cache import FindingsCache
from reader.analysis.findings import Entity, Figure, Findings, Person, Quote, finding_id
from reader.analysis.packages import STARTER, stamp
from reader.article.opening import open_article
from reader.config import Settings
from reader.text.span import Span

SIZE = 384
"""Numbers of a vector."""
TEXT = """Port closes [Reuters] as storm nears

HALLAN. — Ada Reyes, the harbour master, said [/b] the port would close. “We will not wait,” \
Reyes said.

Tor Holm of [link='x] Maris Line counted 15 containers. Holm left.

A last paragraph ends the report.
"""


class ScratchDesk:
    """Settings in a folder, and articles with findings."""

    text = TEXT

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(
            config_file=folder / "config.toml",
            notes=folder / "annotations.json",
            data_folder=folder / "data",
            cache_folder=folder / "cache",
            package=folder / "no-models",
            me="ada",
        )

    def article(self, text: str = TEXT, name: str = "port.txt"):
        path = self.folder / name
        path.write_bytes(text.encode())
        return open_article(str(path))

    def known(self, article) -> Findings:
        """Make findings by hand, kept in the cache as if an earlier run had made them."""
        self.settings = replace(self.settings, package=STARTER)
        findings = findings_of(article.text, article.fingerprint)
        FindingsCache(self.settings.findings_cache).save(findings, stamp(STARTER))
        return findings

    def set(self, **values) -> None:
        self.settings = replace(self.settings, **values)


def findings_of(text: str, fingerprint: str) -> Findings:
    """Make some findings in ``TEXT``."""

    def name(words: str, kind: str, full: str, person: str | None = None, nth: int = 0) -> Entity:
        start = -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        span = Span(start, start + len(words))
        identity = finding_id(f"entity {kind}", [span], words)
        return Entity(identity, span.start, span.end, words, kind, kind, full, person, 0.9)

    said = text.index("“We")
    quote = Span(said, text.index("”") + 1)
    counted = Span(text.index("15"), text.index("15") + len("15 containers"))
    return Findings(
        fingerprint,
        language="en",
        people=(
            Person("p1", "Ada Reyes", ("Reyes",), "the harbour master"),
            Person("p2", "Tor Holm", ("Holm",)),
        ),
        entities=(
            name("Ada Reyes", "person", "Ada Reyes", "p1"),
            name("Reyes", "person", "Ada Reyes", "p1", nth=1),
            name("Tor Holm", "person", "Tor Holm", "p2"),
            name("Maris Line", "organisation", "Maris Line"),
        ),
        quotes=(
            Quote(
                finding_id("quote", [quote], quote.slice(text)),
                "direct",
                (quote,),
                quote.slice(text),
                speaker="Ada Reyes",
                speaker_kind="named",
                person="p1",
                rule="the name before the cue",
            ),
        ),
        figures=(
            Figure(
                "f1",
                counted.start,
                counted.end,
                counted.slice(text),
                "count",
                15.0,
                unit="containers",
                speaker="Tor Holm",
            ),
        ),
    )


async def no_vectors(analyst: object, texts: Sequence[str], layers: Sequence[int]) -> list[bytes]:
    """Stand in for the engine: vectors that are like no other."""
    return [bytes(2 * SIZE * len(layers)) for _ in texts]
