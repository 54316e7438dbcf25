from __future__ import annotations

import random
import re

from reader.text.span import Span
from reader.training.self_taught import self_taught_units

PASSAGES = [
    f"Ana number {number} said that the harbour was closed for the whole of the week."
    if number % 2
    else f"The harbour number {number} stayed closed for the whole of the week, as before."
    for number in range(1200)
]


def tokenize(passages: list[str]) -> list[list[Span]]:
    return [
        [Span(*match.span()) for match in re.finditer(r"\w+|\S", passage)] for passage in passages
    ]


def tag(units: list[tuple[str, ...]]) -> list[list[str]]:
    return [
        ["S-Source" if word == "Ana" else "S-Cue" if word == "said" else "O" for word in unit]
        for unit in units
    ]


def test_units_hold_the_tags_that_the_tagger_gave() -> None:
    units = self_taught_units(PASSAGES, tokenize, tag, random.Random(1), words=10**6, empty=0.0)
    assert len(units) == 600
    assert all(unit.words[0] == "Ana" and unit.tags[0] == "S-Source" for unit in units)
    assert all(len(unit.words) == len(unit.tags) for unit in units)


def test_no_more_is_read_than_is_asked_for_and_chance_is_fixed() -> None:
    some, again = (
        self_taught_units(PASSAGES, tokenize, tag, random.Random(4), words=3000, empty=1.0)
        for _ in range(2)
    )
    assert some == again
    assert 3000 <= sum(len(unit.words) for unit in some) < 11_000


def test_findings_without_the_needed_label_are_left_out() -> None:
    units = self_taught_units(
        PASSAGES, tokenize, tag, random.Random(1), words=10**6, needed="Content", empty=0.0
    )
    assert units == []


def test_short_and_long_passages_are_left_out_and_units_are_cut() -> None:
    passages = ["Ana said.", "Ana said it. " * 200, "Ana said it and said it again, " * 4]
    (unit,) = self_taught_units(
        passages, tokenize, tag, random.Random(1), words=10**6, longest_unit=9
    )
    assert len(unit.words) == 9
