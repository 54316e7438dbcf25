"""The joint tagger, trained for some steps from an encoder that knows nothing."""

from __future__ import annotations

import gzip
import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

pytestmark = pytest.mark.stanza

import stanza  # noqa: E402
import torch  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

from reader.analysis.findings import Findings  # noqa: E402
from reader.analysis.models.encoder import (  # noqa: E402
    Encoder,
    EncoderSize,
    Packed,
    distance_kinds,
)
from reader.analysis.models.ner_variant import VARIANT  # noqa: E402
from reader.analysis.models.pipeline import Pipeline  # noqa: E402
from reader.analysis.packages import STARTER, ModelError, read_package, stamp  # noqa: E402
from reader.article.block import Block  # noqa: E402
from reader.review.corrections import correction  # noqa: E402
from reader.training.checkpoints import CheckpointError  # noqa: E402
from reader.training.corpora import (  # noqa: E402
    DataError,
    attribution_articles,
    entity_articles,
)
from reader.training.encoder_source import MPNET, EncoderError, pretrained  # noqa: E402
from reader.training.encoder_weights import read_pretrained  # noqa: E402
from reader.training.entity_evaluation import as_blocks  # noqa: E402
from reader.training.evaluate import EvaluationError, evaluate  # noqa: E402
from reader.training.evaluation_report import to_json  # noqa: E402
from reader.training.joint_recipe import train_joint_package  # noqa: E402
from reader.training.joint_tagger import (  # noqa: E402
    JointRecipe,
    TrainedJoint,
    load_trained,
    new_tagger,
    predict_tags,
    train_joint,
)
from reader.training.joint_units import Form, JointUnits  # noqa: E402
from reader.training.own_corrections import OwnArticle  # noqa: E402
from reader.training.progress import Listener, Progress, unheard  # noqa: E402
from reader.training.recipes import RecipeError, StarterRecipe, train  # noqa: E402
from reader.training.scoring import tag_spans  # noqa: E402
from reader.training.soft_labels import (  # noqa: E402
    read_soft_units,
    soft_units,
    write_soft_units,
)
from reader.training.tagged_units import TaggedUnit, entity_units  # noqa: E402
from reader.training.tokenizer import load_tokenizer  # noqa: E402
from reader.training.train_mine import (  # noqa: E402
    MineRecipe,
    OtherModelsError,
    TooFewCorrectionsError,
    train_mine,
)
from reader.training.trust_fit import fit_trust  # noqa: E402
from tests.analysis.small_tagger import small_tagger  # noqa: E402
from tests.training import small_corpus  # noqa: E402
from tests.training.small_encoder import JOINT, begin  # noqa: E402


@dataclass(frozen=True)
class Corpus:
    data: Path
    units: JointUnits
    dev: list[TaggedUnit]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("corpus")
    small_corpus.write_corpus(folder)
    tokenize = load_tokenizer(STARTER / "en/tokenize/starter.pt")
    units = JointUnits(
        attribution_articles(folder, "train"), entity_articles(folder, "train"), tokenize, Form()
    )
    return Corpus(folder, units, entity_units(entity_articles(folder, "dev")))


def trained(
    corpus: Corpus, out: Path, recipe: JointRecipe = JOINT, listener: Listener = unheard
) -> TrainedJoint:
    dev = {"entities": ("entities", corpus.dev)}
    return train_joint(recipe, new_tagger(begin()), corpus.units, dev, out, listener=listener)


def test_the_tagger_learns_both_kinds_of_tags(corpus: Corpus, tmp_path: Path) -> None:
    recipe = replace(JOINT, steps=60, score_every=30)
    made = trained(corpus, tmp_path / "joint.pt", recipe)
    assert made.scores["entities"] > 0.6
    assert made.scores["entities"] == max(f1 for _, f1 in made.history)
    tagger = load_trained(made.path)
    words = [unit.words for unit in corpus.dev]
    said = predict_tags(tagger, words, "attribution")
    assert [len(own) for own in said] == [len(own) for own in words]
    labels = {label for own in said for _, _, label in tag_spans(own)}
    assert labels == {"Source", "Cue", "Content"}
    for own in said:
        inside = {place for first, last, _ in tag_spans(own) for place in range(first, last)}
        assert inside == {place for place, tag in enumerate(own) if tag != "O"}


