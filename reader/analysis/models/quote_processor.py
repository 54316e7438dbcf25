"""Quotations as a Stanza processor: ``quote``, behind tokenize and ner.

Importing this module registers it, so that any Stanza pipeline can have it:
``stanza.Pipeline("en", processors={…, "quote": "rules"}, …)("…").quotes``. It needs no model
and no entry in resources.json. With two NER models in the pipeline, the one that knows Source,
Cue and Content gives indirect speech and who spoke; without it the quotation marks are all
there is to go by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from stanza.models.common.doc import Document
from stanza.pipeline._constants import NER, TOKENIZE
from stanza.pipeline.processor import Processor, register_processor

from reader.analysis.rules.interpretation import Interpretation, interpret
from reader.analysis.rules.tagged import OUTSIDE, TaggedText, TaggedToken
from reader.article.block import Block

QUOTE = "quote"
ATTRIBUTION_TAGS = {"Source", "Cue", "Content"}

_PARAGRAPH = re.compile(r"\S(?:.*?\S)??(?=\s*(?:\n[^\S\n]*\n|\Z))", re.DOTALL)


@register_processor(QUOTE)
class QuoteProcessor(Processor):
    """Puts ``quotes``, ``people`` and ``figures`` on a Document that has tokens with tags."""

    PROVIDES_DEFAULT = {QUOTE}  # noqa: RUF012
    REQUIRES_DEFAULT = {TOKENIZE, NER}  # noqa: RUF012

    def process(self, document: Any) -> Any:
        """Read the tags of ``document``; its ``blocks`` if set, else its blank lines part it."""
        document.interpretation = self.read(self._tagged(document))
        return document

    def read(self, tagged: TaggedText) -> Interpretation:
        """Return what is found in a text that was tagged elsewhere."""
        return interpret(tagged)

    def mark_inactive(self) -> None:
        """There is no model to let go of."""

    def _tagged(self, document: Any) -> TaggedText:
        text = document.text or ""
        blocks = document.blocks or _paragraphs(text)
        entity, attribution = self._places()
        tokens = []
        for sentence in document.sentences:
            for token in sentence.tokens:
                tags = token.multi_ner or ()
                tokens.append(
                    TaggedToken(
                        token.start_char, token.end_char, _at(tags, entity), _at(tags, attribution)
                    )
                )
        return TaggedText(text, tuple(blocks), tuple(tokens), self.pipeline.lang)

    def _places(self) -> tuple[int | None, int | None]:
        """Return which of a token's tags are entities, and which attribution."""
        trainers = self.pipeline.processors[NER].trainers
        uses = [is_attribution(trainer.get_known_tags()) for trainer in trainers]
        return (
            uses.index(False) if False in uses else None,
            uses.index(True) if True in uses else None,
        )


def is_attribution(tags: Sequence[str]) -> bool:
    """Return whether these are the tags of a model for attribution rather than for names."""
    return set(tags) <= ATTRIBUTION_TAGS


def _at(tags: Sequence[str], place: int | None) -> str:
    return tags[place] if place is not None and place < len(tags) else OUTSIDE


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Block("paragraph", *match.span()) for match in _PARAGRAPH.finditer(text))


def _get_interpretation(document: Any) -> Interpretation:
    found: Interpretation = document._interpretation
    return found


def _set_interpretation(document: Any, found: Interpretation) -> None:
    document._interpretation = found


def _get_blocks(document: Any) -> Sequence[Block]:
    blocks: Sequence[Block] = document._blocks
    return blocks


def _set_blocks(document: Any, blocks: Sequence[Block]) -> None:
    document._blocks = tuple(blocks)


def _part(name: str) -> Any:
    def get(document: Any) -> Any:
        return getattr(document._interpretation, name)

    return get


if not hasattr(Document, "interpretation"):
    Document.add_property("blocks", (), _get_blocks, _set_blocks)
    Document.add_property(
        "interpretation", Interpretation(), _get_interpretation, _set_interpretation
    )
    for _name in ("quotes", "people", "figures"):
        Document.add_property(_name, (), _part(_name))
