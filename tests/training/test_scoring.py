from __future__ import annotations

import pytest

from reader.training.scoring import Score, scores, tag_scores, tag_spans


def test_f1_of_counts() -> None:
    score = Score(right=3, gold=4, found=6)
    assert score.precision == pytest.approx(0.5)
    assert score.recall == pytest.approx(0.75)
    assert score.f1 == pytest.approx(0.6)


def test_nothing_found_scores_nothing() -> None:
    assert Score(0, 5, 0).precision == 0
    assert Score(0, 0, 0).f1 == 0


def test_same_place_with_another_label_is_wrong() -> None:
    gold = [((0, 3), "Person"), ((5, 9), "Location")]
    found = [((0, 3), "Person"), ((5, 9), "Person"), ((11, 12), "Location")]
    result = scores(gold, found)
    assert result.overall == Score(1, 2, 3)
    assert result.by_label == {"Location": Score(0, 1, 1), "Person": Score(1, 1, 2)}


def test_stretches_of_tags() -> None:
    tags = ["B-A", "I-A", "E-A", "S-B", "O", "B-A", "E-A"]
    assert tag_spans(tags) == [(0, 3, "A"), (3, 4, "B"), (5, 7, "A")]


@pytest.mark.parametrize(
    "tags", [["B-A", "O"], ["I-A", "E-A"], ["B-A", "E-B"], ["B-A", "I-B", "E-A"], ["E-A"]]
)
def test_stretches_that_break_the_scheme_are_none(tags: list[str]) -> None:
    assert tag_spans(tags) == []


def test_tags_of_other_units_are_refused() -> None:
    with pytest.raises(ValueError, match="same units"):
        tag_scores([["O", "O"]], [["O"]])


def test_the_same_stretch_in_another_unit_is_another() -> None:
    result = tag_scores([["S-A"], ["O"]], [["O"], ["S-A"]])
    assert result.overall == Score(0, 1, 1)
