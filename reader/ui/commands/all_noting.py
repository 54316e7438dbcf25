"""Commands of the page of all notes: select, go there, edit, tag, delete, export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotations.records import ArticleRecord, Claim, Mark, Record, now
from reader.desk.note_table import ORDERS
from reader.desk.search import DeskHit
from reader.session.acts import READ_ONLY
from reader.session.choice import Choice, Question, Row
from reader.session.events import Saving
from reader.session.findings_outline import one_line, snippet
from reader.session.tags import changed_tags, parsed_tags, tag_changes, tags_text
from reader.text.plural import counted
from reader.ui.key_sequences import Asked

if TYPE_CHECKING:
    from reader.desk.note_table import NoteRow
    from reader.session.session import Session
    from reader.session.stage import ListStage
    from reader.ui.commands.exporting import Exporting

PASSAGE = 300

NO_NOTE = "There is no note here."


class AllNoting:
    """What is done with the notes selected, else with the one under the cursor."""

    def __init__(self, session: Session, stage: ListStage, exporting: Exporting) -> None:
        self._session = session
        self._stage = stage
        self._exporting = exporting
        self._notes = session.all_notes

    def commands(self) -> dict[str, Callable[[Asked], None]]:
        return {
            "notes-open": lambda _: self.open(),
            "notes-sort": lambda _: self.sort(),
            "notes-select": lambda _: self.select(),
            "notes-range": lambda _: self.select_range(),
            "notes-all": lambda _: self.select_all(),
            "notes-edit": lambda _: self.edit(),
            "notes-tag": lambda _: self.tag(),
            "notes-delete": lambda _: self.delete(),
            "notes-export": lambda _: self.export(),
            "undo": lambda _: self._session.notebook.undo(),
            "redo": lambda _: self._session.notebook.redo(),
            "save-again": lambda _: self.save_again(),
        }

    # -- what a command is about

    @property
    def row(self) -> NoteRow | None:
        rows, place = self._notes.rows, self._stage.place
        return rows[place] if place < len(rows) else None

    def meant(self) -> list[str]:
        """Return ids of the notes selected, else of the one under the cursor."""
        return self._notes.selection.meant(self._notes.ids, self._stage.place)

    def _record(self, record_id: str) -> Record | None:
        store = self._session.notebook.store
        return store.get(record_id) if store is not None else None

    def _may_change(self) -> bool:
        """Return whether there are notes to change, and they can be changed."""
        if self._session.notebook.read_only:
            self._session.refuse(READ_ONLY)
        elif not self.meant():
            self._session.refuse(NO_NOTE)
        else:
            return True
        return False

    # -- the list

    def select(self) -> None:
        if self.row is None:
            self._session.refuse(NO_NOTE)
            return
        self._notes.selection.turn(self.row.record_id)
        self._stage.show()
        if self._stage.place + 1 < len(self._notes.ids):
            self._stage.move_row(1)
        self._session.report(self._notes.selection.report("note"))

    def select_range(self) -> None:
        if self.row is None:
            self._session.refuse(NO_NOTE)
            return
        self._notes.selection.turn_range(self._notes.ids, self._stage.place)
        self._session.report(self._notes.selection.report("note"))
        self._stage.show()

    def select_all(self) -> None:
        if not self._notes.ids:
            self._session.refuse(NO_NOTE)
        self._notes.selection.turn_all(self._notes.ids)
        self._session.report(self._notes.selection.report("note"))
        self._stage.show()

    def sort(self) -> None:
        view = self._notes.view
        rows = [Row(name, order.label, order.letter) for name, order in ORDERS.items()]
        choice = Choice("Sort the notes by (the same again reverses the order)", rows, view.by)
        self._stage.ask(choice, lambda by: self._notes.look(view.sorted_by(by)))

    # -- one note

    def open(self) -> None:
        """Go to the note under the cursor, in its article."""
        row = self.row
        if row is None:
            self._session.refuse(NO_NOTE)
            return
        articles = self._session.notebook.articles
        if all(each.article_id != row.article_id for each in articles):
            self._session.refuse("The article of this note is not on the desk.")
            return
        self._stage.leave(to_article=True)
        hit = DeskHit(row.article_id, row.title, row.passage, record=row.record_id, kind=row.kind)
        self._session.hits.go_to(hit)

    def edit(self) -> None:
        """Edit the text of the note under the cursor, or the wording of the claim."""
        row = self.row
        if not self._may_change() or row is None:
            return
        record = self._record(row.record_id)
        if isinstance(record, Mark):
            self._edit_mark(record)
        elif isinstance(record, Claim):
            self._word(record)
        else:
            self._session.refuse(f"A {row.kind} has no text; enter goes to it.")

    def _edit_mark(self, mark: Mark) -> None:
        draft = f"record {mark.id}"

        def written(body: str | None) -> None:
            if body is None:
                kept = self._session.drafts.load(draft)
                self._session.report("draft saved" if kept else "note left as it was")
                return
            if body != mark.body:
                kind = "note" if body.strip() else "highlight"
                edited = replace(mark, body=body, kind=kind, modified=now())
                self._save(edited, "edit the note", mark)
            self._session.drafts.forget(draft)

        passage = snippet(mark.anchor.exact, PASSAGE)
        self._stage.write_note(passage, mark.body, draft, written)

    def _word(self, claim: Claim) -> None:
        def answered(words: str) -> None:
            worded = one_line(words)
            if worded and worded != claim.claim:
                self._save(replace(claim, claim=worded, modified=now()), "word the claim", claim)

        self._stage.ask_line(Question("word the claim:", claim.claim), answered)

    def _save(self, record: Record, doing: str, basis: Record) -> None:
        self._session.notebook.put([record], doing, basis)
        self._session.emit(Saving())
        self._session.current.records_changed()

    # -- several notes

    def tag(self) -> None:
        """Ask for the tags of one note, or for those that several get or lose."""
        if not self._may_change():
            return
        ids = self.meant()
        if len(ids) == 1:
            record = self._record(ids[0])
            value = tags_text(record.tags) if record is not None else ""
            question = Question("tags, separated by commas:", value, self._session.notebook.tags)
            self._stage.ask_line(question, lambda line: self._set_tags(ids, parsed_tags(line)))
            return
        question = Question(
            f"tags for {len(ids)} notes:",
            known=self._session.notebook.tags,
            hint="adds these tags; -tag takes one away",
        )
        self._stage.ask_line(question, lambda line: self._add_tags(ids, line))

    def _set_tags(self, ids: list[str], tags: tuple[str, ...]) -> None:
        def edit(record: Record) -> Record | None:
            return replace(record, tags=tags) if record.tags != tags else None

        self._change(ids, edit, "tag", f"Tagged {tags_text(tags) or 'with nothing'}")

    def _add_tags(self, ids: list[str], line: str) -> None:
        added, removed = tag_changes(line)
        if not added and not removed:
            return

        def edit(record: Record) -> Record | None:
            tags = changed_tags(record.tags, added, removed)
            return replace(record, tags=tags) if tags != record.tags else None

        doing = f"tag {len(ids)} notes"
        what = " ".join((*(f"#{each}" for each in added), *(f"-{each}" for each in removed)))
        self._change(ids, edit, doing, f"Tagged {len(ids)} notes {what}")

    def _change(
        self, ids: list[str], edit: Callable[[Record], Record | None], doing: str, done: str
    ) -> None:
        self._notes.change(ids, _not_articles(edit), doing)
        self._session.report(f"{done} · {self._session.key_of('undo')} undoes")

    def delete(self) -> None:
        if not self._may_change():
            return
        ids = self.meant()
        self._notes.remove(ids)
        self._session.current.records_changed()
        what = counted(len(ids), "note")
        self._session.report(f"Deleted {what} · {self._session.key_of('undo')} undoes")
        self._stage.show()

    def export(self) -> None:
        """Export the notes selected, else all that the filter shows."""
        from reader.exchange.selection import Selection

        chosen = list(self._notes.selection.ids) or self._notes.ids
        if not chosen:
            self._session.refuse(NO_NOTE)
            return
        self._exporting.offer(
            counted(len(chosen), "note"), "notes", Selection(records=frozenset(chosen))
        )

    def save_again(self) -> None:
        number = self._session.notebook.try_again()
        self._session.report("saving" if number else "Everything is saved.")


def _not_articles(
    edit: Callable[[Record], Record | None],
) -> Callable[[Record], Record | None]:
    return lambda record: None if isinstance(record, ArticleRecord) else edit(record)
