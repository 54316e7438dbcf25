"""How a note keeps its passage: by place, by wording and by what is around it.

The selectors are those of the W3C Web Annotation model (text position and text quote, with
32 characters of context), gathered in parts so that one mark may stand on several passages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.article.fingerprint import fingerprint as fingerprint_of
from reader.text.span import Span

CONTEXT = 32
"""Characters of context kept on either side of a part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One passage of an anchor: offsets, the words themselves, and the words around them."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A mark's hold on the text with ``fingerprint``: at least one part, in text order."""

    fingerprint: str
    parts: tuple[Part, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(part.span for part in self.parts)

    @property
    def exact(self) -> str:
        """The words of all parts, separated by an ellipsis."""
        return " … ".join(part.exact for part in self.parts)


def anchor(text: str, spans: Iterable[Span], fingerprint: str | None = None) -> Anchor:
    """Return an anchor on ``spans`` of ``text``.

    ValueError when a span is empty or out of the text.

    ``fingerprint`` saves hashing the text again where the caller has its fingerprint.
    """
    parts = []
    for span in sorted(spans):
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(f"no passage of this text: {span.start} to {span.end}")
        parts.append(
            Part(
                span.start,
                span.end,
                span.slice(text),
                text[max(0, span.start - CONTEXT) : span.start],
                text[span.end : span.end + CONTEXT],
            )
        )
    if not parts:
        raise ValueError("an anchor needs at least one passage")
    return Anchor(fingerprint or fingerprint_of(text), tuple(parts))
