"""The app is left: what is on its way is saved, and all that runs beside the screen ended."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.told_path import told_path

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp

CLOSING = 5.0
"""Seconds that saving is given."""
TOO_LONG = "Saving the notes took too long; what is not saved is kept as drafts."
FAULT = "a fault of reader's own"


async def left(app: ReaderApp) -> None:
    """Save, close and exit, with a sentence in ``app.faults`` for what could not be saved.

    Each step is taken whatever becomes of the others: who asks to leave can leave.
    """
    with _told(app, "keeping the place in the article"):
        app.opening.keep_place()
    with _told(app, "keeping the choices of the screen"):
        app.keep_choices()
    with _told(app, "ending what is added"):
        await app.adding.close()
    closing_desk = asyncio.wrap_future(app.desk.librarian.close())
    with _told(app, "closing the notes"):
        await asyncio.wait_for(asyncio.wrap_future(app.notebook.close()), CLOSING)
    with _told(app, "taking in what was saved"):
        app.drain()
    app.faults += _unsaved(app)
    with _told(app, "ending the search for names and quotes"):
        await app.analyst.close()
    with _told(app, "closing the index of the desk"), contextlib.suppress(TimeoutError):
        await asyncio.wait_for(closing_desk, CLOSING)
    app.exit(1 if app.faults else 0)


def ended_by_fault(app: ReaderApp, details: str) -> None:
    """A handler's fault has ended the app: keep ``details`` in the log, save what is on its way;
    ``app.faults`` tells both.
    """
    app.faults.append(app.fault_log.kept("showing the screen", FAULT, details))
    if app.notebook.closed:
        return
    with _told(app, "closing the notes"):
        app.notebook.close().result(CLOSING)
    app.take_saved()
    app.faults += _unsaved(app)


@contextlib.contextmanager
def _told(app: ReaderApp, doing: str) -> Iterator[None]:
    """What fails within is told when the screen is gone."""
    try:
        yield
    except TimeoutError:
        app.notebook.keep_waiting()
        app.faults.append(TOO_LONG)
    except Exception as fault:  # noqa: BLE001 whatever it is, the app is left
        app.faults.append(app.fault_log.told(doing, fault))


def _unsaved(app: ReaderApp) -> list[str]:
    """What could not be saved, and where its words are: where nowhere else, here."""
    unwritten = app.drafts.unwritten()
    if not unwritten:
        unsaved = len(app.notebook.unsaved)
        what = "1 change" if unsaved == 1 else f"{unsaved} changes"
        return (
            [f"{what} could not be saved; drafts are kept for the next start."] if unsaved else []
        )
    if app.written_elsewhere is not None:
        return [f"What could not be saved is in {told_path(app.written_elsewhere)}."]
    return ["These words could not be saved anywhere; copy them from here:", *unwritten]
