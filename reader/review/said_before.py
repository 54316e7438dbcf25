"""What was checked before that the items of an article say again, in whatever words.

Three sources: prior checks of others, one's own claims on the desk, and the article itself. What
a person said is not the same is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from reader.annotations.records import Claim, Evidence, Record, Unlike, new_id
from reader.meaning.claim_words import same_words
from reader.meaning.prior_checks import PriorCheck
from reader.meaning.worth_model import FOLDER, LAYERS, SENSE, sense_model, word_model
from reader.review.annotated_article import AnnotatedArticle
from reader.review.checkworthiness import Reason
from reader.review.item import Item
from reader.review.scales import Scale

if TYPE_CHECKING:
    from pathlib import Path

    from reader.meaning.check_index import RememberedChecks
    from reader.meaning.vectors import Floats

MOST = 3
"""Matches of each source that are shown for an item."""
AGAIN = 0.75
"""How sure it must be that two passages of one article say the same."""
MEANT = 0.5
"""The same for a few words of a person and a passage: these are short, and are only looked for."""
CHECKED, CHECKED_WEIGHT = "checked before", 0.8
"""The reason for an item whose claim has a prior check, and its weight in log-odds."""


@dataclass(frozen=True, slots=True)
class CheckMatch:
    """A prior check, how sure it is that it is of the same claim, and the words in both."""

    check: PriorCheck
    sure: float
    words: tuple[str, ...]

    @property
    def of(self) -> str:
        return self.check.id


@dataclass(frozen=True, slots=True)
class ClaimMatch:
    """The same for a claim on the desk, by its id."""

    of: str
    sure: float
    words: tuple[str, ...]


Match = TypeVar("Match", CheckMatch, ClaimMatch)


@dataclass(frozen=True)
class SaidBefore:
    """What was found for each item, by its id.

    ``again`` is the earlier item of the article that says the same, ``senses`` what the sense of
    its sentence adds to its worth.
    """

    checks: Mapping[str, Sequence[CheckMatch]] = field(default_factory=dict)
    claims: Mapping[str, Sequence[ClaimMatch]] = field(default_factory=dict)
    again: Mapping[str, str] = field(default_factory=dict)
    senses: Mapping[str, Reason] = field(default_factory=dict)

    def reasons(self, unlike: frozenset[tuple[str, str]], texts: Mapping[str, str]) -> Reasons:
        """Return what this adds to the queue; ``unlike`` as ``unlike_pairs`` gives it."""
        found: dict[str, list[Reason]] = {}
        for identity, reason in self.senses.items():
            found.setdefault(identity, []).append(reason)
        for identity, matches in self.checks.items():
            words = texts.get(identity, "")
            for match in without_unlike(matches, words, unlike)[:1]:
                rated = match.check.rating or match.check.publisher
                reason = Reason(CHECKED, rated, CHECKED_WEIGHT)
                found.setdefault(identity, []).append(reason)
        return found


Reasons = Mapping[str, Sequence[Reason]]


def compared(item: Item) -> bool:
    """Return whether an item is looked up; a figure alone is like too many."""
    return item.kind != "figure"


def said_before(
    items: Sequence[Item],
    claims: Sequence[Claim],
    index: RememberedChecks | None,
    vectors: Mapping[str, Floats],
    *,
    model: Path | None = FOLDER,
) -> SaidBefore:
    """Look the items up among prior checks, claims and each other.

    ``vectors`` has the layers of those texts that have vectors, the last layer first; the other
    texts are compared by words. ``model`` is that of check-worthiness, None for a language that
    it does not know.
    """
    asked = [item for item in items if compared(item)]
    found = _Lookup(asked, vectors)
    return SaidBefore(
        {} if index is None else found.among_checks(index),
        found.among_claims(claims),
        found.among_themselves(),
        {} if model is None else _senses(asked, vectors, model),
    )


def meant_by(
    words: str, vector: Floats, items: Sequence[Item], vectors: Mapping[str, Floats]
) -> frozenset[str]:
    """Return the ids of the items that say what ``words`` do, by the meaning of both."""
    from reader.meaning.matching import matches, texts_of

    having = [item for item in items if item.text in vectors]
    size = len(vector)
    among = texts_of([item.text for item in having], [vectors[one.text][:size] for one in having])
    (found,) = matches([words], vector[None], among, most=len(having), least=MEANT)
    return frozenset(having[match.place].id for match in found)


class _Lookup:
    def __init__(self, items: Sequence[Item], vectors: Mapping[str, Floats]) -> None:
        self._vectors = vectors
        having = [item for item in items if item.text in vectors]
        without = [item for item in items if item.text not in vectors]
        self._groups = [(having, True), (without, False)]

    def among_checks(self, index: RememberedChecks) -> dict[str, list[CheckMatch]]:
        found = {}
        for items, have in self._groups:
            rows = index.matches([item.text for item in items], self._rows(items, have), most=MOST)
            for item, matches in zip(items, rows, strict=True):
                if matches:
                    found[item.id] = [
                        CheckMatch(check, match.sure, match.words) for match, check in matches
                    ]
        return found

    def among_claims(self, claims: Sequence[Claim]) -> dict[str, list[ClaimMatch]]:
        found: dict[str, list[ClaimMatch]] = {}
        matched = self._among([wording_of(claim) for claim in claims], MOST + 1)
        for item, places in matched:
            own = [
                ClaimMatch(claims[place].id, sure, words)
                for place, sure, words in places
                if claims[place].id != item.claim
            ]
            if own:
                found[item.id] = own[:MOST]
        return found

    def among_themselves(self) -> dict[str, str]:
        """Return for each quote the one before it that says the same, by meaning alone."""
        quotes = [item for item in self._groups[0][0] if item.kind == "quote"]
        quotes.sort(key=lambda item: item.start)
        found: dict[str, str] = {}
        for later, places in self._among([item.text for item in quotes], MOST + 1, quotes):
            for place, sure, _ in places:
                first = quotes[place]
                if sure >= AGAIN and _is_another(first, later):
                    found[later.id] = first.id
                    break
        return found

    def _among(
        self, texts: Sequence[str], most: int, items: Sequence[Item] | None = None
    ) -> list[tuple[Item, list[tuple[int, float, tuple[str, ...]]]]]:
        """Return for each item the texts that say the same: place, how sure, words in both."""
        from reader.meaning.matching import matches, texts_of

        if not texts:
            return []
        known = [
            self._vectors[text][: _size(self._vectors)] if text in self._vectors else None
            for text in texts
        ]
        among = texts_of(texts, known)
        groups = self._groups if items is None else [(items, True)]
        found = []
        for own, have in groups:
            rows = matches([item.text for item in own], self._rows(own, have), among, most=most)
            for item, each in zip(own, rows, strict=True):
                found.append((item, [(one.place, one.sure, one.words) for one in each]))
        return found

    def _rows(self, items: Sequence[Item], have: bool) -> Floats | None:
        import numpy as np

        if not have or not items:
            return None
        size = _size(self._vectors)
        return np.stack([self._vectors[item.text][:size] for item in items])


def _size(vectors: Mapping[str, Floats]) -> int:
    """Return the numbers of one layer."""
    return len(next(iter(vectors.values()))) // len(LAYERS)


def _is_another(first: Item, later: Item) -> bool:
    """Return whether two quotes are none inside the other, by one who may be the same."""
    if first.start >= later.start or first.id in (later.part_of, later.same_as):
        return False
    apart = first.spans[-1].end <= later.start
    return apart and (first.speaker == later.speaker)


def _senses(
    items: Sequence[Item], vectors: Mapping[str, Floats], folder: Path
) -> dict[str, Reason]:
    """Return what the network that hears sentences adds to the words of each item."""
    words, sense = word_model(folder), sense_model(folder)
    found = {}
    for item in items:
        row = vectors.get(item.text)
        if row is not None:
            odds = words.log_odds(item.text)
            more = sense.log_odds(item.text, row, odds) - odds
            found[item.id] = Reason(SENSE, "", round(more, 2))
    return found


def wording_of(claim: Claim) -> str:
    """Return the words that a claim is compared by."""
    return claim.claim or claim.anchor.exact


# -- what is not the same


def unlike(
    article: AnnotatedArticle, item: Item, of: str, words: str, *, creator: str, at: str
) -> Unlike:
    """Return the record that an item does not say the same as a claim or prior check."""
    spans = [[span.start, span.end] for span in item.spans]
    return Unlike(
        article_id=article.article_id,
        id=new_id(),
        creator=creator,
        created=at,
        modified=at,
        finding={"id": item.id, "text": item.text, "spans": spans},
        of=of,
        words=words,
    )


def unlike_pairs(records: Iterable[Record]) -> frozenset[tuple[str, str]]:
    """Return each statement, by its words, with the id of what it is not the same as."""
    return frozenset(
        (same_words(str(record.finding.get("text", ""))), record.of)
        for record in records
        if isinstance(record, Unlike)
    )


def without_unlike(
    matches: Iterable[Match], text: str, pairs: frozenset[tuple[str, str]]
) -> list[Match]:
    """Return the matches of a statement but for those that a person said are not the same."""
    words = same_words(text)
    return [match for match in matches if (words, match.of) not in pairs]


# -- the verdict of a prior check


def as_evidence(check: PriorCheck, accessed: str) -> Evidence:
    """Return a prior check as a piece of evidence; what it shows is the person's to say."""
    title = ": ".join(filter(None, (check.publisher, check.rating or check.value)))
    return Evidence(
        url=check.url or None,
        title=title or check.title,
        excerpt=check.claim,
        source_type="fact check",
        accessed=accessed,
    )


