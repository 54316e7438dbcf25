"""The person's records: put, found, taken back, in a TinyDB file that loses none of them.

``TinyDB(path).all()`` gives the records after a clean close; the table ``history`` of the same
file holds every operation. What is put is durable when the call returns: in the journal beside
the file, from where it is folded into the file when nothing else is to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations import edits
from reader.annotations.history import (
    ADMITTING,
    Operation,
    last_step,
    operations,
)
from reader.annotations.homes import Homes
from reader.annotations.record_json import from_document, is_record, to_document
from reader.annotations.records import ArticleRecord, Document, Record, new_id
from reader.annotations.row_edits import RowEdit, RowEdits
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.following import look_at
from reader.annotations.storage.journal import Change
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import TableFile
from reader.annotations.storage.table_layout import RECORDS
from reader.annotations.storage.view import View
from reader.annotations.storage.writer import Writer
from reader.annotations.store_error import StoreError as StoreError
from reader.annotations.store_error import cannot_read

if TYPE_CHECKING:
    from reader.annotations.care.second_files import SecondFile

IDLE = 2.0
"""Seconds without a change after which a file of up to ``SMALL`` bytes is folded."""

SMALL = 50_000_000
LONGEST = 60.0
MANY_BYTES = 4_000_000
"""A larger file is folded after ``LONGEST`` seconds, or when its journal is this long."""

CLOSE_PATIENCE = 30.0
"""Seconds to wait on closing for another terminal that folds."""


def open_store(
    path: Path | str,
    *,
    who: str,
    read_only: bool = False,
    disk: Disk | None = None,
    tell: Callable[[str], None] | None = None,
) -> Store:
    """Return the store at ``path``, made at the first save; ``who`` signs what is done in it.

    ``tell`` is given the notices when the store is open and when it is closed; without it they
    wait to be asked for. Raises StoreError when the file cannot be read or is no notes file. A
    file or folder that cannot be written opens for reading.
    """
    return Store(Writer(Path(path), reading=read_only, disk=disk), who, tell)


def state_of(path: Path) -> str:
    """Return what ``Store.state`` would be of the store at ``path``, by two looks at the disk."""
    return repr(look_at(StoreFiles.at(path)))


class Store(AbstractContextManager["Store"]):
    """Records by article, kind and id. Safe to call from any thread.

    ``own_steps`` are the steps (see ``Operation.step``) that were saved through this store.
    """

    def __init__(self, writer: Writer, who: str, tell: Callable[[str], None] | None = None) -> None:
        self.writer = writer
        self.who = who
        self._report = tell
        self._refused: set[str] = set()
        self.own_steps: set[str] = set()
        self._homes = Homes()
        self._articles: tuple[TableFile | None, dict[int, Record]] = (None, {})
        self._changed_at = self._folded_at = time.monotonic()
        self._report_notices()

    @property
    def path(self) -> Path:
        """The TinyDB file, links followed."""
        return self.writer.files.base

    @property
    def read_only(self) -> bool:
        return self.writer.reading_only

    def notices(self) -> list[str]:
        """Return sentences about what was found and repaired since the last call."""
        return self.writer.take_notices()

    def records(self, article_id: str | None = None, kind: str | None = None) -> list[Record]:
        """Return the records of an article and a kind, of any where None, in the file's order."""
        return [from_document(row) for row in self.documents(article_id, kind) if is_record(row)]

    def get(self, record_id: str) -> Record | None:
        held = self.writer.view.find(record_id)
        return from_document(held[1]) if held is not None and is_record(held[1]) else None

    def articles(self) -> list[ArticleRecord]:
        """Return the articles on the desk, in the file's order.

        Those of the TinyDB file are kept as they were made, so that asking again costs little.
        """
        view = self.writer.view
        base, held = self._articles
        if base is not view.base:
            try:
                rows = view.base.rows_of_kind("article")
                # A row of another program may be called an article as well.
                held = {key: from_document(row) for key, row in rows if is_record(row)}
            except OSError as fault:
                raise cannot_read(self.path, fault) from fault
            self._articles = view.base, held
        held = dict(held)
        for key, row in view.overlay.rows(RECORDS).items():
            held.pop(int(key), None)
            if row is not None and row.get("kind") == "article" and is_record(row):
                held[int(key)] = from_document(row)
        every = (held[key] for key in sorted(held))
        return [each for each in every if isinstance(each, ArticleRecord)]

    def state(self) -> str:
        """Return what tells this content from any other; the same as ``state_of`` its path then."""
        return repr(self.writer.view.stamps)

    def documents(self, article_id: str | None = None, kind: str | None = None) -> list[Document]:
        """Return the rows as they are in the file, also those that are no records."""
        try:
            return [row for _, row in self.writer.view.records(article_id, kind)]
        except OSError as fault:
            raise cannot_read(self.path, fault) from fault

    def sums(self) -> dict[str, int]:
        """Return a number for each article: the sum of ``row_sum`` over its documents.

        Another number means that a record of it was changed, made or removed.
        """
        return self.writer.view.sums()

    def take_changed_articles(self) -> set[str] | None:
        """Return the ids of articles changed since the last call; None where they are not known."""
        return self.writer.take_changed_articles()

    def admit(self, make: Callable[[list[ArticleRecord]], ArticleRecord]) -> ArticleRecord:
        """Return the record that ``make`` gives of the articles on the desk, put there.

        Looking up and putting are one step, so that terminals that open a new article at once
        make one record of it. A store that is only read takes nothing. Raises StoreError.
        """
        if self.read_only:
            return make(self.articles())
        with self.writer.writing():
            record = make(self.articles())
            self.put_many([record], ADMITTING)
            self._homes.note([record])
            return record

    def admit_many(self, make: Callable[[list[ArticleRecord]], list[ArticleRecord]]) -> None:
        """Put the records that ``make`` gives of the articles, in one step. Raises StoreError."""
        with self.writer.writing():
            records = make(self.articles())
            if records:
                self.put_many(records, ADMITTING)

    def second_files(self) -> list[SecondFile]:
        """Return files next to the notes that a synchronised folder made of them."""
        from reader.annotations.care.second_files import second_files

        return second_files(self.writer.files, self.writer.view)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many records of each kind there are, by article: {article_id: {kind: count}}.

        Without reading the records, so that a desk of many notes is quickly drawn.
        """
        return self.writer.view.counts()

    def tags(self) -> dict[str, int]:
        """Return how many records have each tag, without reading the others."""
        return dict(self.writer.view.tags())

    def put(self, record: Record, doing: str = "note", *, basis: Record | None = None) -> Operation:
        """Insert or replace ``record``; it is durable when this returns.

        ``basis`` is the record as it was when the person began to edit it. If somebody else
        changed it since, both texts are kept and the operation's ``message`` says so. Raises
        StoreError, and then nothing is changed.
        """
        return self.put_many([record], doing, basis=basis)[0]

    def put_many(
        self,
        records: Iterable[Record],
        doing: str,
        *,
        basis: Record | None = None,
        removed: Sequence[str] = (),
    ) -> list[Operation]:
        """Insert or replace all of ``records`` in one step, or none of them.

        The records with the ids ``removed`` go in the same step. A record whose article is gone
        with its file is put on the same article there, which its operation shows (see ``homes``).
        """
        records = list(records)
        identities = [*(record.id for record in records), *removed]
        view = self.writer.view
        held = view.found(identities)
        known = None if basis is None else to_document(basis)
        origins = [known or held.get(one.id, (0, None))[1] for one in records]
        batch = new_id() if len(records) + len(removed) > 1 else None
        with self.writer.writing() as now:
            records, homes = self._homes.bring(records, now, self.articles)
            if now is not view or homes:
                held = now.found([*identities, *(each.id for each in homes)])
            made = [
                edits.edit(
                    now, self.who, record, origin, held.get(record.id, (0, None))[1],
                    sure=basis is not None, doing=doing, batch=batch,
                )
                for record, origin in zip(records, origins, strict=True)
            ]  # fmt: skip
            made += [
                edits.operation(
                    self.who, each.id, held.get(each.id, (0, None))[1], to_document(each),
                    ADMITTING, batch,
                )
                for each in homes
            ]  # fmt: skip
            made += [
                edits.operation(self.who, each, held[each][1], None, doing, batch)
                for each in removed
                if each in held
            ]
            self._save(now, made, {each: key for each, (key, _) in held.items()})
            self._homes.note(records)
            return made

    def put_rows(self, rows: Sequence[RowEdit], doing: str) -> None:
        """Make the changes of a script in one step, or none of them. Raises StoreError."""
        with self.writer.writing() as now:
            made = RowEdits(now, self.who, doing, rows)
            self._save(now, made.operations, made.keys, made.rows)

    def remove(self, record_id: str, doing: str = "delete") -> Operation:
        """Remove a record; StoreError when there is none with this id."""
        with self.writer.writing() as now:
            held = now.find(record_id)
            if held is None:
                raise StoreError("This note is not there any more: somebody removed it.")
            removal = edits.operation(self.who, record_id, held[1], None, doing)
            self._save(now, [removal], {record_id: held[0]})
            return removal

    def undo(self) -> Operation | None:
        """Take back one's own last step; None when there is none.

        Raises StoreError when somebody changed the same record since; that step is passed over
        by the next call.
        """
        return self._take_back("undo")

    def redo(self) -> Operation | None:
        """Do again what was last undone; None when there is nothing."""
        return self._take_back("redo")

    def next_step(self, doing: str) -> tuple[Operation, ...]:
        """Return all operations that ``doing``, undo or redo, would take back now.

        Raises StoreError.
        """
        self.writer.refresh()
        return self._last_step(self.writer.view, doing) or ()

    def history(self, record_id: str) -> list[Operation]:
        """Return what was done to a record, oldest first."""
        return list(operations(self.writer.view.history(record_id)))

    def histories(self, record_ids: Collection[str]) -> dict[str, list[Operation]]:
        """Return what was done to each record, oldest first, by one pass over the history."""
        found: dict[str, list[Operation]] = {}
        if record_ids:
            for each in operations(self.writer.view.history()):
                if each.record in record_ids:
                    found.setdefault(each.record, []).append(each)
        return found

    def latest(self, count: int) -> list[Operation]:
        """Return the last ``count`` operations of all records, newest first."""
        return list(islice(operations(self.writer.view.history(newest_first=True)), count))

    def refresh(self) -> bool:
        """Read what other terminals saved; True when there was any.

        To be called about once a second: it costs two looks at the disk when nothing happened,
        and compacts the journal when the store has been idle. It makes what the first save needs.
        """
        changed = self.writer.refresh()
        self.writer.view.base.make_index()
        if changed:
            self._changed_at = time.monotonic()
        elif self._fold_is_due() and not self._folded():
            self._changed_at = time.monotonic() + LONGEST
        return changed

    def fold(self, patience: float = 0.0) -> bool:
        """Bring everything saved into the TinyDB file; whether it is all there now."""
        from reader.annotations.storage.compaction import compact

        self._folded_at = time.monotonic()
        return compact(self.writer, patience)

    def _folded(self, patience: float = 0.0) -> bool:
        """Compact the journal; False, with a notice, where the disk refuses it."""
        try:
            self.fold(patience)
        except StoreError as fault:
            self.writer.notices.append(f"Your notes are saved in the journal. {fault}")
            return False
        return True

    def close(self) -> None:
        """Compact the journal; what the disk refuses stays there, and a notice says so."""
        if not self.writer.reading_only and (self.writer.view.uncompacted or self.writer.torn):
            self._folded(CLOSE_PATIENCE)
        self.writer.release()
        self._report_notices()

    def __exit__(self, *_: object) -> None:
        self.close()

    def _report_notices(self) -> None:
        if self._report is not None:
            for sentence in self.notices():
                self._report(sentence)

    def _fold_is_due(self) -> bool:
        unfolded = self.writer.view.uncompacted
        if self.writer.reading_only or not unfolded:
            return False
        at = time.monotonic()
        if unfolded > MANY_BYTES or at - self._folded_at > LONGEST:
            return True
        return self.writer.view.base.source.size <= SMALL and at - self._changed_at > IDLE

    def _save(
        self,
        view: View,
        operations: Sequence[Operation],
        held: Mapping[str, int],
        rows: Sequence[Change] = (),
    ) -> None:
        """Save the rows of ``operations`` and their history in one durable line of the journal."""
        changes = edits.changes_of(view, operations, held, rows)
        if not changes:
            return
        try:
            self.writer.append(changes)
        except (TypeError, ValueError) as fault:
            raise StoreError(f"This cannot be written down as JSON: {fault}.") from fault
        self.own_steps.update(operation.step for operation in operations)
        self._changed_at = time.monotonic()

    def _last_step(self, view: View, doing: str) -> tuple[Operation, ...] | None:
        newest_first = operations(view.history(newest_first=True))
        return last_step(newest_first, self.who, doing, self._refused)

    def _take_back(self, doing: str) -> Operation | None:
        self.writer.refresh()
        view = self.writer.view
        step = self._last_step(view, doing)
        with self.writer.writing() as now:
            if now is not view:
                step = self._last_step(now, doing)
            if step is None:
                return None
            try:
                made, keys = edits.taken_back(now, self.who, step, doing)
            except StoreError:
                self._refused.add(step[0].step)
                raise
            self._save(now, made, keys)
            return made[0]
