"""Words as a reader means them: letters and digits with the apostrophes, points and hyphens inside.

Scripts without spaces are cut where the script changes (Han, Hiragana, Katakana), as vim does.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from reader.text.span import Span

_HAN, _HIRAGANA, _KATAKANA = r"\p{Han}々〆", r"\p{Hiragana}", r"\p{Katakana}ー"
_LETTER = rf"[\w--[{_HAN}{_HIRAGANA}{_KATAKANA}]]"
SCRIPT_RUNS = rf"[{_HAN}]+|[{_HIRAGANA}]+|[{_KATAKANA}]+"
"""Alternatives of a pattern (regex V1): runs of one of the scripts written without spaces."""
WORD_RUN = rf"{_LETTER}+"
"""A run of word characters, marks and joiners included, of any other script."""

_WORD = (
    rf"{SCRIPT_RUNS}|{_LETTER}+(?:(?:['’\u200c\u200d·-]|(?<=\d)[.,:](?=\d)|\.(?=\p{{Lu}}\.)){_LETTER}+)*"
    r"(?:(?<=\b\p{Lu}\.\p{Lu})\.)?"
)


@cache
def _word() -> Any:
    """Return the pattern of a word; the first that asks for words pays for it."""
    import regex

    return regex.compile(_WORD, regex.V1)


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the words between ``start`` and ``end``.

    “US-led”, “don’t”, “1,250.5” and “U.S.” are one.
    """
    stop = len(text) if end is None else end
    return [Span(*found.span()) for found in _word().finditer(text, start, stop)]


def word_at(text: str, offset: int) -> Span | None:
    """Return the word that holds ``offset``, None on white space and punctuation."""
    begin = max(text.rfind(" ", 0, offset), text.rfind("\n", 0, offset)) + 1
    begin = max(begin, offset - 1000)
    for found in _word().finditer(text, begin):
        if found.end() > offset:
            return Span(*found.span()) if found.start() <= offset else None
    return None
