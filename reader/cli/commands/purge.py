"""``reader purge``: removes deleted notes for good, from history, journals and backups.

With ``--texts`` it removes texts that were kept for notes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable

from reader.annotations.care.purge import deleted, purge
from reader.annotations.wording import called
from reader.cli.desk import settings_for
from reader.config import Settings
from reader.text.cells import printable
from reader.text.plural import counted


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ids",
        nargs="*",
        metavar="ID",
        help="ids of records, or their first letters (default: all removed ones)",
    )
    parser.add_argument(
        "--texts",
        action="store_true",
        help="remove stored texts without notes, or those with the given fingerprints",
    )
    parser.add_argument("--yes", action="store_true", help="delete them (without it: list them)")


def run(options: argparse.Namespace) -> int:
    """1 without ``--yes`` when there is something to purge."""
    settings = settings_for(options)
    if options.texts:
        from reader.cli.stored_texts import purge_texts

        return purge_texts(options.ids, settings, yes=options.yes)
    path = settings.notes
    waiting = deleted(path, options.ids or None)
    if not waiting:
        print("There are no deleted notes to purge.")
        return 0
    if not options.yes:
        for each in waiting:
            by = f" by {each.who}" if each.who else ""
            at = each.when.replace("T", " ").removesuffix("Z")
            print(printable(f"{called(each.last)} (deleted {at}{by}; {each.record})"))
        print(
            f"{counted(len(waiting), 'deleted note')} and what the history has of them: "
            "reader purge --yes removes them for good; undo does not bring them back."
        )
        return 1
    done = purge(path, [each.record for each in waiting])
    _forget(done.records, settings)
    print(
        f"{counted(len(done.records), 'deleted note')} and "
        f"{counted(done.operations, 'change')} in the history are gone."
    )
    for name in done.removed:
        print(f"removed {name}")
    for name in done.rewritten:
        print(f"rewritten without them: {name}")
    print("Copies that you made elsewhere still hold them.", file=sys.stderr)
    return 0


def _forget(records: Iterable[str], settings: Settings) -> None:
    """Remove what the app keeps of notes elsewhere.

    Drafts, and the index of the desk, which is made again when it is asked for.
    """
    from reader.desk.index_file import index_path, throw_away
    from reader.session.drafts import Drafts

    drafts = Drafts(settings.drafts, settings.drafts_elsewhere)
    for record in records:
        drafts.forget(f"record {record}")
        drafts.forget_record(record)
    throw_away(index_path(settings.cache_folder, settings.notes))
