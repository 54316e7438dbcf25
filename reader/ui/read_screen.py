"""The reading screen: keys become commands, events of the session become what is seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual import on
from textual.events import Key
from textual.widgets import Input, Static

from reader.session import events
from reader.session.choice import Choice, Row
from reader.session.session import Session
from reader.text.cells import printable
from reader.text.span import Span
from reader.ui.article_pane import messages
from reader.ui.article_pane.keyboard import stroke_of
from reader.ui.article_pane.pane import ArticlePane
from reader.ui.behind import act_on_app, run_behind
from reader.ui.key_sequences import (
    Asked,
    KeySequences,
    Pending,
    Unknown,
    is_written,
    without_meaning,
)
from reader.ui.keys import ABOUT_AN_ARTICLE, Keys, how_to_quit
from reader.ui.layout import DRAWERS, SAVED
from reader.ui.list_messages import ArticleChosen, FindingChosen, RecordChosen
from reader.ui.looking_on import refused
from reader.ui.pane_layers import FINDINGS, NOTES
from reader.ui.reading_stage import ReadingStage
from reader.ui.status_line import selection_text

if TYPE_CHECKING:
    from reader.ui.commands.marking import Marking
    from reader.ui.commands.searching import Searching
    from reader.ui.desk_list import DeskList
    from reader.ui.over_screen import OverScreen
    from reader.ui.review.screen import ReviewScreen
    from reader.ui.row_list import RowList

Doing = Callable[[Asked], None]
DEFAULT_MEASURE = 76
"""Cells of the article's column."""


