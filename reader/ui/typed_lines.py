"""Several lines to type in, which take their keys in order too.

They stand apart from the single line, which is there from the start: Textual's text area takes
a while to load, and a note is not written before the first frame.
"""

from __future__ import annotations

from typing import ClassVar

from textual.events import Key
from textual.widgets import TextArea

from reader.ui.typed_line import act_on, actions_of


class Lines(TextArea):
    """Several lines to type in."""

    ACTIONS: ClassVar = actions_of(TextArea)

    def on_resize(self) -> None:
        # Textual wraps the lines anew and draws some of them as they were wrapped before.
        self.refresh()

    async def on_key(self, event: Key) -> None:
        await act_on(self, event, self.ACTIONS)
