"""Answers that a page unfolds on a click: its readers can open them, so they are its text.

The extractor leaves out what is hidden, and the buttons that are the questions.
"""

from __future__ import annotations

import re
from typing import Any

Element = Any
"""A node of lxml, which has no types of its own."""

_FOLDED = re.compile(
    r"accordion|collaps|(?:^|[\s_-])faqs?(?:$|[\s_-])|expand|toggle|disclosure|spoiler|fold|panel"
    r"|answer|tab-?pane",
    re.IGNORECASE,
)
_OUTSIDE = ("nav", "header", "footer", "form", "aside", "dialog")
_MENU = re.compile(
    r"menu|navig|(?:^|[\s_-])nav|dropdown|modal|popup|cookie|consent|share|social|search|login"
    r"|filter|comment|related|newsletter|subscri|paywall|regwall|sidebar|transcript-toggle",
    re.IGNORECASE,
)
_OPENING = ("button", "a", "div", "span", "h2", "h3", "h4", "dt")
_SENTENCE_END = re.compile(r"[.!?…。！？][”“\"'’»)\]]*$")
_FEWEST_WORDS = 8
_LONGEST_LABEL = 200
_HIDING = re.compile(r"(?:display|visibility|height|max-height|opacity)\s*:[^;]*;?", re.IGNORECASE)
_STEPS = 3


def open_panels(root: Element) -> None:
    """Show the panels of a page's tree that hold sentences, with what opens them above."""
    opening = (each for each in root.iter(*_OPENING) if each.get("aria-controls"))
    controlled = {
        name: each
        for each in opening
        if not _is_outside(each)
        for name in each.get("aria-controls", "").split()
    }
    for panel in list(root.iter("div", "section", "p", "dd", "article")):
        if not _is_folded(panel, controlled) or _is_outside(panel) or not _holds_sentence(panel):
            continue
        for name in ("hidden", "aria-hidden", "class", "style", "role"):
            panel.attrib.pop(name, None)
        button = controlled.get(panel.get("id") or "")
        _show_label(button if button is not None else _button_above(panel))


def _is_folded(panel: Element, controlled: dict[str, Element]) -> bool:
    closed = (
        panel.get("aria-hidden") == "true"
        or panel.get("hidden") is not None
        or _HIDING.search(panel.get("style") or "") is not None
        or "collapse" in (panel.get("class") or "").split()
    )
    if not closed:
        return (panel.get("id") or "") in controlled
    above = [panel]
    for each in panel.iterancestors():
        if len(above) > _STEPS or each.tag in ("body", "html", "main", "article"):
            break
        above.append(each)
    return (panel.get("id") or "") in controlled or any(_FOLDED.search(_named(a)) for a in above)


def _is_outside(element: Element) -> bool:
    return any(
        each.tag in _OUTSIDE or _MENU.search(_named(each)) is not None
        for each in (element, *element.iterancestors())
        if each.tag not in ("body", "html")
    )


def _holds_sentence(panel: Element) -> bool:
    words = " ".join(panel.text_content().split())
    linked = sum(len(each.text_content()) for each in panel.iter("a"))
    long_enough = len(words.split()) >= _FEWEST_WORDS and 2 * linked < len(words)
    return long_enough and _SENTENCE_END.search(words) is not None


def _button_above(panel: Element) -> Element | None:
    """Return the button right before a panel, or in the heading before it."""
    before = panel.getprevious()
    if before is None:
        return None
    if before.tag == "button":
        return before
    return next(before.iter("button"), None)


def _show_label(button: Element | None) -> None:
    """Make a heading of the button that opens a panel, or words of the heading that it is in."""
    if button is None or button.tag != "button" or button.getparent() is None:
        return
    words = " ".join(button.text_content().split())
    if not words or len(words) > _LONGEST_LABEL:
        return
    for name in list(button.attrib):
        del button.attrib[name]
    inside = next(button.iterancestors("h2", "h3", "h4", "h5", "h6", "dt"), None)
    button.tag = "span" if inside is not None else "h3"


def _named(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
