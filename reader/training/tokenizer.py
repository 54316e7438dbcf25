"""Trains Stanza's tokenizer on a treebank, and tokenises with it.

Batches, network, loss and saving are Stanza's own. Contractions are cut into their words as
plain tokens, so that no expansion model is needed, and a copy of the paragraphs with straight
quotation marks is read with curly ones, which the treebank hardly has.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from stanza.models import tokenizer as stanza_tokenizer
from stanza.models.tokenization.data import DataLoader
from stanza.models.tokenization.trainer import Trainer

from reader.analysis.models.token_model import TokenModel
from reader.text.span import Span
from reader.training.checkpoints import load_checkpoint, save_checkpoint, seed_all
from reader.training.corpora import TreebankSentence
from reader.training.progress import Listener, Progress, unheard
from reader.training.scoring import Score
from reader.training.tagged_units import Tokenize
from reader.training.token_evaluation import GoldPassage, gold_passages

_QUOTED = re.compile(r'(?<!\w)"([^"\n]+)"')
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


@dataclass(frozen=True)
class TokenizerRecipe:
    """How the tokenizer is built and trained; ``window`` counts characters."""

    name: str = "tokenizer"
    hidden: int = 64
    character_vector: int = 32
    window: int = 300
    batch: int = 32
    steps: int = 3500
    learning_rate: float = 2e-3
    shuffle_every: int = 100
    score_every: int = 500
    seed: int = 1234


@dataclass(frozen=True)
class TrainedTokenizer:
    """Where the best model lies, and its token F1 on the development paragraphs."""

    path: Path
    score: Score


def train_tokenizer(
    recipe: TokenizerRecipe,
    train: Sequence[TreebankSentence],
    dev: Sequence[TreebankSentence],
    out: Path,
    *,
    resume: bool = True,
    listener: Listener = unheard,
) -> TrainedTokenizer:
    """Train on ``train`` and keeps in ``out`` the weights that score best on ``dev``.

    Takes up the checkpoint beside ``out`` again with ``resume``. Raises CheckpointError.
    """
    seed_all(recipe.seed)
    out.parent.mkdir(parents=True, exist_ok=True)
    checkpoint = out.with_suffix(".checkpoint")
    settings = (recipe, len(train), len(dev))
    arguments = _arguments(recipe)
    batches = _batches(arguments, gold_passages(train))
    arguments["vocab_size"] = len(batches.vocab)
    trainer = Trainer(args=arguments, vocab=batches.vocab, device="cpu")
    passages = gold_passages(dev)
    best, first = Score(0, 0, 0), 0
    kept = load_checkpoint(checkpoint, settings) if resume else None
    if kept is not None:
        trainer.model.load_state_dict(kept["model"])
        trainer.optimizer.load_state_dict(kept["optimiser"])
        best, first = Score(*kept["best"]), kept["step"]
        batches.shuffle()
    for step in range(first + 1, recipe.steps + 1):
        if step > recipe.steps * 2 // 3:
            trainer.change_lr(recipe.learning_rate * 3 * (1 - (step - 1) / recipe.steps))
        loss = trainer.update(batches.next(unit_dropout=0.33, feat_unit_dropout=0.33))
        if step % recipe.shuffle_every == 0:
            batches.shuffle()
        if step % recipe.score_every == 0 or step == recipe.steps:
            score = token_score(passages, tokenize_with(trainer))
            if score.f1 >= best.f1:
                best = score
                trainer.save(str(out))
            state = {
                "model": trainer.model.state_dict(),
                "optimiser": trainer.optimizer.state_dict(),
                "best": [best.right, best.gold, best.found],
                "step": step,
            }
            save_checkpoint(checkpoint, settings, state)
            note = f"loss {loss:.3f}, dev {score.f1:.4f}, best {best.f1:.4f}"
            listener(Progress(recipe.name, step, recipe.steps, note))
    checkpoint.unlink(missing_ok=True)
    return TrainedTokenizer(out, best)


def load_tokenizer(path: Path) -> Tokenize:
    """Return the tokenizer in ``path`` as a function, on the processor."""
    return tokenize_with(Trainer(model_file=str(path), device="cpu"))


def tokenize_with(trainer: Trainer) -> Tokenize:
    """Return the tokenizer of ``trainer``, run as in reading, but on one core."""

    def run(function: Any, batches: Sequence[Any]) -> list[Any]:
        return [function(batch) for batch in batches]

    def tokenize(passages: Sequence[str]) -> list[list[Span]]:
        model = TokenModel(SimpleNamespace(trainer=trainer, vocab=trainer.vocab))
        with torch.inference_mode():
            found = model.tokenize(passages, run)
        return [
            [Span(start, end) for start, end in zip(tokens.starts, tokens.ends, strict=True)]
            for tokens in found
        ]

    return tokenize


def token_score(gold: Sequence[GoldPassage], tokenize: Tokenize) -> Score:
    """Return the score of the tokens of whole paragraphs."""
    found = tokenize([passage.text for passage in gold])
    right = sum(
        len(set(passage.tokens) & set(own)) for passage, own in zip(gold, found, strict=True)
    )
    return Score(right, sum(len(passage.tokens) for passage in gold), sum(map(len, found)))


def with_curly_marks(text: str) -> str:
    """Return ``text`` with its straight quotation marks made curly; as long as it was."""
    return _APOSTROPHE.sub("’", _QUOTED.sub(r"“\1”", text))


def _arguments(recipe: TokenizerRecipe) -> dict[str, Any]:
    """Return the arguments of Stanza's own command, with those that the recipe settles."""
    arguments: dict[str, Any] = stanza_tokenizer.parse_args([])
    features = list(stanza_tokenizer.DEFAULT_FEAT_FUNCS)
    return arguments | {
        "lang": "en",
        "shorthand": "en_starter",
        "hidden_dim": recipe.hidden,
        "emb_dim": recipe.character_vector,
        "max_seqlen": recipe.window,
        "batch_size": recipe.batch,
        "lr0": recipe.learning_rate,
        "seed": recipe.seed,
        "feat_funcs": features,
        "feat_dim": len(features),
        "num_dict_feat": 0,
        "use_mwt": False,
        "device": "cpu",
    }


def _batches(arguments: dict[str, Any], passages: Sequence[GoldPassage]) -> DataLoader:
    """Stanza's training batches; it reads text and labels from files, which are then dropped."""
    texts = [passage.text for passage in passages]
    labels = [_labels(passage) for passage in passages]
    curly = [with_curly_marks(text) for text in texts]
    changed = [place for place, text in enumerate(texts) if curly[place] != text]
    with tempfile.TemporaryDirectory() as folder:
        files = {"txt": f"{folder}/text", "label": f"{folder}/labels"}
        for path, lines in (
            (files["txt"], [*texts, *(curly[place] for place in changed)]),
            (files["label"], [*labels, *(labels[place] for place in changed)]),
        ):
            Path(path).write_text("\n\n".join(lines) + "\n\n", encoding="utf-8", newline="\n")
        return DataLoader(arguments, input_files=files, mwt_expansions={})


def _labels(passage: GoldPassage) -> str:
    """Return a digit a character: 1 at the end of a token, 2 at the end of a sentence, else 0."""
    labels = ["0"] * len(passage.text)
    for token in passage.tokens:
        labels[token.end - 1] = "1"
    for sentence in passage.sentences:
        labels[sentence.end - 1] = "2"
    return "".join(labels)