def is_linked(claim: Claim, check: PriorCheck) -> bool:
    """Return whether a prior check is evidence on the claim already."""
    given = check.url or None, check.claim
    return any((each.url, each.excerpt) == given for each in claim.evidence)


def reason_given(check: PriorCheck) -> str:
    """Return the reason for a verdict that follows a prior check."""
    who = ", ".join(filter(None, (check.publisher, check.reviewed[:10])))
    rating = check.rating or check.value
    return f"Checked by {who or 'others'}: {rating}. {check.url}".strip()


def label_on(scale: Scale, check: PriorCheck) -> str | None:
    """Return the label of ``scale`` that the rating of a check is, None where none is for sure.

    It is the label of the same words; else the one that lies where the check's value does
    between its best and worst, where just one lies there.
    """
    given = same_words(check.rating)
    for rating in scale.ratings:
        if given and same_words(rating.label) == given:
            return rating.label
    where = _share(_number(check.value), _number(check.best), _number(check.worst))
    if where is None:
        return None
    there = [
        rating.label
        for rating in scale.ratings
        if (own := _share(rating.value, scale.best, scale.worst)) is not None
        and abs(own - where) < 1e-6
    ]
    return there[0] if len(there) == 1 else None


def _share(value: float | None, best: float | None, worst: float | None) -> float | None:
    if value is None or best is None or worst is None or best == worst:
        return None
    return (value - worst) / (best - worst)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
