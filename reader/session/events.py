"""What the session tells the screen. Every event is a frozen value, handed over in the loop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.desk.search import DeskHit
    from reader.review.annotated_article import AnnotatedArticle
    from reader.session.choice import Choice
    from reader.session.desk_export import Report


class ArticleLeft(NamedTuple):
    """The article in view is about to go; the place in it can still be kept."""


class ReadingShown(NamedTuple):
    """Another article comes into view, at ``offset``; ``front`` closes what lies over it."""

    reading: AnnotatedArticle
    offset: int
    front: bool


class ReadingChanged(NamedTuple):
    """The article in view has other findings or records."""

    reading: AnnotatedArticle


class FindingsGlimpsed(NamedTuple):
    """What is in view of an article that is still being read; None when that has stopped.

    It is there to be seen, and nothing else: names and speakers may still change.
    """

    findings: Findings | None


class RecordsChanged(NamedTuple):
    """The lists next to the article are out of date."""


class PlaceKnown(NamedTuple):
    """Where the person stopped reading last time."""

    offset: int


class GoTo(NamedTuple):
    """Show this offset, or this record; ``words`` are then shown as found."""

    place: int | str
    words: str = ""
    card: bool = False


class DeskListed(NamedTuple):
    """The desk has other rows, or another order."""


class DeskPreviewed(NamedTuple):
    """The desk has another preview."""


class Working(NamedTuple):
    """How far some work is; no words when it is done."""

    on: Literal["work", "desk_work", "adding"]
    words: str = ""


class Saving(NamedTuple):
    """Changes are on their way to the disk.

    ``done`` when all of them are durable, and ``act`` then says what was done.
    """

    done: bool = False
    act: str = ""


class Reported(NamedTuple):
    """A sentence for the status line.

    ``loud`` also as a notice, a ``refusal`` until the next key.
    """

    sentence: str
    loud: bool = False
    refusal: bool = False


class Asked(NamedTuple):
    """A question that no command asks; ``article`` when an article is chosen by it."""

    choice: Choice
    then: Callable[[str], None]
    article: bool = False


class Copied(NamedTuple):
    """Words for the clipboard."""

    words: str


class HitsListed(NamedTuple):
    """The desk was searched for ``query``; ``missing`` articles have no text to search."""

    query: str
    found: Sequence[DeskHit]
    missing: int = 0


class AllNotesListed(NamedTuple):
    """The page of all notes has other rows, or another order."""


class NotePreviewed(NamedTuple):
    """The page of all notes has another preview."""


class CodebookListed(NamedTuple):
    """The page of the codebook has other tags or counts."""


class Exported(NamedTuple):
    """An export ended; ``report`` says what was written, or why nothing was."""

    report: Report


class ReviewChanged(NamedTuple):
    """The queue, the item in view or a record on it changed."""


class Leaving(NamedTuple):
    """The session is about to close; what was chosen on the screen can still be kept."""


class Left(NamedTuple):
    """The session is closed."""


Event = (
    ArticleLeft
    | ReadingShown
    | ReadingChanged
    | FindingsGlimpsed
    | RecordsChanged
    | PlaceKnown
    | GoTo
    | DeskListed
    | DeskPreviewed
    | Working
    | Saving
    | Reported
    | Asked
    | Copied
    | HitsListed
    | AllNotesListed
    | NotePreviewed
    | CodebookListed
    | Exported
    | ReviewChanged
    | Leaving
    | Left
)
