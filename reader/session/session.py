"""The app without a screen. Commands call it, and it tells the screen by events."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from reader.readable_path import readable_path
from reader.session import store_news
from reader.session.adding import Adding
from reader.session.all_notes import AllNotes
from reader.session.analyzing import Analyzing
from reader.session.article_queue import ArticleQueue
from reader.session.codebook_view import CodebookView
from reader.session.contents_list import ContentsList
from reader.session.current_article import CurrentArticle
from reader.session.desk import Desk
from reader.session.desk_hits import DeskHits
from reader.session.events import ArticleLeft, Event, Leaving, Left
from reader.session.exporting import Exporter
from reader.session.finder import Finder
from reader.session.state import SessionState
from reader.session.story_versions import StoryVersions
from reader.session.unsaved_words import UnsavedWords
from reader.session.wide_undo import ask_to_undo
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.analysis.shared.joining import EarlyEngine
    from reader.article.article import Article
    from reader.article.contents import Contents
    from reader.config import Settings
    from reader.review.review_session import ReviewSession
    from reader.session.reviewing import Reviewing
    from reader.session.workers import Workers

CLOSING = 5.0
"""Seconds that saving is given."""
LONG = 1_000
"""Quotes and figures of an article whose queue is worked out before review starts."""
TOO_LONG = "Saving the notes took too long; unsaved words are stored as drafts."


class Session(SessionState):
    """``article`` is shown first, or ``contents`` to choose it from.

    ``locations`` are further ones, opened when they are reached. ``review`` is None while nothing
    is reviewed. ``engine`` is one that runs already.
    """

    def __init__(
        self,
        settings: Settings,
        workers: Workers,
        emit: Callable[[Event], None],
        key_of: Callable[[str], str] = lambda command: command,
        *,
        article: Article | None = None,
        locations: Sequence[str] = (),
        contents: Contents | None = None,
        engine: EarlyEngine | None = None,
    ) -> None:
        super().__init__(settings, workers, emit, key_of, engine)
        self.desk = Desk(self)
        self.contents = ContentsList(self, contents)
        self.queue = ArticleQueue(self, self.desk, self.contents, locations)
        self.versions = StoryVersions(self)
        self.hits = DeskHits(self, self.queue)
        self.adding = Adding(self)
        self.analyzing = Analyzing(self, self.desk.update)
        self.exporter = Exporter(self)
        self.all_notes = AllNotes(self)
        self.codebook = CodebookView(self)
        self.desk.also_update += [self.all_notes.update, self.codebook.update]
        self.unsaved = UnsavedWords(self, self.leave_now)
        self.first_article = article
        self.starts_with_desk = article is None and contents is None
        self.finder = Finder(self, found=self._searched, failed=self._records_changed)
        self.current = CurrentArticle(
            self,
            self.desk,
            self.queue,
            self.versions,
            self.hits,
            self.finder,
            awaited=not self.starts_with_desk,
            changed=self._records_changed,
            ready=self._article_ready,
        )
        self.review: Reviewing | None = None
        self.last_queue: ReviewSession | None = None
        self.leaving = False
        self.when(store_news.Undone, self._undone)
        self.when(store_news.WideStep, partial(ask_to_undo, self))
        self.faults: list[str] = []
        self._started: Future[None] | None = None

    # -- the start

    def start(self) -> None:
        """Open the notes, while the screen is made."""
        if self.starts_with_desk:
            # The desk is what is shown first: its index goes before the notes themselves.
            self.desk.librarian.start()
            self.notebook.behind(self.desk.librarian.first_listing, "listing the desk")
        self._started = self.notebook.start()

    def begin(self) -> None:
        """Show the first article in the first frame, now that the screen is there."""
        self.is_started = True
        if self.first_article is None:
            self.drain()
            return
        if self._started is not None:
            self.wait_for(self._started)
        self.current.show(self.first_article)

    def first_frame_shown(self) -> None:
        """Start what may take the first frame its time."""
        self.frame_is_shown()
        if not self.starts_with_desk:
            self.desk.librarian.start()

    # -- review

    def begin_review(self) -> Reviewing | None:
        """Go through the queue of the article in view.

        Where there is one and nothing else is reviewed.
        """
        from reader.session.reviewing import Reviewing

        if self.reading is None:
            self.refuse("There is no article to review; choose one on the desk.")
        if self.reading is None or self.review is not None:
            return None
        self.finder.look_if_stopped()
        self.review = Reviewing(self, self.current, self.last_queue)
        self.review.begin()
        return self.review

    def end_review(self) -> None:
        if self.review is not None:
            self.last_queue = self.review.sitting
        self.review = None

    def _records_changed(self) -> None:
        if self.review is not None:
            self.review.take_records()

    def _searched(self) -> None:
        """Take in what was just found: the desk lists the people of the article and its queue."""
        self.desk.librarian.update()
        self._article_ready()

    def _article_ready(self) -> None:
        """Prepare review, now that the article or its findings have come."""
        reading = self.reading
        found = reading.findings.found if reading is not None and reading.is_on_desk else None
        if self.review is not None:
            self.review.begin()
        elif found is not None and len(found.quotes) + len(found.figures) >= LONG:
            self._prepare_review()

    def _prepare_review(self) -> None:
        """Work out the queue of a long article behind the screen, so that review opens at once."""
        from reader.review.review_session import ReviewSession
        from reader.session.reviewing import article_in_view

        article = article_in_view(self, self.current)
        if article is None:
            return

        def work_out() -> None:
            queue = ReviewSession.on(
                article, before=self.last_queue, desk_words=self.settings.desk_words
            )
            if queue.items:
                self.last_queue = queue

        self.behind(work_out, "working out what to review", group="review", exclusive=True)

    def _undone(self, news: store_news.Undone) -> None:
        self.current.undone(news)
        if self.review is not None and news.operation is not None:
            self.review.undone(news.operation)

    # -- the end

    def leave(self) -> None:
        """Leave; ask first where something typed is saved nowhere."""
        if not self.leaving and not self.unsaved.ask():
            self.leave_now()

    def leave_now(self) -> None:
        """Save what is on its way and close; ``Left`` follows."""
        if not self.leaving:
            self.leaving = True
            self.report("Saving …")
            self.behind(self._leave, "leaving")

    async def _leave(self) -> None:
        await self.close()
        self.emit(Left())

    async def close(self) -> None:
        """Save and close, with a sentence in ``faults`` for each thing that failed.

        Each step is taken whatever becomes of the others: who asks to leave can leave.
        """
        failed = self._noting
        self.frame_is_shown()
        with failed("saving the place in the article"):
            self.emit(ArticleLeft())
        with failed("saving the choices of the screen"):
            self.emit(Leaving())
        with failed("ending what is added"):
            await self.adding.close()
        with failed("ending the analysis of articles"):
            await self.analyzing.close()
        self.all_notes.close()
        closing_desk = asyncio.wrap_future(self.desk.librarian.close())
        with failed("closing the notes"):
            await asyncio.wait_for(asyncio.wrap_future(self.notebook.close()), CLOSING)
        with failed("taking in what was saved"):
            self.drain()
        self._note_unsaved()
        with failed("ending the search for names and quotes"):
            await self.analyst.close()
        with failed("closing the index of the desk"), contextlib.suppress(TimeoutError):
            await asyncio.wait_for(closing_desk, CLOSING)

    def close_at_once(self) -> None:
        """Save what is on its way after the screen has failed."""
        self.frame_is_shown()
        if not self.notebook.closed:
            with self._noting("closing the notes"):
                self.notebook.close().result(CLOSING)
            self.take_saved()
            self._note_unsaved()

    @contextlib.contextmanager
    def _noting(self, doing: str) -> Iterator[None]:
        """Report what fails within once the screen is gone."""
        try:
            yield
        except TimeoutError:
            self.notebook.keep_waiting()
            self.faults.append(TOO_LONG)
        except Exception as fault:  # noqa: BLE001 whatever it is, the session closes
            self.faults.append(self.fault_log.describe(doing, fault))

    def _note_unsaved(self) -> None:
        """Say what could not be saved, and where its words are: where nowhere else, here."""
        unsaved, unwritten = len(self.notebook.unsaved), self.drafts.unwritten()
        if unwritten and self.unsaved.written_to is not None:
            self.faults.append(
                f"What could not be saved is in {readable_path(self.unsaved.written_to)}."
            )
        elif unwritten:
            self.faults.append("These words could not be saved anywhere; copy them from here:")
            self.faults += unwritten
        elif unsaved:
            what = counted(unsaved, "change")
            self.faults.append(f"{what} could not be saved; drafts are saved for the next start.")
