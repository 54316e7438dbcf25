"""A hit with the words around it."""

from __future__ import annotations

from reader.text.span import Span

AROUND = 32


def context_of(text: str, span: Span, around: int = AROUND) -> str:
    """Return the words of ``span`` with those around them, on one line, cut at word ends."""
    before = text[max(0, span.start - around) : span.start]
    after = text[span.end : span.end + around]
    if span.start > around:
        before = "…" + before.partition(" ")[2]
    if span.end + around < len(text):
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{text[span.start : span.end]}{after}".split())
