"""Two people's notes files made into one.

Records meet by their id. Where both changed one, the state that both set out from is taken
from a third file, or from the operations that both histories have in common; fields that both
changed differently are kept side by side and listed. A record that one removed and the other
changed stays. The same article under two ids becomes one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.annotations.history import Operation, to_row
from reader.annotations.reconcile import reconcile
from reader.annotations.records import Document, new_id, now
from reader.annotations.storage.disk import Disk, write_whole
from reader.annotations.storage.journal_copy import tables_of_journal
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_copy import copy_to, highest_keys
from reader.annotations.storage.table_layout import HISTORY, RECORDS, About, Tables, render
from reader.annotations.storage.whole_store import alone, replace_all
from reader.annotations.store_error import cannot_read, cannot_save
from reader.annotations.together.difference import records_by_id, tables_of
from reader.annotations.wording import called, field


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record in which the two files disagree.

    The fields of which both versions are kept, and a sentence that says so.
    """

    record: str
    article: str
    fields: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge.

    How many records of theirs were added, how many of mine changed or went, and where the two
    disagree.
    """

    path: Path
    added: int
    changed: int
    removed: int
    conflicts: tuple[Conflict, ...]


def merge(
    mine: Path,
    theirs: Path,
    base: Path | None = None,
    *,
    who: str = "",
    output: Path | None = None,
    disk: Disk | None = None,
) -> Merged:
    """Bring ``theirs`` into ``mine``, or both into the new file ``output``.

    As a git merge driver: ``merge(%A, %B, %O)``, and conflicts make the exit status 1. ``who``
    signs the operations that join two edits. Raises StoreError, and then nothing is changed.
    """
    other = _tables_brought(theirs)
    blank = base is not None and base.exists() and base.stat().st_size == 0
    origin = tables_of(base) if base is not None and not blank else None
    files = StoreFiles.at(mine)
    if output is None and files.lock.exists():
        with alone(mine, disk) as writer:
            merger = Merger(writer.view.tables(), other, origin, who)
            replace_all(writer, merger.tables)
        return merger.result(files.base)
    merger = Merger(tables_of(mine), other, origin, who)
    if output is not None:
        copy_to(output, merger.tables, disk or Disk())
        return merger.result(output)
    try:
        write_whole(
            disk or Disk(),
            files.base,
            render(merger.tables, About(high=highest_keys(merger.tables))),
        )
    except OSError as fault:
        raise cannot_save(files.base, fault) from fault
    return merger.result(files.base)


def _tables_brought(theirs: Path) -> Tables:
    """Return what a notes file holds, or a copy of a journal that a synchronized folder made."""
    try:
        rows = tables_of_journal(theirs)
        return tables_of(theirs) if rows is None else rows
    except OSError as fault:
        raise cannot_read(theirs, fault) from fault


class Merger:
    """The tables of one file with those of another brought into them."""

    def __init__(self, mine: Tables, theirs: Tables, base: Tables | None, who: str) -> None:
        self.tables: Tables = {name: dict(rows) for name, rows in mine.items()}
        self._who = who
        self._keys = {row["id"]: key for key, row in mine.get(RECORDS, {}).items() if "id" in row}
        self._mine = records_by_id(mine)
        self._known = _operations(mine)
        self._other_known = _operations(theirs)
        renamed = _same_articles(self._mine, records_by_id(theirs))
        self._theirs = _renamed(records_by_id(theirs), renamed)
        self._base = _renamed(records_by_id(base), renamed) if base is not None else None
        self._last = _last_editors(theirs)
        self.added = self.changed = self.removed = 0
        self.conflicts: list[Conflict] = []
        self._take_history(theirs)
        for identity in dict.fromkeys([*self._mine, *self._theirs]):
            self._take(identity)
        self._take_others(theirs)

    def result(self, path: Path) -> Merged:
        return Merged(path, self.added, self.changed, self.removed, tuple(self.conflicts))

    def _take(self, identity: str) -> None:
        mine, theirs = self._mine.get(identity), self._theirs.get(identity)
        found = reconcile(self._origin(identity), mine, theirs, self._last.get(identity, ""))
        made = found.document
        if made != mine:
            if made is None:
                del self.tables[RECORDS][self._keys[identity]]
                self.removed += 1
            else:
                self._put(identity, made)
                self.added += mine is None
                self.changed += mine is not None
                if made != theirs:
                    self._note(identity, mine, made)
        if made is None:
            return
        if found.removed and mine is None:
            self._dispute(made, (), f"You removed {_name(made)}; they changed it, so it is back.")
        elif found.removed:
            self._dispute(made, (), f"They removed {_name(made)}; you changed it, so it is kept.")
        elif found.disputed and mine is not None:
            fields = " and ".join(field(name) for name in found.disputed)
            sentence = f"Both changed the {fields} of {_name(mine)}; both versions are kept."
            self._dispute(mine, found.disputed, sentence)

    def _origin(self, identity: str) -> Document | None:
        """Return the state from which both started, None where neither file shows it.

        It is the one after the last operation that both have. A copy of a journal has only the
        later ones: then it is the state before its first one, where mine had that too.
        """
        if self._base is not None:
            return self._base.get(identity)
        mine, other = self._known.get(identity, {}), self._other_known.get(identity, {})
        common = [operation["after"] for key, operation in mine.items() if key in other]
        if common or not other:
            return common[-1] if common else None
        first = next(iter(other.values())).get("before")
        known = any(operation.get("after") == first for operation in mine.values())
        return first if known and isinstance(first, dict) else None

    def _put(self, identity: str, document: Document) -> None:
        rows = self.tables.setdefault(RECORDS, {})
        key = self._keys.get(identity)
        if key is None:
            key = self._keys[identity] = _free_key(rows)
        rows[key] = document

    def _note(self, identity: str, before: Document | None, after: Document) -> None:
        operation = Operation(new_id(), identity, before, after, self._who, now(), "merge")
        rows = self.tables.setdefault(HISTORY, {})
        rows[_free_key(rows)] = to_row(operation)

    def _dispute(self, document: Document, fields: tuple[str, ...], sentence: str) -> None:
        self.conflicts.append(Conflict(document["id"], document["article_id"], fields, sentence))

    def _take_history(self, theirs: Tables) -> None:
        rows = self.tables.setdefault(HISTORY, {})
        known = {_comparable(row.get("id")) for row in rows.values()}
        number = int(_free_key(rows))
        for row in theirs.get(HISTORY, {}).values():
            if _comparable(row.get("id")) not in known:
                rows[str(number)] = row
                number += 1
        if not rows:
            del self.tables[HISTORY]

    def _take_others(self, theirs: Tables) -> None:
        """Return rows of tables that are not reader's: those of theirs that mine lacks."""
        for name, rows in theirs.items():
            if name in (RECORDS, HISTORY):
                continue
            mine = self.tables.setdefault(name, {})
            for key, row in rows.items():
                mine.setdefault(key, row)
        held = list(self.tables.get(RECORDS, {}).values())
        for row in theirs.get(RECORDS, {}).values():
            if "id" not in row and row not in held:
                rows = self.tables.setdefault(RECORDS, {})
                rows[_free_key(rows)] = row


