"""The collection of prior checks and the search in it."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.meaning.bm25 import load_index, word_index
from reader.meaning.check_index import built, open_index
from reader.meaning.claim_words import shared_words, stems
from reader.meaning.matching import Texts, matches, sureness
from reader.meaning.prior_checks import PriorCheck, PriorChecks, PriorChecksError
from reader.meaning.vectors import best, in_bytes, likeness

BRIDGE = PriorCheck(
    "The old bridge cost the town nine million",
    rating="False",
    publisher="Checks",
    url="https://checks.example/bridge",
)
MEALS = PriorCheck("School meals are dearer than in any other county", rating="Half true")


@pytest.fixture
def collection(tmp_path: Path):
    with PriorChecks(tmp_path / "data" / "checks.sqlite") as checks:
        yield checks


def test_checks_come_in_once_and_are_updated_by_the_same_import(collection) -> None:
    first = collection.put([BRIDGE, MEALS])
    assert (first.new, first.changed, first.same) == (2, 0, 0)
    again = collection.put([replace(BRIDGE, rating="Mostly false"), MEALS])
    assert (again.new, again.changed, again.same) == (0, 1, 1)
    assert [each.rating for each in collection.all()] == ["Mostly false", "Half true"]
    assert stat.S_IMODE(collection.path.stat().st_mode) == 0o600


def test_a_removed_check_is_gone(collection) -> None:
    collection.put([BRIDGE, MEALS])
    assert collection.remove([BRIDGE.id, "unknown"]) == 1
    assert collection.all() == [MEALS]


def test_a_failing_import_changes_nothing(collection) -> None:
    def checks():
        yield BRIDGE
        raise KeyError("broken")

    with pytest.raises(KeyError):
        collection.put(checks())
    assert collection.count == 0


def test_two_processes_see_each_others_checks(collection) -> None:
    with PriorChecks(collection.path) as other:
        other.put([MEALS])
    assert collection.all() == [MEALS]


def test_a_file_of_another_kind_is_named(tmp_path: Path) -> None:
    path = tmp_path / "checks.sqlite"
    path.write_bytes(b"no database at all, only some words " * 40)
    with pytest.raises(PriorChecksError, match=r"checks\.sqlite"):
        PriorChecks(path)
    assert path.read_bytes().startswith(b"no database")


def vector(*numbers: float):
    row = np.array([numbers], dtype=np.float32)
    return row / np.linalg.norm(row)


def test_the_index_finds_the_same_in_other_words_by_its_vector(collection, tmp_path) -> None:
    collection.put([BRIDGE, MEALS])
    collection.put_vectors([BRIDGE.claim, MEALS.claim], np.vstack([vector(1, 0), vector(0, 1)]))
    index = open_index(collection, tmp_path)
    ((found, *_),) = index.matches(["crossing was expensive"], vector(1, 0.1))
    assert found[1] == BRIDGE
    assert found[0].sure > 0.5


def test_without_vectors_the_words_find_it_and_are_named(collection, tmp_path) -> None:
    others = [PriorCheck(f"Claim {n} about quarry {n}", rating="True") for n in range(30)]
    collection.put([BRIDGE, MEALS, *others])
    index = open_index(collection, tmp_path)
    ((found, *_),) = index.matches(["Nine million: what the bridges cost"], None)
    assert found[1] == BRIDGE
    assert {"Nine", "million", "bridges"} <= set(found[0].words)
    assert index.matches(["Nothing of all this"], None) == [[]]


def test_the_index_follows_the_collection_and_comes_from_the_cache(collection, tmp_path) -> None:
    collection.put([BRIDGE])
    assert len(open_index(collection, tmp_path).checks) == 1
    collection.put([MEALS])
    fresh = open_index(collection, tmp_path)
    cached = open_index(collection, tmp_path)
    assert list(fresh.checks) == list(cached.checks) == [BRIDGE, MEALS]
    (tmp_path / "prior-checks" / "checks.jsonl").unlink()
    assert list(open_index(collection, tmp_path).checks) == [BRIDGE, MEALS]


def test_the_same_claim_of_the_same_publisher_is_found_once(collection) -> None:
    twin = replace(BRIDGE, claim="the old BRIDGE cost the town nine million.", url="")
    other = replace(BRIDGE, publisher="Somebody else", url="https://else.example/1")
    collection.put([BRIDGE, twin, other])
    assert list(built(collection).checks) == [BRIDGE, other]


def test_missing_vectors_are_named_until_they_are_there(collection) -> None:
    collection.put([BRIDGE, MEALS])
    collection.put_vectors([MEALS.claim], vector(3, 4))
    assert collection.without_vector() == [BRIDGE.claim]


texts = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=6), min_size=1, max_size=8)


@given(texts, st.lists(st.sampled_from("abcdefgx"), max_size=4))
def test_words_score_as_the_formula_says(several, query) -> None:
    index = word_index(several)
    mean = sum(map(len, several)) / len(several) or 1.0
    for number, words in enumerate(several):
        wanted = 0.0
        for term in set(query):
            have = sum(term in one for one in several)
            idf = np.log(1 + (len(several) - have + 0.5) / (have + 0.5))
            often = words.count(term)
            damped = often + 1.2 * (0.25 + 0.75 * len(words) / mean)
            wanted += idf * often * 2.2 / damped if often else 0.0
        assert index.scores(query, np.array([number]))[0] == pytest.approx(wanted, rel=1e-4)


def test_an_index_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = word_index([["bridge", "town"], ["town", "meal"]])
    made.save(tmp_path)
    back = load_index(tmp_path)
    assert back.terms == made.terms
    both = np.arange(2)
    assert np.array_equal(back.scores(["town", "meal"], both), made.scores(["town", "meal"], both))


def test_a_rare_word_finds_its_text_among_very_many_with_frequent_ones() -> None:
    chance = np.random.default_rng(3)
    frequent = [f"often{number}" for number in range(6)]
    several = [[each for each in frequent if chance.random() < 0.7] for _ in range(6000)]
    several[4711].append("heron")
    index = word_index(several)
    assert 4711 in index.likely([*frequent, "heron"], 5)
    assert len(index.likely(frequent, 50)) == 50
    assert not len(index.likely(["unheard"], 50))


@pytest.mark.parametrize(
    ("count", "size"), [(3, 20_000), (50, 20_000), (50, 700), (9, 9), (2, 131)]
)
def test_the_best_are_those_that_sorting_gives(count: int, size: int) -> None:
    scores = np.random.default_rng(size).normal(size=size).astype(np.float32)
    assert list(best(scores, count)) == list(np.argsort(-scores)[:count])


@pytest.mark.parametrize("count", [1, 7, 5000])
def test_the_search_is_exact_but_for_the_rounding(count: int) -> None:
    chance = np.random.default_rng(count)
    rows = chance.normal(size=(count, 24)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    found = likeness(rows[:3], *in_bytes(rows))
    assert found == pytest.approx(rows[:3] @ rows.T, abs=0.01)
    assert list(best(found[0], 5)) == list(np.argsort(-found[0], kind="stable")[:5])


def test_nothing_is_found_among_nothing() -> None:
    empty = Texts(word_index([]), np.zeros((0, 0), np.int8), np.zeros(0, np.float32), str)
    assert matches(["bridge"], None, empty) == [[]]


def test_more_in_common_is_surer() -> None:
    assert sureness(0.9, 0.5, 100) > sureness(0.6, 0.5, 100) > sureness(0.6, 0.1, 100)
    assert sureness(None, 0.6, 100) > sureness(None, 0.1, 100)


def test_among_more_texts_the_same_likeness_is_less_sure() -> None:
    assert sureness(0.7, 0.2, 3) == sureness(0.7, 0.2, 60) > sureness(0.7, 0.2, 10_000)
    assert sureness(None, 0.2, 60) > sureness(None, 0.2, 10_000)


def test_words_are_compared_without_endings_case_accents_and_addresses() -> None:
    assert stems("Ministers CAFÉS https://t.example/xyz") == stems("minister café")
    assert stems("#OldBridge") == stems("old bridge")
    weight = dict.fromkeys(stems("bridges town"), 3.0)
    assert shared_words("The bridges of a town", "the town's bridge", weight) == ["bridges", "town"]


def test_words_without_a_meaning_of_their_own_are_not_named() -> None:
    text, other = "It is not what they said of the bridge", "The bridge: that is not what it was"
    assert shared_words(text, other, dict.fromkeys(stems(text), 1.0)) == ["bridge"]
    assert shared_words("It is what it is", "It is what it was", {}) == []


def test_a_damaged_collection_says_so_when_it_is_read(collection) -> None:
    with sqlite3.connect(collection.path) as other:
        other.execute("DROP TABLE checks")
    with pytest.raises(PriorChecksError):
        collection.all()
