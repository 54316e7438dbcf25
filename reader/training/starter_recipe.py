"""How the parts of the starter package are made: settings, seeds, stages, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reader.training.language_model import LanguageModelRecipe
from reader.training.taggers import TaggerRecipe
from reader.training.tokenizer import TokenizerRecipe
from reader.training.vectors import VectorRecipe


@dataclass(frozen=True)
class SelfTaught:
    """How a tagger learns on from news that it labelled itself.

    ``words`` of the news are read, of the part that begins at the share ``begin`` of it: the
    political news, which the articles with labelled quotes are of, comes last. ``needed`` is a
    label that a unit with findings must have. ``stage`` is trained on them and the labelled text,
    ``last`` on the labelled text alone.
    """

    stage: TaggerRecipe
    last: TaggerRecipe
    words: int = 650_000
    begin: float = 0.62
    needed: str = "Cue"
    seed: int = 5

    def seeded(self, moved: int) -> SelfTaught:
        """Return the same with every seed moved by ``moved``."""
        stage, last = (replace(one, seed=one.seed + moved) for one in (self.stage, self.last))
        return replace(self, stage=stage, last=last, seed=self.seed + moved)


@dataclass(frozen=True)
class StarterRecipe:
    """How each part of the starter package is made; ``seed`` moves the seeds of all of them.

    ``other_names`` says whether entities are learnt from copies with other names in them too;
    ``entities_again`` is how they are learnt once more, from the best weights of the first time,
    ``entities_taught`` and ``self_taught`` how entities and attribution go on from there.
    """

    version: str = "4"
    seed: int = 0
    tokenizer: TokenizerRecipe = field(default_factory=TokenizerRecipe)
    vectors: VectorRecipe = field(default_factory=VectorRecipe)
    language_model: LanguageModelRecipe = field(default_factory=LanguageModelRecipe)
    entities: TaggerRecipe = field(
        default_factory=lambda: TaggerRecipe(
            "worldwide", dropout=0.45, word_dropout=0.01, steps=5000, score_every=500
        )
    )
    entities_again: TaggerRecipe | None = field(
        default_factory=lambda: TaggerRecipe(
            "worldwide", dropout=0.45, word_dropout=0.01, steps=6000, score_every=500, seed=93
        )
    )
    entities_taught: SelfTaught | None = field(
        default_factory=lambda: SelfTaught(
            TaggerRecipe(
                "worldwide", dropout=0.45, word_dropout=0.01, steps=4500,
                last_learning_rate=3e-4, score_every=500, seed=94,
            ),
            TaggerRecipe(
                "worldwide", dropout=0.45, word_dropout=0.01, steps=4000,
                learning_rate=1e-3, score_every=500, seed=95,
            ),
            words=600_000, begin=0.0, needed="",
        )
    )  # fmt: skip
    attribution: TaggerRecipe = field(default_factory=lambda: TaggerRecipe("attribution"))
    other_names: bool = True
    self_taught: SelfTaught | None = field(
        default_factory=lambda: SelfTaught(
            TaggerRecipe(
                "attribution", steps=4500, last_learning_rate=3e-4, score_every=300, seed=91
            ),
            TaggerRecipe("attribution", steps=3500, learning_rate=1e-3, score_every=250, seed=92),
        )
    )

    def seeded(self) -> StarterRecipe:
        """Return the recipe with the seed of every part moved by ``seed``."""
        taught, entities_taught = self.self_taught, self.entities_taught
        again = self.entities_again
        return replace(
            self,
            seed=0,
            self_taught=None if taught is None else taught.seeded(self.seed),
            entities_taught=(
                None if entities_taught is None else entities_taught.seeded(self.seed)
            ),
            entities_again=None if again is None else replace(again, seed=again.seed + self.seed),
            **{
                part: replace(own, seed=own.seed + self.seed)
                for part in ("tokenizer", "vectors", "language_model", "entities", "attribution")
                for own in (getattr(self, part),)
            },
        )


STARTER_RECIPE = StarterRecipe()