def _operations(tables: Tables) -> dict[str, dict[str, Any]]:
    """Return the operations of each record by their id, in order."""
    found: dict[str, dict[str, Any]] = {}
    for row in tables.get(HISTORY, {}).values():
        record, identity = row.get("record", ""), row.get("id", "")
        if isinstance(record, str) and isinstance(identity, str):
            found.setdefault(record, {})[identity] = row
    return found


def _comparable(value: Any) -> str:
    """Return ``value`` as one of a set: other programs may have put a list where an id belongs."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _last_editors(tables: Tables) -> dict[str, str]:
    return {
        record: str(row.get("who", ""))
        for row in tables.get(HISTORY, {}).values()
        if isinstance(record := row.get("record", ""), str)
    }


def _free_key(rows: Mapping[str, Any]) -> str:
    return str(max((int(key) for key in rows), default=0) + 1)


def _name(document: Document) -> str:
    """Return a record as a sentence calls it."""
    return f"the {called(document)}"


def _fingerprints(document: Document) -> set[str]:
    revisions = document.get("revisions")
    rows = revisions if isinstance(revisions, list) else []
    found = (row.get("fingerprint") for row in rows if isinstance(row, dict))
    return {each for each in found if isinstance(each, str)}


def _same_articles(mine: Mapping[str, Document], theirs: Mapping[str, Document]) -> dict[str, str]:
    """Their ids of articles that have another id here, and that id."""
    here = {
        each: document["id"]
        for document in mine.values()
        if document["kind"] == "article"
        for each in _fingerprints(document)
    }
    renamed = {}
    for document in theirs.values():
        if document["kind"] == "article" and document["id"] not in mine:
            known = [here[each] for each in sorted(_fingerprints(document)) if each in here]
            if known:
                renamed[document["id"]] = known[0]
    return renamed


def _renamed(documents: Mapping[str, Document], renamed: Mapping[str, str]) -> dict[str, Document]:
    made = {}
    for identity, document in documents.items():
        article = document["article_id"]
        if article in renamed:
            document = document | {"article_id": renamed[article]}
            if identity in renamed:
                identity = renamed[identity]
                document["id"] = identity
        made[identity] = document
    return made
