"""Scores the entities found: exact span and type, from raw text and with gold tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.analysis.findings import Findings
from reader.article.block import Block
from reader.text.span import Span
from reader.training.corpora import EntityArticle, LabelledSpan
from reader.training.mistakes import Mistake, Mistakes, in_context
from reader.training.scoring import Scores, scores, tag_spans
from reader.training.tagged_units import entity_units, paragraphs

Analyze = Callable[[str, Sequence[Block]], Findings]
"""Finds everything in a text set in the blocks given, as reading does."""
Tag = Callable[[Sequence[Sequence[str]]], list[list[str]]]
"""Gives the BIOES tags of the words of each unit."""


@dataclass(frozen=True)
class EntityEvaluation:
    """Scores by type; None for what was not tried.

    ``mistakes`` are those from raw text, or with gold tokens where raw text was not tried;
    ``rival`` is spaCy's small model.
    """

    articles: int
    raw: Scores | None
    given_tokens: Scores | None
    mistakes: tuple[Mistake, ...]
    rival: Scores | None = None


def evaluate_entities(
    articles: Sequence[EntityArticle],
    *,
    analyze: Analyze | None = None,
    tag: Tag | None = None,
    rival: Callable[[str], set[LabelledSpan]] | None = None,
) -> EntityEvaluation:
    """Score ``analyze`` and ``rival`` on the texts, ``tag`` on the gold tokens of ``articles``."""
    gold = [set(article.entities) for article in articles]
    raw = None if analyze is None else [_raw(article, analyze) for article in articles]
    given = None if tag is None else _given(articles, tag)
    return EntityEvaluation(
        len(articles),
        None if raw is None else _scores(gold, raw),
        None if given is None else _scores(gold, given),
        _mistakes(articles, raw if raw is not None else given or []),
        None if rival is None else _scores(gold, [rival(article.text) for article in articles]),
    )


def as_blocks(text: str) -> tuple[Block, ...]:
    """Return the lines of a plain text as paragraphs."""
    return tuple(Block("paragraph", span.start, span.end) for span in paragraphs(text))


def _raw(article: EntityArticle, analyze: Analyze) -> set[LabelledSpan]:
    findings = analyze(article.text, as_blocks(article.text))
    return {LabelledSpan(one.start, one.end, one.label) for one in findings.entities}


def _given(articles: Sequence[EntityArticle], tag: Tag) -> list[set[LabelledSpan]]:
    units = [entity_units([article]) for article in articles]
    tags = iter(tag([unit.words for own in units for unit in own]))
    return [
        {
            LabelledSpan(unit.spans[first].start, unit.spans[last - 1].end, label)
            for unit in own
            for first, last, label in tag_spans(next(tags))
        }
        for own in units
    ]


def _scores(gold: Sequence[set[LabelledSpan]], found: Sequence[set[LabelledSpan]]) -> Scores:
    def placed(entities: Sequence[set[LabelledSpan]]) -> list[tuple[tuple[int, int, int], str]]:
        return [
            ((number, one.start, one.end), one.label)
            for number, own in enumerate(entities)
            for one in own
        ]

    return scores(placed(gold), placed(found))


def _mistakes(
    articles: Sequence[EntityArticle], found: Sequence[set[LabelledSpan]]
) -> tuple[Mistake, ...]:
    mistakes = Mistakes()
    for article, own in zip(articles, found, strict=False):
        gold = set(article.entities)
        for one in sorted(own - gold, key=lambda entity: entity.start):
            mistakes.add(_what(one, gold - own), _example(article.text, one))
        for one in sorted(gold - own, key=lambda entity: entity.start):
            if not any(_overlap(one, other) for other in own):
                mistakes.add(f"{one.label} not found", _example(article.text, one))
    return mistakes.most_frequent()


def _what(wrong: LabelledSpan, missed: set[LabelledSpan]) -> str:
    for other in missed:
        if (other.start, other.end) == (wrong.start, wrong.end):
            return f"{other.label} taken for {wrong.label}"
    for other in missed:
        if _overlap(other, wrong):
            same = other.label == wrong.label
            kind = other.label if same else f"{other.label} taken for {wrong.label}"
            return f"{kind}, other borders"
    return f"{wrong.label} where there is none"


def _overlap(one: LabelledSpan, other: LabelledSpan) -> bool:
    return one.start < other.end and other.start < one.end


def _example(text: str, one: LabelledSpan) -> str:
    return in_context(text, Span(one.start, one.end))
