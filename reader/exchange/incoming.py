"""All records of an import merged with what is in the notes file."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reader.annotations.history import Operation
from reader.annotations.record_json import to_document
from reader.annotations.records import ArticleRecord, Label, Mark, Record
from reader.annotations.store import Store
from reader.exchange.importing import Desk, PlacedRecord
from reader.exchange.merging import IMPORTING, Merged, Prefer, merge_article, merge_in
from reader.exchange.tool_names import WRITTEN_AS, label_name

_OWN = ("id", "created", "modified", "machine_visible", "reply_to")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record of the file on its article, and what becomes of it.

    ``taken_for`` is who made the record here that one without a name was taken for, "" where that
    is the person at work. ``signs`` is whether it is one that an import brought without a name.
    """

    settled: PlacedRecord
    merged: Merged
    taken_for: str = ""
    signs: bool = False


def incoming(
    settled: Iterable[PlacedRecord], store: Store, desk: Desk, prefer: Prefer = ""
) -> Mapping[str, Incoming]:
    """Return what becomes of each record, by id; of several with one id the last one counts."""
    came = {each.record.id: each for each in settled}
    held = {identity: store.get(identity) for identity in came}
    pending = {identity for identity, each in came.items() if held[identity] != each.record}
    histories = store.histories(pending)
    twins = _Twins(store, came.keys(), desk.who)
    made: dict[str, Incoming] = {}
    unnamed = {} if prefer == "mine" else twins.unnamed(each.record for each in came.values())
    for identity, each in came.items():
        here = unnamed.get(identity)
        if here is not None:
            named = replace(here, creator=each.record.creator, modified=desk.at)
            merged = Merged("changed", named) if prefer == "theirs" else Merged("same")
            made[identity] = Incoming(each, merged, signs=True)
            continue
        if identity not in pending:
            made[identity] = Incoming(each, Merged("same"))
            continue
        past = histories.get(identity, ())
        if isinstance(each.record, ArticleRecord):
            merged = _merged_article(each.record, desk, past, prefer)
        else:
            merged = merge_in(
                each.record, held[identity], past,
                who=desk.who, at=desk.at, prefer=prefer, silent=each.silent,
            )  # fmt: skip
        twin = twins.of_unsigned(each.record) if merged.status == "new" else None
        if twin is not None or (merged.status == "new" and twins.take(each.record)):
            merged = Merged("same")
        other = twin.creator if twin is not None and twin.creator != desk.who else ""
        made[identity] = Incoming(each, merged, other)
    return made


def _merged_article(
    came: ArticleRecord, desk: Desk, past: Iterable[Operation], prefer: Prefer
) -> Merged:
    """Return what becomes of the record of an article in the library.

    The desk may hold a later state of it than the store, with a text that this import brings.
    """
    here = next((each for each in desk.articles if each.id == came.id), None)
    if here is None:
        return Merged("same")
    return merge_article(came, here, past, at=desk.at, prefer=prefer)


class _Twins:
    """The records in the library by article: what comes in under a new id may be one of them."""

    def __init__(self, store: Store, coming: Collection[str], who: str) -> None:
        self._store = store
        self._coming = coming
        self._who = who
        self._of_article: dict[str, list[Record]] = {}
        self._taken: set[str] = set()

    def of_unsigned(self, record: Record) -> Record | None:
        """Return a mark or label that is here and says all that one says that nobody signed.

        The person's own goes before another's.
        """
        if not isinstance(record, Mark | Label):
            return None
        if record.creator or not record.anchor.fingerprint:
            return None
        alike = [
            each
            for each in self._on(record.article_id)
            if isinstance(each, Mark | Label)
            and each.anchor == record.anchor
            and _says_all_of(each, record)
            and set(record.tags) <= set(each.tags)
            and _of_one_time(record, each)
            and not (isinstance(each, Label) and self._is_counted(each))
        ]
        found = min(alike, key=lambda each: each.creator not in ("", self._who), default=None)
        if isinstance(found, Label):
            self._taken.add(found.id)
        return found

    def unnamed(self, came: Iterable[Record]) -> dict[str, Mark | Label]:
        """Return the records here that an import brought without a name, by the ids that sign them.

        It is the same file with a name when all that it has on an article is all that came without
        one. A single difference makes it another person's.
        """
        files: dict[tuple[str, str], list[Mark | Label]] = {}
        for each in came:
            if isinstance(each, Mark | Label) and each.creator not in ("", self._who):
                files.setdefault((each.article_id, each.creator), []).append(each)
        found: dict[str, Mark | Label] = {}
        for (article_id, _), records in files.items():
            here = [
                each
                for each in self._on(article_id)
                if isinstance(each, Mark | Label)
                and each.creator in ("", self._who)
                and each.id not in found
                and self._is_imported(each)
            ]
            if len(here) != len(records):
                continue
            pairs = list(
                zip(sorted(records, key=self._words), sorted(here, key=self._words), strict=True)
            )
            if all(self._words(one) == self._words(other) for one, other in pairs):
                found.update((one.id, other) for one, other in pairs)
        return found

    def _words(self, record: Record) -> str:
        """Return what a file says of a record, whoever made it."""
        return json.dumps(self._said_by_file(record) | {"creator": ""}, sort_keys=True)

    def _is_counted(self, record: Record) -> bool:
        """Return whether a record here comes in itself, or was taken for another that comes in."""
        return record.id in self._coming or record.id in self._taken

    def take(self, record: Record) -> bool:
        """Whether an import brought this record earlier, under the id of a former version.

        It is the same in all that a file says, its time included, is none that comes in now, and
        each counts once. A person may say the same twice: that is two notes.
        """
        if not isinstance(record, Mark | Label) or not record.anchor.fingerprint:
            return False
        wanted = self._said_by_file(record)
        for each in self._on(record.article_id):
            if self._is_counted(each) or type(each) is not type(record):
                continue
            if not _of_one_time(record, each):
                continue
            if self._said_by_file(each) == wanted and self._is_imported(each):
                self._taken.add(each.id)
                return True
        return False

    def _on(self, article_id: str) -> list[Record]:
        if article_id not in self._of_article:
            self._of_article[article_id] = self._store.records(article_id)
        return self._of_article[article_id]

    def _said_by_file(self, record: Record) -> dict[str, Any]:
        """Return what an import takes from a file, without ids and times."""
        document = {name: value for name, value in to_document(record).items() if name not in _OWN}
        links = [link.role for link in record.links] if isinstance(record, Label) else []
        return document | {"creator": record.creator or self._who, "links": sorted(links)}

    def _is_imported(self, record: Record) -> bool:
        past = self._store.history(record.id)
        return bool(past) and past[0].before is None and past[0].doing == IMPORTING


def _says_all_of(here: Mark | Label, came: Mark | Label) -> bool:
    """Return whether a record here has the words or the label of one that came."""
    if isinstance(here, Mark) and isinstance(came, Mark):
        return here.body == came.body
    if not (isinstance(here, Label) and isinstance(came, Label)):
        return False
    # How a tool writes the type is no matter: a flat format has one name for layer and type.
    said = {name: value for name, value in came.attributes.items() if name != WRITTEN_AS}
    roles = {link.role for link in here.links}
    return (
        label_name("label", here.layer, here.type) == label_name("label", came.layer, came.type)
        and said.items() <= here.attributes.items()
        and roles.issuperset(link.role for link in came.links)
        and came.extra.items() <= here.extra.items()
    )


def _of_one_time(came: Record, here: Record) -> bool:
    """Return whether both were made at one time, or the file does not say when."""
    return not came.created or came.created == here.created
