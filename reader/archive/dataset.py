"""A Parquet dataset that is written whole or not at all, and goes on where it was stopped.

Shards are stored in a folder beside the target as they are done, each under its key. When all are
there that folder takes the target's place by rename. What an earlier dataset has of them is linked.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from reader.archive.arrow import SCHEMA
from reader.archive.rows import STORED
from reader.archive.work import ARTICLES, REFUSED, Packed
from reader.article.article import ArticleError
from reader.article.parquet import opened
from reader.article.table_signs import ABOUT, is_archive
from reader.errors import ReaderError
from reader.version import __version__
from reader.whole_file import sync_folder, whole_file

SETTINGS = "settings.json"
FIRST = STORED[0]
"""The table that is written last: a shard is there when this one is."""


class DatasetError(ReaderError):
    """A folder that cannot be written as a dataset; one sentence says what to do."""


@dataclass(frozen=True)
class Stored:
    """What a shard on disk says of itself."""

    articles: int
    refused: tuple[str, ...]


class Dataset:
    """The dataset at ``target``; use ``open_dataset``, which holds its lock."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self._partial = target.parent / f".{target.name}.partial"
        self._former = target.parent / f".{target.name}.former"
        self._recover()
        if target.exists() and not is_archive(target) and any(target.iterdir()):
            raise DatasetError(
                f"{target} is not empty and was not written by reader; name a new folder."
            )
        for table in STORED:
            (self._partial / table).mkdir(parents=True, exist_ok=True)
        self._own = _by_key(self._partial / FIRST)
        self._earlier = _by_key(target / FIRST)
        self._checked: set[str] = set()

    def _recover(self) -> None:
        """Finish what a run did not that was stopped between its two last renames."""
        if self._former.exists():
            if self.target.exists():
                shutil.rmtree(self._former)
            else:
                self._former.rename(self.target)

    def shard_size(self, usual: int) -> int:
        """Return the size of shards that this dataset was started with, else ``usual``.

        With another size nothing that is done would be found again.
        """
        for path in (self._partial / SETTINGS, self.target / ABOUT):
            with contextlib.suppress(OSError, ValueError, KeyError):
                return int(json.loads(path.read_bytes())["shard_size"])
        with whole_file(self._partial / SETTINGS) as file:
            file.write(json.dumps({"shard_size": usual}).encode())
        return usual

    def has(self, key: str) -> bool:
        """Return whether a shard is done and whole; one of the earlier dataset is taken over."""
        if key in self._own:
            return key in self._checked or self._is_whole(key)
        if key not in self._earlier:
            return False
        name = self._earlier[key]
        for table in reversed(STORED):
            _link(self.target / table / name, self._partial / table / f"{key}.parquet")
        self._own[key] = f"{key}.parquet"
        self._checked.add(key)
        return True

    def _is_whole(self, key: str) -> bool:
        """Return whether the tables of a shard can be read: a power cut may leave them empty."""
        try:
            for table in STORED:
                with opened(self._partial / table / self._own[key]):
                    pass
        except ArticleError:
            del self._own[key]
            return False
        self._checked.add(key)
        return True

    def store(self, key: str, tables: Packed) -> None:
        """Store a shard that is done; it reaches the disk for sure when the dataset is finished."""
        name = f"{key}.parquet"
        for table in reversed(STORED):
            path = self._partial / table / name
            new = path.with_suffix(".new")
            new.write_bytes(tables[table])
            new.replace(path)
        self._own[key] = name
        self._checked.add(key)

    def about(self, key: str) -> Stored:
        """Return what was stored for a shard."""
        with opened(self._partial / FIRST / self._own[key]) as file:
            metadata = file.schema_arrow.metadata
        refused = json.loads(metadata[REFUSED.encode()])
        return Stored(int(metadata[ARTICLES.encode()]), tuple(refused))

    def finish(self, keys: Sequence[str], about: Mapping[str, Any]) -> None:
        """Put the shards of ``keys``, in this order, in the target's place; drop all others."""
        names = {key: f"{number:06d}-{key}.parquet" for number, key in enumerate(keys)}
        for key, name in self._own.items():
            for table in STORED:
                path = self._partial / table / name
                if key not in names:
                    path.unlink(missing_ok=True)
                elif name != names[key]:
                    path.replace(path.parent / names[key])
        size = self.shard_size(0)
        (self._partial / SETTINGS).unlink(missing_ok=True)
        for table in STORED:
            _sync(self._partial / table)
        written = {"schema": SCHEMA, "reader": __version__, "shard_size": size, **about}
        with whole_file(self._partial / ABOUT, mode=None) as file:
            file.write(json.dumps(written, ensure_ascii=False, indent=1).encode())
        if is_archive(self.target):
            self.target.rename(self._former)
        elif self.target.exists():
            self.target.rmdir()
        self._partial.rename(self.target)
        sync_folder(self.target.parent)
        if self._former.exists():
            shutil.rmtree(self._former)


@contextlib.contextmanager
def open_dataset(target: Path) -> Iterator[Dataset]:
    """Return the dataset to be written at ``target``, by one run at a time.

    Raises DatasetError where the folder is something else, cannot be made or is in use.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 the last part may be a link
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / f".{target.name}.lock", timeout=0):
            yield Dataset(target)
    except Timeout:
        raise DatasetError(f"Another run is writing {target}; wait until it ends.") from None
    except (NotADirectoryError, FileExistsError):
        raise DatasetError(f"{target} is a file; name a folder.") from None
    except PermissionError as fault:
        raise DatasetError(f"{fault.filename} may not be written; check its permissions.") from None


def _by_key(folder: Path) -> dict[str, str]:
    """Return the names of the shards in a table's folder by their keys."""
    return {path.stem.rpartition("-")[2]: path.name for path in sorted(folder.glob("*.parquet"))}


def _sync(folder: Path) -> None:
    """Put all files of a folder on the disk; what is left of a write that was stopped goes."""
    for path in folder.iterdir():
        if path.suffix != ".parquet":
            path.unlink()
            continue
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)


def _link(source: Path, target: Path) -> None:
    """Return the same file at a second place; a copy where the file system has no links."""
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
