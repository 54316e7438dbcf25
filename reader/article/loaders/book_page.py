"""A page of an e-book, as words where it is drawn or holds more than its text.

A page of a fixed layout may draw its lines as pictures do (SVG); a table of contents that is also
read as a page has words of its own; what is offered in place of an exercise or a film may be pages
long.
"""

from __future__ import annotations

from lxml import etree

from reader.article.loaders.clean_markup import Element, words_of
from reader.article.loaders.formulas import local_name

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_LEAST_IN_PLACE = 3
"""Blocks in place of a thing that cannot be shown, from which they are no mere excuse."""


def written(page: Element) -> Element:
    """Return the page, changed so that what it shows is in elements that hold words."""
    for thing in list(page.iter()):
        if local_name(thing) == "object" and _says_much(thing):
            thing.tag = _named(thing, "div")
    drawn = [each for each in page.iter() if local_name(each) == "svg"]
    if not drawn:
        return _without_contents(page)
    if page not in drawn and words_of(page):
        return page
    body = etree.Element(_named(page, "body"))
    for each in drawn:
        lines = (words_of(line) for line in each.iter() if local_name(line) == "text")
        paragraph = etree.SubElement(body, _named(page, "p"))
        paragraph.text = " ".join(filter(None, lines))
    return body


def _says_much(thing: Element) -> bool:
    inside = [each for each in thing.iter() if local_name(each) in ("p", "li", "tr", *_HEADINGS)]
    return len(inside) >= _LEAST_IN_PLACE


def _without_contents(page: Element) -> Element:
    """Return the page, empty where it holds a table of contents and headings alone."""
    lists = [each for each in page.iter() if local_name(each) == "nav"]
    for each in lists:
        before, above = each.getprevious(), each.getparent()
        if before is not None:
            before.tail = (before.tail or "") + (each.tail or "")
        else:
            above.text = (above.text or "") + (each.tail or "")
        above.remove(each)
    if lists and not any(
        local_name(each) not in ("", *_HEADINGS)
        and not any(local_name(above) in _HEADINGS for above in each.iterancestors())
        and ((each.text or "").strip() or any((child.tail or "").strip() for child in each))
        for each in page.iter()
    ):
        for each in list(page):
            page.remove(each)
    return page


def _named(like: Element, name: str) -> str:
    """Return a local name in the namespace of another element."""
    space, brace, _ = like.tag.rpartition("}")
    return f"{space}{brace}{name}"
