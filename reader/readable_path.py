"""Writes a path as a person does, to read or to type."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from reader.errors import ReaderError


def from_home(given: str | Path) -> Path:
    """Return ``given`` as a path, with ~ and ~name for home folders.

    ReaderError where there is none.

    Only a name that begins with ~ is one of a home folder: ``./~x`` is a file here.
    """
    text = str(given)
    found = os.path.expanduser(text)  # noqa: PTH111 it takes ./~x as it is
    if text.startswith("~") and found == text:
        raise ReaderError(f"{given}: there is no such home folder; write the path in full.")
    return Path(found)


def readable_path(path: Path) -> str:
    """Return the path, with ~ for the home folder."""
    with contextlib.suppress(ValueError, RuntimeError):
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    return str(path)


def typed_path(path: Path) -> str:
    """Return the same as a word of a shell's command.

    For those that a person copies from a sentence.
    """
    import shlex  # only messages need it

    written = readable_path(path)
    home = "~/" if written.startswith("~/") else ""
    return home + shlex.quote(written.removeprefix(home))
