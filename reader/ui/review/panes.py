"""The panes of review mode: the line on top, the item, its context, the record, the queue."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from reader.review.queue_view import QueueView
from reader.ui.review.parts import Part, row


class PartsLine(Static):
    """Words with styles, never parsed as markup."""

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)

    def show_parts(self, parts: Iterable[Part]) -> None:
        self.update(Content.assemble(*parts))


class Pane(VerticalScroll, can_focus=False):
    """One of the panes side by side; scrolls when its words are more than its place."""

    def compose(self) -> ComposeResult:
        yield PartsLine(f"{self.id}-words")

    def show_parts(self, parts: Iterable[Part]) -> None:
        self.query_one(PartsLine).show_parts(parts)
        self.scroll_home(animate=False)


class QueueRows(Static):
    """The rows of the queue around the item in view."""

    class Chosen(Message):
        """A row was clicked; ``place`` is that of its item among those shown."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__("", id="review-queue", markup=False)
        self._walk = QueueView.through(())

    def show(self, view: QueueView) -> None:
        self._walk = view
        self.refresh()

    @property
    def _first(self) -> int:
        height = max(1, self.size.height)
        most = max(0, len(self._walk.shown) - height)
        return max(0, min(most, (self._walk.place or 0) - height // 2))

    def render(self) -> Content:
        view, width = self._walk, max(1, self.size.width)
        parts: list[Part] = []
        last = self._first + max(1, self.size.height)
        for place, item in enumerate(view.shown[self._first : last], self._first):
            style = "reverse" if place == view.place else ""
            parts.append((Content(row(item)).truncate(width, ellipsis=True, pad=True).plain, style))
            parts.append(("\n", ""))
        return Content.assemble(*parts)

    def on_click(self, event: Click) -> None:
        place = self._first + event.y
        if place < len(self._walk.shown):
            self.post_message(self.Chosen(place))
