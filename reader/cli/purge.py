"""``reader purge``: removes deleted notes for good, from history, journals and backups.

With ``--texts`` it removes texts that were kept for notes.
"""

from __future__ import annotations

import argparse

from reader.cli.desk import settings_for


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="*", metavar="ID", help="these alone; else all deleted")
    parser.add_argument(
        "--texts",
        action="store_true",
        help="remove kept texts that no note stands on, or those whose fingerprints are given",
    )
    parser.add_argument("--yes", action="store_true", help="do it; without it they are counted")


def run(options: argparse.Namespace) -> int:
    """1 without ``--yes`` when there is something to purge."""
    from reader.annotations.purge import deleted, purge

    settings = settings_for(options)
    if options.texts:
        from reader.cli.kept_texts import purge_texts

        return purge_texts(options.ids, settings, yes=options.yes)
    path = settings.notes
    if not options.yes:
        waiting = options.ids or deleted(path)
        for identity in waiting:
            print(identity)
        print(f"{len(waiting)} to purge; --yes removes them for good, undo included.")
        return 1 if waiting else 0
    done = purge(path, options.ids or None)
    print(f"{len(done.records)} records and {done.operations} operations are gone.")
    for name in done.removed:
        print(f"removed {name}")
    for name in done.rewritten:
        print(f"written anew {name}")
    return 0
