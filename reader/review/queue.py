"""The queue of an article: what may be worth a check, why, and what was decided on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from reader.analysis.findings import Figure, Quote, SpeakerKind, finding_id
from reader.annotations.records import Claim
from reader.article.anchoring import Outcome
from reader.article.word_changes import WordChange
from reader.review.article_in_review import ArticleInReview
from reader.review.carrying import ENOUGH, SENTENCE, Carried, shared
from reader.review.checkworthiness import Reason, judged, worth
from reader.review.places import Places
from reader.review.repeats import repeats
from reader.text.span import Span, hull

ItemKind = Literal["quote", "figure", "sentence", "claim"]
"""A claim is an item of its own where its passage is none that the machine would check."""
ItemStatus = Literal["open", "accepted", "dismissed", "claimed", "skipped"]
KINDS: tuple[str, ...] = get_args(ItemKind)
STATUSES: tuple[str, ...] = get_args(ItemStatus)

FEW = 8
"""How many of an article are shown at first: a reviewer has twenty articles a day."""
WORTH_SHOWING = 0.25
"""An item below this score is not among the few, though there be fewer than ``FEW``."""
LEAST_SENTENCE = 0.3
COUNTS_SPEAKERS = "counts those who speak"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide on. ``id`` is the finding's; ``score`` is how much it is worth a check,
    ``trust`` the machine's trust that it is there at all (None where it has none to give).

    ``part_of`` is the item that holds it (the quote of a figure), ``same_as`` the one in which
    the same words of the same speaker stand more fully: such items are folded away at first.
    ``outcome`` and ``changes`` tell how the text changed under the decision, ``claim`` is the id
    of the claim on it, ``again`` tells the phrase that is repeated.
    """

    id: str
    article_id: str
    kind: ItemKind
    spans: tuple[Span, ...]
    text: str
    score: float
    reasons: tuple[Reason, ...]
    speaker: str | None = None
    speaker_kind: SpeakerKind = "unknown"
    trust: float | None = None
    status: ItemStatus = "open"
    decided_by: str = ""
    decided_at: str = ""
    outcome: Outcome = "unchanged"
    changes: tuple[WordChange, ...] = ()
    claim: str | None = None
    part_of: str | None = None
    same_as: str | None = None
    again: str = ""

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def folded(self) -> bool:
        return self.part_of is not None or self.same_as is not None

    @property
    def decided(self) -> bool:
        return self.status in ("accepted", "dismissed", "claimed")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the few are decided."""

    done: int
    of: int

    @property
    def left(self) -> int:
        return self.of - self.done


def queue(
    article: ArticleInReview,
    *,
    skipped: Collection[str] = (),
    extra: Mapping[str, Sequence[Reason]] | None = None,
) -> list[Item]:
    """The items of ``article`` in text order: every quote and figure, and sentences worth it.

    ``skipped`` are ids put off for now, which no record remembers. ``extra`` gives items more
    reasons, by id: that another source has another figure.
    """
    return with_decisions(article, found_items(article, extra), skipped)


def found_items(
    article: ArticleInReview, extra: Mapping[str, Sequence[Reason]] | None = None
) -> list[Item]:
    """The items of ``article`` as found, with no decision on any; this is the costly half."""
    items = _raised([*_quotes(article), *_figures(article)], extra or {})
    made, holder = _sentences(article, items)
    items = [replace(item, part_of=item.part_of or holder.get(item.id)) for item in items]
    items = _raised([*items, *made], extra or {}, only=SENTENCE)
    return sorted(items, key=lambda item: (hull(item.spans), item.kind))


def with_decisions(
    article: ArticleInReview,
    items: Sequence[Item],
    skipped: Collection[str] = (),
    places: ItemPlaces | None = None,
) -> list[Item]:
    """The items found in ``article`` with what its records decide on them. ``places`` are those
    of ``items``, where they are at hand.
    """
    decisions = _decisions(article, items)
    claims = _claimed(article, places or ItemPlaces(items))
    decided = [_decided(item, decisions, claims, skipped) for item in items]
    by_id = {item.id: item for item in decided}
    return [_as_the_fuller(item, by_id) for item in decided]


def few(items: Iterable[Item], count: int = FEW) -> list[Item]:
    """The items of each article that are most worth a check, ``count`` of it, in text order.

    A decision does not change which they are.
    """
    by_article: dict[str, list[Item]] = {}
    every = list(items)
    for item in every:
        if not item.folded and item.kind != "claim" and item.score >= WORTH_SHOWING:
            by_article.setdefault(item.article_id, []).append(item)
    chosen: set[tuple[str, str]] = set()
    for article, own in by_article.items():
        own.sort(key=lambda item: (-item.score, item.start))
        chosen.update((article, item.id) for item in own[:count])
    return [item for item in every if (item.article_id, item.id) in chosen]


def progress(items: Iterable[Item]) -> Progress:
    """How far ``items`` are decided; those skipped are not."""
    every = list(items)
    return Progress(sum(item.decided for item in every), len(every))


def _quotes(article: ArticleInReview) -> list[Item]:
    found = article.corrected
    again = {
        other: (each.first, each.phrase)
        for each in repeats(found.quotes, article.text)
        for other in each.again
    }
    figures = sorted(found.figures, key=lambda figure: figure.start)
    starts = [figure.start for figure in figures]
    return [_of_quote(article, quote, figures, starts, again) for quote in found.quotes]


def _of_quote(
    article: ArticleInReview,
    quote: Quote,
    figures: Sequence[Figure],
    starts: Sequence[int],
    again: Mapping[str, tuple[str, str]],
) -> Item:
    inside = [
        figure.text
        for span in quote.spans
        for figure in figures[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
    ]
    told = worth(
        quote.text,
        figures=inside,
        cue=" ".join(span.slice(article.text) for span in quote.cue or ()),
        attributed=quote.speaker is not None,
        english=_english(article),
    )
    same, phrase = again.get(quote.id, (None, ""))
    return Item(
        quote.id,
        article.article_id,
        "quote",
        quote.spans,
        quote.text,
        told.score,
        told.reasons,
        quote.speaker,
        quote.speaker_kind,
        quote.score,
        part_of=quote.parent,
        same_as=same,
        again=phrase,
    )


def _figures(article: ArticleInReview) -> list[Item]:
    items = []
    sources = sources_of(article)
    same = _told_in_headline(article)
    for figure in article.corrected.figures:
        holder = holder_of(article, figure.span)
        told = worth(
            figure.text,
            figures=(figure.text,),
            attributed=figure.speaker is not None,
            english=False,
        )
        # A figure is short by nature.
        reasons = [reason for reason in told.reasons if reason.what != "few words"]
        if sources.overlapping(figure.span):
            reasons.append(Reason(COUNTS_SPEAKERS, "", -0.3))
        items.append(
            Item(
                figure.id,
                article.article_id,
                "figure",
                (figure.span,),
                figure.text,
                judged(reasons).score,
                tuple(reasons),
                figure.speaker,
                holder.speaker_kind if holder and holder.speaker == figure.speaker else "unknown",
                part_of=holder.id if holder else None,
                same_as=same.get(figure.id),
            )
        )
    return items


def _told_in_headline(article: ArticleInReview) -> dict[str, str]:
    """For a figure of the headline the one of the text that says the same, by id."""
    headlines = [block.span for block in article.blocks if block.kind == "headline"]
    above: dict[str, tuple[object, ...]] = {}
    below: dict[tuple[object, ...], str] = {}
    for figure in article.corrected.figures:
        key = (figure.value, figure.unit, figure.currency)
        if any(span.covers(figure.span) for span in headlines):
            above[figure.id] = key
        else:
            below.setdefault(key, figure.id)
    return {identity: below[key] for identity, key in above.items() if key in below}


def _names_a_source(item: Item) -> bool:
    return any(reason.what == COUNTS_SPEAKERS for reason in item.reasons)


def holder_of(article: ArticleInReview, span: Span) -> Quote | None:
    """The innermost quote that holds ``span``."""
    holding = (quote for _, quote in article.quoted.covering(span))
    return min(holding, key=lambda quote: sum(map(len, quote.spans)), default=None)


def sources_of(article: ArticleInReview) -> Places[Quote]:
    """The quotes by where those who said them are named."""
    return Places(
        (span, quote) for quote in article.corrected.quotes for span in quote.source or ()
    )


def _sentences(
    article: ArticleInReview, items: Sequence[Item]
) -> tuple[list[Item], dict[str, str]]:
    """Sentences that are worth a check for what stands in them beside the quotes of the queue,
    and the sentence of each figure in one, by its id.
    """
    figures = Places(
        (item.spans[0], item) for item in items if item.kind == "figure" and item.part_of is None
    )
    made: list[Item] = []
    holder: dict[str, str] = {}
    for sentence in article.sentences:
        own = _without(sentence, sorted(span for span, _ in article.quoted.overlapping(sentence)))
        if sum(map(len, own)) <= len(sentence) / 2:
            continue
        inside = [item for span, item in figures.overlapping(sentence) if sentence.covers(span)]
        told = worth(
            " … ".join(span.slice(article.text) for span in own),
            figures=[item.text for item in inside if not _names_a_source(item)],
            english=_english(article),
        )
        if not told.checkable or told.score < LEAST_SENTENCE:
            continue
        words = sentence.slice(article.text)
        identity = finding_id(SENTENCE, [sentence], words)
        spans = (sentence,)
        key = article.article_id
        made.append(Item(identity, key, "sentence", spans, words, told.score, told.reasons))
        holder.update((item.id, identity) for item in inside)
    return made, holder


def _without(sentence: Span, quoted: Sequence[Span]) -> list[Span]:
    """What is left of ``sentence`` outside the quotes in it, which come in order."""
    left, start = [], sentence.start
    for span in quoted:
        if span.start > start:
            left.append(Span(start, span.start))
        start = max(start, min(span.end, sentence.end))
    if start < sentence.end:
        left.append(Span(start, sentence.end))
    return left


def _english(article: ArticleInReview) -> bool:
    language = article.findings.language or article.language or "en"
    return language.casefold().startswith("en")


def _raised(
    items: Sequence[Item], extra: Mapping[str, Sequence[Reason]], only: str = ""
) -> list[Item]:
    """The items with more reasons; what is told of a figure is told of what holds it too."""
    if not extra:
        return list(items)
    held: dict[str, list[Reason]] = {}
    for item in items:
        if item.id in extra:
            held.setdefault(item.id, []).extend(extra[item.id])
            if item.part_of is not None:
                held.setdefault(item.part_of, []).extend(extra[item.id])
    raised = []
    for item in items:
        more = held.get(item.id)
        if more and (not only or item.kind == only):
            told = judged([*item.reasons, *more])
            item = replace(item, score=told.score, reasons=told.reasons)
        raised.append(item)
    return raised


def _decisions(article: ArticleInReview, items: Sequence[Item]) -> dict[str, Carried]:
    """The last decision on each item: to accept or to dismiss it."""
    last: dict[str, Carried] = {}
    own_sentences = [item for item in items if item.kind == SENTENCE]
    for each in article.carried:
        if each.correction.decision not in ("accept", "dismiss") or not each.targets:
            continue
        if each.correction.finding.get("kind") == SENTENCE:
            where = hull(each.spans)
            targets = [item.id for item in own_sentences if shared(item.spans[0], where) >= ENOUGH]
        else:
            targets = list(each.targets)
        for target in targets:
            last[target] = each
    return last


class ItemPlaces:
    """Where items stand, and which of them a passage is on; what was asked is remembered."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._places = Places((hull(item.spans), item) for item in items)
        self._on: dict[Span, tuple[str | None, tuple[str, ...]]] = {}

    def on(self, passage: Span) -> tuple[str | None, tuple[str, ...]]:
        """The id of the item that is the passage, by more than half, and the ids of the figures
        inside it.
        """
        if passage not in self._on:
            near = self._places.overlapping(passage)
            best = max(near, key=lambda each: shared(each[0], passage), default=None)
            is_one = best is not None and shared(best[0], passage) >= ENOUGH
            figures = (
                item.id for span, item in near if item.kind == "figure" and passage.covers(span)
            )
            self._on[passage] = best[1].id if best and is_one else None, tuple(figures)
        return self._on[passage]


