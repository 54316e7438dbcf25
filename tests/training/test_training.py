"""The recipes: the tokenizer, the whole package, and what is measured of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

pytestmark = pytest.mark.stanza

import torch  # noqa: E402

from reader.analysis.models.pipeline import Pipeline  # noqa: E402
from reader.article.block import Block  # noqa: E402
from reader.text.span import Span  # noqa: E402
from reader.training.corpora import treebank  # noqa: E402
from reader.training.evaluate import EVALUATIONS, EvaluationError, evaluate  # noqa: E402
from reader.training.evaluation_report import table, to_json  # noqa: E402
from reader.training.package import slim  # noqa: E402
from reader.training.recipes import RecipeError, StarterRecipe, train  # noqa: E402
from reader.training.token_evaluation import TokenEvaluation  # noqa: E402
from reader.training.tokenizer import (  # noqa: E402
    TokenizerRecipe,
    load_tokenizer,
    train_tokenizer,
    with_curly_marks,
)
from tests.training import small_corpus  # noqa: E402
from tests.training.small_encoder import JOINT, begin  # noqa: E402

TOKENIZER = TokenizerRecipe(
    hidden=16,
    character_vector=8,
    window=120,
    batch=8,
    steps=80,
    learning_rate=2e-2,
    score_every=20,
)
RECIPE = StarterRecipe(
    version="9", tokenizer=TOKENIZER, joint=replace(JOINT, steps=60, score_every=30)
)


@dataclass(frozen=True)
class Corpus:
    data: Path


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("corpus")
    small_corpus.write_corpus(folder)
    return Corpus(folder)


def test_tokenizer_learns_to_part_marks_from_words(corpus: Corpus, tmp_path: Path) -> None:
    recipe = TokenizerRecipe(
        hidden=16,
        character_vector=8,
        window=120,
        batch=8,
        steps=60,
        learning_rate=2e-2,
        shuffle_every=20,
        score_every=30,
    )
    made = train_tokenizer(
        recipe, treebank(corpus.data, "train"), treebank(corpus.data, "dev"), tmp_path / "t.pt"
    )
    assert made.score.f1 > 0.8
    (tokens,) = load_tokenizer(made.path)(["Bo Lind said in Oslo that rain will come."])
    assert tokens[0] == Span(0, 2)


def test_marks_are_made_curly_without_moving_a_character() -> None:
    text = '"Don\'t," he said, "go to the dogs\' home."'
    curly = with_curly_marks(text)
    assert curly == "“Don’t,” he said, “go to the dogs' home.”"
    assert len(curly) == len(text)


def test_slim_models_hold_no_paths_and_half_the_bits() -> None:
    state = {
        "model": {"weight": torch.ones(2), "places": torch.arange(3)},
        "config": {"save_dir": "/home/me", "train_file": "x.json", "save_name": "a", "hidden": 3},
    }
    slimmed = slim(state)
    assert slimmed["model"]["weight"].dtype == torch.float16
    assert slimmed["model"]["places"].dtype == torch.int64
    assert slimmed["config"] == {
        "save_dir": None,
        "train_file": None,
        "save_name": None,
        "hidden": 3,
    }


def test_a_recipe_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="there are tokenizer"):
        train("sentiment", tmp_path, tmp_path)


@pytest.fixture(scope="module")
def package(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of a run of the whole recipe."""
    out = tmp_path_factory.mktemp("package")
    heard: list[str] = []
    made = train(
        "package",
        corpus.data,
        out,
        recipe=RECIPE,
        begin=begin(),
        made="2026-01-02",
        listener=lambda progress: heard.append(progress.stage),
    )
    assert list(dict.fromkeys(heard)) == ["tokenizer", "joint"]
    assert made.path == out / "starter"
    return out


def test_the_whole_package_is_made_from_the_data_alone(package: Path) -> None:
    folder = package / "starter"
    card = (folder / "MODEL_CARD.md").read_text()
    assert "Version 9, made on 2026-01-02" in card
    assert "PolNeAR" in card
    for file in folder.rglob("*.pt"):
        assert str(package).encode() not in file.read_bytes()
    text = "Ana Ruiz said in Lima that rain will come."
    findings = Pipeline(folder, threads=1).analyze(
        text, (Block("paragraph", 0, len(text)),), language="en"
    )
    assert findings.models["entities"].version == "9"
    assert {entity.text for entity in findings.entities} >= {"Ana Ruiz"}
    assert findings.tokens


def test_a_tokenizer_that_is_made_is_not_made_again(corpus: Corpus, package: Path) -> None:
    stages: list[str] = []
    train(
        "package",
        corpus.data,
        package,
        recipe=RECIPE,
        begin=begin(),
        listener=lambda progress: stages.append(progress.stage),
    )
    assert set(stages) == {"joint"}


def test_every_evaluation_runs_on_a_package(corpus: Corpus, package: Path) -> None:
    for name in EVALUATIONS:
        evaluation = evaluate(name, corpus.data, package=package / "starter", threads=1)
        report = json.loads(json.dumps(to_json(evaluation, examples=2)))
        assert table(evaluation, examples=2).count("\n") > 3
        assert report["mistakes"] is not None
    tokens = evaluate("tokens", corpus.data, package=package / "starter")
    assert isinstance(tokens, TokenEvaluation)
    assert tokens.sentences.f1 == 1.0
    with pytest.raises(EvaluationError, match="there are entities"):
        evaluate("claims", corpus.data)
