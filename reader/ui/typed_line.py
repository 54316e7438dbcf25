"""A line to type in, which takes its keys in the order in which they are pressed.

Textual's own fields put in a letter at once, but leave backspace, ctrl+u, enter and all their
other keys to the app, which gets to them when they have come up through all containers: letters
that are pressed right behind may have been put in by then, and go with what is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.binding import Binding
from textual.events import Key, Paste
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from reader.text.cells import printable
from reader.ui.safe_drawing import safe_strip


def actions_of(field: type[Widget]) -> Mapping[str, str]:
    """Return what each of the keys of a field does."""
    return {each.key: each.action for each in Binding.make_bindings(field.BINDINGS)}


async def act_on(field: Widget, event: Key, actions: Mapping[str, str]) -> None:
    action = actions.get(event.key)
    if action is not None:
        event.stop()
        event.prevent_default()
        await field.app.run_action(action, field)


def one_line(text: str) -> str:
    """Return lines of ``text`` joined by spaces; text of one line as it is."""
    lines = text.splitlines()
    return text if len(lines) < 2 else " ".join(line.strip() for line in lines if line.strip())


class Line(Input):
    """A line to type in."""

    ACTIONS: ClassVar = actions_of(Input)

    # What is typed or put in stays as it is; drawn are pictures of what would steer the terminal.

    @property
    def _value(self) -> Text:
        return Text(printable(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cell_len(printable(self.value)[:position])

    def _cell_offset_to_index(self, offset: int) -> int:
        drawn = printable(self.value)
        for index in range(len(drawn)):
            if offset < cell_len(drawn[: index + 1]):
                return index
        return len(drawn)

    def render_line(self, y: int) -> Strip:
        return safe_strip(super().render_line(y))  # also what is offered to complete the line

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

    def _on_paste(self, event: Paste) -> None:
        """Take all lines of what is pasted; Textual's own field would take the first."""
        event.stop()
        event.prevent_default()
        self.replace(one_line(event.text), *self.selection)
