"""Lists of records: the Notes and Claims tabs."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.session.notes_outline import NoteRow
from reader.text.cells import printable
from reader.ui.list_messages import RecordChosen
from reader.ui.options import Options
from reader.ui.people_colours import person_style

NOTE = "record:"


class RecordList(Options):
    """Rows of records; a heading over those that need a look: their text or another version."""

    def __init__(self, *, id: str, empty: str) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._empty = empty
        self._shown: tuple[Sequence[NoteRow], Sequence[NoteRow]] | None = None

    def show_rows(self, to_look_at: Sequence[NoteRow], others: Sequence[NoteRow]) -> None:
        if self._shown == (to_look_at, others):
            return
        self._shown = (to_look_at, others)
        chosen = self.record
        options: list[Option] = []
        if to_look_at:
            options.append(_heading("Needs a look"))
            options += map(_note_option, to_look_at)
            if others:
                options.append(_heading("As they were"))
        options += map(_note_option, others)
        if not options:
            options = [Option(Content.styled(self._empty, "$foreground 75%"), disabled=True)]
        self.clear_options()
        self.add_options(options)
        ids = [option.id for option in options]
        if chosen is not None and NOTE + chosen in ids:
            self.highlighted = ids.index(NOTE + chosen)
        else:
            self.action_first()

    @property
    def record(self) -> str | None:
        """The id of the record under the cursor."""
        option = self.highlighted_option
        return option.id.removeprefix(NOTE) if option is not None and option.id else None

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id:
            self.post_message(RecordChosen(event.option_id.removeprefix(NOTE)))


def _heading(words: str) -> Option:
    return Option(Content.styled(words, "bold"), disabled=True)


def _note_option(row: NoteRow) -> Option:
    tags = " ".join(f"#{tag}" for tag in row.tags)
    parts: list[tuple[str, str] | str] = [(f"{row.sign} ", "$accent bold")]
    if row.outcome:
        parts.append((f"{row.outcome}: ", "$warning"))
    if row.who:
        parts.append((f"{printable(row.who)}: ", person_style(row.hue)))
    parts.append(printable(row.passage))
    if row.words:
        parts.append(("\n  " + printable(row.words), "bold"))
    if tags:
        parts.append(("\n  " + printable(tags), "$accent"))
    return Option(Content.assemble(*parts), id=NOTE + row.record)
