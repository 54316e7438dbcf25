"""Rows that list hits with the words around them."""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.records import Claim, Mark
from reader.text.span import Span
from reader.ui.choice_row import Row
from reader.ui.findings_outline import one_line, snippet
from reader.ui.reading import Reading

AROUND = 32


def context_of(text: str, span: Span, around: int = AROUND) -> str:
    """The words of ``span`` with those around them, on one line, cut at word ends."""
    before = text[max(0, span.start - around) : span.start]
    after = text[span.end : span.end + around]
    if span.start > around:
        before = "…" + before.partition(" ")[2]
    if span.end + around < len(text):
        after = after.rpartition(" ")[0] + "…"
    return one_line(f"{before}{text[span.start : span.end]}{after}")


def hit_rows(reading: Reading, found: Iterable[Span], query: str) -> list[Row]:
    """Rows for hits in the text, then for notes and claims whose words hold ``query``."""
    text = reading.article.text
    rows = [Row(f"text {span.start}", context_of(text, span)) for span in found]
    wanted = query.casefold()
    for placed in reading.placed:
        record = placed.record
        words = record.body if isinstance(record, Mark) else ""
        words = record.claim if isinstance(record, Claim) else words
        if wanted in " ".join((words, *record.tags)).casefold():
            told = snippet(words or " ".join(record.tags))
            rows.append(Row(f"note {record.id}", f"note: {told}"))
    return rows
