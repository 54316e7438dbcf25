"""The recipe of the joint tagger: one encoder that finds names and quotations together.

A larger encoder can be its teacher: it learns from the same labelled text, then labels news, from
which the smaller one learns as well.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from reader.analysis.models.encoder_tagger import load_encoder_tagger
from reader.analysis.packages import STARTER
from reader.training.corpora import attribution_articles, entity_articles, news
from reader.training.encoder_source import MPNET, pretrained
from reader.training.encoder_weights import Pretrained
from reader.training.joint_tagger import JointRecipe, TrainedJoint, new_tagger, train_joint
from reader.training.joint_units import Form, JointUnits, paragraph_forms
from reader.training.package import TOKENIZER, write_package
from reader.training.progress import Listener, unheard
from reader.training.soft_labels import (
    drawn_passages,
    read_soft_units,
    soft_units,
    write_soft_units,
)
from reader.training.tagged_units import TaggedUnit, entity_units
from reader.training.tokenizer import load_tokenizer

VERSION = "1"
TEACHER = JointRecipe(
    name="teacher",
    steps=900,
    batch_pieces=2560,
    learning_rate=9e-5,
    head_learning_rate=1e-3,
    layer_decay=0.92,
    warm_up=0.06,
    decay=0.99,
    score_every=450,
)
"""About one and a half rounds; an hour on one core that multiplies matrices of 16 bits."""
SOFT_WORDS, LONGEST_PASSAGE = 1_000_000, 150
_SOFT = "soft.npz"


def train_joint_package(
    data: Path,
    out: Path,
    *,
    tokenizer: Path = STARTER / TOKENIZER,
    recipe: JointRecipe | None = None,
    form: Form | None = None,
    begin: Pretrained | None = None,
    seed: int = 0,
    resume: bool = True,
    listener: Listener = unheard,
) -> tuple[Path, TrainedJoint]:
    """Train on the files in ``data``.

    The package is ``out / "joint"``, with ``tokenizer``, by default the shipped one. The tagger
    begins as ``begin``, by default the published encoder, which is fetched into
    ``out / "encoder"``. It learns also from what a teacher labelled in ``out / "parts"``. Raises
    DataError, CheckpointError, EncoderError.
    """
    recipe = recipe or JointRecipe()
    labelled = out / "parts" / _SOFT
    made = train_joint(
        replace(recipe, seed=recipe.seed + seed),
        new_tagger(begin or pretrained(out / "encoder")),
        joint_units(data, tokenizer, form),
        dev_units(data, tokenizer),
        out / "parts" / "joint.pt",
        soft=read_soft_units(labelled) if labelled.exists() else (),
        resume=resume,
        listener=listener,
    )
    write_package(out / "joint", tokenizer, made.path, VERSION, "joint")
    return out / "joint", made


def train_teacher(
    data: Path,
    out: Path,
    *,
    tokenizer: Path = STARTER / TOKENIZER,
    recipe: JointRecipe = TEACHER,
    begin: Pretrained | None = None,
    resume: bool = True,
    listener: Listener = unheard,
) -> TrainedJoint:
    """Train the larger encoder on the files in ``data`` into ``out / "parts"``.

    Raises DataError, CheckpointError, EncoderError.
    """
    return train_joint(
        recipe,
        new_tagger(begin or pretrained(out / "teacher", MPNET)),
        joint_units(data, tokenizer),
        dev_units(data, tokenizer),
        out / "parts" / "teacher.pt",
        resume=resume,
        listener=listener,
    )


def label_news(
    data: Path,
    out: Path,
    *,
    tokenizer: Path = STARTER / TOKENIZER,
    words: int = SOFT_WORDS,
    seed: int = 0,
    listener: Listener = unheard,
) -> tuple[Path, int]:
    """Label news with the teacher in ``out / "parts"``; the file, and how many words it holds.

    Raises DataError, FileNotFoundError when no teacher is there.
    """
    teacher = load_encoder_tagger(out / "parts" / "teacher.pt")
    passages = drawn_passages(
        news(data), load_tokenizer(tokenizer), random.Random(seed), words, LONGEST_PASSAGE
    )
    made = list(soft_units(teacher, passages, listener))
    path = out / "parts" / _SOFT
    write_soft_units(path, made)
    return path, sum(len(unit.words) for unit in made)


def joint_units(data: Path, tokenizer: Path, form: Form | None = None) -> JointUnits:
    """Return what a tagger learns from, in the words of ``tokenizer`` and of others."""
    return JointUnits(
        attribution_articles(data, "train"),
        entity_articles(data, "train"),
        load_tokenizer(tokenizer),
        form or Form(),
    )


def dev_units(data: Path, tokenizer: Path) -> dict[str, tuple[str, list[TaggedUnit]]]:
    """Return what a tagger is judged by: head and units by name."""
    forms = paragraph_forms(attribution_articles(data, "dev"), load_tokenizer(tokenizer))
    return {
        "paragraphs": ("attribution", [unit for form in forms for unit in form.whole]),
        "sentences": ("attribution", [unit for form in forms for unit in form.treebank]),
        "entities": ("entities", entity_units(entity_articles(data, "dev"))),
    }
