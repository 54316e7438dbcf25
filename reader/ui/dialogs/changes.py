"""What changed between two versions of an article: both texts, with the marks on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from reader.review.annotated_article import AnnotatedArticle
from reader.session.earlier_texts import EarlierText
from reader.session.findings_outline import one_line, snippet
from reader.session.session import Session
from reader.text.cells import printable
from reader.ui.article_pane.palette import Ink, Palette, ink_of
from reader.ui.behind import run_behind
from reader.ui.changes_page import Changes, Drawn, Page, Piece, changes_between
from reader.ui.dialogs.dialog import Dialog
from reader.ui.dialogs.help_screen import HelpScreen
from reader.ui.dialogs.key_columns import Section

INKS = ("aside", "grave", "sign", "letter", "gone", "come", "gone-paragraph", "come-paragraph")
GROUNDS = ("note", "highlight", "claim")
HINTS = "n N change · j k space b · s whole · [ ] version · enter there · ? keys · esc"
KEYS = (
    ("n .", "next change"),
    ("N ,", "previous change"),
    ("j k", "line down, line up"),
    ("space b", "page down, page up"),
    ("g G", "top, end"),
    ("s", "show or hide what stayed the same"),
    ("[ ]", "older version, newer version"),
    ("enter", "go to this place in the article"),
    ("esc q", "close"),
)


class Compared(Message):
    """A comparison is there."""

    def __init__(self, version: EarlierText, changes: Changes) -> None:
        super().__init__()
        self.version = version
        self.changes = changes


class ChangesPage(ScrollView, can_focus=True):
    """Draws a ``Page`` line by line."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"changes--{name}" for name in (*INKS, *GROUNDS)}

    def __init__(self) -> None:
        super().__init__(id="changes-page")
        self.changes: Changes | None = None
        self.page: Page | None = None
        self.whole = False
        self._palette: Palette | None = None

    def show(self, changes: Changes) -> None:
        self.changes = changes
        self.scroll_to(y=0, animate=False, immediate=True)
        self._set()

    def turn_whole(self) -> None:
        """Show what stayed the same too, or leave it out; the row in sight stays."""
        row = next((line.row for line in self._in_sight() if line.row >= 0), -1)
        self.whole = not self.whole
        self._set()
        lines = self.page.lines if self.page else []
        places = [at for at, line in enumerate(lines) if row >= 0 and line.row == row]
        if places:
            self.scroll_to(y=places[0], animate=False)

    def go_to_change(self, by: int) -> bool:
        """Bring the next change to the top, or the one before; whether there is one."""
        here = self.scroll_offset.y
        stops = self.page.stops if self.page else []
        ahead = [at for at in stops if (at > here if by > 0 else at < here)]
        if not ahead or (by > 0 and here >= self.max_scroll_y):
            return False
        self.scroll_to(y=ahead[0] if by > 0 else ahead[-1], animate=False)
        return True

    def text_offset(self) -> int | None:
        """Return where in the new text the top of the page is."""
        return self.page.offset_at(self.scroll_offset.y) if self.page else None

    def _in_sight(self) -> Sequence[Drawn]:
        return self.page.lines[self.scroll_offset.y :] if self.page else ()

    def on_resize(self) -> None:
        if self.changes is not None:
            self._set()

    def _set(self) -> None:
        if self.changes is None:
            return
        width = max(12, self.scrollable_content_region.width)
        self.page = Page(self.changes, width, whole=self.whole)
        self.virtual_size = Size(width, len(self.page.lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        number = y + self.scroll_offset.y
        if self.page is None or number >= len(self.page.lines):
            return Strip.blank(width, self.palette.blank)
        drawn = self.page.lines[number]
        if drawn.right is None:
            return self._strip(drawn.left, width)
        column = self.page.column
        between = Strip([Segment("│", self.palette.blend(("aside",)))])
        strips = [self._strip(drawn.left, column), between, self._strip(drawn.right, column)]
        return Strip.join(strips).adjust_cell_length(width, self.palette.blank)

    def _strip(self, pieces: Sequence[Piece], width: int) -> Strip:
        palette = self.palette
        drawn = Strip([Segment(piece.text, palette.blend(piece.inks)) for piece in pieces])
        return drawn.adjust_cell_length(width, palette.blank)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None

    @property
    def palette(self) -> Palette:
        """The styles of the theme in use."""
        if self._palette is None:
            _, _, background, colour = self.colors
            inks = {
                name: ink_of(self.get_component_styles(f"changes--{name}"))
                for name in (*INKS, *GROUNDS)
            }
            self._palette = Palette(inks, Ink(colour, background))
        return self._palette


class ChangesScreen(Dialog[int | None]):
    """Dismissed with an offset of the new text to go to, or with None."""

    AUTO_FOCUS = "#changes-page"

    def __init__(
        self, session: Session, reading: AnnotatedArticle, versions: Sequence[EarlierText]
    ) -> None:
        super().__init__()
        self._session = session
        self._reading = reading
        self._versions = versions
        self._at = len(versions) - 1

    def compose(self) -> ComposeResult:
        with Vertical(id="changes"):
            article = snippet(one_line(self._reading.article.title), 60)
            title = printable(f"What changed in “{article}”")
            yield Static(title, id="changes-title", markup=False)
            yield Static("", id="changes-version", markup=False)
            yield ChangesPage()
            yield Static(HINTS, id="changes-hints", markup=False)

    def on_mount(self) -> None:
        self._look()

    @property
    def page(self) -> ChangesPage:
        return self.query_one(ChangesPage)

    def _look(self) -> None:
        version = self._versions[self._at]
        self._show_status(f"Comparing with {version.label} …")

        def compare() -> None:
            new, placed = self._reading.text, self._reading.records.placed
            old = self._session.settings.library.texts.load(version.fingerprint)
            old = new if old is None else old
            changes = changes_between(old, version.fingerprint, new, placed)
            self.post_message(Compared(version, changes))

        def failed(sentence: str) -> None:
            if self.is_attached:
                self._show_status(sentence)

        doing = f"comparing with {version.label}"
        work = self._session.guarded(compare, doing, failed)
        run_behind(self, work, group="comparing", exclusive=True)

    @on(Compared)
    def _compared(self, message: Compared) -> None:
        version = self._versions[self._at]
        if message.version != version:
            return
        several = f" ({self._at + 1} of {len(self._versions)})" if len(self._versions) > 1 else ""
        left = "left" if self.size.width >= 100 else "-"
        how = f"{left}: {version.label}{several}" if message.changes.differ else "no words differ"
        self._show_status(f"{how}; {'right' if left == 'left' else '+'}: as it is now")
        self.page.show(message.changes)

    def _show_status(self, sentence: str) -> None:
        self.query_one("#changes-version", Static).update(printable(sentence))

    def on_key(self, event: Key) -> None:
        page, char = self.page, event.character
        moves = {
            "j": page.scroll_down,
            "k": page.scroll_up,
            " ": page.scroll_page_down,
            "b": page.scroll_page_up,
            "g": page.scroll_home,
            "G": page.scroll_end,
        }
        if event.key in ("escape", "q"):
            self.dismiss(None)
        elif event.key == "enter":
            self.dismiss(page.text_offset())
        elif char in moves:
            moves[char](animate=False)
        elif char in ("n", "."):
            self._go_to_change(1)
        elif char in ("N", ","):
            self._go_to_change(-1)
        elif char == "s":
            page.turn_whole()
        elif char == "?" or event.key == "f1":
            self.app.push_screen(HelpScreen([Section("What changed", KEYS)]))
        elif char in ("[", "]"):
            self._turn(-1 if char == "[" else 1)
        else:
            return
        event.stop()
        event.prevent_default()

    def _go_to_change(self, by: int) -> None:
        if not self.page.go_to_change(by):
            self.app.bell()

    def _turn(self, by: int) -> None:
        if 0 <= self._at + by < len(self._versions):
            self._at += by
            self._look()
