"""A folder or an archive of several files, unpacked for as long as they are read."""

from __future__ import annotations

import contextlib
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

LARGEST = 512 << 20
"""Bytes that the files of an archive may have together."""

LARGEST_FILE = 64 << 20
"""Bytes that one of them may have: it is read whole."""

_OF_A_MAC = "__MACOSX"
"""The folder in which a Mac packs what only a Mac can use; elsewhere it begins a name by ``._``."""

_DOCUMENT = re.compile(r".+\.[A-Za-z][A-Za-z0-9]{1,5}")
_UNTOUCHED = "INITIAL_CAS"
"""What INCEpTION calls a document that nobody annotated yet."""


@contextlib.contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Give a folder with the files of ``path`` where it is a ZIP archive, else ``path``.

    Archives within it are unpacked too, each into a folder of its name. Raises OSError, and
    ValueError with a reason when the archive cannot be unpacked.
    """
    if not path.is_file() or not (path.suffix == ".zip" or zipfile.is_zipfile(path)):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="reader-") as name:
        folder = Path(name)
        try:
            left = LARGEST - _unpack(path, folder, LARGEST)
            for inner in sorted(folder.glob("**/*.zip")):
                if not _is_hidden(inner, folder):
                    left -= _unpack(inner, inner.with_suffix(""), left)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as fault:
            raise ValueError(f"it cannot be unpacked ({fault})") from None
        yield folder


def _unpack(path: Path, folder: Path, left: int) -> int:
    """Unpack an archive into ``folder``; return its size in bytes, at most ``left``."""
    with zipfile.ZipFile(path) as archive:
        members = [each for each in archive.infolist() if not each.filename.startswith(_OF_A_MAC)]
        size = sum(each.file_size for each in members)
        if size > left:
            raise ValueError(f"unpacked it is larger than {LARGEST >> 20} MiB; split it into parts")
        for each in members:
            if each.file_size > LARGEST_FILE:
                limit = f"{LARGEST_FILE >> 20} MiB"
                raise ValueError(f"{each.filename} in it is larger than {limit}; leave it out")
        archive.extractall(folder, members)
    return size


def files_in(place: Path, ending: str) -> list[Path]:
    """Return the files of a folder whose names end so, in order; a file itself.

    ValueError for none.
    """
    if not place.is_dir():
        return [place]
    found = [each for each in place.glob(f"**/*{ending}") if each.is_file()]
    files = sorted(each for each in found if not _is_hidden(each, place))
    if not files:
        raise ValueError(f"there is no {ending} file in it")
    return files


def _is_hidden(file: Path, place: Path) -> bool:
    parts = file.relative_to(place).parts
    return file.name.startswith("._") or _OF_A_MAC in parts


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The document that a file holds annotations of, and by whom, "" where that is not known."""

    file: Path
    name: str
    location: str
    annotator: str = ""


def source_documents(
    files: Sequence[Path], place: Path, annotator: str = ""
) -> list[SourceDocument]:
    """Return the documents of ``files``, which lie in ``place``.

    Where nothing says whose they are, they are by ``annotator``.

    INCEpTION has a folder for each document and in it a file for each annotator: a folder that is
    named as a document is, or file names that come back in several folders, tell that layout. What
    nobody annotated is left out where somebody else's file is there.
    """
    stems = Counter(file.stem for file in files)
    made = [_document(file, place, repeated=stems[file.stem] > 1) for file in files]
    touched = {each.location for each in made if each.annotator != _UNTOUCHED}
    return [
        replace(each, annotator=each.annotator or annotator)
        for each in made
        if each.annotator != _UNTOUCHED or each.location not in touched
    ]


def _document(file: Path, place: Path, *, repeated: bool) -> SourceDocument:
    folder = file.parent
    if folder.name == file.stem and folder != place:
        folder = folder.parent
    within = folder != place or not place.is_dir() or _DOCUMENT.fullmatch(place.name)
    if within and (_DOCUMENT.fullmatch(folder.name) or (repeated and folder != place)):
        return SourceDocument(file, Path(folder.name).stem, folder.name, file.stem)
    return SourceDocument(file, file.stem, f"{file.stem}.txt")
