"""A way through a queue: what of it is shown, in which order, and the item that is in view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reader.review.item import Item
from reader.review.queue import few
from reader.review.triage import Filter, Order, chosen

EVERYTHING = Filter()
END = "end"


@dataclass(frozen=True, eq=False)
class ShownItems:
    """``items`` is the whole queue.

    At first the few most worth a check are shown; ``entire`` shows all, and a filter is one of all.
    """

    items: tuple[Item, ...]
    wanted: Filter = EVERYTHING
    order: Order = "text"
    entire: bool = False

    @cached_property
    def shown(self) -> Sequence[Item]:
        narrowed = self.entire or self.wanted != EVERYTHING
        return chosen(self.items if narrowed else few(self.items), self.wanted, self.order)


@dataclass(frozen=True, eq=False)
class QueueView:
    """``current`` is the id of the item in view, ``END`` behind the last one.

    Once nothing of what is shown is left; ``wanting`` are ids of claims that still want something,
    though their items are decided.
    """

    queue: ShownItems
    current: str = ""
    wanting: frozenset[str] = frozenset()

    @classmethod
    def through(cls, items: tuple[Item, ...], wanted: Filter = EVERYTHING) -> QueueView:
        return cls(ShownItems(items, wanted))

    @property
    def items(self) -> tuple[Item, ...]:
        return self.queue.items

    @property
    def shown(self) -> Sequence[Item]:
        return self.queue.shown

    @cached_property
    def place(self) -> int | None:
        """The position of the item in view among those shown, from 0."""
        ids = (place for place, item in enumerate(self.shown) if item.id == self.current)
        return next(ids, None)

    @property
    def item(self) -> Item | None:
        return None if self.place is None else self.shown[self.place]

    @property
    def ended(self) -> bool:
        """Whether the end of the queue is in view, instead of an item."""
        return self.current == END and not self.left

    @cached_property
    def left(self) -> int:
        """How many of those shown are still to be decided."""
        return sum(map(self.is_left, self.shown))

    def is_left(self, item: Item) -> bool:
        """Return whether the item is still to be decided."""
        return not item.decided or item.claim in self.wanting

    def at(self, place: int) -> QueueView:
        """With the item at ``place`` in view, the nearest one where there is none there."""
        if not self.shown:
            return self.to("")
        return self.to(self.shown[max(0, min(place, len(self.shown) - 1))].id)

    def to(self, identity: str) -> QueueView:
        return replace(self, current=identity)

    def step(self, by: int) -> QueueView:
        """Return ``by`` items on.

        From the end the last one is one back, and the first one is next.
        """
        if self.ended:
            return self.at(by - 1 if by > 0 else len(self.shown) + by)
        return self.at((self.place or 0) + by)

    def from_first(self) -> QueueView:
        """At the first item that is left, at the end where none is."""
        return self.onward(0) if self.left or not self.shown else self.to(END)

    def onward(self, start: int) -> QueueView:
        """To the next item that is left at or behind ``start``, then to one before it.

        Then to one that was put off; where nothing is left it stays near ``start``.
        """
        round_trip = [*range(start, len(self.shown)), *range(min(start, len(self.shown)))]
        left = [place for place in round_trip if self.is_left(self.shown[place])]
        fresh = (place for place in left if self.shown[place].status != "skipped")
        return self.at(next(fresh, left[0] if left else start))

    def narrowed(
        self,
        wanted: Filter,
        *,
        entire: bool | None = None,
        wanting: frozenset[str] = frozenset(),
    ) -> QueueView:
        """With the items shown that ``wanted`` takes, the same item in view."""
        entire = self.queue.entire if entire is None else entire
        queue = replace(self.queue, wanted=wanted, entire=entire)
        return replace(self, queue=queue, wanting=wanting)

    def ordered(self, order: Order) -> QueueView:
        return replace(self, queue=replace(self.queue, order=order))

    def with_items(self, items: tuple[Item, ...]) -> QueueView:
        """Return the same way through the queue as it is now.

        The same item is in view where it is shown, else the one that has its place.
        """
        changed = replace(self, queue=replace(self.queue, items=items))
        if self.current == END:
            return changed if changed.ended else changed.onward(0)
        return changed if changed.place is not None else changed.at(self.place or 0)

    def after_decision(self, items: tuple[Item, ...]) -> QueueView:
        """On to the next item, now that the one in view is decided in ``items``.

        To the end where nothing is left.
        """
        changed = replace(self, queue=replace(self.queue, items=items))
        if changed.shown and not changed.left:
            return changed.to(END)
        here = self.place or 0
        return changed.onward(here if changed.place is None else changed.place + 1)
