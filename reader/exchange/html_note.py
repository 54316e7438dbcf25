"""HTML of another tool's note as the Markdown that notes are."""

from __future__ import annotations

import re

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "s": "~~", "del": "~~"}
_BLOCKS = frozenset(
    ("p", "div", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "tr")
)
_DROPPED = frozenset(("script", "style", "head", "title"))


def markdown_of(html: str) -> str:
    """Return the words of ``html`` with emphasis, links, lists and paragraphs as Markdown."""
    from lxml import etree
    from lxml import html as lxml_html

    if not html.strip():
        return ""
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div")
    except (etree.ParserError, ValueError):
        return html
    lines = [" ".join(line.split()) for line in _inner(root).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _inner(element: object) -> str:
    parts = [_text(getattr(element, "text", None))]
    for child in element:  # type: ignore[attr-defined]
        if isinstance(child.tag, str) and child.tag not in _DROPPED:
            parts.append(_as_markdown(child))
        parts.append(_text(child.tail))
    return "".join(parts)


def _text(words: str | None) -> str:
    return re.sub(r"\s+", " ", words or "")


def _as_markdown(element: object) -> str:
    tag = element.tag  # type: ignore[attr-defined]
    if tag == "br":
        return "\n"
    inner = _inner(element)
    if tag in _MARKS and inner.strip():
        mark = _MARKS[tag]
        lead, tail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        return f"{lead}{mark}{inner.strip()}{mark}{tail}"
    address = element.get("href")  # type: ignore[attr-defined]
    if tag == "a" and address:
        return f"[{inner.strip()}]({address})" if inner.strip() != address else f"<{address}>"
    if tag == "li":
        return f"\n- {inner.strip()}\n"
    return f"\n\n{inner}\n\n" if tag in _BLOCKS else inner
