"""The desk: which articles of it are in view, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.session import librarian
from reader.session.desk_view import DeskView, view_of, view_title
from reader.session.events import DeskListed, DeskPreviewed, Working
from reader.session.row_selection import RowSelection

if TYPE_CHECKING:
    from reader.desk.row import DeskRow
    from reader.session.state import SessionState


class Desk:
    """``rows`` are the articles in view, None until any are known, of ``total`` on the desk."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self.view = view_of(state.choices.desk)
        self.rows: Sequence[DeskRow] | None = None
        self.total = 0
        self.selection = RowSelection()
        self.preview: tuple[DeskRow, str] | None = None
        self._previewed: DeskRow | None = None
        self.also_update: list[Callable[[], None]] = []
        self.librarian = librarian.Librarian(
            state.settings,
            lambda: state.notebook.store,
            state.hear,
            state.fault_log.describe,
            self.view,
            state.await_frame,
        )
        state.when(librarian.Listed, self._listed)
        state.when(librarian.Indexing, self._indexed)
        state.when(librarian.Previewed, self._preview_read)
        state.when(librarian.Hindered, lambda news: state.report(news.sentence, loud=news.loud))

    @property
    def ids(self) -> list[str]:
        """Ids of the articles in view, in their order."""
        return [row.article_id for row in self.rows or ()]

    def look(self, view: DeskView) -> None:
        """Show other articles, or in another order."""
        self.view = view
        self.librarian.look(view)
        self.keep_view()

    def look_at(self, row: DeskRow | None) -> None:
        """Preview an article, read behind the screen; ``DeskPreviewed`` follows."""
        before, self._previewed = self._previewed, row
        if row is None or (self.preview and before and row.article_id == before.article_id):
            known = "" if row is None or self.preview is None else self.preview[1]
            self.preview = None if row is None else (row, known)
            self._state.emit(DeskPreviewed())
        else:
            self.librarian.preview(row.article_id)

    def _preview_read(self, news: librarian.Previewed) -> None:
        if self._previewed is not None and news.article_id == self._previewed.article_id:
            self.preview = self._previewed, news.beginning
            self._state.emit(DeskPreviewed())

    def unselect(self) -> bool:
        """Select no article any more; False where none was selected."""
        selection = self.selection
        if not selection and selection.start is None:
            return False
        selection.clear()
        self._state.report("No article is selected.")
        return True

    def update(self) -> None:
        """Take in what changed in the store, and have all other lists of the desk do so."""
        self.librarian.update()
        for update in self.also_update:
            update()

    def keep_view(self) -> None:
        """Keep the view for the next start, but not narrowed to the words of today."""
        self._state.choose(desk=tuple(self.view.with_words("")))

    @property
    def title(self) -> str:
        title = view_title(self.view, len(self.rows or ()), self.total)
        if self.selection:
            hidden = len(self.selection.ids.difference(self.ids))
            title += f" · {len(self.selection)} selected" + f" ({hidden} hidden)" * bool(hidden)
        return title + " · v ends the range" * (self.selection.start is not None)

    @property
    def empty_message(self) -> str:
        if self.total:
            return "No article matches this filter. Backspace clears it."
        return "No articles yet. Press a to add files, folders or addresses."

    def _listed(self, news: librarian.Listed) -> None:
        if news.view == self.view:
            self.rows, self.total = news.rows, news.total
            there = {each.article_id for each in self._state.notebook.articles}
            self.selection.keep(there)
            self._state.emit(DeskListed())

    def _indexed(self, news: librarian.Indexing) -> None:
        busy = news.done < news.number
        words = f"Indexing the desk {news.done}/{news.number}" if busy else ""
        self._state.emit(Working("desk_work", words))

    @property
    def people(self) -> list[str]:
        """Everybody named, quoted or claiming something in the articles in view, by name."""
        return list(dict.fromkeys(name for row in self.rows or () for name in row.people))

    def next_to(self, by: int) -> str | None:
        """Return the article that comes ``by`` rows after the one in view.

        As the desk is listed.
        """
        ids = [row.article_id for row in self.rows or ()]
        here = self._state.notebook.article_id
        if here not in ids:
            return ids[0] if ids and ids != [here] else None
        if len(ids) < 2:
            return None
        return ids[(ids.index(here) + by) % len(ids)]
