"""Fine-tunes the taggers on a person's own corrections, together with the base data.

Some corrected paragraphs are held back, and tell by how much it helped: the share of the
decisions in them that the tagger agrees with, before and after. What the base data says is
measured too, so that nobody gains a habit and loses a skill unawares.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from reader.analysis.packages import STARTER
from reader.errors import ReaderError
from reader.training.corpora import attribution_articles, entity_articles
from reader.training.entity_evaluation import Analyze
from reader.training.own_corrections import (
    LAYERS,
    OwnArticle,
    OwnUnit,
    decisions_met,
    own_units,
)
from reader.training.package import ATTRIBUTION, ENTITIES, FILES, TOKENIZER, VECTORS, write_package
from reader.training.progress import Listener, unheard
from reader.training.scoring import Score, tag_scores
from reader.training.tagged_units import TaggedUnit, attribution_units, entity_units
from reader.training.taggers import TaggerRecipe, load_tagger, predict, train_tagger
from reader.training.tokenizer import load_tokenizer

_TAGGERS = {"entities": ENTITIES, "attribution": ATTRIBUTION}


class TooFewCorrectionsError(ReaderError):
    """Not enough corrections to learn from; the message says how many there must be."""


class OtherModelsError(ReaderError):
    """Models in use that do not learn from corrections; the message says what to do."""


@dataclass(frozen=True)
class MineRecipe:
    """One paragraph in ``held_back`` is kept for judging.

    ``base_units`` paragraphs of the base data stand beside the own ones, which are shown
    ``repeated`` times in each of its rounds. A layer with fewer than ``least`` corrected paragraphs
    is left as it is.
    """

    least: int = 10
    held_back: int = 5
    base_units: int = 2000
    base_dev_units: int = 400
    repeated: int = 4
    tagger: TaggerRecipe = field(
        default_factory=lambda: TaggerRecipe(
            "mine", steps=300, learning_rate=5e-4, warm_up=20, score_every=100, straightened=0.0
        )
    )
    seed: int = 7


@dataclass(frozen=True)
class LayerGain:
    """What training did for one layer.

    Decisions held back that the tagger agrees with, and its F1 on a sample of the base data, before
    and after. ``learnt`` counts paragraphs.
    """

    layer: str
    learnt: int
    held_back: int
    before: Score
    after: Score
    base_before: float
    base_after: float


@dataclass(frozen=True)
class OwnTraining:
    """The package made, and the gain of each layer that was trained."""

    package: Path
    gains: tuple[LayerGain, ...]


def train_mine(
    articles: Sequence[OwnArticle],
    data: Path,
    out: Path,
    analyze: Analyze,
    *,
    package: Path = STARTER,
    recipe: MineRecipe | None = None,
    version: str = "mine",
    resume: bool = True,
    listener: Listener = unheard,
) -> OwnTraining:
    """Fine-tunes the taggers of ``package`` and writes a package to ``out / "mine"``.

    ``analyze`` is to run the models of ``package``. Raises TooFewCorrectionsError when no layer
    has enough corrected paragraphs, OtherModelsError, DataError, CheckpointError.
    """
    recipe = recipe or MineRecipe()
    units = _collected(articles, analyze)
    enough = [layer for layer in LAYERS if len(units[layer]) >= recipe.least]
    if not enough:
        most = max(len(own) for own in units.values())
        raise TooFewCorrectionsError(
            f"There are corrections in {most} paragraphs only; at least {recipe.least} are needed "
            "to learn from them."
        )
    models = {name: package / name for name in (*FILES, VECTORS) if (package / name).exists()}
    if any(name not in models for name in FILES):
        raise OtherModelsError(
            f"The models in {package} are of another make than those that learn from corrections; "
            "put the shipped ones in use and train again."
        )
    gains = []
    for layer in enough:
        path = out / "parts" / f"mine-{layer}.pt"
        trainer = _LayerTraining(layer, units[layer], data, models, recipe)
        gains.append(trainer.train(path, resume, listener))
        models[_TAGGERS[layer]] = path
    write_package(out / "mine", models, version)
    return OwnTraining(out / "mine", tuple(gains))


def _collected(articles: Sequence[OwnArticle], analyze: Analyze) -> dict[str, list[OwnUnit]]:
    units: dict[str, list[OwnUnit]] = {layer: [] for layer in LAYERS}
    for article in articles:
        for layer, own in own_units(article, analyze).items():
            units[layer] += own
    return units


class _LayerTraining:
    def __init__(
        self,
        layer: str,
        units: Sequence[OwnUnit],
        data: Path,
        models: dict[str, Path],
        recipe: MineRecipe,
    ) -> None:
        chance = random.Random(recipe.seed)
        self._layer = layer
        self._start = models[_TAGGERS[layer]]
        self._vectors = models.get(VECTORS)
        self._recipe = recipe
        tokenizer = models[TOKENIZER]
        base = _base_units(layer, data, "train", tokenizer)
        known = {tag for unit in base for tag in unit.tags}
        shuffled = [one for one in units if known.issuperset(one.unit.tags)]
        chance.shuffle(shuffled)
        count = max(1, len(shuffled) // recipe.held_back)
        self._held, self._own = shuffled[:count], shuffled[count:]
        self._base = chance.sample(base, min(recipe.base_units, len(base)))
        dev = _base_units(layer, data, "dev", tokenizer)
        self._dev = chance.sample(dev, min(recipe.base_dev_units, len(dev)))

    def train(self, out: Path, resume: bool, listener: Listener) -> LayerGain:
        own = [one.unit for one in self._own]
        before, base_before = self._judged(self._start)
        made = train_tagger(
            self._recipe.tagger,
            self._base + own * self._recipe.repeated,
            self._dev + own,
            self._vectors,
            out,
            start=self._start,
            resume=resume,
            listener=listener,
        )
        after, base_after = self._judged(made.path)
        return LayerGain(
            self._layer, len(self._own), len(self._held), before, after, base_before, base_after
        )

    def _judged(self, model: Path) -> tuple[Score, float]:
        tagger = load_tagger(model, self._vectors)
        held = predict(tagger, [one.unit.words for one in self._held])
        base = predict(tagger, [unit.words for unit in self._dev])
        score = tag_scores([unit.tags for unit in self._dev], base).overall
        return decisions_met(self._held, held), score.f1


def _base_units(
    layer: str, data: Path, part: Literal["train", "dev"], tokenizer: Path
) -> list[TaggedUnit]:
    if layer == "entities":
        return entity_units(entity_articles(data, part))
    return attribution_units(attribution_articles(data, part), load_tokenizer(tokenizer))
