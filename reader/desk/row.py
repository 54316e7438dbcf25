"""An article of the desk as a list tells it, and the orders that lists have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.article.written_date import day_of_publication, iso_date
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
    ``decided`` and ``undecided`` count the items most worth a check. Where the article was not
    searched by the models in use, ``undecided`` is None and ``decided`` counts the person's
    decisions, None without any. ``conflicts`` are fields that have two people's versions,
    ``differing`` are things of which this article, or another on its event, has two figures.
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
    decided: int | None = None
    undecided: int | None = None
    conflicts: int = 0
    differing: int = 0

    @property
    def date(self) -> str:
        """The day it was published, else the day it came to the desk; it may be partial."""
        return local_day(self.published or self.added)

    @property
    def published_on(self) -> str:
        """The day it was published, as far as its source gives it and it can be read."""
        return local_day(day_of_publication(iso_date(self.published)))

    @property
    def left(self) -> int:
        return self.undecided or 0


class Order(NamedTuple):
    """A way to sort the desk; ``falling`` tells that the greatest comes first by nature.

    Rows of which it is not ``known`` come last, whichever way round.
    """

    key: Callable[[DeskRow], Any]
    falling: bool
    letter: str
    label: str
    known: Callable[[DeskRow], bool] = lambda _: True


ORDERS: Mapping[str, Order] = {
    "added": Order(lambda row: row.added, True, "a", "when it came to the desk"),
    "date": Order(
        lambda row: _day_key(row.published_on), True, "d", "when it was published",
        lambda row: bool(row.published),
    ),
    "title": Order(lambda row: human_key(row.title), False, "t", "title"),
    "outlet": Order(
        lambda row: human_key(row.outlet), False, "o", "outlet", lambda row: bool(row.outlet)
    ),
    "status": Order(lambda row: STATUSES.index(row.status), False, "s", "status"),
    "notes": Order(lambda row: row.notes, True, "n", "notes"),
    "claims": Order(lambda row: row.claims, True, "c", "claims"),
    "left": Order(
        lambda row: (row.left, row.conflicts + row.differing), True, "l", "left to decide",
        lambda row: row.undecided is not None or bool(row.conflicts + row.differing),
    ),
}  # fmt: skip


def ordered(rows: Iterable[DeskRow], by: str = "added", *, turned: bool = False) -> list[DeskRow]:
    """Return the rows by one of ``ORDERS``, the other way round when ``turned``.

    Rows that are equal there stand with the newest on the desk first, then by title.
    """
    order = ORDERS[by]
    titled = sorted(rows, key=lambda row: (human_key(row.title), row.article_id))
    newest = sorted(titled, key=lambda row: row.added, reverse=True)
    known = sorted(filter(order.known, newest), key=order.key, reverse=order.falling is not turned)
    return known + [row for row in newest if not order.known(row)]


def _day_key(day: str) -> tuple[bool, object]:
    """Sort days as the calendar has them, before whatever else a source calls a date."""
    return (True, day) if day[:4].isdigit() else (False, human_key(day))
