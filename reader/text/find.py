"""Finding in a text: plain words or a regular expression, with smart case."""

from __future__ import annotations

import re
from functools import lru_cache

import regex

from reader.text.cells import printable
from reader.text.edited import EditedText
from reader.text.span import Span
from reader.text.visible import ACCENTS, visible

TIME_LIMIT = 2.0
"""Seconds that a regular expression may take over one text."""


class FindError(ValueError):
    """A query that cannot be searched for; the message is one sentence for the user."""


def hits(text: str, query: str, *, regex: bool = False) -> list[Span]:
    r"""Return where ``query`` occurs in ``text``, in order, hits not overlapping.

    None for no query.

    Case matters only when the query has a capital (with ``regex``: outside escapes like ``\W``).
    A plain query's space matches any white space, a straight quotation mark or apostrophe also
    for a curly one, a hyphen for a dash or a minus sign. Signs that nobody sees, ligatures and
    accents apart from their letters hide nothing. Raises FindError for a pattern that is none, or
    that takes longer than ``TIME_LIMIT``.
    """
    if not query:
        return []
    seen = _seen(text)
    if regex:
        found = _pattern_hits(seen.text, visible(query).text or query)
        return [seen.origin(span) for span in found] or _pattern_hits(text, query)
    words = visible(query).text
    flags = 0 if _has_capital(words) else re.IGNORECASE
    return _plain_hits(seen, words, flags) if words else _plain_hits(EditedText(text, ()), query, 0)


def exact_hits(text: str, words: str) -> list[Span]:
    """Return where ``words``, copied from the text or from what is shown of it, are in ``text``.

    Case and marks count; white space of any kind is alike, and where the text lacks the very
    characters, a straight quotation mark or apostrophe may be a curly one, as on a keyboard.
    Hits may overlap only where the text has the very characters.
    """
    found, start = [], text.find(words) if words else -1
    while start >= 0:
        found.append(Span(start, start + len(words)))
        start = text.find(words, start + 1)
    copied = visible(printable(words)).text.strip()
    if found or not copied:
        return found
    shown = visible(printable(text))
    pattern = re.compile(_plain(copied))
    return [shown.origin(Span(*each.span())) for each in pattern.finditer(shown.text)]


@lru_cache(maxsize=4)
def _seen(text: str) -> EditedText:
    return visible(text)


def _plain_hits(seen: EditedText, query: str, flags: int) -> list[Span]:
    # A letter with an accent behind it is another letter.
    pattern = re.compile(f"{_plain(query)}(?!{ACCENTS})", flags)
    return [seen.origin(Span(*found.span())) for found in pattern.finditer(seen.text)]


def _plain(query: str) -> str:
    parts = []
    for piece in re.split(r"(\s+|['\"-]|\.\.\.)", query):
        if piece == "'":
            parts.append("['‘’]")
        elif piece == '"':
            parts.append('["“”„]')
        elif piece == "-":
            parts.append("[-\u2010\u2011\u2013\u2212]")
        elif piece == "...":
            parts.append(r"(?:\.\.\.|…)")
        elif piece.isspace():
            parts.append(r"\s+")
        else:
            parts.append(re.escape(piece))
    return "".join(parts)


def _pattern_hits(text: str, query: str) -> list[Span]:
    letters = re.sub(r"\\[pP]\{[^{}\\]*\}|\\.", "", query)
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
