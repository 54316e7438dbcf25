"""The lines between a headline and its article that say what it is about.

Pages set them apart from the text and call them teaser or intro, which the extractor takes for the
beginning of another story.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

from reader.article.loaders.page_blocks import is_block, words_of_tree
from reader.article.loaders.running_text import reads_as_text

Element = Any
"""A node of lxml, which has no types of its own."""

_NAMES = re.compile(
    r"teaser|lead|lede|intro|standfirst|(?:^|[\s_-])dek(?:$|[\s_-])|summary|sub-?(?:title|head)|"
    r"chapo|excerpt|abstract|hero-text|perex|copete|bajada|entradilla|sumario|vorspann|ingress|"
    r"epigraph|description|sub-?line",
    re.IGNORECASE,
)
_REACH = 80
"""Elements behind the headline."""
_STEPS = 3
_FEWEST_WORDS, _MOST_WORDS = 8, 120
_MOST_OF_A_NAME = 2
"""Elements of one name; more are a list of other stories."""


def standfirst(headline: Element) -> list[Element]:
    """Return the paragraphs of the standfirst, and take from them the names that mislead."""
    root = headline.getroottree().getroot()
    names = Counter(each.get("class") for each in root.iter("p", "div", "h2") if each.get("class"))
    after = iter(root.iter())
    for each in after:
        if each is headline:
            break
    within = set(headline.iter())
    found: list[Element] = []
    for each in islice(after, _REACH):
        if each in within or each.tag not in ("p", "div", "h2", "h3") or _holds_blocks(each):
            continue
        words = words_of_tree(each).split()
        if len(words) < _FEWEST_WORDS:
            continue
        named = _named(each, within)
        plain = not named and not found and reads_as_text(each)
        if not (named or plain) or len(words) > _MOST_WORDS or _is_linked(each):
            break
        if any(names[holder.get("class")] > _MOST_OF_A_NAME for holder in named):
            break
        for holder in named:
            del holder.attrib["class"]
        each.tag = "p"
        found.append(each)
        if plain:
            break
    return found


def _holds_blocks(element: Element) -> bool:
    """Return whether an element holds blocks, which are looked at one by one."""
    return any(is_block(each) for each in element)


def _named(element: Element, headline: set[Element]) -> list[Element]:
    """Return the element and those near above it that call themselves a standfirst."""
    named = []
    for each in (element, *islice(element.iterancestors(), _STEPS)):
        if not headline.isdisjoint(each.iter()):
            break
        if _NAMES.search(each.get("class") or ""):
            named.append(each)
    return named


def _is_linked(element: Element) -> bool:
    linked = sum(len(words_of_tree(each)) for each in element.iter("a"))
    return 2 * linked > len(words_of_tree(element)) or any(
        each.tag in ("a", "li", "nav", "aside") for each in element.iterancestors()
    )
