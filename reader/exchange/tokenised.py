"""Sentences of tokens for the formats that need them: the pipeline's, else our own.

Text that the pipeline passed over (doubled captions) or never saw is cut into words and signs.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from reader.analysis.findings import Findings
from reader.article.newswire import structure
from reader.text.sentences import sentences
from reader.text.span import Span

_TOKEN = re.compile(r"\w+(?:[.,’'-]\w+)*|[^\w\s]")


def sentences_of_tokens(text: str, findings: Findings | None) -> list[list[Span]]:
    """Return every sentence as the spans of its tokens, all in text order; no sentence is empty.

    Tokens do not overlap, hold no white space at their edges, and cover all but white space.
    """
    starts = [
        sentence.start
        for block in structure(text).blocks
        for sentence in sentences(text, block.start, block.end)
    ]
    found: dict[int, list[Span]] = {}
    for token in _tokens(text, findings.tokens if findings is not None else ()):
        found.setdefault(bisect_right(starts, token.start), []).append(token)
    return [found[number] for number in sorted(found)]


def _tokens(text: str, known: tuple[Span, ...]) -> list[Span]:
    tokens: list[Span] = []
    at = 0
    for token in (*sorted(known), Span(len(text), len(text))):
        if token.start < at:
            continue
        tokens.extend(Span(*gap.span()) for gap in _TOKEN.finditer(text, at, token.start))
        if token.slice(text).strip():
            tokens.append(token)
        at = token.end
    return tokens
