"""Cuts a sentence into words as the Penn Treebank does, which published test sets are cut by."""

from __future__ import annotations

import re

from reader.text.span import Span

_WORD = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?:[A-Za-z]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|St|Gen|Sen|Sens|Rep|Reps|Gov|Jr|Sr|Col|Lt|Sgt|Rev|Prof|Inc|Corp|Co|Ltd|No|vs"
    r"|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)\."
    r"|[A-Z]\.(?=\s)"
    r"|\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|S|re|ve|ll|d|m)\b"
    r"|(?:US|A|C|HK|NZ)?[$€£]|\d+(?:[.,:/]\d+)*(?:[-\w]\w*)*"
    r"|[^\W_]+(?:['’](?!(?:s|S|re|ve|ll|d|m)\b)[^\W\d_]+)?(?:-[^\W_]+)*-?"
    r"|\.{2,}|--+|_+|\S"
)


def treebank_words(sentence: str) -> list[Span]:
    """Return where the words and marks of ``sentence`` stand."""
    return [Span(*match.span()) for match in _WORD.finditer(sentence)]
