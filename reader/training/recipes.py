"""The recipes of the models that ship: what is trained, on what, in what order.

``train`` makes the tokenizer, the tagger with the shipped tokenizer, its teacher, what that thinks
of news, or the whole package with its model card. Parts lie in the folder ``parts`` of the output;
a part that an earlier run made there is used by those that need it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from reader.analysis.packages import STARTER
from reader.errors import ReaderError
from reader.training.corpora import treebank
from reader.training.encoder_weights import Pretrained
from reader.training.joint_recipe import (
    TEACHER,
    label_news,
    train_joint_package,
    train_teacher,
)
from reader.training.joint_tagger import JointRecipe
from reader.training.joint_units import Form
from reader.training.model_card import CardScore, ModelCard, write_card
from reader.training.package import TAGGER, TOKENIZER, write_package, write_tokenizer
from reader.training.progress import Listener, unheard
from reader.training.token_evaluation import gold_passages
from reader.training.tokenizer import (
    TokenizerRecipe,
    load_tokenizer,
    token_score,
    train_tokenizer,
)

RecipeName = Literal["tokenizer", "teacher", "soft", "joint", "package"]
RECIPES: tuple[RecipeName, ...] = get_args(RecipeName)


class RecipeError(ReaderError):
    """A recipe that does not exist; the message says which there are."""


@dataclass(frozen=True)
class StarterRecipe:
    """How each part of the package is made; ``seed`` moves the seeds of all of them."""

    version: str = "5"
    seed: int = 0
    tokenizer: TokenizerRecipe = field(default_factory=TokenizerRecipe)
    joint: JointRecipe = field(default_factory=JointRecipe)
    teacher: JointRecipe = TEACHER
    form: Form = field(default_factory=Form)


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
    recipe: StarterRecipe | None = None,
    begin: Pretrained | None = None,
    resume: bool = True,
    listener: Listener = unheard,
    made: str = "",
    command: str = "reader train package",
) -> Trained:
    """Make one of ``RECIPES`` of the files in ``data``, in ``out``.

    ``begin`` is the encoder that the tagger begins as, by default the published one. ``resume``
    continues an interrupted run. ``made`` (a day, YYYY-MM-DD) and ``command`` are written to the
    model card. Raises RecipeError, DataError, CheckpointError, EncoderError.
    """
    if name not in RECIPES:
        raise RecipeError(f"There is no recipe {name}; there are {', '.join(RECIPES)}.")
    workshop = _Workshop(data, out, recipe or StarterRecipe(), begin, resume, listener)
    make: Mapping[str, Callable[[], Trained]] = {
        "tokenizer": workshop.tokenizer,
        "teacher": workshop.teacher,
        "soft": workshop.soft,
        "joint": workshop.tagger,
        "package": lambda: workshop.package(made, command),
    }
    return make[name]()


@dataclass(frozen=True)
class _Workshop:
    data: Path
    out: Path
    recipe: StarterRecipe
    begin: Pretrained | None
    resume: bool
    listener: Listener

    def tokenizer(self) -> Trained:
        own = self.recipe.tokenizer
        made = train_tokenizer(
            replace(own, seed=own.seed + self.recipe.seed),
            treebank(self.data, "train"),
            treebank(self.data, "dev"),
            self._part("tokenizer"),
            resume=self.resume,
            listener=self.listener,
        )
        return Trained(made.path, self._token_scores())

    def teacher(self) -> Trained:
        own = self.recipe.teacher
        made = train_teacher(
            self.data,
            self.out,
            recipe=replace(own, seed=own.seed + self.recipe.seed),
            begin=self.begin,
            resume=self.resume,
            listener=self.listener,
        )
        return Trained(made.path, _tag_scores(made.scores))

    def soft(self) -> Trained:
        try:
            path, words = label_news(
                self.data, self.out, seed=self.recipe.seed, listener=self.listener
            )
        except FileNotFoundError:
            raise RecipeError(
                f"There is no teacher in {self.out / 'parts'}; run `reader train teacher` first."
            ) from None
        return Trained(path, (CardScore("words labelled by the teacher", "news", f"{words:,}"),))

    def tagger(self, tokenizer: Path = STARTER / TOKENIZER) -> Trained:
        folder, made = train_joint_package(
            self.data,
            self.out,
            tokenizer=tokenizer,
            recipe=self.recipe.joint,
            form=self.recipe.form,
            begin=self.begin,
            seed=self.recipe.seed,
            resume=self.resume,
            listener=self.listener,
        )
        return Trained(folder, _tag_scores(made.scores))

    def package(self, made: str, command: str) -> Trained:
        """Train both parts, with ``resume`` the tokenizer only if it is not made yet."""
        if not (self.resume and self._part("tokenizer").exists()):
            self.tokenizer()
        small = self._part("tokenizer-16")
        write_tokenizer(small, self._part("tokenizer"))
        scores = (*self.tagger(small).scores, *self._token_scores())
        folder, version = self.out / "starter", self.recipe.version
        files = write_package(folder, small, self.out / "joint" / TAGGER, version)
        recipes = [repr(self.recipe.tokenizer), repr(self.recipe.joint), repr(self.recipe.form)]
        write_card(folder, ModelCard(version, made, command, files, scores, recipes))
        return Trained(folder, scores)

    def _part(self, name: str) -> Path:
        return self.out / "parts" / f"{name}.pt"

    def _token_scores(self) -> tuple[CardScore, ...]:
        gold = gold_passages(treebank(self.data, "dev"))
        score = token_score(gold, load_tokenizer(self._part("tokenizer")))
        return (CardScore("tokens of whole paragraphs, F1", "EWT dev", f"{score.f1:.3f}"),)


def _tag_scores(figures: Mapping[str, float]) -> tuple[CardScore, ...]:
    on = {
        "paragraphs": "PolNeAR dev, paragraphs",
        "sentences": "PolNeAR dev, sentences in treebank words",
        "entities": "Worldwide dev",
    }
    return tuple(
        CardScore("tags with given tokens, exact F1", on[name], f"{figure:.3f}")
        for name, figure in figures.items()
    )
