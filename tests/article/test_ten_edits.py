"""An article edited as desks edit: every note ends in the right class, none is silently wrong."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.anchor import anchor
from reader.article.anchoring import place
from reader.text.span import Span
from tests.article.edits import (
    TEN_AND_MORE,
    Edited,
    judge,
    marks_in,
    right_classes,
    untouched,
)

STORY = """Ferry aground off Hallan; Moreau: “Nobody is hurt”

HALLAN. — A ferry with 214 people on board ran aground in fog on Sunday night, half a mile from \
the harbour of Hallan, and was pulled free by two tugs at dawn.

“Nobody is hurt, and nobody was ever in danger,” Captain Ines Moreau told reporters on the quay. \
“The sand was kinder than the fog.”

The ferry company Fjordline said the Aurora had lost its radar at 9:40 p.m. and slowed to 3 knots. \
The coastguard, which keeps a record of the strait, put the speed at 11 knots.

Passengers said they had been told little. “We sat in the dark and sang,” said Olav Renner, who \
was on his way to a wedding. “Badly, I’m afraid.”

The county’s transport office will look into why 60 of the ship’s 400 life vests were locked away, \
its director Tor Holm said. He expects to know more within ten days.

A second ferry, the Borealis, takes over the route on Tuesday with 150 seats.
"""


@pytest.mark.parametrize("name", TEN_AND_MORE)
def test_every_mark_ends_in_the_right_class(name: str) -> None:
    chance = random.Random(name)
    for _ in range(6):
        made = TEN_AND_MORE[name](untouched(STORY), chance)
        for span in marks_in(STORY):
            hold = anchor(STORY, [span])
            placed = place(hold, made.text, former=lambda _: STORY)
            assert placed.outcome in right_classes(hold, STORY, made), (hold.exact, made.text)
            assert not judge(hold, placed, STORY, made).wrong, (hold.exact, made.text)


def only(name: str, words: str) -> Edited:
    """Return the edits of one kind until one touches ``words``."""
    for seed in range(400):
        made = TEN_AND_MORE[name](untouched(STORY), random.Random(seed))
        if words not in made.text:
            return made
    raise AssertionError("no such edit")


@pytest.mark.parametrize(
    ("name", "words", "report"),
    [
        ("another figure", "put the speed at 11 knots", "reworded"),
        ("another figure", "A ferry with 214 people on board", "reworded"),
        ("straight marks", "“Nobody is hurt, and nobody was ever in danger,”", "reworded"),
        ("cut a sentence", "He expects to know more within ten days.", "needs a look"),
        ("cut a paragraph", "A second ferry, the Borealis, takes over the route", "lost"),
        ("wrap anew", "pulled free by two tugs at dawn", "reworded"),
        ("reword", "a record of the strait, put the speed at 11 knots", "reworded"),
    ],
)
def test_an_edit_inside_a_mark_is_reported(name: str, words: str, report: str) -> None:
    made = only(name, words)
    start = STORY.index(words)
    placed = place(anchor(STORY, [Span(start, start + len(words))]), made.text)
    assert placed.outcome == report
    if name == "another figure":
        [change] = placed.changes
        assert change.of_figure


@pytest.mark.parametrize("name", ["reorder", "repeat a paragraph", "new paragraph", "run together"])
def test_long_marks_are_found_wherever_their_paragraph_goes(name: str) -> None:
    for seed in range(10):
        made = TEN_AND_MORE[name](untouched(STORY), random.Random(seed))
        for words in ("had lost its radar at 9:40 p.m.", "“We sat in the dark and sang,”"):
            start = STORY.index(words)
            placed = place(anchor(STORY, [Span(start, start + len(words))]), made.text)
            twice = made.text.count(words) > 1
            assert placed.outcome in (("needs a look",) if twice else ("unchanged", "moved"))


EDITS = st.lists(
    st.tuples(st.sampled_from(list(TEN_AND_MORE)), st.integers(0, 10_000)), min_size=1, max_size=6
)


@settings(max_examples=250, deadline=None, derandomize=True)
@given(EDITS, st.integers(0, 10_000))
def test_random_edits_leave_no_mark_silently_wrong(edits: list[tuple[str, int]], seed: int) -> None:
    made = untouched(STORY)
    for name, number in edits:
        made = TEN_AND_MORE[name](made, random.Random(number))
    for span in random.Random(seed).sample(list(marks_in(STORY)), 4):
        hold = anchor(STORY, [span])
        judged = judge(hold, place(hold, made.text), STORY, made)
        assert not judged.wrong, (edits, hold.exact)
