"""The two lines at the foot: what is going on, and the keys that matter here."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from reader.text.cells import printable
from reader.ui.keymap import Context, Keys


class StatusLine(Static):
    """Pending keys and the last message on the left, engine and place on the right."""

    message: reactive[str] = reactive("")
    pending: reactive[str] = reactive("")
    work: reactive[str] = reactive("")
    desk_work: reactive[str] = reactive("")
    adding: reactive[str] = reactive("")
    place: reactive[str] = reactive("")

    def __init__(self) -> None:
        super().__init__("", id="status", markup=False)

    def render(self) -> Content:
        width = max(1, self.size.width)
        left = printable("  ".join(part for part in (self.pending, self.message) if part))
        right = printable(
            " · ".join(
                part for part in (self.adding, self.desk_work, self.work, self.place) if part
            )
        )
        right_content = Content(right).truncate(width)
        space = width - cell_len(right_content.plain) - 1
        left_content = Content(left).truncate(max(0, space), ellipsis=True)
        gap = width - cell_len(left_content.plain) - cell_len(right_content.plain)
        return Content.assemble(left_content, " " * max(0, gap), right_content)


class Hints(Static):
    """The footer: at most seven keys of the context, made from the key table."""

    context: reactive[Context] = reactive("read")

    def __init__(self, keys: Keys) -> None:
        super().__init__("", id="hints", markup=False)
        self._keys = keys

    def render(self) -> Content:
        width = max(1, self.size.width)
        told: list[tuple[str, str]] = []
        used = 0
        for key, word in self._keys.hints(self.context):
            needed = cell_len(key) + 1 + cell_len(word) + 2
            if used + needed > width:
                break
            told += [(key, "$accent bold"), (f" {word}  ", "")]
            used += needed
        return Content.assemble(*told)
