"""Where the files of an export go: a folder, or an archive that may be a pipe."""

from __future__ import annotations

import contextlib
import io
import re
import unicodedata
from collections.abc import Container, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

_LONGEST = 80


class Files(Protocol):
    """Takes text files by name."""

    def text(self, name: str) -> contextlib.AbstractContextManager[TextIO]:
        """Return a new file, UTF-8 with LF; it counts when the block ends well."""


class FolderFiles:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextlib.contextmanager
    def text(self, name: str) -> Iterator[TextIO]:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            yield out


class ArchiveFiles:
    """Files in a ZIP archive on ``out``, which need not be seekable."""

    def __init__(self, out: BinaryIO) -> None:
        # An export of one file, which must start fast, needs no archive.
        import zipfile

        self._zipfile = zipfile
        self._archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)

    @contextlib.contextmanager
    def text(self, name: str) -> Iterator[TextIO]:
        # A fixed date, so that the same notes make the same archive.
        member = self._zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        member.compress_type = self._zipfile.ZIP_DEFLATED
        member.external_attr = 0o644 << 16
        with self._archive.open(member, "w") as file:
            out = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="\n")
            yield out
            out.flush()
            out.detach()

    def close(self) -> None:
        self._archive.close()

    def abandon(self) -> None:
        """Write no more, not even the archive's end: what it is written to has failed."""
        self._archive.fp = None


class OneFile:
    """A single file on ``out``, for one article; ``count`` of those that came.

    An article's file has the name's ``ending``; what goes with all of them is left out.
    """

    def __init__(self, out: BinaryIO, ending: str) -> None:
        self._out, self._ending = out, ending
        self.count = 0

    @contextlib.contextmanager
    def text(self, name: str) -> Iterator[TextIO]:
        """Take the first article's file; the others are counted only."""
        is_article = name.endswith(self._ending)
        self.count += is_article
        target = self._out if is_article and self.count == 1 else io.BytesIO()
        out = io.TextIOWrapper(target, encoding="utf-8", errors="replace", newline="\n")
        yield out
        out.flush()
        out.detach()


@contextlib.contextmanager
def whole_folder(folder: Path) -> Iterator[FolderFiles]:
    """Files that come into ``folder`` together when the block ends well, else none of them.

    The folder is made when it is not there; other files in it stay. Raises OSError.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    import shutil
    import tempfile

    built = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield FolderFiles(built)
        folder.mkdir(exist_ok=True)
        for file in sorted(each for each in built.rglob("*") if each.is_file()):
            place = folder / file.relative_to(built)
            place.parent.mkdir(exist_ok=True)
            file.replace(place)
    finally:
        shutil.rmtree(built, ignore_errors=True)


class Names:
    """File names without an ending, one for each article, the same ones every time.

    ``shared`` are names that several articles of the desk would have, whichever are written.
    """

    def __init__(self, shared: Container[str] = ()) -> None:
        self._shared = shared
        self._taken: set[str] = set()

    def of(self, title: str, identity: str) -> str:
        """From the title; with the head of the id where two articles would share one."""
        name = self.plain(title) or f"article-{_head(identity)}"
        if name in self._taken or name in self._shared:
            name = f"{name}-{_head(identity)}"
        while name in self._taken:
            name += "x"
        self._taken.add(name)
        return name

    @classmethod
    def may_be(cls, name: str, title: str, identity: str) -> bool:
        """Return whether ``name`` may be the file name of an article."""
        own = cls.plain(title)
        return bool(own) and cls.plain(name) in (own, f"{own}-{_head(identity)}")

    @staticmethod
    def plain(title: str) -> str:
        """Return the title in letters, digits and dashes, "" where nothing is left of it."""
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
        return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:_LONGEST].strip("-")


def _head(identity: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "", identity)[:8] or "unknown"
