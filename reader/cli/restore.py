"""``reader restore``: puts a copy in the place of the notes, which are copied first."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.desk import settings_for


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source", nargs="?", type=Path, metavar="PATH", help="any TinyDB file; none lists backups"
    )


def run(options: argparse.Namespace) -> int:
    from reader.annotations.backup import backups, restore

    notes = settings_for(options).notes
    if options.source is None:
        for path in backups(notes):
            print(path)
        return 0
    done = restore(notes, options.source)
    print(f"{done.records} records and {done.operations} operations are in {notes}.")
    if done.before is not None:
        print(f"What stood there before is in {done.before.path}.")
    return 0
