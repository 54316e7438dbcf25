"""The layers of marks on one article, drawn one over the other."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator

from reader.text.span import Span
from reader.ui.article_pane.marks import Channel, MarkLayer, PaneMark

Wanted = Callable[[PaneMark], bool]


class Layers:
    """Layers by name, in the order in which they were first set. Hidden ones are not seen."""

    def __init__(self) -> None:
        self._layers: dict[str, MarkLayer] = {}
        self._hidden: set[str] = set()

    def set_layer(self, name: str, marks: Iterable[PaneMark]) -> list[Span]:
        """Replace the marks of a layer; the passages that look different now."""
        return self._layer(name).replace(marks)

    def put(self, name: str, mark: PaneMark) -> tuple[Span, ...]:
        return self._layer(name).put(mark)

    def remove(self, name: str, mark_id: str) -> tuple[Span, ...]:
        return self._layer(name).remove(mark_id)

    def get(self, name: str, mark_id: str) -> PaneMark | None:
        return self._layer(name).get(mark_id)

    def hide(self, name: str, hidden: bool) -> None:
        """Draw and walk a layer no more, or again; its marks are kept either way."""
        if hidden:
            self._hidden.add(name)
        else:
            self._hidden.discard(name)

    def is_hidden(self, name: str) -> bool:
        return name in self._hidden

    def marks(self, name: str | None = None) -> list[PaneMark]:
        """Return the marks of one layer, or of all that are shown, in text order."""
        if name is not None:
            return list(self._layer(name))
        return list(heapq.merge(*self._shown(), key=lambda mark: mark.start))

    def between(self, start: int, end: int) -> list[tuple[Span, PaneMark]]:
        """Shown passages that share a character with ``start`` to ``end``, each with its mark."""
        found: list[tuple[Span, PaneMark]] = []
        for layer in self._shown():
            found.extend(layer.between(start, end))
        return found

    def at(self, offset: int) -> list[PaneMark]:
        """Shown marks on the character at ``offset``, the shortest (innermost) first."""
        found = {id(mark): mark for _, mark in self.between(offset, offset + 1)}
        return sorted(found.values(), key=lambda mark: (mark.size, mark.start))

    def next(
        self, offset: int, channels: Collection[Channel], wanted: Wanted | None = None
    ) -> PaneMark | None:
        """Return the first shown mark of these channels that begins behind ``offset``."""
        return self._nearest((layer.after(offset) for layer in self._shown()), channels, wanted, 1)

    def previous(
        self, offset: int, channels: Collection[Channel], wanted: Wanted | None = None
    ) -> PaneMark | None:
        """Return the last shown mark of these channels that begins before ``offset``."""
        walks = (layer.before(offset) for layer in self._shown())
        return self._nearest(walks, channels, wanted, -1)

    def _nearest(
        self,
        walks: Iterable[Iterator[PaneMark]],
        channels: Collection[Channel],
        wanted: Wanted | None,
        direction: int,
    ) -> PaneMark | None:
        firsts = (
            next((m for m in walk if m.channel in channels and (wanted is None or wanted(m))), None)
            for walk in walks
        )
        found = [mark for mark in firsts if mark is not None]
        return min(found, key=lambda mark: direction * mark.start, default=None)

    def _layer(self, name: str) -> MarkLayer:
        return self._layers.setdefault(name, MarkLayer())

    def _shown(self) -> list[MarkLayer]:
        return [layer for name, layer in self._layers.items() if name not in self._hidden]
