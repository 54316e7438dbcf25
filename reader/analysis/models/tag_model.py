"""Runs a Stanza NER model over batches of units, without the work that only training needs.

Stanza's own prediction also computes the loss of a made-up answer, runs the character network
again for every occurrence of a word, and decodes unit by unit. Here each word is embedded once,
the same layers of the same network are called on the batch, and the whole batch is decoded at
once (Viterbi, as in Lafferty et al., ICML 2001). The tags are the same; how probable each label
is comes from the forward and backward sums of the same model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from stanza.models.common.doc import Document
from stanza.models.common.vocab import PAD_ID, UNK_ID, VOCAB_PREFIX_SIZE
from stanza.models.ner.data import DataLoader
from stanza.models.ner.trainer import fix_singleton_tags

from reader.analysis.models.decoding import steps
from reader.analysis.models.two_way_lstm import TwoWayLstm
from reader.analysis.rules.tagged import Tag

Array = np.ndarray[Any, Any]
_LEAST_SCORE = -80.0
"""Impossible steps have scores whose exponentials would be no number any more."""
WORDS_KEPT = 6000
"""Words whose input vectors are kept: those met first, which are the frequent ones."""
EMBED_CHARACTERS = 16384
"""Characters that the character network reads at once: words of one length, for speed."""


@dataclass(frozen=True)
class WordVectors:
    """The distinct words of some units: ``places`` of each in the rows of ``vectors``."""

    places: dict[str, int]
    vectors: torch.Tensor


class TagModel:
    """A network that gives a BIOES tag to every word of a unit."""

    layers = 1

    def __init__(self, trainer: Any) -> None:
        self._model = trainer.model.eval()
        self._vocab = trainer.vocab
        self._args = trainer.args
        self._tagset = trainer.args.get("predict_tagset") or 0
        self._tags = list(trainer.vocab["tag"].items(self._tagset))
        transitions = self._model.crits[self._tagset]._transitions.detach()
        self._lstm = TwoWayLstm(self._model.taggerlstm.lstm)
        self._into = transitions.t().contiguous().unsqueeze(0)
        self._odds = np.exp(np.clip(transitions.numpy(), _LEAST_SCORE, None))
        self._labels, self._label_of = _labels(self._tags)
        self._leads_to = steps(self._tags)
        self._kept: dict[str, torch.Tensor] = {}

    @staticmethod
    def fits(trainer: Any) -> bool:
        """Return whether ``trainer`` has a network whose layers are called here as Stanza would."""
        args, vocab = trainer.args, trainer.vocab
        return (
            not args.get("bert_model")
            and not args.get("charlm")
            and bool(args.get("char"))
            and args.get("char_emb_dim", 0) > 0
            and args.get("word_emb_dim", 0) > 0
            and "word" in vocab
            and not args.get("connect_output_layers")
            and TwoWayLstm.fits(trainer.model.taggerlstm.lstm)
        )

    def embed(self, words: Sequence[str]) -> WordVectors:
        """Return the input vector of each of ``words``, which are to be distinct."""
        kept = self._kept
        met = [word for word in words if word in kept]
        new = [word for word in words if word not in kept]
        with torch.inference_mode():
            made = self._input_vectors(new) if new else []
            vectors = torch.stack([*(kept[word] for word in met), *made])
        for word, vector in zip(new[: max(0, WORDS_KEPT - len(kept))], made, strict=False):
            kept[word] = vector.clone()
        return WordVectors({word: place for place, word in enumerate([*met, *new])}, vectors)

    def _input_vectors(self, words: Sequence[str]) -> torch.Tensor:
        vectors = torch.cat([self._word_vectors(words), self._spelling(words)], dim=1)
        if self._model.input_transform is not None:
            vectors = self._model.input_transform(vectors)
        return vectors

    def tag(self, units: Sequence[Sequence[str]], known: WordVectors) -> list[list[list[Tag]]]:
        """Return the tags of each unit, as the one layer there is.

        The units are to be given longest first, none empty.
        """
        lengths = [len(unit) for unit in units]
        places = np.zeros((len(units), lengths[0]), dtype=np.int64)
        for row, unit in enumerate(units):
            places[row, : len(unit)] = [known.places[word] for word in unit]
        model = self._model
        with torch.inference_mode():
            shape = (-1, len(units), -1)
            hidden = self._lstm(
                known.vectors[torch.from_numpy(places)],
                lengths,
                (
                    model.taggerlstm_h_init.expand(shape).contiguous(),
                    model.taggerlstm_c_init.expand(shape).contiguous(),
                ),
            )
            scores = model.tag_clfs[self._tagset](hidden).transpose(0, 1).contiguous()
            running = np.searchsorted(-np.array(lengths), -np.arange(len(scores))).tolist()
            best = self._decode(scores, running)
            sure = self._sure(scores.numpy(), best, running)
        return [
            [
                self._named(best[:length, row], sure[:length, row])
                for row, length in enumerate(lengths)
            ]
        ]

    def _word_vectors(self, words: Sequence[str]) -> torch.Tensor:
        """Pretrained vectors with what training added to them, as in Stanza's NERTagger."""
        cased = [word.lower() for word in words] if self._args.get("lowercase", True) else words
        known = torch.tensor(self._vocab["word"].map(cased))
        vectors: torch.Tensor = self._model.word_emb(known)
        if "delta" in self._vocab and self._model.delta_emb is not None:
            learnt = torch.tensor(self._vocab["delta"].map(cased))
            learnt[(learnt == UNK_ID) & (known != UNK_ID)] = PAD_ID
            vectors = vectors + self._model.delta_emb(learnt)
        return vectors

    def _spelling(self, words: Sequence[str]) -> torch.Tensor:
        """Return what the character network makes of each word's spelling."""
        lowered = self._args.get("char_lowercase", False)
        vocab = self._vocab["char"]
        spelt = [vocab.map(word.lower() if lowered else word) for word in words]
        alike: dict[int, list[int]] = defaultdict(list)
        for place, spelling in enumerate(spelt):
            alike[len(spelling)].append(place)
        vectors = torch.empty(len(words), 2 * self._args["char_hidden_dim"])
        for length, group in alike.items():
            size = max(1, EMBED_CHARACTERS // length)
            for first in range(0, len(group), size):
                batch = group[first : first + size]
                vectors[batch] = self._model.charmodel(
                    torch.tensor([spelt[place] for place in batch]),
                    None,
                    list(range(len(batch))),
                    [len(batch)],
                    [length] * len(batch),
                ).data
        return vectors

    def _decode(self, scores: torch.Tensor, running: list[int]) -> Array:
        """Return the best path through ``scores`` (position, unit, tag), a row a position.

        ``running`` counts the units that are longer than a position.
        """
        totals = scores[0].clone()
        origins = []
        for position in range(1, len(scores)):
            rows = running[position]
            best, origin = (totals[:rows].unsqueeze(1) + self._into).max(dim=2)
            torch.add(scores[position, :rows], best, out=totals[:rows])
            origins.append(origin.numpy())
        path = np.zeros(scores.shape[:2], dtype=np.int64)
        current = totals.argmax(dim=1).numpy()
        for position in range(len(scores) - 1, -1, -1):
            rows = running[position]
            path[position, :rows] = current[:rows]
            if position:
                current[:rows] = origins[position - 1][np.arange(rows), current[:rows]]
        return path

    def _sure(self, scores: Array, path: Array, running: list[int]) -> Array:
        """Return how probable the label of each tag in ``path`` is.

        Whatever its place in a stretch.
        """
        weights = np.exp(scores - scores.max(axis=2, keepdims=True))
        forward = weights / weights.sum(axis=2, keepdims=True)
        for position in range(1, len(scores)):
            rows = running[position]
            sums = (forward[position - 1, :rows] @ self._odds) * weights[position, :rows]
            forward[position, :rows] = sums / sums.sum(axis=1, keepdims=True)
        shares = np.ones_like(weights)
        into = self._odds.T
        for position in range(len(scores) - 2, -1, -1):
            rows = running[position + 1]
            sums = (weights[position + 1, :rows] * shares[position + 1, :rows]) @ into
            shares[position, :rows] = sums / sums.sum(axis=1, keepdims=True)
        shares *= forward
        by_label = (shares / shares.sum(axis=2, keepdims=True)) @ self._labels
        chosen = self._label_of[path][:, :, np.newaxis]
        sure: Array = np.take_along_axis(by_label, chosen, axis=2)[:, :, 0]
        return sure

    def _named(self, path: Array, sure: Array) -> list[Tag]:
        path = np.maximum(path, VOCAB_PREFIX_SIZE)
        tags = [self._tags[place] for place in path.tolist()]
        whole = self._leads_to[-1, path[0]] and self._leads_to[path[-1], -1]
        if not (whole and self._leads_to[path[:-1], path[1:]].all()):
            tags = fix_singleton_tags(tags)
        return [tuple.__new__(Tag, pair) for pair in zip(tags, sure.tolist(), strict=True)]


def _labels(tags: Sequence[str]) -> tuple[Array, Array]:
    """Return which label each of ``tags`` has: as a matrix of tag and label, and as places."""
    names = [tag.partition("-")[2] for tag in tags]
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    label_of = np.array([places[name] for name in names])
    return np.eye(len(places), dtype=np.float32)[label_of], label_of


class StockTagModel:
    """A network of any other make, run as Stanza runs it."""

    layers = 1

    def __init__(self, trainer: Any) -> None:
        self._trainer = trainer

    def embed(self, words: Sequence[str]) -> None:
        """Nothing is shared between units."""

    def tag(self, units: Sequence[Sequence[str]], _known: None) -> list[list[list[Tag]]]:
        """Return the tags of each unit, as the one layer there is; none is to be empty."""
        document = Document(
            [
                [{"id": (number,), "text": word} for number, word in enumerate(unit, 1)]
                for unit in units
            ]
        )
        trainer = self._trainer
        loader = DataLoader(
            document,
            len(units),
            trainer.args,
            vocab=trainer.vocab,
            evaluation=True,
            preprocess_tags=False,
            bert_tokenizer=trainer.model.bert_tokenizer,
        )
        with torch.inference_mode():
            found = [list(map(Tag, tags)) for batch in loader for tags in trainer.predict(batch)]
        return [found]
