"""``reader history NOTE``: who changed a record, when, and from what to what."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reader.cli.desk import open_notes, settings_for
from reader.cli.printing import print_json
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.annotations.history import Operation
    from reader.annotations.records import Record


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("note", metavar="ID", help="the id of a record, or how it begins")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """ReaderError when no record, or more than one, has such an id."""
    store = open_notes(settings_for(options), read_only=True)
    try:
        operations = store.history(_whole_id(options.note, store.records()))
    finally:
        store.close()
    if not operations:
        raise ReaderError(f"Nothing is known of {options.note}; `reader list` shows what there is.")
    if options.format == "json":
        print_json(operations)
    else:
        for operation in operations:
            print("\n".join(_told(operation)))
    return 0


def _whole_id(begun: str, records: Sequence[Record]) -> str:
    ids = [record.id for record in records]
    fitting = [identity for identity in ids if identity.startswith(begun)]
    if len(fitting) > 1:
        raise ReaderError(f"{len(fitting)} records begin with {begun}; give more of the id.")
    return fitting[0] if fitting else begun


def _told(operation: Operation) -> Iterator[str]:
    from reader.text.cells import printable

    by = f" by {operation.who}" if operation.who else ""
    yield printable(f"{operation.when} {operation.doing}{by}")
    before, after = operation.before or {}, operation.after or {}
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name) and name not in ("modified", "created"):
            yield printable(f"  {name}: {_short(before.get(name))} -> {_short(after.get(name))}")


def _short(value: object) -> str:
    told = json.dumps(value, ensure_ascii=False) if value is not None else "nothing"
    return told if len(told) <= 120 else told[:119] + "…"
