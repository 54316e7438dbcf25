"""An archive of several files, unpacked for as long as they are read."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

LARGEST = 1 << 30
"""Bytes that the files of an archive may have together."""

_OF_A_MAC = "__MACOSX/"
"""The folder in which a Mac packs what only a Mac can use."""


@contextlib.contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A folder with the files of ``path`` where that is a ZIP archive, else ``path`` itself.

    Raises OSError, and ValueError with a reason when the archive cannot be unpacked.
    """
    if not path.is_file() or not (path.suffix == ".zip" or zipfile.is_zipfile(path)):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="reader-") as folder:
        try:
            _unpack(path, folder)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as fault:
            raise ValueError(f"it cannot be unpacked ({fault})") from None
        yield Path(folder)


def _unpack(path: Path, folder: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = [each for each in archive.infolist() if not each.filename.startswith(_OF_A_MAC)]
        if sum(each.file_size for each in members) > LARGEST:
            raise ValueError(f"unpacked it is larger than {LARGEST >> 30} GiB")
        archive.extractall(folder, members)
