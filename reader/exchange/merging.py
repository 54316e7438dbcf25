"""A merge of three for each record of an import: what came before, what came now, what is here.

What came before is read from the record's history: the state with the same time of its last
change, else all states that it ever had. A field in which only the file changed is taken from the
file. Where both changed, lists are united; of anything else the local value stays, the file's is
kept under ``conflicts``, and the caller reports it until somebody decides. What a file could not
have held, as private evidence, is never removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeGuard

from reader.annotations.history import Operation
from reader.annotations.open_conflicts import DECIDED, FROM_FILE, entries
from reader.annotations.reconcile import CONFLICTS
from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import ArticleRecord, Document, Mark, Record
from reader.exchange.arrival import ABOUT, ARTICLE

IMPORTING = "import"
"""The doing of what an import changes."""

Status = Literal["new", "same", "changed", "removed", "back"]
Prefer = Literal["mine", "theirs", ""]

_ABSENT = object()
_ASIDE = ("article_id", "id", "kind", "created", "modified", "creator", "machine_visible")
_MARKS = ("highlight", "note")
_OF_ARTICLE = ("title", "outlet", "authors", "published", "language", "tags", "status")


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field that was changed both here and in the file."""

    field: str
    here: Any
    there: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of a record: ``record`` is to be saved, None when nothing changes.

    "removed" was removed here and is in the file as it was; "back" was changed there since.
    """

    status: Status
    record: Record | None = None
    disputes: tuple[Dispute, ...] = ()


def effective(operations: Iterable[Operation]) -> list[Operation]:
    """Return the operations that nobody undid, oldest first, without those that undo."""
    undone: set[str] = set()
    kept: list[Operation] = []
    for each in reversed(list(operations)):
        if each.undoes is not None and each.id not in undone:
            undone.add(each.undoes)
        elif each.undoes is None and each.id not in undone:
            kept.append(each)
    return kept[::-1]


def merge_in(
    came: Record,
    held: Record | None,
    history: Iterable[Operation],
    *,
    who: str,
    at: str,
    prefer: Prefer = "",
    silent: frozenset[str] = frozenset(),
) -> Merged:
    """Return ``came`` merged into ``held``, None when there is none of that id.

    ``who`` signs a new record without a name, ``at`` dates one without a date. ``prefer`` decides
    the conflicts; without it they stay open. Of the fields ``silent`` what is here stays.
    """
    past = effective(history)
    if held is not None:
        return _Merge(_speaking(came, held, silent), held, past, at, prefer).result()
    signed = replace(
        came,
        creator=came.creator or who,
        created=came.created or at,
        modified=came.modified or came.created or at,
    )
    if past and past[-1].after is None and past[-1].before is not None:
        before = from_document(past[-1].before)
        known = _speaking(came, before, silent)
        unchanged = _Merge(known, before, past[:-1], at, "").result().record is None
        return Merged("removed") if unchanged else Merged("back", signed)
    return Merged("new", signed)


def _speaking(came: Record, held: Record, silent: frozenset[str]) -> Record:
    """``came`` with the values that are here in the fields of which its file says nothing."""
    if not silent or type(came) is not type(held):
        return came
    known = to_document(held)
    extra = {name: value for name, value in known.items() if name in held.extra}
    fields = {name: value for name, value in known.items() if name in silent}
    return from_document({**extra, **to_document(came), **fields})


def merge_article(
    came: ArticleRecord,
    held: ArticleRecord,
    history: Iterable[Operation],
    *,
    at: str,
    prefer: Prefer = "",
) -> Merged:
    """Merge the record of an article into the one here: names, tags and status.

    Places and texts are of the machine that has them. Where the two never had a common state, what
    is here stays, and only what it lacks is taken.
    """
    values = {name: getattr(came, name) for name in _OF_ARTICLE}
    whole = replace(held, **values, modified=came.modified)
    merge = _Merge(whole, held, effective(history), at, prefer)
    if merge.has_common_state:
        return merge.result()
    values = {name: getattr(held, name) or values[name] for name in _OF_ARTICLE}
    values["tags"] = tuple(dict.fromkeys((*held.tags, *came.tags)))
    values["status"] = {**came.status, **held.status}
    if all(values[name] == getattr(held, name) for name in _OF_ARTICLE):
        return Merged("same")
    later = max(held.modified, came.modified or at)
    return Merged("changed", replace(held, **values, modified=later))


def _is_anchor(value: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether a document's field holds a passage.

    Another program may have put anything there.
    """
    if not isinstance(value, dict) or not isinstance(value.get("fingerprint"), str):
        return False
    parts = value.get("parts")
    return isinstance(parts, list) and all(map(_is_part, parts))


