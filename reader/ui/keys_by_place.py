"""Keys of another script's keyboard, taken by their place wherever no text is typed."""

from __future__ import annotations

from collections.abc import Callable

from textual.events import Key
from textual.keys import _character_to_key
from textual.widget import Widget
from textual.widgets import Input

from reader.ui.keyboard_layouts import latin_keys
from reader.ui.keys import Keys


class LatinKeys:
    """``keys`` are the user's: a sign that is a key of theirs stays as it is."""

    def __init__(self, keys: Keys) -> None:
        own = {
            stroke for command in keys.commands for key in command.keys for stroke in key.split()
        }
        self._latin = {sign: key for sign, key in latin_keys().items() if sign not in own}
        self._said = False

    def taken(self, focused: Widget | None, event: Key, report: Callable[[str], None]) -> Key:
        """Return ``event``, or the key of the same place on a Latin keyboard.

        The first is reported.
        """
        if event.is_forwarded or is_field(focused):
            return event
        latin = self._latin.get(event.character or "")
        if latin is None:
            return event
        if not self._said:
            self._said = True
            report(f"Non-Latin keyboard: {event.character} works as {latin}, the key in its place.")
        return Key(_character_to_key(latin), latin)


def is_field(widget: Widget | None) -> bool:
    """Return whether text is typed into ``widget``."""
    # Textual's text area is loaded with the first note; it is known by what it holds.
    return isinstance(widget, Input) or hasattr(widget, "document")


def takes_itself(widget: Widget | None, key: str) -> bool:
    """Return whether a field has a use of its own for ``key`` (ctrl+z undoes what was typed)."""
    return key in getattr(widget, "ACTIONS", ())
