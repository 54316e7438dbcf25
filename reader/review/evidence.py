"""Evidence made from what lies at hand: a local file, a passage of another article."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from reader.annotations.records import Evidence
from reader.errors import ReaderError
from reader.readable_path import from_home
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span

TITLE_LENGTH = 120
"""A pasted line of more characters is an excerpt and no title."""
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+")
_ARCHIVES = (
    "web.archive.org",
    "archive.org",
    "archive.today",
    "archive.ph",
    "archive.is",
    "perma.cc",
)
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/\d\w*+/(.+)")


def pasted(text: str) -> Evidence:
    """Evidence made of what was pasted.

    An address, that of an archived copy, a title on a line of its own, and all else as excerpt.
    """
    addresses = [found.rstrip(".,;:!?)]’'") for found in _ADDRESS.findall(text)]
    archived = next((each for each in addresses if _is_archive(each)), None)
    url = next((each for each in addresses if not _is_archive(each)), None)
    if url is None and archived is not None and (original := _WAYBACK.fullmatch(archived)):
        url = original[1]
    left = [" ".join(line.split()).strip(" <>()[]") for line in _ADDRESS.sub("", text).split("\n")]
    lines = [line for line in left if line.strip(" .,;:-–—")]
    title = lines.pop(0) if lines and len(lines[0]) <= TITLE_LENGTH else ""
    return Evidence(url=url, archived=archived, title=title, excerpt=" ".join(lines))


def _is_archive(address: str) -> bool:
    return address.split("/")[2].casefold().removeprefix("www.") in _ARCHIVES


def of_address(given: str) -> Evidence:
    """Evidence at an address, or a local file with its hash and name. Raises ReaderError."""
    if not given or "://" in given:
        return Evidence(url=given or None)
    path = from_home(given)
    return Evidence(url=path.resolve().as_uri(), title=path.name, sha256=file_hash(path))


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a local file in hex, by which it is known again. Raises ReaderError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReaderError(
            f"{path} cannot be read as evidence ({error.strerror}); give a file or an address."
        ) from None


def of_passage(article: AnnotatedArticle, span: Span) -> Evidence:
    """Evidence that is a passage of another article: its address, title and words.

    An article without an address is named by its file and the passage's place in its text.
    """
    where = article.url or article.article.location
    if where and "://" not in where and where != "-":
        where = Path(where).resolve().as_uri()
    url = f"{where}#char={span.start},{span.end}" if where and where != "-" else None
    return Evidence(
        url=url,
        title=article.title,
        excerpt=" ".join(span.slice(article.text).split()),
        source_type="article",
    )
