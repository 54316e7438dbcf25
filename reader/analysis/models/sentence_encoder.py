"""Gives sentences vectors by the encoder that ships with reader, and lends its weights to others.

The file holds one pretrained encoder (see ``reader/analysis/encoder/MODEL_CARD.md``): whole numbers
of 8 bits with a scale to each row, the vocabulary and the measures. ``load_encoder`` maps it into
memory and reads weights only; a model with an adapter of its own takes the same ``Encoder``.

Vectors have length 1, so that the dot product of two is how alike their sentences are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import normalize

from reader.analysis.models.decoding import Array
from reader.analysis.models.encoder import Encoder, EncoderSize, Packed
from reader.analysis.models.encoder_tagger import best_type, in_eight_bits, unpacked
from reader.analysis.models.word_pieces import WordPieces
from reader.shipped import ENCODER

KIND = "reader encoder 1"
MAX_PIECES = 128
"""Pieces of a text that are read; the encoder was tuned on texts up to this length."""
PIECES_AT_ONCE = 4096


@dataclass(frozen=True)
class StoredEncoder:
    """An encoder ready to be run or built upon, and its pieces in order."""

    encoder: Encoder
    vocabulary: tuple[str, ...]


def load_encoder(path: Path, computed: torch.dtype | None = None) -> StoredEncoder:
    """Return the encoder in ``path``, computing with ``computed``, by default with the best type.

    Raises ValueError when the file holds something else, OSError when it cannot be read.
    """
    state = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    if not isinstance(state, dict) or state.get("kind") != KIND:
        raise ValueError(f"{path.name} is no encoder of this kind")
    made = json.loads(state["made"])
    kept = computed or best_type()
    with torch.device("meta"):
        encoder = Encoder(EncoderSize(**made["size"]))
    encoder.load_state_dict(unpacked(state, kept), assign=True)
    return StoredEncoder(encoder.eval(), tuple(made["vocabulary"]))


def stored(encoder: Encoder, vocabulary: Sequence[str]) -> dict[str, Any]:
    """Return what the file holds.

    Matrices with 8 bits and a scale to each row, the rest with 16.
    """
    weights, scales = {}, {}
    for name, own in encoder.state_dict().items():
        if own.dtype == torch.int8:
            weights[name] = own
        elif own.dim() < 2 or own.shape[1] < 2:
            weights[name] = own.to(torch.float16)
        else:
            weights[name], scales[name] = in_eight_bits(own)
    made = {"size": asdict(encoder.size), "vocabulary": list(vocabulary)}
    return {
        "kind": KIND,
        "made": json.dumps(made, ensure_ascii=False),
        "weights": weights,
        "scales": scales,
    }


class SentenceEncoder:
    """Gives a vector to each text, the mean of the vectors of its pieces."""

    def __init__(self, loaded: StoredEncoder, threads: int | None = None) -> None:
        """``threads`` sets how many PyTorch uses in this process; None leaves it as it is.

        One is best where others compute too: several wait for each other at every matrix.
        """
        if threads is not None:
            torch.set_num_threads(threads)
        self._encoder = loaded.encoder
        self._words = WordPieces(loaded.vocabulary)

    @property
    def size(self) -> int:
        """Numbers in a vector."""
        return self._encoder.size.hidden

    def vectors(self, texts: Sequence[str]) -> Array:
        """Return a row of ``size`` numbers (float32) for each text, of length 1."""
        (last,) = self.layers(texts, (self._encoder.size.layers,))
        return last

    def layers(self, texts: Sequence[str], wanted: Sequence[int]) -> list[Array]:
        """Return the same for each of the layers ``wanted``, counted from 1, in their order."""
        every = [np.zeros((len(texts), self.size), dtype=np.float32) for _ in wanted]
        pieces = [self._pieces(text) for text in texts]
        with torch.inference_mode():
            for places in _batches([len(own) for own in pieces]):
                read = self._means([pieces[place] for place in places], wanted)
                for rows, own in zip(every, read, strict=True):
                    rows[places] = own.numpy()
        return every

    def _pieces(self, text: str) -> list[int]:
        pieces = [self._words.start]
        most = min(MAX_PIECES, self._encoder.size.positions) - 1
        for word in text.split():
            pieces += self._words.of(word)[0]
            if len(pieces) >= most:
                break
        return [*pieces[:most], self._words.end]

    def _means(
        self, units: Sequence[Sequence[int]], wanted: Sequence[int]
    ) -> Iterator[torch.Tensor]:
        lengths = torch.tensor([len(unit) for unit in units])
        owner = torch.repeat_interleave(torch.arange(len(units)), lengths)
        packed = Packed(lengths.tolist())
        encoder = self._encoder
        row = torch.tensor([piece for unit in units for piece in unit])
        row = encoder.norm(encoder.pieces(row) + encoder.positions(packed.positions))
        means = {}
        for number, layer in enumerate(encoder.layers, 1):
            row = layer(row, packed)
            if number in wanted:
                sums = torch.zeros(len(units), row.shape[1]).index_add_(0, owner, row.float())
                means[number] = normalize(sums, dim=1)
        return (means[number] for number in wanted)


@cache
def shipped_encoder(threads: int | None = None) -> SentenceEncoder:
    """Return the encoder that ships with reader, loaded once in a process.

    Raises ValueError, OSError.
    """
    return SentenceEncoder(load_encoder(ENCODER), threads)


def rows_of_layers(texts: Sequence[str], layers: Sequence[int]) -> list[bytes]:
    """Return a row of 16-bit floats for each text: its vectors in ``layers``, one after another.

    Raises ValueError, OSError when the encoder cannot be loaded.
    """
    rows = np.hstack(shipped_encoder().layers(texts, layers)).astype("<f2")
    return [row.tobytes() for row in rows]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield places of units, the longest first, as many at a time as are read at once."""
    batch: list[int] = []
    filled = 0
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if batch and filled + lengths[place] > PIECES_AT_ONCE:
            yield batch
            batch, filled = [], 0
        batch.append(place)
        filled += lengths[place]
    if batch:
        yield batch
