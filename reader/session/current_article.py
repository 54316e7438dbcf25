"""What happens around the article in view: its place on the desk, and its records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.annotations.articles import MAKING_ONE, admitted, known_article, location_of
from reader.annotations.records import ArticleRecord, ReadingStatus, Record, now
from reader.review.annotated_article import annotated
from reader.session import store_news
from reader.session.acts import READ_ONLY, describe_act, place_in
from reader.session.contents_list import ArticleOpened
from reader.session.drafts import adopted
from reader.session.events import (
    ArticleLeft,
    GoTo,
    PlaceKnown,
    ReadingChanged,
    ReadingShown,
    RecordsChanged,
    Saving,
    Working,
)
from reader.session.findings_outline import quoted, snippet
from reader.session.wide_undo import size_of

if TYPE_CHECKING:
    from reader.article.article import Article
    from reader.session.article_queue import ArticleQueue
    from reader.session.desk import Desk
    from reader.session.desk_hits import DeskHits
    from reader.session.finder import Finder
    from reader.session.state import SessionState
    from reader.session.story_versions import StoryVersions

NOWHERE = "It is saved nowhere, only in this window"
ADMIT_TIMEOUT = 2.0
"""Seconds that a first mark waits for the article's record from a slow disk."""


class CurrentArticle:
    """Keeps the reading in step with the notebook.

    ``awaited`` says that an article was named at the start; ``changed`` is called when other
    records show, ``ready`` when the article has its place.
    """

    def __init__(
        self,
        state: SessionState,
        desk: Desk,
        queue: ArticleQueue,
        versions: StoryVersions,
        hits: DeskHits,
        finder: Finder,
        *,
        awaited: bool,
        changed: Callable[[], None],
        ready: Callable[[], None],
    ) -> None:
        self._state = state
        self._desk = desk
        self._queue = queue
        self._versions = versions
        self._hits = hits
        self._finder = finder
        self._awaited = awaited
        self._changed = changed
        self._ready = ready
        self._kept: set[str] = set()
        self._leads = False
        self._guided = False
        self._act = ""
        self._admitting: Future[None] | None = None
        state.when(store_news.Opened, self._store_opened)
        state.when(store_news.Admitted, self._admitted)
        state.when(store_news.Changed, self._store_changed)
        state.when(store_news.Saved, self._saved)
        state.when(store_news.Failed, self._failed)
        state.when(store_news.Noticed, lambda news: state.report_all(news.sentences))
        state.when(ArticleOpened, self._opened)

    # -- articles

    def _opened(self, news: ArticleOpened) -> None:
        self.show(news.article)
        if news.remark:
            self._state.report(news.remark, loud=True)

    def show(self, article: Article) -> None:
        """Show an article with what is known of it; the rest comes behind the first frame."""
        state, notes = self._state, self._state.notebook
        state.emit(ArticleLeft())
        found = self._finder.known(article)
        self._queue.shown(article)
        notes.article_id = None
        known = known_article(notes.articles, article)
        offset = known.position.get(state.settings.me, 0) if known is not None else 0
        state.reading = annotated(article, found, former=self._former)
        state.emit(ReadingShown(state.reading, offset, front=self._leads))
        state.emit(Working("work"))
        if notes.opened:
            self._admit(article)
        if found is None:
            self._finder.find_soon(article)
        else:
            state.report_all(found.notices)

    def _former(self, fingerprint: str) -> str | None:
        """Return a stored text that records may have been made on."""
        return self._state.settings.library.texts.load(fingerprint)

    def _admit(self, article: Article) -> None:
        """Give the article its place on the desk; its records come with ``Admitted``."""
        state = self._state
        self._guided = self._is_guided(article)
        make = partial(_opened_by, article, state.settings.me, now())
        if known_article(state.notebook.articles, article) is not None:
            self._admitting = state.notebook.admit(make)
            state.wait_for(self._admitting)
        else:
            # A new one has no notes to show; its record is written behind the first frame.
            self._admitting = state.notebook.admit(make, first=state.await_frame)

    def _admitted(self, news: store_news.Admitted) -> None:
        state, reading, record = self._state, self._state.reading, news.record
        self._desk.update()
        if reading is None or state.notebook.closed:
            return
        if all(each.fingerprint != reading.fingerprint for each in record.revisions):
            return
        state.emit(PlaceKnown(record.position.get(state.settings.me, 0)))
        state.reading = replace(reading, record=record)
        self.records_changed()
        state.emit(RecordsChanged())
        if state.reading.records.placed or not state.notebook.read_only:
            self.keep_text()
        self._report_changed_text()
        self._versions.look(record, reading.article)
        self._guide()
        self._ready()
        self._hits.arrived(record.article_id)

    def _report_changed_text(self) -> None:
        """Say that the text is another one than some notes were made on."""
        reading = self._state.reading
        if reading is None or not reading.records.placed:
            return
        from reader.session.notes_outline import text_change

        key = self._state.key_of("what-changed")
        change, loud = text_change(reading.records.placed)
        if change:
            self._state.report(f"The text has changed: {change} ({key} shows both).", loud=loud)

    def provisional(self) -> str:
        """Return an article id for marks while the store cannot be opened; drafts carry it."""
        state = self._state
        if self._admitting is not None:
            state.frame_is_shown()
            state.wait_for(self._admitting, ADMIT_TIMEOUT)
            self._admitting = None
        reading = state.reading
        assert reading is not None
        if not reading.is_on_desk:
            record = admitted(None, reading.article, creator=state.settings.me, at=now())
            state.reading = replace(reading, record=record)
            state.notebook.article_id = record.article_id
            state.notebook.put([record], "article")
        return state.notebook.article_id or ""

    def save_place(self, offset: int) -> None:
        """Keep where the person stopped reading, for the next time."""
        state, record = self._state, self._state.record
        notes, me = state.notebook, state.settings.me
        if state.reading is None or notes.read_only or notes.fault:
            return
        if record is None and offset:
            # It is left before the store has said which record it has.
            admit = partial(_opened_by, state.reading.article, me, now())
            notes.save_place(lambda articles: _placed_at(admit(articles), me, offset))
        elif record is not None and record.position.get(me, 0) != offset:
            notes.put([_placed_at(record, me, offset)], "article")

    def turn_complete(self) -> None:
        """Say that the article is read to the end, or that it is not."""
        state, record = self._state, self._state.record
        if record is None:
            return
        if state.notebook.read_only:
            state.refuse(READ_ONLY)
            return
        me = state.settings.me
        status: ReadingStatus = "reading" if record.status.get(me) == "complete" else "complete"
        self.change(replace(record, status={**record.status, me: status}), "status")
        marked = "Marked complete" if status == "complete" else "Marked as reading"
        state.report(f"{marked} · {state.undo_hint}")

    def change(self, record: ArticleRecord, doing: str) -> None:
        """Save another state of an article's own record."""
        self._state.notebook.put_article(replace(record, modified=now()), doing)
        self._state.emit(Saving())

    def keep_text(self) -> None:
        """Keep the article's text: its notes never depend on a page, the desk finds its words."""
        reading = self._state.reading
        if reading is None or reading.fingerprint in self._kept or self._state.settings.look_only:
            return
        article = reading.article
        self._kept.add(article.fingerprint)

        def keep() -> None:
            texts = self._state.settings.library.texts
            texts.keep(article.text, article.fingerprint)
            self._desk.update()

        self._state.notebook.behind(keep, "storing the text of the article")

    # -- records

    def save(self, records: Iterable[Record], doing: str, basis: Record | None = None) -> None:
        """Show records at once and save them behind the screen.

        ``basis`` is the one record as it was when its editing began. Records that were made before
        the article had its place on the desk are put on it.
        """
        reading = self._state.reading
        assert reading is not None
        article_id, early = self.provisional(), reading.fingerprint
        several = [
            replace(each, article_id=article_id) if each.article_id == early else each
            for each in records
        ]
        self.keep_text()
        self._state.notebook.put(several, doing, basis)
        self._act = describe_act(doing)
        self._state.emit(Saving())
        self.records_changed()

    def remove(self, records: Iterable[Record], doing: str = "delete") -> None:
        """Take records off the screen at once and out of the notes behind it."""
        self._state.notebook.remove([record.id for record in records], doing)
        self._act = describe_act(doing)
        self._state.emit(Saving())
        self.records_changed()

    def records_changed(self) -> None:
        """Show the records that the notebook holds now."""
        state, reading = self._state, self._state.reading
        if reading is None:
            state.emit(RecordsChanged())
            return
        record, records = state.record or reading.record, state.notebook.records
        sources = state.notebook.sources
        now_is = (record, records, sources)
        if now_is != (reading.record, reading.records.records, reading.records.sources):
            changed = replace(reading, record=record).with_own_records(records)
            state.reading = changed.with_sources(sources)
            state.emit(ReadingChanged(state.reading))
        self._changed()

    def _store_changed(self, _: object) -> None:
        state = self._state
        self._desk.update()
        known = state.record is not None or state.notebook.read_only
        if state.reading is not None and state.reading.is_on_desk and not known:
            # Another notes file came in, where the article has another id or no record at all.
            self._admit(state.reading.article)
        self.records_changed()
        self._state.emit(RecordsChanged())

    def _saved(self, news: store_news.Saved) -> None:
        self._desk.update()
        self._state.report_all(news.messages)
        if not self._state.notebook.saving:
            act, self._act = self._act, ""
            sentence = f"{act} · saved · {self._state.undo_hint}" if act else ""
            self._state.emit(Saving(done=True, act=sentence))

    def _store_opened(self, _: store_news.Opened) -> None:
        state, notes = self._state, self._state.notebook
        self._desk.update()
        if notes.read_only and not state.settings.read_only:
            state.report(f"{state.settings.notes} is read-only: new notes stay drafts.")
        refused = state.drafts.records()
        if refused and not notes.read_only:
            notes.put(adopted(refused, notes.articles), "note")
            state.report("Saving what could not be saved last time.")
        if self._queue.notes_are_read():
            return
        if state.reading is not None:
            if notes.article_id is None:
                self._admit(state.reading.article)
        elif not self._awaited and not notes.articles:
            self._first_start()

    def undone(self, news: store_news.Undone) -> None:
        """Say what was taken back, and of which words."""
        operation, state = news.operation, self._state
        if operation is None:
            state.refuse(f"Nothing to {news.doing}.")
            return
        document = operation.before or operation.after or {}
        parts = (document.get("anchor") or {}).get("parts") or [{}]
        words = str(parts[0].get("exact") or document.get("title") or "")
        doing = operation.doing.removeprefix("undo ").removeprefix("redo ")
        named = quoted(words, 30)
        # A step on several records names them all by what it did.
        about = f" on {named}" if words and named not in doing and not operation.batch else ""
        if doing == MAKING_ONE and state.reading is not None:
            self._admit(state.reading.article)
        home = str(document.get("article_id", ""))
        of_one = news.articles < 2
        title = state.title_of(home) if of_one and home != state.notebook.article_id else ""
        where = f" in “{snippet(title, 40)}”" if title and title[:20] not in doing + about else ""
        done = "Undone" if news.doing == "undo" else "Redone"
        state.report(f"{done}{where}: {doing}{about}{size_of(news)}")
        if state.follows and of_one:
            self._go_to_changed(home, operation.record, document)
        state.follows = False

    def _go_to_changed(self, home: str, record: str, document: Mapping[str, Any]) -> None:
        """Go to what was undone, also in another article."""
        reading, offset = self._state.reading, place_in(document)
        if offset is None:
            return
        if reading is None or home != self._state.notebook.article_id:
            self._hits.go_to_place(home, offset)
            return
        placed = reading.records.by_id.get(record)
        there = placed is not None and placed.start is not None
        self._state.emit(GoTo(record if there else min(offset, len(reading.text))))

    def _failed(self, news: store_news.Failed) -> None:
        sentence = news.sentence
        if news.ids:
            key = self._state.key_of("save-again")
            where = "It is saved as a draft" if news.kept else NOWHERE
            sentence = f"Not saved: {sentence} {where}; {key} tries again."
        self._state.report(sentence, loud=True)

    # -- the first start

    def _first_start(self) -> None:
        seed = self._state.settings.seed
        if seed is not None and not self._leads:
            self._leads = True
            self._queue.open_location(str(seed))

    def _is_guided(self, article: Article) -> bool:
        """Return whether this is the shipped seed, not opened on a screen before."""
        state, seed = self._state, self._state.settings.seed
        if seed is None or state.notebook.read_only or not _is_copy(location_of(article), seed):
            return False
        known = known_article(state.notebook.articles, article)
        return known is None or state.settings.me not in known.status

    def _guide(self) -> None:
        """Put the guided note on the seed, and show it."""
        seed, reading = self._state.settings.seed, self._state.reading
        if not self._guided or seed is None or reading is None:
            return
        from reader.session.guided_note import guided_note

        self._guided = self._leads = False
        note = guided_note(seed, reading.article, reading.article_id)
        if note is not None:
            self.save([note], "article")
            self._act = ""  # it is not the person's
            self._state.emit(GoTo(note.id, card=True))


def _opened_by(
    article: Article, me: str, at: str, articles: Sequence[ArticleRecord]
) -> ArticleRecord:
    """Return the record of an article that a person opened, a new one when it is new."""
    known = known_article(articles, article)
    record = admitted(known, article, creator=me, at=at)
    if record is known and me in record.status:
        return record
    status: dict[str, ReadingStatus] = {me: "reading", **record.status}
    return replace(record, title=article.title or record.title, status=status)


def _placed_at(record: ArticleRecord, me: str, offset: int) -> ArticleRecord:
    return replace(record, position={**record.position, me: offset})


def _is_copy(location: str, seed: Path) -> bool:
    """Return whether an article is the shipped one, in the package or in a checkout."""
    try:
        same_name = Path(location).name == seed.name
        return same_name and Path(location).read_bytes() == seed.read_bytes()
    except OSError:
        return False
