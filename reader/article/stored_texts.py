"""The texts that notes stand on, kept by fingerprint: wording diffs and exports need them later.

One file a text, compressed, named by the hash, written whole or not at all, for its owner only.
"""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterable
from pathlib import Path

from reader.article.fingerprint import fingerprint as fingerprint_of
from reader.whole_file import sync_folder, whole_file

_FINGERPRINT = re.compile(r"sha256:([0-9a-f]{64})")
_SUFFIX = ".txt.z"


class StoredTexts:
    """The texts in ``folder``, which is made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, text: str, fingerprint: str | None = None) -> str:
        """Keep ``text``; its fingerprint. Costs little when it is kept already.

        Raises OSError when it cannot be written, ValueError when ``fingerprint`` is not its own.
        """
        own = fingerprint_of(text)
        if fingerprint is not None and fingerprint != own:
            raise ValueError(f"not the fingerprint of this text: {fingerprint}")
        path = self._path(own)
        if not path.exists() or self.load(own) is None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with whole_file(path) as file:
                file.write(zlib.compress(text.encode("utf-8", "surrogatepass"), 6))
        return own

    def keep_many(self, texts: Iterable[tuple[str, str]]) -> None:
        """Keep texts, each with its own fingerprint; they are durable together, when this returns.

        All are written before the first is waited for, which costs the disk a good deal less.
        There may be some hundreds of them. Raises OSError.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        missing = {}
        for text, fingerprint in texts:
            path = self._path(fingerprint)
            if not path.exists() or self.load(fingerprint) is None:
                missing[path] = text
        with contextlib.ExitStack() as open_files:
            for path, text in missing.items():
                file = open_files.enter_context(whole_file(path, alone=False))
                file.write(zlib.compress(text.encode("utf-8", "surrogatepass"), 6))
                file.flush()
        if missing:
            sync_folder(self.folder)

    def load(self, fingerprint: str) -> str | None:
        """Return the text with ``fingerprint``; None when it is not kept or its file is damaged."""
        try:
            data = self._path(fingerprint).read_bytes()
            text = zlib.decompress(data).decode("utf-8", "surrogatepass")
        except (FileNotFoundError, zlib.error, UnicodeDecodeError, ValueError):
            return None
        return text if fingerprint_of(text) == fingerprint else None

    def has(self, fingerprint: str) -> bool:
        """Return whether a file is kept for the text with ``fingerprint``, sound or not."""
        return self._path(fingerprint).exists()

    def forget(self, fingerprint: str) -> bool:
        """Delete the text with ``fingerprint``; whether there was one. Raises OSError."""
        try:
            self._path(fingerprint).unlink()
        except (FileNotFoundError, ValueError):
            return False
        return True

    def size(self, fingerprint: str) -> int:
        """Bytes on the disk; 0 when it is not kept."""
        try:
            return self._path(fingerprint).stat().st_size
        except (FileNotFoundError, ValueError):
            return 0

    def list(self) -> list[str]:
        """Return the fingerprints of all kept texts, sorted."""
        if not self.folder.is_dir():
            return []
        names = (path.name.removesuffix(_SUFFIX) for path in self.folder.glob(f"*{_SUFFIX}"))
        return sorted(
            f"sha256:{name}" for name in names if _FINGERPRINT.fullmatch(f"sha256:{name}")
        )

    def _path(self, fingerprint: str) -> Path:
        match = _FINGERPRINT.fullmatch(fingerprint)
        if match is None:
            raise ValueError(f"not a fingerprint: {fingerprint}")
        return self.folder / f"{match[1]}{_SUFFIX}"
