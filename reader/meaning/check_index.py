"""The search index of the prior checks: words and vectors as arrays, mapped from the cache.

It is worked out when the collection has changed, and can be thrown away at any time.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from reader.meaning.bm25 import load_index, word_index
from reader.meaning.claim_words import same_words, stems, without_addresses
from reader.meaning.matching import SURE, Match, Texts, matches
from reader.meaning.prior_checks import PriorCheck, PriorChecks
from reader.meaning.vectors import Floats

FORM = 2
"""Counts up when the files change; an index of another form is made again."""
Encode = Callable[[Sequence[str]], Floats]
"""Gives texts their vectors, a row for each."""


@dataclass(frozen=True)
class CheckIndex:
    """The prior checks ready to be searched; of several that are the same, the first."""

    checks: Sequence[PriorCheck]
    texts: Texts

    def matches(
        self, queries: Sequence[str], vectors: Floats | None, *, most: int = 3, least: float = SURE
    ) -> list[list[tuple[Match, PriorCheck]]]:
        """Return for each query the checks of what says the same, the best first.

        ``vectors``, ``most`` and ``least`` are as ``matching.matches`` takes them.
        """
        found = matches(queries, vectors, self.texts, most=most, least=least)
        return [[(match, self.checks[match.place]) for match in each] for each in found]


class RememberedChecks:
    """The matches of an index, each statement looked for once."""

    def __init__(self, index: CheckIndex) -> None:
        self._index = index
        self._found: dict[tuple[str, bool, int], list[tuple[Match, PriorCheck]]] = {}

    def matches(
        self, queries: Sequence[str], vectors: Floats | None, *, most: int = 3
    ) -> list[list[tuple[Match, PriorCheck]]]:
        """Return what ``CheckIndex.matches`` does; ``vectors`` has a row for each query."""
        keys = [(query, vectors is not None, most) for query in queries]
        new = [place for place, key in enumerate(keys) if key not in self._found]
        if new:
            rows = None if vectors is None else vectors[new]
            found = self._index.matches([queries[place] for place in new], rows, most=most)
            self._found.update(zip([keys[place] for place in new], found, strict=True))
        return [self._found[key] for key in keys]


def encoded(queries: Sequence[str], encode: Encode) -> Floats:
    """Return the vectors of queries, a row for each, from their words without addresses."""
    return encode([without_addresses(each) for each in queries])


def open_index(collection: PriorChecks, cache_folder: Path) -> CheckIndex:
    """Return the index of the collection as it is now, from the cache where it is there."""
    folder = cache_folder / "prior-checks"
    stamp = f"{FORM} {collection.path} {collection.changes}"
    with suppress(OSError, ValueError, KeyError, TypeError):
        return _loaded(folder, stamp)
    made = built(collection)
    with suppress(OSError):  # without a cache it is worked out each time
        _save(made, folder, stamp)
    return made


def built(collection: PriorChecks) -> CheckIndex:
    """Work the index out."""
    checks = _distinct(collection.all())
    index = word_index([stems(check.wording) for check in checks])
    stored = collection.vectors([check.claim for check in checks])
    size = max((len(numbers) for _, numbers in stored.values()), default=0)
    rows = np.zeros((len(checks) if size else 0, size), dtype=np.int8)
    scales = np.zeros(len(rows), dtype=np.float32)
    for place, check in enumerate(checks):
        scale, numbers = stored.get(check.claim, (0.0, b""))
        if len(numbers) == size and size:
            rows[place], scales[place] = np.frombuffer(numbers, dtype=np.int8), scale
    return CheckIndex(checks, Texts(index, rows, scales, lambda place: checks[place].wording))


def _distinct(checks: Sequence[PriorCheck]) -> list[PriorCheck]:
    """Leave out a check of the same words, publisher and rating as one before it."""
    seen: dict[tuple[str, str, str], PriorCheck] = {}
    for check in checks:
        words = same_words(check.claim) or check.claim
        seen.setdefault((words, check.publisher, check.rating), check)
    return list(seen.values())


def _loaded(folder: Path, stamp: str) -> CheckIndex:
    if (folder / "stamp").read_text(encoding="utf-8") != stamp:
        raise ValueError(stamp)
    lines = (folder / "checks.jsonl").read_bytes().splitlines()
    checks = _Lazily(lines)
    rows = np.load(folder / "rows.npy", mmap_mode="r", allow_pickle=False)
    scales = np.load(folder / "scales.npy", allow_pickle=False)
    texts = Texts(load_index(folder), rows, scales, lambda place: checks[place].wording)
    return CheckIndex(checks, texts)


class _Lazily(Sequence[PriorCheck]):
    """Checks that are read from their lines when they are looked at."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return PriorCheck(*json.loads(self._lines[place]))


def _save(made: CheckIndex, folder: Path, stamp: str) -> None:
    """Write the index into a folder of its own, which then takes the place of the last one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="prior-checks-", dir=folder.parent))
    try:
        made.texts.index.save(fresh)
        np.save(fresh / "rows.npy", made.texts.rows)
        np.save(fresh / "scales.npy", made.texts.scales)
        with (fresh / "checks.jsonl").open("wb") as file:
            file.writelines(json.dumps(astuple(each)).encode() + b"\n" for each in made.checks)
        (fresh / "stamp").write_text(stamp, encoding="utf-8")
        old = Path(tempfile.mkdtemp(prefix="prior-checks-", dir=folder.parent))
        with suppress(FileNotFoundError):
            folder.rename(old / "old")
        fresh.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
