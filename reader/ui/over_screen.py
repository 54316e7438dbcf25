"""What the screens over the reading screen share: its messages, questions, and their own keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from reader.session.choice import Choice, Question
from reader.session.session import Session
from reader.ui.article_pane.keyboard import stroke_of
from reader.ui.behind import act_on_app
from reader.ui.breakpoints import HEIGHTS, WIDTHS
from reader.ui.key_sequences import (
    Asked,
    KeySequences,
    Pending,
    Unknown,
    is_written,
    without_meaning,
)
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys, how_to_quit
from reader.ui.layout import Layout
from reader.ui.looking_on import refused
from reader.ui.prompt import Prompt
from reader.ui.status_line import Hints, StatusLine

Doing = Callable[[Asked], None]
Answer = TypeVar("Answer")
Result = TypeVar("Result")


class OverScreen(Screen[Result]):
    """Over the reading screen ``below``; it is the stage of its commands."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    context: Context

    def __init__(self, session: Session, keys: Keys, below: Layout) -> None:
        super().__init__()
        self.session = session
        self.keys = keys
        self._below = below
        self._sequences = KeySequences(keys)

    # -- what a screen of its own says

    @property
    def doings(self) -> Mapping[str, Doing]:
        """Every command that the screen carries out, by its id."""
        raise NotImplementedError

    @property
    def resting(self) -> Widget | None:
        """What has the focus while nothing is asked."""
        return None

    @property
    def place_named(self) -> str:
        """The place that a line is asked about, by a name that stays."""
        return type(self).__name__

    def show(self) -> None:
        """Show what the session holds now."""
        raise NotImplementedError

    def show_preview(self) -> None:
        """Show the preview that the session holds now, of a screen that has one."""

    def reading_changed(self) -> None:
        """Take in other records of the article, of a screen that shows some."""

    # -- the screen

    def foot(self) -> ComposeResult:
        """Yield the lines at the foot."""
        yield Prompt(self.session.drafts, lambda: self.place_named)
        yield StatusLine()
        hints = Hints(self.keys)
        hints.context = self.context
        yield hints

    def on_mount(self) -> None:
        self.watch(self._below.status, "message", self._message_changed)
        self.watch(self._below.status, "work", self._work_changed)
        self.show()
        self.set_focus(self.resting)

    def _message_changed(self, message: str) -> None:
        self.query_one(StatusLine).message = message

    def _work_changed(self, work: str) -> None:
        self.query_one(StatusLine).work = work

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    # -- the stage of the commands

    def ask(self, choice: Choice, then: Callable[[str], None]) -> None:
        from reader.ui.dialogs.choice import ChoiceDialog

        self.open_dialog(ChoiceDialog(choice), then)

    def ask_line(self, question: Question, then: Callable[[str], None]) -> None:
        def answered(line: str) -> None:
            self.set_focus(self.resting)
            then(line)

        self.prompt.ask(question, answered, lambda: self.set_focus(self.resting))

    def open_dialog(self, dialog: Screen[Answer | None], then: Callable[[Answer], None]) -> None:
        """Open a dialog; once it is closed, what rests has the keys again."""

        def closed(answer: Answer | None) -> None:
            self.set_focus(self.resting)
            if answer is not None:
                then(answer)

        self.app.push_screen(dialog, closed)

    def help(self) -> None:
        from reader.ui.dialogs.help_screen import HelpScreen
        from reader.ui.dialogs.key_columns import key_sections

        self.app.push_screen(HelpScreen(key_sections(self.keys, self.context), self.keys.clashes))

    # -- keys

    def common(self) -> dict[str, Doing]:
        """Return the commands that each of these screens has."""
        return {
            "help": lambda _: self.help(),
            "palette": lambda _: self.app.action_command_palette(),
            "quit": lambda _: self.session.leave(),
            "suspend": lambda _: act_on_app(self, "suspend_to_shell"),
            "redraw": lambda _: act_on_app(self, "redraw"),
            "how-to-quit": lambda _: self.session.refuse(how_to_quit(self.keys, self.context)),
        }

    def perform(self, asked: Asked) -> None:
        """Do a command, wherever it was asked for."""
        doing = self.doings.get(asked.command)
        if doing is None:
            self.session.refuse(f"“{asked.command}” does not work here.")
        elif not refused(self.session, asked.command):
            doing(asked)

    def on_key(self, event: Key) -> None:
        if isinstance(self.focused, Input):
            return
        outcome = self._sequences.feed(self.context, stroke_of(event))
        self.query_one(StatusLine).pending = outcome.typed if isinstance(outcome, Pending) else ""
        if isinstance(outcome, Asked | Pending):
            event.stop()
            event.prevent_default()
        if isinstance(outcome, Asked):
            self.perform(outcome)
        elif isinstance(outcome, Unknown) and is_written(outcome.typed):
            self.session.refuse(without_meaning(outcome.typed, self.keys, self.context))
