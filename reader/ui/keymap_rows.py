"""What a row of the table of commands is, and the places where its keys mean it.

Keys are written as Textual names them for named keys ("ctrl+d", "space", "pagedown") and as
the character itself for the rest ("j", "G", "?"); a sequence is separated by spaces ("d d").
Symbols that need AltGr on many keyboards have a plain twin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

Context = Literal["read", "select", "list", "desk", "review", "notes", "codebook", "labels"]

READ: tuple[Context, ...] = ("read",)
TEXT: tuple[Context, ...] = ("read", "select")
SELECT: tuple[Context, ...] = ("select",)
LIST: tuple[Context, ...] = ("list",)
RESTING: tuple[Context, ...] = ("read", "list")
DESK: tuple[Context, ...] = ("desk",)
REVIEW: tuple[Context, ...] = ("review",)
NOTES: tuple[Context, ...] = ("notes",)
CODEBOOK: tuple[Context, ...] = ("codebook",)
LABELS: tuple[Context, ...] = ("labels",)
EVERYWHERE: tuple[Context, ...] = ("read", "select", "list")


class Command(NamedTuple):
    """One thing the user can ask for.

    ``hint`` is its word in the footer ("" keeps it out), ``takes_character`` says that the key
    after its own names a place, ``palette`` that it makes sense without a key.
    """

    id: str
    keys: tuple[str, ...]
    description: str
    group: str
    contexts: tuple[Context, ...] = READ
    hint: str = ""
    takes_character: bool = False
    palette: bool = True


class CommandGroup(NamedTuple):
    """Makes the commands of a group of the key table, which all work in one context."""

    name: str
    context: tuple[Context, ...]

    def __call__(
        self,
        id: str,  # noqa: A002
        keys: Sequence[str],
        description: str,
        hint: str = "",
        *,
        palette: bool = True,
    ) -> Command:
        return Command(id, tuple(keys), description, self.name, self.context, hint, palette=palette)
