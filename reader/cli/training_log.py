"""How training tells where it is: a line a stage on standard error, and no library's chatter."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from reader.cli.terminal_guard import show_line

if TYPE_CHECKING:
    from reader.training.progress import Progress


def quiet_stanza() -> None:
    """Stanza logs each step of its own; what matters of it comes as progress."""
    logging.getLogger("stanza").setLevel(logging.ERROR)


def tell(progress: Progress) -> None:
    note = f" {progress.note}" if progress.note else ""
    line = f"{progress.stage} {progress.step}/{progress.steps}{note}"
    if sys.stderr.isatty():
        show_line(line)
        if progress.step >= progress.steps:
            print(file=sys.stderr, flush=True)
    else:
        print(line, file=sys.stderr, flush=True)
