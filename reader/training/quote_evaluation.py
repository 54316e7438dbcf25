"""Scores quotes and their speakers from raw text, as the Gender Gap Tracker reports them.

Asr et al., "The Gender Gap Tracker" (PLoS ONE, 2021): a found quote is right when it shares
enough of its text with a gold one (thresholds 0.3 and 0.8), and a speaker is judged on the
quotes matched. Shared text is the Jaccard figure of the characters, quotation marks and white
space left out; each quote is matched once, the most alike first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from reader.analysis.findings import Quote
from reader.text.span import Span, hull
from reader.training.corpora import Attribution, AttributionArticle
from reader.training.entity_evaluation import Analyze, as_blocks
from reader.training.mistakes import Mistake, Mistakes, in_context
from reader.training.scoring import Score

LOOSE, STRICT = 0.3, 0.8
KINDS: tuple[Literal["direct", "mixed", "indirect"], ...] = ("direct", "mixed", "indirect")
_MARKS = frozenset("\"“”„‟«»‘’'‚‛‹›`´")
_OPENING = frozenset("\"“„«‘'")
_CLOSING = frozenset("\"”»’'")


@dataclass(frozen=True, slots=True)
class SpeakerScore:
    """Speakers of matched quotes whose gold source is known.

    ``right`` sources share a character with the gold one; ``wrong`` are others, and ``none``
    were left open, which is no wrong name.
    """

    right: int
    wrong: int
    none: int

    @property
    def judged(self) -> int:
        return self.right + self.wrong + self.none

    @property
    def accuracy(self) -> float:
        return self.right / self.judged if self.judged else 0.0

    @property
    def wrong_rate(self) -> float:
        return self.wrong / self.judged if self.judged else 0.0

    def __add__(self, other: SpeakerScore) -> SpeakerScore:
        return SpeakerScore(
            self.right + other.right, self.wrong + other.wrong, self.none + other.none
        )


@dataclass(frozen=True, slots=True)
class TrustBand:
    """How often quotes are right whose trust is ``least`` or up to a tenth more.

    Of ``count`` of them, ``predicted`` is the mean trust and ``right`` the share that is matched
    at the loose threshold: equal where trust is well calibrated.
    """

    least: float
    predicted: float
    right: float
    count: int


@dataclass(frozen=True)
class QuoteEvaluation:
    """Quotes matched at either threshold, and the speakers of those matched at the loose one.

    ``whole`` counts as right what has source, cue and content of the gold one to the letter, but
    for quotation marks and white space. By kind, a matched quote counts for the kind of the gold
    one, any other for its own. ``trust`` are the tenths of trust in which there are quotes, the
    lowest first.
    """

    articles: int
    loose: Score
    strict: Score
    whole: Score
    loose_by_kind: Mapping[str, Score]
    strict_by_kind: Mapping[str, Score]
    speakers: SpeakerScore
    speakers_by_kind: Mapping[str, SpeakerScore]
    trust: tuple[TrustBand, ...]
    mistakes: tuple[Mistake, ...]


def evaluate_quotes(articles: Sequence[AttributionArticle], analyze: Analyze) -> QuoteEvaluation:
    """Score ``analyze`` on the texts of ``articles``. Nested quotes found are left out."""
    counts = {LOOSE: _Counts(), STRICT: _Counts()}
    speakers: dict[str, SpeakerScore] = {kind: SpeakerScore(0, 0, 0) for kind in KINDS}
    mistakes = Mistakes()
    trusted: list[tuple[float, bool]] = []
    whole = Score(0, 0, 0)
    for article in articles:
        findings = analyze(article.text, as_blocks(article.text))
        compared = _Compared(article, findings.quotes)
        for threshold, own in counts.items():
            own.add(compared, threshold)
        for gold, found in compared.matches(LOOSE):
            kind = compared.gold_kinds[gold]
            speakers[kind] += compared.speaker(gold, found, mistakes)
        trusted += compared.trusted()
        whole += compared.whole()
        compared.tell_mistakes(mistakes)
    return QuoteEvaluation(
        len(articles),
        counts[LOOSE].overall,
        counts[STRICT].overall,
        whole,
        counts[LOOSE].by_kind,
        counts[STRICT].by_kind,
        sum(speakers.values(), SpeakerScore(0, 0, 0)),
        speakers,
        trust_bands(trusted),
        mistakes.most_frequent(),
    )


def trust_bands(trusted: Sequence[tuple[float, bool]]) -> tuple[TrustBand, ...]:
    """Return ``trusted`` are the trust of each quote and whether it is right."""
    bands: dict[int, list[tuple[float, bool]]] = {}
    for trust, right in trusted:
        bands.setdefault(min(int(trust * 10), 9), []).append((trust, right))
    return tuple(
        TrustBand(
            tenth / 10,
            sum(trust for trust, _ in band) / len(band),
            sum(right for _, right in band) / len(band),
            len(band),
        )
        for tenth, band in sorted(bands.items())
    )


def quote_kind(text: str, spans: Sequence[Span]) -> Literal["direct", "mixed", "indirect"]:
    """Direct when every span is in marks, mixed when there are marks in any, else indirect."""
    if all(_in_marks(text, span) for span in spans):
        return "direct"
    doubles = sum(text.count(mark, span.start, span.end) for span in spans for mark in '"“”«»')
    return "mixed" if doubles else "indirect"


def _in_marks(text: str, span: Span) -> bool:
    start = span.start if text[span.start] in _OPENING else span.start - 1
    end = span.end - 1 if text[span.end - 1] in _CLOSING else span.end
    if not (start >= 0 and end < len(text) and start < end):
        return False
    if text[start] not in _OPENING or text[end] not in _CLOSING:
        return False
    return not any(mark in text[start + 1 : end] for mark in '"“”')


class _Counts:
    def __init__(self) -> None:
        self._right: Counter[str] = Counter()
        self._gold: Counter[str] = Counter()
        self._found: Counter[str] = Counter()

    def add(self, compared: _Compared, threshold: float) -> None:
        matches = compared.matches(threshold)
        matched = {found for _, found in matches}
        self._gold.update(compared.gold_kinds)
        for gold, _ in matches:
            self._right[compared.gold_kinds[gold]] += 1
            self._found[compared.gold_kinds[gold]] += 1
        for number, quote in enumerate(compared.found):
            if number not in matched:
                self._found[quote.kind] += 1

    @property
    def by_kind(self) -> dict[str, Score]:
        return {
            kind: Score(self._right[kind], self._gold[kind], self._found[kind]) for kind in KINDS
        }

    @property
    def overall(self) -> Score:
        return sum(self.by_kind.values(), Score(0, 0, 0))


def right_quotes(article: AttributionArticle, found: Sequence[Quote]) -> list[bool]:
    """Return which of ``found`` are matched at the loose threshold."""
    right = {place for _, place in _Compared(article, found).matches(LOOSE)}
    return [place in right for place in range(len(found))]


class _Compared:
    """The gold quotes of an article beside those found in it, nested ones left out."""

    def __init__(self, article: AttributionArticle, found: Sequence[Quote]) -> None:
        self._text = article.text
        self.gold: list[Attribution] = [one for one in article.attributions if one.content]
        self.found: list[Quote] = [quote for quote in found if quote.parent is None]
        self.gold_kinds = [quote_kind(self._text, one.content) for one in self.gold]
        gold_places = [self._places(one.content) for one in self.gold]
        found_places = [self._places(quote.spans) for quote in self.found]
        pairs = [
            (len(right & own) / len(right | own), gold, found)
            for gold, right in enumerate(gold_places)
            for found, own in enumerate(found_places)
            if not right.isdisjoint(own)
        ]
        self._pairs = sorted(pairs, key=lambda pair: (-pair[0], pair[1:]))

    def matches(self, threshold: float) -> list[tuple[int, int]]:
        """Positions of gold and found quotes that are one, the most alike first."""
        gold_left, found_left = set(range(len(self.gold))), set(range(len(self.found)))
        matched = []
        for likeness, gold, found in self._pairs:
            if likeness >= threshold and gold in gold_left and found in found_left:
                gold_left.remove(gold)
                found_left.remove(found)
                matched.append((gold, found))
        return matched

    def whole(self) -> Score:
        """Return those of which all three parts are right."""
        right = sum(
            all(
                self._places(right) == self._places(own or ())
                for right, own in (
                    (self.gold[gold].content, self.found[found].spans),
                    (self.gold[gold].source, self.found[found].source),
                    (self.gold[gold].cue, self.found[found].cue),
                )
            )
            for gold, found in self.matches(LOOSE)
        )
        return Score(right, len(self.gold), len(self.found))

    def trusted(self) -> list[tuple[float, bool]]:
        """Return the trust of each quote found, where it has one, and whether it is right."""
        right = {found for _, found in self.matches(LOOSE)}
        return [
            (quote.score, number in right)
            for number, quote in enumerate(self.found)
            if quote.score is not None
        ]

    def speaker(self, gold: int, found: int, mistakes: Mistakes) -> SpeakerScore:
        right, own = self.gold[gold].source, self.found[found].source
        if not right:
            return SpeakerScore(0, 0, 0)
        if not own:
            mistakes.add("speaker left open", self._example(right))
            return SpeakerScore(0, 0, 1)
        if any(span.overlaps(other) for span in right for other in own):
            return SpeakerScore(1, 0, 0)
        example = f"{self._example(right)} taken for {hull(own).slice(self._text)!r}"
        mistakes.add("another speaker", example)
        return SpeakerScore(0, 1, 0)

    def tell_mistakes(self, mistakes: Mistakes) -> None:
        loose, strict = self.matches(LOOSE), self.matches(STRICT)
        for gold in sorted(set(range(len(self.gold))) - {gold for gold, _ in loose}):
            kind = self.gold_kinds[gold]
            mistakes.add(f"{kind} quote not found", self._example(self.gold[gold].content))
        for found in sorted(set(range(len(self.found))) - {found for _, found in loose}):
            quote = self.found[found]
            mistakes.add(f"{quote.kind} quote where there is none", self._example(quote.spans))
        exact = {gold for gold, _ in strict}
        for gold, found in loose:
            if gold not in exact:
                spans = self.gold[gold].content
                example = f"{self._example(spans)} found as {self.found[found].text!r}"
                mistakes.add(f"{self.gold_kinds[gold]} quote with other borders", example)

    def _places(self, spans: Sequence[Span]) -> frozenset[int]:
        text = self._text
        return frozenset(
            place
            for span in spans
            for place in range(span.start, span.end)
            if not text[place].isspace() and text[place] not in _MARKS
        )

    def _example(self, spans: Sequence[Span]) -> str:
        return in_context(self._text, hull(spans))
