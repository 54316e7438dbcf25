"""A note with the words around its passage, as the page of all notes shows it."""

from __future__ import annotations

from dataclasses import dataclass

from reader.annotations.about_article import is_about_article
from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Claim,
    Label,
    Mark,
    Record,
)
from reader.article.anchoring import place
from reader.text.local_day import local_time
from reader.text.span import Span

AROUND = 280
"""Characters of the article on either side of a passage."""


@dataclass(frozen=True, slots=True)
class NotePreview:
    """``before``, ``passage`` and ``after`` are words of the article.

    ``kind``, ``creator``, ``changed`` and ``facts`` are about the note, ``body`` is its text.
    """

    record_id: str
    title: str
    before: str
    passage: str
    after: str
    body: str
    kind: str
    creator: str
    changed: str
    facts: tuple[str, ...]


def preview_of(record: Record, article: ArticleRecord | None, text: str | None) -> NotePreview:
    """Return the preview of ``record``; ``text`` is that of its article.

    None where none is stored.
    """
    title = (article.title or "untitled") if article is not None else "no article on the desk"
    before = passage = after = ""
    facts = []
    if isinstance(record, Mark | Label | Claim | Appearance):
        passage = record.anchor.exact
        if is_about_article(record):
            passage, text = "the whole article", None
        elif text is None and article is not None:
            facts.append("the text of the article is not stored")
        if text is not None:
            placed = place(record.anchor, text)
            if placed.outcome not in ("unchanged", "moved"):
                facts.append(f"the text changed: {placed.outcome}")
            if placed.spans:
                before, passage, after = _around(text, placed.spans)
    facts = [*_about(record), *facts]
    changed = local_time(record.modified)[:16].replace("T", " ")
    about = (record.kind, record.creator, changed, tuple(facts))
    return NotePreview(record.id, title, before, passage, after, _body(record), *about)


def _around(text: str, spans: tuple[Span, ...]) -> tuple[str, str, str]:
    start, end = spans[0].start, spans[-1].end
    first = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    first = max(first, start - AROUND)
    last = text.find("\n\n", end)
    last = min(last if last >= 0 else len(text), end + AROUND)
    between = " … ".join(span.slice(text) for span in spans)
    before = "…" * (first > 0 and text[first - 1] != "\n") + text[first:start]
    return before, between, text[end:last]


def _body(record: Record) -> str:
    if isinstance(record, Mark):
        return record.body
    if isinstance(record, Claim):
        return record.claim
    if isinstance(record, Label):
        return f"{record.layer}: {record.type}"
    return ""


def _about(record: Record) -> list[str]:
    facts = []
    if record.tags:
        facts.append(" ".join(f"#{tag}" for tag in record.tags))
    if isinstance(record, Claim):
        verdicts = [f"{each.reviewer or 'unnamed'}: {each.label}" for each in record.assessments]
        facts.append(
            "; ".join((f"claim by {record.claimant or 'unknown'}", record.status, *verdicts))
        )
    if isinstance(record, Mark) and record.colour:
        facts.append(f"colour {record.colour}")
    if record.private:
        facts.append("private")
    return facts
