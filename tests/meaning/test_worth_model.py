"""The check-worthiness that ships with reader: plain arithmetic, every part with a reason."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.meaning.worth_features import NAMES, letter_places, named_features, tokens, word_places
from reader.meaning.worth_model import (
    FOLDER,
    OTHER_WORDS,
    SENSE_FILE,
    WORDS_FILE,
    WorthModelError,
    sense_model,
    word_model,
)


@given(st.text())
def test_the_parts_add_up_to_the_log_odds_of_any_text(text: str) -> None:
    model = word_model()
    total = model.start + sum(part.weight for part in model.parts(text))
    assert total == pytest.approx(model.log_odds(text), abs=1e-9)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Taxes on small farms rose by 14 percent last year.", "Let me say it again, my friends."),
        ("The bank closed 300 branches in two years.", "We will never give up on you."),
        ("She voted against the pension bill in 2019.", "Thank you very much, and good evening."),
    ],
)
def test_a_statement_of_fact_is_worth_more_than_a_greeting(more: str, less: str) -> None:
    model = word_model()
    assert model.log_odds(more) > model.threshold > model.log_odds(less)


def test_digits_count_by_their_number_alone() -> None:
    assert tokens("It fell by 1,250 in 1987") == tokens("It fell by 8,413 in 2006")
    assert tokens("It fell by 12") != tokens("It fell by 125")


def test_every_named_feature_has_its_value() -> None:
    assert len(named_features("They paid $12 in 1998.")) == len(NAMES)
    shown = dict(zip(NAMES, named_features("Was the mayor paid?"), strict=True))
    assert shown["a question"].value
    assert not shown["money"].value


def test_figures_found_in_words_count_where_there_are_no_digits() -> None:
    number = NAMES.index("a number")
    assert not named_features("They lost three boats")[number].value
    assert named_features("They lost three boats", ["three  boats"])[number].words == "three boats"


@given(st.lists(st.text(max_size=8), max_size=6))
def test_places_are_those_of_the_table(words: list[str]) -> None:
    table = word_model().table
    assert all(0 <= place < len(table) for place in (*word_places(words), *letter_places(words)))


def test_all_other_words_are_one_part() -> None:
    parts = word_model().parts("The ferry sank because nobody had looked at the pumps since May")
    assert [part.what for part in parts].count(OTHER_WORDS) == 1
    assert parts[-1].what == OTHER_WORDS


def test_the_sense_changes_with_the_vectors() -> None:
    sense = sense_model()
    size = sense.hidden[0].shape[0] - len(NAMES)
    one, other = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
    one[0] = other[1] = 1.0
    text = "The ferry sank in May"
    odds = word_model().log_odds(text)
    assert sense.log_odds(text, one, odds) != sense.log_odds(text, other, odds)


def test_the_files_are_small() -> None:
    size = sum((FOLDER / name).stat().st_size for name in (WORDS_FILE, SENSE_FILE))
    assert size < 2_000_000


@pytest.mark.parametrize("content", [b"", b"{}\n", b'{"kind": "another"}\n' + bytes(1 << 18)])
def test_a_damaged_model_is_named(content: bytes, tmp_path) -> None:
    (tmp_path / WORDS_FILE).write_bytes(content)
    (tmp_path / SENSE_FILE).write_bytes(content)
    with pytest.raises(WorthModelError, match=WORDS_FILE):
        word_model(tmp_path)
    with pytest.raises(WorthModelError, match=SENSE_FILE):
        sense_model(tmp_path)
