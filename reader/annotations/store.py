"""The person's records: put, found, taken back, in a TinyDB file that loses none of them.

``TinyDB(path).all()`` gives the records after a clean close; the table ``history`` of the same
file holds every operation. What is put is durable when the call returns: in the journal beside
the file, from where it is folded into the file when nothing else is to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.annotations import edits
from reader.annotations.history import (
    ADMITTING,
    Operation,
    is_place_only,
    last_step,
    operations,
    to_row,
)
from reader.annotations.record_json import from_document, is_record, to_document
from reader.annotations.records import ArticleRecord, Document, Record, new_id
from reader.annotations.row_edits import RowEdit, RowEdits
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.followed_files import Seen, look_at
from reader.annotations.storage.journal import Change
from reader.annotations.storage.ledger import Ledger
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import TableFile
from reader.annotations.storage.table_layout import HISTORY, RECORDS
from reader.annotations.store_error import StoreError as StoreError

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
    """The store at ``path``, made at the first save; ``who`` signs what is done in it.

    ``tell`` is given the notices when the store is open and when it is closed; without it they
    wait to be asked for. Raises StoreError when the file cannot be read or is no notes file. A
    file or folder that cannot be written opens for reading.
    """
    return Store(Ledger(Path(path), reading=read_only, disk=disk), who, tell)


def state_of(path: Path) -> str:
    """What ``Store.state`` would be of the store at ``path``, by two looks at the disk."""
    return _state(look_at(StoreFiles.at(path)))


def _state(seen: Seen) -> str:
    return repr(seen)


class Store:
    """Records by article, kind and id. Safe to call from any thread."""

    def __init__(self, ledger: Ledger, who: str, tell: Callable[[str], None] | None = None) -> None:
        self.ledger = ledger
        self.who = who
        self._tell = tell
        self._refused: set[str] = set()
        self._articles: dict[int, Record] = {}
        self._articles_of: TableFile | None = None
        self._changed_at = self._folded_at = time.monotonic()
        self._tell_notices()

    @property
    def path(self) -> Path:
        """The TinyDB file, links followed."""
        return self.ledger.files.base

    @property
    def read_only(self) -> bool:
        return self.ledger.reading_only

    def notices(self) -> list[str]:
        """Sentences about what was found and mended since the last call."""
        return self.ledger.take_notices()

    def records(self, article_id: str | None = None, kind: str | None = None) -> list[Record]:
        """The records of an article and a kind, of any where None, in the file's order."""
        try:
            return [
                from_document(document)
                for _, document in self.ledger.records(article_id, kind)
                if is_record(document)
            ]
        except OSError as fault:
            raise self._unreadable(fault) from fault

    def _unreadable(self, fault: OSError) -> StoreError:
        return StoreError(f"{self.path} cannot be read ({fault.strerror}).")

    def get(self, record_id: str) -> Record | None:
        held = self.ledger.find(record_id)
        return from_document(held[1]) if held is not None and is_record(held[1]) else None

    def articles(self) -> list[ArticleRecord]:
        """The articles on the desk, in the file's order.

        Those of the TinyDB file are kept as they were made, so that asking again costs little.
        """
        ledger = self.ledger
        with ledger.guard:
            try:
                ledger.make_sure_intact()
                if self._articles_of is not ledger.base:
                    rows = ledger.base.rows_of_kind("article")
                    # A row of another program may be called an article as well.
                    self._articles = {
                        key: from_document(row) for key, row in rows if is_record(row)
                    }
                    self._articles_of = ledger.base
            except OSError as fault:
                raise self._unreadable(fault) from fault
            held = dict(self._articles)
            for key, row in ledger.overlay.rows(RECORDS).items():
                held.pop(int(key), None)
                if row is not None and row.get("kind") == "article" and is_record(row):
                    held[int(key)] = from_document(row)
        every = (held[key] for key in sorted(held))
        return [each for each in every if isinstance(each, ArticleRecord)]

    def state(self) -> str:
        """Tells this content from every other one; the same as ``state_of`` its path then."""
        return _state(self.ledger.seen)

    def documents(self, article_id: str | None = None) -> list[Document]:
        """The records of an article, of any where None, as they stand in the file."""
        try:
            return [row for _, row in self.ledger.records(article_id)]
        except OSError as fault:
            raise self._unreadable(fault) from fault

    def sums(self) -> dict[str, int]:
        """A number for each article: the sum of ``row_sum`` over its documents. Another number
        means that a record of it was changed, made or removed.
        """
        return self.ledger.sums()

    def take_changed_articles(self) -> set[str] | None:
        """Ids of the articles of which a record changed since the last call, by whomever; None
        when that is not known, as at first.
        """
        return self.ledger.take_changed_articles()

    def admit(self, make: Callable[[list[ArticleRecord]], ArticleRecord]) -> ArticleRecord:
        """The record that ``make`` gives of the articles on the desk, put there.

        Looking up and putting are one step, so that terminals that open a new article at once
        make one record of it. A store that is only read takes nothing. Raises StoreError.
        """
        if self.read_only:
            return make(self.articles())
        with self.ledger.writing():
            record = make(self.articles())
            self._put([record], ADMITTING, None)
            return record

    def admit_many(self, make: Callable[[list[ArticleRecord]], list[ArticleRecord]]) -> None:
        """Puts the records that ``make`` gives of the articles on the desk, in one step with the
        looking up. Raises StoreError.
        """
        with self.ledger.writing():
            records = make(self.articles())
            if records:
                self._put(records, ADMITTING, None)

    def second_files(self) -> list[SecondFile]:
        """Files next to the notes that a synchronised folder made of them."""
        from reader.annotations.care.second_files import second_files

        return second_files(self.ledger.files, self.ledger)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many records of each kind there are, by article: {article_id: {kind: count}}.

        Without reading the records, so that a desk of many notes is quickly drawn.
        """
        found: dict[str, dict[str, int]] = {}
        for (article_id, kind), count in self.ledger.tally().items():
            found.setdefault(article_id, {})[kind] = count
        return found

    def tags(self) -> dict[str, int]:
        """How many records have each tag, without reading the others."""
        return dict(self.ledger.tags())

    def put(self, record: Record, doing: str = "note", *, basis: Record | None = None) -> Operation:
        """Inserts or replaces ``record``; it is durable when this returns.

        ``basis`` is the record as it was when the person began to edit it. If somebody else
        changed it since, both texts are kept and the operation's ``told`` says so. Raises
        StoreError, and then nothing is changed.
        """
        return self._put([record], doing, basis)[0]

    def put_many(
        self, records: Iterable[Record], doing: str, *, removed: Sequence[str] = ()
    ) -> list[Operation]:
        """Inserts or replaces all of ``records`` in one step, or none of them; the records with
        the ids ``removed`` go in the same step.
        """
        return self._put(list(records), doing, None, removed)

    def put_rows(
        self, rows: Sequence[RowEdit], doing: str, tables: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """Makes the changes of a script in one step, or none of them; ``tables`` are those of the
        store now. To be called within ``ledger.writing``. Raises StoreError.
        """
        made = RowEdits(self.ledger, tables, self.who, doing, rows)
        self._save(made.operations, made.keys, made.rows)

    def remove(self, record_id: str, doing: str = "delete") -> Operation:
        """Removes a record; StoreError when there is none with this id."""
        with self.ledger.writing():
            held = self.ledger.find(record_id)
            if held is None:
                raise StoreError("This note is not there any more: somebody removed it.")
            removal = edits.operation(self.who, record_id, held[1], None, doing)
            self._save([removal], {record_id: held[0]})
            return removal

    def undo(self) -> Operation | None:
        """Takes back one's own last step; None when there is none.

        Raises StoreError when somebody changed the same record since; that step is passed over
        by the next call.
        """
        return self._take_back("undo")

    def redo(self) -> Operation | None:
        """Does again what was last undone; None when there is nothing."""
        return self._take_back("redo")

    def history(self, record_id: str) -> list[Operation]:
        """What was done to a record, oldest first."""
        return list(operations(self.ledger.history(record_id)))

    def histories(self, record_ids: Collection[str]) -> dict[str, list[Operation]]:
        """What was done to each of these records, oldest first, in one pass over the history."""
        found: dict[str, list[Operation]] = {}
        if record_ids:
            for each in operations(self.ledger.history()):
                if each.record in record_ids:
                    found.setdefault(each.record, []).append(each)
        return found

    def latest(self, count: int) -> list[Operation]:
        """The last ``count`` operations of all records, newest first."""
        return list(islice(operations(self.ledger.history(newest_first=True)), count))

    def refresh(self) -> bool:
        """Reads what other terminals saved; True when there was any.

        To be called about once a second: it costs two looks at the disk when nothing happened,
        and folds the journal when the store has been idle. It also makes what the first save needs.
        """
        changed = self.ledger.refresh()
        self.ledger.base.make_index()
        if changed:
            self._changed_at = time.monotonic()
        elif self._fold_is_due():
            try:
                self.fold()
            except StoreError as fault:
                self.ledger.notices.append(f"Your notes are saved in the journal. {fault}")
                self._changed_at = time.monotonic() + LONGEST
        return changed

    def fold(self, patience: float = 0.0) -> bool:
        """Brings everything saved into the TinyDB file; whether it is all there now."""
        from reader.annotations.storage.compaction import fold

        self._folded_at = time.monotonic()
        return fold(self.ledger, patience)

    def close(self) -> None:
        """Folds what is in the journal; what the disk refuses stays there, and is told."""
        if not self.ledger.reading_only and (self.ledger.unfolded or self.ledger.torn):
            try:
                self.fold(CLOSE_PATIENCE)
            except StoreError as fault:
                self.ledger.notices.append(f"Your notes are saved in the journal. {fault}")
        self.ledger.release()
        self._tell_notices()

    def _tell_notices(self) -> None:
        if self._tell is not None:
            for sentence in self.notices():
                self._tell(sentence)

    def _fold_is_due(self) -> bool:
        unfolded = self.ledger.unfolded
        if self.ledger.reading_only or not unfolded:
            return False
        at = time.monotonic()
        if unfolded > MANY_BYTES or at - self._folded_at > LONGEST:
            return True
        return self.ledger.base.source.size <= SMALL and at - self._changed_at > IDLE

    def _put(
        self,
        records: Sequence[Record],
        doing: str,
        basis: Record | None,
        removed: Sequence[str] = (),
    ) -> list[Operation]:
        identities = [*(record.id for record in records), *removed]
        before_lock, held = self.ledger.seen, self._held(identities)
        if basis is None:
            origins = [held[one.id][1] if one.id in held else None for one in records]
        else:
            origins = [to_document(basis)] * len(records)
        batch = new_id() if len(records) + len(removed) > 1 else None
        with self.ledger.writing():
            made = []
            if self.ledger.seen != before_lock:
                held = self._held(identities)
            for record, origin in zip(records, origins, strict=True):
                before = held[record.id][1] if record.id in held else None
                made.append(
                    edits.edit(
                        self.ledger, self.who, record, origin, before,
                        sure=basis is not None, doing=doing, batch=batch,
                    )
                )  # fmt: skip
            made += [
                edits.operation(self.who, each, held[each][1], None, doing, batch)
                for each in removed
                if each in held
            ]
            self._save(made, {each: key for each, (key, _) in held.items()})
            return made

    def _held(self, identities: Iterable[str]) -> dict[str, tuple[int, Document]]:
        """Keys and documents of those records that are there, by id."""
        found = ((each, self.ledger.find(each)) for each in identities)
        return {each: held for each, held in found if held is not None}

    def _save(
        self, operations: Sequence[Operation], held: Mapping[str, int], rows: Sequence[Change] = ()
    ) -> None:
        """The rows of ``operations`` and their history in one durable line of the journal, and
        ``rows`` that have none.

        ``held`` are the keys of those records that are there, by id.
        """
        changes = list(rows)
        number = self.ledger.next_key(HISTORY)
        taken = [*held.values(), *(int(key) for table, key, _ in rows if table == RECORDS)]
        fresh = max([self.ledger.next_key(RECORDS), *(key + 1 for key in taken)])
        keys = dict(held)
        for operation in operations:
            if operation.before == operation.after:
                continue
            key = keys.get(operation.record)
            if key is None:
                key = keys[operation.record] = fresh
                fresh += 1
            changes.append((RECORDS, str(key), operation.after))
            if not is_place_only(operation):
                changes.append((HISTORY, str(number), to_row(operation)))
                number += 1
        if not changes:
            return
        try:
            self.ledger.append(changes)
        except (TypeError, ValueError) as fault:
            raise StoreError(f"This cannot be written down as JSON: {fault}.") from fault
        self._changed_at = time.monotonic()

    def _last_step(self, doing: str) -> tuple[Operation, ...] | None:
        newest_first = operations(self.ledger.history(newest_first=True))
        return last_step(newest_first, self.who, doing, self._refused)

    def _take_back(self, doing: str) -> Operation | None:
        self.ledger.refresh()
        before_lock, step = self.ledger.seen, self._last_step(doing)
        with self.ledger.writing():
            if self.ledger.seen != before_lock:
                step = self._last_step(doing)
            if step is None:
                return None
            try:
                made, keys = edits.taken_back(self.ledger, self.who, step, doing)
            except StoreError:
                self._refused.add(step[0].step)
                raise
            self._save(made, keys)
            return made[0]