class _BrokenOffError(Exception):
    pass


def test_a_run_broken_off_is_taken_up_where_it_was(corpus: Corpus, tmp_path: Path) -> None:
    whole = trained(corpus, tmp_path / "whole.pt")

    def break_off(progress: Progress) -> None:
        if progress.step == 8:
            raise _BrokenOffError

    out = tmp_path / "broken.pt"
    with pytest.raises(_BrokenOffError):
        trained(corpus, out, listener=break_off)
    steps: list[int] = []
    resumed = trained(corpus, out, listener=lambda progress: steps.append(progress.step))
    assert steps == [12]
    assert resumed.history == whole.history
    assert not out.with_suffix(".checkpoint").exists()
    assert out.read_bytes() == whole.path.read_bytes()


def test_a_checkpoint_of_another_recipe_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    def break_off(_: Progress) -> None:
        raise _BrokenOffError

    out = tmp_path / "joint.pt"
    with pytest.raises(_BrokenOffError):
        trained(corpus, out, listener=break_off)
    with pytest.raises(CheckpointError, match="other settings"):
        trained(corpus, out, replace(JOINT, steps=20))
    out.with_suffix(".checkpoint").write_bytes(b"torn")
    with pytest.raises(CheckpointError, match="cannot be read"):
        trained(corpus, out)


def test_another_encoder_than_the_published_one_is_refused(tmp_path: Path) -> None:
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"another")
    with pytest.raises(EncoderError, match="not the published file"):
        pretrained(tmp_path)
    with pytest.raises(EncoderError, match="not the published file"):
        pretrained(tmp_path, MPNET)


def test_a_published_encoder_is_read_by_our_names(tmp_path: Path) -> None:
    torch.manual_seed(1)
    kinds = ("weight", "bias")
    theirs = {
        "embeddings.word_embeddings.weight": torch.randn(7, 24),
        "embeddings.position_embeddings.weight": torch.randn(16, 24),
        "embeddings.token_type_embeddings.weight": torch.randn(2, 24),
        "embeddings.LayerNorm.weight": torch.randn(24),
        "embeddings.LayerNorm.bias": torch.randn(24),
    }
    for part, out, into in (
        ("attention.self.query", 24, 24),
        ("attention.self.key", 24, 24),
        ("attention.self.value", 24, 24),
        ("attention.output.dense", 24, 24),
        ("intermediate.dense", 40, 24),
        ("output.dense", 24, 40),
    ):
        theirs[f"encoder.layer.0.{part}.weight"] = torch.randn(out, into)
        theirs[f"encoder.layer.0.{part}.bias"] = torch.randn(out)
    for part in ("attention.output.LayerNorm", "output.LayerNorm"):
        theirs |= {f"encoder.layer.0.{part}.{kind}": torch.randn(24) for kind in kinds}
    save_file(theirs, tmp_path / "model.safetensors")
    vocab = {piece: place for place, piece in enumerate("gfedcba")}
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocab}}))
    read = read_pretrained(tmp_path)
    assert read.vocabulary == tuple("gfedcba")
    assert (read.size.layers, read.size.inner, read.size.positions) == (1, 40, 16)
    missing, surplus = Encoder(read.size).load_state_dict(read.weights, strict=False)
    assert (missing, surplus) == (["shapes.weight"], [])


