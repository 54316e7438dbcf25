"""Checks a store, says in plain words what is wrong with it, and repairs what it can."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal

from reader.annotations.care.second_files import second_files
from reader.annotations.history import from_row
from reader.annotations.open_conflicts import open_conflicts
from reader.annotations.record_json import UNREADABLE, from_document, is_record
from reader.annotations.records import Document, Record, Tag, new_id
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.folder_kind import folder_kind
from reader.annotations.storage.journal import read_journal
from reader.annotations.storage.replaced_file import former_notes, unjoined
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.table_file import TableFile
from reader.annotations.storage.table_layout import RECORDS, NotTinyDBError
from reader.annotations.storage.view import View
from reader.annotations.storage.whole_store import alone, replace_all
from reader.annotations.storage.writer import Writer
from reader.annotations.storage.zeroed_journal import zeroed
from reader.annotations.store_error import cannot_save
from reader.annotations.wording import called, field, shortened
from reader.article.anchor import Anchor
from reader.text.plural import counted

Weight = Literal["wrong", "worth knowing"]
AnchorFault = Callable[[Anchor], str]
"""Says what is wrong with an anchor, "" when nothing is."""

DECIDING = "reader conflicts"
NOT_KEPT = "its text is not stored."


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found: the record that it is about, or.

    None, a sentence, and whether ``repair`` mends it.
    """

    weight: Weight
    record: str | None
    sentence: str
    mended_by_repair: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What a store holds and what is wrong with it.

    ``unfolded`` are the records that changed since the last fold, so that for now only the journal
    has them.
    """

    path: Path
    records: int
    operations: int
    anchors: int
    unfolded: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        return not any(fault.weight == "wrong" for fault in self.faults)


def check(path: Path, anchor_fault: AnchorFault | None = None) -> Check:
    """Verify the file, its journal, its copy, every record and, by ``anchor_fault``.

    Every anchor; changes nothing. Raises StoreError when there is nothing that could be read.
    """
    store = Writer(path, reading=True)
    files, view = store.files, store.view
    faults = [*_of_file(files, view), *_of_journals(files, view), *_of_place(files, view)]
    if view.rescued:
        faults += [Fault("wrong", None, sentence, True) for sentence in store.take_notices()]
    look = _Look(view, anchor_fault)
    for row in _rows(view):
        look.at(row)
    operations, unreadable = _history(view)
    faults += [*look.faults(), *unreadable, *look.of_anchors()]
    return Check(
        files.base,
        look.rows,
        operations,
        look.anchors,
        len(view.overlay.rows(RECORDS)),
        tuple(faults),
    )


def anchor_fault(text_of: Callable[[str], str | None]) -> AnchorFault:
    """Hold anchors against the kept texts, which ``text_of`` gives by fingerprint."""
    texts: dict[str, str | None] = {}

    def fault(anchor: Anchor) -> str:
        if anchor.fingerprint not in texts:
            texts[anchor.fingerprint] = text_of(anchor.fingerprint)
        text = texts[anchor.fingerprint]
        if text is None:
            return NOT_KEPT
        for part in anchor.parts:
            if text[part.start : part.end] != part.exact:
                return f"its words are not at {part.start} to {part.end} of its text."
        return ""

    return fault


def repair(path: Path) -> list[str]:
    """Repair what ``check`` reports as repairable.

    Damaged files, leftover journals, shared ids, permissions. Returns what was done, in sentences.
    Raises StoreError.
    """
    done = Writer(path).take_notices()
    with alone(path) as store:
        tables = store.view.tables()
        changed = _give_own_ids(tables)
        done += store.take_notices()
        if changed or not store.view.base.regular:
            replace_all(store, tables)
            done += changed or ["Reformatted the file: one record per line."]
        try:
            if os.name == "posix" and store.files.base.stat().st_mode & 0o077:
                store.files.base.chmod(0o600)
                done.append("The file can be read by its owner alone now.")
        except OSError as fault:
            raise cannot_save(store.files.base, fault) from fault
        for path_left in store.files.being_written():
            Disk().unlink(path_left)
            done.append(f"{path_left.name}, left half written, was removed.")
    return done


def _of_file(files: StoreFiles, view: View) -> Iterator[Fault]:
    """Yield what opening has shown: a file that is as reader wrote it has the right checksum."""
    if not files.base.exists():
        yield Fault("wrong", None, f"There is no file {files.base}.", True)
        return
    if view.rescued or view.base.blank:
        yield Fault("wrong", None, "The file is damaged.", True)
    elif not view.base.regular:
        yield Fault(
            "worth knowing",
            None,
            "The file was written by another program since reader wrote it.",
            True,
        )
    former = former_notes(files, view)
    if former is not None and not former.copy.exists():
        yield Fault("wrong", None, former.sentence)
    for sentence in unjoined(files, view):
        yield Fault("wrong", None, sentence)
    if view.passed_over:
        yield Fault(
            "worth knowing",
            None,
            f"{files.journal.name} belongs to another file than this; what it holds is saved here "
            "as soon as something else is.",
        )
    try:
        unreadable = files.previous.exists() and TableFile.open(files.previous).blank
    except (OSError, NotTinyDBError):
        unreadable = True
    if unreadable:
        yield Fault("wrong", None, f"The copy {files.previous.name} cannot be read.")
    if os.name == "posix" and files.base.stat().st_mode & 0o077:
        yield Fault("worth knowing", None, "Others on this machine can read the file.", True)


def _of_journals(files: StoreFiles, view: View) -> Iterator[Fault]:
    lost = zeroed(files, view)
    if lost:
        yield Fault("wrong", None, lost)
    for path in (files.folding, files.journal):
        reading = read_journal(path)
        if reading is None:
            continue
        if reading.damaged:
            yield Fault(
                "wrong",
                None,
                f"{counted(len(reading.damaged), 'line')} of {path.name} cannot be read; "
                "the damaged lines go to the archive when the journal is compacted.",
            )
        if reading.size > reading.end and not lost:
            yield Fault(
                "worth knowing", None, f"A save in {path.name} was cut off before it was done.",
                True,
            )  # fmt: skip
    for path in files.damaged():
        yield Fault("worth knowing", None, f"A damaged file was set aside: {path.name}.")
    for path in files.being_written():
        yield Fault("worth knowing", None, f"{path.name} was left half written.", True)


def _of_place(files: StoreFiles, view: View) -> Iterator[Fault]:
    kind = folder_kind(files.base)
    if kind.advice:
        yield Fault("worth knowing", None, kind.advice)
    for each in second_files(files, view):
        yield Fault("wrong" if each.records else "worth knowing", None, each.sentence)


def _rows(view: View) -> Iterator[Document]:
    """Yield the rows of the table of records by key, a few held at a time."""
    changed = view.overlay.rows(RECORDS)
    late = ((int(text), changed[text]) for text in sorted(changed, key=int))
    rows = ((key, row) for key, row in view.base.rows() if str(key) not in changed)
    for _, row in merge(rows, late, key=itemgetter(0)):
        if row is not None:
            yield row


class _Look:
    """Looks at every row once and gathers what is wrong."""

    def __init__(self, view: View, anchor_fault: AnchorFault | None) -> None:
        self.rows = self.anchors = 0
        self._view = view
        self._anchor_fault = anchor_fault
        self._foreign = 0
        self._ids: Counter[str] = Counter()
        self._articles, self._claims = (
            {row["id"] for _, row in view.records(kind=kind) if is_record(row)}
            for kind in ("article", "claim")
        )
        self._of_records: list[Fault] = []
        self._of_anchors: list[Fault] = []
        self._unsaved: Counter[str] = Counter()

    def at(self, row: Document) -> None:
        self.rows += 1
        if not is_record(row):
            self._foreign += 1
            return
        record = from_document(row)
        self._ids[record.id] += 1
        for each in open_conflicts(record):
            what = f"The {called(row)} has two versions of its {each.name}"
            sentence = f"{what}; `{DECIDING}` lists them."
            self._of_records.append(Fault("worth knowing", record.id, sentence))
        for weight, sentence in self._wrong_with(record):
            self._of_records.append(Fault(weight, record.id, f"The {called(row)} {sentence}"))
        anchor = getattr(record, "anchor", None)
        if not isinstance(anchor, Anchor):
            return
        self.anchors += 1
        sentence = self._anchor_fault(anchor) if self._anchor_fault is not None else ""
        if sentence == NOT_KEPT:
            self._unsaved[record.article_id] += 1
        elif sentence:
            self._of_anchors.append(Fault("wrong", record.id, f"The {called(row)}: {sentence}"))

    def _wrong_with(self, record: Record) -> Iterator[tuple[Weight, str]]:
        if type(record) is Record:
            yield "worth knowing", "has a shape that this version of reader does not know."
        if isinstance(odd := record.extra.get(UNREADABLE), dict) and odd:
            names = ", ".join(map(field, odd))
            yield "worth knowing", f"has fields that cannot be read: {names}; they are kept."
        if record.article_id not in self._articles and not isinstance(record, Tag):
            yield "wrong", "is of an article that is not here."
        claim = getattr(record, "claim_id", None)
        if claim is not None and claim not in self._claims:
            yield "wrong", "is of a claim that is not here."

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the rows, their anchors left out."""
        if self._foreign:
            rows = counted(self._foreign, "row")
            sentence = f"{rows} without the fields of a record; kept as found."
            yield Fault("worth knowing", None, sentence)
        for identity, count in self._ids.items():
            if count > 1:
                yield Fault("wrong", identity, f"{count} records share the id {identity}.", True)
        yield from self._of_records

    def of_anchors(self) -> Iterator[Fault]:
        """Yield a fault for each anchor; one for each article where its text is missing."""
        yield from self._of_anchors
        for article_id, count in self._unsaved.items():
            held = self._view.find(article_id)
            title = shortened(str(held[1].get("title", ""))) if held is not None else ""
            yield Fault(
                "wrong",
                None,
                f"{counted(count, 'passage')} of “{title or article_id}”: the text is not stored "
                "on this machine; open the article again to store it.",
            )


def _history(view: View) -> tuple[int, list[Fault]]:
    """Return how many operations there are, and a fault where some cannot be read."""
    count = unreadable = 0
    for row in view.history():
        count += 1
        try:
            from_row(row)
        except (ValueError, TypeError):
            unreadable += 1
    if not unreadable:
        return count, []
    sentence = f"{counted(unreadable, 'row')} of the history cannot be read."
    return count, [Fault("wrong", None, sentence)]


def _give_own_ids(tables: dict[str, dict[str, Any]]) -> list[str]:
    """Give every record but the first of those that share an id one of its own."""
    seen: set[str] = set()
    done = []
    for row in tables.get(RECORDS, {}).values():
        if not is_record(row):
            continue
        if row["id"] in seen and row["kind"] != "article":
            done.append(f"A second record with the id {row['id']} has an id of its own now.")
            row["id"] = new_id()
        seen.add(row["id"])
    return done
