"""The reading screen as the stage of commands: what they are about, and what they ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.events import Key

from reader.readable_path import readable_path
from reader.session.choice import Choice, Row
from reader.session.findings_outline import snippet
from reader.session.stage import Target
from reader.text.span import Span
from reader.ui.article_pane.pane import ArticlePane
from reader.ui.moving import Moving
from reader.ui.pane_layers import FINDINGS

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.desk.row import DeskRow
    from reader.review.annotated_article import AnnotatedArticle
    from reader.session.choice import Choice, Question
    from reader.session.earlier_texts import EarlierText
    from reader.session.findings_outline import Node
    from reader.session.stage import Back, Unit

MIN_TOLD, MAX_TOLD = 10, 30
"""Characters of a copied text in the status line."""
ROOM_AT_THE_RIGHT = 13
"""Cells of the status line that show how far the reading is."""


class ReadingStage(Moving):
    """The methods of ``reader.session.stage.Stage``."""

    @property
    def target(self) -> Target:
        from reader.ui.findings_tree import FindingsTree
        from reader.ui.record_list import RecordList

        if isinstance(self.focused, RecordList):
            return Target(record=self.focused.record)
        if isinstance(self.focused, FindingsTree):
            finding, reading = self.focused.finding, self.session.reading
            is_own = reading is not None and finding in reading.records.by_id
            return Target(finding if is_own else None, finding)
        reading = self.session.reading
        if reading is None or not isinstance(self.focused, ArticlePane):
            return Target()
        own = (mark for mark in self._marks_here if mark in reading.records.by_id)
        found = (mark for mark in self._marks_here if mark in reading.findings.by_id)
        return Target(next(own, None), next(found, None))

    @property
    def _marks_here(self) -> list[str]:
        """The marks at the cursor: the one that keys mean, then the innermost first."""
        pane = self.pane
        marks = [pane.current_mark, *pane.marks_at(pane.cursor)]
        return list(dict.fromkeys(mark.id for mark in marks if mark is not None))

    @property
    def findings_here(self) -> list[str]:
        if self.context == "list":
            return [self.target.finding] if self.target.finding else []
        reading = self.session.reading
        return [
            each
            for each in self._marks_here
            if reading is not None and each in reading.findings.by_id
        ]

    @property
    def row(self) -> Node | None:
        from reader.ui.findings_tree import FindingsTree

        return self.focused.row if isinstance(self.focused, FindingsTree) else None

    @property
    def meant(self) -> str | None:
        if self.context == "list":
            return self.target.record or self.target.finding
        mark = self.pane.current_mark
        return mark.id if mark is not None and self.is_meant else None

    @property
    def is_meant(self) -> bool:
        return self.pane.is_meant

    @property
    def cursor(self) -> int:
        return self.pane.cursor

    @property
    def desk_row(self) -> DeskRow | None:
        return self.desk_list.row

    def passage(self) -> tuple[Span, ...]:
        return self.pane.passage()

    def selected(self) -> Span | None:
        return self.pane.selected_span()

    def word(self) -> Span:
        return self.pane.word_at(self.pane.cursor)

    def grown(self, span: Span, by: int, unit: Unit, *, backwards: bool) -> Span:
        return self.pane.grown(span, by, unit, backwards=backwards)

    def end_selection(self) -> None:
        self.pane.clear_selection()

    def go_to(self, offset: int, *, jump: bool = True) -> None:
        self.pane.go_to(offset, jump=jump)

    def mean(self, mark: str) -> None:
        self.pane.mean(mark)

    def find(self, query: str, *, regex: bool = False) -> int:
        if query:
            return self.pane.find(query, regex=regex)
        self.pane.clear_find()
        return 0

    def copy(self, text: str) -> None:
        """Copy, by the desktop's own tool where there is one, and say which way was taken."""
        from reader.ui.clipboard import copied_by_tool, copied_to_file

        if not text:
            return
        self.end_selection()
        settings = self.session.settings
        tool = None if settings.in_browser else copied_by_tool(text)
        if tool:
            self.session.report(f"Copied “{snippet(text, MAX_TOLD)}” with {tool}.")
            return
        self.app.copy_to_clipboard(text)
        file = settings.data_folder / "copied.txt"
        path = None if settings.look_only else copied_to_file(text, file)
        way = f", also to {readable_path(path)}" if path else " through the terminal"
        if settings.in_browser:
            way = " through the browser" + (f", or see {readable_path(path)}" if path else "")
        room = self.app.size.width - cell_len(f"Copied “”{way}") - ROOM_AT_THE_RIGHT
        words = snippet(text, max(MIN_TOLD, min(MAX_TOLD, room)))
        self.session.report(f"Copied “{words}”{way}")

    def _give_keys(self, back: Back, before: Widget | None) -> None:
        """Give the keys back, "here" to what had them ``before`` the question."""
        if back == "desk":
            self.to_desk()
        elif back == "article" or before is None or not before.is_attached:
            self.to_article()
        else:
            self.set_focus(before)

    def ask(self, choice: Choice, then: Callable[[str], None], *, back: Back = "here") -> None:
        from reader.ui.dialogs.choice import ChoiceDialog

        before = self.focused

        def closed(answer: str | None) -> None:
            self._give_keys(back, before)
            if answer is not None:
                then(answer)

        self.app.push_screen(ChoiceDialog(choice), closed)

    def ask_line(
        self, question: Question, then: Callable[[str], None], *, back: Back = "here"
    ) -> None:
        before = self.focused

        def answered(line: str) -> None:
            self._give_keys(back, before)
            then(line)

        self.prompt.ask(question, answered, lambda: self._give_keys(back, before))

    def write_note(
        self, passage: str, text: str, draft: str, then: Callable[[str | None], None]
    ) -> None:
        from reader.ui.dialogs.note_editor import NoteEditor

        before = self.focused

        def closed(body: str | None) -> None:
            self._give_keys("here", before)
            then(body)

        self.app.push_screen(NoteEditor(passage, text, self.session.drafts, draft), closed)

    def pick(
        self, words: str, contexts: Sequence[str], then: Callable[[list[int]], None], further: bool
    ) -> None:
        from reader.ui.dialogs.occurrence_list import OccurrenceList

        before = self.focused

        def closed(places: list[int] | None) -> None:
            self._give_keys("here", before)
            if places:
                then(places)

        self.app.push_screen(OccurrenceList(words, contexts, further=further), closed)

    def compare(self, reading: AnnotatedArticle, texts: Sequence[EarlierText]) -> None:
        from reader.ui.dialogs.changes import ChangesScreen

        def closed(offset: int | None) -> None:
            self.to_article()
            if offset is not None:
                self.pane.go_to(offset)

        self.app.clear_notifications()
        self.app.push_screen(ChangesScreen(self.session, reading, texts), closed)

    # -- what opens over the screen, and closes

    def card(self) -> None:
        """Show the card of the mark under the cursor."""
        from reader.ui.card_text import finding_card, record_card
        from reader.ui.dialogs.card import Card

        reading, mark = self.session.reading, self.pane.current_mark
        if reading is None or mark is None:
            self.session.refuse("Nothing is marked here.")
        elif (placed := reading.records.by_id.get(mark.id)) is not None:
            person = self.people(reading).get(placed.record.creator)
            self.app.push_screen(Card(record_card(placed, person)), self._card_closed)
        elif (finding := reading.findings.by_id.get(mark.id)) is not None:
            lines = finding_card(finding, reading.standing, mark.id in reading.findings.accepted)
            self.app.push_screen(Card(lines), self._card_closed)
        else:
            self.session.refuse("The article is still loading; try again in a moment.")

    def _card_closed(self, key: Key | None) -> None:
        """Take the key that closed the card."""
        if key is not None:
            self.to_article()
            self.pane.post_message(Key(key.key, key.character))

    def choose_theme(self) -> None:
        """Choose among the app's own themes and the others, and keep it for the next start."""
        from reader.ui.themes import THEMES

        own = [theme.name for theme in THEMES]
        others = sorted(name for name in self.app.available_themes if name not in own)

        def chosen(name: str) -> None:
            self.app.theme = name
            self.save_choices()

        rows = [Row(name, name) for name in (*own, *others)]
        self.ask(Choice("Theme", rows, self.app.theme), chosen, back="here")

    def save_choices(self) -> None:
        if not self.app.no_color:
            self.session.choose(theme=self.app.theme)
        self.session.choose(measure=self.pane.measure)

    def turn_blind(self) -> None:
        """Hide what the machine found, or show it again."""
        session = self.session
        session.blind = not session.blind
        self.pane.hide_layer(FINDINGS, session.blind)
        self.show_lists()
        hidden = "Blind mode: findings are hidden."
        session.report(hidden if session.blind else "Findings are shown.")
