"""``reader check``: verifies the notes file and every anchor, and mends on request.

With articles named, it opens those again and tells what became of the notes on them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.annotations.care.check import anchor_fault, check, repair
from reader.cli.desk import offline_argument, settings_for
from reader.cli.new_version import new_version_argument
from reader.cli.printing import format_argument, print_json
from reader.errors import ReaderError
from reader.text.cells import printable
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.care.check import Check


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE|URL",
        help="open these articles again and report what became of their notes",
    )
    parser.add_argument("--repair", action="store_true", help="repair what can be repaired")
    format_argument(parser)
    parser.add_argument(
        "--seen",
        action="store_true",
        help="remember the current text, so that each change is reported once",
    )
    new_version_argument(parser)
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Return 1 when something is wrong or an article changed. Raises ReaderError."""
    settings = settings_for(options)
    if not settings.notes.exists():
        raise ReaderError(f"There are no notes yet in {settings.notes}.")
    if options.files:
        from reader.cli.recheck import run as run_on_articles

        if options.repair:
            raise ReaderError("--repair works on the notes file; leave the articles out.")
        return run_on_articles(options, settings)
    if options.seen or options.new_version:
        raise ReaderError("--seen and --new-version are about articles; name one.")
    if options.repair:
        for done in repair(settings.notes):
            print(printable(done))
    found = check(settings.notes, anchor_fault(settings.library.texts.load))
    if options.format == "json":
        print_json(found)
    else:
        print("\n".join(_lines(found)))
    return 0 if found.sound else 1


def _lines(found: Check) -> Iterator[str]:
    yield (
        f"{found.path}: {counted(found.records, 'record')}, "
        f"{counted(found.operations, 'change')} in the history, "
        f"{counted(found.anchors, 'passage')} looked at"
    )
    if found.unfolded:
        yield (
            f"{counted(found.unfolded, 'changed record')} saved in the journal; the notes file "
            "takes them in when the last terminal closes."
        )
    for fault in found.faults:
        mark = "!" if fault.weight == "wrong" else "-"
        cure = " (reader check --repair repairs it)" if fault.mended_by_repair else ""
        about = f" ({fault.record[:8]})" if fault.record else ""
        yield printable(f"{mark} {fault.sentence}{about}{cure}")
    if found.sound:
        yield "Nothing is wrong."
