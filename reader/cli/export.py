"""``reader export --format F``: notes leave, whole and in one piece."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from reader.cli.choosing import selection, selection_arguments
from reader.cli.desk import open_notes, settings_for


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", required=True, metavar="F", help="`list` shows them all with a line each"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="PATH", help="else standard output")
    parser.add_argument("--force", action="store_true", help="write over an existing file")
    parser.add_argument("--full-paths", action="store_true", help="do not cut paths to file names")
    parser.add_argument("--strict", action="store_true", help="exit 1 when something is lost")
    selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """1 with ``--strict`` when the format could not hold something. Raises ExchangeError."""
    import dataclasses

    from reader.exchange.dossier import dossiers, without_paths
    from reader.exchange.formats import FORMATS, ExchangeError, Loss, writer
    from reader.exchange.selection import select

    if options.format == "list":
        width = max(map(len, FORMATS))
        for name, (_, told) in FORMATS.items():
            print(f"{name:<{width}}  {told}")
        return 0
    format_ = writer(options.format)
    settings = settings_for(options)
    if options.output and options.output.exists() and not options.force:
        raise ExchangeError(f"{options.output} is there already; --force writes over it.")
    if not settings.notes.exists():
        raise ExchangeError(f"There are no notes yet in {settings.notes}.")
    store = open_notes(settings, read_only=True)
    try:
        chosen = select(store.records(), selection(options))
    finally:
        store.close()
    gathered = dossiers(chosen.records)
    if not options.full_paths:
        gathered = (
            dataclasses.replace(each, article=without_paths(each.article)) for each in gathered
        )
    if options.output is None:
        losses = format_.write(gathered, sys.stdout)
    else:
        from reader.whole_file import whole_file

        with whole_file(options.output, mode=None) as file:
            out = io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=True)
            losses = format_.write(gathered, out)
            out.detach()
    if chosen.held_back:
        held = Loss(chosen.held_back, "private records were held back; --private takes them along")
        print(f"reader: {held}", file=sys.stderr)
    for loss in losses:
        print(f"reader: {loss}", file=sys.stderr)
    return 1 if losses and options.strict else 0
