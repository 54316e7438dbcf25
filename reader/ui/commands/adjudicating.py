"""Decides between two people's labels of one passage, one difference after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from reader.annotations.records import now
from reader.review import label_differences as differences
from reader.review.label_differences import LabelDifference, PlacedLabel
from reader.session.choice import Choice, Row
from reader.session.findings_outline import one_line, snippet
from reader.session.people_signs import NOBODY
from reader.text.hit_context import context_of
from reader.text.span import hull

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.session.stage import Stage

PASSAGE = 60
DONE = {
    "first": "Kept the label of {first}",
    "second": "Kept the label of {second}",
    "both": "Kept both labels",
    "neither": "Removed {what}",
}


def adjudicate(session: Session, stage: Stage) -> None:
    """Ask about each passage that two people labelled differently."""
    reading = session.reading
    found = differences.label_differences(reading.records.placed) if reading is not None else []
    if session.notebook.read_only:
        session.refuse("The notes can only be read.")
    elif not found:
        session.refuse("No two people's labels differ in this article.")
    else:
        _ask(session, stage, found, 0)


def _ask(session: Session, stage: Stage, found: Sequence[LabelDifference], place: int) -> None:
    """Ask about the difference at ``place``, and then about the next one."""
    reading, difference = session.reading, found[place]
    if reading is None:
        return
    stage.go_to(difference.first.start)
    rows = [
        Row(name, _side(side), key, context_of(reading.text, hull(side.placed.spans)))
        for name, key, side in zip(("first", "second"), "12", difference.sides, strict=False)
    ]
    if difference.second is not None:
        rows.append(Row("both", "both stay", "b"))
    rows.append(Row("neither", "neither stays" if difference.second else "remove it", "n"))
    if place + 1 < len(found):
        rows.append(Row("later", "decide later, next one", "l"))

    def chosen(answer: str) -> None:
        if answer != "later":
            _decide(session, difference, cast("differences.Choice", answer), len(found) - place - 1)
        if place + 1 < len(found):
            _ask(session, stage, found, place + 1)

    title = f"{place + 1} of {len(found)} · {difference.first.label.layer}: {difference.what}"
    stage.ask(Choice(title, rows), chosen, back="here")


def _side(side: PlacedLabel) -> str:
    """Return whose label it is, which and on which words."""
    label = side.label
    words = snippet(label.anchor.exact, PASSAGE)
    return one_line(f"{label.creator or NOBODY}: {label.type} “{words}”")


def _decide(
    session: Session, difference: LabelDifference, choice: differences.Choice, left: int
) -> None:
    edit = differences.adjudicated(difference, choice, by=session.settings.me, at=now())
    names = [each.label.creator or NOBODY for each in difference.sides]
    what = "both labels" if difference.second is not None else "the label"
    done = DONE[choice].format(first=names[0], second=names[-1], what=what)
    doing = f"decide between labels: {done[:1].lower()}{done[1:]}"
    session.notebook.put_together(edit, doing)
    more = f" · {left} more" if left else ""
    session.report(f"{done}{more} · {session.undo_hint}")
