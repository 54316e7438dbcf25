"""What the Notes and Claims tabs list, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from reader.annotations.about_article import is_about_article
from reader.annotations.open_conflicts import open_conflicts
from reader.annotations.records import Appearance, Claim, Label, Mark
from reader.review.placed_records import Placed
from reader.session.findings_outline import one_line, quoted, snippet
from reader.session.people_signs import NOBODY, Person
from reader.text.plural import counted

OUTCOMES: Mapping[str, str] = {
    "moved": "moved",
    "reworded": "reworded",
    "needs a look": "needs a look",
    "lost": "lost from this version",
}
TWO_VERSIONS = "two versions"
PASSAGE = 60
CLAIM_SIGNS: Mapping[str, str] = {
    "todo": "○",
    "in progress": "◐",
    "second look": "◑",
    "done": "●",
    "not checkable": "–",
}


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One record of the article as a list tells it; ``outcome`` is "" where nothing changed.

    ``who`` made it, in the colour ``hue``, None for oneself.
    """

    record: str
    sign: str
    passage: str
    words: str
    tags: tuple[str, ...] = ()
    outcome: str = ""
    start: int | None = None
    who: str = ""
    hue: int | None = None


def note_rows(
    placed: Iterable[Placed], people: Mapping[str, Person] = MappingProxyType({})
) -> tuple[list[NoteRow], list[NoteRow]]:
    """Return rows of the notes that need a look, and of the others; each in text order.

    A note that only moved is listed at its new place and needs no look. Each row names who made it
    where others than oneself did, with the sign of that person in the article.
    """
    to_look_at: list[NoteRow] = []
    others: list[NoteRow] = []
    every = tuple(placed)
    several = _are_several(every, people)
    for each in every:
        row = _row(each)
        if row is None:
            continue
        row = _signed(row, each, people) if several else row
        there = each.placement.words_kept or is_about_article(each.record)
        sure = there and not open_conflicts(each.record)
        (others if sure else to_look_at).append(row)
    return to_look_at, others


def _row(placed: Placed) -> NoteRow | None:
    record = placed.record
    outcome = OUTCOMES.get(placed.placement.outcome, "")
    if open_conflicts(record):
        outcome = TWO_VERSIONS
    passage = quoted(record.anchor.exact, PASSAGE)
    if is_about_article(record):
        passage, outcome = "the whole article", ""
    if isinstance(record, Mark):
        sign = "n" if record.body else "h"
        words = one_line(record.body)
    elif isinstance(record, Label):
        sign, words = "l", one_line(f"{record.layer}: {record.type}")
    elif isinstance(record, Appearance):
        sign, words = "c", "the same claim"
    else:
        return None
    return NoteRow(record.id, sign, passage, words, record.tags, outcome, placed.start)


def claim_rows(
    placed: Iterable[Placed], people: Mapping[str, Person] = MappingProxyType({})
) -> list[NoteRow]:
    """Return rows of the claims, each with who made it where several people made records."""
    rows = []
    every = tuple(placed)
    several = _are_several(every, people)
    for each in every:
        record = each.record
        if isinstance(record, Claim):
            verdict = record.assessments[-1].label if record.assessments else record.status
            words = one_line(record.claim) or snippet(record.anchor.exact, PASSAGE)
            passage = one_line(f"{record.claimant or 'claimant unknown'} · {verdict}")
            outcome = OUTCOMES.get(each.placement.outcome, "")
            outcome = TWO_VERSIONS if open_conflicts(record) else outcome
            sign = CLAIM_SIGNS.get(record.status, "○")
            row = NoteRow(record.id, sign, passage, words, record.tags, outcome, each.start)
            rows.append(_signed(row, each, people) if several else row)
    return rows


def _are_several(placed: Iterable[Placed], people: Mapping[str, Person]) -> bool:
    """Return whether the rows must say who made them."""
    return bool(people) or len({each.record.creator for each in placed}) > 1


def _signed(row: NoteRow, placed: Placed, people: Mapping[str, Person]) -> NoteRow:
    """Return the row with who made the record."""
    who = placed.record.creator
    person = people.get(who)
    if person is None:
        return replace(row, who=who or NOBODY)
    return replace(row, who=f"{person.sign} {who}", hue=person.hue)


def text_change(placed: Iterable[Placed]) -> tuple[str, bool]:
    """Return what became of the marks in a text that changed.

    "" when all are where they were; and whether a person should look.
    """
    every = list(placed)
    in_doubt = [each for each in every if not each.placement.words_kept]
    claims = sum(isinstance(each.record, Claim) for each in in_doubt)
    notes = len(in_doubt) - claims
    parts = [
        counted(number, what) for number, what in ((claims, "claim"), (notes, "note")) if number
    ]
    if parts:
        return f"{' and '.join(parts)} {'needs' if len(in_doubt) == 1 else 'need'} a look", True
    if any(each.placement.outcome != "unchanged" for each in every):
        return "all notes found their words again", False
    return "", False
