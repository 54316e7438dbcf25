"""Cuts a stream of items into shards of about the same weight, at places that the items decide.

Where a shard ends depends on the items around its end alone. So an article that is added, changed
or gone changes its own shard and mostly at most the next, until two cuts fall on the same place;
all others have the key that they had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.archive.items import InputItem

SIZES = ((16 << 20, 64 << 10), (256 << 20, 256 << 10), (4 << 30, 1 << 20))
"""An input of up to so many bytes has shards of about so many; a larger one of ``LARGEST_SIZE``."""
LARGEST_SIZE = 4 << 20
_WHOLE = 1 << 64


@dataclass(frozen=True)
class Shard:
    """``key`` names what is in it and what is made of it.

    ``position`` is how far the input was read for it.
    """

    key: str
    items: tuple[InputItem, ...]
    position: int = 0

    @property
    def name(self) -> str:
        """What a message calls it: by its first and last article."""
        first, last = self.items[0].location, self.items[-1].location
        return first if first == last else f"{first} to {last}"


def size_for(bytes_of_input: int) -> int:
    """Return the weight of a shard: small enough to share out, large enough to be worth a file."""
    return next((size for most, size in SIZES if bytes_of_input <= most), LARGEST_SIZE)


def cut(items: Iterable[tuple[InputItem, int]], size: int, made_by: str) -> Iterator[Shard]:
    """Yield shards of about ``size``, at most twice that unless one item is larger.

    ``items`` come with the position of the input behind them; ``made_by`` says what analyzes them,
    so that results of other models or rules have other keys.
    """
    held: list[InputItem] = []
    weight = position = 0
    for item, position in items:
        if held and weight + item.weight > 2 * size:
            yield _shard(held, position, made_by)
            held, weight = [], 0
        held.append(item)
        weight += item.weight
        # From half the size on, each item ends the shard with a chance that grows with its weight.
        chance = min(1.0, item.weight / (size / 2))
        if weight >= size / 2 and int.from_bytes(item.digest[:8], "big") < chance * _WHOLE:
            yield _shard(held, position, made_by)
            held, weight = [], 0
    if held:
        yield _shard(held, position, made_by)


def _shard(items: list[InputItem], position: int, made_by: str) -> Shard:
    key = hashlib.sha256(made_by.encode())
    for item in items:
        key.update(item.digest)
    return Shard(key.hexdigest()[:16], tuple(items), position)
