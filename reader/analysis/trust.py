"""How far a quote may be trusted to be one.

The figures are shares of quotes of each sort that agree with a quotation annotated in the 84
development articles of PolNeAR (Newell et al., LREC 2018), rounded; content overlapping by
three tenths of its words counts as agreement.
"""

from __future__ import annotations

import re

from reader.analysis.cues import SPEECH
from reader.analysis.findings import QuoteKind, SpeakerKind

FAINT_CONTENT, FAINT_CUE = 3, 4
"""A content of at most so many words behind a cue of at least so many, with no verb of speech."""
LONG = 7
"""Words from which on reported content counts as long."""
_WORD = re.compile(r"[\w’'-]+")


def trust(kind: QuoteKind, cue: str | None, content: str) -> float:
    """From 0 to 1, by kind, by whether ``cue`` is a verb of speech, and by length."""
    if cue is None:
        return 0.55
    spoken = _speaks(cue)
    if kind == "direct":
        return 0.98 if spoken else 0.93
    if kind == "mixed":
        return 0.95 if spoken else 0.85
    if len(_WORD.findall(content)) >= LONG:
        return 0.93 if spoken else 0.73
    return 0.75 if spoken else 0.52


def is_faint(cue: str, content: str, speaker: SpeakerKind) -> bool:
    """Whether reported content is more likely none: of such, two in three are not annotated.

    A few words that no verb of speech leads up to, behind a long predicate or with nobody whose
    words they would surely be: he had appeared at a hearing for [his role].
    """
    if _speaks(cue):
        return False
    words = len(_WORD.findall(content))
    if words <= FAINT_CONTENT and len(_WORD.findall(cue)) >= FAINT_CUE:
        return True
    return speaker in ("role", "unknown") and FAINT_CONTENT < words < LONG


def _speaks(cue: str) -> bool:
    words = [word.lower() for word in _WORD.findall(cue)]
    return words[:1] == ["according"] or any(word in SPEECH for word in words)
