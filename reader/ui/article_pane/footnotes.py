"""From the number of a footnote to its note, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.text.span import Span
from reader.ui.article_pane.reading import Reading

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
_REFERENCE = re.compile(rf"\[\^?(?P<bracketed>\d{{1,3}})\]|(?P<raised>[{_RAISED}]{{1,3}})")
_NOTE = re.compile(
    rf"(?:\[\^?(?P<bracketed>\d{{1,3}})\]:?|(?P<raised>[{_RAISED}]{{1,3}})"
    r"|(?P<plain>\d{1,3})[.):]?)\s+\S"
)


def followed(reading: Reading, offset: int) -> int | None:
    """Return where the footnote at ``offset`` leads.

    From its number in the text to the note, from the note to its number. None where there is no
    footnote, or nothing it could lead to.
    """
    paragraph = reading.paragraph_at(offset)
    number = _numbered(reading, paragraph)
    reference = _reference_at(reading, offset, paragraph)
    if reference is not None and reference[0] > paragraph.start:
        return _note(reading, reference[1], paragraph)
    if number is None:
        return None
    return next(
        (
            place
            for place, label in _references(reading, Span(0, len(reading.text)))
            if label == number and place not in paragraph and reading.is_shown(place)
        ),
        None,
    )


def _numbered(reading: Reading, paragraph: Span) -> str | None:
    """Return the number that a paragraph begins with, as a note does."""
    found = _NOTE.match(reading.text, paragraph.start, paragraph.end)
    return None if found is None else _number_in(found)


def _number_in(found: re.Match[str]) -> str:
    return next(part for part in found.groups() if part is not None).translate(_DIGITS)


def _references(reading: Reading, span: Span) -> Iterator[tuple[int, str]]:
    for found in _REFERENCE.finditer(reading.text, span.start, span.end):
        yield found.start(), _number_in(found)


def _reference_at(reading: Reading, offset: int, paragraph: Span) -> tuple[int, str] | None:
    """Return the footnote's number at ``offset``.

    Else the next one in its sentence or right behind.
    """
    sentence = reading.sentence_at(offset)
    stop = min(paragraph.end, sentence.end + 5)
    for found in _REFERENCE.finditer(reading.text, paragraph.start, stop):
        if found.end() > offset:
            return found.start(), _number_in(found)
    return None


def _note(reading: Reading, number: str, away_from: Span) -> int | None:
    """Return where the note with ``number`` begins.

    Behind the text that it belongs to, if it can be.
    """
    places = [
        paragraph.start
        for paragraph in reading.paragraphs
        if paragraph != away_from and _numbered(reading, paragraph) == number
    ]
    behind = [place for place in places if place > away_from.start]
    return next(iter(behind or places), None)
