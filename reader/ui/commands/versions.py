"""Decides between two versions of a note that an import or a merge brought together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotations.open_conflicts import UndecidableError, decided, open_conflicts
from reader.annotations.records import now
from reader.review.placed_records import Placed
from reader.session.choice import Choice, Row
from reader.session.findings_outline import one_line, snippet

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.session.stage import Stage

LONGEST = 60


def choose_version(session: Session, stage: Stage, own: Placed | None) -> None:
    """Ask which version of ``own`` is kept, one field after the other."""
    waiting = open_conflicts(own.record) if own is not None else []
    if own is None or not waiting:
        session.refuse("No note here has two versions; tab lists the notes.")
        return
    first, record = waiting[0], own.record
    mine, theirs = (snippet(one_line(each), LONGEST) or "(none)" for each in first.versions)
    rows = (
        Row("mine", mine, "m", "your version"),
        Row("theirs", theirs, "t", one_line(f"{first.other} {first.at[:10]}")),
    )

    def decide(side: str | None) -> None:
        if side not in ("mine", "theirs"):
            return
        try:
            made = decided(record, "mine" if side == "mine" else "theirs", now(), first.field)
        except UndecidableError as fault:
            session.refuse(str(fault))
            return
        session.current.save([made], "decide", record)
        left = len(open_conflicts(made))
        version = "your version" if side == "mine" else first.other
        more = f" · {left} more to decide" if left else ""
        session.report(f"Chose {version} of the {first.name}{more} · {session.undo_hint}")

    stage.ask(Choice(f"Two versions of the {first.name}", rows), decide)
