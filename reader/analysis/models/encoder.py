"""A transformer that reads word pieces, in plain PyTorch (Vaswani et al., NeurIPS 2017).

Built as BERT (Devlin et al., NAACL 2019), with one more vector added to each piece: that of its
shape, since the pieces have no capitals. Weights of other makes of the same build fit in.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.functional import embedding, gelu, scaled_dot_product_attention

from reader.analysis.models.word_pieces import SHAPES


@dataclass(frozen=True)
class EncoderSize:
    """The measures of an encoder; ``positions`` is how many pieces it reads at once at most.

    ``nearness`` is how many kinds of distances between two pieces its attention tells apart, as in
    MPNet (Song et al., NeurIPS 2020); 0 for a BERT, whose attention knows of none.
    """

    pieces: int
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    epsilon: float = 1e-12
    nearness: int = 0


class PieceVectors(nn.Module):
    """A vector for each piece: whole numbers of 8 bits, and a scale to each row.

    They never learn: what is to be learnt of pieces, the layers above them do.
    """

    weight: torch.Tensor
    scale: torch.Tensor

    def __init__(self, pieces: int, hidden: int) -> None:
        super().__init__()
        self.register_buffer("weight", torch.zeros(pieces, hidden, dtype=torch.int8))
        self.register_buffer("scale", torch.ones(pieces, 1))

    def forward(self, pieces: torch.Tensor) -> torch.Tensor:
        """Return a vector for each piece: (n,) whole numbers become (n, hidden)."""
        return embedding(pieces, self.weight).to(self.scale.dtype) * embedding(pieces, self.scale)


class Vectors(nn.Module):
    """A vector for each of ``count`` numbers; all 0 until it learns or is loaded.

    PyTorch's own is filled by chance, which for a model that is to be loaded makes it import its
    compiler: a second, and a hundred megabytes.
    """

    def __init__(self, count: int, hidden: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(count, hidden))

    def forward(self, numbers: torch.Tensor) -> torch.Tensor:
        """Return a vector for each number: any shape, with ``hidden`` as a further dimension."""
        return embedding(numbers, self.weight)


class Packed:
    """Units of unlike lengths as one row of pieces, so that nothing is computed for padding.

    Attention alone sees units side by side: those about as long as each other together, with
    padding behind the shorter ones. The units are to be given longest first.
    """

    def __init__(self, lengths: Sequence[int]) -> None:
        self.size = sum(lengths)
        self.longest = max(lengths, default=0)
        self.positions = torch.cat([torch.arange(length) for length in lengths])
        self._groups: list[_Group] = []
        first = 0
        while first < len(lengths):
            width, last = lengths[first], first
            while last < len(lengths) and _ALIKE * width <= lengths[last] <= width:
                last += 1
            self._groups.append(_group(lengths[first:last]))
            first = last

    def apart(self, parts: torch.Tensor) -> Iterator[tuple[_Group, torch.Tensor]]:
        """Yield each group of units with its part of the row, side by side."""
        for group, own in zip(
            self._groups, parts.split([group.size for group in self._groups]), strict=True
        ):
            if group.at is not None:
                padded = own.new_zeros(group.count * group.width, own.shape[1])
                own = padded.index_copy(0, group.at, own)
            yield group, own.view(group.count, group.width, -1)


@dataclass(frozen=True)
class _Group:
    """``count`` units of at most ``width`` pieces.

    ``at`` is where their pieces stand side by side, ``barred`` is far below 0 at padding. Both are
    None where there is none.
    """

    count: int
    width: int
    size: int
    at: torch.Tensor | None
    barred: torch.Tensor | None


_ALIKE = 0.85
_BARRED = -1e4


def _group(lengths: Sequence[int]) -> _Group:
    count, width, size = len(lengths), lengths[0], sum(lengths)
    if size == count * width:
        return _Group(count, width, size, None, None)
    inside = torch.arange(width).unsqueeze(0) < torch.tensor(lengths).unsqueeze(1)
    barred = torch.where(inside, 0.0, _BARRED)[:, None, None, :]
    return _Group(count, width, size, inside.view(-1).nonzero().squeeze(1), barred)


class Layer(nn.Module):
    """Attention and a network of two layers, each added to what goes in, then normed."""

    def __init__(self, size: EncoderSize) -> None:
        super().__init__()
        self.heads = size.heads
        self.attention = nn.Linear(size.hidden, 3 * size.hidden)
        self.attended = nn.Linear(size.hidden, size.hidden)
        self.attended_norm = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.wide = nn.Linear(size.hidden, size.inner)
        self.narrow = nn.Linear(size.inner, size.hidden)
        self.narrow_norm = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.drop = nn.Dropout(0.0)

    def forward(
        self, row: torch.Tensor, packed: Packed, near: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return ``row`` (pieces, hidden) after one layer; ``near`` is (heads, width, width)."""
        row = self.attended_norm(row + self.drop(self.attended(self.attend(row, packed, near))))
        changed = self.drop(self.narrow(gelu(self.wide(row))))
        normed: torch.Tensor = self.narrow_norm(row + changed)
        return normed

    def attend(
        self, row: torch.Tensor, packed: Packed, near: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return what each piece takes from the others of its unit, (pieces, hidden)."""
        mixed = []
        for group, parts in packed.apart(self.attention(row)):
            hidden = parts.shape[2] // 3
            own = parts.view(group.count, group.width, 3, self.heads, hidden // self.heads)
            asked, offered, values = own.permute(2, 0, 3, 1, 4)
            heads = self._mixed(asked, offered, values, _bias(group, near))
            flat = heads.transpose(1, 2).reshape(-1, hidden)
            mixed.append(flat if group.at is None else flat[group.at])
        return torch.cat(mixed)

    def _mixed(
        self,
        asked: torch.Tensor,
        offered: torch.Tensor,
        values: torch.Tensor,
        bias: torch.Tensor | None,
    ) -> torch.Tensor:
        if bias is not None:
            bias = bias.to(asked.dtype)
        if not self.training:
            return scaled_dot_product_attention(asked, offered, values, attn_mask=bias)
        # PyTorch's own way back through attention takes longer than all the rest.
        alike = (asked * asked.shape[3] ** -0.5) @ offered.transpose(2, 3)
        return (alike if bias is None else alike + bias).softmax(dim=3) @ values


def _bias(group: _Group, near: torch.Tensor | None) -> torch.Tensor | None:
    """Return what is added to the attention of pieces to each other; None for nothing."""
    if near is None:
        return group.barred
    own = near[:, : group.width, : group.width]
    return own if group.barred is None else own + group.barred


class Encoder(nn.Module):
    """Gives a vector for every piece."""

    def __init__(self, size: EncoderSize) -> None:
        super().__init__()
        self.size = size
        self.pieces = PieceVectors(size.pieces, size.hidden)
        self.positions = Vectors(size.positions, size.hidden)
        self.shapes = Vectors(SHAPES, size.hidden)
        self.nearness = Vectors(size.nearness, size.heads) if size.nearness else None
        self.norm = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.drop = nn.Dropout(0.0)
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.layers))

    def forward(self, pieces: torch.Tensor, shapes: torch.Tensor, packed: Packed) -> torch.Tensor:
        """Return a vector for each piece, (pieces, hidden).

        ``pieces`` and ``shapes``, (pieces,) each, are those of all units, one after the other.
        """
        given = self.pieces(pieces) + self.positions(packed.positions) + self.shapes(shapes)
        row = self.drop(self.norm(given))
        near = None
        if self.nearness is not None:
            kinds = distance_kinds(packed.longest, self.size.nearness)
            near = self.nearness(kinds).permute(2, 0, 1)
        for layer in self.layers:
            row = layer(row, packed, near)
        return row


_FARTHEST = 128
"""Pieces apart from which on all distances are of one kind."""


def distance_kinds(length: int, kinds: int) -> torch.Tensor:
    """Return the kind of distance from each of ``length`` pieces (row) to each other (column).

    Half of the kinds are for pieces behind; of either half one part is for each near distance, the
    rest for ranges that grow, as in T5 (Raffel et al., JMLR 2020).
    """
    places = torch.arange(length)
    apart = places.unsqueeze(0) - places.unsqueeze(1)
    half, near = kinds // 2, kinds // 4
    far = apart.abs()
    ranged = torch.log(far.clamp_min(1) / near) / math.log(_FARTHEST / near) * (half - near)
    kind = torch.where(far < near, far, (near + ranged.long()).clamp_max(half - 1))
    return kind + half * (apart > 0)
