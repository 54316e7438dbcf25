"""The mouse in the article pane: it goes through the same cells and selections as the keys.

Positions are looked up in the page's own table of cells: those that Textual gives drift behind
joined emoji.
"""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.timer import Timer

from reader.ui.article_pane import messages
from reader.ui.article_pane.drawn_sheet import DrawnSheet
from reader.ui.article_pane.marks import OWN
from reader.ui.article_pane.selection import Selection, Unit

_SCROLL_EVERY = 0.05
_UNITS: dict[int, Unit] = {2: "word", 3: "sentence", 4: "paragraph"}


class Pointer(DrawnSheet):
    """A press moves the cursor, a drag selects.

    Two, three and four presses select by word, sentence and paragraph, and so does a drag from
    there. A press on a sign in the gutter tells of its mark.
    """

    _drag_from: int | None = None
    _drag_row = 0
    _drag_cell = 0
    _drag_timer: Timer | None = None
    _presses = 0
    _pressed: Offset | None = None
    _pressed_at = 0.0

    def _place_at(self, event: events.MouseEvent) -> tuple[int, int]:
        """Row in sight and cell of the page under the pointer."""
        x, y = event.get_content_offset_capture(self)
        return y, x - (self._setting.left if self._setting else 0)

    def _offset_at(self, row: int, cell: int) -> int:
        line = max(0, min(self.scroll_offset.y + row, self.page.line_count - 1))
        return self.page.offset_at(line, max(0, cell))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1 or self._setting is None or self.reading.is_empty:
            return
        row, cell = self._place_at(event)
        if cell < 0:
            self._press_sign(row)
            return
        offset = self._offset_at(row, cell)
        unit = _UNITS.get(self._count_press(event))
        with self.moving():
            self.caret.selection = Selection(offset, offset, unit) if unit else None
            self.caret.to(offset)
        self._drag_from = offset
        self.capture_mouse()

    def _count_press(self, event: events.MouseDown) -> int:
        """Return how many presses this is at one place, each soon after the one before: 1 to 4."""
        place, time = event.screen_offset, event.time
        soon = time - self._pressed_at <= self.app.CLICK_CHAIN_TIME_THRESHOLD
        again = soon and place == self._pressed
        self._presses = min(4, self._presses + 1) if again else 1
        self._pressed, self._pressed_at = place, time
        return self._presses

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag_from is None:
            return
        self._drag_row, self._drag_cell = self._place_at(event)
        if 0 <= self._drag_row < self.caret.rows:
            self._stop_scrolling()
            self._drag_on()
        elif self._drag_timer is None:
            self._drag_timer = self.set_interval(_SCROLL_EVERY, self._scroll_on)

    def _drag_on(self) -> None:
        row = max(0, min(self._drag_row, self.caret.rows - 1))
        offset = self._offset_at(row, self._drag_cell)
        if self._drag_from is None or (self.caret.selection is None and offset == self._drag_from):
            return
        with self.moving():
            if self.caret.selection is None:
                self.caret.selection = Selection(self._drag_from, offset)
            self.caret.to(offset)

    def _scroll_on(self) -> None:
        """Scroll the text along while the pointer is held above or below the pane."""
        step = -1 if self._drag_row < 0 else 1
        self._scroll(self.scroll_offset.y + step)
        self._drag_on()

    def _stop_scrolling(self) -> None:
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        if self._drag_from is None:
            return
        self._drag_from = None
        self._stop_scrolling()
        self.release_mouse()
        self._post_selected()

    def _post_selected(self) -> None:
        span = self.caret.selected()
        if span is not None:
            self.post_message(messages.Selected(self, span))

    def _press_sign(self, row: int) -> None:
        number = self.scroll_offset.y + row
        if number >= self.page.line_count:
            return
        line = self.page.line(number)
        here = [
            mark
            for _, mark in self.caret.layers.between(line.start, line.end)
            if mark.channel in OWN
        ]
        if here:
            self.post_message(messages.MarkPressed(self, min(here, key=lambda mark: mark.size)))
