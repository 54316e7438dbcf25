"""A row of a short list to choose from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to choose: its id, what is read, the key that takes it, a remark below."""

    id: str
    label: str
    key: str = ""
    remark: str = ""
