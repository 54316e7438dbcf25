"""``reader import --format F PATH…``: notes come in, or come home."""

from __future__ import annotations

import argparse
import contextlib
import inspect
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.desk import article_at, offline_argument, open_notes, settings_for
from reader.cli.narration import tell
from reader.exchange.formats.registry import FORMATS, ExchangeError, readable, reader
from reader.exchange.losses import Losses
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord, Record
    from reader.annotations.store import Store
    from reader.article.article import Article
    from reader.config import Settings
    from reader.exchange.arrival import Arrival
    from reader.exchange.formats.registry import Reads
    from reader.exchange.importing import Desk, PlacedRecord
    from reader.exchange.incoming import Incoming
    from reader.exchange.losses import Losses

_COUNTED = {
    "changed": "of them as changes",
    "back": "of them back: removed here, changed in the file",
    "same": "are on the desk already, as they are or newer",
    "removed": "stay removed, as you removed them",
}
PRIOR_CHECKS = "claimreview"
"""The format that brings in what others checked, not notes."""
_UNPLACED = {
    "unsure": "its passage is not in the article's text",
    "waiting": "its article's text is not on the desk; open it in reader, then import again",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="files or folders to import"
    )
    parser.add_argument(
        "--format", required=True, metavar="F", help="name of a format; `list` prints all of them"
    )
    parser.add_argument(
        "--on",
        metavar="FILE",
        help="the article that the notes are about, where PATH does not name it",
    )
    parser.add_argument(
        "--strict", action="store_true", help="import nothing if anything would be lost"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="print what would be imported without importing it"
    )
    parser.add_argument(
        "--annotator",
        default="",
        metavar="NAME",
        help="whose annotations these are, where PATH does not say",
    )
    parser.add_argument(
        "--prefer",
        choices=("mine", "theirs"),
        default="",
        help="which side wins where both changed (default: mine)",
    )
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Return 1 when a passage was not found.

    When something was changed both here and in the file, or with ``--strict`` when something was
    lost.
    """
    from reader.exchange.importing import settle
    from reader.exchange.incoming import incoming

    if options.format == "list":
        _list_formats()
        return 0
    module = None if options.format == PRIOR_CHECKS else reader(options.format)
    if not options.paths:
        raise ExchangeError("Name the files or folders to import.")
    settings = settings_for(options)
    if module is None:
        from reader.cli.prior_checks import import_checks

        return import_checks(options.paths, settings, dry_run=options.dry_run)
    losses = Losses()
    with open_notes(settings, read_only=options.dry_run) as store:
        desk = _desk(store, settings, options.on)
        arriving = _arrivals(module, options.paths, losses, options.annotator)
        settled = _with_progress(settle(arriving, desk))
        came = incoming(settled, store, desk, options.prefer)
        refused = options.strict and (losses.counts or _unplaced(settled))
        if not options.dry_run and not refused:
            made = [each.merged.record for each in came.values()]
            _put(store, settings, desk, [record for record in made if record is not None])
    _report(settled, came, losses, done=not options.dry_run and not refused)
    disputed = not options.prefer and any(each.merged.disputes for each in came.values())
    return 1 if refused or _unplaced(settled) or disputed else 0


def _with_progress(arriving: Iterable[PlacedRecord]) -> list[PlacedRecord]:
    from reader.cli.progress_bar import ProgressBar

    settled = []
    with ProgressBar("Importing", "records") as bar:
        for each in arriving:
            settled.append(each)
            bar.advance(1)
    return settled


def _list_formats() -> None:
    readable = {name: each for name, each in FORMATS.items() if each.reads}
    width = max(map(len, readable))
    for name, each in readable.items():
        print(f"{name:<{width}}  {each.summary}")
    print(f"{PRIOR_CHECKS:<{width}}  prior checks: pages, feeds, JSON lines, the fact-check API")


def _arrivals(
    module: object, paths: list[Path], losses: Losses, annotator: str
) -> Iterator[Arrival]:
    """Yield what all the files bring.

    A file that cannot be read ends the import before it begins.
    """
    source: Reads = module  # type: ignore[assignment]
    named = "annotator" in inspect.signature(source.read).parameters
    if annotator and not named:
        raise ExchangeError("Files of this format say who annotated; leave --annotator out.")
    several = named and not annotator and _hold_one_text(source, paths)
    for path in paths:
        who = {"annotator": annotator or (path.stem if several else "")} if named else {}
        try:
            with readable(path):
                if path.is_file() and path.stat().st_size == 0:
                    raise ExchangeError(f"{path} is empty; there is nothing to import.")
                yield from source.read(path, losses, **who)
        except (LookupError, TypeError, AttributeError, RecursionError):
            raise ExchangeError(f"{path} is not of that format; check --format.") from None
        except ValueError as fault:
            reason = " ".join(str(fault).split())
            raise ExchangeError(f"{path} cannot be imported: {reason}.") from None


def _hold_one_text(source: Reads, paths: list[Path]) -> bool:
    """Return whether several files are about one text: then each is of an annotator of its own."""
    seen: set[str] = set()
    for path in paths if len(paths) > 1 else ():
        here: set[str] = set()
        with contextlib.suppress(
            OSError,
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
            RecursionError,
        ):  # reported when it is imported
            here = {each.text for each in source.read(path, Losses()) if each.text}
        if seen & here:
            return True
        seen |= here
    return False


def _desk(store: Store, settings: Settings, on: str | None) -> Desk:
    from reader.annotations.records import now
    from reader.exchange.importing import Desk

    library = settings.library

    def text_of(article: ArticleRecord) -> str | None:
        return library.text_of(article, desk.new_texts)

    desk = Desk(store.articles(), text_of, settings.me, now(), former=library.texts.load)
    if on is not None:
        _be_on(desk, article_at(on, settings))
    return desk


def _be_on(desk: Desk, article: Article) -> None:
    """Make ``article`` the one that all arrivals are put on."""
    from reader.annotations.articles import admitted, known_article

    known = known_article(desk.articles, article)
    desk.given = admitted(known, article, creator=desk.who, at=desk.at)
    desk.new_texts[article.fingerprint] = article.text
    if desk.given is not known:
        desk.new_articles.append(desk.given)


def _put(store: Store, settings: Settings, desk: Desk, kept: list[Record]) -> None:
    texts = settings.library.texts
    for text in desk.new_texts.values():
        texts.keep(text)
    merged = {record.id for record in kept}
    articles = [each for each in desk.new_articles if each.id not in merged]
    if articles or kept:
        store.put_many([*articles, *kept], doing="import")


def _unplaced(settled: list[PlacedRecord]) -> bool:
    return any(each.status != "placed" for each in settled)


def _report(
    settled: list[PlacedRecord], came: Mapping[str, Incoming], losses: Losses, *, done: bool
) -> None:
    """Count and losses on standard error, unplaced passages and conflicts on standard output."""
    from reader.text.cells import printable

    statuses = Counter[str](
        each.merged.status
        for each in came.values()
        if each.merged.record is not None or each.settled.record.kind != "article"
    )
    taken = statuses["new"] + statuses["changed"] + statuses["back"]
    sentence = f"{'Imported' if done else 'Would import'} {counted(taken, 'record')}"
    for status, words in _COUNTED.items():
        if statuses[status]:
            sentence += f", {statuses[status]} {words}"
    tell(sentence)
    for loss in losses.messages():
        tell(loss)
    unsigned = [
        each.settled.record
        for each in came.values()
        if each.merged.status == "same" and not each.taken_for and not each.signs
    ]
    if statuses["new"] and any(each.kind == "label" and not each.creator for each in unsigned):
        tell(
            "Some labels were here already. If this file is another person's than the one before, "
            "import it with --annotator NAME to keep both."
        )
    waiting = [each for each in came.values() if each.signs and each.merged.status == "same"]
    for who, count in Counter(each.settled.record.creator for each in waiting).items():
        are = "are" if count > 1 else "is"
        tell(
            f"{counted(count, 'record')} {are} here already, imported without a name. Import again "
            f"with --prefer theirs to sign with “{who}”, or --prefer mine to add {who}'s to yours."
        )
    others = Counter(
        (each.taken_for, "label" if each.settled.record.kind == "label" else "note")
        for each in came.values()
        if each.taken_for
    )
    for (who, kind), count in others.items():
        are = "are" if count > 1 else "is"
        tell(
            f"{counted(count, f'unsigned {kind}')} {are} here already, by {who}. If this file is "
            "another person's, import it with --annotator NAME to keep both."
        )
    for one in settled:
        if one.status != "placed":
            print(printable(f"not placed: {_called(one.record)}: ") + _UNPLACED[one.status])
    disputed = [(each, field) for each in came.values() for field in each.merged.disputes]
    for each, field in disputed:
        values = f"here {_short(field.here)}, in the file {_short(field.there)}"
        print(printable(f"conflict: {_called(each.settled.record)}: {field.field} {values}"))
    if disputed:
        tell(
            "Yours stays in each conflict until you decide; `reader conflicts` lists them. "
            "To settle all of them, import again with --prefer mine or theirs."
        )


def _called(record: Record) -> str:
    anchor = getattr(record, "anchor", None)
    words = " ".join((anchor.exact if anchor else getattr(record, "title", "")).split())
    return f"{record.kind} “{words}” {record.id}"


def _short(value: object) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    plain = " ".join(words.split())
    return f"“{plain[:80]}…”" if len(plain) > 81 else f"“{plain}”"
