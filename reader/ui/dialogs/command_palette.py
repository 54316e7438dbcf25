"""Textual's command palette, safe from keys that come early."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette

from reader.ui.options import ReversedRows


class _Rows(CommandList, ReversedRows, can_focus=False):
    """The palette's list. Textual finds and styles it by the name of its first base."""


class Palette(CommandPalette):
    """Its list is moved in once it is laid out, and closed once."""

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            yield _Rows() if isinstance(widget, CommandList) else widget

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command_list" and not self.query_one(CommandList).virtual_size.height:
            return False
        return super().check_action(action, parameters)

    def dismiss(self, result: None = None) -> AwaitComplete:
        if self.app.screen is not self:
            closed: AwaitComplete = AwaitComplete.nothing()
            return closed
        return super().dismiss(result)
