"""The recipes of the starter models: what is trained, on what, in what order.

``train`` makes one part, or the whole package with its model card. Parts lie in the folder
``parts`` of the output; a part that an earlier run made there is used by those that need it. The
shipped tokenizer replaces one that was not made; taggers need vectors of their own run.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from reader.analysis.packages import STARTER
from reader.errors import ReaderError
from reader.training.attribution_evaluation import PARTS, evaluate_attribution
from reader.training.checkpoints import seed_all
from reader.training.corpora import attribution_articles, entity_articles, news, treebank
from reader.training.entity_evaluation import evaluate_entities
from reader.training.language_model import (
    LanguageModel,
    train_language_model,
)
from reader.training.model_card import CardScore, ModelCard, write_card
from reader.training.other_mentions import with_other_mentions
from reader.training.package import ATTRIBUTION, ENTITIES, TOKENIZER, VECTORS, write_package
from reader.training.plain_words import word_units
from reader.training.progress import Listener, unheard
from reader.training.self_taught import self_taught_units
from reader.training.starter_recipe import STARTER_RECIPE, SelfTaught, StarterRecipe
from reader.training.tagged_units import TaggedUnit, Tokenize, attribution_units, entity_units
from reader.training.taggers import (
    TaggerRecipe,
    TrainedTagger,
    checkpoint_of,
    load_tagger,
    predict,
    train_tagger,
)
from reader.training.token_evaluation import gold_passages
from reader.training.tokenizer import (
    load_tokenizer,
    token_score,
    train_tokenizer,
)
from reader.training.vectors import save_vectors, train_vectors

RecipeName = Literal["tokenizer", "vectors", "entities", "attribution", "package"]
RECIPES: tuple[RecipeName, ...] = get_args(RecipeName)


class RecipeError(ReaderError):
    """A recipe that does not exist or lacks what it needs; the message says what to do."""


@dataclass(frozen=True)
class Trained:
    """What a recipe made: its file or folder, and its scores on the development files."""

    path: Path
    scores: tuple[CardScore, ...]


def train(
    name: str,
    data: Path,
    out: Path,
    *,
    recipe: StarterRecipe = STARTER_RECIPE,
    resume: bool = True,
    listener: Listener = unheard,
    made: str = "",
    command: str = "reader train package",
) -> Trained:
    """Make one of ``RECIPES`` of the files in ``data``, in ``out``.

    ``resume`` continues an interrupted run. ``made`` (a day, YYYY-MM-DD) and
    ``command`` are written to the model card. Raises RecipeError, DataError, CheckpointError.
    """
    if name not in RECIPES:
        raise RecipeError(f"There is no recipe {name}; there are {', '.join(RECIPES)}.")
    workshop = _Workshop(data, out, recipe.seeded(), resume, listener)
    if name == "package":
        return workshop.package(made, command)
    return workshop.make(name)


@dataclass(frozen=True)
class _Stage:
    """A run of training; ``taught`` tells of the news that the stage before labels for it."""

    recipe: TaggerRecipe
    taught: SelfTaught | None = None


def _stages_of(taught: SelfTaught | None) -> list[_Stage]:
    return [] if taught is None else [_Stage(taught.stage, taught), _Stage(taught.last)]


class _Workshop:
    def __init__(
        self, data: Path, out: Path, recipe: StarterRecipe, resume: bool, listener: Listener
    ) -> None:
        self._data = data
        self._out = out
        self._recipe = recipe
        self._resume = resume
        self._listener = listener

    def make(self, part: str) -> Trained:
        """Train one part, whether or not an earlier run made it."""
        makers = {
            "tokenizer": self._tokenizer,
            "vectors": self._vectors,
            "entities": self._entities,
            "attribution": self._attribution,
        }
        return makers[part]()

    def package(self, made: str, command: str) -> Trained:
        """Train all parts, with ``resume`` only those not made yet, and puts them together."""
        scores: list[CardScore] = []
        for part in ("tokenizer", "vectors", "entities", "attribution"):
            if self._resume and self._part(part).exists():
                scores += self._scores_of(part)
            else:
                scores += self.make(part).scores
        models = {
            TOKENIZER: self._part("tokenizer"),
            VECTORS: self._part("vectors"),
            ENTITIES: self._part("entities"),
            ATTRIBUTION: self._part("attribution"),
        }
        folder = self._out / "starter"
        files = write_package(folder, models, self._recipe.version)
        recipes = [
            repr(one)
            for one in (
                self._recipe.tokenizer,
                self._recipe.vectors,
                self._recipe.language_model,
                self._recipe.entities,
                self._recipe.entities_again,
                self._recipe.entities_taught,
                self._recipe.attribution,
                self._recipe.self_taught,
            )
            if one is not None
        ]
        version = self._recipe.version
        write_card(folder, ModelCard(version, made, command, files, scores, recipes))
        return Trained(folder, tuple(scores))

    def _part(self, name: str) -> Path:
        return self._out / "parts" / f"{name}.pt"

    def _made_vectors(self) -> Path:
        own = self._part("vectors")
        if not own.exists():
            raise RecipeError(f"There are no word vectors in {own.parent}; train vectors first.")
        return own

    def _tokenizer(self) -> Trained:
        made = train_tokenizer(
            self._recipe.tokenizer,
            treebank(self._data, "train"),
            treebank(self._data, "dev"),
            self._part("tokenizer"),
            resume=self._resume,
            listener=self._listener,
        )
        return Trained(made.path, self._scores_of("tokenizer"))

    def _vectors(self) -> Trained:
        """Vectors from counts, trained further as the input of the language model."""
        out = self._part("vectors")
        seed_all(self._recipe.vectors.seed)
        tokenize = self._tokenize()
        labelled = [list(unit.words) for unit in self._entity_units("train", None)]
        labelled += [list(unit.words) for unit in self._attribution_units("train", tokenize)]
        plain = list(word_units(news(self._data)))
        counted = train_vectors(
            self._recipe.vectors, labelled, plain, out.with_name("counted-vectors.pt")
        )
        model = train_language_model(
            self._recipe.language_model,
            [*plain, *labelled],
            counted,
            self._part("language-model"),
            resume=self._resume,
            listener=self._listener,
        )
        save_vectors(counted.vocab, model.word_vectors.weight.detach(), out)
        return Trained(out, ())

    def _entities(self) -> Trained:
        """Trained in gold tokens and in those of the tokenizer, since it must read both."""
        tokenize = self._tokenize()
        train, dev = (
            self._entity_units(part, None) + self._entity_units(part, tokenize)
            for part in ("train", "dev")
        )
        if self._recipe.other_names:
            own = self._entity_units("train", tokenize)
            train += with_other_mentions(own, random.Random(self._recipe.entities.seed))
        stages = [_Stage(self._recipe.entities)]
        if self._recipe.entities_again is not None:
            stages.append(_Stage(self._recipe.entities_again))
        stages += _stages_of(self._recipe.entities_taught)
        made = self._in_stages("entities", stages, train, dev, tokenize)
        return Trained(made.path, self._scores_of("entities"))

    def _attribution(self) -> Trained:
        tokenize = self._tokenize()
        train, dev = (self._attribution_units(part, tokenize) for part in ("train", "dev"))
        stages = [_Stage(self._recipe.attribution), *_stages_of(self._recipe.self_taught)]
        made = self._in_stages("attribution", stages, train, dev, tokenize)
        return Trained(made.path, self._scores_of("attribution"))

    def _in_stages(
        self,
        part: str,
        stages: Sequence[_Stage],
        train: Sequence[TaggedUnit],
        dev: Sequence[TaggedUnit],
        tokenize: Tokenize,
    ) -> TrainedTagger:
        """Train in stages, each from the best weights of the one before.

        The last one is the part.
        """
        start: Path | None = None
        for number, stage in enumerate(stages, 1):
            units = list(train)
            if stage.taught is not None and start is not None:
                units += self._self_taught(stage.taught, start, tokenize)
            if number == len(stages):
                return self._tagger(stage.recipe, units, dev, part, start)
            start = self._stage(stage.recipe, units, dev, f"{part}-{number}", start)
        raise ValueError("no stage")

    def _self_taught(
        self, taught: SelfTaught, teacher: Path, tokenize: Tokenize
    ) -> list[TaggedUnit]:
        passages = list(news(self._data))
        tagger = load_tagger(teacher, self._made_vectors())
        return self_taught_units(
            passages[int(len(passages) * taught.begin) :],
            tokenize,
            lambda units: predict(tagger, units),
            random.Random(taught.seed),
            words=taught.words,
            needed=taught.needed,
        )

    def _tagger(
        self,
        recipe: TaggerRecipe,
        train: Sequence[TaggedUnit],
        dev: Sequence[TaggedUnit],
        part: str,
        start: Path | LanguageModel | None = None,
    ) -> TrainedTagger:
        language_model = self._part("language-model")
        if start is None and language_model.exists():
            start = LanguageModel.load(language_model, self._recipe.language_model)
        return train_tagger(
            recipe,
            train,
            dev,
            self._made_vectors(),
            self._part(part),
            start=start,
            resume=self._resume,
            listener=self._listener,
        )

    def _stage(
        self,
        recipe: TaggerRecipe,
        train: Sequence[TaggedUnit],
        dev: Sequence[TaggedUnit],
        part: str,
        start: Path | None = None,
    ) -> Path:
        """Return a tagger that another one goes on from.

        With ``resume`` one that is done is kept.
        """
        made = self._part(part)
        if self._resume and made.exists() and not checkpoint_of(made).exists():
            return made
        return self._tagger(recipe, train, dev, part, start).path

    def _tokenize(self) -> Tokenize:
        own = self._part("tokenizer")
        return load_tokenizer(own if own.exists() else STARTER / TOKENIZER)

    def _entity_units(self, part: str, tokenize: Tokenize | None) -> list[TaggedUnit]:
        return entity_units(entity_articles(self._data, _named(part)), tokenize)

    def _attribution_units(self, part: str, tokenize: Tokenize) -> list[TaggedUnit]:
        return attribution_units(attribution_articles(self._data, _named(part)), tokenize)

    def _scores_of(self, part: str) -> tuple[CardScore, ...]:
        if part == "tokenizer":
            gold = gold_passages(treebank(self._data, "dev"))
            score = token_score(gold, load_tokenizer(self._part(part)))
            return (CardScore("tokens of whole paragraphs, F1", "EWT dev", f"{score.f1:.3f}"),)
        if part == "vectors":
            return ()
        tagger = load_tagger(self._part(part), self._made_vectors())

        def tag(units: Sequence[Sequence[str]]) -> list[list[str]]:
            return predict(tagger, units)

        if part == "entities":
            given = evaluate_entities(entity_articles(self._data, "dev"), tag=tag).given_tokens
            figure = given.overall.f1 if given is not None else 0.0
            what = "entities with gold tokens, exact F1"
            return (CardScore(what, "Worldwide dev", f"{figure:.3f}"),)
        found = evaluate_attribution(self._attribution_units("dev", self._tokenize()), tag)
        return _attribution_scores({part: found.exact.by_label[part].f1 for part in PARTS})


def _attribution_scores(figures: Mapping[str, float]) -> tuple[CardScore, ...]:
    return tuple(
        CardScore(f"{part.lower()} with given tokens, exact F1", "PolNeAR dev", f"{figure:.3f}")
        for part, figure in figures.items()
    )


def _named(part: str) -> Literal["train", "dev"]:
    return "train" if part == "train" else "dev"
