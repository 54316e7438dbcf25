"""Which dates of a page are those of its article: not those of sentences, comments and lists.

The finder of dates takes the first ``<time>`` that it meets. So what is no date of publication is
taken out of the copy that it is shown.
"""

from __future__ import annotations

import re
from typing import Any

from reader.article.loaders.page_blocks import words_of_tree

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
_OTHER_PLACES = ("aside", "footer", "nav", "blockquote", "figure", "table")
_LONGEST_LINE = 60
"""Characters beside a date in a line that tells when the article was published."""


def with_own_dates(root: Element) -> Element:
    """Change ``root`` so that no date in it but the article's own is marked as one."""
    for each in list(root.iter("time", "abbr")):
        if not _is_own(each):
            for name in ("datetime", "pubdate", "title", "data-utime"):
                each.attrib.pop(name, None)
            each.tag = "span"
            each.attrib.pop("class", None)
            for child in list(each):
                each.remove(child)
            each.text = ""
    return root


def _is_own(element: Element) -> bool:
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
    return rest <= _LONGEST_LINE and not _is_behind_text(element)


def _is_behind_text(element: Element) -> bool:
    """Return whether a paragraph of the article comes before a date that says nothing of itself."""
    for before in element.iterancestors():
        for sibling in before.itersiblings(preceding=True):
            paragraphs = [sibling] if sibling.tag == "p" else sibling.iter("p")
            if any(len(words_of_tree(each)) > 2 * _LONGEST_LINE for each in paragraphs):
                return True
    return False


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
