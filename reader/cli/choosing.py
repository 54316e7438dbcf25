"""The options by which commands choose records."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, get_args

from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.exchange.selection import Selection

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T[\d:]+Z?)?)?)?")


def selection_arguments(parser: argparse.ArgumentParser) -> None:
    chosen = parser.add_argument_group("which records")
    chosen.add_argument("--article", default="", metavar="WORDS", help="part of a title or path")
    chosen.add_argument("--kind", action="append", default=[], help="note, highlight, claim …")
    chosen.add_argument("--tag", action="append", default=[], help="with this tag; may be repeated")
    chosen.add_argument(
        "--status", action="append", default=[], help="claims: todo, done, in progress …"
    )
    chosen.add_argument("--verdict", action="append", default=[], help="claims with this verdict")
    chosen.add_argument("--by", default="", metavar="PERSON", help="created by this person")
    chosen.add_argument("--since", default="", metavar="DATE", help="changed on or after this date")
    chosen.add_argument(
        "--until", default="", metavar="DATE", help="changed on or before this date"
    )
    chosen.add_argument("--private", action="store_true", help="include private records")


def selection(options: argparse.Namespace) -> Selection:
    """Return what the options ask for; ReaderError for a kind, status or date that there is not."""
    from reader.annotations.record_json import KINDS
    from reader.annotations.records import ClaimStatus
    from reader.exchange.selection import Selection

    _known("kind", options.kind, KINDS)
    _known("status", options.status, get_args(ClaimStatus))
    for date in (options.since, options.until):
        if date and not _DATE.fullmatch(date):
            raise ReaderError(f"{date!r} is no date: write it as 2026-11-23, 2026-11 or 2026.")
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


def _known(what: str, asked: Iterable[str], known: Iterable[str]) -> None:
    there = tuple(known)
    for each in asked:
        if each not in there:
            raise ReaderError(f"There is no {what} {each!r}; there are {', '.join(there)}.")
