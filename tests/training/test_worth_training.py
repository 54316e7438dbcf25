"""Check-worthiness learnt from a handful of made-up sentences and vectors."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, f1_score

from reader.annotations.records import Correction
from reader.meaning.worth_model import sense_model, word_model
from reader.training.corpora import DataError
from reader.training.own_worth import LEAST, own_decisions, train_own_worth
from reader.training.sentence_data import CLAIMWORTHY, judged_sentences
from reader.training.worth_scores import average_precision, best_f1, f1_at
from reader.training.worth_training import Example, LearningError, WorthRecipe, train_worth

SMALL = WorthRecipe(hidden=4, networks=2, rounds=60, folds=2)
_FACTS = ("The {} lost 12 boats", "In 1994 the {} cost 3 million", "The {} was closed by the court")
_TALK = ("I hope the {} is well", "Good evening to the {}", "Let us thank the {} for this")
_THINGS = ("harbour", "school", "bakery", "mill", "chapel", "quarry", "ferry", "town", "library")


def examples() -> list[Example]:
    made = [Example(each.format(thing), True) for each in _FACTS for thing in _THINGS]
    return made + [Example(each.format(thing), False) for each in _TALK for thing in _THINGS]


def vectors(texts):
    """Vectors that know which sentences are facts."""
    facts = [[float("I hope" not in text and "thank" not in text), 1.0, 0.0] for text in texts]
    return np.array(facts, dtype=np.float32)


def test_what_was_learnt_is_read_back_and_tells_the_two_kinds_apart(tmp_path: Path) -> None:
    made = train_worth(examples(), vectors, tmp_path / "worth", recipe=SMALL)
    words, sense = word_model(made.folder), sense_model(made.folder)
    for text, worth in (("The tower lost 40 boats", True), ("Good evening to the tower", False)):
        odds = words.log_odds(text)
        assert (odds > words.threshold) == worth
        (row,) = vectors([text])
        assert (sense.log_odds(text, row, odds) > sense.threshold) == worth
    assert made.words[0] > 0.9
    assert made.both[0] > 0.9


def test_sentences_of_one_kind_teach_nothing(tmp_path: Path) -> None:
    with pytest.raises(LearningError):
        train_worth(examples()[:20], vectors, tmp_path, recipe=SMALL)


def test_scores_are_those_of_the_library() -> None:
    chance = random.Random(4)
    report = [chance.random() < 0.3 for _ in range(200)]
    scores = [round(chance.gauss(yes, 1), 1) for yes in report]
    assert average_precision(report, scores) == pytest.approx(
        average_precision_score(report, scores)
    )
    f1, at = best_f1(report, scores)
    assert f1 == pytest.approx(f1_score(report, [score >= at for score in scores]))
    assert f1 == pytest.approx(max(f1_at(report, scores, one) for one in scores))


def decision(text: str, verb: str, at: int = 0) -> Correction:
    when = f"2026-01-01T00:00:{at:02}Z"
    copy = {"id": text, "kind": "direct", "spans": [[0, len(text)]], "text": text}
    return Correction(
        article_id="a",
        id=f"{text}{at}",
        created=when,
        modified=when,
        finding=copy,
        decision=verb,
    )


def test_the_last_decision_on_a_passage_is_learnt() -> None:
    copy = {"id": "f", "text": "12 boats"}
    figure = Correction(article_id="a", id="f", finding=copy, decision="accept")
    learnt = own_decisions(
        [decision("The mill shut", "accept", 1), decision("The mill shut", "dismiss", 2), figure]
    )
    assert [(each.text, each.worth) for each in learnt] == [("The mill shut", False)]


def test_own_decisions_are_learnt_beside_the_base_data(tmp_path: Path) -> None:
    rows = [json.dumps({"text": one.text, "worth": int(one.worth)}) for one in examples()]
    with gzip.open(tmp_path / CLAIMWORTHY, "wt") as file:
        file.write("\n".join(rows))
    few = [decision(f"The choir sang on day {n}", "accept") for n in range(LEAST - 1)]
    with pytest.raises(LearningError, match=str(LEAST)):
        train_own_worth(few, tmp_path, tmp_path / "worth", vectors, recipe=SMALL)
    more = [decision(f"The wind of day {n} was blue", "dismiss") for n in range(LEAST)]
    made, count = train_own_worth(
        [*few, *more], tmp_path, tmp_path / "worth", vectors, recipe=SMALL
    )
    assert count == len(few) + len(more)
    model = word_model(made.folder)
    sung, blown = "The choir sang on day 41", "The wind of day 41 was blue"
    assert model.log_odds(sung) > model.log_odds(blown)


@pytest.mark.parametrize(
    "content", ["", "[1]", '{"text": "a", "worth": 2}', '{"worth": 1}', "nothing"]
)
def test_a_file_of_another_form_is_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / "sentences.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"sentences\.jsonl"):
        judged_sentences(path)
    with pytest.raises(DataError, match="no file"):
        judged_sentences(tmp_path / "other.jsonl")
