"""A list of rows, as all lists to choose from are."""

from __future__ import annotations

from textual.widgets import OptionList


class Options(OptionList):
    """A page is turned once there are lines to turn: a key may come before the first layout,
    which Textual's own list does not survive.
    """

    def action_page_up(self) -> None:
        if self.virtual_size.height:
            super().action_page_up()

    def action_page_down(self) -> None:
        if self.virtual_size.height:
            super().action_page_down()
