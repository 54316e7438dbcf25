"""All that a command may ask of the screen in front.

It names no widget, so that a command can be tested without a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from reader.annotations.records import Evidence
    from reader.desk.row import DeskRow
    from reader.review.annotated_article import AnnotatedArticle
    from reader.review.item import Item
    from reader.review.speakers import Speaker
    from reader.review.triage import Filter
    from reader.session.choice import Choice, Question
    from reader.session.earlier_texts import EarlierText
    from reader.session.findings_outline import Node
    from reader.text.span import Span

Back = Literal["article", "desk", "here"]
"""What has the keys once a question is closed: "here" is what had them when it was asked."""
Focus = Literal["read", "select", "list", "desk", "review", "notes", "codebook", "labels"]
Unit = Literal["character", "word", "sentence", "paragraph"]


class Target(NamedTuple):
    """What a command is about: the own record and the finding of the row or at the cursor."""

    record: str | None = None
    finding: str | None = None


class Asking(Protocol):
    """Questions; ``then`` gets the answer, and nothing where the question is closed without one."""

    @property
    def context(self) -> Focus: ...

    def ask(self, choice: Choice, then: Callable[[str], None]) -> None: ...

    def ask_line(self, question: Question, then: Callable[[str], None]) -> None: ...


class Stage(Asking, Protocol):
    """The reading screen; ``back`` gets the keys once a question is closed."""

    def ask(self, choice: Choice, then: Callable[[str], None], *, back: Back = "here") -> None: ...

    def ask_line(
        self, question: Question, then: Callable[[str], None], *, back: Back = "here"
    ) -> None: ...

    @property
    def target(self) -> Target: ...

    @property
    def cursor(self) -> int: ...

    @property
    def desk_place(self) -> int:
        """The number of the row under the desk's cursor."""

    def move_desk(self, by: int) -> None: ...

    def show_desk(self) -> None:
        """Show what the desk holds now."""

    @property
    def desk_row(self) -> DeskRow | None:
        """The article under the desk's cursor."""

    @property
    def findings_here(self) -> list[str]:
        """Ids of the findings meant by the row or at the cursor, the innermost first."""

    @property
    def row(self) -> Node | None:
        """The row of the findings list that has the keys, None where something else has them."""

    @property
    def meant(self) -> str | None:
        """The mark or finding that was chosen itself, by its row or among those at the cursor."""

    @property
    def is_meant(self) -> bool:
        """Whether the first of them was selected itself, and not only the place that it is on."""

    def passage(self) -> tuple[Span, ...]:
        """Return the selection, else the sentence at the cursor."""

    def selected(self) -> Span | None: ...

    def word(self) -> Span:
        """Return the word at the cursor."""

    def grown(self, span: Span, by: int, unit: Unit, *, backwards: bool) -> Span:
        """Return ``span`` with its end (or start) ``by`` units further out, or in when negative."""

    def copy(self, text: str) -> None: ...

    def end_selection(self) -> None: ...

    def to_desk(self) -> None: ...

    def close_drawers(self) -> None:
        """Show the article, with the keys, and no list over it."""

    def go_to(self, offset: int, *, jump: bool = True) -> None:
        """Move the cursor; ``jump`` notes the place it leaves."""

    def mean(self, mark: str) -> None:
        """Have the keys mean the mark with this id, where it is one of those at the cursor."""

    def find(self, query: str, *, regex: bool = False) -> int:
        """Show the hits and go to the next one; their number, none for "". Raises FindError."""

    def write_note(
        self, passage: str, text: str, draft: str, then: Callable[[str | None], None]
    ) -> None:
        """Ask for a note; None when the editor is closed and the draft kept under ``draft``."""

    def pick(
        self, words: str, contexts: Sequence[str], then: Callable[[list[int]], None], further: bool
    ) -> None:
        """Ask which of the places of ``words`` are meant; ``further`` where one is marked."""

    def compare(self, reading: AnnotatedArticle, texts: Sequence[EarlierText]) -> None:
        """Show what changed between the reading and one of the texts."""


class ListStage(Asking, Protocol):
    """A page with a list of many rows."""

    @property
    def place(self) -> int:
        """The number of the row under the cursor."""

    def go_to_row(self, place: int) -> None: ...

    def move_row(self, by: int) -> None: ...

    def leave(self, *, to_article: bool = False) -> None:
        """Close the page; ``to_article`` shows the article, else what was in view before."""

    def show(self) -> None:
        """Show what the session holds now."""

    def write_note(
        self, passage: str, text: str, draft: str, then: Callable[[str | None], None]
    ) -> None:
        """Ask for a note; None when the editor is closed and the draft kept under ``draft``."""


class ReviewStage(Asking, Protocol):
    """The screen of review."""

    def grown(self, span: Span, by: int, unit: Unit, *, backwards: bool) -> Span:
        """Return ``span`` with its end (or start) ``by`` units further out, or in when negative."""

    def ask_filter(
        self,
        wanted: Filter,
        speaker: str | None,
        before: frozenset[str],
        count: Callable[[Filter], int],
        then: Callable[[Filter], None],
    ) -> None:
        """Ask for a filter, showing how many items each takes.

        ``speaker`` says the item in view; ``before`` are the ids of items that were checked before.
        """

    def ask_evidence(
        self,
        words: str,
        others: Sequence[AnnotatedArticle],
        draft: str,
        then: Callable[[Evidence], None],
        given: Evidence | None = None,
    ) -> None:
        """Ask for evidence on ``words``, or for ``given`` edited.

        What is typed and left stays under ``draft``.
        """

    def show_speaker(self, speaker: Speaker) -> None: ...

    def show_reasons(self, item: Item) -> None:
        """Show why an item is worth a check."""
