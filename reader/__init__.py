"""Read, annotate and fact-check an article in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.version import __version__ as __version__

if TYPE_CHECKING:
    from pathlib import Path

    from tinydb import TinyDB


def open_notes(path: Path | str | None = None, *, read_only: bool = False) -> TinyDB:
    """Open the notes as a TinyDB database, for scripts and notebooks.

    ``path`` is the notes file; None means the one that the ``reader`` command uses. Reads return
    what every open terminal has saved. Each write is one durable step of the history: other
    terminals see it at once, and the user can undo it in the app. Use it in a ``with`` statement,
    or call ``close``. Raises reader.errors.ReaderError.
    """
    from pathlib import Path

    from reader.annotations.database import open_database
    from reader.config import load_settings

    settings = load_settings(notes=None if path is None else Path(path))
    return open_database(settings.notes, who=settings.me, read_only=read_only)
