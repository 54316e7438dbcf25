"""The queue of an article: what may be worth a check, the few most worth it, how far one is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reader.review.annotated_article import AnnotatedArticle
from reader.review.checkworthiness import NO_WORDS, DeskWords, Reason
from reader.review.decisions import with_decisions
from reader.review.found_items import found_items, raised
from reader.review.item import Item

FEW = 8
"""How many of an article are shown at first: a reviewer has twenty articles a day."""
WORTH_SHOWING = 0.25
"""An item below this score is not among the few, though there be fewer than ``FEW``."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the few are decided."""

    done: int
    of: int

    @property
    def left(self) -> int:
        return self.of - self.done


def queue(
    article: AnnotatedArticle,
    *,
    skipped: Collection[str] = (),
    extra: Mapping[str, Sequence[Reason]] | None = None,
    desk_words: DeskWords = NO_WORDS,
) -> list[Item]:
    """Return the items of ``article`` in text order.

    Every quote and figure, and sentences worth it.

    ``skipped`` are ids put off for now, which no record remembers. ``extra`` gives items more
    reasons, by id: that another source has another figure. ``desk_words`` are those that the desk
    gives weights of its own.
    """
    return with_decisions(article, raised(found_items(article, desk_words), extra or {}), skipped)


def few(items: Iterable[Item], count: int = FEW) -> list[Item]:
    """Return the items of each article that are most worth a check, ``count`` of it, in text order.

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
    """Return how far ``items`` are decided; those skipped are not."""
    every = list(items)
    return Progress(sum(item.decided for item in every), len(every))
