"""Cuts labelled articles into the units that a tagger is trained on: tokens with BIOES tags.

A unit is a paragraph, as in reading; long ones are cut at the same limit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from re import compile as pattern

from reader.analysis.units import unit_bounds
from reader.text.span import Span
from reader.training.corpora import AttributionArticle, EntityArticle, LabelledSpan

OUTSIDE = "O"
_PARAGRAPH = pattern(r"[^\n]*[^\s][^\n]*")

Tokenize = Callable[[Sequence[str]], list[list[Span]]]
"""Gives the tokens of each passage, offsets counted from its start."""


@dataclass(frozen=True, slots=True)
class TaggedUnit:
    """The words of a unit and their tags, side by side, with where the words stand."""

    article: str
    words: tuple[str, ...]
    tags: tuple[str, ...]
    spans: tuple[Span, ...]


def paragraphs(text: str) -> list[Span]:
    """Return the lines of ``text`` that are not blank."""
    return [Span(match.start(), match.end()) for match in _PARAGRAPH.finditer(text)]


def bioes(tokens: Sequence[Span], labelled: Iterable[LabelledSpan]) -> list[str]:
    """Return the BIOES tag of each of ``tokens``, which are in text order.

    A token belongs to a labelled span when the two share a character. Of spans that share a
    token, only the first given is kept: a token has one tag.
    """
    starts = [token.start for token in tokens]
    ends = [token.end for token in tokens]
    tags = [OUTSIDE] * len(tokens)
    for span in labelled:
        first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
        if first >= last or any(tag != OUTSIDE for tag in tags[first:last]):
            continue
        for place in range(first, last):
            tags[place] = f"I-{span.label}"
        tags[first], tags[last - 1] = f"B-{span.label}", f"E-{span.label}"
        if last - first == 1:
            tags[first] = f"S-{span.label}"
    return tags


def entity_units(
    articles: Iterable[EntityArticle], tokenize: Tokenize | None = None
) -> list[TaggedUnit]:
    """Return the paragraphs of ``articles`` in their gold tokens, tagged with entities.

    With ``tokenize`` the tokens are those that it makes, as in reading.
    """
    units: list[TaggedUnit] = []
    for article in articles:
        tokens = article.tokens if tokenize is None else tokens_of(article.text, tokenize)
        units += _units(article.id, article.text, tokens, article.entities)
    return units


def attribution_units(
    articles: Iterable[AttributionArticle], tokenize: Tokenize
) -> list[TaggedUnit]:
    """Return the paragraphs of ``articles``, tokenised by ``tokenize``.

    Tagged with attributions.
    """
    units: list[TaggedUnit] = []
    for article in articles:
        tokens = tokens_of(article.text, tokenize)
        units += _units(article.id, article.text, tokens, article.labelled)
    return units


def tokens_of(text: str, tokenize: Tokenize) -> list[Span]:
    """Return the tokens of ``text``, each of its paragraphs tokenised by itself."""
    parts = paragraphs(text)
    found = tokenize([part.slice(text) for part in parts])
    return [
        token.shifted(part.start)
        for part, tokens in zip(parts, found, strict=True)
        for token in tokens
    ]


def _units(
    article: str, text: str, tokens: Sequence[Span], labelled: Iterable[LabelledSpan]
) -> list[TaggedUnit]:
    tags = bioes(tokens, labelled)
    starts = [token.start for token in tokens]
    units = []
    for part in paragraphs(text):
        first, last = bisect_left(starts, part.start), bisect_left(starts, part.end)
        begin = first
        for bound in unit_bounds(last - first, ()):
            end = first + bound
            spans = tuple(tokens[begin:end])
            words = tuple(span.slice(text) for span in spans)
            units.append(TaggedUnit(article, words, tuple(tags[begin:end]), spans))
            begin = end
    return units
