"""``reader tags``: the codebook: tags as a tree, renamed, merged, described."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.cli.desk import open_notes, settings_for
from reader.cli.narration import tell
from reader.cli.printing import format_argument, print_json
from reader.errors import ReaderError
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.codebook import Code, Edit
    from reader.annotations.records import Record, Tag
    from reader.annotations.store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORD", help="list only tags with these words")
    changes = parser.add_argument_group("changes, in all notes; one undo reverts each")
    changes.add_argument(
        "--rename",
        nargs=2,
        metavar=("OLD", "NEW"),
        help="rename a tag and the levels below it; NEW may exist with --merge",
    )
    changes.add_argument("--merge", action="store_true", help="with --rename: join the two tags")
    changes.add_argument("--delete", metavar="TAG", help="delete a tag from all notes")
    changes.add_argument(
        "--describe", nargs=2, metavar=("TAG", "WORDS"), help="say what the tag means"
    )
    changes.add_argument(
        "--colour", nargs=2, metavar=("TAG", "COLOUR"), help='colour of its marks; "" for none'
    )
    changes.add_argument("--add", metavar="TAG", help="add a tag that no note has yet")
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """List or change tags. Raises ReaderError for a tag that is missing or there already."""
    settings = settings_for(options)
    changes = (options.rename, options.delete, options.describe, options.colour, options.add)
    changing = any(each is not None for each in changes)
    if not changing and not settings.notes.exists():
        if options.format == "json":
            print("[]")
        tell(f"There are no notes yet in {settings.notes}; `reader FILE` makes some.")
        return 0
    with open_notes(settings, read_only=not changing) as store:
        if changing:
            _change(store, options, settings.me)
            return 0
        _list(_codes(store), options)
    return 0


def _codes(store: Store) -> list[Code]:
    from reader.annotations.codebook import CODEBOOK, codes

    return codes(store.records(CODEBOOK), store.tags())


def _list(every: list[Code], options: argparse.Namespace) -> None:
    from reader.text.cells import printable

    words = " ".join(options.words).casefold().split()
    shown = [
        each
        for each in every
        if all(word in f"{each.name} {each.description}".casefold() for word in words)
    ]
    if options.format == "json":
        print_json([each._asdict() for each in shown])
        return
    for each in shown:
        about = " · ".join(part for part in (each.colour or "", each.description) if part)
        name = f"{'  ' * each.depth}{each.label}" if not words else each.name
        print(printable(f"{each.total:>6}  {name}{'  ' * bool(about)}{about}"))
    if not shown:
        tell("No tags." if not every else "No tag has these words.")


def _change(store: Store, options: argparse.Namespace, me: str) -> None:
    from reader.annotations.codebook import clean_name, renamed, without
    from reader.annotations.records import now

    known = {each.name: each for each in _codes(store)}
    at = now()
    if options.add is not None:
        name = clean_name(options.add)
        if not name:
            raise ReaderError("A tag needs a name; write --add TAG.")
        if name in known:
            raise ReaderError(f"#{name} is a tag already.")
        _describe(store, name, me, at)
        tell(f"Added #{name}.")
    if options.rename:
        old, new = _there(options.rename[0], known), clean_name(options.rename[1])
        if not new:
            raise ReaderError("A tag needs a name; write --rename OLD NEW.")
        if new in known and new != old and not options.merge:
            raise ReaderError(f"#{new} is a tag already; --merge joins the two.")
        _edit(store, old, partial(renamed, old=old, new=new, at=at), f"rename the tag #{old}")
        tell(f"#{old} is #{new} now in {counted(known[old].total, 'note')}.")
    if options.describe:
        _describe(
            store, _there(options.describe[0], known), me, at, description=options.describe[1]
        )
    if options.colour:
        _describe(store, _there(options.colour[0], known), me, at, colour=options.colour[1] or None)
    if options.delete is not None:
        name = _there(options.delete, known)
        _edit(store, name, partial(without, name=name, at=at), f"delete the tag #{name}")
        tell(f"#{name} is gone from {counted(known[name].total, 'note')}.")


def _there(written: str, known: dict[str, Code]) -> str:
    from reader.annotations.codebook import clean_name

    name = clean_name(written)
    if name not in known:
        raise ReaderError(f"There is no tag #{name}; `reader tags` lists them.")
    return name


def _edit(store: Store, name: str, edit: Callable[[list[Record]], Edit], doing: str) -> None:
    from reader.annotations.codebook import CODEBOOK
    from reader.annotations.record_json import from_document, is_record
    from reader.annotations.storage.tagged import tagged

    rows = filter(is_record, tagged(store.writer.view, [name]))
    made = edit([*map(from_document, rows), *store.records(CODEBOOK)])
    store.put_many(made.changed, doing, removed=made.removed)


def _describe(store: Store, name: str, me: str, at: str, **fields: str | None) -> None:
    from reader.annotations.codebook import made_tag, tag_id

    held = store.get(tag_id(name))
    tag: Tag = held if held is not None else made_tag(name, creator=me, at=at)  # type: ignore[assignment]
    changed = replace(tag, modified=at, **fields)  # type: ignore[arg-type]
    store.put_many([changed], f"describe the tag #{name}")