def _is_part(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("exact"), str)
        and isinstance(value.get("start"), int)
    )


class _Merge:
    """One record on its way."""

    def __init__(
        self, came: Record, held: Record, past: Sequence[Operation], at: str, prefer: Prefer
    ) -> None:
        self._came, self._held, self._at, self._prefer = came, held, at, prefer
        self._there, self._here = to_document(came), to_document(held)
        self._past = past
        self._states = [each.after for each in past if each.after is not None]
        self._base = self._common_state()
        self._disputes: list[Dispute] = []

    @property
    def has_common_state(self) -> bool:
        """Whether the history has the state that the file was made from."""
        return self._base is not None

    def result(self) -> Merged:
        if self._here == self._there:
            return Merged("same")
        if _kind(self._here) != _kind(self._there):
            return self._other_kind()
        made = dict(self._here)
        for name in dict.fromkeys([*self._here, *self._there]):
            if name in _ASIDE or name == CONFLICTS or name not in self._there:
                continue
            value = self._anchor() if name == "anchor" else self._field(name)
            if value is not _ABSENT:
                made[name] = value
        if self._is_placed_now():
            made["article_id"] = self._there["article_id"]
        if isinstance(self._held, Mark):
            took_body = made["body"] != self._here["body"]
            made["kind"] = "note" if made["body"] else "highlight" if took_body else made["kind"]
        return self._finished(made)

    # -- one field

    def _field(self, name: str) -> Any:
        here, there = self._here.get(name, _ABSENT), self._there[name]
        there = _with_private(here, there)
        if here == there:
            return here
        if self._base is not None:
            before = self._base.get(name, _ABSENT)
            if _alike(before, there):
                return here
            mine = not _alike(before, here)
        else:
            if any(_alike(state.get(name, _ABSENT), there) for state in self._states):
                return here
            origin = self._origin_of(name)
            if not there and origin != "import":
                return here
            mine = origin == "edit"
        return self._both(name, here, there) if mine else there

    def _both(self, name: str, here: Any, there: Any) -> Any:
        """Return the value of a field that was changed here and there."""
        if isinstance(here, list) and isinstance(there, list):
            before = self._base.get(name) if self._base is not None else None
            known = before if isinstance(before, list) else self._nearest(name, there)
            return _united(known, here, there)
        if isinstance(here, str) and isinstance(there, str) and (not there or there in here):
            return here
        if isinstance(here, dict) and isinstance(there, dict) and _fit(here, there):
            return {**there, **here}
        return self._dispute(name, here, there)

    def _dispute(self, name: str, here: Any, there: Any) -> Any:
        every = [*entries(self._here), *(one for each in self._states for one in entries(each))]
        known = [each for each in every if each["field"] == name and each["value"] == there]
        still_open = any(DECIDED not in each for each in entries(self._here) if each in known)
        if known and not still_open and not self._prefer:
            return here
        self._disputes.append(Dispute(name, here, there))
        return there if self._prefer == "theirs" else here

    def _anchor(self) -> Any:
        here, there = self._here.get("anchor"), self._there["anchor"]
        if not (_is_anchor(here) and _is_anchor(there)):
            return self._field("anchor")
        if self._is_placed_now():
            return there
        if self._there.get(ABOUT) == ARTICLE:
            return here
        if _words(here) == _words(there):
            # Where the same words stand is known better here, except in a text of one fingerprint.
            same_text = here["fingerprint"] == there["fingerprint"] != ""
            if not same_text or _starts(here) == _starts(there):
                return here
        value = self._field("anchor")
        if value == there and not there["fingerprint"] and here["fingerprint"]:
            return self._dispute("anchor", here, there)
        return value

    def _is_placed_now(self) -> bool:
        """Return whether the passage waited for its text and has it now."""
        here, there = self._here.get("anchor"), self._there.get("anchor")
        if not (_is_anchor(here) and _is_anchor(there)):
            return False
        return not here["fingerprint"] and bool(there["fingerprint"])

    # -- what the history says

    def _common_state(self) -> Document | None:
        """Return the state that the file set out from: the one with its time of the last change.

        What an earlier import joined is none: it has the time of that file and words of both.
        """
        modified = self._came.modified
        states = [
            each.after
            for each in self._past
            if each.after is not None and (each.before is None or each.doing != IMPORTING)
        ]
        same_time = [state for state in states if modified and state.get("modified") == modified]

        def likeness(state: Document) -> int:
            return sum(_alike(state.get(name, _ABSENT), self._there[name]) for name in self._there)

        return max(reversed(same_time), key=likeness, default=None)

    def _origin_of(self, name: str) -> Literal["first", "import", "edit"]:
        """Return whether the value of a field is the first one, of an import or of an edit here."""
        if not self._states or self._states[-1].get(name, _ABSENT) != self._here.get(name, _ABSENT):
            return "edit"
        for each in reversed(self._past):
            before, after = each.before or {}, each.after or {}
            if before.get(name, _ABSENT) != after.get(name, _ABSENT):
                if each.doing == IMPORTING:
                    return "import"
                return "first" if each.before is None else "edit"
        return "first"

    def _nearest(self, name: str, value: list[Any]) -> list[Any]:
        """Return the former value of a list that has most in common with ``value``."""
        lists = [state.get(name) for state in self._states]
        known = [each for each in lists if isinstance(each, list)]
        return max(
            known, key=lambda each: (sum(one in value for one in each), -len(each)), default=[]
        )

    # -- the whole

    def _other_kind(self) -> Merged:
        """Report that the file has the record as one of another kind."""
        if any(_kind(state) == _kind(self._there) for state in self._states):
            return Merged("same")
        if self._past and all(each.doing == IMPORTING for each in self._past):
            return self._finished(
                {**self._there, **{key: self._here[key] for key in _ASIDE if key != "kind"}}
            )
        kind = self._dispute("kind", self._here["kind"], self._there["kind"])
        chosen = self._there if kind == self._there["kind"] else self._here
        return self._finished(dict(chosen))

    def _finished(self, made: Document) -> Merged:
        rows = list(made.get(CONFLICTS) or [])
        for each in self._disputes:
            fresh = {
                "field": each.field,
                "value": each.there,
                "by": self._came.creator or FROM_FILE,
                "at": self._came.modified or self._at,
            }
            known = [
                e for e in entries(made) if (e["field"], e["value"]) == (each.field, each.there)
            ]
            rows = [row for row in rows if row not in known and not _is_replaced(row, fresh)]
            row = known[0] if known else fresh
            rows.append(row | {DECIDED: self._prefer} if self._prefer else row)
        if rows:
            made[CONFLICTS] = rows
        if not made["creator"]:
            made["creator"] = self._came.creator
        disputes = () if self._prefer else tuple(self._disputes)
        if made == self._here:
            return Merged("same", None, disputes)
        made["modified"] = max(self._held.modified, self._came.modified or self._at)
        return Merged("changed", from_document(made), disputes)


