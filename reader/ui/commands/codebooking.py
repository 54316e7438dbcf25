"""Commands of the page of the codebook: describe, colour, rename, merge, delete a tag."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.annotations.codebook import Code, clean_name
from reader.session.acts import READ_ONLY
from reader.session.choice import Choice, Question, Row
from reader.session.codebook_view import COLOURS
from reader.text.plural import counted
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.session.stage import ListStage

MERGE, OTHER, NO_COLOUR, TYPED = "merge", "other", "none", "typed"


class Codebooking:
    """What is done with the tag under the cursor, in all notes that have it."""

    def __init__(self, session: Session, stage: ListStage) -> None:
        self._session = session
        self._stage = stage
        self._codebook = session.codebook

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "codebook-describe": lambda _: self.describe(),
            "codebook-colour": lambda _: self.colour(),
            "codebook-rename": lambda _: self.rename(),
            "codebook-add": lambda _: self.add(),
            "codebook-delete": lambda _: self.delete(),
            "undo": lambda _: self._session.notebook.undo(),
            "redo": lambda _: self._session.notebook.redo(),
        }

    @property
    def code(self) -> Code | None:
        """The tag under the cursor, where it can be changed."""
        rows, place = self._codebook.rows, self._stage.place
        if self._session.notebook.read_only:
            self._session.refuse(READ_ONLY)
        elif place < len(rows):
            return rows[place]
        else:
            self._session.refuse("There is no tag here.")
        return None

    def _done(self, what: str) -> None:
        self._session.report(f"{what} · {self._session.key_of('undo')} undoes")

    def _go_to(self, name: str) -> None:
        places = [place for place, row in enumerate(self._codebook.rows) if row.name == name]
        if places:
            self._stage.go_to_row(places[0])

    def describe(self) -> None:
        """Ask for the description of the tag."""
        code = self.code
        if code is None:
            return

        def answered(line: str) -> None:
            if line != code.description:
                self._codebook.describe(code.name, description=" ".join(line.split()))
                self._done(f"Described #{code.name}")

        self._stage.ask_line(Question(f"description of #{code.name}:", code.description), answered)

    def colour(self) -> None:
        """Choose a colour for the tag; its marks are drawn in it."""
        code = self.code
        if code is None:
            return
        rows = [Row(name, name, str(key)) for key, name in enumerate(COLOURS, 1)]
        rows += [Row(TYPED, "another one, as #rrggbb", "#"), Row(NO_COLOUR, "no colour", "0")]

        def chosen(name: str) -> None:
            if name == TYPED:
                self._stage.ask_line(Question("colour:", "#"), set_colour)
            else:
                set_colour("" if name == NO_COLOUR else name)

        def set_colour(name: str) -> None:
            self._codebook.describe(code.name, colour=name.strip() or None)
            self._done(f"Coloured #{code.name} {name.strip() or 'no longer'}")

        self._stage.ask(Choice(f"Colour of #{code.name}", rows, code.colour), chosen)

    def rename(self) -> None:
        """Ask for another name; where that is a tag already, ask whether the two become one."""
        code = self.code
        if code is None:
            return
        names = [each.name for each in self._codebook.every or ()]

        def answered(line: str) -> None:
            new = clean_name(line)
            if not new or new == code.name:
                return
            if self._codebook.known(new) is None:
                rename(new)
                return
            uses = counted(code.total, "use")
            rows = [
                Row(OTHER, "another name", "n"),
                Row(MERGE, f"merge #{code.name} ({uses}) into #{new}", "m"),
            ]
            choice = Choice(f"#{new} is a tag already", rows)
            self._stage.ask(choice, lambda row: rename(new) if row == MERGE else self.rename())

        def rename(new: str) -> None:
            merged = self._codebook.known(new) is not None
            self._codebook.rename(code.name, new)
            what = "Merged" if merged else "Renamed"
            self._go_to(new)
            self._done(f"{what} #{code.name} as #{new} ({counted(code.total, 'use')})")

        question = Question(
            f"rename #{code.name} ({counted(code.total, 'use')}) to:", code.name, names
        )
        self._stage.ask_line(question, answered)

    def add(self) -> None:
        """Ask for a tag that no note has yet."""
        if self._session.notebook.read_only:
            self._session.refuse(READ_ONLY)
            return

        def answered(line: str) -> None:
            name = clean_name(line)
            if name and self._codebook.known(name) is None:
                self._codebook.describe(name, description="")
                self._done(f"Added #{name}")
            elif name:
                self._session.refuse(f"#{name} is there already.")

        hint = "harm/injury puts injury under harm"
        names = [each.name for each in self._codebook.every or ()]
        self._stage.ask_line(Question("new tag:", known=names, hint=hint), answered)

    def delete(self) -> None:
        """Take the tag, and the levels below it, from all notes."""
        code = self.code
        if code is not None:
            self._codebook.delete(code.name)
            self._done(f"Deleted #{code.name} ({counted(code.total, 'use')})")