def test_a_published_mpnet_is_read_in_the_order_of_bert_s_pieces(tmp_path: Path) -> None:
    torch.manual_seed(2)
    known = ["<s>", "<pad>", "</s>", "<unk>", "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a",
             "b", "<mask>"]  # fmt: skip
    kinds = ("weight", "bias")
    theirs = {
        "embeddings.word_embeddings.weight": torch.randn(len(known), 24),
        "embeddings.position_embeddings.weight": torch.randn(18, 24),
        "encoder.relative_attention_bias.weight": torch.randn(32, 12),
    }
    theirs |= {f"embeddings.LayerNorm.{kind}": torch.randn(24) for kind in kinds}
    for part, out, into in (
        *((f"attention.attn.{use}", 24, 24) for use in "qkvo"),
        ("intermediate.dense", 40, 24),
        ("output.dense", 24, 40),
    ):
        theirs[f"encoder.layer.0.{part}.weight"] = torch.randn(out, into)
        theirs[f"encoder.layer.0.{part}.bias"] = torch.randn(out)
    for part in ("attention.LayerNorm", "output.LayerNorm"):
        theirs |= {f"encoder.layer.0.{part}.{kind}": torch.randn(24) for kind in kinds}
    save_file(theirs, tmp_path / "model.safetensors")
    vocab = {piece: place for place, piece in enumerate(known)}
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": {"vocab": vocab}}))
    read = read_pretrained(tmp_path)
    assert read.vocabulary == ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b")
    whole = read.weights["pieces.weight"] * read.weights["pieces.scale"]
    rows = theirs["embeddings.word_embeddings.weight"][[1, 5, 0, 2, 11, 9, 10]]
    assert torch.allclose(whole, rows, atol=0.03)
    assert (read.size.positions, read.size.nearness) == (16, 32)
    missing, surplus = Encoder(read.size).load_state_dict(read.weights, strict=False)
    assert (missing, surplus) == (["shapes.weight"], [])


def test_distances_are_of_one_kind_each_nearby_and_by_side() -> None:
    kinds = distance_kinds(200, 32)
    assert len(set(kinds[100, 93:108].tolist())) == 15
    assert kinds.min() == 0
    assert kinds.max() == 31
    assert torch.equal(kinds[:-1, :-1], kinds[1:, 1:])
    behind, ahead = kinds[199, :199].flip(0), kinds[0, 1:]
    assert torch.equal(ahead - behind, torch.full((199,), 16))
    assert (behind.diff() >= 0).all()


def test_attention_that_knows_distances_reads_units_together_as_alone() -> None:
    torch.manual_seed(4)
    encoder = Encoder(EncoderSize(9, hidden=24, layers=2, heads=4, inner=32, nearness=8)).eval()
    with torch.no_grad():
        for weight in encoder.parameters():
            weight.normal_()
        encoder.pieces.weight.random_(-127, 128)
        encoder.pieces.scale.fill_(0.01)
        units = [[1, 2, 3, 4, 5, 6, 7, 8], [8, 7, 6, 5, 4, 3, 2], [1, 2]]
        row = torch.tensor([piece for unit in units for piece in unit])
        read = encoder(row, torch.zeros_like(row), Packed([len(unit) for unit in units]))
        alone = [
            encoder(torch.tensor(unit), torch.zeros(len(unit), dtype=int), Packed([len(unit)]))
            for unit in units
        ]
    assert torch.allclose(read, torch.cat(alone), atol=1e-4)


def test_a_tagger_learns_from_what_a_teacher_thinks_of_unlabelled_news(
    corpus: Corpus, tmp_path: Path
) -> None:
    made = trained(corpus, tmp_path / "teacher.pt", replace(JOINT, steps=60, score_every=30))
    teacher = load_trained(made.path)
    words = [unit.words for unit in corpus.units(random.Random(3))["entities"]]
    labelled = list(soft_units(teacher, words))
    assert sorted(unit.words for unit in labelled) == sorted(words)
    for unit in labelled[:5]:
        for likely in unit.likely.values():
            assert likely.shape[0] == len(unit.words)
            assert abs(likely.astype(float).sum(axis=1) - 1).max() < 0.01
    path = tmp_path / "soft.npz"
    write_soft_units(path, labelled)
    again = read_soft_units(path)
    assert [unit.words for unit in again] == [unit.words for unit in labelled]
    dev = {"entities": ("entities", corpus.dev)}
    recipe = replace(JOINT, steps=60, score_every=30, chained=0.0)
    student = train_joint(
        recipe, new_tagger(begin()), lambda _: {}, dev, tmp_path / "student.pt", soft=again
    )
    assert student.scores["entities"] > 0.5


