"""Makes the check-worthiness model that ships with reader, and its card."""

from __future__ import annotations

from pathlib import Path

from reader.training.progress import Listener, unheard
from reader.training.sentence_data import CLAIMWORTHY, judged_sentences
from reader.training.worth_evaluation import layer_vectors
from reader.training.worth_training import LearntWorth, WorthRecipe, train_worth
from reader.whole_file import whole_file

CARD = "MODEL_CARD.md"
_CARD_TEXT = """\
# Check-worthiness

How much a sentence is worth a check. `words.bin`: logistic regression on words, pairs of words,
letter groups of words (hashed to 2^18 places, 8 bits each) and named features (figures, names,
tense, who is spoken of, words that fact-checkers name). `sense.npz`: {networks} networks of one
hidden layer ({hidden}) on the encoder's sentence vectors; the sum of both is the score, in log-odds.

| | |
| --- | --- |
| learnt from | {count} sentences of US presidential debates, {worth} worth a check: ClaimBuster (Arslan, Hassan, Li, Tremayne, ICWSM 2020), data under CC BY 4.0; its 702 sentences of test left out |
| made by | `reader train worth --data DIR --out DIR` (scikit-learn; reader itself needs only the files) |
| on {folds} folds, words alone | AP {words_ap:.3f}, F1 {words_f1:.3f} |
| on {folds} folds, words and sense | AP {ap:.3f}, F1 {f1:.3f} (thresholds chosen on these folds) |
| CLEF-2019 debates, never trained on | {debates} |
| language | English; sentences spoken in debates, so newspaper prose is new to it |
"""  # noqa: E501


def train_worth_model(
    data: Path, out: Path, *, recipe: WorthRecipe | None = None, listener: Listener = unheard
) -> LearntWorth:
    """Learns from the file in ``data`` and writes the folder ``out / "worth"``.

    Raises DataError, LearningError.
    """
    recipe = recipe or WorthRecipe()
    examples = judged_sentences(data / CLAIMWORTHY)
    made = train_worth(examples, layer_vectors, out / "worth", recipe=recipe, listener=listener)
    write_card(made, len(examples), sum(each.worth for each in examples), recipe)
    return made


def write_card(
    made: LearntWorth, count: int, worth: int, recipe: WorthRecipe, debates: str = "not scored here"
) -> None:
    card = _CARD_TEXT.format(
        networks=recipe.networks,
        hidden=recipe.hidden,
        folds=recipe.folds,
        count=count,
        worth=worth,
        words_ap=made.words[0],
        words_f1=made.words[1],
        ap=made.both[0],
        f1=made.both[1],
        debates=debates,
    )
    with whole_file(made.folder / CARD, mode=0o644) as file:
        file.write(card.encode())
