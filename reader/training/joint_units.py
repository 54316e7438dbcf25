"""The units that the joint tagger learns from: labelled news in every form it is to read.

Reading hands over paragraphs in the words of the tokenizer; published test sets are single
sentences in the words of a treebank. Each round of training shows a paragraph in one form or the
other, drawn by chance, so that neither is strange.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.text.sentences import sentences
from reader.text.span import Span
from reader.training.corpora import AttributionArticle, EntityArticle
from reader.training.other_mentions import with_other_mentions
from reader.training.scoring import tag_spans
from reader.training.tagged_units import (
    TaggedUnit,
    Tokenize,
    bioes,
    entity_units,
    paragraphs,
    tokens_of,
)
from reader.training.treebank_words import treebank_words

Units = Mapping[str, Sequence[TaggedUnit]]
"""Units by the head that their tags are for."""
Draw = Callable[[random.Random], Units]
"""Gives the units of a round of training."""

LONGEST = 300
"""Words of a paragraph that are learnt from at once."""
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True)
class Form:
    """How often a paragraph is shown in each form; the rest of the times it is as in reading.

    ``treebank`` and ``sentences`` are shares of attribution: single sentences in a treebank's
    words, and in the tokenizer's. ``gold`` and ``other_names`` are shares of entities: gold
    tokens, and copies in which names are exchanged. ``straight`` is how many units have straight
    quotation marks for curly ones.
    """

    treebank: float = 0.3
    sentences: float = 0.2
    gold: float = 0.4
    other_names: float = 0.3
    straight: float = 0.2


@dataclass(frozen=True)
class ParagraphForms:
    """A paragraph with attributions as it is read, and as sentences in either kind of words."""

    whole: Sequence[TaggedUnit]
    sentences: Sequence[TaggedUnit]
    treebank: Sequence[TaggedUnit]


def paragraph_forms(
    articles: Iterable[AttributionArticle], tokenize: Tokenize
) -> list[ParagraphForms]:
    """Return every paragraph of ``articles`` that has words."""
    found = []
    for article in articles:
        tokens = tokens_of(article.text, tokenize)
        starts = [token.start for token in tokens]
        for part in paragraphs(article.text):
            own = tokens[bisect_left(starts, part.start) : bisect_left(starts, part.end)]
            if not own:
                continue
            whole = [own[at : at + LONGEST] for at in range(0, len(own), LONGEST)]
            cut = sentences(article.text, part.start, part.end)
            found.append(
                ParagraphForms(
                    _units(article, whole),
                    _units(article, [[one for one in own if each.covers(one)] for each in cut]),
                    _units(article, [_treebank(article.text, each) for each in cut]),
                )
            )
    return found


def _treebank(text: str, sentence: Span) -> list[Span]:
    return [word.shifted(sentence.start) for word in treebank_words(sentence.slice(text))]


def _units(article: AttributionArticle, cut: Iterable[Sequence[Span]]) -> list[TaggedUnit]:
    """Return what ``cut`` makes of an article.

    A label that reaches over a border is cut there too.
    """
    units = []
    for spans in cut:
        if not spans:
            continue
        near = [
            one
            for one in article.labelled
            if one.start < spans[-1].end and one.end > spans[0].start
        ]
        words = tuple(span.slice(article.text) for span in spans)
        units.append(TaggedUnit(article.id, words, tuple(bioes(spans, near)), tuple(spans)))
    return units


class JointUnits:
    """Draws the units of each round from all forms of the labelled articles."""

    def __init__(
        self,
        attributed: Iterable[AttributionArticle],
        named: Sequence[EntityArticle],
        tokenize: Tokenize,
        form: Form,
    ) -> None:
        self._forms = paragraph_forms(attributed, tokenize)
        self._named = [
            (entity_units([article]), entity_units([article], tokenize)) for article in named
        ]
        self._form = form

    def __call__(self, chance: random.Random) -> Units:
        return {"entities": self._entities(chance), "attribution": self._attribution(chance)}

    def _attribution(self, chance: random.Random) -> list[TaggedUnit]:
        drawn: list[TaggedUnit] = []
        for forms in self._forms:
            share = chance.random()
            if share < self._form.treebank:
                drawn += forms.treebank
            elif share < self._form.treebank + self._form.sentences:
                drawn += forms.sentences
            else:
                drawn += forms.whole
        return [self._straightened(unit, chance) for unit in drawn]

    def _entities(self, chance: random.Random) -> list[TaggedUnit]:
        drawn: list[TaggedUnit] = []
        renamed: list[TaggedUnit] = []
        for gold, own in self._named:
            share = chance.random()
            if share < self._form.gold:
                drawn += gold
            elif share < self._form.gold + self._form.other_names:
                renamed += own
            else:
                drawn += own
        drawn += with_other_mentions(renamed, chance)
        drawn += [unit for unit in renamed if not tag_spans(unit.tags)]
        return [self._straightened(unit, chance) for unit in drawn]

    def _straightened(self, unit: TaggedUnit, chance: random.Random) -> TaggedUnit:
        if chance.random() >= self._form.straight:
            return unit
        return replace(unit, words=tuple(word.translate(_STRAIGHT) for word in unit.words))
