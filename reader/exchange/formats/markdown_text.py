"""Text and notes as they go into a Markdown page (CommonMark 0.31).

In the words of an article every character is escaped that Markdown would read (section 2.4).
A note is Markdown already: it keeps its marks, but no HTML in it is obeyed, and a code fence
that it leaves open does not swallow the rest of the page.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import TYPE_CHECKING

from reader.exchange.percent_coding import percent_coded

if TYPE_CHECKING:
    from markdown_it.token import Token

_ANYWHERE = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_START = re.compile(r"^([^\S\n]*)([#+\-=:]|\d+[.)])", re.MULTILINE)
_TAG = re.compile(r"(?P<kept>\\.|<(?:https?://|mailto:)[^\s<>]*>)|<(?=[A-Za-z/!?])")


def escaped(text: str) -> str:
    """Return ``text`` so that Markdown shows just these characters."""
    return _AT_START.sub(_escape_start, _ANYWHERE.sub(r"\\\1", text))


def _escape_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    if mark[0].isdigit():
        return f"{space}{mark[:-1]}\\{mark[-1]}"
    return f"{space}\\{mark}"


def one_line(text: str) -> str:
    """Return ``text`` escaped, on one line."""
    return escaped(" ".join(text.split()))


def note(body: str) -> str:
    """Return a note as a part of a page."""
    body = body.strip()
    if not any(sign in body for sign in ("<", "```", "~~~")):
        return body
    # Few notes hold such signs: what they mean there only a parser can tell.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    tokens = parser.parse(body)
    if any(map(_has_html, tokens)):
        code = {
            line
            for token in tokens
            if token.type == "fence"
            for line in range(*(token.map or (0, 0)))
        }
        plain = _without_tags(body, code)
        body = _without_tags(body, ()) if any(map(_has_html, parser.parse(plain))) else plain
    behind = parser.parse(f"{body}\n\nX")
    if behind[-1].type == "fence":
        body += f"\n{behind[-1].markup}"
    return body


def _has_html(token: Token) -> bool:
    return token.type.startswith("html_") or any(map(_has_html, token.children or ()))


def _without_tags(body: str, code: Container[int]) -> str:
    """Return ``body`` with every tag escaped but for those on the lines of ``code``."""
    lines = (
        line if number in code else _TAG.sub(lambda tag: tag["kept"] or r"\<", line)
        for number, line in enumerate(body.split("\n"))
    )
    return "\n".join(lines)


def link(url: str | None) -> str:
    """Return an address as a link of its own; one that no browser opens as plain text."""
    if not url:
        return ""
    if url.startswith(("http://", "https://")):
        return f"<{percent_coded(url, _ADDRESS)}>"
    return escaped(url)


def destination(url: str) -> str:
    """Return an address escaped for the brackets of a link."""
    return percent_coded(url, _ADDRESS.replace("(", "").replace(")", ""))


_ADDRESS = "%/:?#[]@!$&'()*+,;=-._~"
