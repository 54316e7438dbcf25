"""Fine-tunes the tagger on a person's own corrections, together with the base data.

Some corrected paragraphs are held back, and tell by how much it helped: the share of the
decisions in them that the tagger agrees with, before and after. What the base data says is
measured too, so that nobody gains a habit and loses a skill unawares.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reader.analysis.models.encoder_tagger import EncoderTagger
from reader.analysis.packages import STARTER, ModelFile, read_package
from reader.errors import ReaderError
from reader.training.entity_evaluation import Analyze
from reader.training.joint_recipe import dev_units, joint_units
from reader.training.joint_tagger import (
    JointRecipe,
    load_trained,
    predict_tags,
    train_joint,
)
from reader.training.joint_units import Units
from reader.training.own_corrections import (
    LAYERS,
    OwnArticle,
    OwnUnit,
    decisions_met,
    own_units,
)
from reader.training.package import write_package
from reader.training.progress import Listener, unheard
from reader.training.scoring import Score, tag_scores
from reader.training.tagged_units import TaggedUnit


class TooFewCorrectionsError(ReaderError):
    """Not enough corrections to learn from; the message says how many there must be."""


class OtherModelsError(ReaderError):
    """Models in use that do not learn from corrections; the message says what to do."""


@dataclass(frozen=True)
class MineRecipe:
    """One paragraph in ``held_back`` is kept for judging.

    In each round of training ``base_units`` of the base data are seen for each layer, and the own
    ones ``repeated`` times. A layer with fewer than ``least`` corrected paragraphs learns nothing
    new.
    """

    least: int = 10
    held_back: int = 5
    base_units: int = 2000
    base_dev_units: int = 400
    repeated: int = 4
    tagger: JointRecipe = field(
        default_factory=lambda: JointRecipe(
            "mine",
            steps=300,
            batch_pieces=1024,
            learning_rate=1e-4,
            head_learning_rate=2e-4,
            score_every=100,
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
    """Fine-tune the tagger of ``package`` and write a package to ``out / "mine"``.

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
    tokenizer, tagger = _models(package)
    start = load_trained(tagger.path)
    own = {layer: _parted(units[layer], start, layer, recipe) for layer in enough}
    training = _Training(own, data, tokenizer.path, recipe)
    before = training.judged(start)
    made = train_joint(
        recipe.tagger,
        start,
        training.draw,
        training.dev,
        out / "parts" / "mine.pt",
        resume=resume,
        listener=listener,
    )
    after = training.judged(load_trained(made.path))
    write_package(out / "mine", tokenizer.path, made.path, version, "mine")
    gains = [
        LayerGain(layer, len(parts.learnt), len(parts.held), *_pairs(before[layer], after[layer]))
        for layer, parts in own.items()
    ]
    return OwnTraining(out / "mine", tuple(gains))


def _models(package: Path) -> tuple[ModelFile, ModelFile]:
    """Return the tokenizer and the tagger of both layers; OtherModelsError without such a one."""
    read = read_package(package)
    taggers = [file for file in read.files if file.processor == "ner"]
    if len(taggers) != 1 or not set(LAYERS) <= set(taggers[0].reads):
        raise OtherModelsError(
            f"The models in {package} are of another make than those that learn from corrections; "
            "put the shipped ones in use and train again."
        )
    return read.file("tokenize", read.tokenizer), taggers[0]


def _collected(articles: Sequence[OwnArticle], analyze: Analyze) -> dict[str, list[OwnUnit]]:
    units: dict[str, list[OwnUnit]] = {layer: [] for layer in LAYERS}
    for article in articles:
        for layer, own in own_units(article, analyze).items():
            units[layer] += own
    return units


@dataclass(frozen=True)
class _Own:
    """The corrected paragraphs of a layer: to be learnt, and held back to judge by."""

    learnt: Sequence[OwnUnit]
    held: Sequence[OwnUnit]


def _parted(
    units: Sequence[OwnUnit], tagger: EncoderTagger, layer: str, recipe: MineRecipe
) -> _Own:
    known = set(tagger.tags[layer])
    shuffled = [one for one in units if known.issuperset(one.unit.tags)]
    random.Random(recipe.seed).shuffle(shuffled)
    count = max(1, len(shuffled) // recipe.held_back)
    return _Own(shuffled[count:], shuffled[:count])


class _Training:
    """What the tagger learns from and is judged by."""

    def __init__(
        self, own: Mapping[str, _Own], data: Path, tokenizer: Path, recipe: MineRecipe
    ) -> None:
        self._own = own
        self._recipe = recipe
        self._base = joint_units(data, tokenizer)
        chance = random.Random(recipe.seed)
        sampled = {
            name: (layer, chance.sample(units, min(recipe.base_dev_units, len(units))))
            for name, (layer, units) in dev_units(data, tokenizer).items()
        }
        self._base_dev = sampled
        self.dev = {
            **sampled,
            **{
                f"own {layer}": (layer, [one.unit for one in parts.learnt])
                for layer, parts in own.items()
            },
        }

    def draw(self, chance: random.Random) -> Units:
        """Return a round: some of the base data, and all of the own, several times."""
        drawn: dict[str, Sequence[TaggedUnit]] = {}
        for layer, units in self._base(chance).items():
            base = chance.sample(units, min(self._recipe.base_units, len(units)))
            parts = self._own.get(layer)
            learnt = [one.unit for one in parts.learnt] if parts else []
            drawn[layer] = [*base, *learnt * self._recipe.repeated]
        return drawn

    def judged(self, tagger: EncoderTagger) -> dict[str, tuple[Score, float]]:
        """By layer, the decisions held back that ``tagger`` meets, and its F1 on base data."""
        found = {}
        for layer, parts in self._own.items():
            held = predict_tags(tagger, [one.unit.words for one in parts.held], layer)
            units = next(units for head, units in self._base_dev.values() if head == layer)
            base = predict_tags(tagger, [unit.words for unit in units], layer)
            score = tag_scores([unit.tags for unit in units], base).overall
            found[layer] = (decisions_met(parts.held, held), score.f1)
        return found


def _pairs(
    before: tuple[Score, float], after: tuple[Score, float]
) -> tuple[Score, Score, float, float]:
    return before[0], after[0], before[1], after[1]
