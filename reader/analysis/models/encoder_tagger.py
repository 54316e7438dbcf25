"""Gives every word two tags, entity and attribution, from one reading of an encoder.

The weights are kept as whole numbers of 8 bits, a scale to each row, and computed with as the
processor does it best: with 16 bits where it has matrix units for them, else with 32. Units of
more pieces than the encoder reads at once are read in windows that overlap.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from reader.analysis.models.decoding import Array, Decoder
from reader.analysis.models.encoder import Encoder, EncoderSize, Packed
from reader.analysis.models.shared_pieces import SCALE, WEIGHT, shipped_pieces
from reader.analysis.models.word_pieces import WordPieces
from reader.analysis.rules.tagged import Tag

HEADS = ("entities", "attribution")
KIND = "reader encoder tagger 1"
SHARED = "pieces of the shipped encoder"
"""The field with their checksum, in place of a vocabulary."""
OVERLAP = 64
"""Pieces that two windows of a unit have in common at most."""
_ROUND = 128


class EncoderTags(nn.Module):
    """An encoder with a score for each tag of each head."""

    def __init__(self, size: EncoderSize, tags: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.encoder = Encoder(size)
        self.heads = nn.ModuleDict({head: nn.Linear(size.hidden, len(tags[head])) for head in tags})


@dataclass(frozen=True, slots=True)
class _Window:
    """Some words of a unit as pieces.

    Those from ``first`` to ``last`` are taken from it, whose first pieces stand at ``places``.
    """

    unit: int
    first: int
    last: int
    pieces: list[int]
    shapes: list[int]
    places: list[int]


class EncoderTagger:
    """A network, its pieces and its tags, to be run on batches of units."""

    layers = len(HEADS)

    def __init__(
        self,
        network: EncoderTags,
        vocabulary: Sequence[str],
        tags: Mapping[str, Sequence[str]],
        steps: Array,
    ) -> None:
        self.network = network.eval()
        self.words = WordPieces(vocabulary)
        self.tags = tags
        self.steps = steps
        self._longest = network.encoder.size.positions - 2
        self._overlap = min(OVERLAP, self._longest // 4)
        self._decoders = {
            "entities": Decoder(tags["entities"]),
            "attribution": Decoder(tags["attribution"], steps),
        }

    def tag(self, units: Sequence[Sequence[str]]) -> list[list[list[Tag]]]:
        """Return for each head the tags of each unit; the units longest first, none empty."""
        return self._tag(units, HEADS)

    def tag_head(self, units: Sequence[Sequence[str]], head: str) -> list[list[Tag]]:
        """Return the same for one head alone."""
        (tags,) = self._tag(units, (head,))
        return tags

    def likely(self, units: Sequence[Sequence[str]], head: str) -> list[Array]:
        """Return how probable each tag is at each word (word, tag); the units longest first."""
        lengths = [len(unit) for unit in units]
        shares = self._decoders[head].shares(self._scores(units, (head,))[head], lengths)
        return [shares[:length, row] for row, length in enumerate(lengths)]

    def _tag(self, units: Sequence[Sequence[str]], heads: Sequence[str]) -> list[list[list[Tag]]]:
        scores = self._scores(units, heads)
        lengths = [len(unit) for unit in units]
        return [self._decoders[head].decode(scores[head], lengths) for head in heads]

    def _scores(self, units: Sequence[Sequence[str]], heads: Sequence[str]) -> dict[str, Array]:
        """Return for each head the scores of tags (position, unit, tag); those of padding are 0."""
        windows = [
            window for number, unit in enumerate(units) for window in self._windows(number, unit)
        ]
        windows.sort(key=lambda window: (-len(window.pieces), window.unit, window.first))
        at = np.concatenate([np.arange(window.first, window.last) for window in windows])
        of = np.concatenate(
            [np.full(window.last - window.first, window.unit) for window in windows]
        )
        every = {}
        with torch.inference_mode():
            words = self._read(windows)
            for head in heads:
                own = self.network.heads[head](words).float().numpy()
                every[head] = np.zeros((len(units[0]), len(units), own.shape[1]), dtype=np.float32)
                every[head][at, of] = own
        return every

    def _read(self, windows: Sequence[_Window]) -> torch.Tensor:
        """Return a vector for every word that is taken from each window."""
        pieces: list[int] = []
        shapes: list[int] = []
        places: list[int] = []
        for window in windows:
            begin = len(pieces)
            places += [begin + place for place in window.places]
            pieces += [self.words.start, *window.pieces, self.words.end]
            shapes += [0, *window.shapes, 0]
        lengths = [len(window.pieces) + 2 for window in windows]
        if (left := -len(pieces) % _ROUND) and len(pieces) > _ROUND:
            # Matrices of few sizes are multiplied by code that is there already.
            pieces += [self.words.pad] * left
            shapes += [0] * left
            most = self._longest + 2
            lengths += [min(most, left - at) for at in range(0, left, most)]
        packed = Packed(lengths)
        read = self.network.encoder(torch.tensor(pieces), torch.tensor(shapes), packed)
        taken: torch.Tensor = read[torch.tensor(places)]
        return taken

    def _windows(self, number: int, unit: Sequence[str]) -> list[_Window]:
        cut = [self.words.of(word) for word in unit]
        most = self._longest - self._overlap
        sizes = [min(len(pieces), most) for pieces, _ in cut]
        bounds = _bounds(sizes, self._longest, self._overlap)
        windows = []
        for (first, last), begin, end in zip(bounds, *_taken(bounds), strict=True):
            pieces: list[int] = []
            shapes: list[int] = []
            places: list[int] = []
            for (own, looks), size in zip(cut[first:last], sizes[first:last], strict=True):
                places.append(len(pieces) + 1)
                pieces += own[:size]
                shapes += looks[:size]
            taken = places[begin - first : end - first]
            windows.append(_Window(number, begin, end, pieces, shapes, taken))
        return windows


def _bounds(sizes: Sequence[int], longest: int, overlap: int) -> list[tuple[int, int]]:
    """First and last word of windows of at most ``longest`` pieces.

    Each beginning with the last ``overlap`` pieces of the one before; ``sizes`` are the pieces of
    each word, none of them more than leaves room for those.
    """
    bounds = []
    first = 0
    while True:
        last, filled = first, 0
        while last < len(sizes) and filled + sizes[last] <= longest:
            filled += sizes[last]
            last += 1
        bounds.append((first, last))
        if last == len(sizes):
            return bounds
        first, back = last, 0
        while back + sizes[first - 1] <= overlap:
            first -= 1
            back += sizes[first]


def _taken(bounds: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return where the words begin and end that are taken from each window.

    Those that two windows have in common come half from one and half from the other.
    """
    borders = [(first + last) // 2 for (_, last), (first, _) in pairwise(bounds)]
    return [0, *borders], [*borders, bounds[-1][1]]


def best_type() -> torch.dtype:
    """Return the type of number that this processor multiplies matrices of fastest."""
    able: Mapping[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    quick = able.get("amx_bf16") or able.get("avx512_bf16")
    return torch.bfloat16 if quick else torch.float32


def load_encoder_tagger(path: Path, computed: torch.dtype | None = None) -> EncoderTagger:
    """Return the tagger that ``packed`` made.

    Computing with ``computed``, by default the best type.

    Only weights are read from the file. Raises ValueError when it is none of this kind, ModelError
    when it needs another encoder than the one that ships.
    """
    state = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    if not isinstance(state, dict) or state.get("kind") != KIND:
        raise ValueError(f"{path.name} is no tagger of this kind")
    made = json.loads(state["made"])
    with torch.device("meta"):
        network = EncoderTags(EncoderSize(**made["size"]), made["tags"])
    kept = computed or best_type()
    weights = unpacked(state, kept)
    vocabulary = made.get("vocabulary")
    if (shared := made.get(SHARED)) is not None:
        pieces = shipped_pieces(shared)
        weights[f"encoder.{WEIGHT}"] = pieces.weight
        weights[f"encoder.{SCALE}"] = pieces.scale.to(kept)
        vocabulary = pieces.vocabulary
    network.load_state_dict(weights, assign=True)
    return EncoderTagger(network, vocabulary, made["tags"], state["steps"].numpy())


def unpacked(state: Mapping[str, Any], kept: torch.dtype) -> dict[str, torch.Tensor]:
    """Return the weights by name in their own shapes: 8 bits for the pieces, else ``kept``."""
    weights = {}
    for name, own in state["weights"].items():
        scale = state["scales"].get(name)
        if scale is not None:
            weights[name] = own.to(kept).mul_(scale.to(kept))
        else:
            weights[name] = own if own.dtype == torch.int8 else own.to(kept)
    return weights


def in_eight_bits(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ``weight`` in whole numbers of 8 bits, and the scale of each of its rows.

    One that has 8 bits itself, so that their product is as exact in 16 bits as in 32.
    """
    scale = weight.float().abs().amax(dim=1, keepdim=True).clamp_min(1e-6) / 126.5
    scale = scale.to(torch.bfloat16).float()
    return (weight.float() / scale).round().clamp(-127, 127).to(torch.int8), scale


def packed(tagger: EncoderTagger) -> dict[str, Any]:
    """Return what is kept of a tagger.

    Matrices with 8 bits and a scale to each row, the rest with 16; of pieces that are those of the
    shipped encoder, their checksum.
    """
    weights, scales = {}, {}
    held = tagger.network.state_dict()
    made: dict[str, Any] = {
        "size": asdict(tagger.network.encoder.size),
        "tags": {head: list(tags) for head, tags in tagger.tags.items()},
    }
    shipped = shipped_pieces()
    names = (f"encoder.{WEIGHT}", f"encoder.{SCALE}")
    if (
        tuple(tagger.words.vocabulary) == shipped.vocabulary
        and torch.equal(held[names[0]], shipped.weight)
        and torch.equal(held[names[1]].to(shipped.scale.dtype), shipped.scale)
    ):
        made[SHARED] = shipped.checksum
        for name in names:
            del held[name]
    else:
        made["vocabulary"] = list(tagger.words.vocabulary)
    for name, own in held.items():
        if own.dtype == torch.int8:
            weights[name] = own
        elif own.dim() < 2 or own.shape[1] < 2 or name.startswith("heads"):
            weights[name] = own.to(torch.float16)
        else:
            weights[name], scales[name] = in_eight_bits(own)
    return {
        "kind": KIND,
        "made": json.dumps(made, ensure_ascii=False),
        "weights": weights,
        "scales": scales,
        "steps": torch.from_numpy(tagger.steps.copy()),
    }
