"""What a loader is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A text, or the bytes of a document, and where it comes from.

    ``location`` is the path or address as it was given, or "-" for standard input; ``text`` has
    LF line ends, and is empty for a format that is no text, which is read from ``data``.
    ``address`` is where the network gave it in the end, "" for a file. ``notices`` are sentences
    for the person on how it came.
    """

    text: str
    location: str
    encoding: str = "utf-8"
    data: bytes = b""
    address: str = ""
    notices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How an error names the source, at the start of a sentence."""
        return "Standard input" if self.location == "-" else self.location
