"""Tells the versions of one story: how many runs of words two texts have in common.

A text's print is its MinHash signature (Broder, 1997) over runs of three words, made by the kept
library rensa, which is imported with the first print. The prints lie in a file of rows of equal
length beside other derived data: it can be deleted, and is rebuilt from the kept texts.
"""

from __future__ import annotations

import contextlib
import re
import struct
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

RUN = 3
"""Words in a run."""
PLACES = 128
"""Hashes in a print: its estimates of likeness are off by about 0.04."""
SEED = 8
LEAST_RUNS = 40
"""Runs below which a text tells too little of which story it is."""
LIKELY = 0.15
"""Estimated likeness from which two texts are compared run by run."""
SAME_STORY = 0.5
"""Share of the shorter text's runs that stand in the longer one when both are one story."""
LEAST_ALIKE = 0.2
"""Share of both texts' runs that both have, so that a digest is no version of all it quotes."""

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ROW = struct.Struct(f"=32sI{PLACES}I")
_FIRST = 9
"""Numbers of four bytes in a row before its hashes."""
_LOOKED_AT = 32
_HEAD = b"reader story prints 1 rensa 2\n"


class Texts(Protocol):
    """Texts by fingerprint."""

    def load(self, fingerprint: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class StoryPrint:
    """``runs`` is how many different runs of words the text has, ``hashes`` its signature."""

    runs: int
    hashes: array[int]

    def likeness(self, other: StoryPrint) -> float:
        """Return the estimated share of the runs of both texts that both have, 0 to 1."""
        same = sum(map(int.__eq__, self.hashes, other.hashes))
        return same / PLACES


@dataclass(frozen=True, slots=True)
class Alike:
    """Two texts compared.

    ``jaccard`` is the share of all their runs that both have, ``shared`` the share of the shorter
    one's runs that the longer one has.
    """

    jaccard: float
    shared: float

    @property
    def one_story(self) -> bool:
        return self.shared >= SAME_STORY and self.jaccard >= LEAST_ALIKE


def story_print(text: str) -> StoryPrint:
    from rensa import RMinHash

    runs = _runs(text)
    made = RMinHash(num_perm=PLACES, seed=SEED)
    made.update(list(runs))
    return StoryPrint(len(runs), array("I", made.digest()))


def alike(one: str, other: str) -> Alike:
    """Two texts compared run by run."""
    return _alike(_runs(one), _runs(other))


def _alike(one: frozenset[str], other: frozenset[str]) -> Alike:
    both, every, shorter = len(one & other), len(one | other), min(len(one), len(other))
    return Alike(both / every, both / shorter) if shorter else Alike(0.0, 0.0)


def _estimated(one: StoryPrint, other: StoryPrint) -> Alike:
    jaccard = one.likeness(other)
    both = jaccard * (one.runs + other.runs) / (1 + jaccard)
    shorter = min(one.runs, other.runs)
    return Alike(jaccard, min(1.0, both / shorter)) if shorter else Alike(0.0, 0.0)


def _runs(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    return frozenset(" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


class StoryPrints:
    """The prints in the file at ``path``, which is made with the first one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def one_story_with(
        self, text: str, fingerprints: Iterable[str], texts: Texts
    ) -> list[tuple[str, Alike]]:
        """Return which of ``fingerprints`` are of texts that tell the story of ``text``.

        Most alike first.

        A text that is kept is compared run by run, one whose print alone is there by the print.
        Prints that are missing are made of the kept texts: half a millisecond each.
        """
        own = story_print(text)
        if own.runs < LEAST_RUNS:
            return []
        table = self._table()
        likely = table.likely(own)
        made: dict[str, StoryPrint] = {}
        found = []
        own_runs = _runs(text)
        for fingerprint in fingerprints:
            other = likely.get(fingerprint)
            if fingerprint not in table.places and (kept := texts.load(fingerprint)) is not None:
                other = made[fingerprint] = story_print(kept)
            if other is None or other.runs < LEAST_RUNS or own.likeness(other) < LIKELY:
                continue
            kept = texts.load(fingerprint)
            judged = _estimated(own, other) if kept is None else _alike(own_runs, _runs(kept))
            if judged.one_story:
                found.append((fingerprint, judged))
        self._add(made)
        return sorted(found, key=lambda each: -each[1].jaccard)

    def add(self, fingerprint: str, text: str) -> None:
        """Keep the print of a text whose own words may not be kept."""
        if fingerprint not in self._table().places:
            self._add({fingerprint: story_print(text)})

    def _table(self) -> _Table:
        try:
            data = self._path.read_bytes()
        except OSError:
            data = b""
        return _Table(data[len(_HEAD) :] if data.startswith(_HEAD) else b"")

    def _add(self, made: dict[str, StoryPrint]) -> None:
        """Written to the end; the prints are derived, so a full disk costs only their making."""
        if not made:
            return
        rows = b"".join(
            _ROW.pack(bytes.fromhex(fingerprint.removeprefix("sha256:")), each.runs, *each.hashes)
            for fingerprint, each in made.items()
        )
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = not self._path.exists() or not self._whole()
            with self._path.open("wb" if fresh else "ab") as file:
                file.write(_HEAD + rows if fresh else rows)

    def _whole(self) -> bool:
        """Return whether the file is of this version and ends with a whole row."""
        with self._path.open("rb") as file:
            head = file.read(len(_HEAD))
        return head == _HEAD and (self._path.stat().st_size - len(_HEAD)) % _ROW.size == 0


class _Table:
    """The rows of the file, read column by column.

    A row is looked at only where a few of its hashes meet those of the text in question.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data[: len(data) // _ROW.size * _ROW.size]
        rows = range(0, len(self._data), _ROW.size)
        self.places = {f"sha256:{self._data[at : at + 32].hex()}": at for at in rows}
        """Where the row of each fingerprint begins."""

    def likely(self, own: StoryPrint) -> dict[str, StoryPrint]:
        """Return the prints that share one of the first hashes with ``own``.

        Of texts with a fifth of their runs in common all but one in a thousand.
        """
        width = _ROW.size // 4
        numbers = memoryview(self._data).cast("I")
        rows: set[int] = set()
        for place in range(_LOOKED_AT):
            column = numbers[_FIRST + place :: width].tolist()
            wanted = own.hashes[place]
            if wanted in column:
                rows.update(row for row, each in enumerate(column) if each == wanted)
        return dict(self._print(row) for row in rows)

    def _print(self, row: int) -> tuple[str, StoryPrint]:
        fingerprint, runs, *hashes = _ROW.unpack_from(self._data, row * _ROW.size)
        return f"sha256:{fingerprint.hex()}", StoryPrint(runs, array("I", hashes))
