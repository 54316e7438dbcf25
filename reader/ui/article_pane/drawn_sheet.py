"""The lines of the article pane as they are drawn: marks, selection, cursor, letters to jump by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.strip import Strip

from reader.text.span import Span
from reader.ui.article_pane.line import PLAIN, Overlay
from reader.ui.article_pane.palette import COMPONENTS, Ink, Palette, ink_of
from reader.ui.article_pane.sheet import MEASURE, Sheet
from reader.ui.article_pane.strips import Setting


class DrawnSheet(Sheet):
    """A sheet that draws its lines in the inks of the theme."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{name}" for name in COMPONENTS}
    _palette: Palette | None = None

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None
        self.strips.clear()

    @property
    def palette(self) -> Palette:
        """The styles of the theme in use."""
        if self._palette is None:
            _, _, background, colour = self.colors
            page = Ink(colour, background)
            inks = {
                name: ink_of(self.get_component_styles(f"article--{name}")) for name in COMPONENTS
            }
            self._palette = Palette(inks, page)
        return self._palette

    def render_line(self, y: int) -> Strip:
        setting = self._setting
        number = self.scroll_offset.y + y
        if setting is None or number >= self.page.line_count:
            width = setting.width if setting else self.size.width
            return Strip.blank(width, self.palette.blank)
        return self.strip_of(number)

    def strip_of(self, number: int) -> Strip:
        """Return a line of the page as it is drawn once the pane has a size."""
        caret, setting = self.caret, self._setting or Setting(MEASURE, MEASURE)
        overlay = self._overlay(number)
        return self.strips.strip(
            number, self.page, caret.layers, caret.found, setting, self.palette, overlay
        )

    def in_sight(self) -> tuple[int, int]:
        """Return offsets of the first character in sight and of that behind the last."""
        if self._setting is None or self.reading.is_empty:
            return 0, 0
        last = min(self.scroll_offset.y + self.caret.rows, self.page.line_count) - 1
        return self.top_offset, self.page.line(last).end

    def show_letters(self, letters: Mapping[int, str]) -> None:
        """Lay ``letters`` over the text at their offsets, instead of those that were."""
        before, self._letters = self._letters, dict(letters)
        self._refresh_spans(Span(at, at + 1) for at in {*before, *letters})

    def _overlay(self, number: int) -> Overlay:
        """Return what passes over the marks of a line; ``PLAIN`` itself when nothing does."""
        line = self.page.line(number)
        if line.segment < 0:
            return PLAIN
        caret = self.caret
        cursor = caret.offset if number == self.page.line_of(caret.offset) else None
        selected = caret.selected()
        if selected is not None and not (selected.start < line.end and line.start < selected.end):
            selected = None
        letters = {
            offset: written
            for offset, written in self._letters.items()
            if line.start <= offset < line.end
        }
        meant = self._meant.spans if self._meant and caret.selection is None else ()
        meant = tuple(span for span in meant if span.start < line.end and line.start < span.end)
        if cursor is None and selected is None and not letters and not meant:
            return PLAIN
        return Overlay(meant, selected, cursor, self.has_focus, letters)
