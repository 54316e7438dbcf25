"""Runs the evaluations on the data files with the models of a package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from reader.analysis.models.language_models import LanguageModels
from reader.analysis.models.pipeline import Pipeline
from reader.analysis.packages import STARTER, read_package
from reader.errors import ReaderError
from reader.text.sentences import sentences
from reader.training.attribution_evaluation import evaluate_attribution
from reader.training.corpora import Part, attribution_articles, entity_articles, treebank
from reader.training.entity_evaluation import Analyze, Tag, evaluate_entities
from reader.training.evaluation_report import Evaluation
from reader.training.given_sentences import given_sentences
from reader.training.quote_evaluation import evaluate_quotes
from reader.training.rival import spacy_small
from reader.training.tagged_units import attribution_units
from reader.training.token_evaluation import evaluate_tokens

EvaluationName = Literal["entities", "attribution", "quotes", "tokens"]
EVALUATIONS: tuple[EvaluationName, ...] = get_args(EvaluationName)


class EvaluationError(ReaderError):
    """What cannot be evaluated; the message says what can."""


def evaluate(
    name: str,
    data: Path | None,
    *,
    package: Path = STARTER,
    part: Part = "dev",
    threads: int | None = None,
    tokens: Path | None = None,
) -> Evaluation:
    """Score the models in ``package`` on the files of ``part`` in ``data``.

    One of ``EVALUATIONS``; attribution on the sentences in the file ``tokens``, where one is
    named. Raises EvaluationError, DataError, ModelError.
    """
    if tokens is not None:
        if name != "attribution":
            raise EvaluationError("--tokens goes with attribution alone; leave it out.")
        return evaluate_attribution(
            given_sentences(tokens), _GivenTokens(package).tag("attribution")
        )
    if data is None:
        raise EvaluationError("Name the folder of the data files with --data.")
    if name == "entities":
        articles = entity_articles(data, part)
        models = _GivenTokens(package)
        return evaluate_entities(
            articles,
            analyze=_analyze(package, threads),
            tag=models.tag("entities"),
            rival=spacy_small(),
        )
    if name == "attribution":
        models = _GivenTokens(package)
        units = attribution_units(attribution_articles(data, part), models.tokenize)
        return evaluate_attribution(units, models.tag("attribution"))
    if name == "quotes":
        return evaluate_quotes(attribution_articles(data, part), _analyze(package, threads))
    if name == "tokens":
        return evaluate_tokens(treebank(data, part), _GivenTokens(package).tokenize, sentences)
    raise EvaluationError(f"There is no evaluation {name}; there are {', '.join(EVALUATIONS)}.")


def _analyze(package: Path, threads: int | None) -> Analyze:
    """Analyze as in earnest, for texts that are known to be English."""
    pipeline = Pipeline(package, threads=threads)

    def analyze(text: str, blocks: Sequence[Any]) -> Any:
        return pipeline.analyze(text, blocks, language="en")

    return analyze


class _GivenTokens:
    """The models of a package by themselves, for words that are given."""

    def __init__(self, folder: Path) -> None:
        self._models = LanguageModels(read_package(folder), threads=1)
        self.tokenize = self._models.tokenize

    def tag(self, use: Literal["entities", "attribution"]) -> Tag:
        layer = self._models.layer(use)
        if layer is None:
            raise EvaluationError(
                f"The models in {self._models.package.folder} have none for {use}."
            )
        return lambda units: self._models.tags(units, layer)
