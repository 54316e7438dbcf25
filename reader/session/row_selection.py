"""Rows of a list that are selected, so that one command is about all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.text.plural import counted


class RowSelection:
    """The selected ids, also of rows that a filter hides.

    ``start`` is the row at which a range was started, None while there is none.
    """

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self.start: str | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def turn(self, row_id: str) -> None:
        """Select a row, or no longer."""
        self.ids ^= {row_id}

    def turn_range(self, ids: Sequence[str], cursor: int) -> None:
        """Start a range at the cursor, or select all from where it was started."""
        if self.start is None:
            self.start = ids[cursor]
        else:
            self.ids |= set(self.in_range(ids, cursor))
            self.start = None

    def in_range(self, ids: Sequence[str], cursor: int) -> Sequence[str]:
        """Return the rows from the start of the range to the cursor.

        None where no range is started.
        """
        if self.start is None or self.start not in ids:
            return ()
        first, last = sorted((ids.index(self.start), cursor))
        return ids[first : last + 1]

    def turn_all(self, ids: Iterable[str]) -> None:
        """Select all rows that are shown, or none where all of them are selected."""
        shown = set(ids)
        self.start = None
        self.ids = self.ids - shown if shown <= self.ids else self.ids | shown

    def clear(self) -> None:
        self.ids, self.start = set(), None

    def report(self, noun: str) -> str:
        """Return the message on what is selected now."""
        if self.start is not None:
            return f"The range starts at this {noun}; the same key ends it."
        if not self.ids:
            return f"No {noun} is selected."
        return f"{counted(len(self.ids), noun)} selected."

    def keep(self, there: Iterable[str]) -> None:
        """Forget rows that are gone."""
        self.ids &= set(there)

    def meant(self, ids: Sequence[str], cursor: int) -> list[str]:
        """Return what a command is about.

        The selected rows, those shown first and in their order, with the range to the cursor; else
        the row at the cursor.
        """
        chosen = self.ids | set(self.in_range(ids, cursor))
        if not chosen:
            return [ids[cursor]] if cursor < len(ids) else []
        shown = [each for each in ids if each in chosen]
        return [*shown, *sorted(chosen - set(shown))]
