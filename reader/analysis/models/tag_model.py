"""Runs a NER model of Stanza's own make over batches of units, as Stanza runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from stanza.models.common.doc import Document
from stanza.models.ner.data import DataLoader

from reader.analysis.rules.tagged import Tag


class StockTagModel:
    """A network that gives a BIOES tag to every word of a unit."""

    layers = 1

    def __init__(self, trainer: Any) -> None:
        self._trainer = trainer

    def tag(self, units: Sequence[Sequence[str]]) -> list[list[list[Tag]]]:
        """Return the tags of each unit, as the one layer there is; none is to be empty."""
        document = Document(
            [
                [{"id": (number,), "text": word} for number, word in enumerate(unit, 1)]
                for unit in units
            ]
        )
        trainer = self._trainer
        loader = DataLoader(
            document,
            len(units),
            trainer.args,
            vocab=trainer.vocab,
            evaluation=True,
            preprocess_tags=False,
            bert_tokenizer=trainer.model.bert_tokenizer,
        )
        with torch.inference_mode():
            found = [list(map(Tag, tags)) for batch in loader for tags in trainer.predict(batch)]
        return [found]
