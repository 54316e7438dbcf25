"""The members of a gzip file, one by one, going on behind what is damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

GZIP = b"\x1f\x8b"
_MEMBER = b"\x1f\x8b\x08"
_RECORD = b"WARC/"
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """What a member holds.

    ``whole`` is False where the file ends within it, None where it is damaged and holds nothing
    that can be trusted. ``end`` is where the next one begins.
    """

    data: bytes
    whole: bool | None
    end: int = 0


def unpacked(packed: bytes | mmap, most: float, largest: float = float("inf")) -> Iterator[Member]:
    """Return the members in order.

    A little more than ``most`` bytes are unpacked in all. A member of more than ``largest`` bytes
    counts as damaged.
    """
    at = 0
    while 0 <= at < len(packed) and most >= 0:
        parts: list[bytes] = []
        member = zlib.decompressobj(31)
        place = at
        try:
            while not member.eof and (place < len(packed) or member.unconsumed_tail) and most >= 0:
                fresh = packed[place : place + _CHUNK] if not member.unconsumed_tail else b""
                place += len(fresh)
                part = member.decompress(member.unconsumed_tail or fresh, _CHUNK)
                parts.append(part)
                most -= len(part)
                if len(parts) * _CHUNK > largest:
                    raise zlib.error("larger than a record may be")
        except zlib.error:
            yield Member(b"", whole=None)
            at = _following(packed, at + 1)
            continue
        after = -1 if member.eof else _following(packed, at + 1)
        if after > 0:
            # Its end is missing, and it was read on into the members behind it.
            yield Member(b"", whole=None)
            at = after
            continue
        if parts and b"".join(parts).strip():
            yield Member(b"".join(parts), member.eof, place - len(member.unused_data))
        at = place - len(member.unused_data)
        if not member.eof:
            return
        if packed[at : at + 2] != GZIP and not _only_zeros(packed, at):
            yield Member(b"", whole=None)
            at = _following(packed, at)


def _only_zeros(packed: bytes | mmap, at: int) -> bool:
    return not any(
        packed[place : place + _CHUNK].strip(b"\0") for place in range(at, len(packed), _CHUNK)
    )


def _following(packed: bytes | mmap, at: int) -> int:
    """Where the next member that holds a record begins; -1 where none does."""
    while (at := packed.find(_MEMBER, at)) >= 0:
        try:
            if zlib.decompressobj(31).decompress(packed[at : at + 512], 8).startswith(_RECORD):
                return at
        except zlib.error:
            pass
        at += 1
    return -1
