"""Commands about the article in view and the next ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.session.choice import Choice, Row
from reader.session.earlier_texts import earlier_texts
from reader.session.findings_outline import snippet
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.session.stage import Stage


class Articles:
    """Next, headings, versions; read to the end or not."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._stage = stage

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        session = self._session
        return {
            "article-next": lambda _: session.queue.open_next(1),
            "article-previous": lambda _: session.queue.open_next(-1),
            "pick": lambda _: session.contents.ask(),
            "complete": lambda _: session.current.turn_complete(),
            "look-again": lambda _: session.finder.look_again(),
            "new-version": lambda _: session.versions.ask(self._stage),
            "what-changed": lambda _: self.show_changes(),
            "headings": lambda _: self.headings(),
        }

    def headings(self) -> None:
        """Choose a heading to go to."""
        reading = self._session.reading
        if reading is None:
            return
        text = reading.text
        rows = [
            Row(str(block.start), "  " * max(0, block.level - 1) + snippet(block.span.slice(text)))
            for block in reading.article.blocks
            if block.kind in ("headline", "heading")
        ]
        if not rows:
            self._session.refuse("This article has no headings.")
            return
        headings = Choice("Headings", rows)
        self._stage.ask(headings, lambda start: self._stage.go_to(int(start)), back="article")

    def show_changes(self) -> None:
        """Show the article next to the text of it that was stored last."""
        reading = self._session.reading
        if reading is None:
            return
        texts = earlier_texts(self._session)
        if texts:
            self._stage.compare(reading, texts)
        else:
            self._session.refuse("No other version of this article is stored.")
