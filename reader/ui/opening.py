"""What opens over the reading screen, and what becomes of the article when it closes."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from reader.session.acts import READ_ONLY
from reader.session.session import Session
from reader.ui.key_sequences import Asked
from reader.ui.keys import Keys
from reader.ui.reading_stage import ReadingStage

if TYPE_CHECKING:
    from reader.ui.over_screen import OverScreen
    from reader.ui.review.screen import ReviewScreen


class Opening(ReadingStage):
    """``review`` and ``page`` are what is open over the article, None where nothing is."""

    def __init__(self, session: Session, keys: Keys) -> None:
        super().__init__(session, keys)
        self.review: ReviewScreen | None = None
        self.page: OverScreen[bool] | None = None

    @abstractmethod
    def perform(self, asked: Asked) -> None:
        """Do a command, wherever it was requested."""

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
            session.refuse(READ_ONLY)
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
