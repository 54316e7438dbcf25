"""Word vectors of the project's own text, as a Stanza pretrain file.

The vectors are the left singular vectors of the words' pointwise mutual information with the
words around them, positive values only: Levy and Goldberg, "Neural word embedding as implicit
matrix factorization" (NIPS 2014), with the weighting of Levy, Goldberg and Dagan (TACL 2015).
They are made in a few minutes on one core, and the same text gives the same vectors. The
language model trains them further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from stanza.models.common.pretrain import Pretrain, PretrainedWordVocab
from stanza.models.common.vocab import VOCAB_PREFIX

from reader.training.checkpoints import seed_all


@dataclass(frozen=True)
class VectorRecipe:
    """Which words get a vector, and from what context.

    ``own_from`` is how often a word must occur in the labelled text, or ``news_from`` times in the
    news, to get a vector; ``contexts`` are the most frequent words that count as context;
    ``window`` is how many words on each side do.
    """

    name: str = "word vectors"
    dimensions: int = 64
    own_from: int = 2
    news_from: int = 40
    contexts: int = 12_000
    window: int = 5
    smoothing: float = 0.75
    seed: int = 5


def train_vectors(
    recipe: VectorRecipe,
    labelled: Sequence[Sequence[str]],
    news: Iterable[Sequence[str]],
    out: Path,
) -> Pretrain:
    """Make vectors for lower-case words of units of words, writes them to ``out``."""
    seed_all(recipe.seed)
    units = [[word.lower() for word in unit] for unit in (*labelled, *news)]
    own = Counter(word for unit in units[: len(labelled)] for word in unit)
    every = Counter(word for unit in units for word in unit)
    words = [
        word
        for word, count in every.most_common()
        if own[word] >= recipe.own_from or count >= recipe.news_from
    ]
    vectors = torch.zeros(len(VOCAB_PREFIX) + len(words), recipe.dimensions)
    vectors[len(VOCAB_PREFIX) :] = _vectors(recipe, units, words)
    return save_vectors(PretrainedWordVocab(words), vectors, out)


def save_vectors(vocab: PretrainedWordVocab, vectors: torch.Tensor, out: Path) -> Pretrain:
    """Write a Stanza pretrain file and gives it back loaded."""
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"vocab": vocab.state_dict(), "emb": vectors}, out)
    return Pretrain(str(out))


def _vectors(
    recipe: VectorRecipe, units: Sequence[Sequence[str]], words: Sequence[str]
) -> torch.Tensor:
    counts = _pair_counts(recipe, units, words)
    rows = torch.sparse.sum(counts, dim=1).to_dense()
    columns = torch.sparse.sum(counts, dim=0).to_dense() ** recipe.smoothing
    at = counts.indices()
    chance = rows[at[0]] * columns[at[1]] / columns.sum()
    gain = torch.log(counts.values() / chance)
    kept = gain > 0
    matrix = _sparse(at[:, kept], gain[kept], counts.shape)
    dimensions = min(recipe.dimensions, *counts.shape)
    left, strength, _ = torch.svd_lowrank(matrix, q=min(dimensions + 16, *counts.shape), niter=4)
    scaled = left[:, :dimensions] * strength[:dimensions].sqrt()
    found = torch.zeros(len(words), recipe.dimensions)
    found[:, :dimensions] = scaled / scaled.std().clamp_min(1e-6) * 0.4
    return found


def _pair_counts(
    recipe: VectorRecipe, units: Sequence[Sequence[str]], words: Sequence[str]
) -> torch.Tensor:
    """Return how often each word has each of the context words near it.

    Nearer ones counting more.
    """
    places = {word: number for number, word in enumerate(words)}
    apart = ("",) * recipe.window
    numbers = [places.get(word, -1) for unit in units for word in (*unit, *apart)]
    text = np.array(numbers, dtype=np.int64)
    width = min(recipe.contexts, len(words))
    total = _sparse(torch.empty(2, 0, dtype=torch.long), torch.empty(0), (len(words), width))
    for distance in range(1, recipe.window + 1):
        weight = (recipe.window + 1 - distance) / recipe.window
        keys = []
        for one, other in (
            (text[:-distance], text[distance:]),
            (text[distance:], text[:-distance]),
        ):
            within = (one >= 0) & (other >= 0) & (other < width)
            keys.append(one[within] * width + other[within])
        pairs, often = np.unique(np.concatenate(keys), return_counts=True)
        at = torch.from_numpy(np.stack((pairs // width, pairs % width)))
        values = torch.from_numpy(often).float() * weight
        total = (total + _sparse(at, values, total.shape)).coalesce()
    return total


def _sparse(at: torch.Tensor, values: torch.Tensor, shape: tuple[int, ...]) -> torch.Tensor:
    return torch.sparse_coo_tensor(at, values, shape, check_invariants=False).coalesce()
