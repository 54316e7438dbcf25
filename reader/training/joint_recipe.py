"""The recipe of the joint tagger: one encoder that finds names and quotations together.

It is not what ships: its quotations are better, its names no better, and it is no faster. Its
package can be put in use in config.toml.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader.analysis.packages import STARTER
from reader.training.corpora import attribution_articles, entity_articles
from reader.training.encoder_source import Pretrained, pretrained
from reader.training.joint_tagger import JointRecipe, TrainedJoint, new_tagger, train_joint
from reader.training.joint_units import Form, JointUnits, paragraph_forms
from reader.training.package import TOKENIZER, write_package
from reader.training.progress import Listener, unheard
from reader.training.tagged_units import TaggedUnit, entity_units
from reader.training.tokenizer import load_tokenizer

VERSION = "1"


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
    ``out / "encoder"``. Raises DataError, CheckpointError, EncoderError.
    """
    recipe = recipe or JointRecipe()
    made = train_joint(
        replace(recipe, seed=recipe.seed + seed),
        new_tagger(begin or pretrained(out / "encoder")),
        joint_units(data, tokenizer, form),
        dev_units(data, tokenizer),
        out / "parts" / "joint.pt",
        resume=resume,
        listener=listener,
    )
    write_package(out / "joint", tokenizer, made.path, VERSION, "joint")
    return out / "joint", made


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
