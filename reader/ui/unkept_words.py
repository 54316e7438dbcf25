"""Leaving while something typed is saved nowhere: the person says where the words go."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.session.choice import Row
from reader.told_path import told_path
from reader.ui.commands.copying import copy
from reader.whole_file import whole_file

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp

FILE = "reader-unsaved-notes.txt"
COPY, AGAIN, PRINT = "copy", "again", "print"


def ask_where(app: ReaderApp, words: Sequence[str], leave: Callable[[], None]) -> None:
    """Ask what becomes of ``words`` before reader ends; escape stays."""
    from reader.ui.dialogs.choice import Choice

    count = "1 text that you typed is" if len(words) == 1 else f"{len(words)} texts are"
    places = {str(path): path for path in _places()}
    rows = [
        Row(name, f"Write to {told_path(path)} and quit", str(number))
        for number, (name, path) in enumerate(places.items(), 1)
    ]
    rows += [
        Row(COPY, "Copy to the clipboard and stay", "c"),
        Row(AGAIN, "Stay and save again", "s"),
        Row(PRINT, "Quit and print the words in the terminal", "p"),
    ]

    def chosen(answer: str | None) -> None:
        if answer == COPY:
            copy(app, "\n\n".join(words))
        elif answer == AGAIN:
            app.notebook.try_again()
        elif answer == PRINT:
            leave()
        elif answer is not None:
            _write_and_leave(app, words, places[answer], leave)

    app.push_screen(Choice(f"{count} saved nowhere. Before you quit:", rows), chosen)


def _places() -> list[Path]:
    """Files in folders where one can be tried, each once."""
    folders: list[Path] = []
    for find in (Path.home, Path.cwd, partial(Path, tempfile.gettempdir())):
        try:
            folder = find().resolve()
        except (OSError, RuntimeError):
            continue
        if folder.is_dir() and folder not in folders:
            folders.append(folder)
    return [folder / FILE for folder in folders]


def _write_and_leave(
    app: ReaderApp, words: Sequence[str], path: Path, leave: Callable[[], None]
) -> None:
    try:
        before = path.read_bytes() if path.exists() else b""
        with whole_file(path) as file:
            file.write(before + "\n\n".join((*words, "")).encode("utf-8", "replace"))
    except OSError as fault:
        app.reader.tell(f"Cannot write {path}: {fault.strerror}. Choose another place.", loud=True)
        return
    app.written_elsewhere = path
    leave()
