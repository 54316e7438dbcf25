"""Results and tables of sport: whose numbers count nothing, and whose names are teams.

Hallan beat Vestby 3-2. Hallan 3 (Lund 12, Berg 45+2) Vestby 2 (Kaya 30). Hallan 4 3 1 0 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.text.span import Span

_WORD = r"[^\W\d_a-z][\w.’'&-]{0,30}+"
_NAME = rf"{_WORD}(?:\s(?!(?:beat|lost|drew|Att)\b){_WORD}){{0,3}}"
_GOALS = r"\([^()\n]*\d[^()\n]*\)"
_LINE = re.compile(
    rf"(?P<home>{_NAME})\s(?P<count>\d{{1,3}})(?:\s(?P<goals>{_GOALS}))?,?\s+"
    rf"(?P<away>{_NAME})\s(?P<other>\d{{1,3}})(?:\s(?P<others>{_GOALS}))?(?=[\s.;,)]|$)"
)
_RESULT = re.compile(
    rf"(?P<home>{_NAME})\s(?:beats?|lost\sto|drew\swith|draws?\swith|held|thrash(?:ed)?|edged?"
    rf"|v\.?|vs\.?|defeat(?:ed|s)?)\s(?P<away>{_NAME})\s(?P<count>\d{{1,3}}\s?[-–]\s?\d{{1,3}})"
)
_BETWEEN = re.compile(
    rf"(?P<home>{_NAME})\s(?P<count>\d{{1,3}}\s?[-–]\s?\d{{1,3}})\s(?P<away>{_NAME})"
)
_ROW = re.compile(rf"(?:\d{{1,2}}\.?\s+)?(?P<home>{_NAME})(?:\s+[+−-]?\d{{1,4}}){{3,}}\s*")
_SMALL_WORD = re.compile(r"\b[a-z]{2,}\b")
_SCORER = re.compile(rf"(?P<name>{_NAME})\s+(?=\d{{1,3}}\b|\()")


@dataclass(frozen=True)
class Scores:
    """``teams`` by name, ``scorers`` by place; in ``numbers`` no number counts anything."""

    teams: frozenset[str] = frozenset()
    scorers: tuple[Span, ...] = ()
    numbers: tuple[Span, ...] = ()


def scores(text: str, blocks: Sequence[Span]) -> Scores:
    """Return the results and table rows among ``blocks``."""
    teams: set[str] = set()
    scorers: list[Span] = []
    numbers: list[Span] = []
    for block in blocks:
        for found in _results(text, block):
            teams.add(found["home"])
            names = found.groupdict()
            if names.get("away"):
                teams.add(found["away"])
            rest = text[found.end() : block.end]
            to_end = found.re is _BETWEEN and rest.startswith(":")
            numbers.append(Span(found.start(), block.end if to_end else found.end()))
            for goals in ("goals", "others"):
                if names.get(goals):
                    scorers += _scorers(text, Span(*found.span(goals)))
    return Scores(frozenset(teams), tuple(scorers), tuple(sorted(numbers)))


def _results(text: str, block: Span) -> Iterator[re.Match[str]]:
    row = _ROW.fullmatch(text, block.start, block.end)
    if row is not None:
        yield row
        return
    lines = list(_LINE.finditer(text, block.start, block.end))
    # Without goals in brackets, two names with numbers are a result only as a line of their own.
    yield from (
        found
        for found in lines
        if found["goals"] or found["others"] or not _words_outside(text, block, lines)
    )
    yield from _RESULT.finditer(text, block.start, block.end)
    for found in _BETWEEN.finditer(text, block.start, block.end):
        rest = text[found.end() : block.end].strip(" .")
        scorers = rest.startswith(":") and not _SMALL_WORD.search(rest)
        if not text[block.start : found.start()].strip() and (not rest or scorers):
            yield found


def _words_outside(text: str, block: Span, lines: Sequence[re.Match[str]]) -> bool:
    rest = text[block.start : lines[0].start()] + text[lines[-1].end() : block.end]
    return re.search(r"[a-z]{3}", rest) is not None


def _scorers(text: str, goals: Span) -> Iterator[Span]:
    for found in _SCORER.finditer(text, goals.start, goals.end):
        yield Span(*found.span("name"))
