"""The page of the codebook: all tags of the desk as a tree."""

from __future__ import annotations

from functools import cached_property

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from reader.annotations.codebook import Code
from reader.text.cells import printable
from reader.text.plural import counted
from reader.ui.key_sequences import Asked
from reader.ui.keyed_screen import Doing
from reader.ui.keymap_rows import Context
from reader.ui.pages.list_page import ListPage, Part
from reader.ui.row_list import RowList, clipped

COUNT, COLOUR = 7, 9
NAME = 34
"""Cells of a tag's name where its description has room beside it."""


class CodeList(RowList[Code]):
    """Rows of tags; ``flat`` shows whole names, as where a filter leaves levels out."""

    WAITING = "Counting the tags…"
    ROW = "tag"
    flat = False

    class Chosen(Message):
        """Show the notes with the tag under the cursor."""

    class Moved(Message):
        """The cursor is on another row."""

    def id_of(self, row: Code) -> str:
        return row.name

    def choose(self) -> None:
        self.post_message(self.Chosen())

    def moved(self) -> None:
        self.post_message(self.Moved())

    def draw(self, row: Code, line: int, width: int, *, plain: Style, faint: Style) -> Strip:
        assert line == 0
        name = row.name if self.flat else "  " * row.depth + row.label
        room = min(NAME, max(8, width - COUNT - 2))
        segments = [Segment(f" {clipped(name, room)}", plain)]
        segments.append(Segment(f"{row.total:>{COUNT}} ", faint))
        if width > room + COUNT + COLOUR + 4:
            segments.append(Segment(f" {clipped(row.colour or '', COLOUR)}", faint))
            rest = width - room - COUNT - COLOUR - 4
            segments.append(Segment(f" {clipped(row.description, rest)}", faint))
        return Strip(segments).adjust_cell_length(width, plain)


class CodebookPage(ListPage):
    """It shows what the session's ``CodebookView`` holds."""

    HINT = "/ filters tags by name and description"
    context: Context = "codebook"

    @cached_property
    def doings(self) -> dict[str, Doing]:
        from reader.ui.commands.codebooking import Codebooking

        return {
            **self.moves("codebook"),
            **Codebooking(self.session, self).commands(),
            "codebook-open": lambda _: self.show_notes(),
        }

    def make_list(self) -> CodeList:
        return CodeList("page-rows")

    def on_mount(self) -> None:
        self.filter_line.value = self.session.codebook.line
        self.session.codebook.open()

    def on_unmount(self) -> None:
        self.session.codebook.leave()

    def filter_by(self, line: str) -> None:
        self.session.codebook.look(line)

    def show(self) -> None:
        if not self.is_composed:
            return
        book = self.session.codebook
        if book.every is None:
            self.set_title("Codebook")
            return
        some = f"{len(book.rows)} of " if book.line.strip() else ""
        self.set_title(f"Codebook · {some}{counted(len(book.every), 'tag')}")
        rows = self.rows
        assert isinstance(rows, CodeList)
        rows.flat = bool(book.line.strip())
        none = "No tags yet. T tags a note; + adds a tag here."
        rows.show_rows(book.rows, "No tag matches this filter." if book.every else none)
        self.show_cursor()

    def show_cursor(self) -> None:
        code: Code | None = self.rows.row
        if code is None:
            self.set_preview(())
            return
        below = code.total - code.own
        facts = [counted(code.own, "use")]
        facts += [f"{below} more with a tag below it"] if below else []
        facts += [f"colour {code.colour}"] if code.colour else []
        parts: list[Part] = [(f"#{printable(code.name)}\n", "bold $accent")]
        parts += [(" · ".join(facts) + "\n", "$foreground 75%"), (printable(code.description), "")]
        self.set_preview(parts)

    def show_notes(self) -> None:
        """Show the notes with the tag under the cursor, on the page of all notes."""
        code: Code | None = self.rows.row
        if code is None:
            self.session.refuse("There is no tag here.")
            return
        name = f'"{code.name}"' if " " in code.name else code.name
        notes = self.session.all_notes
        notes.look(notes.view._replace(line=f"tag:{name}"))
        self._turn_to("all-notes")

    def on_code_list_moved(self) -> None:
        self.show_cursor()

    def on_code_list_chosen(self) -> None:
        self.perform(Asked("codebook-open"))
