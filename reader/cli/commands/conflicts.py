"""``reader conflicts [FILE…]``: figures that differ, and quotes whose words changed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reader.cli.desk import offline_argument, settings_for
from reader.cli.narration import tell
from reader.cli.printing import format_argument

if TYPE_CHECKING:
    from reader.review.conflicts import Conflict
    from reader.review.drift import Drift, Statement


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE|URL", help="articles (default: all in the library)"
    )
    format_argument(parser)
    parser.add_argument("--same", action="store_true", help="also quotes with identical wording")
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """1 when something differs. Raises ArticleError, ModelError, StoreError."""
    from reader.cli.under_review import notes_for_reading, on_desk
    from reader.review.conflicts import conflicts
    from reader.review.drift import drifts
    from reader.text.cells import printable

    settings = settings_for(options)
    with notes_for_reading(settings) as records:
        articles = on_desk(options.files, settings, records)
    found, drifted = conflicts(articles), drifts(articles, same=options.same)
    if options.format == "json":
        document = {
            "schema": 1,
            "offset_unit": "codepoint",
            "figures": [_figures_document(each) for each in found],
            "quotes": [_quote_document(each) for each in drifted],
        }
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for conflict in found:
            print("\n".join(map(printable, _figure_lines(conflict))))
        for drift in drifted:
            print("\n".join(map(printable, _quote_lines(drift))))
    if not articles:
        tell("No article is on the desk; name a FILE.")
    elif not found and not drifted and options.format == "text":
        print("Nothing differs.")
    return 1 if found or any(each.changes for each in drifted) else 0


def _figure_lines(conflict: Conflict) -> Iterator[str]:
    yield f"Figures differ: {conflict.thing}"
    for each in conflict.stated:
        source = each.source or "the text names no source"
        if not each.source and each.names:
            source += f"; named in the sentence: {', '.join(each.names)}"
        modifier = f"{each.figure.modifier} " if each.figure.modifier else ""
        yield f"  {modifier}{each.figure.text} ({source}), in {each.title}"
        yield f"      {each.context}"


def _quote_lines(drift: Drift) -> Iterator[str]:
    how = "Words differ" if drift.changes else "Same words"
    yield f"{how}: {drift.speaker}"
    for statement in (drift.first, drift.second):
        yield f"  “{statement.text}”, in {statement.title}"
    if drift.changes:
        yield "      " + ", ".join(map(str, drift.changes))


def _figures_document(conflict: Conflict) -> dict[str, Any]:
    return {
        "thing": conflict.thing,
        "across": conflict.across,
        "stated": [
            {
                "article_id": each.article_id,
                "title": each.title,
                "id": each.figure.id,
                "start": each.figure.start,
                "end": each.figure.end,
                "text": each.figure.text,
                "value": each.figure.value,
                "value_max": each.figure.value_max,
                "modifier": each.figure.modifier,
                "source": each.source,
                "names": list(each.names),
                "context": each.context,
            }
            for each in conflict.stated
        ],
    }


def _quote_document(drift: Drift) -> dict[str, Any]:
    return {
        "speaker": drift.speaker,
        "first": _place(drift.first),
        "second": _place(drift.second),
        "likeness": drift.likeness,
        "changes": [
            {"before": each.before, "after": each.after, "start": each.start, "end": each.end}
            for each in drift.changes
        ],
    }


def _place(statement: Statement) -> dict[str, Any]:
    return {
        "article_id": statement.article_id,
        "title": statement.title,
        "outlet": statement.outlet,
        "published": statement.published,
        "quote": statement.quote,
        "start": statement.span.start,
        "end": statement.span.end,
        "text": statement.text,
    }
