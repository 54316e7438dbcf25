"""Commands about panes, cards, help, themes, articles and leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import OptionList, Tree

from reader.session.findings_outline import snippet
from reader.ui.article_pane.pane import ArticlePane
from reader.ui.card_text import finding_card, record_card
from reader.ui.desk_list import DeskList
from reader.ui.key_sequences import Asked
from reader.ui.keymap import Context, shown
from reader.ui.record_list import RecordList
from reader.ui.themes import THEMES

if TYPE_CHECKING:
    from reader.ui.read_screen import ReadScreen

DRAWERS = ("-desk-open", "-side-open")


class Windows:
    """What is in view and what has the keys."""

    def __init__(self, screen: ReadScreen) -> None:
        self._screen = screen

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        app = self._screen.app
        return {
            "pane-next": lambda _: self.turn(1),
            "pane-previous": lambda _: self.turn(-1),
            "desk": lambda _: self.turn_desk(),
            "tab-next": lambda _: self._turn_tab(1),
            "tab-previous": lambda _: self._turn_tab(-1),
            "row-down": lambda asked: self._row(asked.count or 1),
            "row-up": lambda asked: self._row(-(asked.count or 1)),
            "article-next": lambda _: app.loading.open_beside(1),
            "article-previous": lambda _: app.loading.open_beside(-1),
            "pick": lambda _: app.picking.ask(),
            "zen": lambda _: self._screen.toggle_class("-zen"),
            "review": lambda _: app.begin_review(),
            "complete": lambda _: app.opening.turn_complete(),
            "headings": lambda _: self.headings(),
            "look-again": lambda _: app.opening.look_again(),
            "theme": lambda _: self.choose_theme(),
            "leave": lambda _: self.leave(),
            "help": lambda _: self.help(),
            "palette": lambda _: app.action_command_palette(),
            "quit": lambda _: app.leave(),
            "suspend": lambda _: app.suspend_to_shell(),
            "redraw": lambda _: app.redraw(),
            "how-to-quit": lambda _: self.how_to_quit(self._screen.context),
            "card": lambda _: self.card(),
        }

    def turn(self, by: int) -> None:
        """Focus the next pane: article, side, desk; a drawer is opened on the way."""
        screen = self._screen
        if not screen.lists_ready:
            return
        panes: list[tuple[str, Widget]] = [
            ("", screen.pane),
            ("-side-open", screen.side.list),
            ("-desk-open", screen.desk_list),
        ]
        focused = [index for index, (_, pane) in enumerate(panes) if pane is screen.focused]
        drawer, pane = panes[((focused[0] if focused else 0) + by) % len(panes)]
        if pane is screen.desk_list and screen.has_class("-wide"):
            drawer = ""  # it stands beside the article already
        self._open(drawer, pane)

    def desk(self) -> None:
        """The desk over all of the screen."""
        if not self._screen.lists_ready:
            return
        self._open("-desk-open", self._screen.desk_list)

    def turn_desk(self) -> None:
        """To the desk, or from it back to the article."""
        if self._screen.has_class("-desk-open") and self._screen.reading is not None:
            self.leave_drawer()
        else:
            self.desk()

    def _open(self, drawer: str, pane: Widget) -> None:
        screen = self._screen
        # Each change is a new style for every widget: what stays as it is, is left alone.
        screen.remove_class(*(each for each in (*DRAWERS, "-zen") if each != drawer))
        if drawer:
            screen.add_class(drawer)
        screen.show_lists()
        # Not pane.focus(), which waits a moment: keys typed ahead are for this pane.
        screen.set_focus(pane)

    def leave_drawer(self) -> None:
        """Back to the article; drawers close."""
        self._screen.remove_class(*DRAWERS)
        self._screen.set_focus(self._screen.pane)

    def leave(self) -> None:
        """Leave what is nearest: a list, zen, else the running search for findings."""
        screen = self._screen
        if screen.focused is not screen.pane or screen.has_class(*DRAWERS):
            self.leave_drawer()
        elif screen.pane.act("leave"):
            return
        elif screen.has_class("-zen"):
            screen.remove_class("-zen")
        elif screen.exporting.stop():
            screen.tell("Stopping the export …")
        elif screen.app.analyst.cancel():
            key = shown(next(iter(screen.keys.of("look-again")), "ctrl+p"))
            screen.tell(f"Stopped looking for names and quotes; {key} looks again.")

    def _turn_tab(self, by: int) -> None:
        side = self._screen.side
        if self._screen.focused is side.list:
            side.turn(by)
            self._screen.set_focus(side.list)

    def _row(self, by: int) -> None:
        rows = self._screen.focused
        if isinstance(rows, DeskList):
            rows.move(by)
        elif isinstance(rows, OptionList | Tree):
            for _ in range(abs(by)):
                (rows.action_cursor_down if by > 0 else rows.action_cursor_up)()

    def card(self) -> None:
        """Show the card of the mark under the cursor."""
        from reader.ui.dialogs.card import Card

        screen = self._screen
        reading, mark = screen.reading, screen.pane.current_mark
        if reading is None or mark is None:
            screen.refuse("Nothing is marked here.")
            return
        placed = reading.placed_by_id.get(mark.id)
        finding = reading.by_id.get(mark.id)
        if placed is not None:
            lines = record_card(placed)
        elif finding is not None:
            lines = finding_card(finding, reading.findings, mark.id in reading.accepted)
        else:
            return
        screen.app.push_screen(Card(lines), self._card_closed)

    def _card_closed(self, key: object) -> None:
        """The card handed on the key that closed it."""
        from textual.events import Key

        if isinstance(key, Key):
            self._screen.to_article()
            self._screen.pane.post_message(Key(key.key, key.character))

    def help(self) -> None:
        """Tell the keys, those of what is in view first."""
        from reader.ui.dialogs.help_screen import HelpScreen

        app = self._screen.app
        on_desk = "Desk" if self._screen.context == "desk" else ""
        app.push_screen(HelpScreen(app.keys, "Review" if app.review is not None else on_desk))

    def how_to_quit(self, context: Context) -> None:
        """Answer the key that ends most programs of a terminal."""
        key = next(iter(self._screen.keys.of("quit", context)), "")
        self._screen.refuse(f"{shown(key)} quits." if key else "ctrl+p finds “quit”.")

    def choose_theme(self) -> None:
        """Choose among the app's own themes and the others, and keep it for the next start."""
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        app = self._screen.app
        own = [theme.name for theme in THEMES]
        others = sorted(name for name in app.available_themes if name not in own)

        def chosen(name: str | None) -> None:
            if name is not None:
                app.theme = name
                app.keep_choices()

        rows = [Row(name, name) for name in (*own, *others)]
        app.push_screen(Choice("Theme", rows, app.theme), chosen)

    def headings(self) -> None:
        """Choose a heading to go to."""
        from reader.session.choice import Row
        from reader.ui.dialogs.choice import Choice

        screen, reading = self._screen, self._screen.reading
        if reading is None:
            return
        text = reading.article.text
        rows = [
            Row(str(block.start), "  " * max(0, block.level - 1) + snippet(block.span.slice(text)))
            for block in reading.article.blocks
            if block.kind in ("headline", "heading")
        ]
        if not rows:
            screen.refuse("This article has no headings.")
            return

        def chosen(start: str | None) -> None:
            screen.to_article()
            if start is not None:
                screen.pane.go_to(int(start))

        screen.app.push_screen(Choice("Headings", rows), chosen)

    def open_link(self, url: str) -> None:
        """Open a link of the article in the browser; only what a browser opens safely."""
        if url.startswith(("https://", "http://")):
            self._screen.app.open_url(url)
            self._screen.tell(f"Opening {url}")
        else:
            self._screen.tell(f"{url} is no address that a browser opens.")

    def target(self) -> tuple[str | None, str | None]:
        """What a command is about: (record id, finding id) of the row or mark in view."""
        screen = self._screen
        focused = screen.focused
        if isinstance(focused, RecordList):
            return focused.record, None
        if isinstance(focused, ArticlePane):
            return self._under_cursor()
        from reader.ui.findings_tree import FindingsTree

        if isinstance(focused, FindingsTree):
            return None, focused.finding
        return None, None

    def _under_cursor(self) -> tuple[str | None, str | None]:
        """The own record and the finding at the cursor: the mark that keys mean, where it is
        of that kind, else the innermost one.
        """
        pane, reading = self._screen.pane, self._screen.reading
        if reading is None:
            return None, None
        current = pane.current_mark
        marks = [mark for mark in (current, *pane.marks_at(pane.cursor)) if mark is not None]
        own = (mark.id for mark in marks if mark.id in reading.placed_by_id)
        found = (mark.id for mark in marks if mark.id in reading.by_id)
        return next(own, None), next(found, None)
