"""``reader export --format F``: notes leave, whole and in one piece."""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

from reader.cli.choosing import selection, selection_arguments
from reader.cli.desk import open_notes, settings_for

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord
    from reader.config import Settings
    from reader.exchange.dossier import Dossier, Loaded
    from reader.exchange.given import Given
    from reader.exchange.losses import Loss

PATIENCE = 1.0
"""Seconds after which progress is told."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", required=True, metavar="F", help="`list` shows them all with a line each"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="PATH",
        help="a file; with a / at its end a folder; a name in .zip makes an archive of several "
        "files; else standard output",
    )
    parser.add_argument("--force", action="store_true", help="write over existing files")
    parser.add_argument("--full-paths", action="store_true", help="do not cut paths to file names")
    parser.add_argument("--strict", action="store_true", help="exit 1 when something is lost")
    parser.add_argument(
        "--origin",
        choices=("both", "own", "machine"),
        default="both",
        help="whose annotations, in formats that take what was found by the machine too",
    )
    parser.add_argument(
        "--template", type=Path, metavar="FILE", help="a template for pages (markdown)"
    )
    selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """1 with ``--strict`` when the format could not hold something. Raises ExchangeError."""
    import dataclasses

    from reader.exchange.dossier import dossiers, without_paths
    from reader.exchange.formats import FORMATS, ExchangeError, writer
    from reader.exchange.losses import Loss
    from reader.exchange.selection import select

    if options.format == "list":
        _list_formats()
        return 0
    module = writer(options.format)
    if options.template is not None and options.format != "markdown":
        raise ExchangeError("--template is for pages: use it with --format markdown.")
    settings = settings_for(options)
    if not settings.notes.exists():
        raise ExchangeError(f"There are no notes yet in {settings.notes}.")
    given = _given(options, settings)
    found = FORMATS[options.format].findings and "machine" in given.origins
    store = open_notes(settings, read_only=True)
    try:
        chosen = select(store.records(), selection(options))
    finally:
        store.close()
    gathered = dossiers(chosen.records, lambda article: _loaded(article, settings, found))
    if not options.full_paths:
        gathered = (
            dataclasses.replace(each, article=without_paths(each.article)) for each in gathered
        )
    losses = _written(module, _with_progress(gathered), options, given)
    for count, what in (
        (chosen.held_back, "private records were held back; --private takes them along"),
        (chosen.held_evidence, "private pieces of evidence were held back"),
    ):
        if count:
            print(f"reader: {Loss(count, what)}", file=sys.stderr)
    for loss in losses:
        print(f"reader: {loss}", file=sys.stderr)
    return 1 if losses and options.strict else 0


def _list_formats() -> None:
    from reader.exchange.formats import FORMATS

    width = max(map(len, FORMATS))
    for name, each in FORMATS.items():
        ways = "out, in" if each.writes and each.reads else "out" if each.writes else "in"
        print(f"{name:<{width}}  {ways:<7}  {each.told}")


def _given(options: argparse.Namespace, settings: Settings) -> Given:
    from reader.exchange.formats import ExchangeError
    from reader.exchange.given import Given, Origin, Tag

    origins: dict[str, frozenset[Origin]] = {
        "both": frozenset({"machine", "own"}),
        "own": frozenset({"own"}),
        "machine": frozenset({"machine"}),
    }
    template = None
    if options.template is not None:
        try:
            template = options.template.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise ExchangeError(f"{options.template} is not UTF-8; save it so.") from None
    publisher = settings.publisher
    return Given(
        origins=origins[options.origin],
        tagset=tuple(Tag(each.layer, each.type, each.colour) for each in settings.labels),
        publisher=None if publisher is None else (publisher.name, publisher.url),
        template=template,
    )


def _loaded(article: ArticleRecord, settings: Settings, found: bool) -> Loaded:
    """The newest kept text of an article; if ``found``, what the models in use found in it."""
    from reader.article.kept import KeptTexts

    texts = KeptTexts(settings.kept_texts)
    for revision in reversed(article.revisions):
        text = texts.load(revision.fingerprint)
        if text is not None:
            if not found:
                return text, None
            from reader.analysis.cache import FindingsCache
            from reader.analysis.packages import ModelError, stamp

            try:
                made_by = stamp(settings.package)
            except ModelError:
                return text, None
            return text, FindingsCache(settings.findings_cache).load(revision.fingerprint, made_by)
    return None, None


def _written(
    module: ModuleType, gathered: Iterable[Dossier], options: argparse.Namespace, given: Given
) -> list[Loss]:
    """Writes to where ``-o`` points: a folder, an archive, a file, or standard output."""
    from reader.exchange.formats import ExchangeError, makes_files, streams
    from reader.exchange.targets import ArchiveFiles, whole_folder
    from reader.whole_file import whole_file

    stream, files = streams(module), makes_files(module)
    target = None if options.output is None else Path(options.output)
    if target is not None and (options.output.endswith("/") or target.is_dir()):
        if files is None:
            raise ExchangeError(f"{options.format} is one file; give -o the name of a file.")
        if target.is_dir() and any(target.iterdir()) and not options.force:
            raise ExchangeError(f"{target} is not empty; --force writes into it.")
        with whole_folder(target) as folder:
            return files.write_files(gathered, folder, given)
    if target is not None and target.exists() and not options.force:
        raise ExchangeError(f"{target} is there already; --force writes over it.")
    archived = files is not None and (
        stream is None or (target is not None and target.suffix == ".zip")
    )
    with contextlib.ExitStack() as stack:
        binary: BinaryIO | None
        if target is not None:
            binary = stack.enter_context(whole_file(target, mode=None))
        elif archived and sys.stdout.isatty():
            raise ExchangeError(f"{options.format} is several files: name a folder, -o FOLDER/.")
        else:
            binary = getattr(sys.stdout, "buffer", None)
        if archived and files is not None and binary is not None:
            archive = ArchiveFiles(binary)
            losses = files.write_files(gathered, archive, given)
            archive.close()
            return losses
        if stream is None:
            raise ExchangeError(f"{options.format} is several files: name a folder, -o FOLDER/.")
        if target is None or binary is None:
            return stream.write(gathered, sys.stdout, given)
        out = io.TextIOWrapper(binary, encoding="utf-8", errors="replace", newline="")
        losses = stream.write(gathered, out, given)
        out.flush()
        out.detach()
        return losses


def _with_progress(gathered: Iterable[Dossier]) -> Iterator[Dossier]:
    """Tells on a terminal how many records went through, once it takes longer than a second."""
    start, told, records = time.monotonic(), False, 0
    for number, dossier in enumerate(gathered, 1):
        yield dossier
        records += len(dossier.records)
        if sys.stderr.isatty() and time.monotonic() - start > PATIENCE:
            told = True
            line = f"\rExported {records} records of {number} articles"
            print(line, end="", file=sys.stderr, flush=True)
    if told:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
