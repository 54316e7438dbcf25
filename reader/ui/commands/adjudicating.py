"""Commands on the page of two people's labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.review.label_differences import Choice
    from reader.session.adjudication import Adjudication
    from reader.session.session import Session


class LabelStage(Protocol):
    """The page that shows the difference."""

    def show(self) -> None: ...


class Adjudicating:
    """Decides on the difference in view, or goes to another one."""

    def __init__(self, session: Session, stage: LabelStage, adjudication: Adjudication) -> None:
        self._session = session
        self._stage = stage
        self._adjudication = adjudication

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        state = self._adjudication
        return {
            "labels-left": lambda _: self._decide("first"),
            "labels-right": lambda _: self._take_right(),
            "labels-both": lambda _: self._decide("both"),
            "labels-neither": lambda _: self._decide("neither"),
            "labels-later": lambda _: self._shown(state.later),
            "labels-next": lambda _: self._shown(lambda: state.step(1)),
            "labels-previous": lambda _: self._shown(lambda: state.step(-1)),
            "undo": lambda _: state.take_back(),
            "redo": lambda _: state.take_back(redo=True),
        }

    def _take_right(self) -> None:
        """Take the right column: where it has no label, that is none."""
        current = self._adjudication.current
        alone = current is not None and current.second is None
        self._decide("neither" if alone else "second")

    def _decide(self, choice: Choice) -> None:
        self._shown(lambda: self._adjudication.decide(choice))

    def _shown(self, work: Callable[[], None]) -> None:
        work()
        self._stage.show()
