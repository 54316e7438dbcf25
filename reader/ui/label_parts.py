"""What the page of two people's labels says: words with their styles, out of plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.review.label_differences import LabelDifference, PlacedLabel
from reader.session.findings_outline import quoted
from reader.session.people_signs import NOBODY, Person
from reader.text.local_day import local_day
from reader.text.plural import counted
from reader.text.span import Span, hull
from reader.ui.people_colours import person_style
from reader.ui.review.parts import FAINT, TITLE, Part, marked_parts, plain

if TYPE_CHECKING:
    from reader.article.article import Article

KEY = "bold $accent"
WHOLE = 100_000
AROUND = 240
"""Characters of context on either side of the labels."""


class Window(NamedTuple):
    """The part of a text that both columns show, and whether its paragraph goes on."""

    text: str
    span: Span
    cut_before: bool
    cut_behind: bool


def head(difference: LabelDifference, place: int, of: int, decided: int) -> list[Part]:
    """Return the line on top: which difference it is, what differs, how many are decided."""
    what = plain(difference.what)
    if difference.second is not None:
        what += " differ" if " and " in what else " differs"
    return [
        (f"Difference {place + 1} of {of}", "bold"),
        (f" · {plain(difference.first.label.layer)}: {what}", ""),
        (f" · {decided} decided" if decided else "", FAINT),
    ]


def side_parts(
    side: PlacedLabel, key: str, window: Window, person: Person | None
) -> Iterator[Part]:
    """Yield whose label it is, which, on which words, and those in their context.

    ``key`` keeps it.
    """
    label, hue = side.label, person.hue if person is not None else None
    style = person_style(hue)
    yield f"{key} ", KEY
    yield f"{named(label.creator, person)}\n", style
    yield f"{plain(label.type)}\n", TITLE
    yield f"{plain(quoted(label.anchor.exact, WHOLE))}\n", "bold"
    spans = side.placed.spans
    size = sum(len(span.slice(window.text).split()) for span in spans)
    tags = "".join(f" #{plain(tag)}" for tag in label.tags)
    several = f" in {len(spans)} parts" if len(spans) > 1 else ""
    yield f"{counted(size, 'word')}{several} · {local_day(label.modified)}{tags}\n\n", FAINT
    yield from in_context(window, spans, f"{style} reverse")


def nothing_parts(
    others: Sequence[str], key: str, window: Window, people: Mapping[str, Person]
) -> Iterator[Part]:
    """Yield that the others have no label here, and the same context without a mark."""
    yield f"{key} ", KEY
    for place, each in enumerate(others):
        person = people.get(each)
        yield " · " if place else "", ""
        yield named(each, person), person_style(person.hue if person is not None else None)
    yield "\nno label\n", TITLE
    yield f"{key} removes the other one.\n", ""
    yield "\n\n", ""
    yield from in_context(window, (), "")


def named(creator: str, person: Person | None) -> str:
    """Return a person's name with their sign; oneself is called so."""
    if person is not None:
        return f"{person.sign} {plain(creator)}"
    return f"{plain(creator)} (you)" if creator else NOBODY


def in_context(window: Window, spans: Sequence[Span], style: str) -> Iterator[Part]:
    """Yield the words of a window of the text, the spans in a style of their own."""
    yield "…" if window.cut_before else "", ""
    yield from marked_parts(window.text, window.span, spans, style)
    yield "…" if window.cut_behind else "", ""


def window_of(article: Article, difference: LabelDifference) -> Window:
    """Return the paragraphs with the labels, cut at word ends where they are much longer."""
    text = article.text
    labelled = hull([span for side in difference.sides for span in side.placed.spans])
    blocks = [each.span for each in article.blocks if each.span.overlaps(labelled)]
    least = min([each.start for each in blocks], default=0)
    most = max([each.end for each in blocks], default=len(text))
    start, end = max(least, labelled.start - AROUND), min(most, labelled.end + AROUND)
    while least < start < labelled.start and not text[start - 1].isspace():
        start += 1
    while labelled.end < end < most and not text[end].isspace():
        end -= 1
    return Window(text, Span(start, end), start > least, end < most)
