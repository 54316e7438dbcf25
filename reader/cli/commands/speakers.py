"""``reader speakers [FILE…]``: who is quoted, what each one said, who is who among them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reader.cli import who_is_who
from reader.cli.desk import offline_argument, settings_for
from reader.cli.narration import tell
from reader.cli.printing import format_argument
from reader.cli.under_review import notes_for_reading, on_desk
from reader.text.cells import printable
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.review.speakers import Speaker


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE|URL", help="articles (default: all in the library)"
    )
    parser.add_argument(
        "--name", default="", metavar="WORDS", help="part of a speaker's name or role"
    )
    who_is_who.arguments(parser)
    format_argument(parser)
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Raise ArticleError, ModelError, StoreError; ReaderError for a name that is no source's."""
    from reader.review.speakers import said_by, seen_by, speakers

    settings = settings_for(options)
    if who_is_who.is_wanted(options):
        return who_is_who.run(options, settings)
    with notes_for_reading(settings) as records:
        articles = on_desk(options.files, settings, records)
        found = said_by(speakers(seen_by(articles, settings.me)), options.name)
    if options.format == "json":
        document = {"schema": 1, "speakers": [_document(each) for each in found]}
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for each in found:
            print("\n".join(map(printable, _lines(each, full=bool(options.name)))))
    if not articles:
        tell("No article is on the desk; name a FILE.")
    elif options.name and not found:
        tell(f"Nobody quoted is called {options.name!r}.")
    elif not found:
        tell("Nobody is quoted.")
    return 0


def _lines(speaker: Speaker, *, full: bool) -> Iterator[str]:
    role = f", {speaker.roles[0]}" if speaker.roles else ""
    count, articles = len(speaker.statements), speaker.articles
    said, where = counted(count, "statement"), counted(articles, "article")
    yield f"{speaker.name}{role}: {said} in {where}"
    for each in speaker.statements if full else ():
        verdict = ", ".join(one.label for one in each.verdicts) or each.status or ""
        when = f", {each.said_on}" if each.said_on else ""
        yield f"  “{' '.join(each.text.split())}” ({each.title}{when})"
        if verdict:
            yield f"      {verdict}"


def _document(speaker: Speaker) -> dict[str, Any]:
    return {
        "name": speaker.name,
        "kind": speaker.kind,
        "aliases": list(speaker.aliases),
        "roles": list(speaker.roles),
        "articles": speaker.articles,
        "statements": [
            {
                "article_id": each.article_id,
                "title": each.title,
                "outlet": each.outlet,
                "said_on": each.said_on,
                "quote": each.quote,
                "kind": each.kind,
                "spans": [[span.start, span.end] for span in each.spans],
                "text": each.text,
                "claim": each.claim,
                "status": each.status,
                "verdicts": [
                    {"reviewer": one.reviewer, "scale": one.scale, "label": one.label}
                    for one in each.verdicts
                ],
            }
            for each in speaker.statements
        ],
    }
