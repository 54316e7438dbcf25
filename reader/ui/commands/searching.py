"""Commands that find words: in this article, and in all articles and notes as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.text.find import FindError
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.desk.search import DeskHit
    from reader.ui.read_screen import ReadScreen

LABELS = {False: "find:", True: "find, regular expression:"}


class Searching:
    """The find line and the list of hits."""

    def __init__(self, screen: ReadScreen) -> None:
        self._screen = screen
        self._query = ""
        self._regex = False

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {"find": lambda _: self.ask(), "find-list": lambda _: self.list_hits()}

    def ask(self) -> None:
        screen = self._screen

        def toggled() -> str:
            self._regex = not self._regex
            return LABELS[self._regex]

        screen.prompt.ask(
            LABELS[self._regex],
            self._find,
            given_up=screen.to_article,
            toggled=toggled,
        )

    def _find(self, query: str) -> None:
        screen = self._screen
        screen.windows.leave_drawer()
        if not query:
            self._query = ""
            screen.pane.clear_find()
            return
        try:
            found = screen.pane.find(query, regex=self._regex)
        except FindError as fault:
            screen.tell(str(fault))
            return
        self._query = query
        if not found:
            screen.tell(f"“{query}” is not in this article.")

    def show(self, query: str) -> None:
        """Show the hits of plain words in the article, the nearest first."""
        self._query, self._regex = query, False
        self._screen.pane.find(query)

    def tell_found(self, query: str, current: int, total: int, gone_round: bool) -> None:
        if query and total:
            round_the_end = " · round the end of the article" if gone_round else ""
            self._screen.tell(f"“{query}” {current} of {total}{round_the_end}")

    def list_hits(self) -> None:
        """List the hits of the last find in all articles of the desk and their notes."""
        screen = self._screen
        on_desk = screen.app.desk.view.wanted.words
        if screen.context == "desk" and on_desk:
            screen.tell(f"Looking for “{on_desk}” on the whole desk …")
            screen.app.desk.librarian.find(on_desk)
            return
        if not self._query:
            screen.refuse("Find something first: / and what to find.")
            return
        screen.tell(f"Looking for “{self._query}” on the whole desk …")
        if self._regex:
            screen.app.opening.search_desk(self._query)
            return
        words = f'"{self._query}"' if " " in self._query.strip() else self._query
        screen.app.desk.librarian.find(words, screen.app.notebook.article_id or "")

    def show_hits(self, query: str, found: Sequence[DeskHit], missing: int) -> None:
        """Show the hits of the desk to choose from; ``missing`` articles could not be searched."""
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen = self._screen
        without = f"not searched: {missing} whose text is not kept"
        if not found:
            told = f"“{query}” is neither in the articles nor in the notes"
            screen.tell(f"{told} ({without})." if missing else f"{told}.")
            return
        screen.tell("")
        here = screen.app.notebook.article_id
        rows = [
            Row(str(place), hit.context, remark="" if hit.article_id == here else hit.title)
            for place, hit in enumerate(found)
        ]

        def chosen(row: str | None) -> None:
            screen.to_article()
            if row is not None:
                screen.app.opening.go_to_hit(found[int(row)])

        title = f"“{query}” on the desk: {len(found)}"
        screen.app.push_screen(Choice(f"{title} · {without}" if missing else title, rows), chosen)
