"""Lets Stanza's NER tagger train on padded rows, two to three times as fast on a processor.

PyTorch trains an LSTM over packed sequences step by step, and clears a matrix as large as the
whole batch at each of them. Over padded rows it has a fast kernel. Here each direction is run on
padded rows, a row read backwards being turned round by itself, and each distinct word of a batch
is spelt once. The weights stay where they are: the tagger is saved and read as ever.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn.utils.rnn import (
    PackedSequence,
    pack_padded_sequence,
    pack_sequence,
    pad_packed_sequence,
)

_NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def quicken(model: Any) -> None:
    """Make a Stanza NERTagger without dropout inside its LSTM cells run on padded rows."""
    tagger, spelling = model.taggerlstm, model.charmodel

    def tag(
        packed: PackedSequence, lengths: list[int], hx: tuple[torch.Tensor, torch.Tensor]
    ) -> tuple[PackedSequence, None]:
        rows, _ = pad_packed_sequence(packed, batch_first=True)
        read = two_way(tagger.lstm, rows, torch.tensor(lengths), hx, tagger.training)
        return pack_padded_sequence(read, lengths, batch_first=True), None

    def spell(
        letters: torch.Tensor, _mask: Any, order: list[int], units: list[int], _lengths: list[int]
    ) -> PackedSequence:
        words, places = torch.unique(letters, dim=0, return_inverse=True)
        lengths = (words > 0).sum(1).clamp_min(1)
        shape = (-1, len(words), -1)
        start = (
            spelling.charlstm_h_init.expand(shape).contiguous(),
            spelling.charlstm_c_init.expand(shape).contiguous(),
        )
        rows = spelling.dropout(spelling.char_emb(words))
        read = two_way(spelling.charlstm.lstm, rows, lengths, start, spelling.training)
        forward, backward = read.chunk(2, dim=2)
        last = forward[torch.arange(len(words)), lengths - 1]
        spelt = torch.cat([last, backward[:, 0]], dim=1)[places]
        unsorted = torch.empty(len(order), dtype=torch.long)
        unsorted[torch.tensor(order)] = torch.arange(len(order))
        return pack_sequence(list(spelt[unsorted].split(units)))

    tagger.forward = tag
    spelling.forward = spell


def two_way(
    lstm: nn.LSTM,
    rows: torch.Tensor,
    lengths: torch.Tensor,
    start: tuple[torch.Tensor, torch.Tensor],
    training: bool,
) -> torch.Tensor:
    """Return the outputs of a bidirectional.

    Batch-first ``lstm`` for ``rows`` (row, place, feature).

    ``start`` holds hidden and cell states as the LSTM takes them. What comes out for padding
    means nothing.
    """
    places = torch.arange(rows.shape[1])
    ends = lengths.unsqueeze(1)
    turned = torch.where(places < ends, ends - 1 - places, places)
    for layer in range(lstm.num_layers):
        if layer:
            rows = nn.functional.dropout(rows, lstm.dropout, training)
        outputs = []
        for way, suffix in enumerate(("", "_reverse")):
            state = 2 * layer + way
            weights = [getattr(lstm, f"{name}_l{layer}{suffix}") for name in _NAMES]
            states = (start[0][state : state + 1], start[1][state : state + 1])
            read = _turn(rows, turned) if way else rows
            output, _, _ = torch.lstm(
                read.contiguous(), states, weights, True, 1, 0.0, training, False, True
            )
            outputs.append(_turn(output, turned) if way else output)
        rows = torch.cat(outputs, dim=2)
    return rows


def _turn(rows: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    return torch.gather(rows, 1, places.unsqueeze(2).expand(-1, -1, rows.shape[2]))
