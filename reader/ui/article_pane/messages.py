"""What the article pane tells those around it.

Messages are not compared or written out: the methods for that would be made at every start.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message
from textual.widget import Widget

from reader.text.span import Span
from reader.ui.article_pane.marks import PaneMark
from reader.ui.article_pane.progress import Progress
from reader.ui.article_pane.selection import Selection


@dataclass(eq=False, repr=False)
class PaneMessage(Message, namespace="article_pane"):
    """A message of one pane."""

    pane: Widget

    @property
    def control(self) -> Widget:
        return self.pane


class Latest(PaneMessage, namespace="article_pane"):
    """A message of which only the newest counts."""

    def can_replace(self, message: Message) -> bool:
        return type(message) is type(self)


@dataclass(eq=False, repr=False)
class CursorMoved(Latest, namespace="article_pane"):
    """The cursor is at ``offset``, on ``marks`` (innermost first)."""

    offset: int
    marks: list[PaneMark]


@dataclass(eq=False, repr=False)
class CurrentMarkChanged(Latest, namespace="article_pane"):
    """``mark`` is the one that keys mean now."""

    mark: PaneMark | None


@dataclass(eq=False, repr=False)
class SelectionChanged(Latest, namespace="article_pane"):
    """What is selected; None when nothing is any more."""

    selection: Selection | None
    span: Span | None


@dataclass(eq=False, repr=False)
class Selected(PaneMessage, namespace="article_pane"):
    """A passage was selected with the mouse."""

    span: Span


@dataclass(eq=False, repr=False)
class Requested(PaneMessage, namespace="article_pane"):
    """A command was asked for by key that is not the pane's to do."""

    command: str
    count: int | None
    character: str


@dataclass(eq=False, repr=False)
class Refused(PaneMessage, namespace="article_pane"):
    """A command of the pane's could not be done; ``reason`` is a sentence for the user."""

    command: str
    reason: str


@dataclass(eq=False, repr=False)
class KeysPending(Latest, namespace="article_pane"):
    """What was typed of a sequence that is not finished; "" when none is."""

    typed: str


@dataclass(eq=False, repr=False)
class ProgressChanged(Latest, namespace="article_pane"):
    """How far the reading is."""

    progress: Progress


@dataclass(eq=False, repr=False)
class FindChanged(Latest, namespace="article_pane"):
    """``current`` of ``total`` hits, counted from 1; 0 when at none.

    ``gone_round``: the step there went over an end of the text.
    """

    query: str
    current: int
    total: int
    gone_round: bool = False


@dataclass(eq=False, repr=False)
class LinkActivated(PaneMessage, namespace="article_pane"):
    """A link of the article is to be opened."""

    url: str


@dataclass(eq=False, repr=False)
class MarkPressed(PaneMessage, namespace="article_pane"):
    """The sign of ``mark`` in the gutter was clicked."""

    mark: PaneMark
