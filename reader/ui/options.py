"""Lists of rows to choose from."""

from __future__ import annotations

from dataclasses import replace

from textual.style import Style
from textual.widgets import OptionList


class ReversedRows(OptionList):
    """A list that reverses the rows whose style says so."""

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """Return the style with `text-style: reverse`, which Textual 8.2 leaves out.

        Without it the chosen row differs from the others by a shade only.
        """
        style = super().get_visual_style(*component_classes, partial=partial)
        styles = map(self.get_component_styles, component_classes)
        return replace(style, reverse=True) if any(s.text_style.reverse for s in styles) else style


class Options(ReversedRows):
    """A page is turned once there are lines to turn.

    A key may come before the first layout, which Textual's own list does not survive.
    """

    def action_page_up(self) -> None:
        if self.virtual_size.height:
            OptionList.action_page_up(self)

    def action_page_down(self) -> None:
        if self.virtual_size.height:
            OptionList.action_page_down(self)
