"""Reads sentences whose words and labels are given, to score attribution on them.

A line is ``{"tokens": ["The", …], "labels": ["B-source", …]}``. Labels are "O", or B-, I-, E- or
S- and source, cue or content, in letters of either case; E- and S- may be missing throughout.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reader.training.attribution_evaluation import PARTS
from reader.training.corpora import DataError
from reader.training.tagged_units import OUTSIDE, TaggedUnit

_PARTS = {part.lower(): part for part in PARTS}
_PLACES = ("B", "I", "E", "S")


def given_sentences(path: Path) -> list[TaggedUnit]:
    """Return the sentences of a file, gzipped or not; those without words are left out.

    Raises DataError, which names the line.
    """
    units = []
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
            units.append(_unit(number, row["tokens"], row["labels"]))
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(
                f"{path}, line {number}, is no sentence with tokens and labels of source, cue and "
                "content; mend it and score again."
            ) from error
    return [unit for unit in units if unit.words]


def as_bioes(labels: Sequence[str]) -> list[str]:
    """Return ``labels`` with an end to every stretch, whether or not they tell their ends.

    A stretch goes on as long as its label does and no new one begins. Raises ValueError for a
    label that is none.
    """
    parts = [_part(label) for label in labels]
    firsts = {
        place
        for place, (kind, part) in enumerate(parts)
        if part and (kind in "BS" or not place or not _goes_on(parts[place - 1], part))
    }
    tags = [OUTSIDE] * len(labels)
    for first in sorted(firsts):
        last = first + 1
        while last < len(parts) and last not in firsts and parts[last][1]:
            last += 1
        part = parts[first][1]
        tags[first:last] = [f"I-{part}"] * (last - first)
        tags[first], tags[last - 1] = f"B-{part}", f"E-{part}"
        if last - first == 1:
            tags[first] = f"S-{part}"
    return tags


def _goes_on(before: tuple[str, str], part: str) -> bool:
    return before[1] == part and before[0] not in "ES"


def _part(label: str) -> tuple[str, str]:
    """Return the place and the part that a label tells, both "" for none."""
    if not isinstance(label, str):
        raise TypeError("a label is a word")
    if label == OUTSIDE:
        return "", ""
    place, _, name = label.partition("-")
    if place not in _PLACES or name.lower() not in _PARTS:
        raise ValueError(f"{label} is no label")
    return place, _PARTS[name.lower()]


def _unit(number: int, tokens: Any, labels: Any) -> TaggedUnit:
    if not all(isinstance(one, list) for one in (tokens, labels)) or len(tokens) != len(labels):
        raise ValueError("not as many labels as tokens")
    if not all(isinstance(one, str) and one for one in tokens):
        raise ValueError("a token is a word")
    return TaggedUnit(str(number), tuple(tokens), tuple(as_bioes(labels)), ())


def _lines(path: Path) -> Iterator[str]:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        yield from (line for line in content.decode("utf-8").split("\n") if line.strip())
    except FileNotFoundError as error:
        raise DataError(f"There is no file {path}; --tokens must name one.") from error
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}.") from error
