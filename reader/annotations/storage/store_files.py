"""The files of a store, which all stand beside the TinyDB file and begin with its name."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from reader.annotations.storage.disk import Disk
from reader.annotations.store_error import StoreError
from reader.readable_path import from_home

ARCHIVE_DAYS = 30
MOMENT = "%Y%m%dT%H%M%S%f"
REPLACED = "-replaced.json"
_OWN = re.compile(
    r"(.+?)(?:\.(?:journal(?:\.folding|\.d)?|lock|fold-lock|writer|bak|original|torn|backups|"
    r"damaged-\w+))?(?:\.new-\d+)?"
)
_ARCHIVED = re.compile(r"(\d{8}T\d{12})-([0-9a-f]+)\.journal")


@dataclass(frozen=True)
class StoreFiles:
    """``base`` is the TinyDB file with all links followed; the others need not exist."""

    base: Path

    @classmethod
    def at(cls, path: Path) -> StoreFiles:
        """Return the files of the store at ``path``, links followed. Raises StoreError."""
        try:
            return cls(from_home(path).resolve())
        except (RuntimeError, OSError) as fault:
            reason = getattr(fault, "strerror", None) or "it is a link that leads to itself"
            raise StoreError(
                f"{path} cannot be used: {reason}. Remove it, or choose another file with --notes."
            ) from None

    def _beside(self, ending: str) -> Path:
        return self.base.with_name(self.base.name + ending)

    @cached_property
    def folder(self) -> Path:
        return self.base.parent

    @cached_property
    def journal(self) -> Path:
        """Saves that are not in the TinyDB file yet."""
        return self._beside(".journal")

    @cached_property
    def folding(self) -> Path:
        """The journal that is being folded into the TinyDB file."""
        return self._beside(".journal.folding")

    @cached_property
    def lock(self) -> Path:
        """Held while saving; never renamed or removed."""
        return self._beside(".lock")

    @cached_property
    def fold_lock(self) -> Path:
        """Held while folding."""
        return self._beside(".fold-lock")

    @cached_property
    def writer(self) -> Path:
        """Names the one reader that writes, on a network disk."""
        return self._beside(".writer")

    @cached_property
    def previous(self) -> Path:
        """The TinyDB file as it was before the last fold."""
        return self._beside(".bak")

    @cached_property
    def original(self) -> Path:
        """The file as it was before reader first reformatted it."""
        return self._beside(".original")

    @cached_property
    def torn(self) -> Path:
        """Ends of journals that were cut off, for a rescue by hand."""
        return self._beside(".torn")

    @cached_property
    def archive(self) -> Path:
        """Journals that were folded, for 30 days."""
        return self._beside(".journal.d")

    @cached_property
    def backups(self) -> Path:
        """What ``reader backup`` makes when it is given no place."""
        return self._beside(".backups")

    def is_own(self, path: Path) -> bool:
        """Return whether a file of this folder is one of the store's, or of another store there."""
        match = _OWN.fullmatch(path.name)
        if match is None or match[1] == self.base.name:
            return match is not None
        return match[1] != path.name and path.with_name(match[1]).exists()

    def writable(self) -> bool:
        """Return whether the file and its folder, or the folders still to be made.

        Can be written.
        """
        if self.base.exists() and not os.access(self.base, os.W_OK):
            return False
        folder = self.folder
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        return os.access(folder, os.W_OK | os.X_OK)

    def being_written(self) -> list[Path]:
        """Return the new files that a killed process left half written."""
        return sorted(self.folder.glob(_literal(self.base.name) + "*.new-*"))

    def damaged(self) -> list[Path]:
        """Damaged files that were set aside."""
        return sorted(self.folder.glob(_literal(self.base.name) + ".damaged-*"))

    def damaged_name(self) -> Path:
        return self._beside(f".damaged-{moment()}")

    def archived_name(self, name: str) -> Path:
        return self.archive / f"{moment()}-{name}.journal"

    def archived_at(self, path: Path) -> datetime:
        """Return when the journal at ``path`` was archived."""
        return datetime.strptime(path.name.partition("-")[0], MOMENT).replace(tzinfo=UTC)

    def replaced_name(self) -> Path:
        """Return the copy of what stood in the TinyDB file before another file took its place.

        Named for when the copy before the last fold was written, so that there is one of each.
        """
        written = self.previous.stat().st_mtime if self.previous.exists() else 0.0
        return self.backups / (
            f"{self.base.stem}-{moment(datetime.fromtimestamp(written, UTC))}{REPLACED}"
        )

    def replaced(self) -> list[Path]:
        """Return the kept copies of notes whose place another file took, oldest first."""
        return sorted(self.backups.glob(f"{_literal(self.base.stem)}-*{REPLACED}"))

    def archived(self) -> list[tuple[str, Path]]:
        """Names and paths of the archived journals, oldest first."""
        if not self.archive.is_dir():
            return []
        found = []
        for path in sorted(self.archive.iterdir()):
            match = _ARCHIVED.fullmatch(path.name)
            if match:
                found.append((match[2], path))
        return found

    def traces(self) -> bool:
        """Return whether anything shows that there were notes.

        So that an empty file is a damaged one.
        """
        for path in (self.previous, self.folding, self.journal):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_size > 0:
                    return True
        return bool(self.archived())

    def drop_old_archives(self, disk: Disk) -> None:
        """Remove archived journals and copies of replaced files older than 30 days."""
        limit = datetime.now(UTC) - timedelta(days=ARCHIVE_DAYS)
        for _, path in self.archived():
            if path.name >= moment(limit):
                break
            disk.unlink(path)
        for path in self.replaced():
            if path.stat().st_mtime < limit.timestamp():
                disk.unlink(path)


def moment(at: datetime | None = None) -> str:
    """Return a time in UTC as file names have it, to the microsecond; sorts as text."""
    return (at or datetime.now(UTC)).strftime(MOMENT)


def _literal(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name)
