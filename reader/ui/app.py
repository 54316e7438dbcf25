"""The app: the session, the reading screen over it, and what ends both; started by ``run_app``."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from textual import constants, on
from textual.app import App
from textual.events import DescendantFocus, Event, InputEvent, Key, Paste
from textual.message import Message
from textual.widget import Widget

from reader.fault_log import INTERNAL_ERROR
from reader.session.session import Session
from reader.shipped import shipped_folder
from reader.ui.behind import run_behind
from reader.ui.from_outside import keep_typed, watch_signals
from reader.ui.keys_by_place import LatinKeys, takes_itself
from reader.ui.own_keys import resolve
from reader.ui.people_colours import people_variables
from reader.ui.read_screen import ReadScreen
from reader.ui.safe_drawing import safe_update
from reader.ui.themes import DEFAULT, PLAIN, THEMES

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.command import Provider
    from textual.driver import Driver
    from textual.screen import Screen

    from reader.analysis.shared.joining import EarlyEngine
    from reader.article.article import Article
    from reader.article.contents import Contents
    from reader.config import Settings

SHOW_CURSOR = "\x1b[?25h"
STYLES = ("base", "panes", "article", "highlights")
POLL = 0.5
"""Seconds between looks at what other terminals saved."""
KEY_PATIENCE = 0.5
"""Seconds that a key may take before the next one is looked at."""


def commands_provider() -> type[Provider]:
    """Return the palette's provider, loaded when the palette is opened."""
    from reader.ui.palette import CommandsProvider

    return CommandsProvider


def browser_driver() -> type[Driver]:
    """Return the driver that draws in a tab of ``reader serve``."""
    from reader.ui.browser.driver import BrowserDriver

    return BrowserDriver


class NewsCame(Message):
    """The session has news to take."""


