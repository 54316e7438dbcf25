"""The surface of the article pane: the page drawn line by line, scrolled, with its marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from textual.geometry import Offset, Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.article.article import Article
from reader.text.span import Span
from reader.ui.article_pane import messages
from reader.ui.article_pane.caret import Caret
from reader.ui.article_pane.marks import PaneMark
from reader.ui.article_pane.page import Page
from reader.ui.article_pane.progress import Meter, Progress
from reader.ui.article_pane.reading import Reading
from reader.ui.article_pane.strips import Setting, Strips

MEASURE = 76
_KEPT_IN_SIGHT = 2
"""Rows between the cursor and the edge of the pane, where there are any."""

_MANY = 400
"""So many changed passages or lines are redrawn by drawing everything again."""

_NO_ARTICLE = Article("", (), "", "-", "none")


class Sheet(ScrollView, can_focus=True):
    """Shows ``article`` and keeps the caret's line in sight. The caret is moved by others."""

    ALLOW_SELECT = False

    measure: reactive[int] = reactive(MEASURE, init=False)
    paragraph_numbers: reactive[bool] = reactive(False, init=False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.article: Article | None = None
        self.strips = Strips()
        self._setting: Setting | None = None
        self._set_for: Size | None = None
        self._letters: dict[int, str] = {}
        self._posted_progress: Progress | None = None
        self._following = False
        self._set_reading(Reading(_NO_ARTICLE), 0)

    # The article

    def show(self, article: Article, *, offset: int = 0) -> None:
        """Show ``article`` with the cursor at ``offset``; marks, hits and places are cleared."""
        self.article = article
        self._set_reading(Reading(article), offset)
        self._set_page(opened=True)

    def _set_reading(self, reading: Reading, offset: int) -> None:
        width = self._setting.measure if self._setting else MEASURE
        self.caret = Caret(reading, Page(reading, width), offset)
        self._letters = {}
        self._meant: PaneMark | None = None
        self._meter = Meter(reading.text)

    @property
    def reading(self) -> Reading:
        return self.caret.reading

    @property
    def page(self) -> Page:
        return self.caret.page

    # Setting the page

    def on_resize(self) -> None:
        if not self._is_set:
            self._set_page()

    @property
    def _is_set(self) -> bool:
        """Whether the page is set for the size that the pane has."""
        return self._set_for == self.scrollable_content_region.size

    def render_lines(self, crop: Region) -> list[Strip]:
        # Textual tells of a new size when it has drawn it: nothing, or lines too long, would show.
        if not self._is_set:
            self._set_page()
        return super().render_lines(crop)

    def watch_measure(self) -> None:
        self._set_page()

    def watch_paragraph_numbers(self) -> None:
        self._set_page()

    def _set_page(self, *, opened: bool = False) -> None:
        """Break the lines again where the width asks for it, and keep what was on top there.

        An article just ``opened`` is scrolled to the cursor instead.
        """
        size = self.scrollable_content_region.size
        if not size.width or not size.height:
            return
        self._set_for = size
        top = None if opened or self._setting is None else self._top()
        digits = len(str(len(self.reading.paragraphs))) if self.paragraph_numbers else 0
        self._setting = Setting(size.width, self.measure, digits)
        if self.page.width != self._setting.measure:
            self.caret.page = Page(self.reading, self._setting.measure)
        self.caret.rows = size.height
        self.strips.clear()
        self.virtual_size = Size(size.width, max(1, self.page.line_count))
        if top is None:
            self._scroll(self.page.line_of(self.caret.offset) - size.height // 3)
        else:
            offset, blank_rows = top
            self._scroll(self.page.line_of(offset) - blank_rows)
            self._bring_into_sight(kept=0)
        self.refresh()
        self._place_terminal_cursor()
        self._post_progress()

    def _top(self) -> tuple[int, int]:
        """Return the offset of the first text in sight, and the blank rows above it."""
        if self.reading.is_empty:
            return 0, 0
        number = first = min(self.scroll_offset.y, self.page.line_count - 1)
        while number < self.page.line_count - 1 and self.page.is_blank(number):
            number += 1
        return self.page.line(number).start, number - first

    @property
    def top_offset(self) -> int:
        """The first character in sight."""
        return self._top()[0] if self._setting else self.caret.offset

    # Scrolling

    def _scroll(self, y: int) -> None:
        self._following = True
        self.scroll_to(y=max(0, min(y, self.max_scroll_y)), animate=False, force=True)
        self._following = False

    def _bring_into_sight(self, kept: int = _KEPT_IN_SIGHT) -> None:
        """Scroll as little as may be; to a cursor far off, so that a third is above it."""
        if self._setting is None or self.reading.is_empty:
            return
        rows, top = self.caret.rows, self.scroll_offset.y
        line = self.page.line_of(self.caret.offset)
        kept = min(kept, (rows - 1) // 2)
        low, high = line - rows + 1 + kept, line - kept
        if low <= top <= high:
            return
        if low - rows // 2 <= top <= high + rows // 2:
            self._scroll(high if top > high else low)
        else:
            self._scroll(line - rows // 3)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        if not self._following and self.caret.selection is None:
            self._draw_cursor_along()
        self._place_terminal_cursor()
        self._post_progress()

    def _draw_cursor_along(self) -> None:
        """After scrolling by wheel or bar: the cursor stays in sight."""
        if self._setting is None or self.reading.is_empty:
            return
        line = self.page.line_of(self.caret.offset)
        top = self.scroll_offset.y
        nearest = max(top, min(line, top + self.caret.rows - 1))
        if nearest != line:
            with self.moving():
                self.caret.move_rows(nearest - line)

    # What changed

    @contextmanager
    def moving(self) -> Iterator[None]:
        """Whatever moves the caret does so in here.

        Afterwards just the lines that look different are redrawn, and messages say what changed.
        """
        caret = self.caret
        offset, selected, mark = caret.offset, caret.selected(), caret.mark
        found, current, selection = caret.found, caret.found.current, caret.selection
        yield
        if caret is not self.caret:
            return
        now = caret.selected()
        if caret.found is not found:
            self.strips.clear()
            self.refresh()
        elif caret.found.current != current:
            for number in (current, caret.found.current):
                if number >= 0:
                    self._redraw([caret.found.spans[number]])
        if caret.found is not found or caret.found.current != current:
            self._post_found()
        if now != selected:
            self._refresh_spans([span for span in (selected, now) if span is not None])
        if caret.selection != selection:
            self.post_message(messages.SelectionChanged(self, caret.selection, now))
        if caret.offset != offset:
            self._refresh_spans([Span(offset, offset + 1), Span(caret.offset, caret.offset + 1)])
            self.post_message(messages.CursorMoved(self, caret.offset, caret.marks_here()))
            self._place_terminal_cursor()
        self._post_mark(mark)

    def _post_mark(self, before: PaneMark | None) -> None:
        self._meant = mark = self.caret.mark
        if mark != before:
            for changed in (before, mark):
                self._refresh_spans(changed.spans if changed else ())
            self.post_message(messages.CurrentMarkChanged(self, mark))

    def _post_found(self) -> None:
        found = self.caret.found
        self.post_message(
            messages.FindChanged(
                self, found.query, found.current + 1, len(found.spans), found.gone_round
            )
        )

    def _post_progress(self) -> None:
        now = self.progress()
        if now != self._posted_progress:
            self._posted_progress = now
            self.post_message(messages.ProgressChanged(self, now))

    def progress(self) -> Progress:
        """Return how far the reading is: what is in sight counts as read."""
        if self._setting is None or self.reading.is_empty:
            return self._meter.at(0)
        last = min(self.scroll_offset.y + self.caret.rows, self.page.line_count) - 1
        at_end = last == self.page.line_count - 1
        return self._meter.at(len(self.reading.text) if at_end else self.page.line(last).end)

    # Marks

    def set_layer(self, layer: str, marks: Iterable[PaneMark]) -> None:
        """Make ``marks`` the layer with this name; lines that stay the same are not touched."""
        with self._marking():
            self._redraw(self.caret.layers.set_layer(layer, marks))

    def put_mark(self, layer: str, mark: PaneMark) -> None:
        """Add one mark to a layer, or replace the one with its id."""
        with self._marking():
            self._redraw(self.caret.layers.put(layer, mark))

    def remove_mark(self, layer: str, mark_id: str) -> None:
        with self._marking():
            self._redraw(self.caret.layers.remove(layer, mark_id))

    def hide_layer(self, layer: str, hidden: bool = True) -> None:
        """Neither draw nor walk the marks of a layer, or do so again."""
        if self.caret.layers.is_hidden(layer) != hidden:
            with self._marking():
                self.caret.layers.hide(layer, hidden)
                self.strips.clear()
                self.refresh()

    @contextmanager
    def _marking(self) -> Iterator[None]:
        before = self.caret.mark
        yield
        self._post_mark(before)

    def _redraw(self, spans: Iterable[Span]) -> None:
        """Redraw the lines of these passages."""
        if self._setting is None:
            return
        changed = list(spans)
        lines = [self.page.lines_of(span) for span in changed[:_MANY]]
        if len(changed) > _MANY or sum(map(len, lines)) > _MANY:
            self.strips.clear()
            self.refresh()
            return
        for numbers in lines:
            self.strips.forget(numbers)
        self._refresh_spans(changed)

    def _refresh_spans(self, spans: Iterable[Span]) -> None:
        """Ask for those lines of the passages that are in sight."""
        if self._setting is None:
            return
        top = self.scroll_offset.y
        for span in spans:
            lines = self.page.lines_of(span)
            first, last = max(lines.start, top), min(lines.stop, top + self.caret.rows)
            if first < last:
                self.refresh_lines(first, last - first)

    # The terminal's own cursor

    def on_focus(self) -> None:
        self._refresh_spans([Span(self.caret.offset, self.caret.offset + 1)])
        self._place_terminal_cursor()

    def on_blur(self) -> None:
        self._refresh_spans([Span(self.caret.offset, self.caret.offset + 1)])

    def screen_offset_of(self, offset: int) -> Offset | None:
        """Return where on the screen the character at ``offset`` is drawn.

        None when out of sight.
        """
        if self._setting is None or self.reading.is_empty:
            return None
        line, cell = self.page.cell_of(self.reading.shown(offset))
        y = line - self.scroll_offset.y
        if not 0 <= y < self.caret.rows:
            return None
        region = self.scrollable_content_region
        return Offset(region.x + self._setting.left + cell, region.y + y)

    def _place_terminal_cursor(self) -> None:
        """Set the terminal's cursor to the text cursor, so that braille and magnifiers follow."""
        if not self.has_focus:
            return
        place = self.screen_offset_of(self.caret.offset)
        if place is not None:
            self.app.cursor_position = place
