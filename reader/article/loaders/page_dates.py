"""Which dates of a page are those of its article: not those of sentences, comments and lists.

The finder of dates takes the first ``<time>`` that it meets. So what is no date of publication is
taken out of the copy that it is shown. Many pages mark no date and write one in a line beside the
headline: that line alone is shown to the finder.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from reader.article.loaders.page_blocks import words_of_tree
from reader.article.loaders.written_days import day_of_line

Element = Any
"""A node of lxml, which has no types of its own."""

_OWN = re.compile(
    r"publish|posted|entry-?date|post-?date|article-?date|date-?line|pub-?date|byline",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"comment|reply|disqus|related|recommend|sidebar|widget|teaser|card|footer|most-?read|latest|"
    r"more-|archive|embed|tweet",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(
    r"mast-?head|top-?(?:bar|nav|menu)|site-?header|page-?header|header-?(?:date|top|bar|info)"
    r"|(?:^|[\s_-])today|current-?(?:date|day|time)|date-?today|weather|ticker|toolbar",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?P<line>[^.!?:“”\"]{0,40}\d{1,2}\.?\s?[^.!?:“”\"]{0,30}) [—–-]{1,2} (?=\S)"
)
"""What a press release begins with: Berlin, 25. Januar 2026 – The …"""
_LEADING_DAY = re.compile(
    r"\(?(?P<line>\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]{3,12}\.?)\s?\d{4})\s?"
    r"(?:\)\s|\s[—–-]{1,2}\s|\s?[—–:]\s|\s(?=[„“«\"]))"
)
"""What a note begins with: 3.2.2026 – The …, (3. Februar 2026) The …"""
_PARAGRAPHS = 2
"""Paragraphs, a standfirst and the first, that may begin with the day."""
_OUTERMOST = 4
"""Elements around a header that is the site's; one that is deeper in may be an article's."""
_WEEKDAY = re.compile(
    r"\W*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\W*(?:mon|diens|donners|frei|sams|sonn)tag\b"
    r"|\W*mittwoch\b|\W*(?:lun|mar|mercre|jeu|vendre|same|diman)(?:di|che)\b"
    r"|\W*(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
    re.IGNORECASE,
)
_OTHER_PLACES = ("aside", "footer", "nav", "blockquote", "figure", "table")
_LONGEST_LINE = 60
"""Characters beside a date in a line that tells when the article was published."""

_BESIDE = 12
"""Elements before and behind the headline among which a line with the date is looked for."""
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ])")
_CLOCK = re.compile(r"\d\d:\d\d(?::\d\d)?")
_NO_COMMENT = "not(ancestor::*[contains(@class, 'comment') or contains(@id, 'comment')])"
_MICRODATA = f"//*[contains(@itemprop, 'datePublished')][{_NO_COMMENT}]"
_NAMED = "contains(@class, 'published') and contains(@class, 'date')"
_NAMED_TIMES = f"//time[@pubdate or ({_NAMED})][{_NO_COMMENT}]"
_FAR_BEHIND = 90
"""Elements behind the headline among which one that calls itself a date is looked for."""
_ANOTHER_DAY = re.compile(
    r"©|\(c\)|\b(?:copyright|photo|foto|picture|taken|aufgenommen|born|died|geboren|gestorben|"
    r"née?|nacid[oa]|deadline|closes?|closing|expires?|valid|until|bis zum|jusqu\W|hasta|next|"
    r"event|comment (?:of|by|from)|commentaire de|kommentar von|comentario de)(?!\w)",
    re.IGNORECASE,
)
"""Words of a line whose day is not that of publication, whatever else it may be."""
_NO_LINES = ("title", "a", "script", "style", "option")
_WHEN = re.compile(rf"{_OWN.pattern}|\b(?:date|datum|datetime|time|info|meta)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")


def with_own_dates(root: Element) -> Element:
    """Change ``root`` so that no date in it but the article's own is marked as one."""
    behind = _behind_text(root)
    for each in list(root.iter("time", "abbr")):
        if not _is_own(each, behind):
            for name in ("datetime", "pubdate", "title", "data-utime"):
                each.attrib.pop(name, None)
            each.tag = "span"
            each.attrib.pop("class", None)
            for child in list(each):
                each.remove(child)
            each.text = ""
    for each in root.iter("p", "div", "span", "small", "li"):
        line = each.text or ""
        if len(each) or len(line) > _LONGEST_LINE or not _YEAR.search(line):
            continue
        if _ANOTHER_DAY.search(line) or _in_masthead(each):
            each.text = ""
    return root


