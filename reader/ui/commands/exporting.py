"""The command that lets notes leave: a format, a name for the file, and it is written.

It is written by a worker that tells how far it is and can be stopped; nothing is left half done.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from reader.errors import ReaderError
from reader.session.findings_outline import one_line, snippet
from reader.ui.behind import run_behind
from reader.ui.key_sequences import Asked
from reader.ui.messages import ExportAdvanced, Exported

if TYPE_CHECKING:
    from reader.annotations.store import Store
    from reader.exchange.export import Export
    from reader.session.desk_export import Report
    from reader.ui.read_screen import ReadScreen

WORK = "export"
OVER, OTHER = "over", "other"
KEYS = "123456789abcdefghilmno"
"""The rows' own keys; j and k move in every list."""


class Exporting:
    """From the article its notes are exported, from the desk those of all articles."""

    def __init__(self, screen: ReadScreen) -> None:
        self._screen = screen

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {"export": lambda _: self.choose_format()}

    def choose_format(self) -> None:
        from reader.exchange.formats.registry import FORMATS
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen = self._screen
        reading = screen.reading
        whole_desk = reading is None or (screen.lists_ready and screen.focused is screen.desk_list)
        if reading is None or whole_desk:
            article_id, title, told = None, "notes", "all articles"
        else:
            article_id, title = reading.article_id, one_line(reading.article.title)
            told = f"“{snippet(title, 40)}”"
        written = [(name, each.told) for name, each in FORMATS.items() if each.writes]
        rows = [
            Row(name, f"{name}: {what}", key)
            for (name, what), key in zip(written, KEYS, strict=False)
        ]

        def chosen(name: str | None) -> None:
            screen.to_article()
            if name is not None:
                from reader.session.desk_export import asked_for

                self._ask_name(asked_for(name, title, article_id, screen.settings))

        screen.app.push_screen(Choice(f"Export the notes of {told} as", rows), chosen)

    def _ask_name(self, asked: Export) -> None:
        from dataclasses import replace

        screen = self._screen

        def answered(written: str) -> None:
            screen.to_article()
            if not written.strip():
                return
            named = replace(asked, target=written.strip())
            if named.is_taken:
                self._ask_over(named)
            else:
                self._start(named)

        screen.prompt.ask(
            f"export {asked.format} to:",
            answered,
            value=asked.target,
            given_up=screen.to_article,
        )

    def _ask_over(self, asked: Export) -> None:
        from dataclasses import replace

        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen = self._screen

        def chosen(row: str | None) -> None:
            screen.to_article()
            if row == OVER:
                self._start(replace(asked, over=True))
            elif row == OTHER:
                self._ask_name(asked)

        rows = [Row(OTHER, "another name", "n"), Row(OVER, "write over it", "w")]
        screen.app.push_screen(Choice(f"{asked.target} is there already", rows), chosen)

    def _start(self, asked: Export) -> None:
        screen = self._screen

        def failed(_: str) -> None:
            screen.status.work = ""

        doing = f"exporting to {asked.target}"
        run_behind(screen.app, partial(self._write, asked), doing, group=WORK, failed=failed)

    def _write(self, asked: Export) -> None:
        """What the worker does."""
        from reader.session.desk_export import Report, refusal, written

        screen, worker = self._screen, get_current_worker()

        def advance(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise ReaderError("Stopped: nothing was written.")
            screen.app.post_message(ExportAdvanced(done, total))

        stores: list[Store] = []
        try:
            screen.app.notebook.with_store(stores.append, "reading the notes").result()
            report = written(stores[0], asked, screen.settings, screen.reading, advance)
        except (ReaderError, OSError) as fault:
            report = Report(refusal(fault).removesuffix("."))
        screen.app.post_message(Exported(report))

    def stop(self) -> bool:
        """Give up an export that runs; False when there is none."""
        workers = self._screen.app.workers
        running = [each for each in workers if each.group == WORK and each.is_running]
        for each in running:
            each.cancel()
        return bool(running)

    def advanced(self, done: int, total: int) -> None:
        self._screen.status.work = f"Exporting {done}/{total}"

    def ended(self, report: Report) -> None:
        """Tell what was written; a list of what stayed behind, unless something else is asked."""
        screen = self._screen
        screen.status.work = ""
        if not report.losses or not screen.is_current or screen.prompt.asking:
            screen.tell(str(report), loud=True)
            return
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen.tell(str(report))
        rows = [Row(str(place), loss) for place, loss in enumerate(report.losses)]
        title = f"{report.sentence}. What stayed behind (esc closes):"
        screen.app.push_screen(Choice(title, rows))
