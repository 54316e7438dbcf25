"""``reader diff A B``: what two notes files have differently."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.printing import print_json

if TYPE_CHECKING:
    from reader.annotations.difference import Difference

SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="A")
    parser.add_argument("after", type=Path, metavar="B")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """1 when they differ, as diff does."""
    from reader.annotations.difference import difference

    found = difference(options.before, options.after)
    if options.format == "json":
        print_json(found)
    else:
        for each in found:
            print("\n".join(_told(each)))
    return 1 if found else 0


def _told(each: Difference) -> Iterator[str]:
    from reader.text.cells import printable

    parts = each.document.get("anchor", {}).get("parts") or [{}]
    words = " ".join(str(parts[0].get("exact", each.document.get("title", ""))).split())
    yield printable(f"{SIGNS[each.change]} {each.kind} “{words}” (id {each.record})")
    for field in each.fields:
        if field.name != "modified":
            before, after = (json.dumps(v, ensure_ascii=False) for v in (field.before, field.after))
            yield printable(f"    {field.name}: {before} -> {after}")
