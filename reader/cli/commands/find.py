"""``reader find WORDS``: where words stand in the articles and notes of the desk."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.cli.desk import settings_for
from reader.cli.desk_index import article_arguments, article_filter, up_to_date_index
from reader.cli.narration import tell
from reader.cli.printing import format_argument
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.desk.row import DeskRow
    from reader.desk.search import DeskHit


QUOTATION_MARKS = '"“”„'


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        'All words must occur; a word also finds words that begin with it; "several words" in '
        "quotation marks are found as a phrase. Case and accents do not matter. Exit code 1 when "
        "nothing is found."
    )
    parser.add_argument("words", nargs="+", metavar="WORDS", help="words to find")
    parser.add_argument(
        "--in",
        dest="place",
        choices=("all", "articles", "notes"),
        default="all",
        help="where to search (default: all)",
    )
    parser.add_argument(
        "--most", type=int, default=200, metavar="N", help="maximum number of hits (default: 200)"
    )
    format_argument(parser)
    article_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Return 1 when nothing is found. Raises ReaderError for wrong use."""
    from reader.desk.filter import DeskFilter
    from reader.desk.query import parse_query
    from reader.desk.search import find_on_desk

    settings = settings_for(options)
    wanted = article_filter(options)
    words = " ".join(map(_as_typed, options.words))
    parse_query(words)
    if options.most < 1:
        raise ReaderError("--most must be at least 1.")
    if not settings.notes.exists():
        return _nothing(options, f"There is nothing on the desk yet ({settings.notes}).")
    with up_to_date_index(settings) as index:
        rows = {row.article_id: row for row in index.rows(settings.me)}
        among = None
        if wanted != DeskFilter():
            among = {key for key, row in rows.items() if wanted.takes(row)}
        found = find_on_desk(
            index,
            words,
            most=options.most,
            among=among,
            texts=options.place != "notes",
            notes=options.place != "articles",
        )
    if not found:
        return _nothing(options, f"“{' '.join(options.words)}” is nowhere on the desk.")
    if options.format == "json":
        print(json.dumps([_object(hit, rows) for hit in found], ensure_ascii=False, indent=1))
    else:
        for line in _lines(found, rows):
            print(line)
    if len(found) == options.most:
        tell(f"Only the first {options.most} hits are shown; --most N shows more.")
    return 0


def _as_typed(argument: str) -> str:
    """Return an argument of several words as a phrase.

    The shell took the quotation marks off it.
    """
    if " " not in argument.strip() or any(mark in argument for mark in QUOTATION_MARKS):
        return argument
    return f'"{argument}"'


def _nothing(options: argparse.Namespace, sentence: str) -> int:
    if options.format == "json":
        print("[]")
    tell(sentence)
    return 1


def _object(hit: DeskHit, rows: dict[str, DeskRow]) -> dict[str, object]:
    row = rows.get(hit.article_id)
    return {
        "article_id": hit.article_id,
        "title": hit.title,
        "location": row.place if row is not None else "",
        "kind": hit.kind or "article",
        "record": hit.record,
        "offset": hit.offset,
        "context": hit.context,
    }


def _lines(found: list[DeskHit], rows: dict[str, DeskRow]) -> Iterator[str]:
    """Yield the hits by article, in the order in which the articles were first met."""
    from reader.text.cells import printable

    by_article: dict[str, list[DeskHit]] = {}
    for hit in found:
        by_article.setdefault(hit.article_id, []).append(hit)
    for article_id, hits in by_article.items():
        row = rows.get(article_id)
        place = f" ({row.place})" if row is not None and row.place else ""
        yield printable(f"{hits[0].title or 'Untitled'}{place}")
        for hit in hits:
            yield printable(f"  {f'{hit.kind}: ' if hit.kind else ''}{hit.context}")
