"""Words to find on the whole desk, as SQLite's full-text index takes them.

Every word must be there, in an article's title and text or in one note. A word of more than one
letter finds every word that begins with it ("missile" finds "missiles"); a phrase in quotation
marks is matched word by word. Case and accents do not matter.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.errors import ReaderError
from reader.text.visible import visible

_TERM = re.compile(r'["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+)')
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002ffff]"
)
"""Letters of scripts that set no blanks between words: Thai, Lao, Burmese, Khmer, Japanese,
Chinese. An index by words does not help there.
"""


class QueryError(ReaderError):
    """Words that cannot be looked up; the message is one sentence that says what to do."""


class Query(NamedTuple):
    """``match`` is in the full-text index's own language.

    ``pieces`` are to stand in a text as they are, because no index by words knows them.
    """

    match: str
    pieces: tuple[str, ...] = ()


def parse_query(words: str) -> Query:
    """Return the query that ``words`` mean. Raises QueryError where they hold no word."""
    matched, pieces = [], []
    for found in _TERM.finditer(visible(words).text):
        phrase, word = found.groups()
        term = (phrase if word is None else word).strip()
        if _UNSPACED.search(term):
            pieces.append(term)
        elif any(char.isalnum() for char in term):
            escaped = term.replace('"', '""').replace("\0", " ")
            begins = word is not None and len(term) > 1
            matched.append(f'"{escaped}"*' if begins else f'"{escaped}"')
    if not matched and not pieces:
        raise QueryError("There are no words to find; write one at least.")
    return Query(" AND ".join(matched), tuple(pieces))
