from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.key_sequences import (
    COUNT_LIMIT,
    Asked,
    KeySequences,
    Pending,
    Unknown,
    is_answered,
    without_meaning,
)
from reader.ui.keymap import COMMANDS
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys
from reader.ui.own_keys import resolve


def fed(strokes, context="read"):
    sequences = KeySequences(resolve())
    outcome = None
    for stroke in strokes:
        outcome = sequences.feed(context, stroke)
    return outcome


def test_a_single_key():
    assert fed(["j"]) == Asked("line-down")


def test_a_count():
    assert fed(["1", "0", "j"]) == Asked("line-down", 10)


def test_zero_alone_is_a_key_and_not_a_count():
    assert fed(["0"]) == Asked("line-start")


def test_a_huge_count_is_capped():
    assert fed([*"9" * 30, "j"]) == Asked("line-down", COUNT_LIMIT)


def test_sequences_wait_for_their_end():
    assert fed(["d"]) == Pending("d")
    assert fed(["d", "d"]) == Asked("delete")
    assert fed(["3", "i", "s"], "select") == Asked("inner-sentence", 3)


def test_a_stroke_that_fits_nothing_drops_the_sequence():
    sequences = KeySequences(resolve())
    sequences.feed("read", "d")
    assert sequences.feed("read", "j") == Unknown("dj")
    assert not sequences.pending
    assert sequences.feed("read", "j") == Asked("line-down")


def test_a_named_place_takes_any_character():
    assert fed(["m", "a"]) == Asked("place-set", None, "a")
    assert fed(["'", "7"]) == Asked("place-go", None, "7")
    assert fed(["m", "up"]) == Unknown("m<up>")


def test_escape_drops_what_is_pending_and_else_leaves():
    sequences = KeySequences(resolve())
    sequences.feed("read", "4")
    assert sequences.feed("read", "escape") == Unknown("")
    assert sequences.feed("read", "escape") == Asked("leave")


def test_lists_have_no_counts():
    assert isinstance(fed(["4"], "list"), Unknown)


def test_a_users_sequence():
    sequences = KeySequences(resolve({"note": ["g n"]}))
    assert isinstance(sequences.feed("select", "g"), Pending)
    assert sequences.feed("select", "n") == Asked("note")


@given(st.lists(st.sampled_from([key for c in COMMANDS for k in c.keys for key in k.split()])))
def test_never_stuck(strokes):
    """After any strokes, escape and then j is a line down."""
    sequences = KeySequences(resolve())
    for stroke in strokes:
        sequences.feed("read", stroke)
    if sequences.pending:
        sequences.feed("read", "escape")
    assert sequences.feed("read", "j") == Asked("line-down")


@pytest.mark.parametrize("context", get_args(Context))
def test_a_letter_that_is_no_key_gets_a_sentence_and_a_named_key_in_the_text_too(context):
    sequences = KeySequences(Keys(tuple(each for each in COMMANDS if each.id == "help")))
    unknown, named = (sequences.feed(context, stroke) for stroke in ("Z", "f12"))
    assert isinstance(unknown, Unknown)
    assert isinstance(named, Unknown)
    assert is_answered(unknown.typed, context)
    assert is_answered(named.typed, context) is (context in ("read", "select"))
    assert "“f12”" in without_meaning(named.typed, resolve(), context)
    sentence = without_meaning(unknown.typed, resolve(), context)
    assert "Z" in sentence
    assert resolve().first("help", context) in sentence
