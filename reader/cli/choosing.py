"""The options by which commands choose records."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.exchange.selection import Selection


def selection_arguments(parser: argparse.ArgumentParser) -> None:
    chosen = parser.add_argument_group("which records")
    chosen.add_argument("--article", default="", metavar="WORDS", help="part of a title or path")
    chosen.add_argument("--kind", action="append", default=[], help="note, highlight, claim …")
    chosen.add_argument("--tag", action="append", default=[], help="any of these tags")
    chosen.add_argument(
        "--status", action="append", default=[], help="claims: todo, done, in progress …"
    )
    chosen.add_argument("--verdict", action="append", default=[], help="claims judged like this")
    chosen.add_argument("--by", default="", metavar="PERSON", help="made by this person")
    chosen.add_argument("--since", default="", metavar="DATE", help="changed then or later")
    chosen.add_argument("--until", default="", metavar="DATE", help="changed then or earlier")
    chosen.add_argument("--private", action="store_true", help="private ones too")


def selection(options: argparse.Namespace) -> Selection:
    from reader.exchange.selection import Selection

    return Selection(
        article=options.article,
        kinds=frozenset(options.kind),
        tags=frozenset(options.tag),
        statuses=frozenset(options.status),
        verdicts=frozenset(options.verdict),
        creator=options.by,
        since=options.since,
        until=options.until,
        private=options.private,
    )
