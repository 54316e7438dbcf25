"""Finding in a text: plain words or a regular expression, with smart case."""

from __future__ import annotations

import re

import regex

from reader.text.span import Span

TIME_LIMIT = 2.0
"""Seconds that a regular expression may take over one text."""


class FindError(ValueError):
    """A query that cannot be searched for; the message is one sentence for the user."""


def hits(text: str, query: str, *, regex: bool = False) -> list[Span]:
    r"""Where ``query`` stands in ``text``, in order, hits not overlapping; none for no query.

    Case matters only when the query has a capital (with ``regex``: outside escapes like ``\W``).
    A plain query's space stands for any white space, a straight quotation mark or apostrophe also
    for a curly one. Raises FindError for a pattern that is none, or that takes longer than
    ``TIME_LIMIT``.
    """
    if not query:
        return []
    if regex:
        return _pattern_hits(text, query)
    flags = 0 if _has_capital(query) else re.IGNORECASE
    pattern = re.compile(_plain(query), flags)
    return [Span(*found.span()) for found in pattern.finditer(text)]


def _plain(query: str) -> str:
    parts = []
    for piece in re.split(r"(\s+|['\"])", query):
        if piece == "'":
            parts.append("['‘’]")
        elif piece == '"':
            parts.append('["“”„]')
        elif piece.isspace():
            parts.append(r"\s+")
        else:
            parts.append(re.escape(piece))
    return "".join(parts)


def _pattern_hits(text: str, query: str) -> list[Span]:
    letters = re.sub(r"\\[pP]\{[^}]*\}|\\.", "", query)
    flags = regex.V1 | regex.MULTILINE
    if not _has_capital(letters):
        flags |= regex.IGNORECASE
    try:
        pattern = regex.compile(query, flags)
        found = pattern.finditer(text, timeout=TIME_LIMIT)
        return [Span(*each.span()) for each in found if each.end() > each.start()]
    except regex.error as error:
        where = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise FindError(f"This is no regular expression: {error.msg}{where}.") from error
    except TimeoutError:
        raise FindError(
            "This regular expression takes too long here; make it simpler or more exact."
        ) from None


def _has_capital(text: str) -> bool:
    return any(char.isupper() for char in text)
