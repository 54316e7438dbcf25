"""Commands that find words: in this article, and in all articles and notes as a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.text.find import FindError
from reader.ui.key_sequences import Asked
from reader.ui.pane_layers import NOTES

if TYPE_CHECKING:
    from reader.ui.read_screen import ReadScreen

LABELS = {False: "find:", True: "find, regular expression:"}
LISTED = 500
"""Hits that a list shows at most."""


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
            given_up=screen.pane.focus,
            toggled=toggled,
        )

    def _find(self, query: str) -> None:
        screen = self._screen
        screen.windows.leave_drawer()
        self._query = query
        if not query:
            screen.pane.clear_find()
            return
        try:
            found = screen.pane.find(query, regex=self._regex)
        except FindError as fault:
            screen.tell(str(fault))
            return
        if not found:
            screen.tell(f"“{query}” is not in this article.")

    def tell_found(self, query: str, current: int, total: int) -> None:
        if query and total:
            self._screen.tell(f"“{query}” {current} of {total}")

    def list_hits(self) -> None:
        """The hits of the last find in the article and its notes, in context."""
        from reader.text.find import hits
        from reader.ui.dialogs.choice import Choice
        from reader.ui.hit_rows import hit_rows

        screen, reading = self._screen, self._screen.reading
        if reading is None:
            return
        if not self._query:
            screen.tell("Find something first: / and what to find.")
            return
        try:
            found = hits(reading.article.text, self._query, regex=self._regex)
        except FindError as fault:
            screen.tell(str(fault))
            return
        rows = hit_rows(reading, found[:LISTED], self._query)
        if not rows:
            screen.tell(f"“{self._query}” is neither in the article nor in its notes.")
            return

        def chosen(row: str | None) -> None:
            screen.pane.focus()
            if row is None:
                return
            kind, _, where = row.partition(" ")
            if kind == "text":
                screen.pane.go_to(int(where))
            else:
                screen.pane.go_to_mark(NOTES, where)

        title = f"“{self._query}” {len(found)} in the article"
        screen.app.push_screen(Choice(title, rows), chosen)
