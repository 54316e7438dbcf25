"""``reader export --format F``: notes leave, whole and in one piece."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.choosing import selection, selection_arguments
from reader.cli.desk import open_notes, settings_for
from reader.cli.narration import tell

if TYPE_CHECKING:
    from reader.annotations.store import Store
    from reader.config import Settings
    from reader.exchange.export import Export, Written
    from reader.exchange.export_options import ExportOptions


WITH_RECORDS = ("xmi", "webanno-tsv")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", required=True, metavar="F", help="name of a format; `list` prints all of them"
    )
    parser.add_argument(
        "-o",
        "--output",
        default="-",
        metavar="PATH",
        help="file, folder (ends with /) or .zip archive (default: standard output)",
    )
    parser.add_argument("--force", action="store_true", help="overwrite existing files")
    parser.add_argument(
        "--full-paths", action="store_true", help="keep whole paths instead of file names"
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="write nothing and exit with 1 if anything would be lost",
    )
    parser.add_argument(
        "--origin",
        choices=("both", "own", "machine"),
        default="both",
        help="whose annotations, where the format takes findings too (default: both)",
    )
    parser.add_argument(
        "--with-records",
        action="store_true",
        help="xmi, webanno-tsv: let annotations carry their whole records as JSON",
    )
    parser.add_argument(
        "--template",
        type=Path,
        metavar="FILE",
        help="a page of your own (markdown): $title and the like, a line [records], $passage, "
        "$note … for each record, a line [end]; an unknown name makes reader list all of them",
    )
    selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """1 with ``--strict`` when the format could not hold something. Raises ExchangeError."""
    from reader.exchange.export import Export, LossError
    from reader.exchange.formats.registry import ExchangeError, writer

    if options.format == "list":
        _list_formats()
        return 0
    writer(options.format)
    if options.template is not None and options.format != "markdown":
        raise ExchangeError("--template is for pages: use it with --format markdown.")
    if options.with_records and options.format not in WITH_RECORDS:
        raise ExchangeError(f"--with-records is for --format {' and '.join(WITH_RECORDS)}.")
    settings = settings_for(options)
    if not settings.notes.exists():
        raise ExchangeError(f"There are no notes yet in {settings.notes}.")
    asked = Export(
        format=options.format,
        target=options.output,
        selection=selection(options),
        given=_given(options, settings),
        over=options.force,
        full_paths=options.full_paths,
        strict=options.strict,
    )
    store = open_notes(settings, read_only=True)
    try:
        result = written(store, asked, settings)
    except LossError as fault:
        for loss in fault.losses:
            tell(loss)
        tell(fault)
        return 1
    finally:
        store.close()
    if not result.articles:
        tell("No records match this filter.")
    for held in result.held_back:
        them = "it" if held.count == 1 else "them"
        tell(f"{held}; --private takes {them} along")
    for loss in result.losses:
        tell(loss)
    return 0


def written(store: Store, asked: Export, settings: Settings) -> Written:
    from reader.cli.progress_bar import ProgressBar
    from reader.exchange.by_article import loaded_from
    from reader.exchange.export import export
    from reader.exchange.formats.registry import FORMATS

    found = FORMATS[asked.format].findings and "machine" in asked.given.origins
    total = sum(sum(kinds.values()) for kinds in store.counts().values())
    apart = asked.path is not None or not sys.stdout.isatty()
    with ProgressBar("Exporting", "records", total, shown=apart) as bar:
        return export(
            store,
            asked,
            loaded_from(settings.library, findings=found),
            stream=getattr(sys.stdout, "buffer", None),
            passed=bar.advance,
        )


def _list_formats() -> None:
    from reader.exchange.formats.registry import FORMATS

    width = max(map(len, FORMATS))
    for name, each in FORMATS.items():
        ways = "out, in" if each.writes and each.reads else "out" if each.writes else "in"
        print(f"{name:<{width}}  {ways:<7}  {each.summary}")


def _given(options: argparse.Namespace, settings: Settings) -> ExportOptions:
    from reader.exchange.export_options import Origin
    from reader.exchange.formats.registry import ExchangeError

    origins: dict[str, frozenset[Origin]] = {
        "both": frozenset({"machine", "own"}),
        "own": frozenset({"own"}),
        "machine": frozenset({"machine"}),
    }
    template = None
    if options.template is not None:
        try:
            template = options.template.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise ExchangeError(f"{options.template} is not UTF-8; save it as UTF-8.") from None
    return dataclasses.replace(
        settings.given,
        origins=origins[options.origin],
        template=template,
        details=options.with_records,
    )
