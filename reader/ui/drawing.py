"""What the panes of the reading screen show of the session: marks, lists, and where work is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from reader.annotations.codebook import colours
from reader.review.annotated_article import AnnotatedArticle
from reader.review.corrected_findings import CorrectedFindings
from reader.session.findings_outline import Node, one_line, outline
from reader.session.people_signs import Person, legend, people_on
from reader.session.session import Session
from reader.text.cells import printable
from reader.text.plural import counted
from reader.ui.keymap import ON_FINDINGS
from reader.ui.keys import Keys
from reader.ui.layout import Layout
from reader.ui.pane_layers import FINDINGS, NOTES, finding_mark, finding_marks, record_marks
from reader.ui.status_line import Hints

if TYPE_CHECKING:
    from reader.analysis.findings import Findings

SAVED = "saved"
"""What the status line says when every change is on the disk."""
SAVED_ACT = f" · {SAVED} · "
"""What is in the sentence that names what was saved."""
STOPS = "esc again stops finding names and quotes."
LISTS_PAUSE = 0.1
"""Seconds after a change before the lists next to the article are drawn again."""


class Drawing(Layout):
    """The panes with what they show."""

    def __init__(self, session: Session, keys: Keys) -> None:
        super().__init__(session, keys)
        self._lists_due: Timer | None = None
        self._pointer = ""
        self._outlined: tuple[CorrectedFindings, tuple[Node, ...]] | None = None

    async def mount_lists(self) -> None:
        """Mount the lists next to the article, once it is on the screen."""
        from reader.ui.desk_list import DeskList
        from reader.ui.side_pane import SidePane

        words = Static("", id="desk-preview-words", markup=False)
        preview = VerticalScroll(words, id="desk-preview", can_focus=False)
        desk, side = self.query_one("#desk-body"), self.query_one("#side")
        for area, shown in ((desk, DeskList()), (side, SidePane()), (desk, preview)):
            if not area.is_attached:
                return  # the app was left meanwhile
            await area.mount(shown)
        if self.is_attached:
            self.lists_ready = True
            self.show_desk()
            self.show_lists()

    @property
    def colours(self) -> dict[str, str]:
        """Colours of tags and of the user's own labels, by name; those of the settings go first."""
        settings, notebook = self.session.settings, self.session.notebook
        own = {label.type: label.colour for label in settings.labels if label.colour}
        if not notebook.codebook:
            return {**own, **settings.colours}

        return {**own, **colours(notebook.codebook, notebook.tags), **settings.colours}

    def people(self, reading: AnnotatedArticle) -> dict[str, Person]:
        """Return the other people who made or judged some of an article's records."""
        return people_on(reading.records.records, self.session.settings.me)

    def draw(self, reading: AnnotatedArticle, offset: int) -> None:
        """Draw another article, at ``offset``."""
        self.drawn = reading
        self.query_one("#article-title", Static).update(printable(one_line(reading.article.title)))
        self.pane.show(reading.article, offset=offset)
        self.pane.hide_layer(FINDINGS, self.session.blind)
        self._draw_findings(reading)
        self._draw_records(reading)
        self.point_to_findings()

    def draw_changes(self) -> None:
        """Draw what is new in the reading of the same article."""
        before, reading = self.drawn, self.session.reading
        if reading is None or before is reading:
            return
        self.drawn = reading
        if before is None or before.findings.found is not reading.findings.found:
            self._draw_findings(reading)
            self.point_to_findings()
        elif before.standing is not reading.standing:
            self._draw_corrected(before, reading)
        self._draw_records(reading)

    def _draw_corrected(self, before: AnnotatedArticle, after: AnnotatedArticle) -> None:
        """Draw what a correction changed, and nothing else of a long article."""
        for gone in before.findings.by_id.keys() - after.findings.by_id.keys():
            self.pane.remove_mark(FINDINGS, gone)
        for finding_id, finding in after.findings.by_id.items():
            if before.findings.by_id.get(finding_id) is not finding:
                self.pane.put_mark(FINDINGS, finding_mark(finding))

    def draw_glimpse(self, glimpsed: Findings | None) -> None:
        """Light what is found in view, until all is found; None puts that light out."""
        reading = self.drawn
        if reading is not None and reading.findings.found is None:
            more = () if glimpsed is None else glimpsed.every
            marks = {each.id: finding_mark(each) for each in more}
            marks |= {mark.id: mark for mark in finding_marks(reading.standing)}
            self.pane.set_layer(FINDINGS, marks.values())

    def _draw_findings(self, reading: AnnotatedArticle) -> None:
        self.pane.set_layer(FINDINGS, finding_marks(reading.standing))
        self.show_lists_soon()

    def _draw_records(self, reading: AnnotatedArticle) -> None:
        placed = reading.records.placed
        self.pane.set_layer(NOTES, record_marks(placed, self.colours, self.people(reading)))
        self.show_lists_soon()

    def show_lists_soon(self) -> None:
        if self._lists_due is None:
            self._lists_due = self.set_timer(LISTS_PAUSE, self.show_lists)

    def show_lists(self) -> None:
        """Draw the desk and the tabs again, where they changed."""
        if self._lists_due is not None:
            self._lists_due.stop()
            self._lists_due = None
        if not self.lists_ready:
            return
        from reader.session.notes_outline import claim_rows, note_rows

        reading = self.session.reading
        self.desk_list.mark_current(self.session.notebook.article_id)
        if reading is None:
            return
        self.side.show_findings(() if self.session.blind else self._outline_of(reading))
        self.show_finding_state()
        placed = reading.records.placed
        people = self.people(reading)
        creators = {each.record.creator for each in placed}
        self.side.show_notes(*note_rows(placed, people))
        self.side.show_claims(claim_rows(placed, people))
        self.side.show_people(legend(creators, people, self.session.settings.me))

    def _outline_of(self, reading: AnnotatedArticle) -> tuple[Node, ...]:
        """Return what the Findings tab lists.

        Made again only where a finding or a decision changed.
        """
        findings = reading.findings
        if self._outlined is None or self._outlined[0] is not findings:
            standing, blocks = findings.standing, reading.article.blocks
            rows = outline(standing, blocks, findings.accepted, findings.own_ids)
            self._outlined = findings, rows
        return self._outlined[1]

    def show_finding_state(self) -> None:
        """Say over the list of findings how far the search is, or why the list is empty."""
        session, reading = self.session, self.session.reading
        if not self.lists_ready or reading is None:
            return
        state = ""
        if session.blind:
            state = f"Findings are hidden. {self.keys.first('blind')} shows them."
        elif reading.findings.found is None and session.finder.looking:
            state = f"{self.status.work or 'Finding names and quotes'} …"
        elif reading.findings.found is None:
            state = f"Not searched yet. {self.keys.first('look-again')} finds names and quotes."
        elif not self._outline_of(reading):
            state = "No names, quotes or figures were found."
        self.side.show_state(state)

    def point_to_findings(self) -> None:
        """Say where the findings are listed on a screen that has no room for their list."""
        reading = self.session.reading
        outline = () if reading is None or self.session.blind else self._outline_of(reading)
        count = sum(node.number for node in outline)
        message = self.status.message
        if count and self.has_class("-narrow") and (message in ("", SAVED) or SAVED_ACT in message):
            key = self.keys.first("pane-next", "read")
            self._pointer = f"{counted(count, 'finding')}: {key} lists them."
            self.status.message = self._pointer

    def forget_pointer(self) -> None:
        """Take the sentence away that says where findings are listed: they are now, or hidden."""
        if self._pointer and self.status.message == self._pointer:
            self.status.message = ""

    def _stop_finding(self) -> None:
        """Stop the search for findings, once it is clear that this is meant."""
        if self.status.message != STOPS:
            self.session.report(STOPS)
            return
        self.session.analyst.cancel()
        key = self.keys.first("look-again") or "ctrl+p"
        self.session.report(f"Stopped. {key} finds names and quotes.")

    def show_work(self, on: Literal["work", "desk_work", "adding"], words: str) -> None:
        """Show how far some work is."""
        setattr(self.status, on, words)
        if on == "work":
            self.show_finding_state()
            if not words and self.status.message == STOPS:
                self.status.message = ""

    def show_desk(self) -> None:
        """Show the articles that the desk has now."""
        if not self.lists_ready:
            return
        desk = self.session.desk
        self.query_one("#desk-title", Static).update(printable(desk.title))
        if desk.rows is not None:
            self.desk_list.show_rows(desk.rows, desk.empty_message)
            chosen = desk.selection.ids | set(desk.selection.in_range(desk.ids, self.desk_place))
            self.desk_list.select(frozenset(chosen))
            self.preview_row()

    def preview_row(self) -> None:
        """Ask for the preview of the article under the desk's cursor, while it shows."""
        if self.lists_ready and self.desk_preview.display and self.has_class("-desk-open"):
            self.session.desk.look_at(self.desk_list.row)

    def show_preview(self) -> None:
        from reader.ui.desk_preview import preview_parts

        preview = self.session.desk.preview
        if self.lists_ready:
            parts = () if preview is None else preview_parts(*preview)
            self.query_one("#desk-preview-words", Static).update(Content.assemble(*parts))
            self.desk_preview.scroll_home(animate=False)

    @property
    def desk_preview(self) -> VerticalScroll:
        return self.query_one("#desk-preview", VerticalScroll)

    def show_context(self) -> None:
        """Show the keys of what has the focus."""
        hints = self.query_one(Hints)
        hints.context = self.context
        on_findings = self.focused is not None and self.focused.id == "findings"
        hints.among = ON_FINDINGS if on_findings else ()
