"""How training tells where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """``step`` of ``steps`` of a stage is done; ``note`` says what is known by now."""

    stage: str
    step: int
    steps: int
    note: str = ""


Listener = Callable[[Progress], None]


def unheard(_: Progress) -> None:
    """Ignore progress: a listener for when nobody listens."""
