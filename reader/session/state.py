"""What all parts of the session share.

Settings, notes, findings, the article in view, and the way of news to them and of events to the
screen.
"""

from __future__ import annotations

import concurrent.futures
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from reader.fault_log import FaultLog
from reader.session import store_news
from reader.session.analyst import Analyst
from reader.session.choices import Choices, load_choices, save_choices
from reader.session.drafts import Drafts
from reader.session.events import Event, Reported
from reader.session.notebook import Notebook
from reader.session.workers import Workers, guarded

if TYPE_CHECKING:
    from reader.analysis.shared.joining import EarlyEngine
    from reader.annotations.records import ArticleRecord
    from reader.annotations.store import Store
    from reader.config import Settings
    from reader.review.annotated_article import AnnotatedArticle
    from reader.text.span import Span

News = TypeVar("News")
FRAME_TIMEOUT = 2.0
"""Seconds that work behind the screen leaves the first frame at most."""
FIRST_WAIT = 0.15
"""Seconds that the first frame waits for the store, so that it has the notes in it."""


class WorkFailed(NamedTuple):
    """Work behind the screen met a fault that it did not expect."""

    sentence: str
    failed: Callable[[str], None] | None


class SessionState:
    """``emit`` takes events for the screen, ``key_of`` gives the key of a command for sentences.

    News of threads and processes wait in line until ``drain`` hands each to the part that takes
    its kind; so all else happens in one thread.
    """

    def __init__(
        self,
        settings: Settings,
        workers: Workers,
        emit: Callable[[Event], None],
        key_of: Callable[[str], str],
        engine: EarlyEngine | None = None,
    ) -> None:
        self.settings = settings
        self.workers = workers
        self.emit = emit
        self.key_of = key_of
        self.reading: AnnotatedArticle | None = None
        self.blind = settings.blind
        self.is_started = False
        self._frame = threading.Event()
        self._frame.set()
        self.in_view: Callable[[], Span | None] = lambda: None
        """The passage of the article that the screen shows."""
        self.follows = False
        folders = (settings.drafts, settings.drafts_elsewhere)
        self.drafts = Drafts(*((None, None) if settings.look_only else folders))
        self.fault_log = FaultLog(settings.fault_log)
        self._choices_path = settings.data_folder / "state.json"
        self.choices = load_choices(self._choices_path)
        self._news: deque[Any] = deque()
        self._takers: dict[type, Callable[[Any], None]] = {}
        self.notebook = Notebook(
            self._open_store,
            self.hear,
            self.drafts,
            self.fault_log.describe,
            look_only=settings.look_only,
        )
        self.analyst = Analyst(
            settings.package,
            settings.findings_cache,
            settings.engine_log,
            self.hear,
            self.fault_log.describe,
            engine,
            shared=settings.shared_engine,
        )
        self.when(WorkFailed, self._work_failed)

    def _open_store(self) -> Store:
        from reader.annotations.store import open_store

        settings = self.settings
        return open_store(settings.notes, who=settings.me, read_only=settings.read_only)

    @property
    def record(self) -> ArticleRecord | None:
        """The desk's record of the article in view."""
        articles, here = self.notebook.articles, self.notebook.article_id
        return next((each for each in articles if each.article_id == here), None)

    def take_back(self, *, redo: bool = False, follow: bool = False) -> None:
        """Undo one's last step, or do again what was undone last.

        ``follow`` goes to what it changed.
        """
        self.follows = follow
        (self.notebook.redo if redo else self.notebook.undo)()

    def title_of(self, article_id: str) -> str:
        """Return the title of an article on the desk, "" where there is none."""
        articles = self.notebook.articles
        return next((each.title for each in articles if each.article_id == article_id), "")

    def choose(self, **chosen: Any) -> None:
        """Keep what was chosen on the screen for the next start."""
        choices: Choices = replace(self.choices, **chosen)
        if choices != self.choices:
            self.choices = choices
            if not self.settings.look_only:
                save_choices(self._choices_path, choices)

    # -- to the screen

    @property
    def undo_hint(self) -> str:
        """What takes back what was done last, for the end of a sentence."""
        return f"{self.key_of('undo') or 'undo'} undoes"

    def report(self, sentence: str, *, loud: bool = False) -> None:
        """Say something in the status line; ``loud`` also as a notice that stays a while."""
        self.emit(Reported(sentence, loud))

    def report_all(self, sentences: Iterable[str]) -> None:
        """Say each of several things loudly."""
        for sentence in sentences:
            self.report(sentence, loud=True)

    def refuse(self, sentence: str) -> None:
        """Say why a command did nothing, until the next key."""
        self.emit(Reported(sentence, refusal=True))

    # -- news

    def when(self, kind: type[News], take: Callable[[News], None]) -> None:
        """Hand news of this kind to ``take``."""
        self._takers[kind] = take

    def hear(self, news: object) -> None:
        """Put news in line; from any thread."""
        self._news.append(news)
        self.workers.wake()

    def drain(self) -> None:
        """Take the news in line, once there is a screen that shows it."""
        while self.is_started and self._news:
            self.take(self._news.popleft())

    def take(self, news: object) -> None:
        if isinstance(news, store_news.Event):
            self.notebook.take(news)
        self._takers[type(news)](news)

    def take_saved(self) -> None:
        """Take what came of the notes, without a screen that shows it."""
        while self._news:
            news = self._news.popleft()
            if isinstance(news, store_news.Event):
                self.notebook.take(news)

    # -- the first frame

    def expect_frame(self) -> None:
        """Have other threads leave the processor to a first frame that is on its way."""
        self._frame.clear()

    def frame_is_shown(self) -> None:
        """Let them work; also where somebody waits for what they do."""
        self._frame.set()

    def await_frame(self) -> None:
        """Wait, in another thread, until there is no such frame any more."""
        self._frame.wait(FRAME_TIMEOUT)

    def wait_for(self, work: concurrent.futures.Future[None], seconds: float = FIRST_WAIT) -> None:
        """Give the store's thread a moment, so that what it reads is in the next frame."""
        concurrent.futures.wait([work], timeout=seconds)
        self.drain()

    # -- work behind the screen

    def behind(
        self,
        work: Callable[[], object],
        doing: str,
        *,
        group: str = "default",
        exclusive: bool = False,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        """Do ``work`` behind the screen.

        A fault that it does not deal with itself goes to the log and is reported as one of
        ``doing`` ("comparing two versions"); ``failed`` then gets the sentence, in the loop.
        """
        self.workers.start(self.guarded(work, doing, failed), group=group, exclusive=exclusive)

    def guarded(
        self, work: Callable[[], object], doing: str, failed: Callable[[str], None] | None = None
    ) -> Callable[[], object]:
        """Return the same work with its faults reported, for a worker that somebody else starts."""
        return guarded(
            work, lambda fault: self.hear(WorkFailed(self.fault_log.describe(doing, fault), failed))
        )

    def _work_failed(self, news: WorkFailed) -> None:
        self.report(news.sentence, loud=True)
        if news.failed is not None:
            news.failed(news.sentence)
