"""``reader backup``: a copy of the notes, read back before it is called done."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.desk import settings_for


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "to", nargs="?", type=Path, metavar="PATH", help="a file or folder; else beside the notes"
    )


def run(options: argparse.Namespace) -> int:
    """Prints the path of the copy."""
    import sys

    from reader.annotations.backup import backup

    made = backup(settings_for(options).notes, options.to)
    print(made.path)
    print(f"reader: {made.records} records, {made.operations} operations", file=sys.stderr)
    return 0
