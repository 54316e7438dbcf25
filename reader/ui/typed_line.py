"""A line to type in, which takes its keys in the order in which they are pressed.

Textual's own fields put in a letter at once, but leave backspace, ctrl+u, enter and all their
other keys to the app, which gets to them when they have come up through all containers: letters
that are pressed right behind may have been put in by then, and go with what is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input


def actions_of(field: type[Widget]) -> Mapping[str, str]:
    """What each of the keys of a field does."""
    return {each.key: each.action for each in Binding.make_bindings(field.BINDINGS)}


async def act_on(field: Widget, event: Key, actions: Mapping[str, str]) -> None:
    action = actions.get(event.key)
    if action is not None:
        event.stop()
        event.prevent_default()
        await field.app.run_action(action, field)


class Line(Input):
    """A line to type in."""

    ACTIONS: ClassVar = actions_of(Input)

    def on_resize(self) -> None:
        if self.has_focus:
            self.call_after_refresh(self._show_around_cursor)

    def _show_around_cursor(self) -> None:
        """Show as much of the line as fits, with the cursor in it."""
        selection = self.selection
        self.cursor_position = 0
        self.selection = selection

    async def on_key(self, event: Key) -> None:
        await act_on(self, event, self.ACTIONS)
