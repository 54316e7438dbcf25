"""The pages that were fetched, kept as they came, so that they open again without a network.

One file for an address, named by the address's hash, compressed, for its owner only; a page that
is fetched again takes the place of the one before (the texts that notes stand on are kept apart).
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

from reader.whole_file import whole_file

_SUFFIX = ".page.z"


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as it came: ``address`` is where it came from in the end, ``fetched`` is UTC."""

    address: str
    data: bytes
    media_type: str
    charset: str | None
    fetched: str


class StoredPages:
    """The pages in ``folder``, which is made when the first one is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, asked: str, page: StoredPage) -> None:
        """Keep the page that ``asked`` gave. Raises OSError."""
        about = {
            "asked": asked,
            "address": page.address,
            "media_type": page.media_type,
            "charset": page.charset,
            "fetched": page.fetched,
        }
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        head = json.dumps(about, ensure_ascii=False).encode("utf-8", "surrogatepass")
        with whole_file(self._path(asked)) as file:
            file.write(zlib.compress(head + b"\n" + page.data, 6))

    def load(self, asked: str) -> StoredPage | None:
        """Return the page that ``asked`` gave last.

        None when it is not kept or its file is damaged.
        """
        try:
            head, _, data = zlib.decompress(self._path(asked).read_bytes()).partition(b"\n")
            about = json.loads(head)
            return StoredPage(
                str(about["address"]),
                data,
                str(about["media_type"]),
                about["charset"],
                str(about["fetched"]),
            )
        except (OSError, zlib.error, ValueError, KeyError, TypeError):
            return None

    def forget(self, asked: str) -> bool:
        """Delete what ``asked`` gave; whether there was anything. Raises OSError."""
        try:
            self._path(asked).unlink()
        except FileNotFoundError:
            return False
        return True

    def count(self) -> int:
        return sum(1 for _ in self.folder.glob(f"*{_SUFFIX}")) if self.folder.is_dir() else 0

    def _path(self, asked: str) -> Path:
        name = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / f"{name}{_SUFFIX}"
