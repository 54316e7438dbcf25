"""Writes a path as a person does."""

from __future__ import annotations

import contextlib
from pathlib import Path


def told_path(path: Path) -> str:
    """The path, with ~ for the home folder."""
    with contextlib.suppress(ValueError, RuntimeError):
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    return str(path)
