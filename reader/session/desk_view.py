"""How the desk is looked at: which order, which articles; kept from one start to the next."""

from __future__ import annotations

from typing import NamedTuple

from reader.desk.filter import DeskFilter, FilterError, filter_line, parse_filter
from reader.desk.row import ARCHIVED, ORDERS, STATUSES, DeskRow


class DeskView(NamedTuple):
    """``by`` is one of ``ORDERS``, ``line`` a filter as a person writes it."""

    by: str = "added"
    turned: bool = False
    line: str = ""

    @property
    def wanted(self) -> DeskFilter:
        try:
            return parse_filter(self.line)
        except FilterError:
            return DeskFilter()

    def sorted_by(self, by: str) -> DeskView:
        """Sorted so, or the other way round when it is sorted so already."""
        return self._replace(by=by, turned=by == self.by and not self.turned)

    def with_words(self, words: str) -> DeskView:
        """Return the same filter, with other words to find."""
        return self._replace(line=filter_line(_with_words(self.wanted, words)))


def _with_words(wanted: DeskFilter, words: str) -> DeskFilter:
    from dataclasses import replace

    return replace(wanted, words=words.strip())


def view_of(kept: object) -> DeskView:
    """Return the view in what was kept of an earlier start; the first view where it is none."""
    if not isinstance(kept, tuple) or len(kept) != 3:
        return DeskView()
    by, turned, line = kept
    if by not in ORDERS or not isinstance(turned, bool) or not isinstance(line, str):
        return DeskView()
    try:
        parse_filter(line)
    except FilterError:
        return DeskView(by, turned)
    return DeskView(by, turned, line)


def one_term(words: str) -> str:
    """Return the word or phrase that ``words`` are, in small letters; "" where they are several."""
    bare = words.strip().lower()
    phrase = bare.strip('"“”„')
    alone = '"' not in phrase and (phrase != bare or len(phrase.split()) == 1)
    return phrase if alone else ""


def view_title(view: DeskView, shown: int, total: int) -> str:
    """Return the title of the desk: how many articles, which, in which order."""
    number = f"{shown} of {total}" if view.line else str(total)
    parts = [f"Desk {number}" if total else "Desk"]
    if view.line:
        parts.append(view.line)
    if view != DeskView(line=view.line):
        arrow = "↓" if ORDERS[view.by].falling is not view.turned else "↑"
        parts.append(f"{ORDERS[view.by].label} {arrow}")
    return " · ".join(parts)


def filter_words(rows: list[DeskRow]) -> list[str]:
    """Return what a filter can say of these rows, for completion, the most used first."""
    counts: dict[str, int] = {}
    for row in rows:
        values = [f"tag:{tag}" for tag in row.tags]
        values += [f"outlet:{row.outlet}"] if row.outlet else []
        values += [f"person:{name}" for name in row.people]
        for value in values:
            if " " not in value:
                counts[value] = counts.get(value, 0) + 1
    names = [f"status:{status}" for status in (*STATUSES, ARCHIVED)]
    return [
        *names,
        "tag:",
        "outlet:",
        "person:",
        "from:",
        "to:",
        *sorted(counts, key=lambda value: (-counts[value], value)),
    ]
