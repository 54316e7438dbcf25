"""What the thread of the store tells the notebook: frozen values, in the order of the work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.records import ArticleRecord, Record, SourceName, Tag

if TYPE_CHECKING:
    from reader.annotations.history import Operation


MANY = 5
"""Records from which on undo names a step's size, and asks before it removes so many."""


class Held(NamedTuple):
    """What the store holds.

    The desk's articles and counts, one article's records, who is who among ``sources`` on the desk.

    ``tags`` are those of the whole desk, the most used first; None where they were not read.
    ``codebook`` says more of some of them.
    """

    articles: tuple[ArticleRecord, ...]
    counts: Mapping[str, int]
    article_id: str | None
    records: tuple[Record, ...]
    tags: tuple[str, ...] | None = None
    codebook: tuple[Tag, ...] = ()
    sources: tuple[SourceName, ...] = ()


class Opened(NamedTuple):
    held: Held
    read_only: bool


class Changed(NamedTuple):
    """The store was read again: another terminal's changes, another article, an undo."""

    held: Held


class Admitted(NamedTuple):
    """An article has its record on the desk; ``held`` are the records on it."""

    record: ArticleRecord
    held: Held


class Saved(NamedTuple):
    """``messages`` are sentences on what stood in the way (somebody else's edit)."""

    ids: tuple[str, ...]
    ticket: int
    messages: tuple[str, ...] = ()


class Undone(NamedTuple):
    """``operation`` is None when there was nothing to undo or redo.

    Of a step on several records it is the first one; ``size`` is how many there were, on so many
    ``articles``.
    """

    doing: str
    operation: Operation | None
    size: int = 1
    articles: int = 1


class WideStep(NamedTuple):
    """Undo reached a step that brought in notes and was not made in this session.

    ``first`` is one of its ``size`` operations; nothing was taken back.
    """

    first: Operation
    size: int


class Failed(NamedTuple):
    """One sentence on what did not work.

    ``ids`` are the records that are not saved, ``kept`` whether all of them are drafts on the disk.
    """

    sentence: str
    ids: tuple[str, ...] = ()
    opening: bool = False
    kept: bool = True


class Noticed(NamedTuple):
    """Sentences of the store on what it found and mended while it was open."""

    sentences: tuple[str, ...]


Event = Opened | Admitted | Changed | Saved | Undone | WideStep | Failed | Noticed
