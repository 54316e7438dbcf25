"""``reader train RECIPE``: trains the models, or fine-tunes them on one's own corrections."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.desk import open_notes, settings_for
from reader.cli.training_log import quiet_stanza, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.annotations.records import Record
    from reader.training.train_mine import LayerGain


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "recipe",
        metavar="RECIPE",
        help="tokenizer, joint (the tagger of names and quotes), or package for both; "
        "teacher trains a larger tagger and soft labels news with it, from which joint learns too; "
        "trust fits how far quotes are trusted; "
        "encoder stores the sentence encoder as it ships; worth learns what to check first; "
        "known fits how sure it is that a claim was checked before; "
        "mine fine-tunes the models in use on your own corrections",
    )
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="folder with the data files"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="folder for the models"
    )
    parser.add_argument("--seed", type=int, default=0, help="random seed (default: 0)")
    parser.add_argument(
        "--fresh", action="store_true", help="start again instead of resuming an interrupted run"
    )


def run(options: argparse.Namespace) -> int:
    """Print what was made and its scores. Raises RecipeError, DataError, CheckpointError."""
    quiet_stanza()
    options.out.mkdir(parents=True, exist_ok=True)
    own = {
        "mine": _mine,
        "trust": _trust,
        "encoder": _encoder,
        "worth": _worth,
        "known": _known,
    }
    return own.get(options.recipe, _recipe)(options)


def _recipe(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from reader.training.recipes import StarterRecipe, train

    made = train(
        options.recipe,
        options.data,
        options.out,
        recipe=StarterRecipe(seed=options.seed),
        resume=not options.fresh,
        listener=tell,
        made=datetime.now(UTC).date().isoformat(),
        command=shlex.join(["reader", *sys.argv[1:]]),
    )
    print(made.path)
    for score in made.scores:
        print(f"{score.what} on {score.on}: {score.figure}")
    return 0


def _mine(options: argparse.Namespace) -> int:
    from reader.analysis.models.pipeline import Pipeline
    from reader.training.own_corrections import own_articles
    from reader.training.train_mine import TooFewCorrectionsError, train_mine

    settings = settings_for(options)
    store = open_notes(settings, read_only=True)
    records = store.records()
    articles = own_articles(records, settings.library.texts.load)
    store.close()
    learnt = _mine_worth(options, records, settings.data_folder / "worth")
    pipeline = Pipeline(settings.package)
    try:
        done = train_mine(
            articles,
            options.data,
            options.out,
            lambda text, blocks: pipeline.analyze(text, blocks),
            package=settings.package,
            resume=not options.fresh,
            listener=tell,
        )
    except TooFewCorrectionsError as fault:
        if not learnt:
            raise
        print(fault)
        return 0
    print(done.package)
    for gain in done.gains:
        print(_lines(gain))
    return 0


def _mine_worth(options: argparse.Namespace, records: Sequence[Record], place: Path) -> bool:
    """Learn from what was accepted and dismissed.

    Too few decisions or no base data say so, and leave the taggers to learn.
    """
    from reader.training.corpora import DataError
    from reader.training.own_worth import train_own_worth
    from reader.training.worth_evaluation import layer_vectors
    from reader.training.worth_training import LearningError

    try:
        made, count = train_own_worth(
            records, options.data, options.out / "worth", layer_vectors, listener=tell
        )
    except (LearningError, DataError) as fault:
        print(fault)
        return False
    print(made.folder)
    print(
        f"check-worthiness: learnt from {count} decisions; on folds AP {made.both[0]:.3f}, "
        f"F1 {made.both[1]:.3f}. Copy the folder to {place} to use it."
    )
    return True


def _encoder(options: argparse.Namespace) -> int:
    from reader.training.sentence_package import train_encoder_package

    print(train_encoder_package(options.out))
    return 0


def _worth(options: argparse.Namespace) -> int:
    from reader.training.worth_recipe import train_worth_model

    made = train_worth_model(options.data, options.out, listener=tell)
    print(made.folder)
    for name, (ap, f1) in (("words", made.words), ("words and sense", made.both)):
        print(f"{name} on folds: AP {ap:.3f}, F1 {f1:.3f}")
    return 0


def _known(options: argparse.Namespace) -> int:
    """Fit how sure matches are; the weights are for ``reader.meaning.matching``."""
    from reader.analysis.models.sentence_encoder import shipped_encoder
    from reader.meaning.matching import SURE
    from reader.training.known_fit import fit_known

    fit = fit_known(options.data, shipped_encoder(threads=1).vectors, seed=options.seed)
    print(f"weights: {', '.join(f'{weight:.2f}' for weight in fit.weights)}")
    print(f"words alone: {', '.join(f'{weight:.2f}' for weight in fit.words_alone)}")
    for each in fit.scores:
        print(
            f"among {each.claims} claims, {SURE} sure or more: "
            f"{each.precision:.3f} right, {each.recall:.3f} found"
        )
    return 0


def _trust(options: argparse.Namespace) -> int:
    """Fit trust to the quotes that the models in use find; the weights are for the rules."""
    from reader.analysis.models.pipeline import Pipeline
    from reader.training.corpora import attribution_articles
    from reader.training.entity_evaluation import as_blocks
    from reader.training.trust_fit import fit_trust

    pipeline = Pipeline(settings_for(options).package)
    fit = fit_trust(
        attribution_articles(options.data, "dev"),
        lambda article: pipeline.tagged(article.text, as_blocks(article.text), "en"),
    )
    print(f"weights: {', '.join(f'{weight:.3f}' for weight in fit.weights)}")
    for band in fit.bands:
        print(
            f"trusted from {band.least:.1f}: {band.predicted:.3f} on average, "
            f"{band.right:.3f} right of {band.count}"
        )
    right, count = fit.right_from(0.9)
    print(f"of {count} quotes trusted 0.9 or more, {right:.3f} are right ({fit.quotes} found)")
    return 0


def _lines(gain: LayerGain) -> str:
    return (
        f"{gain.layer}: learnt from {gain.learnt} paragraphs; of {gain.held_back} decisions held "
        f"back F1 {gain.before.f1:.3f} before, {gain.after.f1:.3f} after; base data "
        f"{gain.base_before:.3f} before, {gain.base_after:.3f} after"
    )
