"""What screens with commands share: their session, their keys, the lines at their foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from reader.session.session import Session
from reader.ui.article_pane.keyboard import stroke_of
from reader.ui.behind import act_on_app
from reader.ui.breakpoints import HEIGHTS, WIDTHS
from reader.ui.key_sequences import (
    Asked,
    KeySequences,
    Pending,
    Unknown,
    is_answered,
    without_meaning,
)
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys, how_to_quit
from reader.ui.prompt import Prompt
from reader.ui.status_line import StatusLine

Doing = Callable[[Asked], None]
Result = TypeVar("Result")


class KeyedScreen(Screen[Result]):
    """A screen whose keys are rows of the table of commands."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self, session: Session, keys: Keys) -> None:
        super().__init__()
        self.session = session
        self.keys = keys
        self.sequences = KeySequences(keys)

    @property
    def context(self) -> Context:
        """Where the keys are meant."""
        raise NotImplementedError

    @property
    def status(self) -> StatusLine:
        return self.query_one(StatusLine)

    @property
    def prompt(self) -> Prompt:
        return self.query_one(Prompt)

    def help(self) -> None:
        """Show the keys, those of the pane in focus first."""
        from reader.ui.dialogs.help_screen import HelpScreen
        from reader.ui.dialogs.key_columns import key_sections

        self.app.push_screen(HelpScreen(key_sections(self.keys, self.context), self.keys.clashes))

    def perform(self, asked: Asked) -> None:
        """Do a command, wherever it was requested."""
        raise NotImplementedError

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

    def on_key(self, event: Key) -> None:
        """Take the keys that no focused widget took; those of a line that asks are its own."""
        if isinstance(self.focused, Input):
            return
        outcome = self.sequences.feed(self.context, stroke_of(event))
        self.status.pending = outcome.typed if isinstance(outcome, Pending) else ""
        if isinstance(outcome, Asked | Pending):
            event.stop()
            event.prevent_default()
        if isinstance(outcome, Asked):
            self.perform(outcome)
        elif isinstance(outcome, Unknown) and is_answered(outcome.typed, self.context):
            self.session.refuse(without_meaning(outcome.typed, self.keys, self.context))
