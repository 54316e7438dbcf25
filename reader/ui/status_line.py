"""The two lines at the foot: what is going on, and the keys that matter here."""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from reader.text.cells import printable
from reader.text.plural import counted
from reader.text.span import Span
from reader.ui.article_pane.progress import Progress
from reader.ui.article_pane.selection import Selection
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys

ROOM_FOR_BAR = 70
ROOM_FOR_ALL = 120
"""Cells of a line that has room for the bar of progress, and for it beside the engine's work."""
ROOM_FOR_BOTH = 60
"""Cells of a line on which the progress stays beside a sentence that is too long."""
MOST_COUNTED = 100_000
"""Characters of a selection whose words are counted at every key."""
BAR = 12
"""Cells of the bar of progress."""


class StatusLine(Static):
    """Pending keys, what is selected and the last message on the left.

    Engine, the bar of progress, percentage and minutes on the right.
    """

    message: reactive[str] = reactive("")
    pending: reactive[str] = reactive("")
    selected: reactive[str] = reactive("")
    work: reactive[str] = reactive("")
    desk_work: reactive[str] = reactive("")
    adding: reactive[str] = reactive("")
    progress: reactive[Progress | None] = reactive(None)

    def __init__(self) -> None:
        super().__init__("", id="status", markup=False)

    def render(self) -> Content:
        width = max(1, self.size.width)
        parts = (self.pending, self.selected, self.message)
        left = printable("  ".join(part for part in parts if part))
        right = self._right(width, cell_len(left))
        right_content = Content(right).truncate(width)
        space = width - cell_len(right_content.plain) - 1
        left_content = Content(_whole_sentences(left, space)).truncate(max(0, space), ellipsis=True)
        gap = width - cell_len(left_content.plain) - cell_len(right_content.plain)
        return Content.assemble(left_content, " " * max(0, gap), right_content)

    def _right(self, width: int, left: int) -> str:
        """Return what fits of the right part next to the ``left`` cells of the left part."""
        works = [work for work in (self.adding, self.desk_work, self.work) if work]
        short = progress_text(self.progress, room=False) if self.progress else ""
        whole = progress_text(self.progress, room=True) if self.progress else ""
        forms = [(*works, short), (short,)]
        if width >= (ROOM_FOR_ALL if works else ROOM_FOR_BAR):
            forms.insert(0, (*works, whole))
        written = [printable(" · ".join(part for part in form if part)) for form in forms]
        if not left:
            return written[0]
        fitting = (each for each in written if left + 1 + cell_len(each) <= width)
        return next(fitting, short if width >= ROOM_FOR_BOTH else "")


def _whole_sentences(text: str, room: int) -> str:
    """Return ``text``, cut after its last sentence that fits where ``room`` cells are too few."""
    if cell_len(text) <= room:
        return text
    ends = (end.end() for end in re.finditer(r"[.!?](?= )", text))
    fitting = [end for end in ends if cell_len(text[:end]) + 2 <= room]
    return f"{text[: fitting[-1]]} …" if fitting else text


def selection_text(selection: Selection | None, span: Span | None, text: str) -> str:
    """Return what is selected, by which unit and how much of it; "" when nothing is."""
    if selection is None or span is None:
        return ""
    if len(span) > MOST_COUNTED:
        return f"selecting by {selection.unit}: {len(span):,} characters"
    words = len(span.slice(text).split())
    return f"selecting by {selection.unit}: {counted(words, 'word')}"


def progress_text(progress: Progress, *, room: bool) -> str:
    """Return how far the reading is; with ``room`` its bar before it.

    Without the bar it says what is read, or next to the engine's work it would be that of the work.
    A heavy line is read, a light one is not, whatever the colours.
    """
    minutes = f"{progress.minutes_left} min" if progress.minutes_left else ""
    if not room:
        return " · ".join(part for part in (f"{progress.percent}% read", minutes) if part)
    halves = 2 * BAR * progress.percent // 100
    bar = "━" * (halves // 2) + "╸" * (halves % 2)
    left = f" · {minutes} left" if minutes else ""
    return f"{bar:─<{BAR}} {progress.percent}%{left}"


class Hints(Static):
    """The footer: at most seven keys of the context, made from the key table.

    Of the commands ``among`` where some matter more; while something is asked, those of the line
    that asks.
    """

    context: reactive[Context] = reactive("read")
    among: reactive[tuple[str, ...]] = reactive(())
    asking: reactive[tuple[tuple[str, str], ...]] = reactive(())

    def __init__(self, keys: Keys) -> None:
        super().__init__("", id="hints", markup=False)
        self._keys = keys

    def render(self) -> Content:
        width = max(1, self.size.width)
        parts: list[tuple[str, str]] = []
        used = 0
        for key, word in self.asking or self._keys.hints(self.context, self.among):
            needed = cell_len(key) + 1 + cell_len(word) + 2
            if used + needed > width:
                break
            parts += [(key, "$accent bold"), (f" {word}  ", "")]
            used += needed
        return Content.assemble(*parts)
