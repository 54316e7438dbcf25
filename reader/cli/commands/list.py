"""``reader list``: the articles on the desk and the notes on them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.cli.choosing import selection, selection_arguments
from reader.cli.desk import saved_documents, settings_for
from reader.cli.desk_index import article_arguments, chosen_rows, up_to_date_index
from reader.cli.narration import tell
from reader.cli.printing import format_argument
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.config import Settings
    from reader.desk.row import DeskRow
    from reader.review.annotated_article import AnnotatedArticle

NOTHING = "Nothing in the library matches this filter."
SORTS = ("added", "date", "title", "outlet", "status", "notes", "claims")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--articles",
        action="store_true",
        help="print one line per article with the number of its notes",
    )
    parser.add_argument("--sort", choices=SORTS, help="order of the articles (default: added)")
    parser.add_argument("--reverse", action="store_true", help="reverse the order")
    format_argument(parser)
    article_arguments(parser, own=False)
    selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    settings = settings_for(options)
    if not settings.notes.exists():
        if options.format == "json":
            print("[]")
        tell(f"There are no notes yet in {settings.notes}; `reader FILE` makes some.")
        return 0
    if options.articles:
        rows = _rows(options, settings, tags=options.tag)
        if options.format == "json":
            print(json.dumps([_object(row) for row in rows], ensure_ascii=False, indent=1))
        else:
            for row in rows:
                print(line_of(row))
        if not rows:
            tell(NOTHING)
        return 0
    return _list_records(options, settings)


def _list_records(options: argparse.Namespace, settings: Settings) -> int:
    from reader.annotations.record_json import to_document
    from reader.annotations.records import CODEBOOK
    from reader.exchange.selection import select

    of_articles, of_claims = _statuses(options)
    narrowed = of_articles or options.outlet or options.person or _days(options) or options.sort
    order: list[str] = []
    if narrowed or options.reverse:
        order = [row.article_id for row in _rows(options, settings, tags=[])]
    documents = saved_documents(settings)
    if order or narrowed:
        place = {article_id: number for number, article_id in enumerate(order)}
        documents = [each for each in documents if each.get("article_id") in place]
        documents.sort(key=lambda each: (place[each["article_id"]], each.get("kind") != "article"))
    wanted = argparse.Namespace(**{**vars(options), "status": of_claims})
    chosen = select(documents, selection(wanted))
    if options.format == "json":
        # One record a line: it is read by eye, and an indent would cost more than the rest.
        encoded = json.JSONEncoder(ensure_ascii=False).encode
        lines = (encoded(to_document(each)) for each in chosen.records)
        print("[" + ",\n ".join(lines) + "]")
    else:
        from reader.exchange.by_article import by_article

        for one in by_article(each for each in chosen.records if each.article_id != CODEBOOK):
            print("\n".join(_lines(one)))
    if not chosen.records:
        tell(NOTHING)
    return 0


def _days(options: argparse.Namespace) -> bool:
    return bool(options.since_day or options.until_day)


def _statuses(options: argparse.Namespace) -> tuple[list[str], list[str]]:
    """Return ``--status`` as it means articles, and as it means claims."""
    known = ("unread", "reading", "complete", "archived")
    of_articles = [status for status in options.status if status in known]
    return of_articles, [status for status in options.status if status not in known]


def _rows(options: argparse.Namespace, settings: Settings, *, tags: list[str]) -> list[DeskRow]:
    """Return the articles that are asked for, in the order that is."""
    from reader.desk.filter import made_filter
    from reader.desk.row import ordered

    wanted = made_filter(
        statuses=options.status if options.articles else _statuses(options)[0],
        tags=tags,
        outlets=options.outlet,
        people=options.person,
        since=options.since_day,
        until=options.until_day,
    )
    with up_to_date_index(settings) as index:
        rows = chosen_rows(index, wanted, settings.me)
    if options.article:
        part = options.article.casefold()
        rows = [
            row
            for row in rows
            if part == row.article_id.casefold()
            or part in row.title.casefold()
            or part in row.place.casefold()
        ]
    return ordered(rows, options.sort or "added", turned=options.reverse)


def _object(row: DeskRow) -> dict[str, object]:
    fields = row._asdict()
    fields["location"] = fields.pop("place")
    return fields


def line_of(row: DeskRow) -> str:
    from reader.text.cells import printable

    cells = [f"{row.status:<8}", f"{row.date:<10}", row.title or "Untitled"]
    about = [row.outlet] if row.outlet else []
    conflicts = row.conflicts + row.differing
    counts = ((row.notes, "note"), (row.claims, "claim"), (conflicts, "conflict"))
    for number, name in counts:
        if number:
            about.append(counted(number, name))
    if row.undecided is None and row.decided:
        about.append(f"{row.decided} decided, not searched for what is left")
    elif row.decided is not None and (every := row.decided + row.left):
        about.append(f"{row.decided} of {every} decided")
    about += [row.place] if row.place else []
    tags = "".join(f" #{tag}" for tag in row.tags)
    return printable(f"{'  '.join(cells)} ({', '.join(about) or 'no notes'}){tags}")


def _lines(one: AnnotatedArticle) -> Iterator[str]:
    from reader.annotations.record_json import to_document
    from reader.annotations.wording import called
    from reader.exchange.by_article import count_by_kind
    from reader.text.cells import printable

    counts = ", ".join(counted(count, kind) for kind, count in count_by_kind(one).items())
    place = one.record.locations[-1] if one.record.locations else "no file"
    yield printable(f"{one.record.title or 'Untitled'} ({counts or 'no notes'}; {place})")
    for record in one.records.in_order:
        yield printable(f"  {called(to_document(record))} ({record.id[:8]})")
