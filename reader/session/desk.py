"""The desk in the app: what of it is shown, and what its librarian has to tell."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.session import librarian
from reader.session.desk_view import DeskView, told_view
from reader.ui.messages import DeskSearched, DeskStirred

if TYPE_CHECKING:
    from reader.desk.row import DeskRow
    from reader.ui.app import ReaderApp


class Desk:
    """``rows`` are the articles shown, None until any are known, of ``total`` on the desk."""

    def __init__(self, app: ReaderApp, view: DeskView) -> None:
        self._app = app
        self.view = view
        self.rows: Sequence[DeskRow] | None = None
        self.total = 0
        self._events: deque[librarian.Event] = deque()
        self.librarian = librarian.Librarian(
            app.settings, lambda: app.notebook.store, self._stirred, app.fault_log.told, view
        )

    def _stirred(self, event: librarian.Event) -> None:
        self._events.append(event)
        if self._app.is_running:
            self._app.post_message(DeskStirred())

    def look(self, view: DeskView) -> None:
        """Show other articles, or in another order."""
        self.view = view
        self.librarian.look(view)
        self._app.keep_choices()

    @property
    def title(self) -> str:
        return told_view(self.view, len(self.rows or ()), self.total)

    @property
    def told_empty(self) -> str:
        if self.total:
            return "No article of the desk is so; backspace shows all again."
        return "No articles yet: a adds files, folders and addresses."

    def drain(self) -> None:
        """Take what the librarian's thread has to tell."""
        app = self._app
        while self._events:
            event = self._events.popleft()
            if isinstance(event, librarian.Listed):
                if event.view == self.view:
                    self.rows, self.total = event.rows, event.total
                    app.reader.show_desk()
            elif isinstance(event, librarian.Indexing):
                self._tell_progress(event)
            elif isinstance(event, librarian.HitsFound):
                self._found(event)
            else:
                app.reader.tell(event.sentence, loud=event.loud)

    def _tell_progress(self, event: librarian.Indexing) -> None:
        status = self._app.reader.status
        if event.done < event.number:
            status.desk_work = f"Indexing the desk {event.done}/{event.number}"
        else:
            status.desk_work = ""

    def _found(self, event: librarian.HitsFound) -> None:
        app = self._app
        if not event.article_id:
            app.post_message(DeskSearched(event.words, event.hits, event.missing))
        elif event.hits:
            app.opening.go_to_hit(event.hits[0], event.words)
        else:
            app.loading.open_from_desk(event.article_id)

    def open(self, article_id: str) -> None:
        """Open an article that was chosen; at the first hit where words were looked for."""
        words = self.view.wanted.words
        if words:
            self.librarian.find_first(words, article_id)
        else:
            self._app.loading.open_from_desk(article_id)

    def beside(self, by: int) -> str | None:
        """The article that comes ``by`` rows after the one in view, as the desk is shown."""
        ids = [row.article_id for row in self.rows or ()]
        here = self._app.notebook.article_id
        if here not in ids:
            return ids[0] if ids and ids != [here] else None
        if len(ids) < 2:
            return None
        return ids[(ids.index(here) + by) % len(ids)]
