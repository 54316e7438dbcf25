"""The formats that notes leave by. A new one is a module of this package and a line here."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TextIO, cast

from reader.errors import ReaderError
from reader.exchange.dossier import Dossier


class ExchangeError(ReaderError):
    """An export that cannot be made; the message is one sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a format could not hold: how many, and what became of them."""

    count: int
    what: str

    def __str__(self) -> str:
        return f"{self.count} {self.what}"


class Writer(Protocol):
    """What the module of a format offers."""

    def write(self, dossiers: Iterable[Dossier], out: TextIO) -> list[Loss]:
        """Writes all dossiers to ``out`` and says what the format could not hold."""


FORMATS: Mapping[str, tuple[str, str]] = {
    "markdown": ("reader.exchange.markdown", "a page to read: quoted passages, notes, tags"),
    "json": ("reader.exchange.reader_json", "all records as they are, by article"),
}
"""Each format's name, the module that writes it, and one line on what it is for."""


def writer(name: str) -> Writer:
    """The writer of a format; ExchangeError when there is none of that name."""
    if name not in FORMATS:
        raise ExchangeError(f"There is no format {name!r}; there are {', '.join(FORMATS)}.")
    return cast(Writer, importlib.import_module(FORMATS[name][0]))
