"""Events of the session become what is seen on the reading screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reader.session import events
from reader.session.choice import Choice, Row
from reader.session.session import Session
from reader.text.cells import printable
from reader.ui.drawing import SAVED
from reader.ui.keys import Keys
from reader.ui.opening import Opening
from reader.ui.pane_layers import NOTES

if TYPE_CHECKING:
    from reader.ui.commands.searching import Searching


class Showing(Opening):
    """It takes every event of the session."""

    def __init__(self, session: Session, keys: Keys) -> None:
        super().__init__(session, keys)
        self._refusal = ""

    @cached_property
    def searching(self) -> Searching:
        from reader.ui.commands.searching import Searching

        return Searching(self.session, self)

    def take(self, event: events.Event) -> None:
        """Show what the session says."""
        self._taking[type(event)](event)

    @cached_property
    def _taking(self) -> dict[type, Callable[[Any], None]]:
        return {
            events.ArticleLeft: lambda _: self.session.current.save_place(
                self.pane.reading_place()
            ),
            events.ReadingShown: self._reading_shown,
            events.ReadingChanged: lambda _: self._reading_changed(),
            events.FindingsGlimpsed: lambda event: self.draw_glimpse(event.findings),
            events.RecordsChanged: lambda _: self.show_lists_soon(),
            events.PlaceKnown: self._place_known,
            events.GoTo: self._go_to,
            events.DeskListed: lambda _: self.show_desk(),
            events.DeskPreviewed: lambda _: self.show_preview(),
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
            events.Leaving: lambda _: self.save_choices(),
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
