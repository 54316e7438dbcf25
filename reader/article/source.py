"""What a loader is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded text and where it comes from.

    ``location`` is the path as it was given, or "-" for standard input; line ends are LF.
    """

    text: str
    location: str
    encoding: str = "utf-8"
