"""Writes a path as a person does, to read or to type."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path


def told_path(path: Path) -> str:
    """The path, with ~ for the home folder."""
    with contextlib.suppress(ValueError, RuntimeError):
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    return str(path)


def typed_path(path: Path) -> str:
    """The same as a word of a shell's command, for those that a person copies from a sentence."""
    told = told_path(path)
    home = "~/" if told.startswith("~/") else ""
    return home + shlex.quote(told.removeprefix(home))
