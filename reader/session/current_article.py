"""What happens around the article in view: its place on the desk, its records, its findings."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.annotations.articles import MAKING_ONE, admitted, known_article
from reader.annotations.records import ArticleRecord, ReadingStatus, Record, now
from reader.session import analyst, notebook
from reader.session.desk_view import one_term
from reader.session.drafts import adopted
from reader.session.findings_outline import snippet
from reader.session.reading import Reading
from reader.ui.messages import DeskSearched
from reader.ui.pane_layers import NOTES

if TYPE_CHECKING:
    from reader.article.article import Article
    from reader.desk.search import DeskHit
    from reader.ui.app import ReaderApp

NOWHERE = "It is saved nowhere, only in this window"
LONG = 1_000
"""Quotes and figures of an article whose queue is worked out before it is asked for."""
PATIENCE = 2.0
"""Seconds that a first mark waits for the article's record from a slow disk."""


class Opening:
    """Keeps the reading in step with the notebook and the analyst."""

    def __init__(self, app: ReaderApp) -> None:
        self._app = app
        self._kept: set[str] = set()
        self._guided = False
        self._admitting: Future[None] | None = None
        self._due: Article | None = None
        self._wanted: DeskHit | None = None
        self._sought = ""

    @property
    def reading(self) -> Reading | None:
        reading: Reading | None = self._app.reader.reading
        return reading

    @property
    def record(self) -> ArticleRecord | None:
        """The desk's record of the article in view."""
        wanted = self._app.notebook.article_id
        articles = self._app.notebook.articles
        return next((each for each in articles if each.article_id == wanted), None)

    # -- articles

    def show(self, article: Article) -> None:
        """Show an article with what is known of it; the rest comes behind the first frame."""
        app = self._app
        self.keep_place()
        app.analyst.cancel()
        self._due = None
        found = app.analyst.known(article)
        app.loading.shown(article)
        app.notebook.article_id = None
        known = known_article(app.notebook.articles, article)
        offset = known.position.get(app.settings.me, 0) if known is not None else 0
        from reader.article.kept import KeptTexts

        former = KeptTexts(app.settings.kept_texts).load
        app.reader.show_reading(Reading(article, found=found, former=former), offset)
        app.reader.status.work = ""
        if self._guided:
            app.reader.windows.leave_drawer()
        if app.notebook.opened:
            self._admit(article)
        if found is None:
            self._due = article
            app.reader.behind_the_frame(partial(self._analyse, article))
        else:
            self._tell_notices(found.notices)

    def _analyse(self, article: Article) -> None:
        if self._due is article:
            self._due = None
        if self.reading is not None and self.reading.article is article:
            self._app.reader.status.work = "Finding names and quotes"
            self._app.analyst.find(article)

    def look_again(self) -> None:
        """Have the findings made once more, after a crash or with other models."""
        if self.reading is not None:
            self._analyse(self.reading.article)

    @property
    def looking(self) -> bool:
        """Whether findings for the article in view are made, or will be with the next frame."""
        return self._app.analyst.busy or self._due is not None

    def look_if_stopped(self) -> None:
        """Have the findings made that nobody is making, since the search for them was stopped."""
        reading = self.reading
        if reading is not None and reading.found is None and not self.looking:
            self.look_again()

    def _admit(self, article: Article) -> None:
        """Give the article its place on the desk; its records come with ``Admitted``."""
        app, at = self._app, now()
        me = app.settings.me

        def make(articles: Sequence[ArticleRecord]) -> ArticleRecord:
            known = known_article(articles, article)
            record = admitted(known, article, creator=me, at=at)
            if record is known and me in record.status:
                return record
            status = {me: "reading", **record.status}
            return replace(record, title=article.title or record.title, status=status)

        self._admitting = app.notebook.admit(make)
        if known_article(app.notebook.articles, article) is not None:
            # A new one has no notes to show; its record is written behind the first frame.
            app.wait_for(self._admitting)

    def _admitted(self, record: ArticleRecord) -> None:
        reading = self.reading
        if reading is None or self._app.notebook.closed:
            return
        if all(each.fingerprint != reading.article.fingerprint for each in record.revisions):
            return
        self._resume(record)
        app = self._app
        app.reader.reading = replace(reading, article_id=record.article_id)
        self.records_changed()
        if self.reading is not None and self.reading.placed:
            self.keep_text()
        app.reader.show_lists_soon()
        if not app.notebook.read_only:
            self.keep_text()
        self._tell_changed_text()
        app.versions.look(record, reading.article)
        self._guide()
        self._review_anew()
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted.article_id == record.article_id:
            self._go_to(wanted)

    def _tell_changed_text(self) -> None:
        """Say that the text is another one than some notes were made on."""
        reading = self.reading
        if reading is None or not reading.placed:
            return
        from reader.session.notes_outline import text_change_told

        key = next(iter(self._app.keys.of("what-changed")), "")
        told, loud = text_change_told(reading.placed)
        if told:
            self._app.reader.tell(f"The text has changed: {told} ({key} shows both).", loud=loud)

    def provisional(self) -> str:
        """An article id for marks while the store cannot be opened; drafts carry it."""
        if self._admitting is not None:
            self._app.wait_for(self._admitting, PATIENCE)
            self._admitting = None
        reading = self.reading
        assert reading is not None
        if reading.article_id is None:
            me = self._app.settings.me
            record = admitted(None, reading.article, creator=me, at=now())
            self._app.reader.reading = replace(reading, article_id=record.article_id)
            self._app.notebook.article_id = record.article_id
            self._app.notebook.put([record], "article")
        return self._app.notebook.article_id or ""

    def _resume(self, record: ArticleRecord) -> None:
        """Go to where the reader stopped last time, unless they have begun to read."""
        pane = self._app.reader.pane
        if pane.cursor == pane.reading.first:
            place = record.position.get(self._app.settings.me, 0)
            pane.go_to(min(place, len(pane.reading.text)), jump=False)

    def keep_place(self) -> None:
        """Keep where the reader stopped, for the next time."""
        app, record = self._app, self.record
        if record is None or self.reading is None or app.notebook.read_only or app.notebook.fault:
            return
        me, offset = app.settings.me, app.reader.pane.reading_place()
        if record.position.get(me, 0) != offset:
            kept = replace(record, position={**record.position, me: offset})
            app.notebook.put([kept], "article")

    def search_desk(self, query: str) -> None:
        """Look for a pattern in all articles and notes; ``DeskSearched`` follows."""
        app, reading = self._app, self.reading
        here, articles = app.notebook.article_id, app.notebook.articles
        kept = app.settings.kept_texts

        def look(records: list[Record]) -> None:
            from reader.article.kept import KeptTexts
            from reader.session.desk_search import search_desk

            texts, missing = KeptTexts(kept), set[str]()

            def text_of(article: ArticleRecord) -> str | None:
                if reading is not None and article.article_id == here:
                    return reading.article.text
                loaded = (texts.load(each.fingerprint) for each in reversed(article.revisions))
                text = next((text for text in loaded if text is not None), None)
                if text is None:
                    missing.add(article.article_id)
                return text

            found = search_desk(articles, records, text_of, query, regex=True, first=here)
            app.post_message(DeskSearched(query, found, len(missing)))

        app.notebook.everything(look, "searching the desk")

    def go_to_hit(self, hit: DeskHit, words: str = "") -> None:
        """Go to a hit of the desk, in another article when it is opened; where ``words`` are one
        word or phrase, its hits are shown there, for the keys that go to the next.
        """
        self._sought = one_term(words)
        if hit.article_id == self._app.notebook.article_id:
            self._go_to(hit)
        else:
            self._wanted = hit
            self._app.loading.open_from_desk(hit.article_id)

    def _go_to(self, hit: DeskHit) -> None:
        pane = self._app.reader.pane
        if hit.record is not None:
            pane.go_to_mark(NOTES, hit.record)
        elif hit.offset is not None:
            pane.go_to(hit.offset)
            if self._sought:
                self._app.reader.searching.show(self._sought)

    def turn_complete(self) -> None:
        """Say that the article is read to the end, or that it is not."""
        app, record = self._app, self.record
        if record is None:
            return
        if app.notebook.read_only:
            app.reader.refuse("The notes can only be read.")
            return
        me = app.settings.me
        status: ReadingStatus = "reading" if record.status.get(me) == "complete" else "complete"
        changed = replace(record, status={**record.status, me: status}, modified=now())
        app.change_article(changed, "status")
        app.reader.tell("Read to the end." if status == "complete" else "Not read to the end yet.")

    def keep_text(self) -> None:
        """Keep the article's text: its notes never depend on a page, the desk finds its words."""
        reading = self.reading
        if reading is None or reading.article.fingerprint in self._kept:
            return
        article = reading.article
        self._kept.add(article.fingerprint)

        def keep() -> None:
            from reader.article.kept import KeptTexts

            KeptTexts(self._app.settings.kept_texts).keep(article.text, article.fingerprint)
            self._app.desk.librarian.update()

        self._app.notebook.behind(keep, "keeping the text of the article")

    # -- records

    def records_changed(self) -> None:
        """Show the records that the notebook holds now.

        While they are reviewed, the article waits until its turn comes again.
        """
        reading, review = self.reading, self._app.review
        if review is not None:
            review.take_records()
        elif reading is not None and reading.records != self._app.notebook.records:
            self._app.reader.change(reading.with_records(self._app.notebook.records))
        elif reading is None:
            self._app.reader.show_lists()

    def took(self, event: notebook.Event) -> None:
        """Something came of the store's thread."""
        app, screen = self._app, self._app.reader
        if isinstance(event, notebook.Opened):
            self._store_opened()
        elif isinstance(event, notebook.Admitted):
            app.desk.librarian.update()
            self._admitted(event.record)
        elif isinstance(event, notebook.Changed):
            app.desk.librarian.update()
            self.records_changed()
            screen.show_lists_soon()
        elif isinstance(event, notebook.Saved):
            app.desk.librarian.update()
            for sentence in event.told:
                screen.tell(sentence, loud=True)
            if not app.notebook.saving and screen.status.message == "saving":
                screen.tell("saved")
                if app.settings.bell:
                    app.bell()
        elif isinstance(event, notebook.Undone):
            self._tell_undone(event)
        elif isinstance(event, notebook.Noticed):
            self._tell_notices(event.sentences)
        else:
            self._tell_failed(event)

    def _store_opened(self) -> None:
        app = self._app
        app.desk.librarian.update()
        if app.notebook.read_only and not app.settings.read_only:
            app.reader.tell(f"{app.settings.notes} can only be read: new notes stay drafts.")
        refused = app.drafts.records()
        if refused and not app.notebook.read_only:
            app.notebook.put(adopted(refused, app.notebook.articles), "note")
            app.reader.tell("Saving what could not be saved last time.")
        if app.loading.notes_are_read():
            return
        if self.reading is not None:
            if app.notebook.article_id is None:
                self._admit(self.reading.article)
        elif app.first_article is not None or app.picking.contents is not None:
            return
        elif not app.notebook.articles:
            self._first_start()

    def lists_mounted(self) -> None:
        """With no article asked for, the desk has the keys."""
        if self._app.first_article is None and self.reading is None:
            if self._app.picking.contents is not None:
                self._app.picking.ask()
            else:
                self._app.reader.windows.desk()

    def _tell_undone(self, event: notebook.Undone) -> None:
        operation, screen = event.operation, self._app.reader
        if operation is None:
            screen.refuse(f"Nothing to {event.doing}.")
            return
        document = operation.before or operation.after or {}
        parts = (document.get("anchor") or {}).get("parts") or [{}]
        words = str(parts[0].get("exact") or document.get("title") or "")
        doing = operation.doing.removeprefix("undo ").removeprefix("redo ")
        named = f"“{snippet(words, 30)}”"
        about = f" on {named}" if words and named not in doing else ""
        if doing == MAKING_ONE and self.reading is not None:
            self._admit(self.reading.article)
        screen.tell(f"{'Undid' if event.doing == 'undo' else 'Redid'}: {doing}{about}")
        if self._app.review is not None:
            self._app.review.undone(operation)

    def _tell_failed(self, event: notebook.Failed) -> None:
        screen = self._app.reader
        if event.ids:
            key = next(iter(self._app.keys.of("save-again")), "")
            where = "It is kept as a draft" if event.kept else NOWHERE
            sentence = f"Not saved: {event.sentence} {where}; {key} tries again."
            screen.tell(sentence, loud=True)
        else:
            screen.tell(event.sentence, loud=True)

    # -- findings

    def analysed(self, event: analyst.Event) -> None:
        """Something came of the search for findings."""
        screen, reading = self._app.reader, self.reading
        if reading is None:
            return
        here = reading.article.fingerprint
        if isinstance(event, analyst.Progressed):
            if event.fingerprint == here and self._app.analyst.busy:
                screen.status.work = f"Finding names and quotes {event.done}/{event.units}"
        elif isinstance(event, analyst.Found):
            if event.findings.fingerprint == here:
                screen.status.work = ""
                screen.change(replace(reading, found=event.findings))
                self._tell_notices(event.findings.notices)
                self._review_anew()
        elif event.fingerprint == here:
            screen.status.work = ""
            if event.sentence:
                screen.tell(event.sentence, loud=True)
            if self._app.review is not None:
                self._app.review.show()

    def _review_anew(self) -> None:
        """The article has come into view, or what was found in it."""
        app, reading = self._app, self.reading
        found = reading.found if reading is not None and reading.article_id else None
        if app.review is not None:
            app.review.begin()
        elif found is not None and len(found.quotes) + len(found.figures) >= LONG:
            from reader.ui.review.articles import prepare_review

            prepare_review(app)

    def _tell_notices(self, notices: Sequence[str]) -> None:
        for sentence in notices:
            self._app.reader.tell(sentence, loud=True)

    # -- the first start

    def _first_start(self) -> None:
        seed = self._app.settings.seed
        if seed is not None and not self._guided:
            self._guided = True
            self._app.loading.open_location(str(seed))

    def _guide(self) -> None:
        """Put the guided note on the seed of the first start, and show it."""
        seed, reading = self._app.settings.seed, self.reading
        if not self._guided or seed is None or reading is None:
            return
        from reader.session.guided_note import guided_note

        self._guided = False
        note = guided_note(seed, reading.article, reading.article_id or "")
        if note is not None:
            self._app.save([note], "article")
            self._app.reader.pane.go_to_mark(NOTES, note.id)
            self._app.reader.windows.card()
