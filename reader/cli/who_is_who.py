"""What people said of who is who among sources: listed, said, taken back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.desk import open_notes
from reader.cli.narration import tell
from reader.cli.printing import print_json
from reader.errors import ReaderError
from reader.text.cells import printable

if TYPE_CHECKING:
    from reader.annotations.records import SourceName
    from reader.annotations.store import Store
    from reader.config import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options about who is who."""
    who = parser.add_argument_group("who is who, in all articles; undo reverts each")
    who.add_argument(
        "--is",
        dest="is_source",
        nargs=2,
        metavar=("NAME", "SOURCE"),
        help="the source called NAME is the one called SOURCE",
    )
    who.add_argument("--is-not", metavar="NAME", help="undo what you set for NAME")
    who.add_argument("--who-is-who", action="store_true", help="list the names that you joined")


def is_wanted(options: argparse.Namespace) -> bool:
    """Return whether the options ask for who is who, and not for what the speakers said."""
    return bool(options.is_source or options.is_not is not None or options.who_is_who)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Say, take back or list who is who. Raises ReaderError for a name that cannot be known."""
    changing = options.is_source or options.is_not is not None
    if not changing and not settings.notes.exists():
        _list([], options.format)
        return 0
    with open_notes(settings, read_only=not changing) as store:
        if options.is_source:
            _say(store, options.is_source[0], options.is_source[1], settings)
        if options.is_not is not None:
            _take_back(store, options.is_not, settings.me)
        if options.who_is_who:
            _list(_sources(store), options.format)
    return 0


def _sources(store: Store) -> list[SourceName]:
    from reader.annotations.records import CODEBOOK, SourceName

    found = [each for each in store.records(CODEBOOK) if isinstance(each, SourceName)]
    return sorted(found, key=lambda each: (each.name.casefold(), each.creator))


def _say(store: Store, name: str, means: str, settings: Settings) -> None:
    from reader.annotations.records import now
    from reader.review.sources import remembered

    name, means = (" ".join(each.split()) for each in (name, means))
    if not name or not means:
        raise ReaderError("Both names are needed; write --is NAME SOURCE.")
    before = _sources(store)
    made = remembered(
        name, "named", means, before, creator=settings.me, at=now(), private=settings.private
    )
    if made is None:
        raise ReaderError(
            f"“{name}” cannot be known in other articles: it is a role (names have capitals), or "
            f"a longer form of “{means}”. Name the speaker of its quotes in the article, with S."
        )
    if any(each.id == made.id and each.means == made.means for each in before):
        tell(f"“{name}” is “{means}” already.")
        return
    store.put_many([made], f"“{name}” is “{means}”")
    tell(f"“{name}” is “{means}” now, where an article makes that sure.")


def _take_back(store: Store, name: str, me: str) -> None:
    from reader.review.sources import folded

    same = [each for each in _sources(store) if folded(each.name) == folded(name)]
    own = [each for each in same if each.creator == me]
    if not own:
        whose = f"; {same[0].creator or 'somebody without a name'} did" if same else ""
        raise ReaderError(
            f"You said nothing of “{name}”{whose}; `reader speakers --who-is-who` lists all."
        )
    removed = [each.id for each in own]
    store.put_many([], f"forget that “{own[0].name}” is “{own[0].means}”", removed=removed)
    tell(f"“{own[0].name}” is no longer “{own[0].means}”.")


def _list(sources: list[SourceName], form: str) -> None:
    if form == "json":
        print_json(
            [{"name": each.name, "is": each.means, "creator": each.creator} for each in sources]
        )
        return
    for each in sources:
        by = f"  ({each.creator})" if each.creator else ""
        print(printable(f"{each.name} is {each.means}{by}"))
    if not sources:
        tell("No names are joined yet; --is NAME SOURCE joins two.")
