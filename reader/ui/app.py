"""The app: one reading screen, one notebook, one analyst; started by ``run_app``."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import gc
import io
import os
import sys
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from textual import constants, on
from textual.app import App
from textual.events import DescendantFocus, Event, InputEvent, Key, Paste
from textual.widget import Widget

from reader.annotations.records import ArticleRecord, Record
from reader.fault_log import FaultLog
from reader.session import notebook as notes
from reader.session.adding import Adding
from reader.session.analyst import Analyst
from reader.session.article_queue import Loading
from reader.session.choices import Choices, keep_choices, load_choices
from reader.session.contents_list import Picking
from reader.session.current_article import Opening
from reader.session.desk import Desk
from reader.session.desk_view import view_of
from reader.session.drafts import Drafts
from reader.session.story_versions import StoryVersions
from reader.shipped import shipped_folder
from reader.ui.behind import run_behind
from reader.ui.from_outside import keep_typed, watch_signals
from reader.ui.keys_by_place import LatinKeys, takes_itself
from reader.ui.leaving import ended_by_fault, left
from reader.ui.messages import (
    ArticleOpened,
    ArticleRefused,
    ContentsFound,
    DeskSearched,
    DeskStirred,
    ExportAdvanced,
    Exported,
    FindingsStirred,
    NotesStirred,
    VersionSeen,
    WorkFailed,
)
from reader.ui.own_keys import resolve
from reader.ui.read_screen import ReadScreen
from reader.ui.safe_drawing import safe_update
from reader.ui.themes import DEFAULT, PLAIN, THEMES
from reader.ui.unkept_words import ask_where

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType
    from textual.command import Provider
    from textual.driver import Driver
    from textual.screen import Screen

    from reader.article.article import Article
    from reader.article.contents import Contents
    from reader.config import Settings
    from reader.review.sitting import Sitting
    from reader.ui.review.screen import ReviewScreen

SHOW_CURSOR = "\x1b[?25h"
STYLES = ("base", "panes", "article", "highlights")
POLL = 0.5
"""Seconds between looks at what other terminals saved."""
FIRST_WAIT = 0.15
"""Seconds that the first frame waits for the store, so that it has the notes in it."""
KEY_PATIENCE = 0.5
"""Seconds that a key may take before the next one is looked at."""


def commands_provider() -> type[Provider]:
    """The palette's provider, loaded when the palette is opened."""
    from reader.ui.palette import CommandsProvider

    return CommandsProvider


