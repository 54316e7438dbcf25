"""Keeps findings in a folder, so that an article seen before needs no model.

An entry is named by the text's fingerprint and by what found it, so that other models or other
rules never meet old findings. Anything wrong with an entry makes it a miss.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from pathlib import Path

from reader.analysis.findings import SCHEMA, Findings, ModelStamp
from reader.analysis.findings_json import from_json, to_json
from reader.whole_file import whole_file

FORM = 1
"""Counts up when entries are written in another way."""
MOST_BYTES = 512 * 1024 * 1024
SUFFIX = ".findings"


class FindingsCache:
    """Findings in ``folder``, at most ``most_bytes`` of them; those not used longest go first."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self.folder = folder
        self.most_bytes = most_bytes
        self._size: int | None = None

    def load(self, fingerprint: str, stamp: Mapping[str, ModelStamp]) -> Findings | None:
        """Return what the models of ``stamp`` found in the text with ``fingerprint``.

        None if not kept.
        """
        path = self._path(fingerprint, stamp)
        try:
            findings = from_json(json.loads(zlib.decompress(path.read_bytes())))
        except (OSError, ValueError, zlib.error, RecursionError):
            return None
        if findings.fingerprint != fingerprint:
            return None
        try:
            os.utime(path)
        except OSError:
            return findings
        return findings

    def has(self, fingerprint: str, stamp: Mapping[str, ModelStamp]) -> bool:
        """Return whether there is an entry, without a look at what is in it."""
        return self._path(fingerprint, stamp).exists()

    def save(self, findings: Findings, stamp: Mapping[str, ModelStamp]) -> bool:
        """Keep ``findings``; False where the folder cannot be written, which harms nothing."""
        content = json.dumps(to_json(findings, tokens=True), separators=(",", ":"))
        path = self._path(findings.fingerprint, stamp)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with whole_file(path) as file:
                file.write(zlib.compress(content.encode("utf-8", "surrogatepass"), 6))
            self._grown_by(path)
        except OSError:
            return False
        return True

    def _path(self, fingerprint: str, stamp: Mapping[str, ModelStamp]) -> Path:
        made_by = "\n".join(f"{use} {stamp[use]}" for use in sorted(stamp))
        key = f"{FORM} {SCHEMA}\n{fingerprint}\n{made_by}"
        return self.folder / (hashlib.sha256(key.encode()).hexdigest()[:40] + SUFFIX)

    def _grown_by(self, kept: Path) -> None:
        """Count a new entry; the folder is looked through at first, and when it may be full."""
        if self._size is not None:
            self._size += kept.stat().st_size
        if self._size is None or self._size > self.most_bytes:
            self._size = self._shrink(kept)

    def _shrink(self, kept: Path) -> int:
        """Drop the entries not used longest, never ``kept``, until the rest fit; their bytes."""
        entries = []
        for path in self.folder.glob(f"*{SUFFIX}"):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            entries.append((path == kept, status.st_mtime_ns, status.st_size, path))
        size = sum(entry[2] for entry in entries)
        for is_kept, _, entry_size, path in sorted(entries):
            if size <= self.most_bytes or is_kept:
                break
            path.unlink(missing_ok=True)
            size -= entry_size
        return size
