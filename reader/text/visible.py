"""What a text looks like: without the signs that nobody sees, with its letters in their usual form.

Text out of pages, books and PDFs has soft hyphens and zero-width characters within words, letters
with their accents apart, and ligatures. Words are found in, and read from, a copy without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reader.text.edited import Edit, EditedText

_UNSEEN = "\u00ad\u034f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_JOINERS = "\u200c\u200d"
_LATIN = "A-Za-z\u00c0-\u024f"
ACCENTS = "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u3099\u309a]"
"""Accents and points that may have a letter of their own together with the letter before."""
_ODD = re.compile(
    rf"(?P<unseen>[{_UNSEEN}]+|(?<=[{_LATIN}])[{_JOINERS}]+(?=[{_LATIN}]))"
    rf"|(?P<apart>[^\W\d_](?:[{_UNSEEN}]*{ACCENTS})+)"
    r"|(?P<ligature>[\ufb00-\ufb06])"
)


def visible(text: str) -> EditedText:
    """Return ``text`` with unseen signs left out, accents joined to their letters.

    Ligatures split.
    """
    return EditedText(text, unseen_edits(text))


def unseen_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that make ``text`` what it looks like, in text order."""
    for found in _ODD.finditer(text):
        words = found.group()
        if found["apart"]:
            shown = unicodedata.normalize("NFC", re.sub(f"[{_UNSEEN}]", "", words))
        elif found["ligature"]:
            shown = unicodedata.normalize("NFKC", words)
        else:
            shown = ""
        if shown != words:
            yield Edit(*found.span(), shown)
