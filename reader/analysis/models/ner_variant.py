"""The encoder's tagger as a variant of Stanza's ``ner`` processor, called "encoder".

Importing this module registers it. ``ner_encoder_path`` names its file:
``stanza.Pipeline("en", processors={…, "ner": "encoder"}, ner_encoder_path="….pt", …)``. Every
token gets both of its tags as ``multi_ner``, entity first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from stanza.models.common.doc import MULTI_NER, NER
from stanza.pipeline._constants import NER as NER_PROCESSOR
from stanza.pipeline.ner_processor import NERProcessor
from stanza.pipeline.processor import ProcessorVariant, register_processor_variant
from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS

from reader.analysis.models.encoder_tagger import HEADS, EncoderTagger, load_encoder_tagger
from reader.analysis.units import unit_bounds

VARIANT = "encoder"
AT_ONCE = 16
"""Units read together."""
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class HeadOfTagger:
    """One of the tags that the tagger gives, as the tagger of its own that Stanza expects."""

    def __init__(self, tagger: EncoderTagger, head: str) -> None:
        self.args: dict[str, Any] = {}
        self.vocab = None
        self._labels = {tag.partition("-")[2] for tag in tagger.tags[head]} - {""}

    def get_known_tags(self) -> list[str]:
        return sorted(self._labels)


@register_processor_variant(NER_PROCESSOR, VARIANT)
class EncoderVariant(ProcessorVariant):
    """Reads the sentences of a paragraph together, up to the length that reader's units have."""

    OVERRIDE = True

    def __init__(self, config: dict[str, Any]) -> None:
        self.tagger = load_encoder_tagger(Path(config["encoder_path"]))
        self.trainers = [HeadOfTagger(self.tagger, head) for head in HEADS]

    def process(self, document: Any) -> Any:
        units = sorted(_units(document), key=len, reverse=True)
        for first in range(0, len(units), AT_ONCE):
            some = units[first : first + AT_ONCE]
            words = [[token.text for token in unit] for unit in some]
            entities, attribution = self.tagger.tag(words)
            for unit, names, parts in zip(some, entities, attribution, strict=True):
                for token, name, part in zip(unit, names, parts, strict=True):
                    setattr(token, NER, name.name)
                    setattr(token, MULTI_NER, (name.name, part.name))
        document.build_ents()
        return document


class NerProcessor(NERProcessor):
    """Stanza's processor, which has a place for variants but asks them for its own taggers."""

    def _set_up_final_config(self, config: dict[str, Any]) -> None:
        if not hasattr(self, "_variant"):
            super()._set_up_final_config(config)
            return
        self.trainers = self._variant.trainers
        self.model_paths = [str(config["encoder_path"])]
        self._vocab = None
        self._config = config


NAME_TO_PROCESSOR_CLASS[NER_PROCESSOR] = NerProcessor


def _units(document: Any) -> Iterator[Sequence[Any]]:
    """Yield the tokens of ``document`` in units: a paragraph, cut where it is too long."""
    for paragraph in _paragraphs(document):
        tokens = [token for sentence in paragraph for token in sentence.tokens]
        ends: list[int] = []
        for sentence in paragraph:
            ends.append((ends[-1] if ends else 0) + len(sentence.tokens))
        first = 0
        for last in unit_bounds(len(tokens), ends):
            yield tokens[first:last]
            first = last


def _paragraphs(document: Any) -> Iterator[list[Any]]:
    """Yield sentences without a blank line between them, one by one where the text is unknown."""
    together: list[Any] = []
    for sentence in document.sentences:
        if together and not _follows(document.text, together[-1], sentence):
            yield together
            together = []
        together.append(sentence)
    if together:
        yield together


def _follows(text: str | None, before: Any, sentence: Any) -> bool:
    end, start = before.tokens[-1].end_char, sentence.tokens[0].start_char
    if text is None or end is None or start is None:
        return False
    return _BLANK_LINE.search(text[end:start]) is None
