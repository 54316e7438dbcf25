"""Looks through a store and says in plain words what is wrong with it; mends what it can."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reader.annotations.disk import Disk
from reader.annotations.folder_kind import conflict_copies, folder_kind
from reader.annotations.history import from_row
from reader.annotations.journal import read_journal
from reader.annotations.ledger import Ledger
from reader.annotations.record_json import from_document, is_record, to_document
from reader.annotations.records import Document, Record, new_id
from reader.annotations.store_error import StoreError, cannot_save
from reader.annotations.store_files import StoreFiles
from reader.annotations.table_file import TableFile
from reader.annotations.table_layout import HISTORY, RECORDS, NotTinyDBError
from reader.annotations.whole_store import alone, replace_all
from reader.annotations.wording import called, shortened
from reader.article.anchor import Anchor

Weight = Literal["wrong", "worth knowing"]
AnchorFault = Callable[[Anchor], str]
"""Says what is wrong with an anchor, "" when nothing is."""

NOT_KEPT = "the text that it stands on is not kept."


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found: the record that it is about, or None, a sentence, and whether
    ``repair`` mends it.
    """

    weight: Weight
    record: str | None
    sentence: str
    mended_by_repair: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What a store holds and what is wrong with it; ``unfolded`` are the records that changed
    since the last fold, so that for now only the journal has them.
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
    """Verifies the file, its journal, its copy, every record and, by ``anchor_fault``, every
    anchor; changes nothing. Raises StoreError when there is nothing that could be read.
    """
    files = StoreFiles.at(path)
    faults = [*_of_file(files), *_of_journals(files), *_of_place(files)]
    ledger = Ledger(path, reading=True)
    if ledger.rescued:
        faults += [Fault("wrong", None, sentence, True) for sentence in ledger.take_notices()]
    tables = ledger.tables()
    rows = tables.get(RECORDS, {})
    documents = [row for row in rows.values() if is_record(row)]
    records = [from_document(row) for row in documents]
    anchored = [each for each in records if isinstance(getattr(each, "anchor", None), Anchor)]
    faults += _of_records(rows, records)
    faults += _of_history(tables.get(HISTORY, {}))
    if anchor_fault is not None:
        faults += _of_anchors(documents, anchored, anchor_fault)
    return Check(
        files.base,
        len(rows),
        len(tables.get(HISTORY, {})),
        len(anchored),
        len(ledger.overlay.rows(RECORDS)),
        tuple(faults),
    )


def anchor_fault(text_of: Callable[[str], str | None]) -> AnchorFault:
    """Holds anchors against the kept texts, which ``text_of`` gives by fingerprint."""
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
    """Mends what ``check`` can have mended: spoilt files, journals left over, ids that two
    records share, permissions. What was done, in sentences; StoreError.
    """
    ledger = Ledger(path)
    done = ledger.take_notices()
    with alone(path) as store:
        tables = store.tables()
        changed = _part_twins(tables)
        done += store.take_notices()
        if changed or not store.base.regular:
            replace_all(store, tables)
            done += changed or ["The file was set out anew, one record a line."]
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


def _of_file(files: StoreFiles) -> Iterator[Fault]:
    try:
        content = files.base.read_bytes()
    except FileNotFoundError:
        yield Fault("wrong", None, f"There is no file {files.base}.", True)
        return
    except OSError as fault:
        raise StoreError(f"{files.base} cannot be read ({fault.strerror}).") from fault
    try:
        json.loads(content)
        if not TableFile.open(files.base).regular:
            yield Fault(
                "worth knowing",
                None,
                "The file was written by another program since reader wrote it.",
                True,
            )
    except (ValueError, NotTinyDBError):
        yield Fault("wrong", None, "The file is damaged.", True)
    try:
        if files.previous.exists():
            json.loads(files.previous.read_bytes())
    except (OSError, ValueError):
        yield Fault("wrong", None, f"The copy {files.previous.name} cannot be read.")
    if os.name == "posix" and files.base.stat().st_mode & 0o077:
        yield Fault("worth knowing", None, "Others on this machine can read the file.", True)


def _of_journals(files: StoreFiles) -> Iterator[Fault]:
    for path in (files.folding, files.journal):
        reading = read_journal(path)
        if reading is None:
            continue
        if reading.damaged:
            yield Fault(
                "wrong",
                None,
                f"{_counted(len(reading.damaged), 'line')} of {path.name} cannot be read; "
                "the spoilt lines are kept in the archive when the journal is folded.",
            )
        if reading.size > reading.end:
            yield Fault(
                "worth knowing", None, f"A save in {path.name} was cut off before it was done.",
                True,
            )  # fmt: skip
    for path in files.damaged():
        yield Fault("worth knowing", None, f"A damaged file was set aside: {path.name}.")
    for path in files.being_written():
        yield Fault("worth knowing", None, f"{path.name} was left half written.", True)


def _of_place(files: StoreFiles) -> Iterator[Fault]:
    kind = folder_kind(files.base)
    if kind.advice:
        yield Fault("worth knowing", None, kind.advice)
    for path in conflict_copies(files.base):
        yield Fault(
            "wrong", None, f"{path.name} is a second file of these notes: join it by reader merge."
        )


def _of_records(rows: dict[str, Any], records: list[Record]) -> Iterator[Fault]:
    foreign = len(rows) - len(records)
    if foreign:
        told = "1 row is no record" if foreign == 1 else f"{foreign} rows are no records"
        yield Fault("worth knowing", None, f"{told} of reader's; kept as found.")
    for identity, count in Counter(each.id for each in records).items():
        if count > 1:
            yield Fault("wrong", identity, f"{count} records share the id {identity}.", True)
    articles = {each.id for each in records if each.kind == "article"}
    claims = {each.id for each in records if each.kind == "claim"}
    for record in records:
        if type(record) is Record:
            yield Fault(
                "worth knowing", record.id, f"{_name(record)} is of a shape unknown to this reader."
            )
        if record.article_id not in articles:
            yield Fault("wrong", record.id, f"{_name(record)} is of an article that is not here.")
        claim = getattr(record, "claim_id", None)
        if claim is not None and claim not in claims:
            yield Fault("wrong", record.id, f"{_name(record)} is of a claim that is not here.")


def _of_anchors(
    documents: list[Document], anchored: list[Record], anchor_fault: AnchorFault
) -> Iterator[Fault]:
    """A fault for each anchor; one for each article where its text is missing."""
    by_id = {document["id"]: document for document in documents}
    missing: Counter[str] = Counter()
    for record in anchored:
        sentence = anchor_fault(record.anchor)  # type: ignore[attr-defined]
        if sentence == NOT_KEPT:
            missing[record.article_id] += 1
        elif sentence:
            yield Fault("wrong", record.id, f"The {called(by_id[record.id])}: {sentence}")
    for article_id, count in missing.items():
        title = shortened(str(by_id.get(article_id, {}).get("title", ""))) or article_id
        yield Fault(
            "wrong",
            None,
            f"{_counted(count, 'passage')} of “{title}”: the text is not kept on this machine; "
            "open the article again to keep it.",
        )


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _of_history(rows: dict[str, Any]) -> Iterator[Fault]:
    unreadable = 0
    for row in rows.values():
        try:
            from_row(row)
        except (ValueError, TypeError):
            unreadable += 1
    if unreadable:
        yield Fault("wrong", None, f"{_counted(unreadable, 'row')} of the history cannot be read.")


def _part_twins(tables: dict[str, dict[str, Any]]) -> list[str]:
    """Gives every record but the first of those that share an id one of its own."""
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


def _name(record: Record) -> str:
    return f"The {called(to_document(record))}"
