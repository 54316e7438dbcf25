"""``reader backup``: a copy of the notes, read back before it is called done."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.annotations.care.backup import backup
from reader.cli.desk import settings_for
from reader.cli.narration import tell
from reader.text.plural import counted


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "to",
        nargs="?",
        type=Path,
        metavar="PATH",
        help="file or folder for the copy (default: next to the notes file)",
    )


def run(options: argparse.Namespace) -> int:
    """Print the path of the copy."""
    made = backup(settings_for(options).notes, options.to)
    print(made.path)
    held = f"{counted(made.records, 'record')}, {counted(made.operations, 'change')}"
    tell(f"{held} in the history")
    return 0
