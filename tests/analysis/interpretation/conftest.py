"""Articles with their tags written into the text, as a tagger would have set them.

``[S …]``, ``[C …]`` and ``[Q …]`` are source, cue and content; ``{P …}``, ``{L …}``, ``{O …}``,
``{N …}`` and ``{D …}`` person, place, organisation, group and date. Each line is a block; one
that begins with "# " is a headline, with "> " a quotation, with "= " a doubled caption.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from reader.analysis.findings import Entity, Figure, Person, Quote
from reader.analysis.rules.interpretation import interpret
from reader.analysis.rules.tagged import TaggedText, TaggedToken
from reader.article.block import Block, BlockKind

LABELS = {
    "[S ": "Source",
    "[C ": "Cue",
    "[Q ": "Content",
    "{P ": "Person",
    "{L ": "Location",
    "{O ": "Organization",
    "{N ": "NORP",
    "{D ": "Date",
}
PREFIXES: dict[str, BlockKind] = {"# ": "headline", "> ": "quotation", "= ": "caption"}
TOKEN = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")
PART = re.compile(r"[\[{][SCQPLOND] |[\]}]|\n|[^\[\]{}\n]+|[\[{]")


@dataclass(frozen=True)
class Reading:
    text: str
    people: tuple[Person, ...]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]

    @property
    def said(self) -> list[tuple[str | None, str]]:
        """Speaker and words of each quote."""
        return [(quote.speaker, quote.text) for quote in self.quotes]

    def quote(self, words: str) -> Quote:
        (found,) = (quote for quote in self.quotes if words in quote.text and not quote.parent)
        return found

    def figure(self, words: str) -> Figure:
        (found,) = (figure for figure in self.figures if words in figure.text)
        return found


def tagged_text(marked: str, language: str | None = "en") -> TaggedText:
    text, runs, starts = "", [], []
    standing: list[tuple[str, int]] = []
    for part in PART.findall(marked):
        if part in LABELS:
            standing.append((LABELS[part], len(text)))
        elif part in "]}" and standing:
            label, start = standing.pop()
            runs.append((label, start, len(text)))
        else:
            text += part
    for line in re.finditer(r"[^\n]+", text):
        prefix = PREFIXES.get(line.group()[:2])
        start = line.start() + (2 if prefix else 0)
        starts.append(Block(prefix or "paragraph", start, line.end()))
    blocks = tuple(
        Block(b.kind, b.start, b.end, duplicate_of=0 if b.kind == "caption" else None)
        for b in starts
    )
    tokens = [Token(*found.span()) for found in TOKEN.finditer(text)]
    return TaggedText(text, blocks, tuple(tags(tokens, runs)), language)


@dataclass
class Token:
    start: int
    end: int


def tags(tokens: list[Token], runs: list[tuple[str, int, int]]) -> list[TaggedToken]:
    entity, attribution = ["O"] * len(tokens), ["O"] * len(tokens)
    for label, start, end in runs:
        layer = attribution if label in ("Source", "Cue", "Content") else entity
        inside = [n for n, token in enumerate(tokens) if start <= token.start < end]
        for place, n in enumerate(inside):
            first, last = place == 0, place == len(inside) - 1
            layer[n] = (
                f"{'S' if first and last else 'B' if first else 'E' if last else 'I'}-{label}"
            )
    return [
        TaggedToken(token.start, token.end, one, other)
        for token, one, other in zip(tokens, entity, attribution, strict=True)
    ]


@pytest.fixture
def tagged() -> Callable[..., TaggedText]:
    return tagged_text


@pytest.fixture
def read() -> Callable[..., Reading]:
    def reading(marked: str, language: str | None = "en", *, sure: float = 1.0) -> Reading:
        """Return ``sure`` is how probable the tagger holds each of its tags for attribution."""
        given = tagged_text(marked, language)
        tokens = tuple(replace(token, attribution_sure=sure) for token in given.tokens)
        given = replace(given, tokens=tokens)
        found = interpret(given)
        return Reading(given.text, found.people, found.entities, found.quotes, found.figures)

    return reading
