"""A small language model whose layers a tagger begins with.

It reads with the very layers that Stanza's NER tagger reads with (word vectors, an LSTM over
the letters, the input transformation, the first bidirectional LSTM), so that a tagger can take
them over at no cost in reading. The forward half predicts each word from those before it, the
backward half from those behind it, as in Peters et al., "Deep contextualized word
representations" (NAACL 2018); to begin a supervised LSTM with a language model is Dai and Le,
"Semi-supervised sequence learning" (NIPS 2015). The loss is a sampled softmax (Jean et al.,
ACL 2015).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from stanza.models.common.pretrain import Pretrain
from stanza.models.pos.vocab import CharVocab
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from reader.training.checkpoints import load_checkpoint, save_checkpoint, seed_all
from reader.training.fast_layers import two_way
from reader.training.progress import Listener, Progress, unheard

LETTERS = 20
"""Letters of a word that are read; the ends of longer words are left out."""
_PROJECTION = 96


@dataclass(frozen=True)
class LanguageModelRecipe:
    """How the language model is built and trained.

    ``batch_words`` counts padding too; ``vocabulary`` words are predicted, ``sampled`` of them
    stand against the right one.
    """

    name: str = "language model"
    hidden: int = 192
    char_hidden: int = 50
    char_vector: int = 32
    vocabulary: int = 20_000
    sampled: int = 1500
    batch_words: int = 2400
    epochs: float = 2.0
    learning_rate: float = 3e-3
    warm_up: int = 100
    dropout: float = 0.15
    rare_letter: int = 20
    checkpoint_every: int = 500
    seed: int = 3


class LanguageModel(nn.Module):
    """The layers, and the two projections that predict words.

    ``alphabet`` is the state of a Stanza CharVocab, ``targets`` the lower-case words that are
    predicted, most frequent first, ``shares`` how frequent each of them is.
    """

    def __init__(
        self,
        recipe: LanguageModelRecipe,
        vectors: torch.Tensor,
        alphabet: Mapping[str, Any],
        targets: Sequence[str],
        shares: torch.Tensor,
    ) -> None:
        super().__init__()
        self.alphabet = alphabet
        self.targets = tuple(targets)
        letters = len(alphabet["_id2unit"])
        width = vectors.shape[1] + 2 * recipe.char_hidden
        self.word_vectors = nn.Embedding.from_pretrained(
            vectors.float().clone(), freeze=False, padding_idx=0
        )
        self.letter_vectors = nn.Embedding(letters, recipe.char_vector, padding_idx=0)
        self.letter_lstm = nn.LSTM(
            recipe.char_vector, recipe.char_hidden, batch_first=True, bidirectional=True
        )
        self.input_transform = nn.Linear(width, width)
        self.lstm = nn.LSTM(width, recipe.hidden, batch_first=True, bidirectional=True)
        self.forward_projection = nn.Linear(recipe.hidden, _PROJECTION)
        self.backward_projection = nn.Linear(recipe.hidden, _PROJECTION)
        self.target_vectors = nn.Embedding(len(targets), _PROJECTION)
        self.target_bias = nn.Embedding(len(targets), 1)
        nn.init.normal_(self.target_vectors.weight, std=0.1)
        self.target_bias.weight.data[:, 0] = torch.log(shares)
        self.drop = nn.Dropout(recipe.dropout)

    def states(
        self,
        words: torch.Tensor,
        letters: torch.Tensor,
        lengths: torch.Tensor,
        places: torch.Tensor,
        units: list[int],
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the states of the forward and the backward half (units x longest x hidden).

        ``words`` and ``letters`` (padded, ``lengths`` letters each) are of the distinct words
        of a batch; ``places`` are the positions in them of all its words,
        unit after unit; ``units`` are the numbers of words in each unit, longest first.
        """
        spelt = self._read(self.letter_lstm, self.drop(self.letter_vectors(letters)), lengths)
        forward, backward = spelt.chunk(2, dim=2)
        last = forward[torch.arange(len(words)), lengths - 1]
        inputs = torch.cat([self.word_vectors(words), last, backward[:, 0]], dim=1)[places]
        inputs = self.input_transform(self.drop(inputs))
        padded = pad_sequence(list(inputs.split(units)), batch_first=True)
        forward, backward = self.drop(self._read(self.lstm, padded, torch.tensor(units))).chunk(
            2, dim=2
        )
        return forward, backward

    def _read(self, lstm: nn.LSTM, rows: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        nothing = rows.new_zeros(2, len(rows), lstm.hidden_size)
        return two_way(lstm, rows, lengths, (nothing, nothing), self.training)

    def give_layers(self, tagger: nn.Module) -> None:
        """Copy the layers into a Stanza NERTagger of the same sizes, its first LSTM layer.

        The word vectors are not given here: a tagger takes them from its pretrain file.
        """
        own = self.state_dict()
        given = {f"taggerlstm.lstm.{name}": own[f"lstm.{name}"] for name in self.lstm.state_dict()}
        given |= {
            f"charmodel.charlstm.lstm.{name}": own[f"letter_lstm.{name}"]
            for name in self.letter_lstm.state_dict()
        }
        given |= {
            "charmodel.char_emb.weight": own["letter_vectors.weight"],
            "input_transform.weight": own["input_transform.weight"],
            "input_transform.bias": own["input_transform.bias"],
        }
        theirs = tagger.state_dict()
        with torch.no_grad():
            for name, weight in given.items():
                theirs[name].copy_(weight)

    def save(self, path: Path) -> None:
        torch.save(
            {
                "model": self.state_dict(),
                "alphabet": dict(self.alphabet),
                "targets": list(self.targets),
            },
            path,
        )

    @classmethod
    def load(cls, path: Path, recipe: LanguageModelRecipe) -> LanguageModel:
        """Return a model that ``save`` wrote, of the sizes that ``recipe`` gives."""
        state = torch.load(path, map_location="cpu", weights_only=True)
        model = cls(
            recipe,
            state["model"]["word_vectors.weight"],
            state["alphabet"],
            state["targets"],
            torch.full((len(state["targets"]),), 1.0),
        )
        model.load_state_dict(state["model"])
        return model


def train_language_model(
    recipe: LanguageModelRecipe,
    units: Sequence[Sequence[str]],
    vectors: Pretrain,
    out: Path,
    *,
    resume: bool = True,
    listener: Listener = unheard,
) -> LanguageModel:
    """Train on ``units`` (words in text order) from ``vectors`` on, writes the model to ``out``.

    Takes up the checkpoint beside ``out`` again with ``resume``. Raises CheckpointError.
    """
    seed_all(recipe.seed)
    run = _LanguageModelRun(recipe, _Text(recipe, units, vectors), vectors)
    checkpoint = out.with_suffix(".checkpoint")
    settings = (recipe, len(units))
    kept = load_checkpoint(checkpoint, settings) if resume else None
    if kept is not None:
        run.restore(kept)
    out.parent.mkdir(parents=True, exist_ok=True)
    for step in run.steps():
        if step % recipe.checkpoint_every == 0:
            save_checkpoint(checkpoint, settings, run.state())
            listener(Progress(recipe.name, step, run.planned, run.note()))
    run.model.save(out)
    checkpoint.unlink(missing_ok=True)
    return run.model.eval()


class _Text:
    """The training text as numbers: forms, their letters, vectors and targets."""

    def __init__(
        self, recipe: LanguageModelRecipe, units: Sequence[Sequence[str]], vectors: Pretrain
    ) -> None:
        counts = Counter(word for unit in units for word in unit)
        lowered: Counter[str] = Counter()
        letters: Counter[str] = Counter()
        for word, count in counts.items():
            lowered[word.lower()] += count
            for letter in word:
                letters[letter] += count
        known = {letter for letter, count in letters.items() if count >= recipe.rare_letter}
        vocab = CharVocab([sorted(known | {" ", "\n"})], "en")
        self.alphabet = vocab.state_dict()
        self.targets = [word for word, _ in lowered.most_common(recipe.vocabulary)]
        frequencies = torch.tensor([lowered[word] for word in self.targets], dtype=torch.float)
        self.shares = frequencies / frequencies.sum()
        forms = list(counts)
        form_ids = {form: number for number, form in enumerate(forms)}
        target_ids = {word: number for number, word in enumerate(self.targets)}
        self.units = [np.array([form_ids[word] for word in unit], dtype=np.int32) for unit in units]
        self.words = np.array(vectors.vocab.map([form.lower() for form in forms]), dtype=np.int64)
        self.lengths = np.array([min(len(form), LETTERS) for form in forms], dtype=np.int64)
        self.letters = np.zeros((len(forms), LETTERS), dtype=np.int16)
        for number, form in enumerate(forms):
            self.letters[number, : self.lengths[number]] = vocab.map(form[:LETTERS])
        self.goals = np.array([target_ids.get(form.lower(), -1) for form in forms], dtype=np.int64)

    def batches(self, recipe: LanguageModelRecipe, epoch: int) -> list[list[int]]:
        """Return the units in batches of about equal lengths; the same for the same ``epoch``."""
        chance = random.Random(f"{recipe.seed} {epoch}")
        order = list(range(len(self.units)))
        chance.shuffle(order)
        batches = []
        for first in range(0, len(order), 3000):
            batch: list[int] = []
            for unit in sorted(order[first : first + 3000], key=lambda one: -len(self.units[one])):
                longest = len(self.units[batch[0]]) if batch else 0
                if batch and (len(batch) + 1) * longest > recipe.batch_words:
                    batches.append(batch)
                    batch = []
                batch.append(unit)
            batches.append(batch)
        chance.shuffle(batches)
        return batches


class _LanguageModelRun:
    def __init__(self, recipe: LanguageModelRecipe, text: _Text, vectors: Pretrain) -> None:
        self._recipe = recipe
        self._text = text
        self.model = LanguageModel(recipe, vectors.emb, text.alphabet, text.targets, text.shares)
        self._optimiser = torch.optim.Adam(
            self.model.parameters(), lr=recipe.learning_rate, betas=(0.9, 0.99)
        )
        noise = text.shares**0.75
        self._noise = noise / noise.sum()
        drawn = -torch.expm1(recipe.sampled * torch.log1p(-self._noise))
        self._log_drawn = torch.log(drawn.clamp_min(1e-12))
        per_epoch = len(text.batches(recipe, 0))
        self.planned = max(1, round(per_epoch * recipe.epochs))
        self._step = 0
        self._losses: list[float] = []

    def steps(self) -> Iterator[int]:
        """Trains; yields the number of steps done after each of them."""
        done = 0
        epoch = 0
        while self._step < self.planned:
            for batch in self._text.batches(self._recipe, epoch):
                done += 1
                if done <= self._step:
                    continue
                self._train_on(batch)
                self._step = done
                yield done
                if done == self.planned:
                    break
            epoch += 1

    def state(self) -> dict[str, Any]:
        return {
            "model": self.model.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "step": self._step,
        }

    def restore(self, state: dict[str, Any]) -> None:
        self.model.load_state_dict(state["model"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._step = state["step"]

    def note(self) -> str:
        loss = sum(self._losses) / max(1, len(self._losses))
        self._losses.clear()
        return f"loss {loss:.3f}"

    def _train_on(self, batch: list[int]) -> None:
        recipe = self._recipe
        rate = recipe.learning_rate * max(0.02, 1 - self._step / self.planned)
        for group in self._optimiser.param_groups:
            group["lr"] = rate * min(1.0, (self._step + 1) / max(1, recipe.warm_up))
        self.model.train()
        loss = self._loss([self._text.units[unit] for unit in batch])
        if loss is None:
            return
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimiser.step()
        self._losses.append(float(loss.detach()))

    def _loss(self, units: list[np.ndarray[Any, Any]]) -> torch.Tensor | None:
        """Return the mean loss over all words that have a neighbour to be predicted from.

        None where there is no such word among those predicted: in a batch of units of one word.
        """
        text = self._text
        forms, places = np.unique(np.concatenate(units), return_inverse=True)
        longest = int(text.lengths[forms].max())
        forward, backward = self.model.states(
            torch.from_numpy(text.words[forms]),
            torch.from_numpy(text.letters[forms][:, :longest]).long(),
            torch.from_numpy(text.lengths[forms]),
            torch.from_numpy(places),
            [len(unit) for unit in units],
        )
        goals = np.full(forward.shape[:2], -1, dtype=np.int64)
        for row, unit in enumerate(units):
            goals[row, : len(unit)] = text.goals[unit]
        following, before = torch.from_numpy(goals[:, 1:]), torch.from_numpy(goals[:, :-1])
        predicted = torch.cat(
            [
                self.model.forward_projection(forward[:, :-1][following >= 0]),
                self.model.backward_projection(backward[:, 1:][before >= 0]),
            ]
        )
        wanted = torch.cat([following[following >= 0], before[before >= 0]])
        return self._sampled_loss(predicted, wanted) if len(wanted) else None

    def _sampled_loss(self, predicted: torch.Tensor, goals: torch.Tensor) -> torch.Tensor:
        model = self.model
        drawn = torch.multinomial(self._noise, self._recipe.sampled, replacement=True).unique()
        right = (predicted * model.target_vectors(goals)).sum(1) + model.target_bias(goals)[:, 0]
        wrong = predicted @ model.target_vectors(drawn).t() + model.target_bias(drawn)[:, 0]
        wrong = (wrong - self._log_drawn[drawn]).masked_fill(goals[:, None] == drawn, -1e4)
        scores = torch.cat([(right - self._log_drawn[goals])[:, None], wrong], dim=1)
        return nn.functional.cross_entropy(scores, torch.zeros(len(goals), dtype=torch.long))
