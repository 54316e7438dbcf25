"""What is to be added: files, folders with all that is in them, web addresses."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.article.loaders.registry import is_known
from reader.article.table_signs import MAGIC, is_archive
from reader.article.tables import looks_like_articles

_LOOKED_AT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder that is not added, and why; ``unreadable`` when it might be an article."""

    place: str
    reason: str
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """The places to add in their order, each once; what was left out of the folders."""

    places: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()


def is_address(place: str) -> bool:
    return "://" in place


def sources(places: Iterable[str]) -> Sources:
    """Folders are gone through to the bottom, names in order.

    Hidden ones and links to folders left out; a file that is named by itself is taken whatever it
    is. Nothing is read but the beginning of files whose name does not tell their format.
    """
    found: dict[str, None] = {}
    skipped: list[Skipped] = []
    for place in places:
        path = Path(os.path.expanduser(place))  # noqa: PTH111 a path would lose the ./
        if not place or is_address(place) or not path.is_dir() or is_archive(path):
            found.setdefault(place)
            continue
        for each in _files(path, skipped):
            refused = _refused(each)
            if refused is not None:
                skipped.append(refused)
            else:
                found.setdefault(str(each))
    return Sources(tuple(found), tuple(skipped))


def _files(folder: Path, skipped: list[Skipped]) -> Iterator[Path]:
    def unreadable(fault: OSError) -> None:
        skipped.append(Skipped(str(fault.filename), fault.strerror or "cannot be read", True))

    for where, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(where, name)


def _refused(path: Path) -> Skipped | None:
    """Why a file of a folder is left out, None when it is not."""
    try:
        if not path.is_file():
            return Skipped(str(path), "no file")
        if path.stat().st_size == 0:
            return Skipped(str(path), "empty")
        with path.open("rb") as file:
            begin = file.read(_LOOKED_AT)
    except OSError as fault:
        return Skipped(str(path), fault.strerror or "cannot be read", True)
    if is_known(begin, path.name) or begin.startswith(MAGIC):
        return None
    if looks_like_articles(begin, path.name):
        return None
    return Skipped(str(path), f"no format that reader knows ({path.suffix or 'no ending'})")
