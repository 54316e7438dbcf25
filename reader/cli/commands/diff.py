"""``reader diff A B``: what two notes files have differently."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.together.difference import difference
from reader.cli.narration import tell
from reader.cli.printing import format_argument, print_json

if TYPE_CHECKING:
    from reader.annotations.together.difference import Difference

SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="A", help="a notes file")
    parser.add_argument("after", type=Path, metavar="B", help="the notes file to compare it with")
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Return 1 when they differ, as diff does."""
    found = difference(options.before, options.after)
    if options.format == "json":
        print_json(found)
    else:
        for each in found:
            print("\n".join(_lines(each)))
        if not found:
            tell("The two hold the same notes.")
    return 1 if found else 0


def _lines(each: Difference) -> Iterator[str]:
    from reader.annotations.wording import called, changes
    from reader.text.cells import printable

    yield printable(f"{SIGNS[each.change]} {called(each.document)} ({each.record[:8]})")
    before = {field.name: field.before for field in each.fields}
    after = {field.name: field.after for field in each.fields}
    for name, was, now in changes(before, after):
        yield printable(f"    {name}: {was or 'none'} -> {now or 'none'}")
