"""Trains Stanza's NER tagger: for entities, and for the parts of attributions.

Model, batches of tensors, loss, decoding and saving are Stanza's own (Trainer and DataLoader).
The course of the training is ours: AdamW whose step falls in a line to nothing, the weights
averaged, batches of units about as long as each other, impossible steps between tags shut off,
and layers that may begin as those of a language model.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from stanza.models import ner_tagger
from stanza.models.common.doc import Document
from stanza.models.common.pretrain import Pretrain
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.ner.data import DataLoader
from stanza.models.ner.trainer import Trainer
from stanza.models.pos.vocab import CharVocab, WordVocab

from reader.training.averaging import WeightAverage
from reader.training.checkpoints import load_checkpoint, save_checkpoint, seed_all
from reader.training.fast_layers import quicken
from reader.training.language_model import LanguageModel
from reader.training.progress import Listener, Progress, unheard
from reader.training.scoring import Score, tag_scores
from reader.training.tagged_units import TaggedUnit

IMPOSSIBLE = -1e4
"""Score of a step between tags that BIOES does not have; far below any that is learnt."""
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True)
class TaggerRecipe:
    """How a tagger is built and trained.

    ``layers`` and ``hidden`` are those of its LSTM, ``char_hidden`` of the one over letters;
    ``batch_units`` and ``batch_words`` limit a batch; ``own_vector_from`` is how often a word
    must stand in the training text to get a correction of its vector; ``straightened`` is the
    share of units with curly marks that are read with straight ones; ``decay`` that of the
    average of weights. Steps are counted in batches.
    """

    name: str
    layers: int = 2
    hidden: int = 192
    char_hidden: int = 50
    char_vector: int = 32
    dropout: float = 0.5
    word_dropout: float = 0.02
    batch_units: int = 20
    batch_words: int = 500
    steps: int = 6800
    learning_rate: float = 1.5e-3
    last_learning_rate: float = 2e-5
    warm_up: int = 100
    decay: float = 0.998
    weight_decay: float = 0.0
    own_vector_from: int = 2
    straightened: float = 0.1
    score_every: int = 400
    seed: int = 1234


@dataclass(frozen=True)
class TrainedTagger:
    """Where the best model lies, its score on the development units, and all scores on the way."""

    path: Path
    score: Score
    history: tuple[tuple[int, float], ...]


def train_tagger(
    recipe: TaggerRecipe,
    train: Sequence[TaggedUnit],
    dev: Sequence[TaggedUnit],
    vectors: Path | None,
    out: Path,
    *,
    start: Path | LanguageModel | None = None,
    resume: bool = True,
    listener: Listener = unheard,
) -> TrainedTagger:
    """Train on ``train``, keeps in ``out`` the averaged weights that score best on ``dev``.

    ``start`` is a tagger to go on from, or a language model whose layers the new tagger begins
    with. ``vectors`` is a Stanza pretrain file, None when ``start`` is a tagger with its own.
    A checkpoint beside ``out`` is written at each scoring and, with ``resume``, taken up again.
    Raises CheckpointError.
    """
    seed_all(recipe.seed)
    run = _TaggerRun(recipe, train, dev, vectors, out, start)
    kept = load_checkpoint(run.checkpoint, run.settings) if resume else None
    if kept is not None:
        run.restore(kept)
    for step in run.steps():
        if step % recipe.score_every == 0 or step == recipe.steps:
            run.score()
            listener(Progress(recipe.name, step, recipe.steps, run.note()))
    run.checkpoint.unlink(missing_ok=True)
    return TrainedTagger(out, run.best, tuple(run.history))


def checkpoint_of(out: Path) -> Path:
    """Return where the state of the run that makes ``out`` lies until it is done."""
    return out.with_suffix(".checkpoint")


def load_tagger(path: Path, vectors: Path | None = None) -> Trainer:
    """Return a tagger as Stanza loads it, on the processor.

    Without ``vectors`` it holds its own.
    """
    pretrain = None if vectors is None else Pretrain(str(vectors))
    return Trainer(args={}, model_file=str(path), pretrain=pretrain, device="cpu")


def predict(
    tagger: Trainer, units: Sequence[Sequence[str]], batch_units: int = 64
) -> list[list[str]]:
    """Return the BIOES tags of the words of each of ``units``."""
    if not units:
        return []
    order = sorted(range(len(units)), key=lambda place: len(units[place]))
    document = _document([(units[place], ["O"] * len(units[place])) for place in order])
    batches = DataLoader(
        document,
        batch_units,
        tagger.args,
        vocab=tagger.vocab,
        evaluation=True,
        preprocess_tags=False,
    )
    tags: list[list[str]] = [[] for _ in units]
    found: list[list[str]] = []
    with torch.no_grad():
        for batch in batches:
            found += tagger.predict(batch)
    for place, own in zip(order, found, strict=True):
        tags[place] = list(own)
    return tags


class _TaggerRun:
    """A tagger in training: model, optimiser, average, and the place in the run."""

    def __init__(
        self,
        recipe: TaggerRecipe,
        train: Sequence[TaggedUnit],
        dev: Sequence[TaggedUnit],
        vectors: Path | None,
        out: Path,
        start: Path | LanguageModel | None,
    ) -> None:
        self.recipe = recipe
        self.out = out
        self.checkpoint = checkpoint_of(out)
        self.settings = (recipe, len(train), len(dev))
        self.best = Score(0, 0, 0)
        self.history: list[tuple[int, float]] = []
        self._dev = dev
        chance = random.Random(recipe.seed)
        document = _document([_shown(unit, recipe, chance) for unit in train])
        if isinstance(start, Path):
            self.tagger = load_tagger(start, vectors)
            self.tagger.args["dropout"] = recipe.dropout
            self.tagger.args["word_dropout"] = recipe.word_dropout
            self.tagger.model.drop.p = recipe.dropout
            self.tagger.model.worddrop.dropprob = recipe.word_dropout
            loader = DataLoader(document, 32, self.tagger.args, vocab=self.tagger.vocab)
        elif vectors is None:
            raise ValueError("a new tagger needs word vectors")
        else:
            self.tagger, loader = _new_tagger(recipe, document, vectors, start)
        self._units = [unit for batch in loader.data for unit in batch]
        self._loader = loader
        quicken(self.tagger.model)
        self._average = WeightAverage(self.tagger.model, recipe.decay)
        weights = [weight for weight in self.tagger.model.parameters() if weight.requires_grad]
        self.tagger.optimizer = torch.optim.AdamW(
            weights, lr=recipe.learning_rate, betas=(0.9, 0.99), weight_decay=recipe.weight_decay
        )
        self._step = 0
        self._losses: list[float] = []

    def steps(self) -> Iterator[int]:
        """Trains; yields the number of steps done after each of them."""
        done = 0
        epoch = 0
        while self._step < self.recipe.steps:
            self._loader.data = _batches(self._units, self.recipe, epoch)
            for place in range(len(self._loader)):
                done += 1
                if done <= self._step:
                    continue
                self._train_on(self._loader[place])
                self._step = done
                yield done
                if done == self.recipe.steps:
                    break
            epoch += 1

    def _train_on(self, batch: Any) -> None:
        recipe = self.recipe
        progress = self._step / recipe.steps
        rate = recipe.last_learning_rate
        rate += (recipe.learning_rate - recipe.last_learning_rate) * (1 - progress)
        for group in self.tagger.optimizer.param_groups:
            group["lr"] = rate * min(1.0, (self._step + 1) / max(1, recipe.warm_up))
        self._losses.append(float(self.tagger.update(batch)))
        self._average.update()

    def score(self) -> None:
        """Score the averaged weights on the development units and keeps the best."""
        with self._average.in_place():
            _shut_off_impossible(self.tagger)
            found = predict(self.tagger, [unit.words for unit in self._dev])
            score = tag_scores([unit.tags for unit in self._dev], found).overall
            self.history.append((self._step, score.f1))
            if score.f1 >= self.best.f1:
                self.best = score
                self.out.parent.mkdir(parents=True, exist_ok=True)
                self.tagger.save(str(self.out))
        state = {
            "model": self.tagger.model.state_dict(),
            "optimiser": self.tagger.optimizer.state_dict(),
            "average": self._average.state(),
            "step": self._step,
            "best": [self.best.right, self.best.gold, self.best.found],
            "history": [list(entry) for entry in self.history],
        }
        save_checkpoint(self.checkpoint, self.settings, state)

    def restore(self, state: dict[str, Any]) -> None:
        self.tagger.model.load_state_dict(state["model"])
        self.tagger.optimizer.load_state_dict(state["optimiser"])
        self._average.restore(state["average"])
        self._step = state["step"]
        self.best = Score(*state["best"])
        self.history = [(step, f1) for step, f1 in state["history"]]

    def note(self) -> str:
        loss = sum(self._losses) / max(1, len(self._losses))
        self._losses.clear()
        return f"loss {loss:.3f}, dev {self.history[-1][1]:.4f}, best {self.best.f1:.4f}"


def _new_tagger(
    recipe: TaggerRecipe, document: Document, vectors: Path, start: LanguageModel | None
) -> tuple[Trainer, DataLoader]:
    """Return a tagger that has learnt nothing, or only what ``start`` has, and its training data.

    Only words that have a vector get a correction of it: what is unknown in training is then
    unknown as it is in reading, and the tagger learns to go by its letters.
    """
    pretrain = Pretrain(str(vectors))
    arguments = _arguments(recipe, pretrain.emb.shape[1])
    loader = DataLoader(document, recipe.batch_units, arguments, pretrain)
    vocab = loader.vocab
    words = document.get(["text"], as_sentences=True, from_token=True)
    known = [[entry for entry in unit if entry[0].lower() in pretrain.vocab] for unit in words]
    vocab["delta"] = WordVocab(known, recipe.name, cutoff=recipe.own_vector_from, lower=True)
    if start is not None:
        vocab["char"] = CharVocab.load_state_dict(start.alphabet)
        loader = DataLoader(document, recipe.batch_units, arguments, pretrain, vocab=vocab)
    tagger = Trainer(args=arguments, vocab=vocab, pretrain=pretrain, device="cpu")
    if start is not None:
        start.give_layers(tagger.model)
    return tagger, loader


def _arguments(recipe: TaggerRecipe, vector: int) -> dict[str, Any]:
    """Return the arguments of Stanza's own command, with those that the recipe settles."""
    arguments: dict[str, Any] = ner_tagger.parse_args([])
    return arguments | {
        "shorthand": f"en_{recipe.name}",
        "num_layers": recipe.layers,
        "hidden_dim": recipe.hidden,
        "char_hidden_dim": recipe.char_hidden,
        "char_emb_dim": recipe.char_vector,
        "word_emb_dim": vector,
        "dropout": recipe.dropout,
        "word_dropout": recipe.word_dropout,
        "optim": "adam",
        "lr": recipe.learning_rate,
        "batch_size": 32,
        "device": "cpu",
        "seed": recipe.seed,
    }


