"""Leaving while something typed is saved nowhere: the person says where the words go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.readable_path import readable_path
from reader.session.choice import Choice, Row
from reader.session.events import Asked, Copied
from reader.whole_file import whole_file

if TYPE_CHECKING:
    from reader.session.state import SessionState

FILE = "reader-unsaved-notes.txt"
COPY, AGAIN, PRINT = "copy", "again", "print"


class UnsavedWords:
    """``written_to`` is the file that the person chose for them, if any."""

    def __init__(self, state: SessionState, leave: Callable[[], None]) -> None:
        self._state = state
        self._leave = leave
        self.written_to: Path | None = None

    def ask(self) -> bool:
        """Ask what becomes of such words before reader ends; False when there are none."""
        words = self._state.drafts.unwritten()
        if not words:
            return False
        count = "1 text that you typed is" if len(words) == 1 else f"{len(words)} texts are"
        places = {str(path): path for path in _places()}
        rows = [
            Row(name, f"Write to {readable_path(path)} and quit", str(number))
            for number, (name, path) in enumerate(places.items(), 1)
        ]
        rows += [
            Row(COPY, "Copy to the clipboard and stay", "c"),
            Row(AGAIN, "Stay and save again", "s"),
            Row(PRINT, "Quit and print the words in the terminal", "p"),
        ]

        def chosen(answer: str) -> None:
            if answer == COPY:
                self._state.emit(Copied("\n\n".join(words)))
            elif answer == AGAIN:
                self._state.notebook.try_again()
            elif answer == PRINT:
                self._leave()
            else:
                self._write_and_leave(words, places[answer])

        self._state.emit(Asked(Choice(f"{count} saved nowhere. Before you quit:", rows), chosen))
        return True

    def _write_and_leave(self, words: list[str], path: Path) -> None:
        try:
            before = path.read_bytes() if path.exists() else b""
            with whole_file(path) as file:
                file.write(before + "\n\n".join((*words, "")).encode("utf-8", "replace"))
        except OSError as fault:
            refused = f"Cannot write {path}: {fault.strerror}. Choose another place."
            self._state.report(refused, loud=True)
        else:
            self.written_to = path
            self._leave()


def _places() -> list[Path]:
    """Return files in folders where one can be tried, each once."""
    import tempfile

    folders: list[Path] = []
    for find in (Path.home, Path.cwd, lambda: Path(tempfile.gettempdir())):
        try:
            folder = find().resolve()
        except (OSError, RuntimeError):
            continue
        if folder.is_dir() and folder not in folders:
            folders.append(folder)
    return [folder / FILE for folder in folders]
