"""``reader analyze --out DIR``: many articles into a Parquet dataset, with progress."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.cli.desk import opened_at, settings_for
from reader.cli.narration import tell
from reader.cli.terminal_guard import show_line
from reader.errors import ReaderError
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.archive.run import Executor, Progress, Summary
    from reader.config import Settings

BETWEEN_LINES = 30.0
"""Seconds between two lines of progress in a log."""
MAX_REFUSED = 20
"""So many articles that cannot be opened are named; the dataset names them all."""


def write_archive(places: Sequence[str], options: argparse.Namespace) -> int:
    """Return 1 when something is missing in the dataset: an article or a shard; else 0."""
    from reader.archive.arrow import arrow
    from reader.archive.dataset import open_dataset
    from reader.archive.inputs import Inputs
    from reader.archive.run import run

    arrow()
    settings = settings_for(options)
    with open_dataset(options.out) as dataset, _executor(options, settings) as executor:
        report = ProgressReport()
        inputs = Inputs(
            tuple(places), lambda place: opened_at(place, settings), tell, dict(options.column)
        )
        try:
            summary = run(
                inputs,
                dataset,
                executor,
                settings.package,
                options="no text" if options.no_text else "",
                progressed=report,
            )
        except KeyboardInterrupt:
            report.end()
            tell("stopped; run the same command again, and it goes on from here.")
            raise
        report.end()
    return _summarize(summary, options)


@contextmanager
def _executor(options: argparse.Namespace, settings: Settings) -> Iterator[Executor]:
    from reader.archive.run import Here

    text = not options.no_text
    if not options.on:
        yield Here(settings.package, options.threads, text=text)
        return
    from reader.archive.cluster import OnCluster, cluster

    with cluster(options.on, tell) as client:
        yield OnCluster(client, settings.package, text=text)


def _summarize(summary: Summary, options: argparse.Namespace) -> int:
    for sentence in summary.refused[:MAX_REFUSED]:
        tell(sentence)
    more = len(summary.refused) - MAX_REFUSED
    if more > 0:
        tell(f"{more} more articles could not be opened; {options.out}/_reader.json names them.")
    for each in summary.set_aside:
        tell(f"set aside after two failures: {each.shard.name}: {each.reason}")
    if not summary.articles:
        raise ReaderError("No article could be analyzed, so nothing was written.")
    kept = f", {summary.kept} unchanged" if summary.kept else ""
    tell(
        f"{options.out}: {counted(summary.articles, 'article')} in "
        f"{counted(summary.kept + summary.made, 'shard')} ({summary.made} new{kept})"
    )
    return 1 if summary.refused or summary.set_aside else 0


class ProgressReport:
    """Shows how far a run is: on a terminal's one line, or as lines of a log from time to time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._terminal = sys.stderr.isatty()
        self._start = self._last = clock()

    def __call__(self, progress: Progress) -> None:
        now = self._clock()
        line = progress_line(progress, now - self._start)
        if self._terminal:
            show_line(line)
        elif now - self._last >= BETWEEN_LINES:
            self._last = now
            tell(line)

    def end(self) -> None:
        if self._terminal:
            show_line()


def progress_line(progress: Progress, seconds: float) -> str:
    """Return share, articles, rate and time left, as far as they are known."""
    share = progress.done / progress.size if progress.size else 0.0
    parts = [f"{min(1.0, share):.0%}", counted(progress.articles, "article")]
    if progress.articles and seconds > 0:
        rate = progress.articles / seconds
        parts.append(f"{rate:.1f} articles/s" if rate < 100 else f"{rate:,.0f} articles/s")
        worked_on = progress.done - progress.kept
        left = seconds * max(0, progress.size - progress.done) / max(1, worked_on)
        parts.append(f"about {_duration(left)} left")
    return "Analyzing: " + ", ".join(parts)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{round(seconds)} s"
    if minutes < 120:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h"
