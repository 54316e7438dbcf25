"""Exports behind the screen; each can be stopped, and then leaves nothing half done."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import ReaderError
from reader.session.events import Exported, Working

if TYPE_CHECKING:
    from reader.annotations.store import Store
    from reader.exchange.export import Export
    from reader.session.desk_export import Report
    from reader.session.state import SessionState


class ExportAdvanced(NamedTuple):
    """How many records of how many are written."""

    done: int
    total: int


class ExportEnded(NamedTuple):
    report: Report


class Exporter:
    """Writes notes to files."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._running: set[threading.Event] = set()
        state.when(ExportAdvanced, self._advanced)
        state.when(ExportEnded, self._ended)

    def start(self, export: Export) -> None:
        """Write an export; ``Exported`` follows."""
        stopped = threading.Event()
        self._running.add(stopped)
        self._state.behind(
            partial(self._write, export, stopped),
            f"exporting to {export.target}",
            group="export",
            failed=lambda _: self._state.emit(Working("work")),
        )

    def stop(self) -> bool:
        """Give up the exports that run; whether any did."""
        for stopped in self._running:
            stopped.set()
        return bool(self._running)

    def _write(self, export: Export, stopped: threading.Event) -> None:
        from reader.session.desk_export import Report, refusal, written

        state = self._state

        def advance(done: int, total: int) -> None:
            if stopped.is_set():
                raise ReaderError("Stopped: nothing was written.")
            state.hear(ExportAdvanced(done, total))

        stores: list[Store] = []
        try:
            state.notebook.with_store(stores.append, "reading the notes").result()
            report = written(stores[0], export, state.settings, state.reading, advance)
        except (ReaderError, OSError) as fault:
            report = Report(refusal(fault).removesuffix("."))
        finally:
            self._running.discard(stopped)
        state.hear(ExportEnded(report))

    def _advanced(self, news: ExportAdvanced) -> None:
        self._state.emit(Working("work", f"Exporting {news.done}/{news.total}"))

    def _ended(self, news: ExportEnded) -> None:
        self._state.emit(Working("work"))
        self._state.emit(Exported(news.report))
