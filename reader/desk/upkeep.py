"""Keeps the index of the desk true to the notes file and the kept texts.

What is there already is compared by a sum for each article, so that only what changed is read.
The first of many new articles come in with their titles and counts at once, so that they can be
listed while their words are still being taken in.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from reader.annotations.decided import decisions_in
from reader.annotations.open_conflicts import all_open
from reader.annotations.record_json import from_document, is_record
from reader.annotations.records import ArticleRecord, Claim, Label, Mark, Record
from reader.annotations.storage.table_layout import row_sum
from reader.annotations.store import Store
from reader.article.stored_texts import StoredTexts
from reader.desk.index import ArticleEntry, DeskIndex, Known, NoteEntry
from reader.desk.index_file import DamagedIndexError, throw_away
from reader.desk.index_queues import QueueCount

COUNTED = frozenset({"highlight", "note", "label", "appearance"})
"""The kinds of records that the desk counts as notes; claims are counted by themselves."""
AT_ONCE = 100
"""Articles in one change of the index."""
FEW = 50
"""Missing articles up to this number are taken in whole, without a first round of titles."""
UNFINISHED = 0
"""The sum of an article of which the index knows no more than what a list tells."""

STATE, PEOPLE = "state", "people"
"""The facts by which the index knows whether there is anything to do."""

QUEUES_AT_ONCE = 5
"""Articles whose queues are counted before others may use the index."""

CountQueue = Callable[[ArticleRecord, list[Record]], QueueCount | None]
"""Counts the queue of an article; None where it has none."""
OnProgress = Callable[[int, int], None]
Named = Callable[[str], tuple[str, ...] | None]
"""Whom the machine found named in the text with a fingerprint; None when it was not asked."""


def open_index(path: Path) -> tuple[DeskIndex, str]:
    """Return the index at ``path`` and a sentence when a corrupt one had to be thrown away.

    Raises DeskIndexError when there can be none.
    """
    try:
        index = DeskIndex(path)
        index.about(STATE)
    except DamagedIndexError:
        with contextlib.suppress(OSError):
            throw_away(path)
        return DeskIndex(path), "The library index was corrupt; rebuilding it."
    return index, ""


def desk_state(state: str, texts: StoredTexts) -> str:
    """Report what the index is made of from what it was: the store's ``state`` and the texts."""
    try:
        return f"{state} {texts.folder.stat().st_mtime_ns}"
    except OSError:
        return f"{state} 0"


