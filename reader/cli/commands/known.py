"""``reader known TEXT|FILE…``: what was checked before, in other words, off-line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli.desk import offline_argument, settings_for
from reader.cli.narration import tell
from reader.cli.printing import format_argument
from reader.cli.prior_checks import check_document, check_fields, rating_of
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.config import Settings
    from reader.meaning.matching import Match
    from reader.meaning.prior_checks import PriorCheck, PriorChecks

Found = tuple["Match", "PriorCheck"]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="*",
        metavar="TEXT|FILE",
        help="a statement, or articles whose items to look up",
    )
    parser.add_argument(
        "--most",
        type=int,
        default=3,
        metavar="N",
        help="matches to print for each statement (default: 3)",
    )
    parser.add_argument(
        "--least",
        type=float,
        metavar="SURE",
        help="lowest probability, 0 to 1; at the default almost 9 in 10 matches are right",
    )
    parser.add_argument("--list", action="store_true", help="list the prior checks")
    parser.add_argument("--words", default="", help="with --list: only those with these words")
    parser.add_argument(
        "--remove", action="append", default=[], metavar="ID", help="remove a prior check"
    )
    format_argument(parser)
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Raise PriorChecksError, ArticleError, ModelError."""
    from reader.cli.prior_checks import add_vectors, collection

    if options.most < 1:
        raise ReaderError("--most must be at least 1.")
    if options.least is not None and not 0 <= options.least <= 1:
        raise ReaderError("--least is from 0 to 1, such as 0.5.")
    settings = settings_for(options)
    with collection(settings) as checks:
        if options.remove:
            return _remove(checks, options.remove)
        if options.list:
            return _list(checks, options)
        if not options.what:
            raise ReaderError("Name a statement or a FILE; --list shows the prior checks.")
        if not checks.count:
            raise ReaderError(
                "There are no prior checks yet; `reader import --format claimreview FILE` brings "
                "them in."
            )
        add_vectors(checks)
        found = _found(checks, settings, options)
    if options.format == "json":
        print(json.dumps([_document(*each) for each in found], ensure_ascii=False, indent=1))
    else:
        for text, matches in found:
            print("\n".join(_lines(text, matches)))
    if not any(matches for _, matches in found):
        tell("No prior check says the same.")
    return 0


def _remove(checks: PriorChecks, ids: Sequence[str]) -> int:
    from reader.text.plural import counted

    removed = checks.remove(ids)
    if removed:
        tell(f"Removed {counted(removed, 'prior check')}")
    if removed < len(set(ids)):
        raise ReaderError("Some of these ids do not exist; `reader known --list` lists them.")
    return 0


def _list(checks: PriorChecks, options: argparse.Namespace) -> int:
    from reader.meaning.claim_words import stems
    from reader.text.cells import printable

    wanted = set(stems(options.words))
    every = [one for one in checks.all() if wanted <= set(stems(f"{one.wording} {one.publisher}"))]
    if options.format == "json":
        print(json.dumps([check_fields(one) for one in every], ensure_ascii=False, indent=1))
        return 0
    for one in every:
        print(printable(f"{one.id}  {rating_of(one)}: {one.claim}"))
    if not every:
        tell("No prior check matches.")
    return 0


def _found(
    checks: PriorChecks, settings: Settings, options: argparse.Namespace
) -> list[tuple[str, list[Found]]]:
    from reader.cli.prior_checks import encode
    from reader.meaning.check_index import encoded, open_index
    from reader.meaning.claim_words import same_words
    from reader.meaning.matching import SURE

    texts = [text for each in options.what for text in _texts(each, settings)]
    index = open_index(checks, settings.cache_folder)
    least = SURE if options.least is None else options.least
    matches = index.matches(texts, encoded(texts, encode), most=options.most, least=least)
    pairs = _not_the_same(settings)
    meant = [
        [each for each in found if (same_words(text), each[1].id) not in pairs]
        for text, found in zip(texts, matches, strict=True)
    ]
    every = zip(texts, meant, strict=True)
    alone = len(options.what) == len(texts)
    return [(text, found) for text, found in every if found or alone]


def _not_the_same(settings: Settings) -> frozenset[tuple[str, str]]:
    """Return what was said in review not to be the same."""
    from reader.cli.under_review import notes_for_reading
    from reader.review.said_before import unlike_pairs

    with notes_for_reading(settings) as records:
        return unlike_pairs(records)


def _texts(what: str, settings: Settings) -> Iterator[str]:
    """Give a statement as it is, and the quotes and sentences of an article."""
    is_address = what.startswith(("http://", "https://"))
    try:
        is_file = Path(what).is_file()
    except (OSError, ValueError):  # too long for a name, or with a zero byte in it
        is_file = False
    if not (is_address or is_file):
        yield what
        return
    from reader.cli.commands.queue import queues_of
    from reader.cli.under_review import notes_for_reading, on_desk

    with notes_for_reading(settings) as records:
        for _, items in queues_of(on_desk([what], settings, records), settings.desk_words):
            yield from (item.text for item in items if item.kind != "figure")


def _document(text: str, found: Sequence[Found]) -> dict[str, Any]:
    checks = [check_document(check, match.sure, match.words) for match, check in found]
    return {"text": text, "checks": checks}


def _lines(text: str, found: Sequence[Found]) -> Iterator[str]:
    from reader.text.cells import printable

    yield printable(f"“{' '.join(text.split())}”")
    for match, check in found:
        yield printable(f"  {match.sure:.2f} {rating_of(check)}: {check.claim}")
        if match.words:
            yield printable(f"       in both: {', '.join(match.words)}")
        if check.url:
            yield printable(f"       {check.url}")
