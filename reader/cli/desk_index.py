"""The index of the desk for a command, true to the notes file before it is asked."""

from __future__ import annotations

import argparse
import contextlib
import sys
from typing import TYPE_CHECKING

from reader.cli.desk import open_notes
from reader.cli.narration import tell
from reader.cli.terminal_guard import show_line
from reader.config import Settings

if TYPE_CHECKING:
    from reader.desk.filter import DeskFilter
    from reader.desk.index import DeskIndex
    from reader.desk.row import DeskRow


def article_arguments(parser: argparse.ArgumentParser, *, own: bool = True) -> None:
    """Add the options by which articles are chosen.

    Without ``own`` those that other options of the command stand for as well (``--status`` and
    ``--tag``) are left out.
    """
    chosen = parser.add_argument_group("which articles")
    if own:
        chosen.add_argument(
            "--status", action="append", default=[], help="unread, reading or complete"
        )
        chosen.add_argument(
            "--tag", action="append", default=[], help="with this tag; may be repeated"
        )
    chosen.add_argument(
        "--outlet", action="append", default=[], metavar="NAME", help="part of the outlet's name"
    )
    chosen.add_argument(
        "--person",
        action="append",
        default=[],
        metavar="NAME",
        help="part of the name of an author, a claimant or a person in the article",
    )
    chosen.add_argument(
        "--from",
        dest="since_day",
        default="",
        metavar="DATE",
        help="published on or after this date",
    )
    chosen.add_argument(
        "--to",
        dest="until_day",
        default="",
        metavar="DATE",
        help="published on or before this date",
    )


def article_filter(options: argparse.Namespace) -> DeskFilter:
    """Return what the options of ``article_arguments`` ask for; raises FilterError."""
    from reader.desk.filter import made_filter

    return made_filter(
        statuses=options.status,
        tags=options.tag,
        outlets=options.outlet,
        people=options.person,
        since=options.since_day,
        until=options.until_day,
    )


def chosen_rows(index: DeskIndex, wanted: DeskFilter, me: str) -> list[DeskRow]:
    """Return the articles of the desk that a filter takes, in no order."""
    return [row for row in index.rows(me) if wanted.takes(row)]


def up_to_date_index(settings: Settings) -> DeskIndex:
    """Return the index, with all in it that is on the desk now; progress goes to standard error.

    Where it cannot be kept it is made in memory. Raises StoreError and DeskIndexError.
    """
    from reader.annotations.store import state_of
    from reader.desk.index import DeskIndex
    from reader.desk.index_file import DeskIndexError, index_path
    from reader.desk.people import people_found
    from reader.desk.upkeep import (
        STATE,
        bring_up_to_date,
        desk_state,
        open_index,
        take_in_people,
        take_in_queues,
    )
    from reader.session.queue_counts import QueueCounter

    try:
        index, message = open_index(index_path(settings.cache_folder, settings.notes))
    except DeskIndexError as fault:
        index, message = DeskIndex(None), f"{fault} This run uses one in memory."
    if message:
        tell(message)
    texts, changed = settings.library.texts, set[str]()
    if index.about(STATE) != desk_state(state_of(settings.notes), texts):
        with contextlib.closing(open_notes(settings, read_only=True)) as store:
            changed = bring_up_to_date(index, store, texts, on_progress=_progress)
    take_in_people(index, *people_found(settings.library), changed)
    if index.uncounted(1):
        with contextlib.closing(open_notes(settings, read_only=True)) as store:
            count = QueueCounter(settings, index, store)
            for _ in range(QUEUE_ROUNDS):
                if not take_in_queues(index, store, count):
                    break
    return index


QUEUE_ROUNDS = 100
"""So many times a few queues are counted at most, so that a list of a large desk comes soon."""


def _progress(done: int, number: int) -> None:
    """One line that is written over, and nothing to a log file or for a moment's work."""
    if number > 1_000 and sys.stderr.isatty():
        show_line("" if done == number else f"Indexing the desk {done}/{number}")