def _document(units: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Document:
    return Document(
        [
            [
                {"id": (number,), "text": word, "ner": tag}
                for number, (word, tag) in enumerate(zip(words, tags, strict=True), start=1)
            ]
            for words, tags in units
        ]
    )


def _shown(
    unit: TaggedUnit, recipe: TaggerRecipe, chance: random.Random
) -> tuple[Sequence[str], Sequence[str]]:
    """Return the unit as it is trained on: now and then with straight marks for curly ones."""
    if chance.random() < recipe.straightened:
        return [word.translate(_STRAIGHT) for word in unit.words], unit.tags
    return unit.words, unit.tags


def _batches(units: Sequence[Any], recipe: TaggerRecipe, epoch: int) -> list[list[Any]]:
    """Return all of ``units`` once, in batches of units about as long as each other.

    In chance order.

    The same ``epoch`` gives the same batches, so that a run can be taken up in the middle.
    """
    chance = random.Random(f"{recipe.seed} {epoch}")
    order = list(units)
    chance.shuffle(order)
    pool = recipe.batch_units * 20
    batches = []
    for first in range(0, len(order), pool):
        batch: list[Any] = []
        words = 0
        for unit in sorted(order[first : first + pool], key=lambda unit: len(unit[0])):
            full = len(batch) == recipe.batch_units or words + len(unit[0]) > recipe.batch_words
            if batch and full:
                batches.append(batch)
                batch, words = [], 0
            batch.append(unit)
            words += len(unit[0])
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def _shut_off_impossible(tagger: Trainer) -> None:
    """Give every step between tags that breaks BIOES a score that decoding never takes."""
    tags = tagger.vocab["tag"].items(0)
    steps = tagger.model.crits[0]._transitions.data
    for row, before in enumerate(tags):
        for column, after in enumerate(tags):
            goes_on = before[:2] in ("B-", "I-")
            continues = after[:2] in ("I-", "E-")
            fits = before[2:] == after[2:] if goes_on and continues else goes_on == continues
            if not fits or column < VOCAB_PREFIX_SIZE:
                steps[row, column] = IMPOSSIBLE