def _in_masthead(element: Element) -> bool:
    """Return whether an element is in the site's own head, which shows the day of the visit."""
    around = [element, *element.iterancestors()]
    if any(each.tag in ("article", "main") for each in around):
        return False
    for depth, each in enumerate(reversed(around)):
        site = each.tag == "header" and depth <= _OUTERMOST
        if (site or _MASTHEAD.search(_named(each))) and each.tag not in ("body", "html"):
            return each.find(".//h1") is None
    return False


def _is_own(element: Element, behind: set[Element]) -> bool:
    if _in_masthead(element):
        return False
    said = f"{element.get('itemprop') or ''} {element.get('class') or ''}"
    above = list(element.iterancestors())
    if any(each.tag in _OTHER_PLACES or _OTHERS.search(_named(each)) for each in above):
        return False
    if element.get("pubdate") is not None or _OWN.search(said):
        return True
    if sum(each.tag == "article" for each in above) > 1:
        return False
    block = next((each for each in above if each.tag in ("p", "li", "td", "div", "section")), None)
    if block is None:
        return True
    if block.tag in ("li", "td") and block.getparent() is not None and len(block.getparent()) > 3:
        return False
    rest = len(words_of_tree(block)) - len(words_of_tree(element))
    return rest <= _LONGEST_LINE and element not in behind


def _behind_text(root: Element) -> set[Element]:
    """Return the marks of dates that a paragraph of the article comes before."""
    everything = root.iter("p", "time", "abbr")
    for each in everything:
        if each.tag == "p" and len(words_of_tree(each)) > 2 * _LONGEST_LINE:
            break
    return {each for each in everything if each.tag != "p"}


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def marked_date(root: Element) -> str | None:
    """Return the only day (ISO 8601, perhaps with a time) that a page marks as that of publication.

    None where it marks several: those of a list of stories.
    """
    for marks in (_MICRODATA, _NAMED_TIMES):
        written = {
            value.strip()
            for each in root.xpath(marks)
            for value in (each.get("content"), each.get("datetime"))
            if value and _ISO_DAY.match(value.strip())
        }
        if len({value[:10] for value in written}) == 1:
            return max(map(_joined, written), key=len)
    return None


def _joined(value: str) -> str:
    """Return a date and a time of day that a blank parts as ISO 8601 writes them."""
    day, _, clock = value.partition(" ")
    return f"{day}T{clock}" if _CLOCK.fullmatch(clock) else value if not clock else day


def date_beside(headline: Element) -> str | None:
    """Return the day (ISO 8601) that a short line right before or behind a headline gives."""
    for line in _lines_beside(headline):
        short = len(line) <= _LONGEST_LINE and not line.endswith(("!", "?"))
        short = short and not _ANOTHER_DAY.search(line)
        day = day_of_line(line) if short else None
        if day:
            return day
    return None


def _lines_beside(headline: Element) -> Iterator[str]:
    """Yield the short lines around a headline, those behind it first, each from near to far."""
    before: deque[Element] = deque(maxlen=_BESIDE)
    everything = headline.getroottree().getroot().iter()
    for each in everything:
        if each is headline:
            break
        before.append(each)
    yield from _lines_behind(headline, islice(everything, _FAR_BEHIND))
    box = next(headline.iterancestors("article", "main"), None)
    for each in reversed(before):
        if not isinstance(each.tag, str) or each.tag in _NO_LINES or _in_masthead(each):
            continue
        outside = box is not None and box not in each.iterancestors()
        words = words_of_tree(each)
        # What comes above the article's own element and begins with a weekday is today's page.
        if not (outside and _WEEKDAY.match(words)):
            yield words


def _lines_behind(headline: Element, behind: Iterator[Element]) -> Iterator[str]:
    """Yield the short lines behind a headline, and the day that the article begins with."""
    inside = set(headline.iter())
    long = 0
    for number, each in enumerate(behind):
        if not isinstance(each.tag, str) or each.tag in _NO_LINES:
            continue
        words = words_of_tree(each)
        if each.tag == "p" and len(words) > 2 * _LONGEST_LINE:
            long += 1
            dateline = (_DATELINE.match(words) if long == 1 else None) or _LEADING_DAY.match(words)
            if dateline is not None:
                yield dateline["line"]
            if dateline is not None or long == _PARAGRAPHS:
                break
            continue
        if long:
            continue
        if (number < _BESIDE and each not in inside) or _says_when(each):
            yield words


def _says_when(element: Element) -> bool:
    return element.tag == "time" or _WHEN.search(_named(element)) is not None


def is_next_day(marked: str, shown: str | None) -> bool:
    """Return whether two days (ISO 8601, a time of day after the first) follow each other."""
    try:
        days = date.fromisoformat(marked[:10]) - date.fromisoformat(shown or "")
    except ValueError:
        return False
    return abs(days.days) == 1
