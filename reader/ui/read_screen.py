"""The reading screen: its keys, and those of its lists, become commands."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Static

from reader.session.session import Session
from reader.text.span import Span
from reader.ui.article_pane import messages
from reader.ui.article_pane.pane import ArticlePane
from reader.ui.behind import run_behind
from reader.ui.key_sequences import (
    Asked,
)
from reader.ui.keyed_screen import Doing
from reader.ui.keys import ABOUT_AN_ARTICLE, Keys
from reader.ui.layout import DRAWERS
from reader.ui.list_messages import ArticleChosen, FindingChosen, RecordChosen
from reader.ui.looking_on import refused
from reader.ui.pane_layers import FINDINGS, NOTES
from reader.ui.showing import Showing
from reader.ui.status_line import selection_text

if TYPE_CHECKING:
    from reader.ui.commands.marking import Marking
    from reader.ui.desk_list import DeskList
    from reader.ui.row_list import RowList

DEFAULT_MEASURE = 76
"""Cells of the article's column."""


class ReadScreen(Showing):
    """It performs the commands of reading."""

    def __init__(self, session: Session, keys: Keys, *, review_first: bool) -> None:
        super().__init__(session, keys)
        self._review_first = review_first

    # The commands are loaded behind the first frame, or with the first key.

    @cached_property
    def marking(self) -> Marking:
        from reader.ui.commands.marking import Marking

        return Marking(self.session, self)

    @cached_property
    def _doings(self) -> dict[str, Doing]:
        from reader.ui.commands.articles import Articles
        from reader.ui.commands.correcting import Correcting
        from reader.ui.commands.desking import Desking
        from reader.ui.commands.exporting import Exporting
        from reader.ui.commands.more_marking import MoreMarking

        session = self.session
        return {
            **self.common(),
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
            "group-next": lambda _: self.move_group(1),
            "group-previous": lambda _: self.move_group(-1),
            "desk-open": lambda _: self.desk_list.choose(),
            "desk-page-down": lambda asked: self.desk_list.move_page(1, asked.count or 1),
            "desk-page-up": lambda asked: self.desk_list.move_page(-1, asked.count or 1),
            "desk-half-down": lambda asked: self.desk_list.move_page(0.5, asked.count or 1),
            "desk-half-up": lambda asked: self.desk_list.move_page(-0.5, asked.count or 1),
            "desk-top": lambda _: self.desk_list.walk_to(0),
            "desk-bottom": lambda _: self.desk_list.walk_to(len(self.session.desk.rows or ())),
            "desk-preview": lambda _: self.turn_preview(),
            "zen": lambda _: self.turn_zen(),
            "blind": lambda _: self.turn_blind(),
            "card": lambda _: self.card(),
            "review": lambda _: self.open_review(),
            "all-notes": lambda _: self.open_all_notes(),
            "codebook": lambda _: self.open_codebook(),
            "adjudicate": lambda _: self.open_labels(),
            "theme": lambda _: self.choose_theme(),
            "leave": lambda _: self.leave(),
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

    def leave(self) -> None:
        """Leave what is nearest: a selection, a list, zen, else the running search for findings."""
        if self.context == "desk" and self.session.desk.unselect():
            self.show_desk()
        elif self.context == "desk" and self.session.reading is None:
            self.turn_desk()
        elif self.focused is not self.pane or self.has_class(*DRAWERS):
            self.close_drawers()
        elif self.pane.act("leave"):
            return
        elif self.has_class("-zen"):
            self.remove_class("-zen")
        elif self.session.exporter.stop():
            self.session.report("Stopping the export …")
        elif self.session.analyst.busy:
            self._stop_finding()

    # -- keys

    def perform(self, asked: Asked) -> None:
        doing = self._doings.get(asked.command)
        if refused(self.session, asked.command):
            return
        if self.session.reading is None and asked.command in ABOUT_AN_ARTICLE:
            key = self.keys.first("desk", "read")
            self.session.refuse(f"No article is in view; {key} shows the desk to choose one.")
        elif doing is not None:
            doing(asked)
        elif not self.pane.act(asked.command, asked.count, asked.character):
            self.session.refuse(f"“{asked.command}” does not work here.")

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
            return f"Findings are hidden; {self.keys.first('blind')} shows them."
        looking = self.session.finder.looking
        return "Finding names and quotes…" if looking else ""

    @on(ArticlePane.ProgressChanged)
    def _progressed(self, event: messages.ProgressChanged) -> None:
        self.status.progress = event.progress

    @on(ArticlePane.FindChanged)
    def _found(self, event: messages.FindChanged) -> None:
        self.searching.report_found(event.query, event.current, event.total, event.gone_round)
        if not event.query and self.status.message == self.searching.hit:
            self.status.message = ""

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
        self.sequences.clear()

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

    def on_desk_list_moved(self) -> None:
        if self.session.desk.selection.start is not None:
            self.show_desk()
        self.preview_row()

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
