"""Further occurrences in their context, each to be taken or left before all are marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.text.cells import printable
from reader.text.plural import counted
from reader.ui.dialogs.dialog import Dialog
from reader.ui.options import Options


class OccurrenceList(Dialog[list[int] | None]):
    """Dismissed with the places of the contexts that are taken, or with None.

    ``further`` says that one is marked already.
    """

    AUTO_FOCUS = "OptionList"

    def __init__(self, words: str, contexts: Sequence[str], *, further: bool) -> None:
        super().__init__()
        self._further = further
        self._words = words
        self._contexts = contexts
        self._taken = [True] * len(contexts)

    def compose(self) -> ComposeResult:
        with Vertical(id="choice"):
            number, words = len(self._contexts), f"“{self._words}”"
            title = (
                f"Mark {number} more of {words}"
                if self._further
                else f"Mark {words} in {counted(number, 'place')}"
            )
            yield Static(printable(title), id="choice-title", markup=False)
            yield Options(*map(self._option, range(len(self._contexts))), markup=False)
            yield Static("enter marks · space takes or leaves one · esc marks none", markup=False)

    def _option(self, place: int) -> Option:
        sign = "✓ " if self._taken[place] else "  "
        words = printable(self._contexts[place])
        return Option(Content.assemble((sign, "$accent bold"), words), id=str(place))

    @on(OptionList.OptionSelected)
    def _marked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss([place for place, taken in enumerate(self._taken) if taken])

    def on_key(self, event: Key) -> None:
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key == "space":
            event.stop()
            event.prevent_default()
            self._turn()
        elif event.character in ("j", "k"):
            event.stop()
            rows = self.query_one(OptionList)
            (rows.action_cursor_down if event.character == "j" else rows.action_cursor_up)()

    def _turn(self) -> None:
        options = self.query_one(OptionList)
        place = options.highlighted
        if place is not None:
            self._taken[place] = not self._taken[place]
            option = self._option(place)
            options.replace_option_prompt_at_index(place, option.prompt)
