"""``reader history``: what was done lately; with a note's id, who changed it, when, and how."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.cli.desk import open_notes, settings_for
from reader.cli.narration import tell
from reader.cli.printing import format_argument, print_json
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.annotations.history import Operation
    from reader.annotations.store import Store

LATELY = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "note",
        nargs="?",
        metavar="ID",
        help="id of a record, or its first letters (default: all records)",
    )
    parser.add_argument(
        "--last",
        type=int,
        default=LATELY,
        metavar="N",
        help=f"number of changes (default: {LATELY})",
    )
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """ReaderError when no record, or more than one, has such an id."""
    if options.last < 1:
        raise ReaderError("--last must be at least 1.")
    with open_notes(settings_for(options), read_only=True) as store:
        if options.note is None:
            operations = store.latest(options.last)
        else:
            operations = store.history(_whole_id(options.note, store))
    if options.format == "json":
        print_json(operations)
    elif not operations:
        tell("Nothing has changed yet.")
    elif options.note is None:
        for operation in operations:
            print(_in_a_line(operation))
    else:
        print("\n".join(_lines(operations)))
    return 0


def _whole_id(prefix: str, store: Store) -> str:
    """Return the id that begins so, of a record or else of one that was removed."""
    fitting = store.writer.view.ids(prefix)
    if not fitting:
        known = (str(row.get("record", "")) for row in store.writer.view.history())
        fitting = {each for each in known if each.startswith(prefix)}
    if len(fitting) > 1 and prefix not in fitting:
        raise ReaderError(f"{len(fitting)} records begin with {prefix}; give more of the id.")
    if not fitting or not prefix:
        raise ReaderError(f"There is no record {prefix}; `reader list` shows the ids.")
    return prefix if prefix in fitting else fitting.pop()


def _in_a_line(operation: Operation) -> str:
    from reader.annotations.wording import called
    from reader.text.cells import printable

    document = operation.after or operation.before or {}
    return printable(f"{_head(operation)}: {called(document)} ({operation.record[:8]})")


def _lines(operations: list[Operation]) -> Iterator[str]:
    from reader.annotations.wording import called, changes
    from reader.text.cells import printable

    last = operations[-1].after or operations[-1].before or {}
    yield printable(f"{called(last)} ({operations[-1].record})")
    for operation in operations:
        yield printable(_head(operation))
        if operation.message:
            yield printable(f"  ! {operation.message}")
        for name, before, after in changes(operation.before, operation.after or operation.before):
            was = f"{before or 'none'} -> " if operation.before is not None else ""
            yield printable(f"  {name}: {was}{after or 'none'}")


def _head(operation: Operation) -> str:
    at = operation.when.replace("T", " ").replace("Z", " UTC")
    by = f" by {operation.who}" if operation.who else ""
    return f"{at} {_doing(operation)}{by}"


def _doing(operation: Operation) -> str:
    """Return what was done. A new record is named by its kind."""
    made = operation.before is None and operation.doing == (operation.after or {}).get("kind")
    return "made" if made else operation.doing
