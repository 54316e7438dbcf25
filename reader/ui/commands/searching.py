"""Commands that find words: in this article, and in all articles and notes as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.session.choice import Choice, Question, Row
from reader.text.find import FindError
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.desk.search import DeskHit
    from reader.session.session import Session
    from reader.session.stage import Stage

LABELS = {False: "find:", True: "find, regular expression:"}


class Searching:
    """The find line and the list of hits."""

    def __init__(self, session: Session, stage: Stage) -> None:
        self._session = session
        self._stage = stage
        self._query = ""
        self._regex = False
        self.hit = ""
        """The last report on a hit, of no use once the search ends."""

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {"find": lambda _: self.ask(), "find-list": lambda _: self.list_hits()}

    def ask(self) -> None:
        """Ask what to find."""

        def toggled() -> str:
            self._regex = not self._regex
            return LABELS[self._regex]

        question = Question(LABELS[self._regex], toggled=toggled)
        self._stage.ask_line(question, self._find, back="article")

    def _find(self, query: str) -> None:
        self._stage.close_drawers()
        try:
            found = self._stage.find(query, regex=self._regex)
        except FindError as fault:
            self._session.report(str(fault))
            return
        self._query = query
        if query and not found:
            self._session.report(f"“{query}” is not in this article.")

    def show(self, query: str) -> None:
        """Show the hits of plain words in the article, the nearest first."""
        self._query, self._regex = query, False
        self._stage.find(query)

    def report_found(self, query: str, current: int, total: int, gone_round: bool) -> None:
        if query and total:
            round_the_end = " · search wrapped to the top" if gone_round else ""
            self.hit = f"“{query}” {current} of {total}{round_the_end}"
            self._session.report(self.hit)

    def list_hits(self) -> None:
        """List the hits of the last find in all articles of the desk and their notes."""
        session = self._session
        on_desk = session.desk.view.wanted.words
        if self._stage.context == "desk" and on_desk:
            session.report(f"Looking for “{on_desk}” on the whole desk …")
            session.desk.librarian.find(on_desk)
            return
        if not self._query:
            session.refuse("Find something first: / and what to find.")
            return
        session.report(f"Looking for “{self._query}” on the whole desk …")
        if self._regex:
            session.hits.search(self._query)
            return
        words = f'"{self._query}"' if " " in self._query.strip() else self._query
        session.desk.librarian.find(words, session.notebook.article_id or "")

    def show_hits(self, query: str, found: Sequence[DeskHit], missing: int) -> None:
        """Show the hits of the desk to choose from; ``missing`` articles could not be searched."""
        session = self._session
        without = f"not searched: {missing} whose text is not stored"
        if not found:
            nowhere = f"“{query}” is neither in the articles nor in the notes"
            session.report(f"{nowhere} ({without})." if missing else f"{nowhere}.")
            return
        session.report("")
        here = session.notebook.article_id
        rows = [
            Row(str(place), hit.context, remark="" if hit.article_id == here else hit.title)
            for place, hit in enumerate(found)
        ]
        title = f"“{query}” on the desk: {len(found)}"
        choice = Choice(f"{title} · {without}" if missing else title, rows)
        self._stage.ask(choice, lambda row: session.hits.go_to(found[int(row)]), back="article")
