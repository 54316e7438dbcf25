"""Quotes by quotation marks alone, for languages that no model tells who speaks in.

What is in marks is a quote where it is long enough to be speech: names of ships and papers,
and words held at arm's length, stand in the same marks. Nobody is said to speak.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from reader.analysis.findings import Quote, finding_id
from reader.analysis.rules.dialogue import TELLING_VERBS
from reader.analysis.rules.marks import Quotation
from reader.analysis.rules.trust import IN_MARKS_ALONE
from reader.text.span import Span

LEAST_WORDS = 3
LEAST_SIGNS = 6
"""Signs of a script that parts no words, which say as much as three words."""
FEWEST_ANNOUNCED = 2
"""Words, or signs, of what a colon leads up to, or a verb of speech follows."""
RULE = "inside quotation marks"

REACH = 40
"""Characters behind the marks within which the verb is looked for."""
_SAID_BEHIND = re.compile(
    rf"[,.]?\s?(?:[–—-]\s?)?(?:{TELLING_VERBS}|so|sagte|sagt|meinte?|erklärte?|betonte?|rief|fragte?"
    r"|antwortete?|schrieb|schreibt|ergänzte?|warnte?|kritisierte?|hieß es|heißt es|zegt|zei|aldus"
    r"|vindt|schrijft|vertelt|powiedział\w{0,2}|dodał\w{0,2}|stwierdził\w{0,2}|dedi|diyor|dice|añadió"
    r"|afirmó|aseguró|señaló|advirtió|disse|disseram|uvedl\w{0,2}|dodal\w{0,2}|mondta|közölte"
    r"|a spus|a declarat|on dit|[\w’']+-(?:t-)?(?:il|elle|on|ils|elles)|сказал\w?|сообщил\w?"
    r"|заявил\w?|говорит|добавил\w?|сказав|каже|заявив)\b"
)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]")
_WORD = re.compile(r"\w+(?:['’‑-]\w+)*")
_SPOKEN_END = (".", "!", "?", "…", ",", "。", "！", "？", "،", "؟", ";", "；")


def quotes_by_marks(
    text: str, quotations: Sequence[Quotation], turns: Sequence[Quote] = ()
) -> tuple[Quote, ...]:
    """Return the quotes in text order, each before those that stand in it; ``turns`` among them."""
    made: dict[int, Quote] = {}
    spoken = sorted((span, turn.id) for turn in turns for span in turn.spans)
    for place, quotation in enumerate(quotations):
        outer = quotation.outer[0]
        announced = text[max(0, outer.start - 2) : outer.start].rstrip().endswith((":", "："))
        last = quotation.outer[-1].end
        announced = announced or _SAID_BEHIND.match(text, last, last + REACH) is not None
        if not _is_speech(text, quotation.spans, announced):
            continue
        parent = quotation.parent
        while parent is not None and parent not in made:
            parent = quotations[parent].parent
        holder = made[parent].id if parent is not None else _turn_of(quotation.outer[0], spoken)
        made[place] = _quote(text, quotation.spans, holder)
    found = {quote.id: quote for quote in [*reversed(made.values()), *turns]}
    return tuple(sorted(found.values(), key=lambda quote: (quote.spans[0], quote.parent or "")))


def _turn_of(outer: Span, spoken: Sequence[tuple[Span, str]]) -> str | None:
    place = bisect_right(spoken, outer.start, key=lambda each: each[0].start) - 1
    return spoken[place][1] if place >= 0 and spoken[place][0].covers(outer) else None


def _is_speech(text: str, spans: Sequence[Span], announced: bool) -> bool:
    """Return whether words are long enough to be said; of those ``announced`` two are."""
    words = " ".join(span.slice(text) for span in spans)
    unspaced = len(_UNSPACED.findall(words))
    if unspaced:
        return unspaced >= (FEWEST_ANNOUNCED if announced else LEAST_SIGNS)
    count = len(_WORD.findall(words))
    least = FEWEST_ANNOUNCED if announced else LEAST_WORDS
    return count >= least or (count > 0 and words.endswith(_SPOKEN_END))


def _quote(text: str, spans: tuple[Span, ...], parent: str | None) -> Quote:
    words = " … ".join(span.slice(text) for span in spans)
    return Quote(
        id=finding_id("quote", spans, words),
        kind="direct",
        spans=spans,
        text=words,
        speaker=None,
        speaker_kind="unknown",
        parent=parent,
        rule=RULE,
        score=IN_MARKS_ALONE,
    )
