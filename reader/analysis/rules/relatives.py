"""Whom "who" and "which" belong to: the name before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.analysis.findings import Person
from reader.analysis.rules.entities import TYPES
from reader.analysis.rules.names import People
from reader.analysis.rules.tagged import TagRun
from reader.text.span import Span

REACH = 130
"""Characters before a relative pronoun within which its name must begin."""
_DESCRIBED = re.compile(
    r"(?:\s*\([^)]*\))?,?\s*(?:[^,.;]{0,40},|(?:an?|the|his|her|its|their)\s[^,.;]{0,90},)?\s*"
)
_BESIDE = re.compile(r",?\s*")
_IN_A_PHRASE = re.compile(r"\b(?:at|of|for|in|from|with|by|to|on|near)\s+(?:the\s+)?$")
"""A student at the College, who says: the college is no more than where she studies."""


def before_relative(
    text: str, pronoun: Span, floor: int, people: People, bodies: Sequence[TagRun]
) -> Person | TagRun | None:
    """Return the person or body just before ``pronoun``, no further up than ``floor``.

    ``bodies`` are the names that are no persons. "Which" is no person, "who" only a body that is
    the head of its phrase.
    """
    begin = max(floor, pronoun.start - REACH)
    who = pronoun.slice(text).lower().startswith("who")
    for mention, person in reversed(people.within(begin, pronoun.start) if who else []):
        if _DESCRIBED.fullmatch(text, mention.end, pronoun.start):
            return person
    for run in reversed(bodies):
        if run.start < begin or run.end > pronoun.start:
            continue
        of_a_phrase = who and TYPES.get(run.label) != "group"
        if of_a_phrase and _IN_A_PHRASE.search(text, begin, run.start):
            continue
        if _BESIDE.fullmatch(text, run.end, pronoun.start):
            return run
    return None
