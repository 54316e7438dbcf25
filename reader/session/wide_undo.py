"""Undo of a step that brought in many records in an earlier session or command: ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.session.choice import Choice, Row
from reader.session.events import Asked
from reader.session.store_news import MANY
from reader.text.local_day import local_time
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.session.state import SessionState
    from reader.session.store_news import Undone, WideStep

UNDO, KEEP = "undo", "keep"


def ask_to_undo(state: SessionState, news: WideStep) -> None:
    """Ask whether all of the step is to be taken back."""
    first = news.first
    when = local_time(first.when)[:16].replace("T", " ")
    rows = [Row(KEEP, "Keep it", "k"), Row(UNDO, "Undo all of it", "u")]

    def chosen(answer: str) -> None:
        if answer == UNDO:
            state.notebook.undo(sure=True)
        else:
            state.follows = False
            state.report("Nothing undone.")

    doing = first.doing.removeprefix("redo ")
    title = f"Your last step is “{doing}”, {counted(news.size, 'record')}, {when}."
    state.emit(Asked(Choice(title, rows, KEEP), chosen))


def size_of(news: Undone) -> str:
    """Return how many records a large step took back, "" for a small one or where it says so."""
    says_so = news.operation is not None and f"{news.size:,}" in news.operation.doing.split()
    return "" if news.size < MANY or says_so else f" ({counted(news.size, 'record')})"
