"""PDF, by the extra ``pdf`` (pdfminer.six): columns in their order, paragraphs, headings, captions.

Running heads, page numbers and the marks of footnotes are dropped, words split at the end of a
line joined. What is larger or bolder than the body is a heading, what is smaller a caption. Pages
of scanned pictures have no words and are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.article.article import Article, ArticleError
from reader.article.bare_links import bare_links
from reader.article.block import BlockKind
from reader.article.composed_text import ComposedText
from reader.article.loaders.page_layout import (
    BULLET,
    ENDS,
    Line,
    PageLines,
    Paragraph,
    body_size,
    columns,
    paragraphs,
)
from reader.article.loaders.plain_text import first_words
from reader.article.newswire import refined
from reader.article.source import Source

if TYPE_CHECKING:
    from reader.article.loaders import pdf_lines

NAME = "pdf 2"

_EDGE = 3
"""How many lines at the top and foot of a page may be running heads."""
_MARGIN = 0.08
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|seite|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von)\s*\d+)?[-–—\s]*", re.IGNORECASE
)
_MOSTLY = 0.7
_MOST_VARYING = 2
_LONGEST_HEADLINE = 200
_LONGEST_CAPTION = 500
_LARGER, _SMALLER, _HEADLINE = 1.08, 0.92, 1.25
_NO_CAPTION = re.compile(r"[\d*†‡¹²³]|by\s", re.IGNORECASE)
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def load(source: Source) -> Article:
    """Return the article of a PDF.

    ArticleError when it has no text, is locked or damaged, or the extra is not installed.
    """
    from reader.article.loaders import pdf_lines

    try:
        read = pdf_lines.read_pdf(source.data)
    except ImportError:
        raise ArticleError(
            f"{source.name} is a PDF file; to open it, install what that needs: "
            'pip install "article-reader[pdf]".'
        ) from None
    except pdf_lines.LockedError:
        raise ArticleError(f"{source.name} is locked by a password; save it without one.") from None
    except pdf_lines.TooLongError:
        raise ArticleError(
            f"{source.name} has more than {pdf_lines.MOST_PAGES} pages; split it."
        ) from None
    except pdf_lines.DamagedError:
        raise ArticleError(
            f"{source.name} is a damaged PDF file; open it in a viewer and save its text."
        ) from None
    left_out = [*_left_out(read)]
    pages = without_running_heads(read.pages)
    if not any(char.isalpha() for page in pages for line in page.lines for char in line.text):
        if left_out:
            raise ArticleError(
                f"{source.name} cannot be read: {' '.join(left_out)} "
                "Open it in a viewer and save its text."
            )
        if not read.pictures:
            raise ArticleError(
                f"No text was found in {source.name}; open it in a viewer and save its text."
            )
        raise ArticleError(
            f"{source.name} holds pictures of pages and no text; have its text recognised first."
        )
    body = body_size(pages)
    source = replace(source, notices=(*source.notices, *left_out))
    return _article(source, paragraphs([columns(page.lines) for page in pages]), body, read.about)


def _left_out(read: pdf_lines.ReadPages) -> Iterator[str]:
    """Yield a sentence for each reason why pages are missing."""
    from reader.article.loaders.pdf_lines import MOST_LETTERS, PAGE_SECONDS

    if read.crowded:
        has, are = ("has", "is") if len(read.crowded) == 1 else ("have", "are")
        named = _named(read.crowded)
        yield f"{named} {has} more than {MOST_LETTERS:,} letters and {are} not shown."
    if read.slow:
        yield (
            f"{_named(read.slow)} took longer than {PAGE_SECONDS:g} seconds to read and "
            f"{'is' if len(read.slow) == 1 else 'are'} not shown."
        )
    if read.turned:
        has = "has" if len(read.turned) == 1 else "have"
        yield f"{_named(read.turned)} {has} words that are turned sideways; they are not shown."


def _named(pages: Sequence[int]) -> str:
    """“Page 3”, “Pages 3 and 5”, “Pages 3, 4 and 6 to 20”."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], page]
        else:
            runs.append([page])
    named = [" to ".join(map(str, run)) for run in runs]
    several = ", ".join(named[:-1]) + (" and " if named[:-1] else "") + named[-1]
    return f"{'Page' if len(pages) == 1 else 'Pages'} {several}"


