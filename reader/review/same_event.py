"""Which articles on the desk are about one event: those that share enough names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from reader.review.annotated_article import AnnotatedArticle

SHARED_NAMES = 3
SHARE = 0.3
"""Least share of the names of the article with fewer."""
EVERYWHERE = 0.2
"""A name in a greater share of a large library says nothing about an event."""
SMALL_DESK = 25


def on_one_event(articles: Sequence[AnnotatedArticle]) -> Mapping[str, frozenset[str]]:
    """Return for the id of each article, the ids of the others that share names enough with it."""
    names = {article.article_id: len(article.names) for article in articles}
    bearing: dict[str, list[str]] = {}
    for article in articles:
        for name in article.names:
            bearing.setdefault(name, []).append(article.article_id)
    most = most_bearers(len(articles))
    shared: dict[str, Counter[str]] = {article.article_id: Counter() for article in articles}
    for ids in bearing.values():
        if 1 < len(ids) <= most:
            for one in ids:
                shared[one].update(ids)
    return {one: _sharing_enough(one, counts, names) for one, counts in shared.items()}


def most_bearers(articles: int) -> float:
    """Return in how many of so many articles a name may be before it says nothing."""
    return max(SMALL_DESK, EVERYWHERE * articles)


def near(
    one: str, bearing: Mapping[str, Collection[str]], names: Mapping[str, int], articles: int
) -> frozenset[str]:
    """Return the ids of the articles on one event with the article ``one``.

    ``bearing`` gives for each of its names the ids of the articles that have it, ``names`` how
    many names each of these has; ``articles`` is the size of the library.
    """
    shared: Counter[str] = Counter()
    for ids in bearing.values():
        if 1 < len(ids) <= most_bearers(articles):
            shared.update(ids)
    return _sharing_enough(one, shared, names)


def _sharing_enough(
    one: str, shared: Mapping[str, int], names: Mapping[str, int]
) -> frozenset[str]:
    return frozenset(
        other
        for other, count in shared.items()
        if other != one and count >= SHARED_NAMES and count >= SHARE * min(names[one], names[other])
    )
