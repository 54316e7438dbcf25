"""``reader merge MINE THEIRS [BASE]``: two people's notes in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.annotations.together.merge import merge
from reader.cli.desk import settings_for
from reader.cli.printing import format_argument, print_json
from reader.text.cells import printable
from reader.text.plural import counted

BY_GIT = """\
As git's own way to merge notes:
  git config merge.reader.driver "reader merge %A %B %O"
  echo "annotations.json merge=reader" >> .gitattributes
  echo "annotations.json.*" >> .gitignore
Where two edits are kept side by side, git stops: look at the note, then git add and commit."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = BY_GIT
    parser.add_argument("mine", type=Path, metavar="MINE", help="your notes file, which is changed")
    parser.add_argument("theirs", type=Path, metavar="THEIRS", help="the other person's notes file")
    parser.add_argument(
        "base", type=Path, nargs="?", metavar="BASE", help="the file from which both started"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="PATH",
        help="write a new file and leave MINE unchanged",
    )
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Return 1 when the two disagree somewhere; both versions are kept there."""
    done = merge(
        options.mine,
        options.theirs,
        options.base,
        who=settings_for(options).me,
        output=options.output,
    )
    if options.format == "json":
        print_json(done)
    else:
        changes = f"{counted(done.added, 'record')} added, {done.changed} changed"
        print(f"{done.path}: {changes}, {done.removed} removed")
        for conflict in done.conflicts:
            print(printable(f"! {conflict.sentence} ({conflict.record[:8]})"))
    return 1 if done.conflicts else 0
