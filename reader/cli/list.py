"""``reader list``: the articles on the desk and the notes on them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.cli.choosing import selection, selection_arguments
from reader.cli.desk import open_notes, settings_for

if TYPE_CHECKING:
    from reader.exchange.dossier import Dossier


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text")
    selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    settings = settings_for(options)
    if not settings.notes.exists():
        print("[]" if options.format == "json" else f"No notes yet in {settings.notes}.")
        return 0
    from reader.annotations.record_json import to_document
    from reader.exchange.dossier import dossiers
    from reader.exchange.selection import select

    store = open_notes(settings, read_only=True)
    try:
        chosen = select(store.records(), selection(options))
    finally:
        store.close()
    if options.format == "json":
        documents = [to_document(record) for record in chosen.records]
        print(json.dumps(documents, ensure_ascii=False, indent=1))
    else:
        for dossier in dossiers(chosen.records):
            print("\n".join(_told(dossier)))
    return 0


def _told(dossier: Dossier) -> Iterator[str]:
    from reader.exchange.dossier import count_by_kind
    from reader.text.cells import printable

    counts = ", ".join(
        f"{count} {kind}{'s' if count != 1 else ''}"
        for kind, count in count_by_kind(dossier).items()
    )
    place = dossier.article.locations[-1] if dossier.article.locations else "no file"
    yield printable(f"{dossier.article.title or 'Untitled'} ({counts or 'no notes'}; {place})")
    for record in dossier.records:
        anchor = getattr(record, "anchor", None)
        words = " ".join(anchor.exact.split()) if anchor else ""
        body = " ".join(getattr(record, "body", "").split())
        tags = "".join(f" #{tag}" for tag in record.tags)
        yield printable(f"  {record.kind} “{words}”{': ' + body if body else ''}{tags}")