class ReadScreen(ReadingStage):
    """It performs the commands of reading."""

    def __init__(self, session: Session, keys: Keys, *, review_first: bool) -> None:
        super().__init__(session, keys)
        self._review_first = review_first
        self._list_keys = KeySequences(keys)
        self._refusal = ""
        self.review: ReviewScreen | None = None
        self.page: OverScreen[bool] | None = None

    # The commands are loaded behind the first frame, or with the first key.

    @cached_property
    def marking(self) -> Marking:
        from reader.ui.commands.marking import Marking

        return Marking(self.session, self)

    @cached_property
    def searching(self) -> Searching:
        from reader.ui.commands.searching import Searching

        return Searching(self.session, self)

    @cached_property
    def _doings(self) -> dict[str, Doing]:
        from reader.ui.commands.articles import Articles
        from reader.ui.commands.correcting import Correcting
        from reader.ui.commands.desking import Desking
        from reader.ui.commands.exporting import Exporting
        from reader.ui.commands.more_marking import MoreMarking

        session = self.session
        return {
            **self._moves(),
            **Articles(session, self).commands(),
            **self.marking.commands(),
            **MoreMarking(session, self, self.marking).commands(),
            **self.searching.commands(),
            **Correcting(session, self, self.marking).commands(),
            **Exporting(session, self).commands(),
            **Desking(session, self).commands(),
        }

    def _moves(self) -> dict[str, Doing]:
        """Return the commands that only move about on the screen, or open something over it."""
        return {
            "pane-next": lambda _: self.turn_pane(1),
            "pane-previous": lambda _: self.turn_pane(-1),
            "desk": lambda _: self.turn_desk(),
            "tab-next": lambda _: self.turn_tab(1),
            "tab-previous": lambda _: self.turn_tab(-1),
            "row-down": lambda asked: self.move_row(asked.count or 1),
            "row-up": lambda asked: self.move_row(-(asked.count or 1)),
            "desk-open": lambda _: self.desk_list.choose(),
            "desk-page-down": lambda asked: self.desk_list.move_page(1, asked.count or 1),
            "desk-page-up": lambda asked: self.desk_list.move_page(-1, asked.count or 1),
            "desk-half-down": lambda asked: self.desk_list.move_page(0.5, asked.count or 1),
            "desk-half-up": lambda asked: self.desk_list.move_page(-0.5, asked.count or 1),
            "desk-top": lambda _: self.desk_list.walk_to(0),
            "desk-bottom": lambda _: self.desk_list.walk_to(len(self.session.desk.rows or ())),
            "zen": lambda _: self.turn_zen(),
            "blind": lambda _: self.turn_blind(),
            "card": lambda _: self.card(),
            "review": lambda _: self.open_review(),
            "all-notes": lambda _: self.open_all_notes(),
            "codebook": lambda _: self.open_codebook(),
            "adjudicate": lambda _: self.open_labels(),
            "theme": lambda _: self.choose_theme(),
            "leave": lambda _: self.leave(),
            "help": lambda _: self.help(),
            "palette": lambda _: self.app.action_command_palette(),
            "quit": lambda _: self.session.leave(),
            "suspend": lambda _: act_on_app(self, "suspend_to_shell"),
            "redraw": lambda _: act_on_app(self, "redraw"),
            "how-to-quit": lambda _: self.session.refuse(how_to_quit(self.keys, self.context)),
        }

    # -- start

    def on_mount(self) -> None:
        session, settings = self.session, self.session.settings
        self.pane.measure = settings.measure or session.choices.measure or DEFAULT_MEASURE
        session.in_view = lambda: Span(*self.pane.in_sight())
        session.begin()
        if session.first_article is not None and self._review_first:
            self.call_after_refresh(self.open_review)
        for sentence in self.keys.clashes[:3]:
            session.report(sentence, loud=True)
        if settings.theme and settings.theme not in self.app.available_themes:
            session.report(f"There is no theme “{settings.theme}”.", loud=True)
        if session.starts_with_desk:
            # On a first start an article may be there already.
            self.set_class(session.reading is None, "-desk-open")
            self.call_next(self._mount_lists)
        else:
            self.behind_the_frame(self._mount_lists)

    async def _mount_lists(self) -> None:
        await self.mount_lists()
        session = self.session
        if self.lists_ready and session.first_article is None and session.reading is None:
            if session.starts_with_desk:
                self.to_desk()
            else:
                session.contents.ask()
        # Once the lists are drawn: what is loaded takes the interpreter from the loop.
        loading = session.guarded(load_ahead, "loading the note editor and review")
        self.behind_the_frame(lambda: run_behind(self, loading))

    # -- what opens over the screen, and closes

    def open_review(self) -> None:
        """Go through the queue of the article in view."""
        from reader.ui.review.screen import ReviewScreen

        review = self.session.begin_review()
        if review is not None:
            self.forget_pointer()
            self.review = ReviewScreen(self.session, review, self.keys, self)
            self.app.push_screen(self.review, self._review_closed)

    def open_all_notes(self) -> None:
        """Show every note of the desk as a list."""
        from reader.ui.pages.all_notes import NotesPage

        self._open_page(NotesPage(self.session, self.keys, self, self.perform))

    def open_codebook(self) -> None:
        """Show every tag of the desk."""
        from reader.ui.pages.codebook import CodebookPage

        self._open_page(CodebookPage(self.session, self.keys, self, self.perform))

    def open_labels(self) -> None:
        """Decide between two people's labels of the article in view."""
        from reader.review.label_differences import label_differences
        from reader.ui.pages.labels import LabelsPage

        session, reading = self.session, self.session.reading
        if session.notebook.read_only:
            session.refuse("The notes can only be read.")
        elif reading is None or not label_differences(reading.records.placed):
            session.refuse("No two people's labels differ in this article.")
        else:
            self._open_page(LabelsPage(session, self.keys, self))

    def _open_page(self, page: OverScreen[bool]) -> None:
        def closed(to_article: bool | None) -> None:
            if self.page is page:
                self.page = None
            self.draw_changes()
            if self.drawn is not None:
                self._draw_records(self.drawn)  # a tag may have another colour now
            if to_article:
                self.close_drawers()

        self.page = page
        self.app.push_screen(page, closed)

    def _show_page(self) -> None:
        if self.page is not None:
            self.page.show()

    def _review_closed(self, offset: int | None) -> None:
        """Back to reading, at the item that was in view."""
        self.review = None
        self.draw_changes()
        if offset is not None:
            self.pane.go_to(offset)

    def leave(self) -> None:
        """Leave what is nearest: a list, zen, else the running search for findings."""
        if self.focused is not self.pane or self.has_class(*DRAWERS):
            self.close_drawers()
        elif self.pane.act("leave"):
            return
        elif self.has_class("-zen"):
            self.remove_class("-zen")
        elif self.session.exporter.stop():
            self.session.report("Stopping the export …")
        elif self.session.analyst.busy:
            self._stop_finding()

    # -- events of the session

    def take(self, event: events.Event) -> None:
        """Show what the session says."""
        self._taking[type(event)](event)

    @cached_property
    def _taking(self) -> dict[type, Callable[[Any], None]]:
        return {
            events.ArticleLeft: lambda _: self.session.current.keep_place(
                self.pane.reading_place()
            ),
            events.ReadingShown: self._reading_shown,
            events.ReadingChanged: lambda _: self._reading_changed(),
            events.FindingsGlimpsed: lambda event: self.draw_glimpse(event.findings),
            events.RecordsChanged: lambda _: self.show_lists_soon(),
            events.PlaceKnown: self._place_known,
            events.GoTo: self._go_to,
            events.DeskListed: lambda _: self.show_desk(),
            events.Working: lambda event: self.show_work(event.on, event.words),
            events.Saving: self._saving,
            events.Reported: self._reported,
            events.Asked: self._asked,
            events.Copied: lambda event: self.copy(event.words),
            events.HitsListed: lambda event: self.searching.show_hits(*event),
            events.AllNotesListed: lambda _: self._show_page(),
            events.NotePreviewed: lambda _: self.page.show_preview() if self.page else None,
            events.CodebookListed: lambda _: self._show_page(),
            events.Exported: self._exported,
            events.ReviewChanged: lambda _: self._review_changed(),
            events.Leaving: lambda _: self.keep_choices(),
            events.Left: lambda _: self.app.exit(1 if self.session.faults else 0),
        }

    def _reading_shown(self, event: events.ReadingShown) -> None:
        self.draw(event.reading, event.offset)
        if event.front:
            self.close_drawers()

    def _reading_changed(self) -> None:
        """While records are reviewed, the article waits until its turn comes again."""
        if self.review is None:
            self.draw_changes()
        if self.page is not None:
            self.page.reading_changed()

    def _review_changed(self) -> None:
        if self.review is not None:
            self.review.show()

    def _place_known(self, event: events.PlaceKnown) -> None:
        """Go to where the person stopped last time, unless they read already."""
        if self.pane.cursor == self.pane.reading.first:
            self.pane.go_to(min(event.offset, len(self.pane.reading.text)), jump=False)

    def _go_to(self, event: events.GoTo) -> None:
        if isinstance(event.place, str):
            self.pane.go_to_mark(NOTES, event.place)
        else:
            self.pane.go_to(event.place)
        if event.words:
            self.searching.show(event.words)
        if event.card:
            self.card()

    def _saving(self, event: events.Saving) -> None:
        if not event.done:
            self.status.message = "saving"
        elif self.status.message == "saving":
            self.session.report(event.act or SAVED)
            if self.session.settings.bell:
                self.app.bell()

    def _reported(self, event: events.Reported) -> None:
        self.status.message = event.sentence
        if event.refusal:
            self._refusal = event.sentence
        if event.loud:
            self.notify(printable(event.sentence), severity="warning", markup=False, timeout=10)

    def forget_refusal(self) -> None:
        if self._refusal and self.status.message == self._refusal:
            self.status.message = ""
        self._refusal = ""

    def _asked(self, event: events.Asked) -> None:
        """Ask; closing a list of articles with none in view leads to the desk."""
        from reader.ui.dialogs.choice import ChoiceDialog

        def closed(answer: str | None) -> None:
            if event.article:
                self.close_drawers()
            if answer is not None:
                event.then(answer)
            elif event.article and self.session.reading is None:
                self.to_desk()

        self.app.push_screen(ChoiceDialog(event.choice), closed)

    def _exported(self, event: events.Exported) -> None:
        """Say what was written; list what stayed behind, unless something else is asked."""
        report = event.report
        if not report.losses or not self.is_current or self.prompt.asking:
            self.session.report(str(report), loud=True)
            return
        self.session.report(str(report))
        rows = [Row(str(place), loss) for place, loss in enumerate(report.losses)]
        title = f"{report.sentence}. What stayed behind (esc closes):"
        self.ask(Choice(title, rows), lambda _: None, back="here")

    # -- keys

    def perform(self, asked: Asked) -> None:
        """Do a command, wherever it was asked for."""
        doing = self._doings.get(asked.command)
        if refused(self.session, asked.command):
            return
        if self.session.reading is None and asked.command in ABOUT_AN_ARTICLE:
            key = self.keys.first("desk", "read")
            self.session.refuse(f"No article is in view; {key} shows the desk to choose one.")
        elif doing is not None:
            doing(asked)
        elif not self.pane.act(asked.command, asked.count, asked.character):
            self.session.refuse(f"“{asked.command}” cannot be done here.")

    def on_key(self, event: Key) -> None:
        """Keys that the focused pane left: those of the lists, and all of an empty screen."""
        if isinstance(self.focused, Input):
            return
        outcome = self._list_keys.feed(self.context, stroke_of(event))
        self.status.pending = outcome.typed if isinstance(outcome, Pending) else ""
        if isinstance(outcome, Asked | Pending):
            event.stop()
            event.prevent_default()
        if isinstance(outcome, Asked):
            self.perform(outcome)
        elif isinstance(outcome, Unknown) and is_written(outcome.typed):
            self.session.refuse(without_meaning(outcome.typed, self.keys, self.context))

    @on(ArticlePane.Requested)
    def _requested(self, event: messages.Requested) -> None:
        event.stop()
        self.perform(Asked(event.command, event.count, event.character))

    @on(ArticlePane.KeysPending)
    def _pending(self, event: messages.KeysPending) -> None:
        self.status.pending = event.typed

    @on(ArticlePane.Refused)
    def _refused(self, event: messages.Refused) -> None:
        self.session.refuse(self._without_findings(event.command) or event.reason)

    def _without_findings(self, command: str) -> str:
        """Why a command about findings reaches none that may be there all the same."""
        if command not in ("finding-next", "finding-previous", "jump"):
            return ""
        if self.session.blind:
            return f"What the machine found is hidden; {self.keys.first('blind')} shows it."
        looking = self.session.finder.looking
        return "Finding names and quotes…" if looking else ""

    @on(ArticlePane.ProgressChanged)
    def _progressed(self, event: messages.ProgressChanged) -> None:
        self.status.progress = event.progress

    @on(ArticlePane.FindChanged)
    def _found(self, event: messages.FindChanged) -> None:
        self.searching.report_found(event.query, event.current, event.total, event.gone_round)

    @on(ArticlePane.SelectionChanged)
    def _selected(self, event: messages.SelectionChanged) -> None:
        text, before = self.pane.reading.text, self.status.selected
        self.status.selected = selection_text(event.selection, event.span, text)
        if not before:
            self.status.message = ""
        self.show_context()

    def on_descendant_focus(self) -> None:
        self.show_context()

    def on_descendant_blur(self) -> None:
        self._list_keys.clear()

    @on(ArticlePane.Selected)
    def _selected_by_mouse(self) -> None:
        if not self.session.settings.look_only:
            self.marking.offer(self.perform)

    @on(ArticlePane.LinkActivated)
    def _link_activated(self, event: messages.LinkActivated) -> None:
        """Open a link of the article in the browser; only what a browser opens safely."""
        if event.url.startswith(("https://", "http://")):
            self.app.open_url(event.url)
            self.session.report(f"Opening {event.url}")
        else:
            self.session.report(f"{event.url} is no address that a browser opens.")

    @on(ArticlePane.MarkPressed)
    def _mark_pressed(self) -> None:
        self.card()

    def on_row_list_stuck(self, event: RowList.Stuck) -> None:
        event.stop()
        self.session.refuse(event.sentence)

    def on_desk_list_widened(self, event: DeskList.Widened) -> None:
        from reader.ui.desk_list import heading

        names = heading(event.width)
        line = self.query_one("#desk-heading", Static)
        line.display = bool(names)
        line.update(names)

    @on(FindingChosen)
    def _finding_chosen(self, event: FindingChosen) -> None:
        """Show it; a list next to the article keeps the keys while its row has more of them."""
        self.pane.go_to_mark(FINDINGS, event.finding)
        if event.total > 1:
            self.session.report(f"{event.number} of {event.total} · enter goes to the next one")
        if event.total == 1 or self.has_class("-narrow"):
            self.close_drawers()

    @on(RecordChosen)
    def _record_chosen(self, event: RecordChosen) -> None:
        reading = self.session.reading
        placed = reading.records.by_id.get(event.record) if reading else None
        if placed is None or placed.start is None:
            self.session.refuse("This note has lost its place in this version of the text.")
            return
        self.pane.go_to_mark(NOTES, event.record)
        self.close_drawers()

    @on(ArticleChosen)
    def _article_chosen(self, event: ArticleChosen) -> None:
        self.close_drawers()
        self.session.queue.open_row(event.article_id)


def load_ahead() -> None:
    """Load, behind the first frame, what the first mark, the first note and review need."""
    import reader.article.anchoring
    import reader.session.reviewing
    import reader.ui.commands.marking
    import reader.ui.dialogs.note_editor
    import reader.ui.review.screen  # noqa: F401
