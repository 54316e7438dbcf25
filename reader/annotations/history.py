"""What was done to a record, by whom and when; and which of it undo and redo reach."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any

from reader.annotations.records import Document

ADMITTING = "article"
"""The doing of what opening an article notes of it."""

STEPS_READ = 5_000
"""Operations that undo looks back on, and the rest of the step that the oldest is part of."""


_SHAPE: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("id", "record", "who", "when", "doing"), (str,)),
    **dict.fromkeys(("before", "after"), (dict, NoneType)),
    **dict.fromkeys(("undoes", "batch"), (str, NoneType)),
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of one record.

    ``before`` is None for a record that was made, ``after`` None for one that was removed.
    ``undoes`` is the id of the operation that this one takes back; ``batch`` is shared by the
    operations of one step. ``message`` is a sentence for the user when somebody else's change
    conflicted with this one, "" otherwise.
    """

    id: str
    record: str
    before: Document | None
    after: Document | None
    who: str
    when: str
    doing: str
    undoes: str | None = None
    batch: str | None = None
    message: str = ""

    @property
    def step(self) -> str:
        """What undo takes back at once: the batch, or this operation alone."""
        return self.batch or self.id


def to_row(operation: Operation) -> Document:
    """Return the operation as a document of the table ``history``."""
    return {
        "id": operation.id,
        "record": operation.record,
        "who": operation.who,
        "when": operation.when,
        "doing": operation.doing,
        "undoes": operation.undoes,
        "batch": operation.batch,
        "message": operation.message,
        "before": operation.before,
        "after": operation.after,
    }


def from_row(row: Mapping[str, Any]) -> Operation:
    """Return the operation that ``row`` holds; ValueError when it is none."""
    for name, kinds in _SHAPE.items():
        if not isinstance(row.get(name), kinds):
            raise ValueError(f"an operation whose {name} is {type(row.get(name)).__name__}")
    message = row.get("message", row.get("told", ""))
    return Operation(
        id=row["id"],
        record=row["record"],
        before=row.get("before"),
        after=row.get("after"),
        who=row["who"],
        when=row["when"],
        doing=row["doing"],
        undoes=row.get("undoes"),
        batch=row.get("batch"),
        message=message if isinstance(message, str) else "",
    )


def operations(rows: Iterable[Mapping[str, Any]]) -> Iterator[Operation]:
    """Yield the operations among ``rows``; a table of the same name may hold rows of others."""
    for row in rows:
        with contextlib.suppress(ValueError):
            yield from_row(row)


@dataclass(slots=True)
class Steps:
    """What one person can take back and do again, newest last; each entry is one step."""

    undoable: list[tuple[Operation, ...]]
    redoable: list[tuple[Operation, ...]]


def steps(operations: Iterable[Operation], who: str) -> Steps:
    """Return the steps of ``who`` that undo and redo reach, from all operations in order.

    An operation that undoes a forward one can be redone, one that undoes an undo is forward
    again; a new step of one's own leaves nothing to redo.
    """
    own: dict[str, list[Operation]] = {}
    for operation in operations:
        if operation.who == who:
            own.setdefault(operation.step, []).append(operation)
    backward: dict[str, str] = {}
    forward: dict[str, str] = {}
    undoable: dict[str, tuple[Operation, ...]] = {}
    redoable: dict[str, tuple[Operation, ...]] = {}
    for step, members in own.items():
        undone = members[0].undoes
        if undone is None:
            redoable.clear()
            undoable[step] = tuple(members)
        elif undone in backward:
            redoable.pop(backward[undone], None)
            undoable[step] = tuple(members)
        else:
            undoable.pop(forward.get(undone, ""), None)
            redoable[step] = tuple(members)
        target = redoable if step in redoable else undoable
        names = backward if target is redoable else forward
        names.update((member.id, step) for member in members)
    return Steps(list(undoable.values()), list(redoable.values()))


def last_step(
    newest_first: Iterable[Operation], who: str, doing: str, refused: Collection[str]
) -> tuple[Operation, ...] | None:
    """Return the step of ``who`` that ``doing``, undo or redo, reaches next, none of ``refused``.

    None when there is none.

    It looks ``STEPS_READ`` operations back, further only where nothing is reached in those.
    """
    recent: list[Operation] = []
    whole = True
    for operation in newest_first:
        if len(recent) == STEPS_READ and whole:
            cut = [each for each in recent if each.step != operation.step]
            if reached := _reached(cut, who, doing, refused):
                return reached
            whole = False
        recent.append(operation)
    return _reached(recent, who, doing, refused)


def _reached(
    newest_first: Sequence[Operation], who: str, doing: str, refused: Collection[str]
) -> tuple[Operation, ...] | None:
    mine = steps((each for each in reversed(newest_first) if not is_admission(each)), who)
    found = mine.undoable if doing == "undo" else mine.redoable
    return next((step for step in reversed(found) if step[0].step not in refused), None)


def same_state(one: Document | None, other: Document | None) -> bool:
    """Return whether two states are the same but for where people stopped reading an article."""
    if one is None or other is None or one.get("kind") != "article":
        return one == other
    place = ("position", "modified")
    return {key: one[key] for key in one if key not in place} == {
        key: other[key] for key in other if key not in place
    }


def with_place(document: Document | None, held: Document | None) -> Document | None:
    """Return ``document`` with the places where people stopped reading as they are now."""
    if document is None or held is None or document.get("kind") != "article":
        return document
    return document | {"position": held.get("position", {})}


def is_place_only(operation: Operation) -> bool:
    """Return whether only a place in an article was noted, which is no history and not undone."""
    return operation.before is not None and same_state(operation.before, operation.after)


def is_admission(operation: Operation) -> bool:
    """Return whether an article came to the desk or was opened, which undo does not take back.

    What ``ADMITTING`` does to the record of an article was asked for by nobody.
    """
    if (operation.after or {}).get("kind") != "article" or operation.undoes is not None:
        return False
    return operation.before is None or operation.doing == ADMITTING
