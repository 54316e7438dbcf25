"""``reader import --format F PATH…``: notes come in, or come home."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.desk import article_at, offline_argument, open_notes, settings_for
from reader.cli.narration import tell

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord, Record
    from reader.annotations.store import Store
    from reader.article.article import Article
    from reader.config import Settings
    from reader.exchange.arrival import Arrival
    from reader.exchange.formats.registry import Reads
    from reader.exchange.homecoming import Desk, Settled
    from reader.exchange.losses import Losses


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument(
        "--format", required=True, metavar="F", help="`list` shows them all with a line each"
    )
    parser.add_argument(
        "--on", metavar="FILE", help="the article that all of it is about, when PATH does not say"
    )
    parser.add_argument("--strict", action="store_true", help="take nothing when something is lost")
    parser.add_argument("--dry-run", action="store_true", help="say what would come in, take none")
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """1 when a passage was not found, or with ``--strict`` when something was lost."""
    from reader.exchange.formats.registry import ExchangeError, reader
    from reader.exchange.homecoming import settle
    from reader.exchange.losses import Losses

    if options.format == "list":
        _list_formats()
        return 0
    module = reader(options.format)
    if not options.paths:
        raise ExchangeError("Name the files or folders to import.")
    settings = settings_for(options)
    losses = Losses()
    store = open_notes(settings, read_only=options.dry_run)
    try:
        desk = _desk(store, settings, options.on)
        settled = _with_progress(settle(_arrivals(module, options.paths, losses), desk))
        kept, known = _fresh(settled, store)
        refused = options.strict and (losses.counts or _unplaced(settled))
        if not options.dry_run and not refused:
            _put(store, settings, desk, kept)
    finally:
        store.close()
    _tell(settled, kept, known, losses, done=not options.dry_run and not refused)
    return 1 if refused or _unplaced(settled) else 0


def _with_progress(arriving: Iterable[Settled]) -> list[Settled]:
    from reader.cli.progress_bar import ProgressBar

    settled = []
    with ProgressBar("Importing", "records") as bar:
        for each in arriving:
            settled.append(each)
            bar.advance(1)
    return settled


def _list_formats() -> None:
    from reader.exchange.formats.registry import FORMATS

    readable = {name: each for name, each in FORMATS.items() if each.reads}
    width = max(map(len, readable))
    for name, each in readable.items():
        print(f"{name:<{width}}  {each.told}")


def _arrivals(module: object, paths: list[Path], losses: Losses) -> Iterator[Arrival]:
    """What all the files bring; a file that cannot be read ends the import before it begins."""
    from reader.exchange.formats.registry import ExchangeError

    source: Reads = module  # type: ignore[assignment]
    for path in paths:
        try:
            if path.is_file() and path.stat().st_size == 0:
                raise ExchangeError(f"{path} is empty; there is nothing to import.")
            yield from source.read(path, losses)
        except FileNotFoundError as fault:
            missing = fault.filename or path
            raise ExchangeError(f"There is no file {missing}; check its name and folder.") from None
        except IsADirectoryError:
            raise ExchangeError(f"{path} is a folder; name a file inside it.") from None
        except PermissionError:
            raise ExchangeError(f"{path} may not be read; check its permissions.") from None
        except UnicodeDecodeError:
            raise ExchangeError(f"{path} is not UTF-8; save it so and try again.") from None
        except (LookupError, TypeError, AttributeError, RecursionError):
            raise ExchangeError(f"{path} is not of that format; check --format.") from None
        except ValueError as fault:
            reason = " ".join(str(fault).split())
            raise ExchangeError(f"{path} cannot be imported: {reason}.") from None


def _desk(store: Store, settings: Settings, on: str | None) -> Desk:
    from reader.annotations.records import now
    from reader.article.kept import KeptTexts
    from reader.exchange.homecoming import Desk

    texts = KeptTexts(settings.kept_texts)

    def text_of(article: ArticleRecord) -> str | None:
        for revision in reversed(article.revisions):
            text = desk.new_texts.get(revision.fingerprint) or texts.load(revision.fingerprint)
            if text is not None:
                return text
        return None

    desk = Desk(store.articles(), text_of, settings.me, now())
    if on is not None:
        _be_on(desk, article_at(on, settings))
    return desk


def _be_on(desk: Desk, article: Article) -> None:
    """Makes ``article`` the one that all arrivals are put on."""
    from reader.annotations.articles import admitted, known_article

    known = known_article(desk.articles, article)
    desk.given = admitted(known, article, creator=desk.who, at=desk.at)
    desk.new_texts[article.fingerprint] = article.text
    if desk.given is not known:
        desk.new_articles.append(desk.given)


def _fresh(settled: list[Settled], store: Store) -> tuple[list[Record], int]:
    """The records that the desk does not have in this or a newer state, and how many it has."""
    kept: dict[str, Record] = {}
    known = 0
    for each in settled:
        held = store.get(each.record.id)
        if held is not None and (held == each.record or held.modified > each.record.modified):
            known += 1
        else:
            kept[each.record.id] = each.record
    return list(kept.values()), known


def _put(store: Store, settings: Settings, desk: Desk, kept: list[Record]) -> None:
    from reader.article.kept import KeptTexts

    texts = KeptTexts(settings.kept_texts)
    for text in desk.new_texts.values():
        texts.keep(text)
    if desk.new_articles or kept:
        store.put_many([*desk.new_articles, *kept], doing="import")


def _unplaced(settled: list[Settled]) -> bool:
    return any(each.verdict != "placed" for each in settled)


def _tell(
    settled: list[Settled], kept: list[Record], known: int, losses: Losses, *, done: bool
) -> None:
    """The count and the losses on standard error; passages not found on standard output."""
    from reader.text.cells import printable

    verb = "came in" if done else "would come in"
    told = f"{len(kept)} record{'' if len(kept) == 1 else 's'} {verb}"
    if known:
        told += f", {known} are on the desk already, as they are or newer"
    tell(told)
    for loss in losses.told():
        tell(loss)
    why = {
        "unsure": "its passage is not in the article's text",
        "waiting": "its article's text is not on the desk; open it in reader, then import again",
    }
    for each in settled:
        if each.verdict == "placed":
            continue
        anchor = getattr(each.record, "anchor", None)
        words = " ".join(anchor.exact.split()) if anchor else ""
        print(
            printable(f"not placed: {each.record.kind} “{words}” {each.record.id}: ")
            + why[each.verdict]
        )
