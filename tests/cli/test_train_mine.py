"""``reader train mine``: check-worthiness and the taggers learn apart from each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cli.main import main
from reader.training.corpora import DataError
from reader.training.train_mine import OwnTraining, TooFewCorrectionsError
from reader.training.worth_training import LearntWorth


@pytest.fixture
def train(tmp_path: Path, monkeypatch):
    """Run the command with both ways of learning played; a fault is raised in its place."""

    def run(worth: Exception | None, taggers: Exception | None) -> int:
        def learn_worth(*given, **more):
            if worth is not None:
                raise worth
            return LearntWorth(tmp_path / "worth", (0.8, 0.7), (0.9, 0.8)), 44

        def learn_taggers(*given, **more):
            if taggers is not None:
                raise taggers
            return OwnTraining(tmp_path / "mine", ())

        monkeypatch.setattr("reader.training.own_worth.train_own_worth", learn_worth)
        monkeypatch.setattr("reader.training.train_mine.train_mine", learn_taggers)
        monkeypatch.setattr("reader.analysis.models.pipeline.Pipeline", lambda package: None)
        notes, out = str(tmp_path / "notes.json"), str(tmp_path / "out")
        return main(["train", "mine", "--data", str(tmp_path), "--out", out, "--notes", notes])

    return run


def test_both_learn(train, capsys, tmp_path) -> None:
    assert train(None, None) == 0
    said = capsys.readouterr().out
    assert "44 decisions" in said
    assert str(tmp_path / "mine") in said


def test_without_base_data_for_worth_the_taggers_still_learn(train, capsys, tmp_path) -> None:
    assert train(DataError("no sentences there"), None) == 0
    said = capsys.readouterr().out
    assert "no sentences there" in said
    assert str(tmp_path / "mine") in said


def test_with_too_few_corrections_what_worth_learnt_is_still_a_success(train, capsys) -> None:
    assert train(None, TooFewCorrectionsError("three paragraphs")) == 0
    said = capsys.readouterr().out
    assert "44 decisions" in said
    assert "three paragraphs" in said


def test_nothing_learnt_is_an_error(train, capsys) -> None:
    assert train(DataError("no sentences there"), TooFewCorrectionsError("three paragraphs")) == 2
    assert "three paragraphs" in capsys.readouterr().err
