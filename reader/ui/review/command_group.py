"""What every group of commands on the item in view works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.session.reviewing import Reviewing
    from reader.session.session import Session
    from reader.session.stage import ReviewStage
    from reader.ui.review.deciding import Deciding


class CommandGroup:
    """The session, the review, the screen as commands see it, and how decisions are made."""

    def __init__(
        self, session: Session, review: Reviewing, stage: ReviewStage, deciding: Deciding
    ) -> None:
        self._session = session
        self._review = review
        self._stage = stage
        self._deciding = deciding
