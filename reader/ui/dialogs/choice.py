"""A short list to choose from, by arrow keys or by each row's own key."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.session.choice import Choice, Row
from reader.text.cells import printable
from reader.ui.dialogs.dialog import Dialog
from reader.ui.options import Options


class ChoiceDialog(Dialog[str | None]):
    """Dismissed with the id of a row, or with None."""

    AUTO_FOCUS = "OptionList"

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self._choice = choice

    def compose(self) -> ComposeResult:
        with Vertical(id="choice"):
            yield Static(printable(self._choice.title), id="choice-title", markup=False)
            keyed = any(row.key for row in self._choice.rows)
            yield Options(*(_option(row, keyed) for row in self._choice.rows), markup=False)

    def on_mount(self) -> None:
        ids = [row.id for row in self._choice.rows]
        if self._choice.chosen in ids:
            self.query_one(OptionList).highlighted = ids.index(self._choice.chosen)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id)

    def on_key(self, event: Key) -> None:
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
            return
        for row in self._choice.rows:
            if row.key and event.character == row.key:
                event.stop()
                self.dismiss(row.id)
                return
        if event.character in ("j", "k"):
            event.stop()
            options = self.query_one(OptionList)
            (options.action_cursor_down if event.character == "j" else options.action_cursor_up)()


def _option(row: Row, keyed: bool) -> Option:
    """Return a row; with ``keyed`` there is room for a key before its words."""
    parts: list[tuple[str, str] | str] = []
    if keyed:
        parts.append((f"{row.key:<1}  ", "$accent bold"))
    parts.append(printable(row.label))
    if row.remark:
        parts.append(("\n   " + printable(row.remark), "$foreground 75%"))
    return Option(Content.assemble(*parts), id=row.id)
