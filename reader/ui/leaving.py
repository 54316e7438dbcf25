"""The app is left: what is on its way is saved, and all that runs beside the screen ended."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp

CLOSING = 5.0
"""Seconds that saving is given."""


async def left(app: ReaderApp) -> None:
    """Save, close and exit, with a sentence in ``app.faults`` for what could not be saved."""
    app.opening.keep_place()
    app.keep_choices()
    await app.adding.close()
    closing_desk = asyncio.wrap_future(app.desk.librarian.close())
    closing = asyncio.wrap_future(app.notebook.close())
    try:
        await asyncio.wait_for(closing, CLOSING)
    except TimeoutError:
        app.faults.append("The notes took too long to save; drafts are kept.")
    except OSError as fault:
        app.faults.append(f"The notes could not be closed: {fault}.")
    app.drain()
    unsaved = len(app.notebook.unsaved)
    if unsaved:
        what = "1 change" if unsaved == 1 else f"{unsaved} changes"
        app.faults.append(f"{what} could not be saved; drafts are kept for the next start.")
    await app.analyst.close()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(closing_desk, CLOSING)
    app.exit(1 if app.faults else 0)
