"""Everybody who is quoted on the desk: all that each one said, where, when, and what it was worth.

People are the same across articles when they bear the same full name. A role or a group (“the
minister”, “officials”) is somebody else in every article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.analysis.findings import Quote, QuoteKind, SpeakerKind
from reader.annotations.records import Assessment, Claim, Record
from reader.review.annotated_article import AnnotatedArticle
from reader.review.carrying import ENOUGH, shared
from reader.review.second_reading import as_seen_by
from reader.text.span import Span, hull


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a speaker said: the article it is in, the words, the claim made of it.

    ``said_on`` is the claim's date, else that of the article, None when neither is known.
    ``verdicts`` are the claim's assessments.
    """

    article_id: str
    title: str
    quote: str
    kind: QuoteKind
    spans: tuple[Span, ...]
    text: str
    said_on: str | None = None
    outlet: str | None = None
    claim: str | None = None
    status: str | None = None
    verdicts: tuple[Assessment, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """``name`` is the fullest; ``aliases`` and ``roles`` are as the articles have them."""

    name: str
    kind: SpeakerKind
    statements: tuple[Statement, ...]
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def articles(self) -> int:
        return len({each.article_id for each in self.statements})


@dataclass(slots=True)
class _Gathered:
    name: str
    kind: SpeakerKind
    statements: list[Statement]
    aliases: dict[str, None]
    roles: dict[str, None]


def speakers(articles: Iterable[AnnotatedArticle]) -> list[Speaker]:
    """Everybody who is known to have said something, those with most statements first."""
    found: dict[tuple[str, str], _Gathered] = {}
    for article in articles:
        people = {person.id: person for person in article.standing.people}
        for quote in article.standing.quotes:
            if quote.speaker is None:
                continue
            key = key_of(article, quote)
            gathered = found.setdefault(
                key, _Gathered(quote.speaker, quote.speaker_kind, [], {}, {})
            )
            person = people.get(quote.person or "")
            if person is not None:
                gathered.aliases.update(dict.fromkeys(person.aliases))
                if person.role:
                    gathered.roles[person.role] = None
            gathered.statements.append(_statement(article, quote))
    every = [
        Speaker(
            each.name, each.kind, tuple(each.statements), tuple(each.aliases), tuple(each.roles)
        )
        for each in found.values()
    ]
    return sorted(every, key=lambda each: (-len(each.statements), each.name.casefold()))


def seen_by(articles: Iterable[AnnotatedArticle], reviewer: str) -> list[AnnotatedArticle]:
    """Return the articles without the verdicts that ``reviewer`` may not see yet."""

    def seen(records: Iterable[Record]) -> Iterator[Record]:
        for each in records:
            yield as_seen_by(each, reviewer) if isinstance(each, Claim) else each

    return [
        each.with_records(
            seen(each.records.records),
            (as_seen_by(one, reviewer) for one in each.records.elsewhere),
        )
        for each in articles
    ]


def key_of(article: AnnotatedArticle, quote: Quote) -> tuple[str, str]:
    """Return what is the same for the same speaker: the name and, but for names, the article."""
    name = " ".join((quote.speaker or "").casefold().split())
    return (name, "" if quote.speaker_kind == "named" else article.article_id)


def said_by(every: Iterable[Speaker], words: str) -> list[Speaker]:
    """Return those whose name, alias or role holds ``words``, letter case aside."""
    wanted = words.casefold()
    return [
        each
        for each in every
        if any(wanted in name.casefold() for name in (each.name, *each.aliases, *each.roles))
    ]


def _statement(article: AnnotatedArticle, quote: Quote) -> Statement:
    where = hull(quote.spans)
    near = article.claimed.overlapping(where)
    claim = next((one for span, one in near if shared(span, where) >= ENOUGH), None)
    return Statement(
        article.article_id,
        article.title,
        quote.id,
        quote.kind,
        quote.spans,
        quote.text,
        said_on=claim.said_on if claim and claim.said_on else article.published,
        outlet=article.outlet,
        claim=claim.id if claim else None,
        status=claim.status if claim else None,
        verdicts=claim.assessments if claim else (),
    )
