"""All keys, made from the key table."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.widgets import Static

from reader.ui.dialogs.dialog import Dialog
from reader.ui.keymap import GROUPS, Context, Keys, shown

WHERE: dict[tuple[Context, ...], str] = {("select",): " (selection)", ("list",): " (lists)"}
KEY_WIDTH = 16
ROOMY = 60
"""Columns from which on the keys stand in a column of their own."""


class HelpScreen(Dialog[None]):
    """Esc, ? or q closes it; ``first`` is the group that stands on top."""

    def __init__(self, keys: Keys, first: str = "") -> None:
        super().__init__()
        self._keys = keys
        self._first = first

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            key_width = KEY_WIDTH if self.app.size.width >= ROOMY else 0
            yield Static(help_content(self._keys, self._first, key_width), markup=False)

    def on_key(self, event: Key) -> None:
        if event.key == "escape" or event.character in ("?", "q"):
            event.stop()
            self.dismiss(None)
            return
        pane = self.query_one(VerticalScroll)
        moves = {
            "j": pane.scroll_down,
            "k": pane.scroll_up,
            " ": pane.scroll_page_down,
            "b": pane.scroll_page_up,
            "g": pane.scroll_home,
            "G": pane.scroll_end,
        }
        if event.character in moves:
            event.stop()
            moves[event.character](animate=False)


def help_lines(keys: Keys) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each group the keys of its commands and what they do; what is unbound says so."""
    told = []
    for group in GROUPS:
        lines = []
        for command in keys.commands:
            if command.group == group:
                written = " ".join(shown(key) for key in command.keys) or "(no key)"
                lines.append((written, command.description + WHERE.get(command.contexts, "")))
        told.append((group, lines))
    return told


def help_content(keys: Keys, first: str = "", key_width: int = KEY_WIDTH) -> Content:
    """The whole help; the group ``first`` stands before the others."""
    parts: list[tuple[str, str] | str] = [
        (sentence + "\n", "$warning") for sentence in keys.clashes
    ]
    for group, lines in sorted(help_lines(keys), key=lambda told: told[0] != first):
        parts.append((f"{group}\n", "bold $accent"))
        for written, description in lines:
            parts += [(f"  {written:<{key_width}} ", "bold"), f"{description}\n"]
        parts.append("\n")
    parts.append(("Editors: ctrl+s saves, esc closes and keeps the draft.\n", "$foreground 75%"))
    parts.append(("In the find line: ctrl+r searches by regular expression.", "$foreground 75%"))
    return Content.assemble(*parts)
