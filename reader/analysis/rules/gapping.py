"""Speech whose verb is understood: the mayor said it “is safe”; the engineer, “a trap”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader.analysis.rules.attribution import Attribution, Paragraph, Piece
from reader.text.span import Span

_NEXT_SOURCE = re.compile(
    r";[^\S\n](?:(?:and|but|while)[^\S\n])?"
    r"(?P<who>(?:[Tt]he|[Aa]n?|[^\W\d_a-z])[^;,:“”\"]{1,50}),[^\S\n](?=[“\"])"
)
RULE = "the verb of the clause before is understood"


def apart(paragraph: Paragraph, attributions: Iterable[Attribution]) -> Iterator[Attribution]:
    """Yield each attribution, followed by those that begin in its content with a source alone."""
    for attribution in attributions:
        yield attribution
        if attribution.cue is None or not attribution.pieces:
            continue
        piece = attribution.pieces[-1]
        while (found := _NEXT_SOURCE.search(paragraph.text, piece.start, piece.end)) is not None:
            following = Piece(found.end(), piece.end, marked=True)
            piece.end = found.start()
            yield Attribution([following], attribution.cue, Span(*found.span("who")), RULE)
            piece = following
