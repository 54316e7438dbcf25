"""Deciding between two people's labels of the article in view, one difference after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.annotations.records import now
from reader.review.label_differences import (
    Choice,
    LabelDifference,
    adjudicated,
    label_differences,
)
from reader.session.acts import READ_ONLY
from reader.session.people_signs import NOBODY, Person, people_on

if TYPE_CHECKING:
    from reader.session.session import Session


class Adjudication:
    """``differences`` are those that nobody decided, ``current`` is in view.

    ``decided`` counts what was decided since the page was opened.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.differences: Sequence[LabelDifference] = ()
        self.place = 0
        self.decided = 0
        self._saving: set[tuple[str, ...]] = set()
        self._follows = False
        self.refresh()

    @property
    def current(self) -> LabelDifference | None:
        return self.differences[self.place] if self.differences else None

    @property
    def people(self) -> dict[str, Person]:
        """The other people who made records on the article."""
        reading = self._session.reading
        records = reading.records.records if reading is not None else ()
        return people_on(records, self._session.settings.me)

    def refresh(self) -> None:
        """Take in the labels as they are now; after an undo, go to what it brought back."""
        reading = self._session.reading
        every = label_differences(reading.records.placed) if reading is not None else []
        self._saving &= {each.key for each in every}
        before = {each.key for each in self.differences}
        here = self.current.key if self.current is not None else None
        self.differences = [each for each in every if each.key not in self._saving]
        keys = [each.key for each in self.differences]
        back = next((key for key in keys if key not in before), None) if self._follows else None
        if back is not None:
            self._follows = False
            self.decided = max(0, self.decided - 1)
        wanted = back or here
        if wanted in keys:
            self.place = keys.index(wanted)
        elif self.place >= len(keys):
            self.place = 0

    def step(self, by: int) -> None:
        """Go to another difference; where there is none that way, say so."""
        if not self.differences:
            self._session.refuse("No difference is left to decide.")
        elif 0 <= self.place + by < len(self.differences):
            self.place += by
        elif len(self.differences) == 1:
            self._session.refuse("This is the only difference left.")
        else:
            self._session.refuse(f"This is the {'last' if by > 0 else 'first'} difference.")

    def later(self) -> None:
        """Leave the difference as it is, and go to the next one, from the last to the first."""
        if len(self.differences) > 1:
            self.place = (self.place + 1) % len(self.differences)
            self._session.report("Left undecided.")
        else:
            self.step(1)

    def take_back(self, *, redo: bool = False) -> None:
        """Undo one's last step, or do it again."""
        self._saving.clear()
        self._follows = not redo
        self._session.take_back(redo=redo, follow=True)

    def decide(self, choice: Choice) -> None:
        """Save what is decided on the difference in view; the next one comes into view."""
        session, difference = self._session, self.current
        if session.notebook.read_only:
            session.refuse(READ_ONLY)
            return
        if difference is None:
            session.refuse("No difference is left to decide.")
            return
        if difference.second is None and choice == "both":
            session.refuse("There is one label only: 1 keeps it, 2 removes it.")
            return
        edit = adjudicated(difference, choice, by=session.settings.me, at=now())
        done = describe(difference, choice)
        self._saving.add(difference.key)
        self.decided += 1
        session.notebook.put_together(edit, f"decide between labels: {done[:1].lower()}{done[1:]}")
        self.refresh()
        left = len(self.differences)
        session.report(f"{done}{f' · {left} left' if left else ''} · {session.undo_hint}")


def describe(difference: LabelDifference, choice: Choice) -> str:
    """Say in a few words what a decision did."""
    first = _named(difference.first.label.creator, difference.first.label.type)
    if difference.second is None:
        return f"{'Kept' if choice == 'first' else 'Removed'} {first}"
    second = _named(difference.second.label.creator, difference.second.label.type)
    return {
        "first": f"Kept {first}, removed {second}",
        "second": f"Kept {second}, removed {first}",
        "both": f"Kept {first} and {second}",
        "neither": f"Removed {first} and {second}",
    }[choice]


def _named(who: str, kind: str) -> str:
    return f"“{kind}” of {who or NOBODY}"
