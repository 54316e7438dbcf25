"""What the user settled that formats need: tagset, publisher, whose annotations are meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.annotations.records import ArticleRecord, Record
    from reader.article.anchoring import Former
    from reader.article.page_text import PageText

Origin = Literal["machine", "own"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A label of the user's own tagset; ``colour`` as CSS takes it, "" when none is set."""

    layer: str
    type: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """``origins`` says whose annotations leave where a format takes both.

    ``publisher`` is the name and address of who publishes fact-checks; ``template`` the text of a
    page's template; ``shared_names`` the file names that several articles of the desk would have;
    ``codebook`` its records about tags; ``details`` lets layers for INCEpTION carry whole records;
    ``former`` gives the texts that records were made on, ``page_text`` that of the web page an
    article is from, None where it is not stored.
    """

    origins: frozenset[Origin] = frozenset({"machine", "own"})
    tagset: tuple[Tag, ...] = ()
    publisher: tuple[str, str | None] | None = None
    template: str | None = None
    shared_names: frozenset[str] = frozenset()
    codebook: tuple[Record, ...] = ()
    details: bool = False
    former: Former | None = field(default=None, compare=False)
    page_text: Callable[[ArticleRecord], PageText | None] | None = field(
        default=None, compare=False
    )


DEFAULT_OPTIONS = ExportOptions()