def _claimed(article: ArticleInReview, places: ItemPlaces) -> dict[str, Claim]:
    """The claim on each item: the one whose passage is the item's; of a figure also the one in
    whose passage it stands, the shortest, since that is checked with it.
    """
    found: dict[str, Claim] = {}
    inside: dict[str, Claim] = {}
    longest_first = sorted(article.claimed.everything(), key=lambda each: -len(each[0]))
    for where, claim in longest_first:
        inside.update((figure, claim) for figure in places.on(where)[1])
    for where, claim in article.claimed.everything():
        item = places.on(where)[0]
        if item is not None:
            found[item] = claim
    return inside | found


def own_claims(article: ArticleInReview, places: ItemPlaces) -> list[Item]:
    """Items for the claims of ``article`` that are on none of those of ``places``: made by hand,
    of words that the machine would not check.
    """
    return [
        Item(
            claim.id,
            article.article_id,
            "claim",
            (where,),
            " ".join(where.slice(article.text).split()),
            1.0,
            (Reason("a claim made by hand", "", 1.0),),
            claim.claimant or None,
            status="claimed",
            decided_by=claim.creator,
            claim=claim.id,
        )
        for where, claim in article.claimed.everything()
        if places.on(where)[0] is None
    ]


def _as_the_fuller(item: Item, by_id: Mapping[str, Item]) -> Item:
    """Words told more fully elsewhere are decided there, unless they were decided themselves."""
    fuller = by_id.get(item.same_as or "")
    if fuller is None or item.decided or not fuller.decided:
        return item
    return replace(
        item,
        status=fuller.status,
        decided_by=fuller.decided_by,
        decided_at=fuller.decided_at,
        claim=fuller.claim,
    )


def _decided(
    item: Item,
    decisions: Mapping[str, Carried],
    claims: Mapping[str, Claim],
    skipped: Collection[str],
) -> Item:
    claim, decision = claims.get(item.id), decisions.get(item.id)
    if decision is not None:
        made = decision.correction
        item = replace(
            item,
            status="accepted" if made.decision == "accept" else "dismissed",
            decided_by=made.creator,
            decided_at=made.modified,
            outcome=decision.outcome,
            changes=decision.changes,
        )
    if claim is not None:
        return replace(item, status="claimed", claim=claim.id, decided_by=claim.creator)
    if decision is None and item.id in skipped:
        return replace(item, status="skipped")
    return item
