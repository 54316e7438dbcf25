"""Looks for a passage in a text that may have changed: where it is, and how surely.

Scores follow Hypothesis' re-anchoring: 50 parts for the words themselves, 20 each for the words
before and behind, 2 for the place, out of 92. The rarer words show where to look: those of the
passage that still stand in the text and agree on where it would begin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from reader.article.anchor import CONTEXT, Part
from reader.article.word_index import word_index
from reader.text.span import Span

_MOST_HITS = 1000
_MOST_SURROUNDINGS = 24
_BUCKET = 32
_PLACES = 5
_REFINED = 4
_EDGE = 16
_SCAN_LIMIT = 64
"""Passages up to this long are also looked for letter by letter."""
_CLOSE = 65.0
_LONG = 1200
_END = 400
"""Of a passage longer than ``_LONG``, this many characters at either end tell its place."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place the passage may stand at; all figures from 0 to 1.

    ``quote``, ``before`` and ``behind`` are likenesses of the words and of what is around
    them, None where the anchor has nothing to compare.
    """

    span: Span
    quote: float
    before: float | None
    behind: float | None
    near: float

    @property
    def context(self) -> float:
        """How well the surroundings agree, 0 when the anchor tells nothing of them."""
        known = [side for side in (self.before, self.behind) if side is not None]
        return sum(known) / len(known) if known else 0.0

    @property
    def best_side(self) -> float:
        return max(self.before or 0.0, self.behind or 0.0)

    @property
    def worst_side(self) -> float:
        known = [side for side in (self.before, self.behind) if side is not None]
        return min(known) if known else 0.0

    @property
    def score(self) -> float:
        """How well the place fits in all, from 0 to 1: the words count most, then each side."""
        total = 50 * self.quote + 2 * self.near
        weight = 52
        for side in (self.before, self.behind):
            if side is not None:
                total += 20 * side
                weight += 20
        return total / weight


def candidate(part: Part, text: str, span: Span) -> Candidate:
    """Return ``span`` of ``text`` judged as a place of ``part``."""
    found = span.slice(text)
    quote = 1.0 if found == part.exact else min(likeness(part.exact, found), 0.999)
    before = behind = None
    if part.prefix.strip():
        before = likeness(part.prefix, text[max(0, span.start - len(part.prefix)) : span.start])
    if part.suffix.strip():
        behind = likeness(part.suffix, text[span.end : span.end + len(part.suffix)])
    near = 1 - min(1.0, abs(span.start - part.start) / max(1, len(text)))
    return Candidate(span, quote, before, behind, near)


def exact_places(part: Part, text: str, low: int, high: int) -> list[Candidate]:
    """Return where the very words stand between ``low`` and ``high``, the best agreeing first.

    Of words that stand more than a thousand times only the places with a side that agrees.
    """
    hits = _find_all(text, part.exact, low, high, _MOST_HITS)
    if len(hits) >= _MOST_HITS:
        head, tail = part.prefix[-_EDGE:], part.suffix[:_EDGE]
        behind = _find_all(text, head + part.exact, low, high, _MOST_HITS) if head else []
        before = _find_all(text, part.exact + tail, low, high, _MOST_HITS) if tail else []
        hits = sorted({at + len(head) for at in behind} | set(before))
    found = [candidate(part, text, Span(at, at + len(part.exact))) for at in hits]
    return sorted(found, key=lambda each: (-each.context, abs(each.span.start - part.start)))


def like_places(part: Part, text: str, low: int, high: int) -> list[Candidate]:
    """Return where similar words, or other words in the same surroundings, stand.

    The best first.
    """
    if len(part.exact) > _LONG:
        return _by_its_ends(part, text, low, high)
    spans: set[Span] = set()
    for begin in _likely_starts(part, text, low, high):
        spans.update(_aligned(part, text, begin, low, high))
    spans.update(_between_contexts(part, text, low, high))
    if len(part.exact) <= _SCAN_LIMIT:
        scanned = fuzz.partial_ratio_alignment(part.exact, text[low:high], score_cutoff=_CLOSE)
        if scanned is not None and scanned.dest_end > scanned.dest_start:
            spans.add(Span(low + scanned.dest_start, low + scanned.dest_end))
    rough = sorted((candidate(part, text, span) for span in spans), key=lambda each: -each.score)
    found = [_refined(part, text, each.span, low, high) for each in rough[:_REFINED]]
    best: list[Candidate] = []
    for each in sorted(found, key=lambda each: -each.score):
        if not any(each.span.overlaps(other.span) for other in best):
            best.append(each)
    return best


def _by_its_ends(part: Part, text: str, low: int, high: int) -> list[Candidate]:
    """Return the place of a long passage, from its first and last words.

    Aligning it whole takes long.
    """
    exact = part.exact
    middle = part.end - _END
    head = Part(
        part.start, part.start + _END, exact[:_END], part.prefix, exact[_END : _END + CONTEXT]
    )
    tail = Part(middle, part.end, exact[-_END:], exact[-_END - CONTEXT : -_END], part.suffix)
    first, last = _best_place(head, text, low, high), _best_place(tail, text, low, high)
    if first is None or last is None or first.span.start >= last.span.end:
        return []
    span = Span(first.span.start, last.span.end)
    if not len(exact) / 2 <= len(span) <= 2 * len(exact):
        return []
    return [candidate(part, text, span)]


def _best_place(part: Part, text: str, low: int, high: int) -> Candidate | None:
    places = exact_places(part, text, low, high) or like_places(part, text, low, high)
    return places[0] if places else None


def likeness(one: str, other: str) -> float:
    """Return how alike two stretches of text are, 0 to 1; white space counts as one blank."""
    return Levenshtein.normalized_similarity(" ".join(one.split()), " ".join(other.split()))


def _find_all(text: str, words: str, low: int, high: int, most: int) -> list[int]:
    hits: list[int] = []
    at = text.find(words, low, high)
    while at >= 0 and len(hits) < most:
        hits.append(at)
        at = text.find(words, at + 1, high)
    return hits


def _likely_starts(part: Part, text: str, low: int, high: int) -> list[int]:
    """Return where the passage would begin by the words of it that still stand.

    Most votes first.
    """
    whole = part.prefix + part.exact + part.suffix
    lead = len(part.prefix)
    votes = Counter(
        start // _BUCKET for start in word_index(text).starts(whole) if low <= start + lead < high
    )
    joined = Counter({place: votes[place] + votes[place + 1] for place in votes})
    starts = [place * _BUCKET + lead for place, _ in joined.most_common(_PLACES)]
    return [min(max(start, low), high) for start in starts]


def _aligned(part: Part, text: str, begin: int, low: int, high: int) -> Iterator[Span]:
    """Spans near ``begin``: by aligning the passage with its context, and without it."""
    slack = _BUCKET + len(part.exact) // 3
    first = max(low, begin - len(part.prefix) - slack)
    last = min(high, begin + len(part.exact) + len(part.suffix) + 2 * slack)
    window = text[first:last]
    if not window:
        return
    whole = part.prefix + part.exact + part.suffix
    ends = (len(part.prefix), len(part.prefix) + len(part.exact))
    mapped = _mapped(whole, window, ends)
    if mapped[0] < mapped[1]:
        yield Span(first + mapped[0], first + mapped[1])
    if len(part.exact) <= len(window):
        found = fuzz.partial_ratio_alignment(part.exact, window)
        if found is not None and found.dest_end > found.dest_start:
            yield Span(first + found.dest_start, first + found.dest_end)


def _mapped(old: str, new: str, offsets: tuple[int, int]) -> tuple[int, int]:
    """Return where two offsets of ``old`` lie in ``new`` when one is turned into the other."""
    start, end = 0, len(new)
    for step in Levenshtein.opcodes(old, new):
        length = step.dest_end - step.dest_start
        if step.src_start <= offsets[0] < step.src_end:
            start = step.dest_start + min(offsets[0] - step.src_start, length)
        if step.src_start < offsets[1] <= step.src_end:
            end = step.dest_start + min(offsets[1] - step.src_start, length)
    return start, end


def _between_contexts(part: Part, text: str, low: int, high: int) -> Iterator[Span]:
    """Yield what is between the old surroundings, whatever it is now."""
    head, tail = part.prefix[-_EDGE:], part.suffix[:_EDGE]
    if len(head) < _EDGE or len(tail) < _EDGE:
        return
    reach = 3 * len(part.exact) + 80
    for at in _find_all(text, head, low, high, _MOST_SURROUNDINGS):
        start = at + len(head)
        end = text.find(tail, start, min(high, start + reach))
        if end > start:
            yield Span(start, end)


def _refined(part: Part, text: str, span: Span, low: int, high: int) -> Candidate:
    """Return ``span`` with its ends moved to where the words are most alike."""
    best = candidate(part, text, span)
    for _ in range(3):
        before = best
        for start in _edges(text, best.span.start, low, best.span.end - 1):
            best = _better(part, text, best, Span(start, best.span.end))
        for end in _edges(text, best.span.end, best.span.start + 1, high):
            best = _better(part, text, best, Span(best.span.start, end))
        if best.span == before.span:
            break
    return _trimmed(part, text, best)


def _trimmed(part: Part, text: str, best: Candidate) -> Candidate:
    """Return ``best`` without white space at its edges, unless the passage has some there."""
    found = best.span.slice(text)
    start, end = best.span.start, best.span.end
    if not part.exact[0].isspace():
        start += len(found) - len(found.lstrip())
    if not part.exact[-1].isspace():
        end -= len(found) - len(found.rstrip())
    same = start >= end or (start, end) == (best.span.start, best.span.end)
    return best if same else candidate(part, text, Span(start, end))


def _better(part: Part, text: str, best: Candidate, span: Span) -> Candidate:
    other = candidate(part, text, span)
    return other if other.score > best.score + 1e-9 else best


def _edges(text: str, at: int, low: int, high: int) -> list[int]:
    """Offsets near ``at`` where a word begins or ends, from ``low`` to ``high``."""
    near = range(max(low, at - 2 * _EDGE), min(high, at + 2 * _EDGE) + 1)
    return [
        offset
        for offset in near
        if offset in (0, len(text)) or text[offset - 1].isalnum() != text[offset].isalnum()
    ]
