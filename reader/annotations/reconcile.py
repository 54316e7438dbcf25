"""The one rule by which two states of a record become one, whoever brought them.

Two edits of one record, two people's files, what another program took away: each time there are
two states and, where it is known, the one that both were made from. If only one side changed
the record, that side's state is taken. A record that one side removed and the other changed
stays. If both changed it, the rule goes field by field: a field that only one side changed is
taken from that side; texts that both changed are put one below the other; lists are united; of
any other field the nearer edit is taken and the other is kept in ``conflicts``. Who made a
record first, and a field that only one of the two files fills in, are no dispute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reader.annotations.records import Document

TEXTS = ("body", "claim", "reason", "title")
CONFLICTS = "conflicts"
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The one document.

    None where the record is gone; the names of the fields in which the two sides disagree, and
    whether one of them had ``removed`` what the other changed.
    """

    document: Document | None
    disputed: tuple[str, ...] = ()
    removed: bool = False


def reconcile(
    origin: Document | None, mine: Document | None, theirs: Document | None, who: str = ""
) -> Reconciled:
    """Return one record of ``mine`` and ``theirs``, both made from ``origin``.

    Each is None where the record is not there.

    ``origin`` is None where it is not known, or where there was no record. ``who`` made
    ``theirs``; the name is put above a text of theirs.
    """
    if theirs in (mine, origin):
        return Reconciled(mine)
    if mine == origin:
        return Reconciled(theirs)
    if mine is None or theirs is None:
        return Reconciled(theirs if mine is None else mine, removed=True)
    return _joined(origin, mine, theirs, who)


def _joined(origin: Document | None, mine: Document, theirs: Document, who: str) -> Reconciled:
    made: Document = {}
    disputed: list[str] = []
    kept: list[Document] = []
    known = origin or {}
    for key in dict.fromkeys([*mine, *theirs]):
        ours, other = mine.get(key, _ABSENT), theirs.get(key, _ABSENT)
        before = known.get(key, _ABSENT)
        if key == CONFLICTS:
            continue
        if ours == other or (origin is not None and other == before):
            value = ours
        elif origin is not None and ours == before:
            value = other
        else:
            value, agreed = _both(key, before, mine, theirs, who)
            if not agreed:
                disputed.append(key)
                if key not in TEXTS:
                    kept.append(
                        {
                            "field": key,
                            "value": _plain(other),
                            "by": who,
                            "at": theirs.get("modified", ""),
                        }
                    )
        if value is not _ABSENT:
            made[key] = value
    former = [
        each
        for document in (mine, theirs)
        for each in document.get(CONFLICTS, [])
        if isinstance(document.get(CONFLICTS), list)
    ]
    conflicts = _united([], former, kept)
    if conflicts:
        made[CONFLICTS] = conflicts
    return Reconciled(made, tuple(disputed))


def _plain(value: Any) -> Any:
    return None if value is _ABSENT else value


def _both(
    key: str, before: Any, my_document: Document, their_document: Document, who: str
) -> tuple[Any, bool]:
    """One value for a field that both changed, and whether nothing is in dispute."""
    mine, theirs = my_document.get(key, _ABSENT), their_document.get(key, _ABSENT)
    if mine is _ABSENT or theirs is _ABSENT:
        return (theirs if mine is _ABSENT else mine), True
    if before is _ABSENT and (mine in (None, "") or theirs in (None, "")):
        return (theirs if mine in (None, "") else mine), True
    if key == "creator":
        first = min(my_document, their_document, key=lambda each: str(each.get("created", "")))
        return first[key], True
    if key in ("modified", "created") and isinstance(mine, str) and isinstance(theirs, str):
        return (max if key == "modified" else min)(mine, theirs), True
    if key in TEXTS and isinstance(mine, str) and isinstance(theirs, str):
        return _two_texts(mine, theirs, who, str(their_document.get("modified", "")))
    if isinstance(mine, list) and isinstance(theirs, list) and key != "anchor":
        return _united(before if isinstance(before, list) else [], mine, theirs), True
    if isinstance(mine, dict) and isinstance(theirs, dict) and key in ("status", "position"):
        return {**theirs, **mine}, True
    return mine, False


def _two_texts(mine: str, theirs: str, who: str, at: str) -> tuple[str, bool]:
    """Both texts, mine first; if one contains the other, the longer one alone."""
    if theirs in mine:
        return mine, True
    if mine in theirs:
        return theirs, True
    head = " ".join(filter(None, [who or "somebody else", at]))
    return f"{mine}\n\n---\n\n{head}:\n\n{theirs}", False


def _united(before: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    """Return the items of both lists, without those that either side removed."""
    every: list[Any] = []
    for each in [*mine, *theirs]:
        gone = each in before and (each not in mine or each not in theirs)
        if each not in every and not gone:
            every.append(each)
    return every
