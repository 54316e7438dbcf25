"""Shares passages out to the models in batches, over threads, with progress and an end on demand.

Passages are read in chunks: each chunk is tokenised, cut into units, sorted by length so that
little is padded, and tagged. Each thread computes with one core, which is faster than several
cores on one batch of small matrices and does not stall when the machine is busy.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from reader.analysis.rules.tagged import Tag
from reader.analysis.units import Tokens, unit_bounds

CHUNK = 60_000
"""Characters read together: enough to sort well, few enough to bound memory."""
BATCH = 2048
"""Tokens in a batch, padding included."""
LEAST_BATCH = 256
BATCHES_OF_CHUNK = 8
"""A chunk makes at least so many, as far as they are not too small: enough to share among threads.
How many threads there are must not matter, since scores change a little with the batch.
"""

Progress = Callable[[int, int], None]
"""Called with the passages read and their number in all, from the calling thread."""
Turn = Callable[[], AbstractContextManager[object]]
"""Gives a place at the processor to each batch, from the thread that reads it."""
Batch = TypeVar("Batch")
Result = TypeVar("Result")


class Cancelled(Exception):  # noqa: N818
    """The work was given up because it was asked to be."""


class Tokenizer(Protocol):
    def tokenize(self, passages: Sequence[str], run: Any) -> list[Tokens]: ...


class Tagger(Protocol):
    """Gives as many tags to a word as it has ``layers``."""

    layers: int

    def tag(self, units: Sequence[Sequence[str]]) -> list[list[list[Tag]]]:
        """Return by layer the tags of each unit; the units longest first, none empty."""


@dataclass(frozen=True, slots=True)
class TaggedPassage:
    """The tokens of a passage and, for each layer of each tagger in turn, their tags."""

    tokens: Tokens
    tags: tuple[list[Tag], ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """Tokens of passage ``passage`` of a chunk, from ``first`` on."""

    passage: int
    first: int
    words: list[str]


class Batches:
    """A tokenizer and taggers, and the number of threads to run them in.

    ``begin`` is called once in every thread before it computes.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        taggers: Sequence[Tagger],
        threads: int,
        begin: Callable[[], object],
    ) -> None:
        self._tokenizer = tokenizer
        self._taggers = taggers
        self._layers = sum(tagger.layers for tagger in taggers)
        self._threads = threads
        self._begin = begin

    def read(
        self,
        passages: Sequence[str],
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        turn: Turn = nullcontext,
    ) -> Generator[TaggedPassage]:
        """Yield tokens and tags of each passage, in order, as soon as its chunk is done.

        ``cancelled`` is asked before every batch, from any thread; Cancelled is raised when it
        is true. Each batch is read within a ``turn``.
        """
        done = 0
        with ThreadPoolExecutor(self._threads, initializer=self._begin) as pool:

            def run(work: Callable[[Batch], Result], batches: Sequence[Batch]) -> Iterator[Result]:
                def step(batch: Batch) -> Result:
                    with turn():
                        if cancelled is not None and cancelled():
                            raise Cancelled
                        return work(batch)

                return pool.map(step, batches)

            for chunk in _chunks(passages):

                def tell(part: float, before: int = done, size: int = len(chunk)) -> None:
                    if progress is not None:
                        progress(before + int(part * size), len(passages))

                tell(0)
                read = self._chunk(chunk, run, tell)
                done += len(chunk)
                if progress is not None:
                    progress(done, len(passages))
                yield from read

    def _chunk(
        self, chunk: Sequence[str], run: Any, tell: Callable[[float], None]
    ) -> list[TaggedPassage]:
        every = self._tokenizer.tokenize(chunk, run)
        read = [TaggedPassage(tokens, tuple([] for _ in range(self._layers))) for tokens in every]
        units = list(_units(every))
        if not units or not self._taggers:
            return read
        found: dict[tuple[int, int], list[list[Tag]]] = {}
        for batch, tags in self._tagged(units, run):
            for unit, *own in zip(batch, *tags, strict=True):
                found[unit.passage, unit.first] = own
            tell(len(found) / len(units))
        for (passage, _), own in sorted(found.items()):
            for kept, tags_of_unit in zip(read[passage].tags, own, strict=True):
                kept.extend(tags_of_unit)
        return read

    def tag(self, units: Sequence[Sequence[str]]) -> list[list[list[Tag]]]:
        """Return the tags of each of ``units`` by layer, given their words; in this thread."""
        self._begin()

        def run(work: Callable[[Batch], Result], batches: Sequence[Batch]) -> Iterator[Result]:
            return map(work, batches)

        found: list[list[list[Tag]]] = [[[] for _ in range(self._layers)] for _ in units]
        worded = [_Unit(place, 0, list(words)) for place, words in enumerate(units) if words]
        for batch, tags in self._tagged(worded, run):
            for unit, *own in zip(batch, *tags, strict=True):
                found[unit.passage] = own
        return found

    def _tagged(
        self, units: list[_Unit], run: Any
    ) -> Iterator[tuple[list[_Unit], list[list[list[Tag]]]]]:
        """Return batches of ``units`` with the tags of each layer."""
        units.sort(key=lambda unit: len(unit.words), reverse=True)

        def tag(batch: list[_Unit]) -> list[list[list[Tag]]]:
            words = [unit.words for unit in batch]
            return [layer for tagger in self._taggers for layer in tagger.tag(words)]

        total = sum(len(unit.words) for unit in units)
        batches = _batches(units, max(LEAST_BATCH, min(BATCH, total // BATCHES_OF_CHUNK)))
        return zip(batches, run(tag, batches), strict=True)


def _chunks(passages: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield ``passages`` in turn, about ``CHUNK`` characters at a time."""
    first = size = 0
    for place, passage in enumerate(passages):
        if size and size + len(passage) > CHUNK:
            yield passages[first:place]
            first, size = place, 0
        size += len(passage)
    if first < len(passages):
        yield passages[first:]


def _units(every: Sequence[Tokens]) -> Iterator[_Unit]:
    for passage, tokens in enumerate(every):
        first = 0
        for last in unit_bounds(len(tokens), tokens.sentence_ends):
            yield _Unit(passage, first, tokens.words[first:last])
            first = last


def _batches(units: Sequence[_Unit], most: int) -> list[list[_Unit]]:
    """Return ``units``, which stand longest first, in batches of at most ``most`` tokens."""
    batches: list[list[_Unit]] = []
    width = 0
    for unit in units:
        if not batches or width * (len(batches[-1]) + 1) > most:
            batches.append([])
            width = len(unit.words)
        batches[-1].append(unit)
    return batches
