"""What the screens over the reading screen share: its messages, questions, and their own keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from reader.session.choice import Choice, Question
from reader.session.session import Session
from reader.ui.key_sequences import (
    Asked,
)
from reader.ui.keyed_screen import Doing, KeyedScreen, Result
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys
from reader.ui.layout import Layout
from reader.ui.looking_on import refused
from reader.ui.prompt import Prompt
from reader.ui.status_line import Hints, StatusLine

Answer = TypeVar("Answer")


class OverScreen(KeyedScreen[Result]):
    """Over the reading screen ``below``; it is the stage of its commands."""

    context: Context

    def __init__(self, session: Session, keys: Keys, below: Layout) -> None:
        super().__init__(session, keys)
        self._below = below

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
        self.status.message = message

    def _work_changed(self, work: str) -> None:
        self.status.work = work

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

    # -- keys

    def perform(self, asked: Asked) -> None:
        doing = self.doings.get(asked.command)
        if doing is None:
            self.session.refuse(f"“{asked.command}” does not work here.")
        elif not refused(self.session, asked.command):
            doing(asked)