class ReaderApp(App[int], inherit_bindings=False):
    """``article`` is shown first, or ``contents`` to pick it from; ``locations`` are further ones,
    opened when they are reached. ``sitting`` is the queue that was worked out last.
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
    ) -> None:
        # Without colour only text styles are drawn; else Textual would draw shades of grey.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.settings = settings
        if not settings.animations:
            self.animation_level = "none"
        self.keys = resolve(settings.keys)
        self.drafts = Drafts(settings.drafts, settings.drafts_elsewhere)
        self.faults: list[str] = []
        self.fault_log = FaultLog(settings.fault_log)
        # What Textual says of a fault that ended the app is for the log.
        self.last_words = io.StringIO()
        self.error_console = Console(file=self.last_words, markup=False, highlight=False)
        self._events: deque[notes.Event] = deque()
        self.first_article = article
        self._choices_path = settings.data_folder / "state.json"
        self.choices = load_choices(self._choices_path)
        self.notebook = notes.Notebook(
            self._open_store, self._stirred, self.drafts, self.fault_log.told
        )
        self.analyst = Analyst(
            settings.package,
            settings.findings_cache,
            settings.engine_log,
            lambda event: self.post_message(FindingsStirred(event)),
            self.fault_log.told,
        )
        self.opening = Opening(self)
        self.loading = Loading(self, locations)
        self.versions = StoryVersions(self)
        self.picking = Picking(self, contents)
        self.desk = Desk(self, view_of(self.choices.desk))
        self.adding = Adding(self)
        self.review: ReviewScreen | None = None
        self.sitting: Sitting | None = None
        self._review_first = review
        for theme in THEMES:
            self.register_theme(theme)
        chosen = self.settings.theme or self.choices.theme or DEFAULT
        wanted = PLAIN if self.no_color else chosen
        self.theme = wanted if wanted in self.available_themes else DEFAULT
        self.stylesheet.set_variables(self.get_css_variables())
        self._styled = False
        if self.starts_with_desk:
            # The desk is what is shown first: its index goes before the notes themselves.
            self.desk.librarian.start()
            self.notebook.behind(self.desk.librarian.first_listing, "listing the desk")
        self._started = self.notebook.start()
        self._leaving = False
        self.written_elsewhere: Path | None = None
        self.ended_by = 0
        self._by_place = LatinKeys(self.keys)

    def _display(self, screen: Screen, renderable: RenderableType | None) -> None:
        super()._display(screen, safe_update(renderable))

    # -- start and end

    @property
    def starts_with_desk(self) -> bool:
        """Whether nothing was asked for but the desk."""
        return self.first_article is None and self.picking.contents is None

    def get_default_screen(self) -> ReadScreen:
        """The reading screen, in place of an empty one that would be drawn before it."""
        self.reader = ReadScreen(self.settings, self.keys)
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
        watch_signals(self)
        self.reader.behind_the_frame(self._first_frame_shown)

    def begin(self) -> None:
        """The reading screen is there: show the first article in its first frame."""
        self.reader.pane.measure = self.settings.measure or self.choices.measure or 76
        if self.first_article is not None:
            self.wait_for(self._started)
            self.opening.show(self.first_article)
            if self._review_first:
                self.call_after_refresh(self.begin_review)
        else:
            # What came before there was a screen to tell it to.
            self.drain()
            self.desk.drain()
        for sentence in self.keys.clashes[:3]:
            self.reader.tell(sentence, loud=True)
        if self.settings.theme and self.settings.theme not in self.available_themes:
            self.reader.tell(f"There is no theme “{self.settings.theme}”.", loud=True)

    def wait_for(self, work: concurrent.futures.Future[None], seconds: float = FIRST_WAIT) -> None:
        """Give the store's thread a moment, so that what it reads is in the next frame."""
        concurrent.futures.wait([work], timeout=seconds)
        self.drain()

    def _first_frame_shown(self) -> None:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        if self.settings.terminal_cursor and self._driver is not None:
            self._driver.write(SHOW_CURSOR)
            self._driver.flush()
        if not self.starts_with_desk:
            self.desk.librarian.start()
        self.set_interval(POLL, self.notebook.poll)

    def leave(self) -> None:
        """Leave; ask first where something typed is saved nowhere."""
        if self._leaving:
            return
        words = self.drafts.unwritten()
        if words:
            ask_where(self, words, self.leave_now)
        else:
            self.leave_now()

    def leave_now(self) -> None:
        """Save what is on its way, end the engine, and end the app."""
        if not self._leaving:
            self._leaving = True
            self.reader.tell("Saving …")
            run_behind(self, partial(left, self), "leaving")

    def action_command_palette(self) -> None:
        from reader.ui.dialogs.command_palette import Palette

        if not Palette.is_open(self):
            self.push_screen(Palette())

    async def action_quit(self) -> None:
        self.leave()

    def get_driver_class(self) -> type[Driver]:
        if constants.DRIVER is not None or sys.platform == "win32":
            return super().get_driver_class()
        from reader.ui.terminal_driver import TerminalDriver

        return TerminalDriver

    def end_by(self, number: int) -> None:
        """Leave at once, as asked from outside: what is being typed stays as drafts."""
        self.ended_by = self.ended_by or number
        keep_typed(self)
        self.leave_now()

    @property
    def place_named(self) -> str:
        """The place in the article that a line is asked about, by a name that stays."""
        reading = self.opening.reading
        if reading is None:
            return ""
        item = self.review.item.id if self.review and self.review.item else ""
        return f"{reading.article.fingerprint} {item or self.reader.pane.cursor}"

    def _suspended_or_redrawn(self, event: Event) -> bool:
        """Whether it was a key that goes to the shell and back, or clears up the screen."""
        if not isinstance(event, Key) or event.is_forwarded:
            return False
        if event.key in self.keys.of("suspend") and not takes_itself(self.focused, event.key):
            self.suspend_to_shell()
        elif event.key in self.keys.of("redraw"):
            self.redraw()
        else:
            return False
        return True

    def suspend_to_shell(self) -> None:
        if self._driver is not None and self._driver.can_suspend:
            self.action_suspend_process()
        else:
            self.reader.refuse("This terminal cannot suspend reader.")

    def redraw(self) -> None:
        renew = getattr(self._driver, "renew", None)
        if renew is not None:
            renew()
        self._display(self.screen, self.screen._compositor.render_update(full=True))

    def keep_choices(self) -> None:
        theme = self.choices.theme if self.no_color else self.theme
        # What was looked for today is not what the next start should be narrowed to.
        desk = self.desk.view.with_words("")
        chosen = Choices(theme, self.reader.pane.measure, tuple(desk))
        if chosen != self.choices:
            keep_choices(self._choices_path, chosen)
            self.choices = chosen

    def _open_store(self):
        from reader.annotations.store import open_store

        settings = self.settings
        return open_store(settings.notes, who=settings.me, read_only=settings.read_only)

    # -- what the store's thread and the analyst say

    def _stirred(self, event: notes.Event) -> None:
        self._events.append(event)
        if self.is_running:
            self.post_message(NotesStirred())

    @on(NotesStirred)
    def drain(self) -> None:
        """Take what the store's thread has to tell."""
        while self._events:
            event = self._events.popleft()
            self.notebook.take(event)
            self.opening.took(event)

    def take_saved(self) -> None:
        """Take it without a screen that shows it."""
        while self._events:
            self.notebook.take(self._events.popleft())

    @on(DeskStirred)
    def _desk_stirred(self) -> None:
        self.desk.drain()

    @on(FindingsStirred)
    def _findings_stirred(self, message: FindingsStirred) -> None:
        self.opening.analysed(message.event)

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
        if self._leaving and isinstance(event, InputEvent | Paste):
            return
        if self._suspended_or_redrawn(event):
            return
        event = self._by_place.taken(self, event)
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

    # -- articles

    @on(ArticleOpened)
    def _article_opened(self, message: ArticleOpened) -> None:
        self.opening.show(message.article)
        if message.told:
            self.reader.tell(message.told, loud=True)

    @on(VersionSeen)
    def _version_seen(self, message: VersionSeen) -> None:
        self.versions.take(message)

    @on(ContentsFound)
    def _contents_found(self, message: ContentsFound) -> None:
        self.picking.take(message)

    @on(DeskSearched)
    def _desk_searched(self, message: DeskSearched) -> None:
        self.reader.searching.show_hits(message.query, message.found, message.missing)

    @on(ArticleRefused)
    def _article_refused(self, message: ArticleRefused) -> None:
        self.reader.tell(message.sentence, loud=True)

    # -- records

    def change_article(self, record: ArticleRecord, doing: str) -> None:
        """Save another state of an article's own record."""
        self.notebook.put([record], doing)
        self.reader.status.message = "saving"
        self.notebook.articles = tuple(
            record if each.id == record.id else each for each in self.notebook.articles
        )

    def save(self, records: Iterable[Record], doing: str, basis: Record | None = None) -> None:
        """Show records at once and save them behind the screen.

        ``basis`` is the one record as it was when its editing began.
        """
        article_id = self.opening.provisional()
        several = [replace(each, article_id=each.article_id or article_id) for each in records]
        self.opening.keep_text()
        self.notebook.put(several, doing, basis)
        self.reader.status.message = "saving"
        self.opening.records_changed()

    def remove(self, records: Iterable[Record], doing: str = "delete") -> None:
        """Take records off the screen at once and out of the notes behind it."""
        self.notebook.remove([record.id for record in records], doing)
        self.reader.status.message = "saving"
        self.opening.records_changed()

    @on(ExportAdvanced)
    def _export_advanced(self, message: ExportAdvanced) -> None:
        self.reader.exporting.advanced(message.done, message.total)

    @on(Exported)
    def _exported(self, message: Exported) -> None:
        self.reader.exporting.ended(message.report)

    # -- what opens over the screen

    def begin_review(self) -> None:
        """Go through the queue of the article in view."""
        from reader.ui.review.screen import ReviewScreen

        if self.opening.reading is None:
            self.reader.refuse("There is no article to review; choose one on the desk.")
        elif self.review is None:
            self.opening.look_if_stopped()
            self.review = ReviewScreen(self)
            self.push_screen(self.review)

    def end_review(self) -> None:
        """Back to reading, at the item that was in view."""
        review, self.review = self.review, None
        if review is not None:
            self.sitting = review.sitting
            self.pop_screen()
            self.opening.records_changed()
            if review.item is not None:
                self.reader.pane.go_to(review.item.start)

    # -- faults

    @on(WorkFailed)
    def _work_failed(self, message: WorkFailed) -> None:
        self.reader.tell(message.sentence, loud=True)
        if message.failed is not None:
            message.failed(message.sentence)


def run_app(
    settings: Settings,
    article: Article | None = None,
    *,
    locations: Sequence[str] = (),
    contents: Contents | None = None,
    review: bool = False,
) -> int:
    """Show the screen until it is left: 0, or 1 with a sentence for each fault on stderr.

    ``review`` begins with the queue of the article.
    """
    app = ReaderApp(settings, article, locations=locations, contents=contents, review=review)
    code = app.run()
    if details := app.last_words.getvalue():
        ended_by_fault(app, details)
    for sentence in (*app.notebook.notices, *app.faults):
        print(f"reader: {sentence}", file=sys.stderr)
    if app.ended_by:
        return 128 + app.ended_by
    return 1 if app.faults else code or 0
