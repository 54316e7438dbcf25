"""Opens a file that details are written to, line after line, by any process of reader."""

from __future__ import annotations

import os
from pathlib import Path

LONGEST = 1024 * 1024
"""Bytes after which a log is started again."""


def opened_log(path: Path) -> int:
    """Return a descriptor that writes at the end of the log; only its owner can read the file.

    Raises OSError.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LONGEST:
        flags |= os.O_TRUNC
    return os.open(path, flags, 0o600)