class ReaderApp(App[object], inherit_bindings=False):
    """``article`` is shown first, or ``contents`` to pick it from.

    ``locations`` are further ones, opened when they are reached. It gives the session its workers.
    """

    TITLE = "reader"
    CSS_PATH: ClassVar = [str(shipped_folder("styles") / f"{name}.tcss") for name in STYLES]
    COMMANDS: ClassVar = {commands_provider}
    BINDINGS: ClassVar = []

    def __init__(
        self,
        settings: Settings,
        article: Article | None = None,
        *,
        locations: Sequence[str] = (),
        contents: Contents | None = None,
        review: bool = False,
        engine: EarlyEngine | None = None,
    ) -> None:
        # Without colour only text styles are drawn; else Textual would draw shades of grey.
        super().__init__(
            driver_class=browser_driver() if settings.in_browser else None,
            ansi_color=True if "NO_COLOR" in os.environ else None,
        )
        if not settings.animations:
            self.animation_level = "none"
        self.keys = resolve(settings.keys)
        # What Textual says of a fault that ended the app is for the log.
        self.last_words = io.StringIO()
        self.error_console = Console(file=self.last_words, markup=False, highlight=False)
        self.session = session = Session(
            settings,
            self,
            lambda event: self.reader.take(event),
            self.keys.first,
            article=article,
            locations=locations,
            contents=contents,
            engine=engine,
        )
        self._review_first = review
        for theme in THEMES:
            self.register_theme(theme)
        chosen = settings.theme or session.choices.theme or DEFAULT
        wanted = PLAIN if self.no_color else chosen
        self.theme = wanted if wanted in self.available_themes else DEFAULT
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled = False
        self.ended_by = 0
        self._by_place = LatinKeys(self.keys)
        if article is not None:
            session.expect_frame()
        session.start()

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme, with those that tell people apart."""
        variables = super().get_css_variables()
        variables |= people_variables(variables)  # in place: styles of words are read from it
        return variables

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, safe_update(renderable))

    # -- start and end

    def get_default_screen(self) -> ReadScreen:
        """Return the reading screen, in place of an empty one that would be drawn before it."""
        self.reader = ReadScreen(self.session, self.keys, review_first=self._review_first)
        self.reader.fit(self.size)
        return self.reader

    def refresh_css(self, animate: bool = True) -> None:
        # The first time is for the theme of the start, with whose colours all is parsed already.
        if self._styled:
            super().refresh_css(animate)
        else:
            self._styled = True
            self.stylesheet.update(self, animate=animate)

    def on_mount(self) -> None:
        watch_signals(self, self.end_by)
        self.reader.behind_the_frame(self._first_frame_shown)

    def _first_frame_shown(self) -> None:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        if self.session.settings.terminal_cursor and self._driver is not None:
            self._driver.write(SHOW_CURSOR)
            self._driver.flush()
        self.session.first_frame_shown()
        self.set_interval(POLL, self.session.notebook.poll)

    def action_command_palette(self) -> None:
        from reader.ui.dialogs.command_palette import Palette

        if not Palette.is_open(self):
            self.push_screen(Palette())

    async def action_quit(self) -> None:
        self.session.leave()

    def get_driver_class(self) -> type[Driver]:
        if constants.DRIVER is not None or sys.platform == "win32":
            return super().get_driver_class()
        from reader.ui.terminal_driver import TerminalDriver

        return TerminalDriver

    def end_by(self, number: int) -> None:
        """Leave at once, as asked from outside: what is being typed stays as drafts."""
        self.ended_by = self.ended_by or number
        keep_typed(self)
        self.session.leave_now()

    def _suspended_or_redrawn(self, event: Event) -> bool:
        """Return whether it was a key that goes to the shell and back, or clears up the screen."""
        if not isinstance(event, Key) or event.is_forwarded:
            return False
        if event.key in self.keys.of("suspend") and not takes_itself(self.focused, event.key):
            self.action_suspend_to_shell()
        elif event.key in self.keys.of("redraw"):
            self.action_redraw()
        else:
            return False
        return True

    def action_suspend_to_shell(self) -> None:
        if self._driver is not None and self._driver.can_suspend:
            self.action_suspend_process()
        else:
            where = "A browser tab" if self.is_web else "This terminal"
            self.session.refuse(f"{where} cannot suspend reader.")

    def action_redraw(self) -> None:
        renew = getattr(self._driver, "renew", None)
        if renew is not None:
            renew()
        self._display(self.screen, self.screen._compositor.render_update(full=True))

    # -- the session's workers

    def start(self, work: Callable[[], object], *, group: str, exclusive: bool) -> None:
        run_behind(self, work, group=group, exclusive=exclusive)

    def wake(self) -> None:
        if self.is_running:
            self.post_message(NewsCame())

    def after_frame(self, work: Callable[[], object]) -> None:
        self.reader.behind_the_frame(work)

    @on(NewsCame)
    def _news_came(self) -> None:
        self.session.drain()

    @on(DescendantFocus)
    def _still_its_cursor(self, event: DescendantFocus) -> None:
        """Without animations a line that is typed in has a cursor that does not blink."""
        if self.animation_level == "none" and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    # -- keys

    async def on_event(self, event: Event) -> None:
        """Take one key after the other.

        Each goes to where the one before it left the focus: what is typed ahead while a note or
        a question opens is text for it, not commands. Once the app is being left, all is too late.
        """
        if self.session.leaving and isinstance(event, InputEvent | Paste):
            return
        if self._suspended_or_redrawn(event):
            return
        if isinstance(event, Key):
            event = self._by_place.taken(self.focused, event, self.session.report)
        typed = isinstance(event, Key) and not event.is_forwarded
        if typed:
            self.reader.forget_refusal()
        await super().on_event(event)
        if typed:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._key_done(), KEY_PATIENCE)

    async def _key_done(self) -> None:
        """Wait until the focused widget and all around it have done what a key asked for."""
        around = (self.focused or self.screen).ancestors_with_self
        widgets = [node for node in around if isinstance(node, Widget) and node.is_running]
        # Twice: the second time for messages that were posted while the key was handled.
        for widget in (*widgets, *widgets):
            done = asyncio.Event()
            if not widget.call_later(done.set):
                return
            await done.wait()


def run_app(
    settings: Settings,
    article: Article | None = None,
    *,
    locations: Sequence[str] = (),
    contents: Contents | None = None,
    review: bool = False,
    engine: EarlyEngine | None = None,
) -> int:
    """Show the screen until it is left: 0, or 1 with a sentence for each fault on stderr.

    ``review`` begins with the queue of the article; ``engine`` is one that runs already.
    """
    app = ReaderApp(
        settings, article, locations=locations, contents=contents, review=review, engine=engine
    )
    code = app.run()
    faults = app.session.faults
    if details := app.last_words.getvalue():
        faults.append(app.session.fault_log.kept("showing the screen", INTERNAL_ERROR, details))
        app.session.close_at_once()
    for sentence in (*app.session.notebook.notices, *faults):
        print(f"reader: {sentence}", file=sys.stderr)
    if app.ended_by:
        return 128 + app.ended_by
    return 1 if faults or code else 0
