"""Tells sentences of an article from what a page sets around it, by their shape and their names."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import Any

from reader.article.loaders.page_blocks import words_of_tree
from reader.article.loaders.page_marks import has_caption

Element = Any
"""A node of lxml, which has no types of its own."""

_FEWEST_WORDS = 8
_SENTENCE = re.compile(r"[.!?…。！？][”“\"'’»)\]]*$")
_OUTSIDE = frozenset(
    ("aside", "blockquote", "figure", "footer", "form", "li", "nav", "noscript", "table")
)
_OTHERS = re.compile(
    r"comment|disqus|related|cookie|consent|footer|sidebar|teaser|promo|newsletter|subscri|share|"
    r"social|author|(?:^|[\s_-])bio(?:$|[\s_-])|byline|credit|copyright|(?:^|[\s_-])tags?(?:$|[\s_-])|"
    r"recommend|advert|(?:^|[\s_-])ads?(?:$|[\s_-])|banner|widget|paywall|abo-?|login|sponsor|"
    r"correction|donat|more-|most-|read-?next|signup|disclaimer|note|meta|breadcrumb|hidden|modal",
    re.IGNORECASE,
)
_STEPS = 3


def above(element: Element, steps: int) -> list[Element]:
    """Return the elements that an element is in, as many ``steps`` up, those of the page apart."""
    inside = takewhile(lambda each: each.tag not in ("body", "html"), element.iterancestors())
    return list(islice(inside, steps))


def is_sentence(words: str) -> bool:
    """Return whether words on one line are enough for a sentence, and end as one does."""
    return len(words.split()) >= _FEWEST_WORDS and _SENTENCE.search(words) is not None


def reads_as_text(element: Element) -> bool:
    """Return whether an element is a sentence that is neither inside an extra nor named as one."""
    words = words_of_tree(element)
    if not is_sentence(words) or has_caption(words):
        return False
    linked = sum(len(words_of_tree(each)) for each in element.iter("a"))
    if 2 * linked > len(words):
        return False
    if any(each.tag in _OUTSIDE for each in element.iterancestors()):
        return False
    near = (element, *above(element, _STEPS))
    return not any(_OTHERS.search(f"{e.get('class') or ''} {e.get('id') or ''}") for e in near)
