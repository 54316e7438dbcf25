"""The lines of a PDF's pages with where and how they are set, by pdfminer.six."""

from __future__ import annotations

import io
import logging
import math
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from reader.article.loaders.page_layout import Line, PageLines
from reader.article.loaders.pdf_annotations import annotation_lines
from reader.article.loaders.pdf_letters import (
    as_read,
    in_order,
    is_right_to_left,
    large_first,
    turned_lines,
    with_drop_caps,
    without_letter_spacing,
    words_by_place,
)
from reader.article.loaders.time_limit import OverTimeError, time_limit

MOST_PAGES = 2000
MOST_LETTERS = 100_000
"""On a page, some ten times those of a newspaper's: to find their lines would take minutes."""
PAGE_SECONDS = 30.0
"""A page that takes longer is left out."""
MOST_SLOW = 4
"""Pages that may take too long before all later ones are left out too."""
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_RAISED = 0.88
"""A digit set smaller than this share of its line, and above it, is a footnote's mark."""
_PLACEHOLDER = re.compile(
    r"\(?(?:untitled(?: document)?|unnamed|no title|title|anonymous|unknown|unspecified|author"
    r"|user|admin(?:istrator)?|owner|default)\)?(?:[-_ ]?\d+)?(?:\.\w{2,5})?",
    re.IGNORECASE,
)
"""What programs write where nobody gave a title or an author."""
_MUCH_TURNED = 0.3
"""The share of a page's letters that are turned, from which they are text and no stamp."""
_MUCH_LEFT_OUT = 0.1
"""The share of all letters that are turned and not shown, from which a notice says so."""
_UNIT = re.compile(r"(?:\b|\d)(?:[ckm]?m|ft|mi)$")


class LockedError(Exception):
    """The file asks for a password."""


class TooLongError(Exception):
    """The file has more than ``MOST_PAGES``."""


class DamagedError(Exception):
    """The file cannot be read."""


class CrowdedError(Exception):
    """A page has more than ``MOST_LETTERS``."""


@dataclass(frozen=True, slots=True)
class ReadPages:
    """``pages`` are the lines of every page, unordered.

    ``about`` is what the file says of itself ("Title", "Author"), ``crowded`` and ``slow`` are the
    numbers of pages that were left out, ``turned`` those of pages whose turned letters were left
    out where these are much of the text; ``pictures``, whether there are any on the pages.
    """

    pages: list[PageLines]
    about: dict[str, str]
    crowded: tuple[int, ...] = ()
    slow: tuple[int, ...] = ()
    turned: tuple[int, ...] = ()
    pictures: bool = False


def read_pdf(data: bytes) -> ReadPages:
    """Raise ImportError without the extra, LockedError, TooLongError, DamagedError."""
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser
    from pdfminer.psexceptions import PSException

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        about = _about(document.info)
        found = list(islice(PDFPage.create_pages(document), MOST_PAGES + 1))
        if len(found) > MOST_PAGES:
            raise TooLongError
        read = _each_page(found, PDFResourceManager())
    except PDFPasswordIncorrect:
        raise LockedError from None
    except (PSException, LookupError, ArithmeticError, ValueError, TypeError, AttributeError,
            AssertionError, RecursionError, NotImplementedError, OSError, EOFError, struct.error,
            zlib.error) as fault:  # fmt: skip
        # A damaged file makes the library fail in any of these ways.
        raise DamagedError(str(fault)) from None
    return replace(read, about=about)


def _each_page(found: list[Any], resources: Any) -> ReadPages:
    """Return the lines of pages, and the numbers of those too full or too slow to read."""
    pages: list[PageLines] = []
    crowded: list[int] = []
    slow: list[int] = []
    turned: dict[int, int] = {}
    letters = 0
    pictures = False
    for number, page in enumerate(found, 1):
        if len(slow) > MOST_SLOW:
            slow += range(number, len(found) + 1)
            break
        try:
            with time_limit(PAGE_SECONDS):
                layout = _layout(page, resources)
                lines = _pages(layout, [*annotation_lines(page, layout.height)])
        except CrowdedError:
            crowded.append(number)
        except OverTimeError:
            slow.append(number)
        else:
            pages += lines
            said = sum(_letters_of(line) for each in lines for line in each.lines)
            turned[number] = 0 if len(lines) > 1 else len(_turned(layout))
            letters += said + turned[number]
            pictures = pictures or _has_picture(layout)
    much = sum(turned.values()) > _MUCH_LEFT_OUT * letters
    left_out = tuple(number for number, count in turned.items() if count and much)
    return ReadPages(pages, {}, tuple(crowded), tuple(slow), left_out, pictures)


