"""Figures about the same thing that differ, with those who gave them side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from reader.analysis.findings import Figure
from reader.review.annotated_article import AnnotatedArticle
from reader.review.checkworthiness import Reason
from reader.review.counted_things import is_of_another_time, thing_counted
from reader.review.found_items import sources_of
from reader.review.places import Places
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
"""Words that attribute a figure to somebody, though it is not known to whom."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DIFFERS = 3.0
"""Log-odds that another source's other figure adds: more than any words do."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure in its place.

    ``source`` is who gave it, None when the text does not tell; ``names`` are then the names in its
    sentence, for a person to choose from. ``thing`` is what it counts where many words name that:
    the dead, the wounded.
    """

    article_id: str
    title: str
    figure: Figure
    sentence: Span
    context: str
    source: str | None
    names: tuple[str, ...] = ()
    thing: str | None = None


@dataclass(frozen=True, slots=True)
class _Member:
    """A figure of a group with what it is compared by.

    The words about it, its qualifiers and years, and whether it has a source.
    """

    stated: Stated
    about: frozenset[str]
    qualifiers: frozenset[str]
    years: frozenset[str]
    has_source: bool
    size: float


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures about ``thing`` of which at least two cannot both be right, in order of size."""

    thing: str
    stated: tuple[Stated, ...]

    @property
    def across(self) -> bool:
        """Whether they stand in more than one article."""
        return len({each.article_id for each in self.stated}) > 1


def conflicts(articles: Iterable[AnnotatedArticle]) -> list[Conflict]:
    """Return the conflicts inside each article, and between articles about one event.

    Those share enough names.
    """
    every = list(articles)
    groups: dict[str, list[_Member]] = {}
    for article in every:
        for stated in figures_stated(article):
            unit = stated.thing or _unit(stated.figure)
            groups.setdefault(unit, []).append(_member(article, stated, unit))
    events = on_one_event(every)
    found: list[Conflict] = []
    for unit, group in groups.items():
        found.extend(_in_group(unit, group, events))
    return found


def reasons_of(found: Iterable[Conflict]) -> dict[str, list[Reason]]:
    """Return what conflicts add to the queue: for each figure, by id, who gives another one."""
    more: dict[str, list[Reason]] = {}
    for conflict in found:
        for one in conflict.stated:
            others = (each for each in conflict.stated if not agree(each.figure, one.figure))
            first = next(others, None)
            if first is not None:
                who = f" ({first.source})" if first.source else ""
                reason = Reason("another source has", f"{first.figure.text}{who}", _DIFFERS)
                more.setdefault(one.figure.id, [reason])
    return more


def figures_stated(article: AnnotatedArticle) -> Iterator[Stated]:
    """Yield the counts, amounts and shares of an article, each with its sentence and its source."""
    sources = sources_of(article)
    named = Places(
        (one.span, one)
        for one in article.standing.entities
        if one.type not in ("date", "money", "number")
    )
    before: tuple[Span, str] | None = None
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
        thing = _thing(article, figure, sentence, before)
        before = (sentence, thing) if thing else before
        yield Stated(
            article.article_id,
            article.title,
            figure,
            sentence,
            context,
            figure.speaker,
            names,
            thing,
        )


def _thing(
    article: AnnotatedArticle, figure: Figure, sentence: Span, before: tuple[Span, str] | None
) -> str | None:
    """Return what many words name that the figure counts.

    A number with no word behind it, as in “police say 3 dead, the hospital 5”, counts the thing of
    the one before it.
    """
    if figure.kind not in ("count", "other"):
        return None
    thing = thing_counted(
        article.text, figure.start, figure.end, figure.unit, is_count=figure.kind == "count"
    )
    if thing or figure.unit or before is None or before[0] != sentence:
        return thing
    rest = article.text[figure.end : sentence.end]
    return before[1] if not rest.strip() or rest.lstrip()[0] in '.,;:!?”"' else None


def agree(one: Figure, other: Figure) -> bool:
    """Return whether both may be right, with what “at least”, “about” and ranges leave open."""
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
    """Return what is counted, in one form for singular and plural."""
    if figure.kind == "percentage":
        return "%"
    if figure.kind == "money":
        return f"money {figure.currency or figure.text[:1]}"
    return _stem((figure.unit or "").split()[-1].casefold() if figure.unit else "")


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _about(article: AnnotatedArticle, stated: Stated) -> frozenset[str]:
    """Return words about the figure: those of its clause, then of its sentence."""
    holding = (span for span, _ in article.quoted.covering(stated.figure.span))
    where = min(holding, key=len, default=stated.sentence)
    near = Span(max(where.start, stated.figure.start - 60), min(where.end, stated.figure.end + 60))
    words = _WORD.findall(near.slice(article.text).casefold())
    return frozenset(_stem(word) for word in words if word not in _STOP)


def _member(article: AnnotatedArticle, stated: Stated, unit: str) -> _Member:
    return _Member(
        stated,
        _about(article, stated) - {unit} - _NUMERALS,
        _qualifiers(stated.figure),
        frozenset(_YEAR.findall(stated.context)),
        stated.source is not None or _TOLD.search(stated.context) is not None,
        abs(stated.figure.value or 0),
    )


def _in_group(
    unit: str, group: Sequence[_Member], events: Mapping[str, frozenset[str]]
) -> Iterator[Conflict]:
    """Yield conflicts among figures of one unit, gathered so that each figure is in one of them."""
    parent = list(range(len(group)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    bare = not unit[:1].isalpha() or unit in _VAGUE or unit.startswith("money")
    clashing: set[int] = set()
    for place, later in _pairs(group, events):
        one, other = group[place], group[later]
        if (_alike_bare if bare else _alike)(one, other) and _may_contradict(one, other):
            parent[root(later)] = root(place)
            if not agree(one.stated.figure, other.stated.figure):
                clashing.update((place, later))
    gathered: dict[int, list[Stated]] = {}
    wanted = {root(place) for place in clashing}
    for place, member in enumerate(group):
        if root(place) in wanted:
            gathered.setdefault(root(place), []).append(member.stated)
    for members in gathered.values():
        members.sort(key=lambda each: (each.figure.value or 0, each.article_id, each.figure.start))
        yield Conflict(_named(members), tuple(members))


def _pairs(
    group: Sequence[_Member], events: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, int]]:
    """Yield the places of any two figures that stand in one article or in articles on one event."""
    by_article: dict[str, list[int]] = {}
    for place, member in enumerate(group):
        by_article.setdefault(member.stated.article_id, []).append(place)
    for article, places in by_article.items():
        yield from combinations(places, 2)
        for other in events.get(article, frozenset()):
            if article < other:
                yield from product(places, by_article.get(other, ()))


def _may_contradict(one: _Member, other: _Member) -> bool:
    """Return whether two voices stand for the figures, of one time.

    A writer does not contradict himself: where a figure of an article has no source, it is of
    something else.
    """
    if one.years and other.years and not one.years & other.years:
        return False
    here, there = one.stated, other.stated
    if here.thing and is_of_another_time(here.context) != is_of_another_time(there.context):
        return False
    if here.article_id != there.article_id:
        return True
    if here.sentence == there.sentence:
        return None not in (here.source, there.source) and here.source != there.source
    if here.source is not None and there.source is not None:
        return here.source != there.source
    return one.has_source and other.has_source


def _alike_bare(one: _Member, other: _Member) -> bool:
    """Return whether two figures whose unit says little are of the same thing."""
    if one.stated.source is None or other.stated.source is None or _apart(one, other) > CLOSE:
        return False
    shared = len(one.about & other.about)
    return shared >= SHARED_BARE and _likeness(one, other, shared) >= ALIKE_BARE


def _alike(one: _Member, other: _Member) -> bool:
    """Return whether two figures of one unit are of the same thing."""
    apart = _apart(one, other)
    if apart > CLOSE:
        return False
    if one.qualifiers and other.qualifiers and not one.qualifiers & other.qualifiers:
        return False
    if one.qualifiers == other.qualifiers and apart <= CLOSER:
        return True
    shared = len(one.about & other.about)
    return shared >= 1 and _likeness(one, other, shared) >= ALIKE


def _apart(one: _Member, other: _Member) -> float:
    small, large = sorted((one.size, other.size))
    return large / small if small else float("inf")


def _likeness(one: _Member, other: _Member, shared: int) -> float:
    return shared / max(1, min(len(one.about), len(other.about)))


def _qualifiers(figure: Figure) -> frozenset[str]:
    """Return what narrows down the thing counted: “tax haven” of “987 tax haven subsidiaries”."""
    words = _WORD.findall(figure.text.casefold())
    return frozenset(words[:-1]) - _NUMERALS


def _named(members: Sequence[Stated]) -> str:
    figure = members[0].figure
    if members[0].thing:
        return members[0].thing
    if figure.unit:
        return figure.unit
    return {"percentage": "per cent", "money": "money"}.get(figure.kind, figure.kind)


def by_article(found: Iterable[Conflict]) -> Mapping[str, list[Conflict]]:
    """Return the conflicts that each article has a part in, by its id."""
    gathered: dict[str, list[Conflict]] = {}
    for conflict in found:
        for article in dict.fromkeys(each.article_id for each in conflict.stated):
            gathered.setdefault(article, []).append(conflict)
    return gathered
