"""The page of all notes on the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from reader.desk.note_table import ORDERS, NoteRow
from reader.session.findings_outline import quoted
from reader.session.note_preview import NotePreview
from reader.session.people_signs import HUES, Person
from reader.text.cells import printable
from reader.ui.key_sequences import Asked
from reader.ui.keyed_screen import Doing
from reader.ui.keymap_rows import Context
from reader.ui.pages.list_page import ListPage, Part
from reader.ui.people_colours import person_style
from reader.ui.row_list import CHOSEN, RowList, clipped

PASSAGE = 200
DATE, TAGS, PERSON, TITLE = 10, 20, 12, 26
"""Cells of the columns beside the words of a note."""
_ROOM = ((56, DATE), (76, TITLE), (104, TAGS), (124, PERSON))
"""From how many cells on there is room for a column."""
_ROOM_OF_SEVERAL = ((56, PERSON), (70, DATE), (96, TITLE), (120, TAGS))
"""The same where the notes are by several people."""
SIGNS = {"note": "n", "highlight": "h", "label": "l", "claim": "c", "appearance": "="}


class NoteList(RowList[NoteRow]):
    """Rows of notes."""

    COMPONENT_CLASSES: ClassVar = {f"note-list--person-{hue}" for hue in range(HUES)}
    WAITING = "Loading notes…"
    ROW = "note"
    people: Mapping[str, Person] = MappingProxyType({})

    class Moved(Message):
        """The cursor is on another row."""

    class Chosen(Message):
        """Go to the note under the cursor."""

    def id_of(self, row: NoteRow) -> str:
        return row.record_id

    def choose(self) -> None:
        self.post_message(self.Chosen())

    def moved(self) -> None:
        self.post_message(self.Moved())

    def show_people(self, people: Mapping[str, Person]) -> None:
        """Tell the notes of these other people apart."""
        if people != self.people:
            self.people = people
            self.refresh()

    def draw(self, row: NoteRow, line: int, width: int, *, plain: Style, faint: Style) -> Strip:
        assert line == 0
        person, ink = self.people.get(row.person), faint
        if person is not None and plain is not faint:
            ink = self.get_component_rich_style(f"note-list--person-{person.hue}")
        room = _ROOM_OF_SEVERAL if self.people else _ROOM
        columns = tuple(column for least, column in room if width >= least)
        return _strip(row, columns, width, row.record_id in self.chosen, plain, faint, ink)


@lru_cache(maxsize=1024)
def _strip(
    row: NoteRow,
    columns: tuple[int, ...],
    width: int,
    chosen: bool,
    plain: Style,
    faint: Style,
    of_person: Style,
) -> Strip:
    """One note on one line: signs, its words and passage, and what there is room for."""
    room = max(4, width - 3 - sum(columns) - len(columns))
    values = {
        DATE: (row.day, faint),
        TITLE: (row.title or "no article", faint),
        TAGS: (" ".join(f"#{tag}" for tag in row.tags), faint),
        PERSON: (row.person, of_person),
    }
    sign = f"{CHOSEN if chosen else ' '}{SIGNS.get(row.kind, '·')} "
    segments = [Segment(sign, plain), Segment(clipped(_words(row), room), plain)]
    for column in columns:
        words, ink = values[column]
        segments += [Segment(" ", faint), Segment(clipped(words, column), ink)]
    return Strip(segments).adjust_cell_length(width, plain)


def _words(row: NoteRow) -> str:
    passage = quoted(row.passage, PASSAGE) if row.passage else ""
    return " · ".join(part for part in (row.text, passage) if part)


class NotesPage(ListPage):
    """It shows what the session's ``AllNotes`` holds."""

    HINT = "/ filters: words, tag: kind: person: article: colour: status: from: to:"
    context: Context = "notes"

    @cached_property
    def doings(self) -> dict[str, Doing]:
        from reader.ui.commands.all_noting import AllNoting
        from reader.ui.commands.exporting import Exporting

        exporting = Exporting(self.session, self)
        return {**self.moves("notes"), **AllNoting(self.session, self, exporting).commands()}

    def make_list(self) -> NoteList:
        return NoteList("page-rows")

    def on_mount(self) -> None:
        self.filter_line.value = self.session.all_notes.view.line
        self.session.all_notes.open()

    def on_unmount(self) -> None:
        self.session.all_notes.leave()

    @property
    def filter_words(self) -> Sequence[str]:
        table = self.session.all_notes.table
        return table.completions() if table is not None else ()

    def filter_by(self, line: str) -> None:
        notes = self.session.all_notes
        if line != notes.view.line:
            notes.look(notes.view._replace(line=line))

    def show(self) -> None:
        if not self.is_composed:
            return
        notes = self.session.all_notes
        self.set_title(self._title())
        if notes.table is not None:
            empty = "No note matches this filter. Backspace clears it."
            none = "No notes yet. Open an article and press a on a sentence."
            self.rows.show_rows(notes.rows, empty if notes.total else none)
            self.query_one(NoteList).show_people(notes.people)
        chosen = notes.selection.ids | set(notes.selection.in_range(notes.ids, self.place))
        self.rows.select(frozenset(chosen))
        self.show_cursor()

    def show_cursor(self) -> None:
        """Show the note under the cursor in its context."""
        row: NoteRow | None = self.rows.row
        if row is None:
            self.set_preview(())
        self.session.all_notes.show_preview(row)

    def show_preview(self) -> None:
        preview = self.session.all_notes.preview
        if preview is not None and self.is_composed:
            self.set_preview(preview_parts(preview, self.session.all_notes.people))

    def _title(self) -> str:
        notes = self.session.all_notes
        shown, total = f"{len(notes.rows):,}", f"{notes.total:,}"
        parts = [f"All notes {shown} of {total}" if shown != total else f"All notes {total}"]
        order = ORDERS[notes.view.by]
        arrow = "↓" if order.falling is not notes.view.turned else "↑"
        parts.append(f"{order.label} {arrow}")
        if notes.selection:
            hidden = len(notes.selection.ids.difference(notes.ids))
            parts.append(f"{len(notes.selection)} selected" + f" ({hidden} hidden)" * bool(hidden))
        if notes.selection.start is not None:
            parts.append("v ends the range")
        if notes.reading is not None:
            parts.append(f"Loading notes… {notes.reading:,}")
        if notes.fault:
            parts.append(notes.fault)
        return " · ".join(parts)

    def on_note_list_moved(self) -> None:
        if self.session.all_notes.selection.start is not None:
            self.show()
        else:
            self.show_cursor()

    def on_note_list_chosen(self) -> None:
        self.perform(Asked("notes-open"))


def preview_parts(preview: NotePreview, people: Mapping[str, Person]) -> list[Part]:
    """Return a note as the preview shows it, another person's name in that person's colour."""
    faint, person = "$foreground 75%", people.get(preview.creator)
    parts: list[Part] = [(f"{printable(preview.title)}\n", "bold $accent")]
    parts.append((f"{preview.kind}{' by ' if preview.creator else ''}", faint))
    style = faint if person is None else person_style(person.hue)
    parts.append((printable(preview.creator), style))
    rest = " · ".join((f", changed {preview.changed}", *preview.facts))
    parts.append((f"{printable(rest)}\n", faint))
    if preview.body:
        parts.append((f"{_lines(preview.body)}\n", "bold"))
    if preview.passage:
        parts.append((_lines(preview.before), ""))
        parts.append((_lines(preview.passage), "reverse"))
        parts.append((_lines(preview.after), ""))
    return parts


def _lines(text: str) -> str:
    return "\n".join(map(printable, text.split("\n")))
