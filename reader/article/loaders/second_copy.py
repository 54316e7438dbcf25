"""A page that holds its article twice, for desktops and for phones: the second copy is no text."""

from __future__ import annotations

from typing import Any

Element = Any
"""A node of lxml, which has no types of its own."""

_FEWEST = 3
_LEAST = 200
"""Blocks and characters of a run that is a copy, not a refrain."""


def drop_second_copy(body: Element) -> None:
    """Take out of the extractor's body a run of blocks that repeats an earlier run word by word."""
    blocks = [each for each in body if isinstance(each.tag, str)]
    words = [" ".join("".join(each.itertext()).split()) for each in blocks]
    first: dict[str, list[int]] = {}
    for at, each in enumerate(words):
        first.setdefault(each, []).append(at)
    at = 0
    while at < len(words):
        length = max(
            (_run(words, before, at) for before in first[words[at]] if before < at), default=0
        )
        if length >= _FEWEST and sum(map(len, words[at : at + length])) >= _LEAST:
            for each in blocks[at : at + length]:
                body.remove(each)
            at += length
        else:
            at += 1


def _run(words: list[str], before: int, at: int) -> int:
    """Return how many blocks from ``at`` say what those from ``before`` say, without overlap."""
    length = 0
    while (
        at + length < len(words)
        and before + length < at
        and (words[before + length] == words[at + length])
    ):
        length += 1
    return length
