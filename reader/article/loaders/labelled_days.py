"""The day that a page gives under a label (“Published: 3 March 2026”), wherever on it that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from reader.article.loaders.clean_markup import BLOCKS
from reader.article.loaders.page_blocks import words_of_tree
from reader.article.loaders.written_days import day_of_line

Element = Any
"""A node of lxml, which has no types of its own."""

_LABEL = re.compile(
    r"\W*(?:(?:first |originally |date )?(?:published|posted)|publication date"
    r"|erschienen|erstellt|veröffentlicht|veröffentlichungsdatum|publiziert|online seit"
    r"|mise? en ligne|publiée?|date de (?:publication|parution)|publicad[oa]"
    r"|fecha de publicación|data de publicação|pubblicat[oa]|gepubliceerd|publicerad|publisert"
    r"|udgivet|julkaistu|opublikowano|publikováno|опубликовано|дата публикации)"
    r"(?:\s(?:am|on|in|le|el|il|op|em|dnia))?(?!\s(?:by|von|par|por|da|door|av|af)\b)\s?:?\s?(?P<day>.*)",
    re.IGNORECASE,
)
"""“Date” alone may be an event's; who published a thing may have done so long before."""
_LONGEST_LINE = 60
_OTHER_PLACES = frozenset(
    ("aside", "nav", "blockquote", "figure", "table", "script", "style", "head", "template", "form")
)
_OTHERS = re.compile(
    r"comment|reply|disqus|related|recommend|sidebar|widget|teaser|card|most-?read|latest|more-|"
    r"archive|embed|tweet",
    re.IGNORECASE,
)
_META = re.compile(r"(?:^|[\s_-])(?:info|meta|time|date|datum|datetime)(?:$|[\s_-])", re.IGNORECASE)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=$|[T ])")
_HEADED = ".//a[h2 or h3 or h4] | .//h2//a | .//h3//a | .//h4//a"
"""Headings that lead to other stories."""


def labelled_day(root: Element) -> str | None:
    """Return the only day (ISO 8601) that the page labels as that of publication.

    Without a label it is the only one that a line of details holds alone.
    """
    for found in (_labelled(root), _lone_times(root)):
        days = set(found)
        if len(days) == 1:
            return days.pop()
    return None


def _labelled(root: Element) -> Iterator[str]:
    """Yield the days of labels, which are on the same line or on one of their own before it."""
    bare = False
    for line in _lines(root):
        label = _LABEL.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        written = label["day"] if label is not None else line if bare else ""
        day = day_of_line(written) if written and len(written) <= _LONGEST_LINE else None
        if day is not None:
            yield day
        bare = label is not None and not label["day"].strip()


def _lines(root: Element) -> Iterator[str]:
    """Yield the lines of a page, but for what is of other stories, of comments and no words."""
    line: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        own = event == "start" and bool(name)
        if own and (name in _OTHER_PLACES or _OTHERS.search(_named(element))):
            walk.skip_subtree()
            own = False
        if name in BLOCKS or name == "br":
            words = " ".join("".join(line).split())
            if words:
                yield words
            line = []
        if own:
            line.append(element.text or "")
        elif event != "start":
            line.append(element.tail or "")


def _lone_times(root: Element) -> Iterator[str]:
    """Yield the days of ``<time>`` in lines of details that are not of another story's."""
    for time in root.iter("time"):
        day = _ISO_DAY.match((time.get("datetime") or "").strip())
        above = list(time.iterancestors())
        block = next((each for each in above if each.tag in ("p", "div")), None)
        if day is None or block is None or block.getparent() is None:
            continue
        if any(
            each.tag in _OTHER_PLACES or each.tag in ("li", "a", "footer")
            or _OTHERS.search(_named(each))
            for each in above
        ):  # fmt: skip
            continue
        if sum(each.tag == "article" for each in above) > 1 or block.getparent().xpath(_HEADED):
            continue
        rest = len(words_of_tree(block)) - len(words_of_tree(time))
        if rest <= _LONGEST_LINE and _META.search(f"{_named(block)} {_named(time)}"):
            yield day[0]


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
