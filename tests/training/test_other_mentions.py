from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from reader.training.other_mentions import with_other_mentions
from reader.training.scoring import tag_spans
from reader.training.tagged_units import TaggedUnit

LABELS = ("Person", "Location", "Date")


@st.composite
def units(draw: st.DrawFn) -> TaggedUnit:
    words: list[str] = []
    tags: list[str] = []
    for _ in range(draw(st.integers(0, 6))):
        length = draw(st.integers(1, 3))
        own = [f"w{draw(st.integers(0, 30))}" for _ in range(length)]
        label = draw(st.sampled_from((*LABELS, "")))
        words += own
        if not label:
            tags += ["O"] * length
        elif length == 1:
            tags.append(f"S-{label}")
        else:
            tags += [f"B-{label}", *[f"I-{label}"] * (length - 2), f"E-{label}"]
    return TaggedUnit("one", tuple(words), tuple(tags), ())


@given(st.lists(units(), max_size=5), st.integers())
def test_labels_and_what_is_around_them_stay(some: list[TaggedUnit], seed: int) -> None:
    copies = with_other_mentions(some, random.Random(seed))
    originals = [unit for unit in some if tag_spans(unit.tags)]
    assert len(copies) == len(originals)
    known = {(label, unit.words[a:b]) for unit in some for a, b, label in tag_spans(unit.tags)}
    for unit, copy in zip(originals, copies, strict=True):
        assert len(copy.words) == len(copy.tags)
        assert _labels(copy) == _labels(unit)
        assert _around(copy) == _around(unit)
        for first, last, label in tag_spans(copy.tags):
            assert (label, copy.words[first:last]) in known
        dates = [unit.words[a:b] for a, b, label in tag_spans(unit.tags) if label == "Date"]
        assert dates == [copy.words[a:b] for a, b, one in tag_spans(copy.tags) if one == "Date"]


def test_the_same_name_gives_way_to_the_same_name() -> None:
    others = [TaggedUnit("two", (f"n{number}",), ("S-Person",), ()) for number in range(50)]
    twice = TaggedUnit("one", ("Ana", "met", "Ana"), ("S-Person", "O", "S-Person"), ())
    copy = with_other_mentions([twice, *others], random.Random(1), share=1.0)[0]
    assert copy.words[0] == copy.words[2] != "Ana"


def _labels(unit: TaggedUnit) -> list[str]:
    return [label for _, _, label in tag_spans(unit.tags)]


def _around(unit: TaggedUnit) -> list[str]:
    return [word for word, tag in zip(unit.words, unit.tags, strict=True) if tag == "O"]