def bring_up_to_date(
    index: DeskIndex,
    store: Store,
    texts: StoredTexts,
    *,
    on_progress: OnProgress | None = None,
    listed: Callable[[], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> set[str]:
    """Take in what changed: the ids of the articles that did.

    ``on_progress`` gets the articles indexed and their number, ``listed`` is called when all
    articles can be listed though their words are not all taken in. When ``stopped`` says so it
    ends early, and what is not done is done next time. Raises DeskIndexError and StoreError.
    """
    changed = store.take_changed_articles()
    state, held = desk_state(store.state(), texts), index.about(STATE)
    if held == state and not changed:
        return set()
    index.set_about(STATE, "")
    known = index.known(changed if held else None)
    articles = {record.article_id: record for record in store.articles()}
    # Without a change of the notes it is the stored texts that are others.
    if not changed or not held:
        stale, gone = _compared(store, texts, known, articles)
    else:
        stale = [each for each in changed if each in articles]
        gone = [each for each in changed if each not in articles and each in known]
    index.remove(gone)
    missing = [articles[each] for each in stale if each not in known]
    if len(missing) > FEW:
        _list_first(index, store, missing)
        if listed is not None:
            listed()
    kept = texts.list() if len(stale) > FEW else None
    there = frozenset(kept) if kept is not None else None
    for first in range(0, len(stale), AT_ONCE):
        if stopped():
            return {*stale, *gone}
        batch = stale[first : first + AT_ONCE]
        index.put(_entries(batch, store, texts, known, there))
        if on_progress is not None:
            on_progress(min(first + AT_ONCE, len(stale)), len(stale))
    index.set_about(STATE, state)
    return {*stale, *gone}


def _compared(
    store: Store,
    texts: StoredTexts,
    known: dict[str, Known],
    articles: dict[str, ArticleRecord],
) -> tuple[list[str], list[str]]:
    """Return ids of the articles that are otherwise than the index has them.

    Newest first, and of those that are gone.
    """
    sums = store.sums()
    kept = frozenset(texts.list())

    def is_stale(article: ArticleRecord) -> bool:
        held = known.get(article.article_id)
        if held is None or held.sum != sums.get(article.article_id):
            return True
        wanted = next((each for each in _fingerprints(article) if each in kept), "")
        return held.text_of != wanted

    stale = [article for article in articles.values() if is_stale(article)]
    stale.sort(key=lambda article: article.created, reverse=True)
    return [each.article_id for each in stale], [each for each in known if each not in articles]


def _list_first(index: DeskIndex, store: Store, articles: list[ArticleRecord]) -> None:
    counts = store.counts()
    index.put(
        _entry(article, (), UNFINISHED, counts.get(article.article_id, {})) for article in articles
    )


def _entries(
    article_ids: Iterable[str],
    store: Store,
    texts: StoredTexts,
    known: dict[str, Known],
    kept: frozenset[str] | None,
) -> Iterator[ArticleEntry]:
    for article_id in article_ids:
        documents = store.documents(article_id)
        records = [from_document(each) for each in documents if is_record(each)]
        article = next((each for each in records if isinstance(each, ArticleRecord)), None)
        if article is None:
            continue
        counts: dict[str, int] = {}
        for record in records:
            counts[record.kind] = counts.get(record.kind, 0) + 1
        entry = _entry(article, records, sum(map(row_sum, documents)), counts)
        held = known.get(article_id)
        text = _text(article, texts, held.text_of if held is not None else "", kept)
        yield replace(entry, text=text)


def _text(
    article: ArticleRecord, texts: StoredTexts, held: str, kept: frozenset[str] | None
) -> tuple[str, str] | None:
    """Return the text of the newest revision that is kept, unless the index has it (``held``)."""
    for fingerprint in _fingerprints(article):
        if kept is not None and fingerprint not in kept:
            continue
        if fingerprint == held and (kept is not None or texts.has(fingerprint)):
            return None
        text = texts.load(fingerprint)
        if text is not None:
            return text, fingerprint
    return ("", "") if held else None


def _fingerprints(article: ArticleRecord) -> Iterator[str]:
    return (revision.fingerprint for revision in reversed(article.revisions))


def _entry(
    article: ArticleRecord, records: Iterable[Record], total: int, counts: dict[str, int]
) -> ArticleEntry:
    every = list(records)
    tags = dict.fromkeys(tag for record in (article, *every) for tag in record.tags)
    claims = [each for each in every if isinstance(each, Claim)]
    claimants = (each.claimant for each in claims if each.claimant)
    return ArticleEntry(
        article.article_id,
        total,
        " ".join(article.title.split()),
        article.outlet or "",
        article.published or "",
        article.created,
        article.status,
        sum(number for kind, number in counts.items() if kind in COUNTED),
        counts.get("claim", 0),
        tuple(tags),
        tuple(dict.fromkeys((*article.authors, *claimants))),
        article.locations[-1] if article.locations else article.url or "",
        article.revisions[-1].fingerprint if article.revisions else "",
        tuple(_note_entries(every)),
        archived=article.archived,
        conflicts=len(all_open(every)),
        decisions=decisions_in(every),
    )


def _note_entries(records: Iterable[Record]) -> Iterator[NoteEntry]:
    for record in records:
        own = ""
        if isinstance(record, Mark):
            own = record.body
        elif isinstance(record, Claim):
            own = f"{record.claim} {record.claimant}"
        elif isinstance(record, Label):
            own = record.type
        words = " ".join((own, *record.tags)).strip()
        if words and not isinstance(record, ArticleRecord):
            yield NoteEntry(record.id, record.kind, words)


def take_in_people(
    index: DeskIndex, named: Named, state: str, changed: Collection[str] = ()
) -> bool:
    """Take in whom the machine found named in texts since the index was last updated.

    ``state`` tells what ``named`` knows from what it knew before: with the same one it is asked
    about the articles ``changed`` alone, which may have come with a text that it knows.
    Raises DeskIndexError.
    """
    same = index.about(PEOPLE) == state
    if same and not changed:
        return False
    found = {}
    for held in index.known(changed if same else None).values():
        if held.fingerprint and held.named_of != held.fingerprint:
            people = named(held.fingerprint)
            if people is not None:
                found[held.fingerprint] = people
    if found:
        index.name_people(found)
    if not same:
        index.set_about(PEOPLE, state)
    return bool(found)


def take_in_queues(index: DeskIndex, store: Store, count: CountQueue) -> list[str]:
    """Count the queues of a few articles that changed since, newest first; the ids of all those.

    That of an article without stored findings is not known. Raises DeskIndexError and StoreError.
    """
    waiting = index.uncounted(QUEUES_AT_ONCE)
    for each in waiting:
        records = store.records(each.article_id) if each.is_searched else []
        article = next((one for one in records if isinstance(one, ArticleRecord)), None)
        index.count_queue(each, count(article, records) if article is not None else None)
    return [each.article_id for each in waiting]
