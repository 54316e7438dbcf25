"""Runs an archive from its inputs to its dataset: here, or by whoever works on the shards.

No more shards are read than are being worked on, so that memory does not grow with the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reader.archive.dataset import Dataset
from reader.archive.inputs import Inputs
from reader.archive.items import InputItem
from reader.archive.shards import Shard, cut, size_for
from reader.archive.work import Packed, load_pipeline, made_by, tables_of_shard

if TYPE_CHECKING:
    from reader.analysis.models.pipeline import Pipeline

ATTEMPTS = 2
"""How often a shard is tried before it is set aside."""


@dataclass(frozen=True)
class SetAside:
    """A shard that failed twice, and why."""

    shard: Shard
    reason: str


Outcome = tuple[Shard, Packed] | SetAside


class Executor(Protocol):
    """Who works on the shards."""

    def run(self, shards: Iterator[Shard]) -> Iterator[Outcome]:
        """Return the outcome of each shard, in any order.

        A shard is taken when there is room for it.
        """


@dataclass
class Progress:
    """How far a run is.

    ``done`` of ``size`` bytes of input are worked on, ``kept`` of these by an earlier run;
    ``articles`` are those of this run.
    """

    size: int = 0
    done: int = 0
    kept: int = 0
    shards: int = 0
    articles: int = 0


@dataclass
class Summary:
    """What became of a run: shards that were there and that were made, and what is missing."""

    kept: int = 0
    made: int = 0
    articles: int = 0
    refused: list[str] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)


@dataclass
class Here:
    """Works on one shard after the other in this process, with all threads of the pipeline."""

    package: Path
    threads: int | None = None
    text: bool = True

    def run(self, shards: Iterator[Shard]) -> Iterator[Outcome]:
        pipeline: Pipeline | None = None
        for shard in shards:
            if pipeline is None:
                pipeline = load_pipeline(self.package, self.threads)
            yield self._worked_on(shard, pipeline)

    def _worked_on(self, shard: Shard, pipeline: Pipeline) -> Outcome:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return shard, tables_of_shard(shard, pipeline, text=self.text)
            except Exception as fault:  # noqa: BLE001  the other shards are finished all the same
                if attempt == ATTEMPTS:
                    return SetAside(shard, reason_of(fault))
        raise AssertionError("no attempt was made")


def reason_of(fault: BaseException) -> str:
    """Return a fault in some words."""
    words = " ".join(str(fault).split())[:200]
    return f"{type(fault).__name__}: {words}" if words else type(fault).__name__


def run(
    inputs: Inputs,
    dataset: Dataset,
    executor: Executor,
    package: Path,
    *,
    options: str = "",
    progressed: Callable[[Progress], object] = lambda _: None,
) -> Summary:
    """Make the dataset of the inputs; only what is missing or changed is worked on."""
    summary, progress = Summary(), Progress(size=inputs.size)
    size = dataset.shard_size(size_for(inputs.size))
    keys: list[str] = []
    reached = 0

    def missing() -> Iterator[Shard]:
        nonlocal reached
        for shard in cut(_placed(inputs), size, made_by(package, options)):
            keys.append(shard.key)
            part, reached = shard.position - reached, shard.position
            if dataset.has(shard.key):
                progress.done += part
                progress.kept += part
                progressed(progress)
            else:
                parts[shard.key] = part
                yield shard

    parts: dict[str, int] = {}
    for outcome in executor.run(missing()):
        if isinstance(outcome, SetAside):
            summary.set_aside.append(outcome)
            progress.done += parts.pop(outcome.shard.key)
        else:
            shard, tables = outcome
            dataset.store(shard.key, tables)
            summary.made += 1
            progress.done += parts.pop(shard.key)
            progress.articles += dataset.about(shard.key).articles
        progress.shards += 1
        progressed(progress)
    _finish(dataset, keys, summary)
    return summary


def _placed(inputs: Inputs) -> Iterator[tuple[InputItem, int]]:
    for item in inputs.items():
        yield item, inputs.position


def _finish(dataset: Dataset, keys: Sequence[str], summary: Summary) -> None:
    aside = {each.shard.key: each for each in summary.set_aside}
    there = [key for key in keys if key not in aside]
    summary.kept = len(there) - summary.made
    for key in there:
        stored = dataset.about(key)
        summary.articles += stored.articles
        summary.refused += stored.refused
    if summary.articles or not aside:
        dataset.finish(
            there,
            {
                "articles": summary.articles,
                "shards": len(there),
                "refused": summary.refused,
                "set_aside": [
                    {"shard": each.shard.name, "reason": each.reason}
                    for each in _in_order(keys, aside)
                ],
            },
        )


def _in_order(keys: Iterable[str], aside: dict[str, SetAside]) -> list[SetAside]:
    return [aside[key] for key in keys if key in aside]
