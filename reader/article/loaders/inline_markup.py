"""What inline markup says and plain words do not: quotation, raised digits, deletion, note marks.

A browser sets marks round ``<q>``, raises the 6 of 10<sup>6</sup>, strikes out what ``<del>`` or
``<s>`` withdrew, sets readings above words and breaks words at soft hyphens. Taken for mere words
they would mislead.
"""

from __future__ import annotations

import re
from typing import Any

from reader.article.loaders.formulas import formula, local_name, raised

Element = Any
"""A node of lxml, which has no types of its own."""

_NOTE_ROLES = frozenset(("noteref", "doc-noteref", "backlink", "doc-backlink"))
_NOTE_CLASSES = frozenset(("reference", "footnote", "footnote-ref", "footnoteref", "noteref", "fn"))
_WAYS_BACK = frozenset(("↩", "↩︎", "↩\ufe0f", "⤴", "↑"))
_NOTE_MARK = re.compile(r"\[\s*[\w*†‡]{1,3}\s*\]")
_LONGEST_MARK = 4
_SET_AS_CODE = frozenset(("code", "kbd", "samp", "var", "tt"))
"""Within a sentence they are words like others; the extractor would set them behind it."""
_PLAIN = frozenset(
    ("div", "p", "li", "ul", "ol", "td", "tr", "table", "tbody", "h1", "h2", "h3", "h4", "section",
     "article", "figure", "img", "script", "style", "link", "meta", "button", "input", "option",
     "path", "svg", "strong", "em", "br", "i", "b", "picture", "source", "nav", "header", "footer")
)  # fmt: skip
"""Elements that are shown as they are written."""
_SAID_ALL_THE_SAME = frozenset(("label", "output", "data", "bdi", "bdo", "dfn"))
_SENTENCES = ("p", "li", "td", "blockquote", "h2", "h3", "h4", "dd", "figcaption")
"""What may be set in a sentence as words like others, and what a sentence is in."""
_MARKS = (("“", "”"), ("‘", "’"))
_WITHDRAWN = frozenset(("del", "s", "strike"))
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_CLASS = re.compile(r"(?:span|font)?\.([\w-]{1,80})")
_GLOSSES = frozenset(("rt", "rp", "rtc"))
"""How a word is spoken, set above it: in midst of the words no search would find the name."""
_NOT_SHOWN = re.compile(r"display\s*:\s*none\s*;?", re.IGNORECASE)
_NOT_SEEN = re.compile("[\xad\ufeff]")


def settle_inline(root: Element) -> None:
    """Change the tree below ``root``, so that its words alone say what is shown."""
    unseen = any(map(_NOT_SEEN.search, root.itertext()))
    struck = _struck_classes(root)
    # From the end, so that what is inside an element is settled before that.
    for element in reversed(list(root.iter())):
        name = local_name(element)
        if name in _PLAIN and not unseen:
            continue
        if name == "q" and element is not root:
            _quote(element)
        elif name == "math" and element is not root:
            _say_formula(element)
        elif _is_mere_words(element, name):
            unwrap(element)
        elif element is not root and (
            name in _WITHDRAWN
            or _is_struck(element, struck)
            or name in _GLOSSES
            or is_note_mark(element)
        ):
            drop(element)
        elif name in ("sup", "sub"):
            _raise(element, name)
        for place in ("text", "tail") if unseen else ():
            words = getattr(element, place)
            if name and words and _NOT_SEEN.search(words):
                setattr(element, place, _NOT_SEEN.sub("", words))


def _is_mere_words(element: Element, name: str) -> bool:
    """Return whether an element holds words like others of its sentence, which may go bare."""
    if name in _SAID_ALL_THE_SAME:
        return nearest_above(element, *_SENTENCES) is not None
    return name in _SET_AS_CODE and not _is_code(element)


def nearest_above(element: Element, *names: str) -> Element | None:
    """Return the nearest element of these local names that an element is in."""
    return next((each for each in element.iterancestors() if local_name(each) in names), None)


def roles(element: Element) -> set[str]:
    """Return what a part of a book is, as ``epub:type`` and ``role`` say."""
    kinds = (element.get("{http://www.idpf.org/2007/ops}type"), element.get("role"))
    return set(" ".join(filter(None, kinds)).split())


def is_note_mark(element: Element) -> bool:
    """Return whether an element is the mark of a footnote in the text, or the way back to it."""
    name = local_name(element)
    if name not in ("a", "sup"):
        return False
    words = "".join(element.itertext()).strip()
    if name == "a":
        emptied = not words and not len(element) and "#" in (element.get("href") or "")
        return emptied or words in _WAYS_BACK or not roles(element).isdisjoint(_NOTE_ROLES)
    if len(words) > _LONGEST_MARK:
        return False
    link = next((each for each in element.iter() if local_name(each) == "a"), None)
    if link is None:
        above = nearest_above(element, "a")
        alone = above is not None and "".join(above.itertext()).strip() == words
        link = above if alone else None
    linked = link is not None and "#" in (link.get("href") or "")
    named = not _NOTE_CLASSES.isdisjoint((element.get("class") or "").split())
    return linked or named or _NOTE_MARK.fullmatch(words) is not None


def _is_struck(element: Element, classes: set[str]) -> bool:
    if local_name(element) not in ("span", "font"):
        return False
    named = classes and not classes.isdisjoint((element.get("class") or "").split())
    return bool(named) or _STRUCK.search(element.get("style") or "") is not None


def _struck_classes(root: Element) -> set[str]:
    """Return the classes that a page's own style sheet strikes out, whatever they are in."""
    found: set[str] = set()
    for sheet in root.iter("style"):
        for rule in (sheet.text or "").split("}"):
            selectors, _, style = rule.rpartition("{")
            if _STRUCK.search(style):
                names = (_CLASS.fullmatch(each.strip()) for each in selectors.split(","))
                found |= {name[1] for name in names if name is not None}
    return found


def drop(element: Element) -> None:
    """Take an element out of its tree; what comes after it stays."""
    _put_before(element, element.tail)
    element.getparent().remove(element)


def unwrap(element: Element) -> None:
    """Take an element out of its tree and leave what is in it."""
    _put_before(element, element.text)
    for child in list(element):
        element.addprevious(child)
    drop(element)


def _put_before(element: Element, words: str | None) -> None:
    before, above = element.getprevious(), element.getparent()
    if words and before is not None:
        before.tail = (before.tail or "") + words
    elif words:
        above.text = (above.text or "") + words


def _is_code(element: Element) -> bool:
    """Return whether an element is what code is set in: inside ``<pre>``, or all that is there."""
    above = element.getparent()
    if above is None or any(local_name(each) == "pre" for each in element.iterancestors()):
        return True
    around = [above.text, *(each.tail for each in above)]
    return not any(words and words.strip() for words in around)


def _quote(element: Element) -> None:
    inside = sum(local_name(above) == "q" for above in element.iterancestors())
    first, last = _MARKS[inside % 2]
    element.text = first + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + last
    else:
        element.text += last
    unwrap(element)


def _say_formula(element: Element) -> None:
    """Make plain words of a formula, which the extractor would leave out."""
    for wrapper in (element, *element.iterancestors("span")):
        style = wrapper.get("style") or ""
        if not _NOT_SHOWN.search(style):
            continue
        # A picture is shown in its stead.
        wrapper.set("style", _NOT_SHOWN.sub("", style))
    _put_before(element, f" {formula(element)} ")
    drop(element)


def _raise(element: Element, name: str) -> None:
    words = "".join(element.itertext())
    if raised(words, name) != words:
        for below in list(element):
            drop(below)
        element.text = raised(words, name)
