"""The panes of the reading screen: desk, article, findings and notes, and the lines at the foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.widgets import Static

from reader.review.annotated_article import AnnotatedArticle
from reader.session.session import Session
from reader.ui.article_pane.pane import ArticlePane
from reader.ui.breakpoints import HEIGHTS, WIDTHS
from reader.ui.keyed_screen import KeyedScreen
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys
from reader.ui.prompt import Prompt
from reader.ui.status_line import Hints, StatusLine

if TYPE_CHECKING:
    from reader.ui.desk_list import DeskList
    from reader.ui.side_pane import SidePane

DRAWERS = ("-desk-open", "-side-open")
ROOM_FOR_PREVIEW = 120
"""Cells from which on the desk has its preview next to the list."""
DRAWN = 0.05
"""Seconds from a layout until it is surely drawn."""


class Layout(KeyedScreen[None]):
    """``drawn`` is the reading as it was drawn last, None while no article is in view."""

    AUTO_FOCUS = "ArticlePane"

    def __init__(self, session: Session, keys: Keys) -> None:
        super().__init__(session, keys)
        self.drawn: AnnotatedArticle | None = None
        self.lists_ready = False

    def fit(self, size: Size) -> None:
        """Take the classes of a screen of this size.

        Textual takes them once it has laid out the screen, which shows a wrong layout first.
        """
        fitting = {name: False for _, name in (*WIDTHS, *HEIGHTS)}
        for cells, breakpoints in ((size.width, WIDTHS), (size.height, HEIGHTS)):
            fitting[[name for least, name in breakpoints if least <= cells][-1]] = True
        fitting["-roomy"] = size.width >= ROOM_FOR_PREVIEW
        self.update_classes(fitting, update=self.is_attached, animate=False)

    def on_resize(self, event: Resize) -> None:
        self.fit(event.size)

    def compose(self) -> ComposeResult:
        # While nothing is there yet whose style this would change.
        self.set_class(self.session.starts_with_desk, "-desk-open")
        with Horizontal(id="body"):
            with Vertical(id="desk"):
                yield Static("Desk", id="desk-title", classes="pane-title", markup=False)
                yield Static("", id="desk-heading", markup=False)
                yield Container(id="desk-body")
            with Vertical(id="article-column"):
                yield Static("", id="article-title", classes="pane-title", markup=False)
                yield ArticlePane(keys=self.keys, id="article")
            yield Vertical(id="side")
        yield Prompt(self.session.drafts, lambda: self.place_named)
        yield StatusLine()
        yield Hints(self.keys)

    def behind_the_frame(self, work: Callable[[], object]) -> None:
        """Do some work once the next frame is on the screen.

        Textual calls back when a layout is made, which is before it is drawn.
        """
        self.call_after_refresh(self.set_timer, DRAWN, work)

    # -- the panes

    @property
    def pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    @property
    def side(self) -> SidePane:
        from reader.ui.side_pane import SidePane

        return self.query_one(SidePane)

    @property
    def desk_list(self) -> DeskList:
        from reader.ui.desk_list import DeskList

        return self.query_one(DeskList)

    @property
    def desk_place(self) -> int:
        """The number of the row under the desk's cursor."""
        return self.desk_list.cursor

    @property
    def context(self) -> Context:
        if self.focused is not None and self.focused.id == "desk-list":
            return "desk"
        if self.focused is not None and not isinstance(self.focused, ArticlePane):
            return "list"
        return "select" if self.pane.selection is not None else "read"

    @property
    def place_named(self) -> str:
        """The place in the article that a line is asked about, by a name that stays."""
        reading = self.session.reading
        return f"{reading.fingerprint} {self.pane.cursor}" if reading is not None else ""

    def to_article(self) -> None:
        """Give the keys to the article, at once: those typed ahead are for it."""
        self.set_focus(self.pane)
