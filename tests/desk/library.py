"""A desk of a few articles with notes, its texts kept, as `reader` would have made them."""

from __future__ import annotations

from pathlib import Path

from reader.annotations.records import ArticleRecord, Claim, Mark, Revision
from reader.annotations.store import Store, open_store
from reader.article.anchor import anchor
from reader.article.article import fingerprint
from reader.article.stored_texts import StoredTexts
from reader.text.span import Span


class Library:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "annotations.json"
        self.texts = StoredTexts(folder / "texts")
        self.index = folder / "cache" / "desk.sqlite"
        self.store: Store = open_store(self.path, who="ada")

    def add(self, name: str, text: str, *, keep: bool = True, **more: object) -> ArticleRecord:
        if keep:
            self.texts.keep(text)
        revision = Revision(fingerprint(text), "plain text 1", "2026-11-24T10:00:00Z", name)
        values = {"title": name, "created": f"2026-11-24T10:00:{len(name):02d}Z"} | more
        record = ArticleRecord(article_id=name, id=name, revisions=(revision,), **values)
        self.store.put(record, "article")
        return record

    def note(self, article: str, name: str, body: str, *tags: str) -> Mark:
        held = anchor("words", [Span(0, 5)])
        mark = Mark(article_id=article, id=name, kind="note", body=body, tags=tags, anchor=held)
        self.store.put(mark)
        return mark

    def claim(self, article: str, name: str, words: str, claimant: str) -> None:
        held = anchor("words", [Span(0, 5)])
        self.store.put(
            Claim(article_id=article, id=name, claim=words, claimant=claimant, anchor=held)
        )
