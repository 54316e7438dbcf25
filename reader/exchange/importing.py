"""Puts what a file brings on the articles of the desk: which article, which passage.

A passage is found by its words where its offsets are missing or wrong. What is not surely found
keeps the words it came with, goes onto the desk all the same, and is listed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from reader.annotations.articles import IMPORTED
from reader.annotations.records import CODEBOOK, ArticleRecord, Record, Revision, new_id
from reader.article.anchor import Anchor, anchor
from reader.article.anchoring import Former, place
from reader.article.fingerprint import fingerprint as fingerprint_of
from reader.article.same_page import page_keys
from reader.exchange.arrival import (
    ABOUT,
    ARTICLE,
    NOT_YET_PLACED,
    Arrival,
    arrived_id,
    headline_of,
)
from reader.exchange.by_article import file_name
from reader.exchange.marked_text import SURE
from reader.exchange.targets import Names
from reader.text.span import Span

_JOINED = " … "
"""The separator between the parts of a mark that a format writes as one passage."""

PlaceStatus = Literal["placed", "unsure", "waiting"]


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """A record with its article and anchor, and whether its passage was found.

    "waiting" are those of an article whose text is not on the desk. ``silent`` are fields of which
    the file says nothing.
    """

    record: Record
    status: PlaceStatus
    silent: frozenset[str] = frozenset()


@dataclass(slots=True)
class Desk:
    """The articles there are, and the newest text of each (None when it is not kept).

    ``given`` is the article that all arrivals are meant for, None to look for each. ``who``
    signs articles that come from elsewhere without a name, ``at`` dates them. ``former`` gives
    the texts that records were made on.
    """

    articles: list[ArticleRecord]
    text_of: Callable[[ArticleRecord], str | None]
    who: str = ""
    at: str = ""
    given: ArticleRecord | None = None
    former: Former | None = None
    new_texts: dict[str, str] = field(default_factory=dict)
    new_articles: list[ArticleRecord] = field(default_factory=list)


def settle(arrivals: Iterable[Arrival], desk: Desk) -> Iterator[PlacedRecord]:
    """Yield the records of ``arrivals`` as they are to be put on the desk.

    New articles and texts are noted on ``desk``.
    """
    for arrival in arrivals:
        if arrival.article.id == CODEBOOK:
            yield from (PlacedRecord(each, "placed") for each in arrival.records)
            continue
        article = desk.given or known(arrival, desk.articles, desk.text_of)
        if article is None:
            article = _admit(arrival, desk)
        elif arrival.article.id and desk.given is None:
            came = replace(arrival.article, id=article.id, article_id=article.id)
            if arrival.article.id != article.id:
                came = replace(came, modified="")  # another record, of no state that was here
            yield PlacedRecord(came, "placed")
        text = desk.text_of(article) or desk.new_texts.get(_newest(article), None)
        if text is None and arrival.text is not None:
            # The article waited for its text: here it is.
            article = _with_text(article, arrival.text, desk)
            text = arrival.text
        known_texts = {revision.fingerprint for revision in article.revisions}
        fingerprint = fingerprint_of(text) if text is not None else ""
        spaced = respaced(arrival.text, text)
        for record in arrival.records:
            own = spaced(record) if spaced else record
            settled = _settled(own, article, text, fingerprint, known_texts, desk.former)
            yield replace(settled, silent=arrival.silent) if arrival.silent else settled


def respaced(came: str | None, here: str | None) -> Callable[[Record], Record] | None:
    """Return what puts records on the text ``here``, whose white space alone ``came`` has not.

    None where the two texts are the same, or differ in more than that.
    """
    if came is None or here is None or came == here or came.split() == []:
        return None
    places = [
        [place for place, sign in enumerate(text) if not sign.isspace()] for text in (came, here)
    ]
    if [came[place] for place in places[0]] != [here[place] for place in places[1]]:
        return None
    fingerprint, (from_, to) = fingerprint_of(here), places

    def moved(record: Record) -> Record:
        hold = getattr(record, "anchor", None)
        if not isinstance(hold, Anchor) or hold.fingerprint == NOT_YET_PLACED:
            return record
        spans = []
        for span in hold.spans:
            first, last = bisect_left(from_, span.start), bisect_left(from_, span.end)
            if first == last:
                return record
            spans.append(Span(to[first], to[last - 1] + 1))
        return replace(record, anchor=anchor(here, spans, fingerprint))  # type: ignore[call-arg]

    return moved


def known(
    arrival: Arrival,
    articles: Iterable[ArticleRecord],
    text_of: Callable[[ArticleRecord], str | None] = lambda _: None,
) -> ArticleRecord | None:
    """Return the article on the desk that ``arrival`` is about.

    None when there is none or several fit.

    It is the one of its id or its text; else the one of its page. A text that comes along and is
    none of an article's is another article. Only what has neither text nor address is looked for
    by its file's name and its title, and an article that was read goes before one that was not.
    """
    every = list(articles)
    article = arrival.article
    prints = {revision.fingerprint for revision in article.revisions}
    if arrival.text is not None:
        prints.add(fingerprint_of(arrival.text))
    pages = page_keys((article.url, *article.locations))
    tests: list[Callable[[ArticleRecord], bool]] = [
        lambda one: bool(article.id) and one.id == article.id,
        lambda one: any(revision.fingerprint in prints for revision in one.revisions),
        lambda one: bool(pages & page_keys((one.url, *one.locations))),
    ]
    if arrival.text is not None:
        letters = "".join(arrival.text.split())
        tests.append(
            lambda one: (
                _alike_by_name(one, article)
                and "".join((text_of(one) or "").split()) == letters != ""
            )
        )
    elif not pages and not article.revisions:
        tests.append(lambda one: _has_file_of(one, article) and _may_be(one, article))
        tests.append(
            lambda one: (
                bool(article.title)
                and _plain(one.title) == _plain(article.title)
                and _may_be(one, article)
            )
        )
    for test in tests:
        found = [one for one in every if test(one)]
        with_text = [one for one in found if one.revisions]
        if len(with_text) == 1 or (len(found) == 1 and not with_text):
            return (with_text or found)[0]
    return None


def _alike_by_name(one: ArticleRecord, other: ArticleRecord) -> bool:
    """Return whether the names of two articles agree: their files, titles, or files of titles."""
    if _has_file_of(one, other) or _plain(one.title) == _plain(other.title):
        return True
    return Names.may_be(other.title, one.title, one.id)


def _has_file_of(one: ArticleRecord, other: ArticleRecord) -> bool:
    files = {file_name(location) for location in other.locations}
    return any(file_name(location) in files for location in one.locations)


def _may_be(one: ArticleRecord, other: ArticleRecord) -> bool:
    """Return whether title and authors agree where both records have them."""
    titles = {_plain(each.title) for each in (one, other) if each.title}
    authors = [{_plain(name) for name in each.authors} for each in (one, other) if each.authors]
    return len(titles) < 2 and (len(authors) < 2 or bool(authors[0] & authors[1]))


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _newest(article: ArticleRecord) -> str:
    return article.revisions[-1].fingerprint if article.revisions else ""


def _admit(arrival: Arrival, desk: Desk) -> ArticleRecord:
    arrived = arrival.article
    identity = arrived.id or _identity(arrival)
    before = next((one for one in desk.articles if one.id == identity), None)
    if before is not None:
        return before
    article = replace(
        arrived,
        id=identity,
        article_id=identity,
        creator=arrived.creator or desk.who,
        created=arrived.created or desk.at,
        modified=arrived.modified or desk.at,
    )
    if arrival.text is not None:
        return _with_text(article, arrival.text, desk)
    _note(article, desk)
    return article


def _identity(arrival: Arrival) -> str:
    """Return the same id for the same source: a file that is read twice makes no second article."""
    article = arrival.article
    pages = sorted(page_keys((article.url, *article.locations)))
    if arrival.text is not None:
        return arrived_id("article", fingerprint_of(arrival.text))
    if pages:
        return arrived_id("article", *pages)
    if article.title or article.locations:
        return arrived_id(
            "article", _plain(article.title), *map(_plain, article.authors), *article.locations
        )
    return new_id()


def _with_text(article: ArticleRecord, text: str, desk: Desk) -> ArticleRecord:
    own = fingerprint_of(text)
    desk.new_texts[own] = text
    if own not in {revision.fingerprint for revision in article.revisions}:
        location = article.locations[-1] if article.locations else "-"
        revision = Revision(own, IMPORTED, desk.at, location)
        article = replace(article, revisions=(*article.revisions, revision))
    _note(article, desk)
    return article


def _note(article: ArticleRecord, desk: Desk) -> None:
    for articles in (desk.articles, desk.new_articles):
        articles[:] = [one for one in articles if one.id != article.id]
        articles.append(article)


def _settled(
    record: Record,
    article: ArticleRecord,
    text: str | None,
    fingerprint: str,
    revisions: set[str],
    former: Former | None,
) -> PlacedRecord:
    record = replace(record, article_id=article.id)
    hold = getattr(record, "anchor", None)
    if not isinstance(hold, Anchor):
        return PlacedRecord(record, "placed")
    if text is None:
        return PlacedRecord(record, "waiting")
    if record.extra.get(ABOUT) == ARTICLE and hold.fingerprint == NOT_YET_PLACED and text.strip():
        return _moved(record, text, (headline_of(text),), fingerprint)
    if hold.fingerprint == fingerprint and all(
        text.startswith(part.exact, part.start) for part in hold.parts
    ):
        return PlacedRecord(record, "placed")
    spans = _only_places(hold, text) or _places_of_pieces(hold, text)
    if spans is not None:
        return _moved(record, text, spans, fingerprint)
    placement = place(hold, text, fingerprint, former)
    sure = placement.outcome in SURE and len(placement.spans) == len(hold.parts)
    if not sure:
        return PlacedRecord(record, "unsure")
    if hold.fingerprint in revisions:
        # It is on an earlier text of this article: the desk knows how to follow.
        return PlacedRecord(record, "placed")
    return _moved(record, text, placement.spans, fingerprint)


def _moved(record: Record, text: str, spans: tuple[Span, ...], fingerprint: str) -> PlacedRecord:
    held = anchor(text, spans, fingerprint)
    placed: Record = replace(record, anchor=held)  # type: ignore[call-arg]
    return PlacedRecord(placed, "placed")


def _places_of_pieces(hold: Anchor, text: str) -> tuple[Span, ...] | None:
    """Return where the pieces are of a quotation that a file joined by ellipses, as ours does.

    Each in one place after the one before. None where that is not clear.
    """
    if hold.fingerprint != NOT_YET_PLACED or len(hold.parts) != 1:
        return None
    pieces = hold.parts[0].exact.split(_JOINED)
    if len(pieces) < 2 or not all(piece.strip() for piece in pieces):
        return None
    spans: list[Span] = []
    for piece in pieces:
        first = text.find(piece, spans[-1].end if spans else 0)
        if first < 0 or text.find(piece, first + 1) >= 0:
            return None
        spans.append(Span(first, first + len(piece)))
    return tuple(spans)


def _only_places(hold: Anchor, text: str) -> tuple[Span, ...] | None:
    """Return where the words of a file without surroundings are.

    At the offset it gives, or in the one place that has them. None where that is unclear, and for
    anchors that reader made.
    """
    if hold.fingerprint != NOT_YET_PLACED:
        return None
    spans = []
    for part in hold.parts:
        first = text.find(part.exact)
        if part.prefix or part.suffix or first < 0:
            return None
        if part.start and text.startswith(part.exact, part.start):
            first = part.start
        elif text.find(part.exact, first + 1) >= 0:
            return None
        spans.append(Span(first, first + len(part.exact)))
    return tuple(spans)
