"""Articles come to the desk: opened one after the other, put there some at a time.

One that cannot be opened never stops the rest. Each has its text kept, so that its words are
found. What was opened is put on the desk even when the work is cut short.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from reader.annotations.articles import STANDARD_INPUT, KnownArticles, admitted
from reader.annotations.records import ArticleRecord, now
from reader.annotations.store import Store
from reader.article.article import Article, ArticleError
from reader.article.contents import Contents, SeveralArticlesError, open_listed
from reader.article.network import Network
from reader.article.opening import open_article
from reader.article.stored_texts import StoredTexts
from reader.desk.opening_many import open_many
from reader.desk.sources import is_address

AT_ONCE = 50
LONGEST = 2.0
"""Articles, and seconds, after which what was opened is put on the desk."""

Outcome = Literal["new", "known", "changed", "failed"]
Hint = Callable[[Article, Sequence[ArticleRecord]], str]
"""A remark on an article that is new to the desk, which has these already; "" for none."""
Earlier = Callable[[Article, Sequence[ArticleRecord]], ArticleRecord | None]
"""The article on the desk that one new to it is to be a version of, None for none."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one place; ``message`` says why it failed, or what to know about it."""

    place: str
    outcome: Outcome
    article_id: str = ""
    title: str = ""
    message: str = ""
    article: Article | None = None


Opened = tuple[str, Article] | Added
"""An article and the place it was opened from, or why it was not."""


def add_articles(
    places: Iterable[str],
    store: Store,
    texts: StoredTexts,
    *,
    network: Network,
    tags: Sequence[str] = (),
    hint: Hint | None = None,
    earlier: Earlier | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Added]:
    """Add the articles at ``places``; one ``Added`` for each, when it is on the desk or failed.

    An article that the desk has is not added again: with another text it gets a revision. Of a
    source that holds several articles all are added, of a feed none, because each would have to
    be fetched. Raises StoreError.
    """
    waiting: list[tuple[str, Article]] = []
    since = time.monotonic()
    try:
        for several in _opened_many(list(places), network, stopped):
            for opened in several:
                if isinstance(opened, Added):
                    yield opened
                else:
                    waiting.append(opened)
            if len(waiting) >= AT_ONCE or time.monotonic() - since > LONGEST:
                batch, waiting, since = waiting, [], time.monotonic()
                yield from _admit(batch, store, texts, tags, hint, earlier)
    except KeyboardInterrupt:
        yield from _admit(waiting, store, texts, tags, hint, earlier)
        raise
    yield from _admit(waiting, store, texts, tags, hint, earlier)


def _opened_many(
    places: Sequence[str], network: Network, stopped: Callable[[], bool]
) -> Iterator[list[Opened]]:
    """Yield what each place holds: files, which may be opened side by side, and then the rest."""
    files = [place for place in places if place != STANDARD_INPUT and not is_address(place)]
    open_one = partial(_open_one, network=network)
    yield from open_many(files, open_one, _crashed, stopped=stopped)
    for place in places:
        if place == STANDARD_INPUT or is_address(place):
            if stopped():
                return
            yield open_one(place)


def _open_one(place: str, network: Network) -> list[Opened]:
    """Return the articles at a place with it, or why there is none.

    Fit to go to another process.
    """
    found: list[Opened] = []
    for opened in _opened(place, network):
        if isinstance(opened, Article):
            _ = opened.fingerprint  # made here and taken along
            found.append((place, opened))
        else:
            found.append(opened)
    return found


def _crashed(place: str) -> Opened:
    message = f"Cannot read {place}: it crashed the program that tried to open it."
    return Added(place, "failed", message=message)


def _opened(place: str, network: Network) -> Iterator[Article | Added]:
    try:
        yield open_article(place, network=network)
    except SeveralArticlesError as several:
        if several.contents.kind == "feed":
            yield Added(place, "failed", message=str(several))
        else:
            yield from _parts(place, several.contents)
    except ArticleError as fault:
        yield Added(place, "failed", message=str(fault))
    except Exception as fault:  # noqa: BLE001  a loader's own fault must not stop the rest
        yield Added(place, "failed", message=f"Cannot read {place} ({type(fault).__name__}).")


def _parts(place: str, contents: Contents) -> Iterator[Article | Added]:
    for item in contents.items:
        try:
            yield open_listed(contents, item)
        except ArticleError as fault:
            yield Added(f"{place}#{item.mark}", "failed", message=str(fault))


def _admit(
    batch: Sequence[tuple[str, Article]],
    store: Store,
    texts: StoredTexts,
    tags: Sequence[str],
    hint: Hint | None,
    earlier: Earlier | None,
) -> list[Added]:
    """Put opened articles on the desk in one step."""
    if not batch:
        return []
    texts.keep_many((article.text, article.fingerprint) for _, article in batch)
    done: list[Added] = []

    def make(articles: list[ArticleRecord]) -> list[ArticleRecord]:
        known = KnownArticles(articles)
        changed: dict[str, ArticleRecord] = {}
        at = now()
        for place, article in batch:
            before = known.find(article)
            message = " ".join(article.notices)
            if before is None and earlier is not None and (found := earlier(article, articles)):
                before = changed.get(found.id, found)
            if before is None and hint is not None:
                message = " ".join(filter(None, (message, hint(article, articles))))
            record = admitted(before, article, creator=store.who, at=at)
            record = _tagged(record, tags)
            if record is not before:
                changed[record.id] = record
                known.take(record)
            outcome: Outcome = "new"
            if before is not None:
                seen = {revision.fingerprint for revision in before.revisions}
                outcome = "known" if article.fingerprint in seen else "changed"
            title = " ".join(record.title.split())
            done.append(Added(place, outcome, record.article_id, title, message, article))
        return list(changed.values())

    store.admit_many(make)
    return done


def _tagged(record: ArticleRecord, tags: Sequence[str]) -> ArticleRecord:
    more = tuple(tag for tag in tags if tag not in record.tags)
    return replace(record, tags=(*record.tags, *more)) if more else record