def _is_replaced(row: Any, fresh: Document) -> bool:
    """Return whether ``fresh`` is a later state of the same file's open conflict."""
    if not isinstance(row, dict) or DECIDED in row:
        return False
    return all(row.get(name) == fresh[name] for name in ("field", "by"))


def _kind(document: Document) -> str:
    return "mark" if document["kind"] in _MARKS else str(document["kind"])


def _with_private(here: Any, there: Any) -> Any:
    """Return ``there`` with the private parts that an export holds back, at their places."""
    if not isinstance(here, list) or not isinstance(there, list):
        return there
    whole = list(there)
    for place, each in enumerate(here):
        if _is_private(each) and each not in whole:
            whole.insert(min(place, len(whole)), each)
    return whole


def _shown(values: list[Any]) -> list[Any]:
    return [each for each in values if not _is_private(each)]


def _is_private(value: Any) -> bool:
    return isinstance(value, Mapping) and value.get("private") is True


def _alike(one: Any, other: Any) -> bool:
    """Return whether two values are the same but for private parts."""
    if isinstance(one, list) and isinstance(other, list):
        return _shown(one) == _shown(other)
    if _is_anchor(one) and _is_anchor(other):
        same_text = one["fingerprint"] == other["fingerprint"] != ""
        return _words(one) == _words(other) and (not same_text or _starts(one) == _starts(other))
    return bool(one == other)


def _fit(here: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    return all(here[key] == there[key] for key in here if key in there)


def _united(before: list[Any], here: list[Any], there: list[Any]) -> list[Any]:
    """Return what is in either list, less what either of them took away."""
    every: list[Any] = []
    for each in [*here, *there]:
        gone = each in before and (each not in here or each not in there)
        if each not in every and not gone:
            every.append(each)
    return every


def _words(anchor: Mapping[str, Any]) -> list[str]:
    return [str(part["exact"]) for part in anchor["parts"]]


def _starts(anchor: Mapping[str, Any]) -> list[int]:
    return [part["start"] for part in anchor["parts"]]
