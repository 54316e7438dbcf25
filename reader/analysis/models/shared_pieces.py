"""The pieces and their vectors of the encoder that ships with reader, for models that share them.

They never learn (see ``PieceVectors``), so a tagger that began as that encoder has the very same
ones: a third of its file, which it need not hold again. Such a file names their checksum instead.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from reader.analysis.packages import ModelError
from reader.shipped import ENCODER

WEIGHT, SCALE = "pieces.weight", "pieces.scale"


@dataclass(frozen=True)
class SharedPieces:
    """``weight`` (piece, number) has 8 bits, ``scale`` (piece, 1) a number for each of its rows."""

    vocabulary: tuple[str, ...]
    weight: torch.Tensor
    scale: torch.Tensor

    @property
    def checksum(self) -> int:
        """CRC-32 of vectors and scales."""
        return zlib.crc32(self.scale.numpy().tobytes(), zlib.crc32(self.weight.numpy().data))


def shipped_pieces(checksum: int | None = None) -> SharedPieces:
    """Return the pieces of the shipped encoder, mapped into memory.

    Raises ModelError where it is missing, damaged or, by ``checksum``, another one.
    """
    try:
        state: Mapping[str, Any] = torch.load(
            ENCODER, map_location="cpu", weights_only=True, mmap=True
        )
        weights = state["weights"]
        vocabulary = tuple(json.loads(state["made"])["vocabulary"])
        pieces = SharedPieces(vocabulary, weights[WEIGHT], weights[SCALE])
    except Exception as error:
        raise ModelError(
            f"The encoder that ships with reader ({ENCODER}) cannot be read; install reader again."
        ) from error
    if checksum is not None and pieces.checksum != checksum:
        raise ModelError(
            f"The encoder that ships with reader ({ENCODER}) is not the one that these models were "
            "made with; install reader again."
        )
    return pieces
