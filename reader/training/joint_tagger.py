"""Trains one encoder with two heads: entities, and the parts of attributions.

The pretrained encoder learns on with both kinds of labelled text in every batch; AdamW, its step
rising, then falling in a line, smaller for lower layers (Howard and Ruder, ACL 2018); the weights
averaged. Products of matrices are computed with 16 bits where the processor is made for it, while
the weights that learn have 32 (Micikevicius et al., "Mixed precision training", ICLR 2018).
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from reader.analysis.models.decoding import bioes_tags
from reader.analysis.models.encoder import Packed
from reader.analysis.models.encoder_tagger import (
    HEADS,
    EncoderTagger,
    EncoderTags,
    best_type,
    load_encoder_tagger,
)
from reader.analysis.models.word_pieces import FOLLOWS, LOWER, MASK, WordPieces
from reader.training.averaging import WeightAverage
from reader.training.chain_loss import ChainLoss
from reader.training.checkpoints import load_checkpoint, save_checkpoint, seed_all
from reader.training.encoder_weights import Pretrained
from reader.training.joint_batches import Row, batches, labelled_row, padded, soft_row
from reader.training.joint_units import Draw, Units
from reader.training.package import write_tagger
from reader.training.progress import Listener, Progress, unheard
from reader.training.scoring import tag_scores
from reader.training.soft_labels import SoftUnit
from reader.training.tagged_units import TaggedUnit

LABELS = {
    "entities": (
        "Date", "Facility", "Location", "Misc", "Money", "NORP", "Organization", "Person",
        "Product",
    ),
    "attribution": ("Source", "Cue", "Content"),
}  # fmt: skip


@dataclass(frozen=True)
class JointRecipe:
    """How the tagger is trained.

    ``steps`` are batches of at most ``batch_pieces`` pieces; ``learning_rate`` is that of the
    topmost layer, each lower one has ``layer_decay`` of the one above; ``masked`` and ``uncased``
    are the shares of pieces hidden and of units read as if they had no capitals; ``chained`` is the
    share of the loss of attribution that is the chain's; ``decay`` that of the average of weights.
    ``soft_units`` of what a teacher labelled are read in each round, and weigh ``soft_weight``.
    """

    name: str = "joint"
    steps: int = 5886
    batch_pieces: int = 1536
    learning_rate: float = 4e-4
    head_learning_rate: float = 2e-3
    layer_decay: float = 0.85
    warm_up: float = 0.05
    weight_decay: float = 0.01
    decay: float = 0.998
    dropout: float = 0.1
    masked: float = 0.03
    uncased: float = 0.03
    chained: float = 0.5
    soft_units: int = 12_000
    soft_weight: float = 1.0
    longest: int = 500
    score_every: int = 1000
    seed: int = 1


@dataclass(frozen=True)
class TrainedJoint:
    """Where the tagger lies, its F1 by kind of development units, and all means on the way."""

    path: Path
    scores: Mapping[str, float]
    history: tuple[tuple[int, float], ...]


def new_tagger(begin: Pretrained) -> EncoderTagger:
    """Return a tagger that knows what ``begin`` does, and no tag yet."""
    tags = {head: bioes_tags(LABELS[head]) for head in HEADS}
    network = EncoderTags(begin.size, tags)
    network.encoder.load_state_dict(begin.weights, strict=False)
    steps = np.zeros((len(tags["attribution"]),) * 2, dtype=np.float32)
    return EncoderTagger(network, begin.vocabulary, tags, steps)


def train_joint(
    recipe: JointRecipe,
    start: EncoderTagger,
    draw: Draw,
    dev: Mapping[str, tuple[str, Sequence[TaggedUnit]]],
    out: Path,
    *,
    soft: Sequence[SoftUnit] = (),
    resume: bool = True,
    listener: Listener = unheard,
) -> TrainedJoint:
    """Train ``start`` on what ``draw`` gives, and on what a teacher thinks of ``soft`` units.

    Keeps in ``out`` the averaged weights that score best on ``dev``: head and units by name, the
    mean of whose F1 counts.

    A checkpoint beside ``out`` is written at each scoring and, with ``resume``, taken up again.
    Raises CheckpointError.
    """
    seed_all(recipe.seed)
    run = _Run(recipe, start, dev, out, soft)
    kept = load_checkpoint(run.checkpoint, recipe) if resume else None
    if kept is not None:
        run.restore(kept)
    for step in run.steps(draw):
        if step % recipe.score_every == 0 or step == recipe.steps:
            run.score()
            listener(Progress(recipe.name, step, recipe.steps, run.note()))
    run.checkpoint.unlink(missing_ok=True)
    return TrainedJoint(out, run.best, tuple(run.history))


def predict_tags(
    tagger: EncoderTagger, units: Sequence[Sequence[str]], head: str, batch_words: int = 2048
) -> list[list[str]]:
    """Return the BIOES tags of the words of each of ``units``."""
    found: list[list[str]] = [[] for _ in units]
    order = sorted(
        (place for place, unit in enumerate(units) if unit), key=lambda at: -len(units[at])
    )
    while order:
        count = max(1, batch_words // len(units[order[0]]))
        batch, order = order[:count], order[count:]
        for place, tags in zip(
            batch, tagger.tag_head([units[at] for at in batch], head), strict=True
        ):
            found[place] = [tag.name for tag in tags]
    return found


class _Run:
    """A tagger in training: weights, their quick copy, optimiser, average, place in the run."""

    def __init__(
        self,
        recipe: JointRecipe,
        start: EncoderTagger,
        dev: Mapping[str, tuple[str, Sequence[TaggedUnit]]],
        out: Path,
        soft: Sequence[SoftUnit],
    ) -> None:
        self.recipe = recipe
        self._soft = soft
        self.out = out
        self.checkpoint = out.with_suffix(".checkpoint")
        self.best: dict[str, float] = {}
        self.history: list[tuple[int, float]] = []
        self._dev = dev
        self._start = start
        self._words = WordPieces(start.words.vocabulary)
        self._hidden = start.words.vocabulary.index(MASK)
        self._tags = {head: list(start.tags[head]) for head in HEADS}
        self._places = {
            head: {tag: place for place, tag in enumerate(tags)}
            for head, tags in self._tags.items()
        }
        self._chain = ChainLoss(self._tags["attribution"])
        self._learning = _Learning(start.network, torch.from_numpy(start.steps.copy()))
        self._quick = copy.deepcopy(self._learning).to(best_type()).train()
        for module in self._quick.modules():
            if isinstance(module, nn.Dropout):
                module.p = recipe.dropout
        self._weights = {
            name: weight
            for name, weight in self._learning.named_parameters()
            if weight.requires_grad
        }
        quick = dict(self._quick.named_parameters())
        self._copies = {name: quick[name] for name in self._weights}
        self._average = WeightAverage(self._learning, recipe.decay)
        self._optimiser = torch.optim.AdamW(self._groups(), betas=(0.9, 0.98), foreach=True)
        self._step = 0
        self._losses: list[float] = []

    def _groups(self) -> list[dict[str, Any]]:
        recipe = self.recipe
        layers = len(self._learning.network.encoder.layers)
        groups = []
        for name, weight in self._weights.items():
            rate = recipe.learning_rate
            if "layers." in name:
                layer = int(name.partition("layers.")[2].partition(".")[0])
                rate *= recipe.layer_decay ** (layers - 1 - layer)
            elif ".encoder." in name and "shapes" not in name:
                rate *= recipe.layer_decay**layers
            else:
                rate = recipe.head_learning_rate
            decayed = recipe.weight_decay if weight.dim() > 1 and name != "chain" else 0.0
            groups.append({"params": [weight], "rate": rate, "weight_decay": decayed})
        return groups

    def steps(self, draw: Draw) -> Iterator[int]:
        """Trains; yields the number of steps done after each of them."""
        done = round_ = 0
        while self._step < self.recipe.steps:
            chance = random.Random(f"{self.recipe.seed} {round_}")
            rows = self._rows(draw(chance), chance)
            for batch in batches(rows, self.recipe.batch_pieces, chance):
                done += 1
                if done <= self._step:
                    continue
                self._train_on(batch)
                self._step = done
                yield done
                if done == self.recipe.steps:
                    return
            round_ += 1

    def _rows(self, units: Units, chance: random.Random) -> list[Row]:
        rows = [
            labelled_row(self._words, head, unit, self._places[head], self.recipe.longest)
            for head, own in units.items()
            for unit in own
            if unit.words
        ]
        drawn = chance.sample(self._soft, min(self.recipe.soft_units, len(self._soft)))
        return rows + [soft_row(self._words, unit, self.recipe.longest) for unit in drawn]

    def _train_on(self, batch: Sequence[Row]) -> None:
        recipe = self.recipe
        rate = max(0.02, 1 - self._step / recipe.steps)
        rate *= min(1.0, (self._step + 1) / max(1, int(recipe.warm_up * recipe.steps)))
        for group in self._optimiser.param_groups:
            group["lr"] = group["rate"] * rate
        loss = self._loss(batch)
        loss.backward()
        self._losses.append(float(loss.detach()))
        for name, weight in self._weights.items():
            made = self._copies[name].grad
            weight.grad = None if made is None else made.float()
            self._copies[name].grad = None
        nn.utils.clip_grad_norm_(self._weights.values(), 1.0)
        self._optimiser.step()
        self._take_over()
        self._average.update()

    def _take_over(self) -> None:
        with torch.no_grad():
            torch._foreach_copy_(list(self._copies.values()), list(self._weights.values()))

    def _loss(self, batch: Sequence[Row]) -> torch.Tensor:
        recipe = self.recipe
        batch = sorted(batch, key=lambda row: -len(row.pieces))
        vectors = self._vectors(batch)
        begins = [0, *accumulate(len(row.pieces) for row in batch)]
        loss = torch.zeros(())
        words = 0.0
        for head in HEADS:
            rows = [
                (begin, row) for begin, row in zip(begins, batch, strict=False) if row.head == head
            ]
            if rows:
                loss = loss + self._labelled_loss(head, rows, vectors)
                words += sum(len(row.places) for _, row in rows)
        soft = [(begin, row) for begin, row in zip(begins, batch, strict=False) if row.soft]
        if soft:
            loss = loss + recipe.soft_weight * self._soft_loss(soft, vectors)
            words += recipe.soft_weight * sum(len(row.places) for _, row in soft)
        return loss / words

    def _labelled_loss(
        self, head: str, rows: Sequence[tuple[int, Row]], vectors: torch.Tensor
    ) -> torch.Tensor:
        lengths = torch.tensor([len(row.places) for _, row in rows])
        at = padded([[begin + place for place in row.places] for begin, row in rows])
        right = padded([row.right for _, row in rows])
        scores = self._quick.network.heads[head](vectors[at]).float()
        inside = torch.arange(scores.shape[1]).unsqueeze(0) < lengths.unsqueeze(1)
        plain = cross_entropy(scores[inside], right[inside], reduction="sum")
        if head != "attribution":
            return plain
        chained = self._chain(scores, lengths, right, self._quick.chain.float())
        return self.recipe.chained * chained + (1 - self.recipe.chained) * plain

    def _soft_loss(self, rows: Sequence[tuple[int, Row]], vectors: torch.Tensor) -> torch.Tensor:
        """Return the cross entropy with what a teacher thinks, over both heads."""
        at = torch.tensor([begin + place for begin, row in rows for place in row.places])
        loss = torch.zeros(())
        for head in HEADS:
            likely = torch.from_numpy(np.concatenate([row.soft[head] for _, row in rows])).float()
            scores = self._quick.network.heads[head](vectors[at]).float()
            loss = loss + cross_entropy(scores, likely, reduction="sum")
        return loss

    def _vectors(self, batch: Sequence[Row]) -> torch.Tensor:
        """Return a vector for every piece; some pieces are hidden, some units have no capitals."""
        recipe = self.recipe
        pieces = torch.tensor([piece for row in batch for piece in row.pieces])
        shapes = torch.tensor([shape for row in batch for shape in row.shapes])
        sizes = torch.tensor([len(row.pieces) for row in batch])
        hidden = (torch.rand(len(pieces)) < recipe.masked) & (shapes > 0)
        plain = (torch.rand(len(batch)) < recipe.uncased).repeat_interleave(sizes) & (shapes > 0)
        shapes = torch.where(plain, (shapes - 1) // FOLLOWS * FOLLOWS + LOWER, shapes)
        pieces = pieces.masked_fill(hidden, self._hidden)
        read: torch.Tensor = self._quick.network.encoder(pieces, shapes, Packed(sizes.tolist()))
        return read

    def score(self) -> None:
        """Score the averaged weights on the development units and keeps the best."""
        with self._average.in_place():
            tagger = self._tagger()
            scores = {}
            for name, (head, units) in self._dev.items():
                found = predict_tags(tagger, [unit.words for unit in units], head)
                scores[name] = tag_scores([unit.tags for unit in units], found).overall.f1
            self.history.append((self._step, _mean(scores)))
            if _mean(scores) >= _mean(self.best):
                self.best = scores
                write_tagger(self.out, self._tagger(torch.float32))
        state = {
            "learning": self._learning.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "average": self._average.state(),
            "step": self._step,
            "best": self.best,
            "history": [list(entry) for entry in self.history],
        }
        save_checkpoint(self.checkpoint, self.recipe, state)

    def _tagger(self, kind: torch.dtype | None = None) -> EncoderTagger:
        network = copy.deepcopy(self._learning.network).to(kind or best_type())
        steps = self._learning.chain.detach().numpy().copy()
        return EncoderTagger(network, self._start.words.vocabulary, self._tags, steps)

    def restore(self, state: dict[str, Any]) -> None:
        self._learning.load_state_dict(state["learning"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._average.restore(state["average"])
        self._step = state["step"]
        self.best = dict(state["best"])
        self.history = [(step, mean) for step, mean in state["history"]]
        self._take_over()

    def note(self) -> str:
        loss = sum(self._losses) / max(1, len(self._losses))
        self._losses.clear()
        return f"loss {loss:.3f}, dev {self.history[-1][1]:.4f}, best {_mean(self.best):.4f}"


class _Learning(nn.Module):
    """A network with the scores of the steps between tags of attribution."""

    def __init__(self, network: EncoderTags, chain: torch.Tensor) -> None:
        super().__init__()
        self.network = copy.deepcopy(network).float()
        self.chain = nn.Parameter(chain)


def _mean(scores: Mapping[str, float]) -> float:
    return sum(scores.values()) / len(scores) if scores else 0.0


def load_trained(path: Path) -> EncoderTagger:
    """Return the tagger that training kept in ``path``, with weights to learn on from."""
    return load_encoder_tagger(path, torch.float32)
