"""Questions that a command asks: a short list to choose from, or a line to type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to choose: its id, its label, the key that takes it, a remark below."""

    id: str
    label: str
    key: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A short list; the cursor starts on the row with the id ``chosen``."""

    title: str
    rows: Sequence[Row]
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A line to type.

    ``known`` values complete it, of several separated by ``separator`` the last; with ``whole`` the
    line is one value, which any word of a known one completes. ``toggled`` gives another label on
    ctrl+r, ``on_change`` gets the line while it is typed, and ``on_cancel`` is called when it is
    closed unanswered. ``value`` is overwritten when ``selected``; ``hint`` shows until the line is
    answered.
    """

    label: str
    value: str = ""
    known: Sequence[str] = ()
    separator: str = ","
    selected: bool = True
    toggled: Callable[[], str] | None = None
    hint: str = ""
    on_change: Callable[[str], None] | None = None
    on_cancel: Callable[[], None] | None = None
    whole: bool = False
