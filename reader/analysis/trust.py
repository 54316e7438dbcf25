"""How far a quote may be trusted to be one.

The figures are shares of quotes of each sort that agree with a quotation annotated in the 84
development articles of PolNeAR (Newell et al., LREC 2018), rounded; content overlapping by
three tenths of its words counts as agreement.
"""

from __future__ import annotations

import re

from reader.analysis.cues import SPEECH
from reader.analysis.findings import QuoteKind

LONG = 7
"""Words from which on reported content counts as long."""
_WORD = re.compile(r"[\w’'-]+")


def trust(kind: QuoteKind, cue: str | None, content: str) -> float:
    """From 0 to 1, by kind, by whether ``cue`` is a verb of speech, and by length."""
    if cue is None:
        return 0.55
    words = [word.lower() for word in _WORD.findall(cue)]
    spoken = words[:1] == ["according"] or any(word in SPEECH for word in words)
    if kind == "direct":
        return 0.98 if spoken else 0.93
    if kind == "mixed":
        return 0.95 if spoken else 0.85
    if len(_WORD.findall(content)) >= LONG:
        return 0.93 if spoken else 0.73
    return 0.75 if spoken else 0.52
