"""``reader conflicts [FILE…]``: figures that differ, quotes whose words changed, two versions.

The versions are those of notes of which an import or a merge brought another one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reader.annotations.open_conflicts import all_open, decided, open_conflicts
from reader.annotations.record_json import to_document
from reader.annotations.records import now
from reader.annotations.wording import called
from reader.cli.desk import offline_argument, open_notes, settings_for
from reader.cli.narration import tell
from reader.cli.printing import format_argument
from reader.cli.under_review import notes_for_reading, on_desk
from reader.errors import ReaderError
from reader.text.cells import printable
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.open_conflicts import OpenConflict
    from reader.annotations.records import Record
    from reader.config import Settings
    from reader.review.conflicts import Conflict
    from reader.review.drift import Drift, Statement


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", metavar="FILE|URL", help="articles (default: all in the library)"
    )
    format_argument(parser)
    parser.add_argument(
        "--decide", metavar="ID", help="decide between two versions of a note; `all` for every one"
    )
    parser.add_argument(
        "--prefer", choices=("mine", "theirs"), help="with --decide: which version to keep"
    )
    parser.add_argument("--field", metavar="NAME", help="with --decide: only this field")
    parser.add_argument(
        "--same", action="store_true", help="list quotes with identical wording too"
    )
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Return 1 when something differs. Raises ArticleError, ModelError, StoreError."""
    from reader.review.conflicts import conflicts
    from reader.review.drift import drifts

    settings = settings_for(options)
    if options.decide or options.prefer or options.field:
        return _decide(options, settings)
    with notes_for_reading(settings) as records:
        articles = on_desk(options.files, settings, records)
    ids = {article.article_id for article in articles}
    named = not options.files
    undecided = all_open(each for each in records if named or each.article_id in ids)
    found, drifted = conflicts(articles), drifts(articles, same=options.same)
    if options.format == "json":
        document = {
            "schema": 1,
            "offset_unit": "codepoint",
            "figures": [_figures_document(each) for each in found],
            "quotes": [_quote_document(each) for each in drifted],
            "versions": [_versions_document(each) for each in undecided],
        }
        print(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for each in undecided:
            print("\n".join(map(printable, _two_versions(each))))
        for conflict in found:
            print("\n".join(map(printable, _figure_lines(conflict))))
        for drift in drifted:
            print("\n".join(map(printable, _quote_lines(drift))))
    if not articles and not undecided:
        tell("No article is on the desk; name a FILE.")
    elif not found and not drifted and not undecided and options.format == "text":
        print("Nothing differs.")
    return 1 if found or undecided or any(each.changes for each in drifted) else 0


def _decide(options: argparse.Namespace, settings: Settings) -> int:
    """Keep mine or take theirs in the open conflicts of a record, or of all."""
    if not options.decide or not options.prefer:
        raise ReaderError("Name a note and a version: --decide ID --prefer mine (or theirs).")
    with open_notes(settings) as store:
        field = options.field
        waiting = [
            record
            for record in store.records()
            if any(field in (None, each.field, each.name) for each in open_conflicts(record))
        ]
        chosen = _chosen(waiting, options.decide)
        names = {each.name: each.field for record in chosen for each in open_conflicts(record)}
        at, one = now(), names.get(field, field)
        made = [decided(record, options.prefer, at, one) for record in chosen]
        store.put_many(made, doing="decide")
    print(f"Decided {counted(len(made), 'record')}: {options.prefer}.")
    return 0


def _chosen(waiting: list[Record], identity: str) -> list[Record]:
    """Return the records of which an id starts so, every one for ``all``.

    Raises ReaderError.
    """
    if identity == "all" and waiting:
        return waiting
    found = [each for each in waiting if each.id.startswith(identity)]
    exact = [each for each in found if each.id == identity] or found
    if len(exact) == 1:
        return exact
    if exact:
        raise ReaderError(f"{len(exact)} records begin with {identity!r}; give more of the id.")
    raise ReaderError(f"There is nothing to decide for {identity!r}; `reader conflicts` lists all.")


def _two_versions(conflict: OpenConflict) -> Iterator[str]:
    identity = conflict.record.id
    mine, theirs = conflict.versions
    whose = ", ".join(filter(None, [conflict.other, conflict.at]))
    yield f"Two versions of the {conflict.name}: {called(to_document(conflict.record))}"
    yield f"  yours: {mine or '(none)'}"
    yield f"  theirs ({whose}): {theirs or '(none)'}"
    yield f"      reader conflicts --decide {identity} --prefer mine (or theirs)"


def _versions_document(conflict: OpenConflict) -> dict[str, Any]:
    return {
        "article_id": conflict.record.article_id,
        "id": conflict.record.id,
        "kind": conflict.record.kind,
        "field": conflict.field,
        "mine": conflict.mine,
        "theirs": conflict.theirs,
        "by": conflict.by,
        "at": conflict.at,
    }


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
