"""How far two people agree in what they marked.

Only articles count that are complete for both, and of these only marks on the same wording. For
each type of mark and for all: F1 of the one's marks against the other's, exact and with any
overlap; Krippendorff's alpha over the characters of the texts; Cohen's kappa over their words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from reader.annotations.record_json import from_document, is_record
from reader.annotations.records import ArticleRecord, Label, Record
from reader.annotations.storage.table_layout import RECORDS
from reader.annotations.store_error import StoreError
from reader.annotations.together.difference import tables_of
from reader.annotations.together.reliability import (
    Pairs,
    Parts,
    alpha,
    exact_matches,
    f1,
    kappa,
    overlapping_pairs,
)
from reader.article.anchor import Anchor
from reader.text.runs import RunIndex
from reader.text.span import hull
from reader.text.words import words

TextOf = Callable[[str], str | None]
"""The kept text with a fingerprint, None when it is not kept."""

ALL = "all"
CONTEXT = 40
"""Characters of context on either side of a disagreement."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A passage that the two see differently: only one marked it, or its bounds or types differ.

    ``mine`` and ``theirs`` are the passages, () where there is none; ``before`` and ``after``
    are the words around both, "" where the text is not kept. ``other_exact`` are the words that
    they marked where I marked others, and ``both`` all from the first of these to the last.
    """

    article: str
    title: str
    what: Literal["only mine", "only theirs", "bounds", "type"]
    type: str
    other_type: str
    mine: Parts
    theirs: Parts
    exact: str
    before: str
    after: str
    other_exact: str = ""
    both: str = ""


@dataclass(frozen=True, slots=True)
class TypeAgreement:
    """The figures for one type; those that are not defined are None.

    ``alpha`` and ``kappa`` need the kept texts.
    """

    type: str
    mine: int
    theirs: int
    exact_f1: float | None
    overlap_f1: float | None
    alpha: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who was compared on which articles (titles).

    What was left out and why, the figures by type with those for all first, and where the two
    disagree.
    """

    people: tuple[str, str]
    articles: tuple[str, ...]
    left_out: tuple[str, ...]
    types: tuple[TypeAgreement, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class _Marked:
    """One mark: its type and the passages that it covers."""

    type: str
    parts: Parts
    exact: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """An article and what each of the two marked in one text of it."""

    article: ArticleRecord
    fingerprint: str
    mine: tuple[_Marked, ...]
    theirs: tuple[_Marked, ...]


def agree(
    mine: Path,
    theirs: Path,
    *,
    people: tuple[str, str] | None = None,
    text_of: TextOf | None = None,
) -> Agreement:
    """Compare two files, or two people in one file when both paths are the same.

    ``people`` are the creators that are compared; None takes the one who made most of the first
    file, and of the second file somebody else where there is one. Raises StoreError when the two
    are the same person or share no complete article.
    """
    one, other = _records(mine), _records(theirs)
    first = people[0] if people else _maker(one, mine)
    names = people or (first, _maker(other, theirs, but=first))
    if names[0] == names[1] and mine.resolve() == theirs.resolve():
        raise StoreError(
            f"Both are {named(names[0])} in the same file: name two people with --people."
        )
    pairs, left_out = _pairs(one, other, names)
    if not pairs:
        raise StoreError(
            f"No article is complete for both {named(names[0])} and {named(names[1])}: each "
            "presses C in it when all is marked, or uses `reader desk --set-status complete`."
        )
    types = sorted({mark.type for pair in pairs for mark in (*pair.mine, *pair.theirs)})
    texts = {pair.fingerprint: text_of(pair.fingerprint) if text_of else None for pair in pairs}
    figures = [_figures(name, pairs, texts) for name in (ALL, *types)]
    return Agreement(
        names,
        tuple(pair.article.title for pair in pairs),
        tuple(left_out),
        tuple(figures),
        tuple(each for pair in pairs for each in _disagreements(pair, texts[pair.fingerprint])),
    )


def named(who: str) -> str:
    """Return a person as a sentence calls them."""
    return who or "the one without a name"


def _records(path: Path) -> list[Record]:
    rows = tables_of(path).get(RECORDS, {}).values()
    return [from_document(row) for row in rows if is_record(row)]


def _maker(records: Sequence[Record], path: Path, but: str | None = None) -> str:
    """Return who made most of the marks, another one than ``but`` where there is one.

    Those who finished an article come first, so that the writer of a guide is not compared.
    """
    made = Counter(each.creator for each in records if _marked(each) is not None)
    if not made:
        raise StoreError(f"Nobody marked anything in {path}: nothing to compare.")
    articles = [each for each in records if isinstance(each, ArticleRecord)]
    finished = {who for each in articles for who in each.status if _complete(each, who)}
    people = made.keys() & finished or made.keys()
    return max(people, key=lambda who: (who != but, made[who], who))


def _marked(record: Record) -> _Marked | None:
    anchor = getattr(record, "anchor", None)
    if not isinstance(anchor, Anchor) or record.kind == "appearance":
        return None
    name = f"{record.layer}: {record.type}" if isinstance(record, Label) else record.kind
    return _Marked(name, tuple(sorted(anchor.spans)), anchor.exact)


def _pairs(
    one: Sequence[Record], other: Sequence[Record], names: tuple[str, str]
) -> tuple[list[_Pair], list[str]]:
    """Return the articles that are complete for both, and sentences about those left out."""
    pairs = []
    left_out = []
    theirs = [each for each in other if isinstance(each, ArticleRecord)]
    for article in one:
        if not isinstance(article, ArticleRecord):
            continue
        twin = next((each for each in theirs if _same_article(article, each)), None)
        if twin is None:
            continue
        if not (_complete(article, names[0]) and _complete(twin, names[1])):
            left_out.append(f"{article.title}: not complete for both.")
            continue
        common = _fingerprints(article) & _fingerprints(twin)
        mine_by_text = _by_text(one, article.id, names[0])
        theirs_by_text = _by_text(other, twin.id, names[1])
        for fingerprint in sorted(common):
            marks = mine_by_text.pop(fingerprint, ()), theirs_by_text.pop(fingerprint, ())
            if any(marks) or len(common) == 1:
                pairs.append(_Pair(article, fingerprint, *marks))
        elsewhere = sum(map(len, [*mine_by_text.values(), *theirs_by_text.values()]))
        if elsewhere:
            left_out.append(
                f"{article.title}: marks on a wording that the other has not ({elsewhere})."
            )
    return pairs, left_out


def _same_article(one: ArticleRecord, other: ArticleRecord) -> bool:
    return one.id == other.id or bool(_fingerprints(one) & _fingerprints(other))


def _fingerprints(article: ArticleRecord) -> set[str]:
    return {revision.fingerprint for revision in article.revisions}


def _complete(article: ArticleRecord, who: str) -> bool:
    return article.status.get(who) == "complete"


def _by_text(
    records: Iterable[Record], article_id: str, who: str
) -> dict[str, tuple[_Marked, ...]]:
    found: dict[str, tuple[_Marked, ...]] = {}
    for record in records:
        marked = _marked(record)
        if record.article_id == article_id and record.creator == who and marked is not None:
            fingerprint = record.anchor.fingerprint  # type: ignore[attr-defined]
            found[fingerprint] = (*found.get(fingerprint, ()), marked)
    return found


def _figures(name: str, pairs: Sequence[_Pair], texts: Mapping[str, str | None]) -> TypeAgreement:
    mine = theirs = exact = overlapping = 0
    characters: Pairs = Counter()
    tokens: Pairs = Counter()
    for pair in pairs:
        ours, others = (
            [mark for mark in marks if name in (ALL, mark.type)]
            for marks in (pair.mine, pair.theirs)
        )
        mine += len(ours)
        theirs += len(others)
        for each in {mark.type for mark in ours}:
            sides = [[mark.parts for mark in side if mark.type == each] for side in (ours, others)]
            exact += exact_matches(*sides)
            overlapping += len(overlapping_pairs(*sides))
        text = texts[pair.fingerprint]
        if text is not None:
            one, other = _Covered(ours), _Covered(others)
            characters += _units(one, other, len(text))
            tokens += Counter((one.types(at.start), other.types(at.start)) for at in words(text))
    known = all(texts[pair.fingerprint] is not None for pair in pairs)
    return TypeAgreement(
        name,
        mine,
        theirs,
        f1(exact, mine, theirs),
        f1(overlapping, mine, theirs),
        alpha(characters) if known else None,
        kappa(tokens) if known else None,
    )


class _Covered:
    """Which types of marks stand where in a text."""

    def __init__(self, marks: Sequence[_Marked]) -> None:
        parts = [(part, mark.type) for mark in marks for part in mark.parts]
        self._types = [name for _, name in parts]
        self._runs = RunIndex([part for part, _ in parts])
        self.edges = {edge for part, _ in parts for edge in (part.start, part.end)}

    def types(self, offset: int) -> frozenset[str]:
        return frozenset(self._types[member] for member in self._runs.at(offset))


def _units(mine: _Covered, theirs: _Covered, length: int) -> Pairs:
    """Return how many characters have which types from each of the two."""
    pairs: Pairs = Counter()
    for start, end in pairwise(sorted({0, length} | mine.edges | theirs.edges)):
        pairs[mine.types(start), theirs.types(start)] += end - start
    return pairs


def _disagreements(pair: _Pair, text: str | None) -> Iterator[Disagreement]:
    """Yield what only one marked, and what both marked with other bounds or as another type."""
    mine, theirs = list(pair.mine), list(pair.theirs)
    for mark in pair.mine:
        same = next(
            (each for each in theirs if (each.type, each.parts) == (mark.type, mark.parts)), None
        )
        if same is not None:
            mine.remove(mark)
            theirs.remove(same)
    paired = sorted(
        overlapping_pairs([each.parts for each in mine], [each.parts for each in theirs])
    )
    for number, other in paired:
        what: Literal["bounds", "type"] = (
            "bounds" if mine[number].type == theirs[other].type else "type"
        )
        yield _disagreement(pair, text, what, mine[number], theirs[other])
    for number, mark in enumerate(mine):
        if number not in {first for first, _ in paired}:
            yield _disagreement(pair, text, "only mine", mark, None)
    for number, mark in enumerate(theirs):
        if number not in {second for _, second in paired}:
            yield _disagreement(pair, text, "only theirs", None, mark)


def _disagreement(
    pair: _Pair,
    text: str | None,
    what: Literal["only mine", "only theirs", "bounds", "type"],
    mine: _Marked | None,
    theirs: _Marked | None,
) -> Disagreement:
    held = mine or theirs
    assert held is not None
    around = hull([*(mine.parts if mine else ()), *(theirs.parts if theirs else ())])
    return Disagreement(
        pair.article.id,
        pair.article.title,
        what,
        held.type,
        theirs.type if theirs else "",
        mine.parts if mine else (),
        theirs.parts if theirs else (),
        held.exact,
        text[max(0, around.start - CONTEXT) : around.start] if text else "",
        text[around.end : around.end + CONTEXT] if text else "",
        theirs.exact if mine and theirs and mine.exact != theirs.exact else "",
        around.slice(text) if text else "",
    )
