"""From single key strokes to commands: counts, sequences such as ``dd``, and ``m`` with a letter.

Pure, so that it is tested without an app. A count is read from the digits before a command; a
stroke that no command begins with drops what was typed so far, as vim does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from reader.ui.keymap_rows import Command, Context
from reader.ui.keys import Keys, shown

COUNT_LIMIT = 99_999
WITHOUT_COUNTS: frozenset[Context] = frozenset({"list", "review", "labels"})
"""The contexts in which digits are commands, or nothing at all."""
IN_TEXT: frozenset[Context] = frozenset({"read", "select"})
"""The contexts in which the text has the focus, and no list takes keys of its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole command: its id, the count typed before it, the letter typed after it."""

    command: str
    count: int | None = None
    character: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """More strokes are awaited; ``typed`` is what to show of them."""

    typed: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No command begins like this; what was typed is dropped."""

    typed: str


def is_answered(typed: str, context: Context) -> bool:
    """Return whether strokes without a meaning are refused.

    Outside the text a named key is left alone: the list in focus may take it.
    """
    written = len(typed) == 1 or "<" not in typed
    return bool(typed) and (written or context in IN_TEXT)


def without_meaning(typed: str, keys: Keys, context: Context) -> str:
    """Say that signs are no key of this place."""
    name = re.sub("<([^<>]+)>", lambda found: shown(found[1]), typed) if len(typed) > 1 else typed
    return f"“{name}” is no key here; {keys.first('help', context)} lists them all."


class KeySequences:
    """The strokes typed so far in one window."""

    def __init__(self, keys: Keys) -> None:
        self._tables: dict[Context, dict[tuple[str, ...], Command]] = {
            context: keys.table(context) for context in get_args(Context)
        }
        self._strokes: tuple[str, ...] = ()
        self._count = ""
        self._awaiting: Command | None = None

    @property
    def pending(self) -> bool:
        return bool(self._strokes or self._count or self._awaiting)

    def clear(self) -> None:
        self._strokes, self._count, self._awaiting = (), "", None

    def feed(self, context: Context, stroke: str) -> Asked | Pending | Unknown:
        """Take one stroke; ``escape`` while something is pending only drops it."""
        if self.pending and stroke == "escape":
            self.clear()
            return Unknown("")
        if self._awaiting is not None:
            return self._named(stroke)
        if not self._strokes and self._is_count(context, stroke):
            self._count += stroke
            return Pending(self._count)
        strokes = (*self._strokes, stroke)
        table = self._tables[context]
        command = table.get(strokes)
        if command is not None:
            if command.takes_character:
                self._awaiting = command
                self._strokes = strokes
                return Pending(self._typed(strokes))
            return self._whole(command)
        if any(keys[: len(strokes)] == strokes for keys in table):
            self._strokes = strokes
            return Pending(self._typed(strokes))
        typed = self._typed(strokes)
        self.clear()
        return Unknown(typed)

    def _is_count(self, context: Context, stroke: str) -> bool:
        if context in WITHOUT_COUNTS or len(stroke) != 1 or stroke not in "0123456789":
            return False
        return bool(self._count) or stroke != "0"

    def _named(self, stroke: str) -> Asked | Unknown:
        command, self._awaiting = self._awaiting, None
        typed = self._typed((*self._strokes, stroke))
        if command is None or len(stroke) != 1:
            self.clear()
            return Unknown(typed)
        return self._whole(command, stroke)

    def _whole(self, command: Command, character: str = "") -> Asked:
        count = min(int(self._count), COUNT_LIMIT) if self._count else None
        self.clear()
        return Asked(command.id, count, character)

    def _typed(self, strokes: tuple[str, ...]) -> str:
        return self._count + "".join(
            stroke if len(stroke) == 1 else f"<{stroke}>" for stroke in strokes
        )
