"""The text of a web page as a browser holds it, with the white space of its source.

An article's text has one blank where the page's source goes on in the next line. Programs that
look for a passage in the page itself compare it character by character, so they need the page's
own white space.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from reader.article.stored_pages import StoredPages

_LEFT_OUT = re.compile("[\\s\u00ad\u200b\u200e\u200f\u2060\ufeff]+")
"""White space, and signs that nobody sees: an article's text may lack them or have others."""
_MOST_PLACES = 50

Quote = tuple[str, str, str]
"""Words of a passage, the words before and those after it."""


def without_space(text: str) -> str:
    """Return the characters of ``text`` that are seen."""
    return _LEFT_OUT.sub("", text)


class PageText:
    """The words of a page; ``markup`` is its HTML."""

    def __init__(self, markup: str) -> None:
        self._markup = markup

    def quote(self, words: str, prefix: str, suffix: str) -> Quote | None:
        """Return a passage of the article's text with the white space of the page.

        None where the page does not have the passage, or has it more than once with different
        white space.
        """
        before, within, after = map(without_space, (prefix, words, suffix))
        if not within:
            return None
        found = {
            self._between(at, len(before), len(within), len(after))
            for at in self._places(before + within + after)
        }
        return found.pop() if len(found) == 1 else None

    def _between(self, at: int, before: int, within: int, after: int) -> Quote:
        """Return the quote whose seen characters begin with the one of number ``at``."""
        start, end = at + before, at + before + within
        first, last = self._offset(start), self._offset(end - 1) + 1
        left = self._offset(at) if before else first
        right = self._offset(end + after - 1) + 1 if after else last
        return self._text[first:last], self._text[left:first], self._text[last:right]

    def _places(self, seen: str) -> Iterator[int]:
        at = self._seen.find(seen)
        for _ in range(_MOST_PLACES):
            if at < 0:
                return
            yield at
            at = self._seen.find(seen, at + 1)

    def _offset(self, number: int) -> int:
        """Return where the seen character of this number is in the text."""
        gap = bisect_right(self._gap_starts, number) - 1
        return number + (self._skipped[gap] if gap >= 0 else 0)

    @cached_property
    def _text(self) -> str:
        """The text nodes of the page's body, those of scripts among them."""
        from lxml import etree, html

        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        try:
            data = self._markup.encode("utf-8", "replace")
            body = html.document_fromstring(data, parser=parser).find("body")
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return ""
        return "" if body is None else "".join(body.itertext())

    @cached_property
    def _seen(self) -> str:
        return without_space(self._text)

    @cached_property
    def _gaps(self) -> tuple[list[int], list[int]]:
        """For each run that is left out: the seen characters before it, and all left out so far."""
        starts, skipped, total = [], [], 0
        for run in _LEFT_OUT.finditer(self._text):
            starts.append(run.start() - total)
            total += run.end() - run.start()
            skipped.append(total)
        return starts, skipped

    @property
    def _gap_starts(self) -> list[int]:
        return self._gaps[0]

    @property
    def _skipped(self) -> list[int]:
        return self._gaps[1]


def page_text_at(location: str, pages: StoredPages) -> PageText | None:
    """Return the text of the page at a path, or of an address that was fetched before.

    None where there is no such page, or where it is no web page.
    """
    from reader.article.article import ArticleError
    from reader.article.declared_encoding import decode_page
    from reader.article.loaders.from_bytes import LARGEST
    from reader.article.loaders.registry import format_of

    try:
        if "://" in location:
            page = pages.load(location)
            if page is None:
                return None
            data, address = page.data, page.address
            media_type, charset = page.media_type, page.charset
        else:
            with Path(location).open("rb") as file:
                data = file.read(LARGEST + 1)
            address, media_type, charset = location, "", None
        if len(data) > LARGEST or format_of(data, address, media_type).module != "web_page":
            return None
        return PageText(decode_page(data, location, charset)[0])
    except (ArticleError, OSError, ValueError):
        return None