def _article(
    source: Source, found: list[Paragraph], body: float, about: Mapping[str, str]
) -> Article:
    named = about.get("Title", "")
    composed = ComposedText()
    at = _headline(found, body, named)
    for number, each in enumerate(found):
        kind: BlockKind = "headline" if number == at else _kind(each, body)
        close = kind == "list item" and composed.blocks[-1:] and composed.blocks[-1].kind == kind
        level = {"heading": 2, "quotation": 1, "list item": 1}.get(kind, 0)
        composed.block(kind, each.text, level, close=bool(close))
    text = composed.text()
    structure = refined(text, composed.blocks)
    author = about.get("Author", "")
    return Article(
        text=text,
        blocks=structure.blocks,
        title=structure.title or named or first_words(text),
        location=source.location,
        loader=NAME,
        authors=structure.authors or ((author,) if author else ()),
        outlet=structure.outlet,
        published=_date(about.get("CreationDate", "")),
        links=tuple(bare_links(text)),
        notices=source.notices,
    )


def _headline(found: list[Paragraph], body: float, named: str) -> int | None:
    """Return the place of the headline.

    What is set largest on the first page, else what comes first and does not end like a sentence.
    """
    first = [number for number, each in enumerate(found) if each.page == 0]
    short = [number for number in first if len(found[number].text) < _LONGEST_HEADLINE]
    largest = max(short, key=lambda number: found[number].size, default=None)
    if largest is not None and found[largest].size >= _HEADLINE * body:
        return largest
    if not found:
        return None
    words = found[0].text
    begins = words == named or (len(words) < _LONGEST_HEADLINE and words[-1:] not in ENDS)
    return 0 if begins else None


def _kind(paragraph: Paragraph, body: float) -> BlockKind:
    words, size = paragraph.text, paragraph.size
    if " | " in words:
        return "paragraph"
    if BULLET.match(words):
        return "list item"
    short = len(words) < _LONGEST_HEADLINE and words[-1:] not in ENDS
    if size > _LARGER * body or (paragraph.bold and short and size > _SMALLER * body):
        return "heading" if len(words) < _LONGEST_HEADLINE else "paragraph"
    if size < _SMALLER * body and len(words) < _LONGEST_CAPTION and not _NO_CAPTION.match(words):
        return "caption"
    lefts = [line.left for line in paragraph.lines]
    flush = len(lefts) > 1 and max(lefts) - min(lefts) < 0.2 * size
    inside = paragraph.italic or (paragraph.indent > 0.8 and paragraph.inset > 0.8)
    if flush and paragraph.indent > 0.4 and inside:
        return "quotation"
    return "paragraph"


def without_running_heads(pages: list[PageLines]) -> list[PageLines]:
    """Return the pages' lines without page numbers.

    Without what is at the edge of most pages, and without small print in the margin.

    Numbers are taken as equal, so that "Annual report 7" and "Annual report 8" are one head.
    """
    body = body_size(pages)
    edges = [_at_edge(page) for page in pages]
    seen: dict[str, list[tuple[int, Line]]] = {}
    for number, edge in enumerate(edges):
        for line in edge:
            seen.setdefault(_DIGITS.sub("#", line.text), []).append((number, line))
    often = {
        words for words, found in seen.items()
        if len({number for number, _ in found}) > max(2, len(pages) / 3) and _counts_pages(found)
    }  # fmt: skip

    def is_head(line: Line, page: PageLines) -> bool:
        margin = _MARGIN * page.height
        outside = line.bottom < margin or line.top > page.height - margin
        small = outside and line.size < 0.95 * body
        repeated = _DIGITS.sub("#", line.text) in often
        return repeated or small or _PAGE_NUMBER.fullmatch(line.text) is not None

    return [
        replace(page, lines=[
            line for line in page.lines if not (line in edge and is_head(line, page))
        ])
        for page, edge in zip(pages, edges, strict=True)
    ]  # fmt: skip


def _counts_pages(found: list[tuple[int, Line]]) -> bool:
    """Return whether lines that differ in their numbers alone count the pages.

    Rows of a table differ so too: their figures are no page numbers.
    """
    rows = [(number, [int(each) for each in _DIGITS.findall(line.text)]) for number, line in found]
    varying = [
        [(row[place] - number) for number, row in rows]
        for place in range(len(rows[0][1]))
        if len({row[place] for _, row in rows}) > 1
    ]
    if not varying:
        return True
    # A chapter's number may go with the page's; a plate without a number shifts those behind it.
    steady = any(
        Counter(shifts).most_common(1)[0][1] >= _MOSTLY * len(shifts) for shifts in varying
    )
    return steady and len(varying) <= _MOST_VARYING


def _at_edge(page: PageLines) -> list[Line]:
    ordered = sorted(page.lines, key=lambda line: line.top)
    return [*ordered[:_EDGE], *ordered[-_EDGE:]]


def _date(value: str) -> str | None:
    """Return the day of creation as the file says it: ``D:20261114…`` is 2026-11-14."""
    match = _DATE.match(value)
    return "-".join(part for part in match.groups() if part) if match else None
