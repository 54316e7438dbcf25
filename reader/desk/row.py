"""An article of the desk as a list tells it, and the orders that lists have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.text.human_order import human_key
from reader.text.local_day import local_day

if TYPE_CHECKING:
    from reader.annotations.records import ReadingStatus

STATUSES: tuple[ReadingStatus, ...] = ("unread", "reading", "complete")
ARCHIVED = "archived"
"""The word that a filter asks by for articles that are put away."""


class DeskRow(NamedTuple):
    """An article with its notes and claims counted.

    ``published`` is as its source gives it, "" when it does not; ``added`` is when it came to the
    desk, in UTC. ``status`` is that of the person who asks. ``tags`` are its own and those of its
    notes, ``people`` its authors, claimants, and whom the machine found named in it.
    ``decided`` counts findings with a decision and claims with a verdict, ``undecided`` claims
    without one, ``conflicts`` fields that have two people's versions.
    """

    article_id: str
    title: str
    outlet: str = ""
    published: str = ""
    added: str = ""
    status: str = "unread"
    notes: int = 0
    claims: int = 0
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    place: str = ""
    archived: bool = False
    decided: int = 0
    undecided: int = 0
    conflicts: int = 0

    @property
    def date(self) -> str:
        """The day it was published, else the day it came to the desk; it may be partial."""
        return local_day(self.published or self.added)


class Order(NamedTuple):
    """A way to sort the desk; ``falling`` tells that the greatest comes first by nature."""

    key: Callable[[DeskRow], Any]
    falling: bool
    letter: str
    label: str


ORDERS: Mapping[str, Order] = {
    "added": Order(lambda row: row.added, True, "a", "when it came to the desk"),
    "date": Order(lambda row: row.date, True, "d", "date"),
    "title": Order(lambda row: human_key(row.title), False, "t", "title"),
    "outlet": Order(lambda row: (not row.outlet, human_key(row.outlet)), False, "o", "outlet"),
    "status": Order(lambda row: STATUSES.index(row.status), False, "s", "status"),
    "notes": Order(lambda row: row.notes, True, "n", "notes"),
    "claims": Order(lambda row: row.claims, True, "c", "claims"),
    "left": Order(lambda row: (row.undecided, row.conflicts), True, "l", "left to decide"),
}


def ordered(rows: Iterable[DeskRow], by: str = "added", *, turned: bool = False) -> list[DeskRow]:
    """Return the rows by one of ``ORDERS``, the other way round when ``turned``.

    Rows that are equal there stand with the newest on the desk first, then by title.
    """
    order = ORDERS[by]
    titled = sorted(rows, key=lambda row: (human_key(row.title), row.article_id))
    newest = sorted(titled, key=lambda row: row.added, reverse=True)
    return sorted(newest, key=order.key, reverse=order.falling is not turned)
