"""PDF, by the extra ``pdf`` (pypdf): the words of its pages, without what stands on every page.

Lines become paragraphs by how full they are; words parted at the end of a line are joined; running
heads and page numbers are dropped. Pages of scanned pictures have no words and are refused.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import Any

from reader.article.article import Article, ArticleError
from reader.article.bare_links import bare_links
from reader.article.composed_text import ComposedText
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import refined
from reader.article.source import Source

NAME = "pdf 1"
MOST_PAGES = 2000

_EDGE = 3
"""How many lines at the top and foot of a page may be running heads."""
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|seite|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von)\s*\d+)?[-–—\s]*", re.IGNORECASE
)
_LONGEST_HEADLINE = 200
_FULL = 0.8
_ENDS = (".", "!", "?", "”", '"', "’", ":", "»", ")")
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def load(source: Source) -> Article:
    """The article of a PDF; ArticleError when it has no text, is locked or damaged, or the extra
    is not installed.
    """
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        raise ArticleError(
            f"{source.name} is a PDF file; to open it, install what that needs: "
            'pip install "article-reader[pdf]".'
        ) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        document = pypdf.PdfReader(io.BytesIO(source.data))
        if document.is_encrypted and not document.decrypt(""):
            raise ArticleError(f"{source.name} is locked by a password; save it without one.")
        if len(document.pages) > MOST_PAGES:
            raise ArticleError(f"{source.name} has more than {MOST_PAGES} pages; split it.")
        pages = [_lines(page.extract_text()) for page in document.pages]
        about = document.metadata
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError,
            RecursionError, OSError, NotImplementedError, AssertionError):  # fmt: skip
        # A damaged file makes the library fail in any of these ways.
        raise ArticleError(
            f"{source.name} is a damaged PDF file; open it in a viewer and save its text."
        ) from None
    lines = [line for page in without_running_heads(pages) for line in page]
    if not any(any(char.isalpha() for char in line) for line in lines):
        raise ArticleError(
            f"{source.name} holds pictures of pages and no text; have its text recognised first."
        )
    return _article(source, lines, about)


def _article(source: Source, lines: list[str], about: Any) -> Article:
    named = " ".join(str(about.title or "").split()) if about else ""
    composed = ComposedText()
    for number, words in enumerate(paragraphs_of(lines)):
        is_title = number == 0 and (
            words == named or (len(words) < 200 and words[-1:] not in _ENDS)
        )
        composed.block("headline" if is_title else "paragraph", words)
    text = composed.text()
    structure = refined(text, composed.blocks)
    author = " ".join(str(about.author or "").split()) if about else ""
    return Article(
        text=text,
        blocks=structure.blocks,
        title=structure.title or named or first_words(text),
        location=source.location,
        loader=NAME,
        authors=structure.authors or ((author,) if author else ()),
        outlet=structure.outlet,
        published=_date(about),
        links=tuple(bare_links(text)),
        notices=source.notices,
    )


def without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages' lines without page numbers and without what stands at the edge of most pages.

    Numbers are taken as equal, so that "Annual report 7" and "Annual report 8" are one head.
    """
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_DIGITS.sub("#", line) for line in (*page[:_EDGE], *page[-_EDGE:]) if line})
    often = {line for line, count in seen.items() if count > max(2, len(pages) / 3)}
    found = []
    for page in pages:
        first, last = _EDGE, len(page) - _EDGE
        found.append([
            line
            for number, line in enumerate(page)
            if not (
                (number < first or number >= last)
                and (_DIGITS.sub("#", line) in often or _is_page_number(page, number))
            )
        ])  # fmt: skip
    return found


def paragraphs_of(lines: list[str]) -> list[str]:
    """Lines joined to paragraphs, which "" parts, and a line that ends well short, unless a word
    or sentence plainly goes on.
    """
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    found: list[str] = []
    is_open = False
    for line in lines:
        if not line:
            # A page's end does not end a sentence.
            is_open = is_open and found[-1][-1:] not in _ENDS and len(found[-1]) >= _FULL * width
            continue
        is_open = is_open or _runs_on(found, line)
        found[-1:] = [_joined(found[-1], line)] if is_open else [*found[-1:], line]
        is_open = len(line) >= _FULL * width
    return found


def _runs_on(found: list[str], line: str) -> bool:
    """Whether a line goes on with a word or sentence that the line before left open."""
    if not found:
        return False
    before = found[-1]
    parted = before[-1:] in ("-", "\u00ad") and before[-2:-1].isalpha()
    return parted or (before[-1:] not in _ENDS and line[:1].islower())


def _joined(before: str, line: str) -> str:
    """Two lines as one: a word parted by a hyphen is joined, unless its second half is a name."""
    if before.endswith("\u00ad"):
        return before[:-1] + line
    if before.endswith("-") and before[-2:-1].isalpha() and line[:1].islower():
        return before[:-1] + line
    return f"{before}{'' if before.endswith('-') else ' '}{line}"


def _lines(text: str) -> list[str]:
    return [*(" ".join(line.split()) for line in text.split("\n")), ""]


def _is_page_number(page: list[str], number: int) -> bool:
    return bool(page[number]) and _PAGE_NUMBER.fullmatch(page[number]) is not None


def _date(about: Any) -> str | None:
    """The day of creation as the file says it: ``D:20261114…`` is 2026-11-14."""
    match = _DATE.match(str(about.get("/CreationDate") or "")) if about else None
    return "-".join(part for part in match.groups() if part) if match else None
