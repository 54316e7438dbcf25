"""The XML parts of a document that is a zip file, within a limit of what is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from types import TracebackType

from reader.article.article import ArticleError
from reader.article.loaders.clean_markup import Element
from reader.article.source import Source

LARGEST_UNPACKED = 64 * 1024 * 1024
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_STRICT = tuple(
    (
        f"http://purl.oclc.org/ooxml/{part}".encode(),
        f"http://schemas.openxmlformats.org/{part.replace('/', '/2006/', 1)}".encode(),
    )
    for part in ("wordprocessingml/main", "officeDocument/relationships")
)
_FAULTS = (
    zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, ValueError, OSError,
)  # fmt: skip


class ZippedXml:
    """``source`` opened as a zip; ``kind`` ("a Word document") names it in faults.

    ArticleError for what is damaged, locked by a password or unpacks to too much.
    """

    def __init__(self, source: Source, kind: str, largest: int = LARGEST_UNPACKED) -> None:
        self.source = source
        self.kind = kind
        self._left = self._largest = largest
        if source.data.startswith(_OLD_OFFICE):
            raise self._locked_or_old()
        try:
            self._package = zipfile.ZipFile(io.BytesIO(source.data))
        except _FAULTS:
            raise self.damaged() from None
        self.names = frozenset(self._package.namelist())

    def __enter__(self) -> ZippedXml:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._package.close()

    def tree(self, member: str) -> Element:
        """Return the root of a part."""
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        try:
            return etree.fromstring(_transitional(self.read(member)), parser=parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self.damaged() from None

    def tree_if_there(self, member: str) -> Element | None:
        return self.tree(member) if member in self.names else None

    def read(self, member: str) -> bytes:
        """Return a part's bytes.

        Raises ArticleError where the package is locked or damaged, or unpacks to too much.
        """
        try:
            with self._package.open(member) as file:
                data = file.read(self._left + 1)
        except RuntimeError:
            raise self.locked() from None
        except _FAULTS:
            raise self.damaged() from None
        self._left -= len(data)
        if self._left < 0:
            raise ArticleError(
                f"{self.source.name} unpacks to more than {self._largest // 1024**2} MiB; "
                "split it into parts."
            )
        return data

    def damaged(self) -> ArticleError:
        return ArticleError(f"{self.source.name} is a damaged {self.kind}; save it once more.")

    def locked(self) -> ArticleError:
        return ArticleError(f"{self.source.name} is locked by a password; save it without one.")

    def _locked_or_old(self) -> ArticleError:
        if "EncryptedPackage".encode("utf-16-le") in self.source.data:
            return self.locked()
        return ArticleError(
            f"{self.source.name} is an old Word document, which reader cannot read; "
            "save it as .docx or as plain text."
        )


def _transitional(data: bytes) -> bytes:
    """Return a part of a Strict document with the names of the usual.

    Transitional ones (ECMA-376).
    """
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data
