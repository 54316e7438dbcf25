"""The items that the findings of an article make: its quotes, its figures, sentences worth it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.analysis.findings import Figure, Quote, finding_id
from reader.review.annotated_article import AnnotatedArticle
from reader.review.carrying import SENTENCE
from reader.review.checkworthiness import (
    FEW_WORDS,
    NO_WORDS,
    DeskWords,
    Reason,
    is_checkable,
    judged,
    worth,
)
from reader.review.item import Item
from reader.review.places import Places
from reader.review.repeats import repeats
from reader.text.span import Span, hull

LEAST_SENTENCE = 0.3
COUNTS_SPEAKERS = "counts those who speak"


def found_items(article: AnnotatedArticle, desk_words: DeskWords = NO_WORDS) -> list[Item]:
    """Return the items of ``article`` as found, undecided; this is the costly half."""
    items = [*_quotes(article, desk_words), *_figures(article)]
    made, holder = _sentences(article, items, desk_words)
    items = [
        replace(item, part_of=holder[item.id]) if item.id in holder else item for item in items
    ]
    return sorted([*items, *made], key=lambda item: (hull(item.spans), item.kind))


def _quotes(article: AnnotatedArticle, desk_words: DeskWords) -> list[Item]:
    found = article.corrected
    again = {
        other: (each.first, each.phrase)
        for each in repeats(found.quotes, article.text)
        for other in each.again
    }
    figures = sorted(found.figures, key=lambda figure: figure.start)
    starts = [figure.start for figure in figures]
    return [_of_quote(article, quote, figures, starts, again, desk_words) for quote in found.quotes]


def _of_quote(
    article: AnnotatedArticle,
    quote: Quote,
    figures: Sequence[Figure],
    starts: Sequence[int],
    again: Mapping[str, tuple[str, str]],
    desk_words: DeskWords,
) -> Item:
    inside = [
        figure.text
        for span in quote.spans
        for figure in figures[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
    ]
    judgement = worth(
        quote.text,
        figures=inside,
        cue=" ".join(span.slice(article.text) for span in quote.cue or ()),
        attributed=quote.speaker is not None,
        english=in_english(article),
        desk_words=desk_words,
    )
    same, phrase = again.get(quote.id, (None, ""))
    return Item(
        quote.id,
        article.article_id,
        "quote",
        quote.spans,
        quote.text,
        judgement.score,
        judgement.reasons,
        quote.speaker,
        quote.speaker_kind,
        quote.score,
        part_of=quote.parent,
        same_as=same,
        again=phrase,
    )


def _figures(article: AnnotatedArticle) -> list[Item]:
    items = []
    sources = sources_of(article)
    same = _repeated_in_headline(article)
    for figure in article.corrected.figures:
        holder = holder_of(article, figure.span)
        judgement = worth(
            figure.text,
            figures=(figure.text,),
            attributed=figure.speaker is not None,
            english=False,
        )
        # A figure is short by nature.
        reasons = [reason for reason in judgement.reasons if reason.what != "few words"]
        if sources.overlapping(figure.span):
            reasons.append(Reason(COUNTS_SPEAKERS, "", -1.5))
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


def _repeated_in_headline(article: AnnotatedArticle) -> dict[str, str]:
    """Return for a figure of the headline the one of the text that says the same, by id."""
    headlines = [block.span for block in article.article.blocks if block.kind == "headline"]
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


def holder_of(article: AnnotatedArticle, span: Span) -> Quote | None:
    """Return the innermost quote that holds ``span``."""
    holding = (quote for _, quote in article.quoted.covering(span))
    return min(holding, key=lambda quote: sum(map(len, quote.spans)), default=None)


def sources_of(article: AnnotatedArticle) -> Places[Quote]:
    """Return the quotes by where those who said them are named."""
    return Places(
        (span, quote) for quote in article.corrected.quotes for span in quote.source or ()
    )


def _sentences(
    article: AnnotatedArticle, items: Sequence[Item], desk_words: DeskWords
) -> tuple[list[Item], dict[str, str]]:
    """Return sentences that are worth a check, and the sentence of each figure in one, by its id.

    A sentence is never next to its own quote in the queue: of the two it is the quote, unless
    that is a fragment of a few words, which then is part of the sentence.
    """
    figures = Places(
        (item.spans[0], item) for item in items if item.kind == "figure" and item.part_of is None
    )
    said = Places((span, item) for item in items if item.kind == "quote" for span in item.spans)
    made: list[Item] = []
    holder: dict[str, str] = {}
    for sentence in article.sentences:
        own = _without(sentence, sorted(span for span, _ in article.quoted.overlapping(sentence)))
        fragments = [item for _, item in said.overlapping(sentence)]
        whole = any(len(item.text.split()) >= FEW_WORDS for item in fragments)
        if whole or sum(map(len, own)) <= len(sentence) / 2:
            continue
        inside = [item for span, item in figures.overlapping(sentence) if sentence.covers(span)]
        beside_quotes = " … ".join(span.slice(article.text) for span in own)
        figures_in = [item.text for item in inside if not _names_a_source(item)]
        english = in_english(article)
        if not is_checkable(beside_quotes, figures_in, english=english):
            continue
        judgement = worth(beside_quotes, figures=figures_in, english=english, desk_words=desk_words)
        if judgement.score < LEAST_SENTENCE:
            continue
        words = sentence.slice(article.text)
        identity = finding_id(SENTENCE, [sentence], words)
        spans = (sentence,)
        key = article.article_id
        made.append(
            Item(identity, key, "sentence", spans, words, judgement.score, judgement.reasons)
        )
        parts = [*inside, *(item for item in fragments if item.part_of is None)]
        holder.update((item.id, identity) for item in parts)
    return made, holder


def _without(sentence: Span, quoted: Sequence[Span]) -> list[Span]:
    """Return what is left of ``sentence`` outside the quotes in it, which come in order."""
    left, start = [], sentence.start
    for span in quoted:
        if span.start > start:
            left.append(Span(start, span.start))
        start = max(start, min(span.end, sentence.end))
    if start < sentence.end:
        left.append(Span(start, sentence.end))
    return left


def in_english(article: AnnotatedArticle) -> bool:
    language = article.language or "en"
    return language.casefold().startswith("en")


def raised(items: Sequence[Item], extra: Mapping[str, Sequence[Reason]]) -> list[Item]:
    """Return the items with ``extra`` reasons, by item.

    A reason for a figure is one for what holds it too.
    """
    if not extra:
        return list(items)
    held: dict[str, list[Reason]] = {}
    for item in items:
        if item.id in extra:
            held.setdefault(item.id, []).extend(extra[item.id])
            if item.part_of is not None and item.kind == "figure":
                held.setdefault(item.part_of, []).extend(extra[item.id])
    made = []
    for item in items:
        more = held.get(item.id)
        if more:
            judgement = judged([*item.reasons, *more])
            item = replace(item, score=judgement.score, reasons=judgement.reasons)
        made.append(item)
    return made
