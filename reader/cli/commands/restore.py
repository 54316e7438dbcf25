"""``reader restore``: puts a copy in the place of the notes, which are copied first."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.annotations.care.backup import backups, restore
from reader.cli.desk import settings_for
from reader.cli.narration import tell
from reader.text.plural import counted


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        nargs="?",
        type=Path,
        metavar="PATH",
        help="backup or other TinyDB file (default: list the backups)",
    )


def run(options: argparse.Namespace) -> int:
    notes = settings_for(options).notes
    if options.source is None:
        made = backups(notes)
        for path in made:
            print(path)
        if not made:
            tell("There are no backups yet; `reader backup` makes one.")
        return 0
    # On a new machine there is no folder yet for what was brought along.
    notes.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    done = restore(notes, options.source)
    held = f"{counted(done.records, 'record')} and {counted(done.operations, 'change')}"
    print(f"{held} in the history are in {notes}.")
    if done.before is not None:
        print(f"The notes that it replaced are in {done.before.path}.")
    return 0
