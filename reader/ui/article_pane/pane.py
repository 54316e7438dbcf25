"""The widget that shows an article and lets the reader move, select, mark and find in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.text.span import Span
from reader.ui.article_pane import messages
from reader.ui.article_pane.commands import CARET_COMMANDS, STUCK, Done
from reader.ui.article_pane.footnotes import followed
from reader.ui.article_pane.found import Found, search
from reader.ui.article_pane.jump_letters import lettered
from reader.ui.article_pane.keyboard import Keyboard
from reader.ui.article_pane.marks import FOUND, PaneMark
from reader.ui.article_pane.selection import Selection, Unit, grown
from reader.ui.keys import Keys

NARROWEST, WIDEST = 24, 160
_STEP = 4


class ArticlePane(Keyboard, can_focus=True):
    """An article with its marks, a text cursor, selection and finding.

    It looks up keys while it has the focus; ``act`` does a command by name. It reports
    what happens with the messages below.
    """

    CursorMoved = messages.CursorMoved
    CurrentMarkChanged = messages.CurrentMarkChanged
    SelectionChanged = messages.SelectionChanged
    Selected = messages.Selected
    Requested = messages.Requested
    Refused = messages.Refused
    KeysPending = messages.KeysPending
    ProgressChanged = messages.ProgressChanged
    FindChanged = messages.FindChanged
    LinkActivated = messages.LinkActivated
    MarkPressed = messages.MarkPressed

    def __init__(
        self,
        *,
        keys: Keys | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_keys(keys)

    # Commands

    def act(self, command: str, count: int | None = None, character: str = "") -> bool:
        """Do a command of the pane's by its id; False when it is not the pane's to do."""
        if command in _OF_THE_PANE:
            return _OF_THE_PANE[command](self, count or 1)
        doing = CARET_COMMANDS.get(command)
        if doing is None or (command in _ON_A_SELECTION and self.selection is None):
            return False
        before = self._position
        with self.moving():
            done = doing(self.caret, count, character)
        if done.scrolled:
            self._scroll(self.scroll_offset.y + done.scrolled)
        self._bring_into_sight()
        self._answer(command, done, moved=self._position != before)
        return True

    @property
    def _position(self) -> tuple[object, ...]:
        """What a command may change: cursor, selection, the mark meant, what is in sight."""
        caret = self.caret
        return caret.offset, caret.selection, caret.mark, self.scroll_offset

    def _answer(self, command: str, done: Done, *, moved: bool) -> None:
        """Say why a command did nothing."""
        refused = done.refused
        if not moved and not refused:
            refused = "There is no text here." if self.reading.is_empty else STUCK.get(command, "")
        if refused:
            self.post_message(messages.Refused(self, command, refused))

    def leave(self) -> bool:
        """Leave the selection, else the hits of a search; False when there is neither."""
        if self.selection is not None:
            self.clear_selection()
        elif self.caret.found.query:
            self.clear_find()
        else:
            return False
        return True

    # The cursor

    @property
    def cursor(self) -> int:
        """The offset of the character that the cursor is on."""
        return self.caret.offset

    @cursor.setter
    def cursor(self, offset: int) -> None:
        self.go_to(offset, jump=False)

    def go_to(self, offset: int, *, jump: bool = True) -> None:
        """Move the cursor to ``offset`` and into sight; ``jump`` notes the place it leaves."""
        with self.moving():
            if jump:
                self.caret.jump(offset)
            else:
                self.caret.to(offset)
        self._bring_into_sight()

    def go_to_mark(self, layer: str, mark_id: str) -> bool:
        """Move the cursor to where a mark begins, meaning that mark; False when there is none."""
        mark = self.caret.layers.get(layer, mark_id)
        if mark is None:
            return False
        with self.moving():
            self.caret.jump(mark.start)
            self.caret.mean(mark_id)
        self._bring_into_sight()
        return True

    def mean(self, mark_id: str) -> None:
        """Have the keys mean the mark with this id, where it is one of those at the cursor."""
        with self.moving():
            self.caret.mean(mark_id)

    @property
    def places(self) -> dict[str, int]:
        """Offsets kept under a letter."""
        return self.caret.places

    def reading_place(self) -> int:
        """Return the offset to come back to: the cursor's, or that of the first line in sight."""
        in_sight = self.screen_offset_of(self.cursor) is not None
        return self.cursor if in_sight else self.top_offset

    # Passages

    @property
    def selection(self) -> Selection | None:
        return self.caret.selection

    @selection.setter
    def selection(self, selection: Selection | None) -> None:
        with self.moving():
            self.caret.selection = selection
            if selection is not None:
                self.caret.to(selection.head)
        self._bring_into_sight()

    def selected_span(self) -> Span | None:
        """Return the passage that is selected, in whole clusters."""
        return self.caret.selected()

    def passage(self) -> tuple[Span, ...]:
        """Return the selection, else the sentence at the cursor; nothing in an empty article."""
        return self.caret.passage()

    def select(self, span: Span) -> None:
        """Select ``span`` by character; the cursor goes to its end."""
        with self.moving():
            self.caret.select(span)
        self._bring_into_sight()

    def clear_selection(self) -> None:
        with self.moving():
            self.caret.selection = None

    def grown(self, span: Span, by: int, unit: Unit = "word", *, backwards: bool = False) -> Span:
        """Return ``span`` with its end (or start) ``by`` units further out, or in when negative."""
        return grown(self.reading, span, unit, by, backwards=backwards)

    def sentence_at(self, offset: int) -> Span:
        return self.reading.sentence_at(offset)

    def word_at(self, offset: int) -> Span:
        return self.reading.word_at(offset)

    def paragraph_at(self, offset: int) -> Span:
        return self.reading.paragraph_at(offset)

    # Marks

    def marks(self, layer: str | None = None) -> list[PaneMark]:
        """Return the marks of one layer, or of all that are shown, in text order."""
        return self.caret.layers.marks(layer)

    def marks_at(self, offset: int) -> list[PaneMark]:
        """Return the shown marks on the character at ``offset``, innermost first."""
        return self.caret.layers.at(offset)

    @property
    def current_mark(self) -> PaneMark | None:
        """The mark at the cursor that keys mean."""
        return self.caret.mark

    @property
    def is_meant(self) -> bool:
        """Whether that mark was asked for itself, and not only the place that it is on."""
        return self.caret.is_meant

    # Finding

    def find(self, query: str, *, regex: bool = False) -> int:
        """Show all hits of ``query`` and go to the next one; their number.

        Raises FindError, whose message is for the user, when it cannot be searched for.
        """
        found = search(self.reading, query, regex=regex)
        with self.moving():
            self.caret.found = found
            hit = found.go_near(self.cursor)
            if hit is not None:
                self.caret.jump(hit.start)
        self._bring_into_sight()
        return len(found)

    def clear_find(self) -> None:
        with self.moving():
            self.caret.found = Found()

    # Letters to jump by

    def jump_letters(self) -> bool:
        """Lay a letter over each finding in sight; the next keys typed go there."""
        first, last = self.in_sight()
        marks = (mark for _, mark in self.caret.layers.between(first, last))
        starts = {mark.start for mark in marks if mark.channel in FOUND}
        letters = lettered(at for at in starts if first <= at < last)
        if letters:
            self.show_letters(letters)
        else:
            self.post_message(messages.Refused(self, "jump", "There is no finding in sight."))
        return True

    # Links and footnotes

    def follow(self) -> bool:
        """Open the link at the cursor, or go from a footnote's number to its note and back."""
        link = self.reading.link_at(self.cursor)
        if link is not None:
            self.post_message(messages.LinkActivated(self, link.url))
            return True
        place = followed(self.reading, self.cursor)
        if place is None:
            refused = "There is no link and no footnote here."
            self.post_message(messages.Refused(self, "follow", refused))
        else:
            self.go_to(place)
        return True

    # The column

    def _widen(self, by: int) -> bool:
        self.measure = max(NARROWEST, min(WIDEST, self.measure + by))
        width = f"The column is up to {self.measure} cells wide."
        self.post_message(messages.Refused(self, "measure-wider", width))
        return True

    def _number_paragraphs(self) -> bool:
        self.paragraph_numbers = not self.paragraph_numbers
        state = "shown" if self.paragraph_numbers else "hidden"
        words = f"Paragraph numbers are {state}."
        self.post_message(messages.Refused(self, "paragraph-numbers", words))
        return True


_ON_A_SELECTION = frozenset(
    f"{doing}{unit}" for doing in ("grow", "shrink") for unit in ("", "-character", "-sentence")
) | {"other-end"}

_OF_THE_PANE: Mapping[str, Callable[[ArticlePane, int], bool]] = {
    "leave": lambda pane, _: pane.leave(),
    "follow": lambda pane, _: pane.follow(),
    "jump": lambda pane, _: pane.jump_letters(),
    "measure-wider": lambda pane, count: pane._widen(_STEP * count),
    "measure-narrower": lambda pane, count: pane._widen(-_STEP * count),
    "paragraph-numbers": lambda pane, _: pane._number_paragraphs(),
}