def _layout(page: Any, resources: Any) -> Any:
    """Return a page as the library lays it out; CrowdedError."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams
    from pdfminer.pdfinterp import PDFPageInterpreter

    device = _counting(PDFPageAggregator)(
        resources, laparams=LAParams(boxes_flow=None, all_texts=True)
    )
    PDFPageInterpreter(resources, device).process_page(page)
    layout = device.get_result()
    letters = [each for each in _letters(layout) if each.get_text().strip()]
    if 2 * sum(_is_upside_down(each) for each in letters) > len(letters):
        page.rotate = (page.rotate + 180) % 360
        PDFPageInterpreter(resources, device).process_page(page)
        layout = device.get_result()
    return layout


def _is_upside_down(letter: Any) -> bool:
    across, up, right, down = map(float, letter.matrix[:4])
    return across < -abs(up) and down < -abs(right)


def _letters_of(line: Line) -> int:
    return sum(not char.isspace() for char in line.text)


def _turned(layout: Any) -> list[Any]:
    return [each for each in _letters(layout) if not each.upright and each.get_text().strip()]


def _has_picture(container: Any) -> bool:
    from pdfminer.layout import LTContainer, LTImage

    return any(
        isinstance(each, LTImage) or (isinstance(each, LTContainer) and _has_picture(each))
        for each in container
    )


def _pages(layout: Any, typed: list[Line]) -> list[PageLines]:
    """Return the lines of a page.

    Turned ones, where they are much of it, on a page of their own.
    """
    lines = [*_lines(layout, layout.height), *typed]
    from_right = sum(is_right_to_left(line.text) for line in lines)
    if 2 * from_right > len(lines):
        edge = layout.width
        lines = [replace(each, left=edge - each.right, right=edge - each.left) for each in lines]
    found = [with_drop_caps(PageLines(layout.height, lines))]
    turned = _turned(layout)
    upright = sum(len(line.text) for line in lines)
    if len(turned) > _MUCH_TURNED * (upright + len(turned)):
        beside = turned_lines(turned, layout.width, layout.height)
        found.append(PageLines(layout.width, beside))
    return [page for page in found if page.lines] or found[:1]


def _letters(container: Any) -> Iterator[Any]:
    from pdfminer.layout import LTChar, LTContainer

    for each in container:
        if isinstance(each, LTChar):
            yield each
        elif isinstance(each, LTContainer):
            yield from _letters(each)


def _counting(kind: Any) -> Any:
    """Return a kind of device that takes ``MOST_LETTERS`` of a page and no more."""

    class Counting(kind):  # type: ignore[misc]
        letters = 0

        def begin_page(self, page: Any, ctm: Any) -> None:
            self.letters = 0
            super().begin_page(page, ctm)

        def render_char(self, *arguments: Any) -> Any:
            self.letters += 1
            if self.letters > MOST_LETTERS:
                raise CrowdedError
            return super().render_char(*arguments)

    return Counting


def _lines(container: Any, height: float) -> Iterator[Line]:
    from pdfminer.layout import LTFigure, LTTextBox, LTTextLine

    for each in container:
        if isinstance(each, LTTextLine):
            line = _line(each, height)
            if line is not None:
                yield line
        elif isinstance(each, (LTTextBox, LTFigure)):
            yield from _lines(each, height)


def _line(found: Any, height: float) -> Line | None:
    from pdfminer.layout import LTChar

    marks = [each for each in found if isinstance(each, LTChar) and each.upright]
    sizes = sorted(each.size for each in marks if each.get_text().strip() and each.size > 0)
    if not sizes or not all(map(math.isfinite, (*found.bbox, sizes[-1]))):
        return None
    size = sizes[len(sizes) // 2]
    text = " ".join(_words(found, marks, size).replace("\x00", "").replace("↩", "").split())
    if not text:
        return None
    cap = large_first(marks)
    body = [each for each in marks if each is not cap]
    bold = sum(_BOLD.search(each.fontname) is not None for each in marks)
    slanted = sum(_ITALIC.search(each.fontname) is not None for each in marks)
    return Line(
        text=text,
        left=found.x0,
        right=found.x1,
        top=height - (max(each.y1 for each in body) if cap is not None else found.y1),
        bottom=height - (min(each.y0 for each in body) if cap is not None else found.y0),
        size=size,
        bold=bold > 0.8 * len(marks),
        italic=slanted > 0.8 * len(marks),
    )


def _words(found: Any, marks: list[Any], size: float) -> str:
    """Return the words of a line without the marks of footnotes.

    In the order in which they are read.
    """
    from pdfminer.layout import LTChar

    ordered = in_order(marks)
    plain = "".join(each.get_text() for each in ordered)
    if is_right_to_left(plain):
        return as_read(words_by_place(sorted(marks, key=lambda each: float(each.x0))))
    plain = " ".join(found.get_text().split())
    spaced = without_letter_spacing(ordered, plain)
    if spaced != plain:
        return spaced
    if ordered != marks:
        return words_by_place(ordered)
    cap = large_first(marks)
    floor = min(each.y0 for each in marks if each.size >= _RAISED * size)
    words: list[str] = []
    for each in found:
        text = each.get_text()
        if cap is not None and words == [cap.get_text()] and not isinstance(each, LTChar):
            continue
        small = isinstance(each, LTChar) and each.size < _RAISED * size
        raised = small and text.isdecimal() and each.y0 > floor + 0.15 * size and words
        if not raised or _UNIT.search("".join(words[-3:])):
            words.append(text)
    return "".join(words)


def _about(infos: list[dict[str, Any]]) -> dict[str, str]:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    found: dict[str, str] = {}
    for info in infos:
        for name, value in info.items():
            value = resolve1(value)
            if isinstance(value, bytes):
                words = " ".join(decode_text(value).split())
                if not _PLACEHOLDER.fullmatch(words):
                    found.setdefault(name, words)
    return found
