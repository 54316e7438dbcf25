"""A page with a line to filter by, a list of many rows and a preview of the row at the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, Static

from reader.session.session import Session
from reader.shipped import shipped_folder
from reader.text.cells import printable
from reader.ui.key_sequences import Asked
from reader.ui.keyed_screen import Doing
from reader.ui.keys import Keys
from reader.ui.layout import Layout
from reader.ui.over_screen import OverScreen
from reader.ui.prompt import LastPart
from reader.ui.row_list import RowList
from reader.ui.status_line import Hints
from reader.ui.typed_line import Line

Part = tuple[str, str]


class FilterLine(Line):
    """Filters while it is typed in; enter, down and esc lead back to the list."""

    ACTIONS: ClassVar = {**Line.ACTIONS, "tab": "cursor_right"}


class ListPage(OverScreen[bool]):
    """Dismissed with whether the article is to be shown."""

    CSS_PATH: ClassVar = str(shipped_folder("styles") / "pages.tcss")
    AUTO_FOCUS = "RowList"
    HINT = "filter"

    def __init__(
        self, session: Session, keys: Keys, below: Layout, perform: Callable[[Asked], None]
    ) -> None:
        """``perform`` does a command of the reading screen."""
        super().__init__(session, keys, below)
        self._perform_below = perform

    # -- what a page of its own says

    def make_list(self) -> RowList[Any]:
        raise NotImplementedError

    def filter_by(self, line: str) -> None:
        """Show the rows that the line asks for, while it is typed."""
        raise NotImplementedError

    @property
    def filter_words(self) -> Sequence[str]:
        """What completes the last word of the line."""
        return ()

    # -- the screen

    @property
    def is_composed(self) -> bool:
        """Whether its widgets are there."""
        return bool(self.query(Hints))

    def compose(self) -> ComposeResult:
        yield Static("", id="page-title", classes="pane-title", markup=False)
        yield FilterLine(id="page-filter", compact=True, placeholder=self.HINT)
        with Container(id="page-body"):
            yield self.make_list()
            with VerticalScroll(id="page-preview", can_focus=False):
                yield Static("", id="page-preview-words", markup=False)
        yield from self.foot()

    @property
    def rows(self) -> RowList[Any]:
        return self.query_one(RowList)

    @property
    def resting(self) -> RowList[Any]:
        return self.rows

    @property
    def filter_line(self) -> FilterLine:
        return self.query_one(FilterLine)

    def set_title(self, title: str) -> None:
        self.query_one("#page-title", Static).update(printable(title))

    def set_preview(self, parts: Sequence[Part]) -> None:
        self.query_one("#page-preview-words", Static).update(Content.assemble(*parts))
        self.query_one("#page-preview").scroll_home(animate=False)

    # -- the stage of the commands

    @property
    def place(self) -> int:
        return self.rows.cursor

    def go_to_row(self, place: int) -> None:
        self.rows.go_to(place)

    def move_row(self, by: int) -> None:
        self.rows.move(by)

    def leave(self, *, to_article: bool = False) -> None:
        self.dismiss(to_article)

    def write_note(
        self, passage: str, text: str, draft: str, then: Callable[[str | None], None]
    ) -> None:
        from reader.ui.dialogs.note_editor import NoteEditor

        def closed(body: str | None) -> None:
            self.set_focus(self.rows)
            then(body)

        self.app.push_screen(NoteEditor(passage, text, self.session.drafts, draft), closed)

    def _turn_to(self, command: str) -> None:
        """Close the page, and open the one of a command of the reading screen."""
        self.dismiss(False)
        self._perform_below(Asked(command))

    # -- keys

    def moves(self, name: str) -> dict[str, Doing]:
        """Return the commands that only move about.

        Of a page whose commands begin with ``name``.
        """
        rows = self.rows
        return {
            f"{name}-down": lambda asked: rows.move(asked.count or 1),
            f"{name}-up": lambda asked: rows.move(-(asked.count or 1)),
            f"{name}-page-down": lambda asked: rows.move_page(1, asked.count or 1),
            f"{name}-page-up": lambda asked: rows.move_page(-1, asked.count or 1),
            f"{name}-half-down": lambda asked: rows.move_page(0.5, asked.count or 1),
            f"{name}-half-up": lambda asked: rows.move_page(-0.5, asked.count or 1),
            f"{name}-top": lambda _: rows.walk_to(0),
            f"{name}-bottom": lambda _: rows.walk_to(len(rows.rows or ())),
            f"{name}-filter": lambda _: self.ask_filter(),
            f"{name}-unfilter": lambda _: self._end_filter(),
            f"leave-{name}": lambda _: self.leave(),
            "codebook": lambda _: self._turn_to("codebook"),
            **self.common(),
        }

    def ask_filter(self) -> None:
        """Give the keys to the line that filters."""
        line = self.filter_line
        words = self.filter_words
        line.suggester = LastPart(words, " ") if words else None
        line.cursor_position = len(line.value)
        self.set_focus(line)

    def _set_filter(self, line: str) -> None:
        with self.prevent(Input.Changed):
            self.filter_line.value = line
        self.filter_by(line)

    def _end_filter(self) -> None:
        """Show all rows again."""
        if not self.filter_line.value:
            self.session.refuse(f"No filter is set: every {self.rows.ROW} is listed.")
        self._set_filter("")

    @on(RowList.Stuck)
    def _stuck(self, event: RowList.Stuck) -> None:
        event.stop()
        self.session.refuse(event.sentence)

    @on(Input.Changed, "#page-filter")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.filter_by(event.value)

    @on(Input.Submitted, "#page-filter")
    def _filtered(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(self.rows)

    def on_key(self, event: Key) -> None:
        if self.focused is self.filter_line and event.key in ("escape", "down"):
            event.stop()
            event.prevent_default()  # it is no key of the list
            self.set_focus(self.rows)
