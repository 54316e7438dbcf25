"""What happens around the article in view: its place on the desk, its records, its findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.annotations.articles import admitted, known_article, location_of
from reader.annotations.records import ArticleRecord, Mark, new_id, now
from reader.article.anchor import anchor
from reader.text.span import Span
from reader.ui import analyst, notebook
from reader.ui.findings_outline import snippet
from reader.ui.reading import Reading

if TYPE_CHECKING:
    from reader.article.article import Article
    from reader.ui.app import ReaderApp

READER = "reader"
"""Who signs the guided note of the first start."""


class Opening:
    """Keeps the reading in step with the notebook and the analyst."""

    def __init__(self, app: ReaderApp, locations: Sequence[str]) -> None:
        self._app = app
        self._locations = list(locations)
        self._opened: list[str] = []
        self._kept: set[str] = set()
        self._guided = False

    @property
    def reading(self) -> Reading | None:
        return self._app.reader.reading

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
        found = app.analyst.known(article)
        location = location_of(article)
        if location not in self._opened:
            self._opened.append(location)
        app.notebook.article_id = None
        known = known_article(app.notebook.articles, article)
        offset = known.position.get(app.settings.me, 0) if known is not None else 0
        app.reader.show_reading(Reading(article, found=found), offset)
        app.reader.status.work = ""
        if app.notebook.opened:
            self._admit(article)
        if found is None:
            app.call_after_refresh(self._analyse, article)
        else:
            self._tell_notices(found.notices)

    def _analyse(self, article: Article) -> None:
        if self.reading is not None and self.reading.article is article:
            self._app.reader.status.work = "Finding names and quotes"
            self._app.analyst.find(article)

    def _admit(self, article: Article) -> None:
        """Give the article its place on the desk and read its records."""
        app = self._app
        known = known_article(app.notebook.articles, article)
        record = admitted(known, article, creator=app.settings.me, at=now())
        if record.status.get(app.settings.me) is None:
            record = replace(record, status={**record.status, app.settings.me: "reading"})
        if record is not known and not app.notebook.read_only:
            app.notebook.put([record], "article")
        work = app.notebook.show(record.article_id)
        reading = self.reading
        assert reading is not None
        app.reader.reading = replace(reading, article_id=record.article_id)
        if known is not None:
            app.wait_for(work)

    def _resume(self, article: Article) -> None:
        """Go to where the reader stopped last time, unless they have begun to read."""
        known = known_article(self._app.notebook.articles, article)
        pane = self._app.reader.pane
        if known is not None and pane.cursor == pane.reading.first:
            pane.go_to(known.position.get(self._app.settings.me, 0), jump=False)

    def beside(self, by: int) -> str | None:
        """The location next to the article in view among those named at the start."""
        reading = self.reading
        every = [*self._opened[:1], *self._locations] if self._locations else []
        if reading is None or not every:
            return None
        here = location_of(reading.article)
        places = [place for place, each in enumerate(every) if self._same(each, here)]
        if not places:
            return None
        return every[(places[0] + by) % len(every)]

    @staticmethod
    def _same(location: str, absolute: str) -> bool:
        from pathlib import Path

        return location == absolute or str(Path(location).resolve()) == absolute

    def keep_place(self) -> None:
        """Keep where the reader stopped, for the next time."""
        app, record = self._app, self.record
        if record is None or self.reading is None or app.notebook.read_only or app.notebook.fault:
            return
        me, offset = app.settings.me, app.reader.pane.reading_place()
        if record.position.get(me, 0) != offset:
            kept = replace(record, position={**record.position, me: offset})
            app.notebook.put([kept], "article")

    def turn_complete(self) -> None:
        """Say that the article is read to the end, or that it is not."""
        app, record = self._app, self.record
        if record is None:
            return
        me = app.settings.me
        status = "reading" if record.status.get(me) == "complete" else "complete"
        changed = replace(record, status={**record.status, me: status}, modified=now())
        app.notebook.put([changed], "article")
        app.notebook.articles = tuple(
            changed if each.id == changed.id else each for each in app.notebook.articles
        )
        app.reader.show_lists()
        app.reader.tell("Read to the end." if status == "complete" else "Not read to the end yet.")

    def keep_text(self) -> None:
        """Keep the text of an annotated article, so that its notes never depend on a page."""
        reading = self.reading
        if reading is None or reading.article.fingerprint in self._kept:
            return
        article = reading.article
        self._kept.add(article.fingerprint)

        def keep() -> None:
            from reader.article.kept import KeptTexts

            KeptTexts(self._app.settings.kept_texts).keep(article.text, article.fingerprint)

        self._app.notebook.behind(keep)

    # -- records

    def records_changed(self) -> None:
        """Show the records that the notebook holds now."""
        reading = self.reading
        if reading is not None and reading.records != self._app.notebook.records:
            self._app.reader.change(reading.with_records(self._app.notebook.records))
        elif reading is None:
            self._app.reader.show_lists()

    def took(self, event: notebook.Event) -> None:
        """Something came of the store's thread."""
        app, screen = self._app, self._app.reader
        if isinstance(event, notebook.Opened):
            self._store_opened()
        elif isinstance(event, notebook.Changed):
            self.records_changed()
            screen.show_lists_soon()
        elif isinstance(event, notebook.Saved):
            if not app.notebook.saving and screen.status.message == "saving":
                screen.tell("saved")
                if app.settings.bell:
                    app.bell()
        elif isinstance(event, notebook.Undone):
            self._tell_undone(event)
        else:
            self._tell_failed(event)

    def _store_opened(self) -> None:
        app = self._app
        if app.notebook.read_only and not app.settings.read_only:
            app.reader.tell(f"{app.settings.notes} can only be read: new notes stay drafts.")
        refused = app.drafts.records()
        if refused and not app.notebook.read_only:
            app.notebook.put(refused, "note")
            app.reader.tell(f"Saving {len(refused)} notes that could not be saved last time.")
        if self.reading is not None:
            if app.notebook.article_id is None:
                self._resume(self.reading.article)
                self._admit(self.reading.article)
        elif app.first_article is not None:
            return
        elif not app.notebook.articles:
            self._first_start()
        else:
            app.reader.windows.desk()

    def _tell_undone(self, event: notebook.Undone) -> None:
        operation, screen = event.operation, self._app.reader
        if operation is None:
            screen.tell(f"Nothing to {event.doing}.")
            return
        document = operation.before or operation.after or {}
        parts = (document.get("anchor") or {}).get("parts") or [{}]
        words = str(parts[0].get("exact", ""))
        about = f" on “{snippet(words, 30)}”" if words else ""
        doing = operation.doing.removeprefix("undo ").removeprefix("redo ")
        screen.tell(f"{'Undid' if event.doing == 'undo' else 'Redid'}: {doing}{about}")

    def _tell_failed(self, event: notebook.Failed) -> None:
        screen = self._app.reader
        if event.ids:
            key = next(iter(self._app.keys.of("save-again")), "")
            sentence = f"Not saved: {event.sentence} It is kept as a draft; {key} tries again."
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
        elif event.fingerprint == here:
            screen.status.work = ""
            if event.sentence:
                screen.tell(event.sentence, loud=True)

    def _tell_notices(self, notices: Sequence[str]) -> None:
        for sentence in notices:
            self._app.reader.tell(sentence, loud=True)

    # -- the first start

    def _first_start(self) -> None:
        seed = self._app.settings.seed
        if seed is not None and not self._guided:
            self._guided = True
            self._app.open_location(str(seed))

    def guide(self) -> None:
        """Put the guided note on the seed of the first start, and show it."""
        seed, reading = self._app.settings.seed, self.reading
        if not self._guided or seed is None or reading is None:
            return
        self._guided = False
        try:
            guide = json.loads((seed.parent / "guide.json").read_text("utf-8"))
            exact, body = str(guide["exact"]), str(guide["body"])
        except (OSError, ValueError, KeyError):
            return
        start = reading.article.text.find(exact)
        if start < 0:
            return
        at = now()
        note = Mark(
            article_id=reading.article_id or "",
            id=new_id(),
            kind="note",
            creator=READER,
            created=at,
            modified=at,
            anchor=anchor(reading.article.text, [Span(start, start + len(exact))]),
            body=body,
        )
        self._app.save([note], "article")
        self._app.reader.pane.go_to_mark("notes", note.id)
        self._app.reader.windows.card()