def test_news_are_labelled_by_a_teacher_that_was_trained_before(
    corpus: Corpus, tmp_path: Path
) -> None:
    with gzip.open(corpus.data / "news.txt.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"{text}\n" for text, *_ in small_corpus.sentences(7)[:20])
    own = replace(JOINT, steps=4)
    recipe = StarterRecipe(teacher=own, joint=own)
    with pytest.raises(RecipeError, match="reader train teacher"):
        train("soft", corpus.data, tmp_path, recipe=recipe)
    train("teacher", corpus.data, tmp_path, recipe=recipe, begin=begin())
    made = train("soft", corpus.data, tmp_path, recipe=recipe)
    assert len(read_soft_units(made.path)) == 20
    assert train("joint", corpus.data, tmp_path, recipe=recipe, begin=begin()).path.is_dir()
    made.path.write_bytes(b"torn")
    with pytest.raises(DataError, match="cannot be read"):
        read_soft_units(made.path)


@pytest.fixture(scope="module")
def package(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("joint")
    recipe = replace(JOINT, steps=60, score_every=30)
    folder, made = train_joint_package(corpus.data, out, recipe=recipe, begin=begin())
    assert set(made.scores) == {"paragraphs", "sentences", "entities"}
    return folder


TEXT = "Ana Ruiz said in Lima that rain will come."


def test_the_package_is_read_with_one_tagger_for_both(package: Path) -> None:
    read = read_package(package)
    assert read.taggers == (read.entities,) == (read.attribution,)
    assert stamp(package)["entities"].package == "joint"
    assert "Apache License" in (package / "NOTICE").read_text()
    assert str(package).encode() not in (package / "en/ner/joint.pt").read_bytes()
    pipeline = Pipeline(package, threads=1)
    found = pipeline.analyze(TEXT, (Block("paragraph", 0, len(TEXT)),), language="en")
    assert {entity.text for entity in found.entities} >= {"Ana Ruiz"}
    assert found.tokens


def test_a_stanza_pipeline_gives_the_tags_of_reading(package: Path) -> None:
    document = stanza.Pipeline(
        "en",
        dir=str(package),
        package=None,
        processors={"tokenize": "starter", "ner": VARIANT, "quote": "rules"},
        download_method=None,
        verbose=False,
        use_gpu=False,
        ner_encoder_path=str(package / "en/ner/joint.pt"),
    )(TEXT)
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    read = Pipeline(package, threads=1).tagged(TEXT, [Block("paragraph", 0, len(TEXT))], "en")
    assert [token.multi_ner for token in tokens] == [
        (token.entity, token.attribution) for token in read.tokens
    ]
    assert [token.ner for token in tokens] == [token.entity for token in read.tokens]
    assert all(0 <= token.attribution_sure <= 1.00001 for token in read.tokens)
    assert "Ana Ruiz" in [entity.text for entity in document.ents]
    assert isinstance(document.quotes, tuple)


def test_names_may_come_from_a_model_of_stanza_s_beside_it(package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    shutil.copytree(package, folder)
    shutil.copy(small_tagger(), folder / "en/ner/small.pt")
    resources = json.loads((folder / "resources.json").read_text())
    resources["en"]["ner"]["small"] = {}
    resources["en"]["packages"] = {"both": {"tokenize": "starter", "ner": ["small", "joint"]}}
    (folder / "resources.json").write_text(json.dumps(resources))
    assert read_package(folder).taggers == ("small", "joint")
    blocks = [Block("paragraph", 0, len(TEXT))]
    both, joint = (
        Pipeline(one, threads=1).tagged(TEXT, blocks, "en").tokens for one in (folder, package)
    )
    known = {"O", *(f"{place}-{label}" for place in "BIES" for label in ("Person", "Organization"))}
    assert {token.entity for token in both} <= known
    assert [token.attribution for token in both] == [token.attribution for token in joint]


def test_a_damaged_tagger_is_reported_in_one_sentence(package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(package, folder)
    shutil.copy(small_tagger(), folder / "en/ner/joint.pt")
    with pytest.raises(ModelError, match="is damaged"):
        Pipeline(folder)
    resources = json.loads((folder / "resources.json").read_text())
    del resources["en"]["ner"]["joint"]["md5"]
    (folder / "resources.json").write_text(json.dumps(resources))
    with pytest.raises(ModelError, match="cannot be loaded") as error:
        Pipeline(folder)
    assert "\n" not in str(error.value)


def judged(package: Path) -> list[OwnArticle]:
    """Return articles in which somebody took every person that ``package`` finds for none."""
    pipeline = Pipeline(package, threads=1)
    articles = []
    for text, *_ in small_corpus.sentences(1):
        blocks = (Block("paragraph", 0, len(text)),)
        names = pipeline.analyze(text, blocks, language="en").entities
        decisions = [
            correction("a", one, "dismiss", creator="", at="")
            for one in names
            if one.label == "Person"
        ]
        if decisions:
            articles.append(OwnArticle(text, tuple(decisions)))
    return articles


def test_own_corrections_are_learnt(corpus: Corpus, package: Path, tmp_path: Path) -> None:
    pipeline = Pipeline(package, threads=1)

    def analyze(text: str, blocks: Sequence[Block]) -> Findings:
        return pipeline.analyze(text, blocks, language="en")

    tagger = replace(JOINT, name="mine", steps=30, score_every=15)
    recipe = MineRecipe(base_units=4, base_dev_units=4, tagger=tagger)
    articles = judged(package)
    assert len(articles) >= recipe.least
    made = train_mine(articles, corpus.data, tmp_path, analyze, package=package, recipe=recipe)
    (gain,) = made.gains
    assert gain.layer == "entities"
    assert gain.learnt + gain.held_back == len(articles)
    assert gain.after.right > gain.before.right
    blocks = (Block("paragraph", 0, len(TEXT)),)
    after, before = (
        one.analyze(TEXT, blocks, language="en")
        for one in (Pipeline(made.package, threads=1), pipeline)
    )
    assert after.models["entities"].hash != before.models["entities"].hash
    with pytest.raises(TooFewCorrectionsError, match="at least 10"):
        train_mine(articles[:3], corpus.data, tmp_path, analyze, package=package, recipe=recipe)


def test_models_of_another_make_do_not_learn_from_corrections(
    corpus: Corpus, package: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    shutil.copytree(package, folder)
    shutil.copy(small_tagger(), folder / "en/ner/small.pt")
    resources = json.loads((folder / "resources.json").read_text())
    resources["en"]["ner"]["small"] = {}
    resources["en"]["packages"] = {"both": {"tokenize": "starter", "ner": ["small", "joint"]}}
    (folder / "resources.json").write_text(json.dumps(resources))
    pipeline = Pipeline(package, threads=1)
    with pytest.raises(OtherModelsError, match="put the shipped ones in use"):
        train_mine(
            judged(package),
            corpus.data,
            tmp_path,
            lambda text, blocks: pipeline.analyze(text, blocks, language="en"),
            package=folder,
        )


def test_sentences_with_given_words_are_scored(package: Path, tmp_path: Path) -> None:
    file = tmp_path / "given.jsonl"
    rows = []
    for text, person, _, saying in small_corpus.sentences(3):
        words = text.rstrip(".").split()
        source, content = person.split(), saying.split()
        labels = ["O"] * len(words)
        labels[0], labels[1], labels[2] = "B-source", "I-source", "B-cue"
        first = len(words) - len(content)
        labels[first:] = ["B-content", *["I-content"] * (len(content) - 1)]
        assert words[: len(source)] == source
        rows.append(json.dumps({"tokens": words, "labels": labels}))
    file.write_text("\n".join(rows) + "\n")
    found = to_json(evaluate("attribution", None, package=package, tokens=file))
    exact = found["exact"]["by_label"]
    assert {part: exact[part]["gold"] for part in exact} == dict.fromkeys(
        ("Content", "Cue", "Source"), len(rows)
    )
    assert exact["Cue"]["f1"] > 0.5
    with pytest.raises(EvaluationError, match="attribution alone"):
        evaluate("quotes", None, package=package, tokens=file)
    with pytest.raises(EvaluationError, match="--data"):
        evaluate("attribution", None, package=package)
    file.write_text(rows[0] + '\n{"tokens": ["a"], "labels": []}\n')
    with pytest.raises(DataError, match="line 2"):
        evaluate("attribution", None, package=package, tokens=file)


def test_trust_is_fitted_to_what_is_found(corpus: Corpus) -> None:
    pipeline = Pipeline(threads=1)
    fit = fit_trust(
        attribution_articles(corpus.data, "dev"),
        lambda article: pipeline.tagged(article.text, as_blocks(article.text), "en"),
    )
    assert fit.quotes > 12
    right, count = fit.right_from(0.0)
    assert 0 < count <= fit.quotes
    assert right > 0.8
    surest = fit.bands[-1]
    assert surest.right == pytest.approx(surest.predicted, abs=0.15)
