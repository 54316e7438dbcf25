"""Figures about the same thing that differ, with those who gave them side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from reader.analysis.findings import Figure
from reader.review.article_in_review import ArticleInReview
from reader.review.checkworthiness import Reason
from reader.review.places import Places
from reader.review.queue import sources_of
from reader.review.same_event import on_one_event
from reader.text.span import Span

CLOSE = 6.0
"""Figures further apart than this factor count other things: 15 lost boxes, 1,840 aboard."""
CLOSER = 3.0
"""The same where only the unit says that they are of one thing."""
ROUGHLY = 0.1
"""“About 70” and 74 agree: a figure said to be rough may be off by this share."""
ALIKE = 0.3
"""Least likeness of what two figures of one unit count."""
ALIKE_BARE = 0.6
SHARED_BARE = 3
"""The same, and how many words at least, where the unit says little: per cent, money, days."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_LESS = ("at least", "more than", "over", "above", "no fewer than", "no less than", "upwards of")
_MORE = ("at most", "up to", "fewer than", "less than", "under", "below", "no more than")
_ROUGH = ("about", "around", "some", "roughly", "nearly", "almost", "approximately", "an estimated")
_STOP = frozenset(
    re.findall(
        r"\w+",
        "the and that with from for were was had has have been are its their his her they this"
        " which when who said says told after about than into over more least also one some any"
        " all would could will",
    )
)
_NUMERALS = frozenset(
    re.findall(
        r"\w+",
        "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty"
        " sixty seventy eighty ninety hundred thousand million billion trillion dozen percent per"
        " cent nearly about only some just",
    )
)
_VAGUE = frozenset(
    re.findall(
        r"\w+",
        "day year month week hour minute second decade century time people person man men woman"
        " women child children member official point place figure state country nation metre"
        " kilometre meter kilometer mile foot feet inch degree celsius fahrenheit gram kilogram"
        " pound ton tonne litre liter gallon barrel acre hectare knot round game match seat vote",
    )
)
"""What is counted or measured so often that two counts of it need not be of the same."""
_TOLD = re.compile(
    r"\b(?:said|says|saying|told|spoke|according|count(?:s|ed)?|estimat(?:es?|ed)|report(?:s|ed)?"
    r"|claim(?:s|ed)?|stat(?:es|ed)|announce[sd]?|confirm(?:s|ed)?|put|recorded|listed|quoted"
    r"|insist(?:s|ed)?|revised|gave)\b",
    re.IGNORECASE,
)
"""Words by which somebody stands for a figure, though it is not known who."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in its place. ``source`` is who gave it, None when the text does not tell;
    ``names`` are then the names in its sentence, for a person to choose from.
    """

    article_id: str
    title: str
    figure: Figure
    sentence: Span
    context: str
    source: str | None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures about ``thing`` of which at least two cannot both be right, in order of size."""

    thing: str
    stated: tuple[Stated, ...]

    @property
    def across(self) -> bool:
        """Whether they stand in more than one article."""
        return len({each.article_id for each in self.stated}) > 1


def conflicts(articles: Iterable[ArticleInReview]) -> list[Conflict]:
    """The conflicts inside each article, and between articles that share names enough to be
    about one event.
    """
    every = list(articles)
    groups: dict[str, list[tuple[Stated, frozenset[str]]]] = {}
    for article in every:
        for stated in figures_stated(article):
            groups.setdefault(_unit(stated.figure), []).append((stated, _about(article, stated)))
    events = on_one_event(every)
    found: list[Conflict] = []
    for unit, group in groups.items():
        found.extend(_in_group(unit, group, events))
    return found


def reasons_of(found: Iterable[Conflict]) -> dict[str, list[Reason]]:
    """What conflicts add to the queue: for each figure, by id, who gives another one."""
    more: dict[str, list[Reason]] = {}
    for conflict in found:
        for one in conflict.stated:
            others = [each for each in conflict.stated if each.figure.id != one.figure.id]
            if others:
                first = others[0]
                who = f" ({first.source})" if first.source else ""
                told = Reason("another source has", f"{first.figure.text}{who}", 0.3)
                more.setdefault(one.figure.id, [told])
    return more


def figures_stated(article: ArticleInReview) -> Iterator[Stated]:
    """The counts, amounts and shares of an article, each with its sentence and its source."""
    sources = sources_of(article)
    named = Places(
        (one.span, one)
        for one in article.findings.entities
        if one.type not in ("date", "money", "number")
    )
    for figure in article.standing.figures:
        if figure.value is None or figure.kind in ("date", "ordinal"):
            continue
        if sources.overlapping(figure.span):
            continue
        sentence = article.sentence_of(figure.start) or figure.span
        names: tuple[str, ...] = ()
        if figure.speaker is None:
            inside = (
                one.name for span, one in named.overlapping(sentence) if sentence.covers(span)
            )
            names = tuple(dict.fromkeys(inside))
        context = " ".join(sentence.slice(article.text).split())
        yield Stated(
            article.article_id, article.title, figure, sentence, context, figure.speaker, names
        )


def agree(one: Figure, other: Figure) -> bool:
    """Whether both may be right, with what “at least”, “about” and ranges leave open."""
    low, high = _bounds(one)
    other_low, other_high = _bounds(other)
    return low <= other_high and other_low <= high


def _bounds(figure: Figure) -> tuple[float, float]:
    value = figure.value or 0.0
    low, high = value, figure.value_max if figure.value_max is not None else value
    modifier = (figure.modifier or "").casefold()
    if modifier.startswith(_LESS):
        return low, float("inf")
    if modifier.startswith(_MORE):
        return float("-inf"), high
    if modifier.startswith(_ROUGH):
        slack = ROUGHLY * abs(high)
        return low - slack, high + slack
    return low, high


def _unit(figure: Figure) -> str:
    """What is counted, in one form for singular and plural."""
    if figure.kind == "percentage":
        return "%"
    if figure.kind == "money":
        return f"money {figure.currency or figure.text[:1]}"
    return _stem((figure.unit or "").split()[-1].casefold() if figure.unit else "")


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _about(article: ArticleInReview, stated: Stated) -> frozenset[str]:
    """Words of what is told of the figure: those of its clause, then of its sentence."""
    holding = (span for span, _ in article.quoted.covering(stated.figure.span))
    where = min(holding, key=len, default=stated.sentence)
    near = Span(max(where.start, stated.figure.start - 60), min(where.end, stated.figure.end + 60))
    words = _WORD.findall(near.slice(article.text).casefold())
    return frozenset(_stem(word) for word in words if word not in _STOP)


def _in_group(
    unit: str, group: Sequence[tuple[Stated, frozenset[str]]], events: Mapping[str, frozenset[str]]
) -> Iterator[Conflict]:
    """Conflicts among figures of one unit, gathered so that each figure stands in one of them."""
    parent = list(range(len(group)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    clashing: set[int] = set()
    for place, later in _pairs(group, events):
        stated, other = group[place][0], group[later][0]
        if _same_thing(unit, stated, group[place][1], other, group[later][1]):
            parent[root(later)] = root(place)
            if not agree(stated.figure, other.figure):
                clashing.update((place, later))
    gathered: dict[int, list[Stated]] = {}
    wanted = {root(place) for place in clashing}
    for place, (stated, _) in enumerate(group):
        if root(place) in wanted:
            gathered.setdefault(root(place), []).append(stated)
    for members in gathered.values():
        members.sort(key=lambda each: (each.figure.value or 0, each.article_id, each.figure.start))
        yield Conflict(_named(members), tuple(members))


def _pairs(
    group: Sequence[tuple[Stated, frozenset[str]]], events: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, int]]:
    """The places of any two figures that stand in one article or in articles on one event."""
    by_article: dict[str, list[int]] = {}
    for place, (stated, _) in enumerate(group):
        by_article.setdefault(stated.article_id, []).append(place)
    for article, places in by_article.items():
        yield from combinations(places, 2)
        for other in events.get(article, frozenset()):
            if article < other:
                yield from product(places, by_article.get(other, ()))


def _same_thing(
    unit: str, one: Stated, about: frozenset[str], other: Stated, other_about: frozenset[str]
) -> bool:
    if one.article_id == other.article_id and not _two_voices(one, other):
        return False
    years, other_years = _YEAR.findall(one.context), _YEAR.findall(other.context)
    if years and other_years and not set(years) & set(other_years):
        return False
    small, large = sorted((abs(one.figure.value or 0), abs(other.figure.value or 0)))
    apart = large / small if small else float("inf")
    own, others = about - {unit} - _NUMERALS, other_about - {unit} - _NUMERALS
    shared = len(own & others)
    likeness = shared / max(1, min(len(own), len(others)))
    if not unit[:1].isalpha() or unit in _VAGUE or unit.startswith("money"):
        sourced = one.source is not None and other.source is not None
        enough = shared >= SHARED_BARE and likeness >= ALIKE_BARE
        return sourced and apart <= CLOSE and enough
    qualified, other_qualified = _qualifiers(one.figure), _qualifiers(other.figure)
    if qualified and other_qualified and not qualified & other_qualified:
        return False
    if qualified == other_qualified and apart <= CLOSER:
        return True
    return apart <= CLOSE and shared >= 1 and likeness >= ALIKE


def _two_voices(one: Stated, other: Stated) -> bool:
    """Whether two sources stand for two figures of an article. A writer does not contradict
    himself: where nobody is told to have given a figure, it is of something else.
    """
    if one.sentence == other.sentence:
        return False
    if one.source is not None and other.source is not None:
        return one.source != other.source
    return all(each.source or _TOLD.search(each.context) for each in (one, other))


def _qualifiers(figure: Figure) -> frozenset[str]:
    """What narrows down the thing counted: “tax haven” of “987 tax haven subsidiaries”."""
    words = _WORD.findall(figure.text.casefold())
    return frozenset(words[:-1]) - _NUMERALS


def _named(members: Sequence[Stated]) -> str:
    figure = members[0].figure
    if figure.unit:
        return figure.unit
    return {"percentage": "per cent", "money": "money"}.get(figure.kind, figure.kind)


def by_article(found: Iterable[Conflict]) -> Mapping[str, list[Conflict]]:
    """The conflicts that each article has a part in, by its id."""
    gathered: dict[str, list[Conflict]] = {}
    for conflict in found:
        for article in dict.fromkeys(each.article_id for each in conflict.stated):
            gathered.setdefault(article, []).append(conflict)
    return gathered
