from __future__ import annotations

import importlib.util
import json
import math
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

pytestmark = pytest.mark.stanza

import torch  # noqa: E402
from stanza.models.common.pretrain import Pretrain  # noqa: E402
from stanza.models.ner.data import DataLoader  # noqa: E402

from reader.analysis.models.pipeline import Pipeline  # noqa: E402
from reader.article.block import Block  # noqa: E402
from reader.review.corrections import correction  # noqa: E402
from reader.text.span import Span  # noqa: E402
from reader.training.checkpoints import CheckpointError  # noqa: E402
from reader.training.corpora import entity_articles, treebank  # noqa: E402
from reader.training.evaluate import EVALUATIONS, EvaluationError, evaluate  # noqa: E402
from reader.training.evaluation_report import table, to_json  # noqa: E402
from reader.training.fast_layers import quicken  # noqa: E402
from reader.training.language_model import (  # noqa: E402
    LanguageModel,
    LanguageModelRecipe,
    train_language_model,
)
from reader.training.own_corrections import OwnArticle  # noqa: E402
from reader.training.package import (  # noqa: E402
    slim,
    with_own_vectors,
    write_package,
)
from reader.training.progress import Progress  # noqa: E402
from reader.training.recipes import RecipeError, train  # noqa: E402
from reader.training.scoring import tag_spans  # noqa: E402
from reader.training.starter_recipe import SelfTaught, StarterRecipe  # noqa: E402
from reader.training.tagged_units import TaggedUnit, entity_units  # noqa: E402
from reader.training.taggers import (  # noqa: E402
    TaggerRecipe,
    load_tagger,
    predict,
    train_tagger,
)
from reader.training.token_evaluation import TokenEvaluation  # noqa: E402
from reader.training.tokenizer import (  # noqa: E402
    TokenizerRecipe,
    load_tokenizer,
    train_tokenizer,
    with_curly_marks,
)
from reader.training.train_mine import (  # noqa: E402
    MineRecipe,
    TooFewCorrectionsError,
    train_mine,
)
from reader.training.vectors import VectorRecipe, train_vectors  # noqa: E402

_FILE = Path(__file__).with_name("small_corpus.py")
_SPEC = importlib.util.spec_from_file_location("small_corpus", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
small_corpus = importlib.util.module_from_spec(_SPEC)
sys.modules["small_corpus"] = small_corpus
_SPEC.loader.exec_module(small_corpus)

VECTORS = VectorRecipe(dimensions=12, own_from=1, news_from=1, contexts=40)
LANGUAGE = LanguageModelRecipe(
    hidden=16,
    char_hidden=6,
    char_vector=5,
    vocabulary=60,
    sampled=20,
    batch_words=60,
    epochs=1,
    warm_up=2,
    rare_letter=1,
    checkpoint_every=2,
)
TAGGER = TaggerRecipe(
    "worldwide",
    layers=2,
    hidden=16,
    char_hidden=6,
    char_vector=5,
    dropout=0.1,
    batch_units=6,
    steps=12,
    learning_rate=2e-2,
    warm_up=2,
    decay=0.8,
    own_vector_from=1,
    score_every=4,
)


@dataclass(frozen=True)
class Corpus:
    data: Path
    units: list[TaggedUnit]
    dev: list[TaggedUnit]
    vectors: Path


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("corpus")
    small_corpus.write_corpus(folder)
    units = entity_units(entity_articles(folder, "train"))
    words = [unit.words for unit in units]
    train_vectors(VECTORS, words, words, folder / "vectors.pt")
    dev = entity_units(entity_articles(folder, "dev"))
    return Corpus(folder, units, dev, folder / "vectors.pt")


def test_words_in_like_places_get_like_vectors(tmp_path: Path) -> None:
    units = [
        [first, "eats", second, "in", place]
        for first in ("ana", "bo")
        for second in ("bread", "soup", "rice")
        for place in ("oslo", "lima")
    ]
    made = train_vectors(VECTORS, units, units, tmp_path / "one.pt")
    again = train_vectors(VECTORS, units, units, tmp_path / "two.pt")
    assert torch.equal(made.emb, again.emb)

    def likeness(one: str, other: str) -> float:
        vectors = made.emb[made.vocab.map([one, other])]
        return float(torch.cosine_similarity(vectors[0], vectors[1], dim=0))

    assert likeness("ana", "bo") > 0.9
    assert likeness("bread", "soup") > likeness("bread", "ana")


def test_quickened_tagger_computes_the_same(corpus: Corpus, tmp_path: Path) -> None:
    steps = replace(TAGGER, steps=2, score_every=2)
    made = train_tagger(steps, corpus.units, corpus.dev, corpus.vectors, tmp_path / "tagger.pt")
    results = []
    for quick in (False, True):
        tagger = load_tagger(made.path, corpus.vectors)
        if quick:
            quicken(tagger.model)
        tagger.model.eval()
        loss = _loss(tagger, corpus.units)
        loss.backward()
        gradients = {
            name: weight.grad
            for name, weight in tagger.model.named_parameters()
            if weight.grad is not None
        }
        results.append((loss.detach(), gradients))
    (slow_loss, slow), (quick_loss, quick_gradients) = results
    torch.testing.assert_close(quick_loss, slow_loss)
    assert slow.keys() == quick_gradients.keys()
    for name, gradient in slow.items():
        torch.testing.assert_close(quick_gradients[name], gradient, rtol=1e-3, atol=1e-5)


def _loss(tagger: object, units: list[TaggedUnit]) -> torch.Tensor:
    from stanza.models.ner.trainer import unpack_batch

    from reader.training.taggers import _document

    document = _document([(unit.words, unit.tags) for unit in units])
    batch = DataLoader(document, 50, tagger.args, vocab=tagger.vocab, evaluation=True)[0]  # type: ignore[attr-defined]
    inputs, *_order, word_order, char_order, units_, words, letters, offsets = unpack_batch(
        batch, "cpu"
    )
    sentences, wordchars, mask, chars, tags = inputs
    loss, _, _ = tagger.model(  # type: ignore[attr-defined]
        sentences,
        wordchars,
        mask,
        tags,
        word_order,
        units_,
        words,
        chars,
        offsets,
        letters,
        char_order,
    )
    return loss


def test_tagger_learns_and_is_read_by_stanza(corpus: Corpus, tmp_path: Path) -> None:
    recipe = replace(TAGGER, steps=40, score_every=20)
    made = train_tagger(recipe, corpus.units, corpus.dev, corpus.vectors, tmp_path / "tagger.pt")
    assert made.score.f1 > 0.5
    assert made.score.f1 == max(f1 for _, f1 in made.history)
    tags = predict(load_tagger(made.path, corpus.vectors), [unit.words for unit in corpus.dev])
    assert [len(own) for own in tags] == [len(unit.words) for unit in corpus.dev]
    for own in tags:
        inside = {place for first, last, _ in tag_spans(own) for place in range(first, last)}
        assert inside == {place for place, tag in enumerate(own) if tag != "O"}


class _BrokenOffError(Exception):
    pass


def test_a_run_broken_off_is_taken_up_where_it_was(corpus: Corpus, tmp_path: Path) -> None:
    whole = train_tagger(TAGGER, corpus.units, corpus.dev, corpus.vectors, tmp_path / "whole.pt")

    def break_off(progress: Progress) -> None:
        if progress.step == 8:
            raise _BrokenOffError

    out = tmp_path / "broken.pt"
    with pytest.raises(_BrokenOffError):
        train_tagger(TAGGER, corpus.units, corpus.dev, corpus.vectors, out, listener=break_off)
    steps: list[int] = []
    resumed = train_tagger(
        TAGGER,
        corpus.units,
        corpus.dev,
        corpus.vectors,
        out,
        listener=lambda progress: steps.append(progress.step),
    )
    assert steps == [12]
    assert resumed.history == whole.history
    assert not out.with_suffix(".checkpoint").exists()
    one, other = (torch.load(path, weights_only=True) for path in (whole.path, resumed.path))
    for name, weight in one["model"].items():
        torch.testing.assert_close(other["model"][name], weight)


def test_a_checkpoint_of_another_recipe_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    def break_off(_: Progress) -> None:
        raise _BrokenOffError

    out = tmp_path / "tagger.pt"
    with pytest.raises(_BrokenOffError):
        train_tagger(TAGGER, corpus.units, corpus.dev, corpus.vectors, out, listener=break_off)
    other = replace(TAGGER, hidden=20)
    with pytest.raises(CheckpointError, match="other settings"):
        train_tagger(other, corpus.units, corpus.dev, corpus.vectors, out)
    out.with_suffix(".checkpoint").write_bytes(b"torn")
    with pytest.raises(CheckpointError, match="cannot be read"):
        train_tagger(TAGGER, corpus.units, corpus.dev, corpus.vectors, out)


def test_language_model_learns_and_gives_its_layers(corpus: Corpus, tmp_path: Path) -> None:
    notes: list[str] = []
    recipe = replace(LANGUAGE, epochs=12, learning_rate=2e-2, checkpoint_every=5)
    model = train_language_model(
        recipe,
        [unit.words for unit in corpus.units],
        Pretrain(str(corpus.vectors)),
        tmp_path / "model.pt",
        listener=lambda progress: notes.append(progress.note),
    )
    losses = [float(note.split()[1]) for note in notes]
    assert losses[-1] < losses[0] / 2
    again = LanguageModel.load(tmp_path / "model.pt", recipe)
    torch.testing.assert_close(again.lstm.weight_hh_l0, model.lstm.weight_hh_l0)
    still = replace(TAGGER, steps=1, learning_rate=0.0, last_learning_rate=0.0)
    made = train_tagger(
        still, corpus.units, corpus.dev, corpus.vectors, tmp_path / "tagger.pt", start=again
    )
    tagger = load_tagger(made.path, corpus.vectors)
    torch.testing.assert_close(
        tagger.model.taggerlstm.lstm.weight_hh_l0_reverse, again.lstm.weight_hh_l0_reverse
    )
    torch.testing.assert_close(tagger.model.input_transform.weight, again.input_transform.weight)
    letters = tagger.vocab["char"].map("Ana")
    assert letters == [again.alphabet["_unit2id"][letter] for letter in "Ana"]


def test_units_of_one_word_tell_no_loss(corpus: Corpus, tmp_path: Path) -> None:
    losses: list[float] = []
    train_language_model(
        LANGUAGE,
        [unit.words for unit in corpus.units] + [("Advertisement",)] * 200,
        Pretrain(str(corpus.vectors)),
        tmp_path / "model.pt",
        listener=lambda progress: losses.append(float(progress.note.split()[1])),
    )
    assert losses
    assert all(math.isfinite(loss) for loss in losses)


def test_tokenizer_learns_to_part_marks_from_words(corpus: Corpus, tmp_path: Path) -> None:
    recipe = TokenizerRecipe(
        hidden=16,
        character_vector=8,
        window=120,
        batch=8,
        steps=60,
        learning_rate=2e-2,
        shuffle_every=20,
        score_every=30,
    )
    made = train_tokenizer(
        recipe, treebank(corpus.data, "train"), treebank(corpus.data, "dev"), tmp_path / "t.pt"
    )
    assert made.score.f1 > 0.8
    (tokens,) = load_tokenizer(made.path)(["Bo Lind said in Oslo that rain will come."])
    assert tokens[0] == Span(0, 2)


def test_marks_are_made_curly_without_moving_a_character() -> None:
    text = '"Don\'t," he said, "go to the dogs\' home."'
    curly = with_curly_marks(text)
    assert curly == "“Don’t,” he said, “go to the dogs' home.”"
    assert len(curly) == len(text)


def test_slim_models_hold_no_paths_and_half_the_bits() -> None:
    state = {
        "model": {"weight": torch.ones(2), "places": torch.arange(3)},
        "config": {"save_dir": "/home/me", "train_file": "x.json", "save_name": "a", "hidden": 3},
    }
    slimmed = slim(state)
    assert slimmed["model"]["weight"].dtype == torch.float16
    assert slimmed["model"]["places"].dtype == torch.int64
    assert slimmed["config"] == {
        "save_dir": None,
        "train_file": None,
        "save_name": None,
        "hidden": 3,
    }


def test_a_tagger_that_holds_its_vectors_tags_the_same(corpus: Corpus, tmp_path: Path) -> None:
    recipe = replace(TAGGER, steps=40, score_every=40, own_vector_from=2)
    made = train_tagger(recipe, corpus.units, corpus.dev, corpus.vectors, tmp_path / "tagger.pt")
    state = torch.load(made.path, weights_only=True)
    vectors = torch.load(corpus.vectors, weights_only=True)["emb"]
    with pytest.raises(ValueError, match="vectors that this tagger was trained with"):
        with_own_vectors(state, None)
    folded = with_own_vectors(state, vectors)
    torch.save(folded, tmp_path / "folded.pt")
    assert with_own_vectors(folded, None) == folded
    units = [*(unit.words for unit in corpus.dev), ("Zed", "Bo", "said", "unheard-of")]
    apart = load_tagger(made.path, corpus.vectors)
    alone = load_tagger(tmp_path / "folded.pt")
    assert predict(alone, units) == predict(apart, units)
    words = apart.vocab["delta"]
    assert words.unit2id("unheard-of") == apart.vocab["word"].unit2id("unheard-of") == 1


def test_a_word_that_only_the_corrections_know_keeps_its_vector() -> None:
    prefix = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>"]

    def vocab(*words: str) -> dict[str, object]:
        units = [*prefix, *words]
        return {"_id2unit": units, "_unit2id": {unit: place for place, unit in enumerate(units)}}

    state = {
        "vocab": {
            "word": vocab("ana"),
            "delta": vocab("bo", "ana"),
            "_key2class": {"word": "PretrainedWordVocab", "delta": "WordVocab"},
        },
        "model": {"delta_emb.weight": torch.tensor([[0.0], [1], [0], [0], [2], [3]])},
    }
    folded = with_own_vectors(state, torch.tensor([[0.0], [10], [20], [30], [40]]))
    assert folded["vocab"]["word"]["_id2unit"] == [*prefix, "ana", "bo"]
    assert folded["model"]["word_emb.weight"][:, 0].tolist() == [0, 11, 20, 30, 43, 12]
    assert "delta" not in folded["vocab"]
    assert "delta" not in folded["vocab"]["_key2class"]


def test_a_package_needs_all_its_models(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no model for en/tokenize/starter.pt"):
        write_package(tmp_path, {}, "1")


def test_taggers_need_vectors_of_their_own_run(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="train vectors first"):
        train("entities", corpus.data, tmp_path, recipe=RECIPE)


def test_a_recipe_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="there are tokenizer"):
        train("sentiment", tmp_path, tmp_path)


RECIPE = StarterRecipe(
    version="9",
    tokenizer=TokenizerRecipe(
        hidden=16,
        character_vector=8,
        window=120,
        batch=8,
        steps=80,
        learning_rate=2e-2,
        score_every=20,
    ),
    vectors=VECTORS,
    language_model=LANGUAGE,
    entities=replace(TAGGER, steps=60, score_every=20),
    entities_again=replace(TAGGER, steps=10, score_every=10),
    entities_taught=SelfTaught(
        replace(TAGGER, steps=8, score_every=8),
        replace(TAGGER, steps=8, score_every=8),
        words=300,
        begin=0.0,
        needed="",
    ),
    attribution=replace(TAGGER, name="attribution", steps=30, score_every=15),
    self_taught=SelfTaught(
        replace(TAGGER, name="attribution", steps=8, score_every=8),
        replace(TAGGER, name="attribution", steps=8, score_every=8),
        words=300,
        begin=0.0,
    ),
)


@pytest.fixture(scope="module")
def package(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of a run of the whole recipe."""
    out = tmp_path_factory.mktemp("package")
    heard: list[str] = []
    made = train(
        "package",
        corpus.data,
        out,
        recipe=RECIPE,
        made="2026-01-02",
        listener=lambda progress: heard.append(progress.stage),
    )
    assert list(dict.fromkeys(heard)) == ["tokenizer", "language model", "worldwide", "attribution"]
    assert made.path == out / "starter"
    stages = sorted(path.stem for path in (out / "parts").glob("*-[0-9].pt"))
    assert stages == [*(f"attribution-{n}" for n in (1, 2)), *(f"entities-{n}" for n in (1, 2, 3))]
    return out


def test_the_whole_package_is_made_from_the_data_alone(package: Path) -> None:
    folder = package / "starter"
    resources = json.loads((folder / "resources.json").read_text())
    assert resources["en"]["packages"]["starter"]["ner"] == ["worldwide", "attribution"]
    card = (folder / "MODEL_CARD.md").read_text()
    assert "Version 9, made on 2026-01-02" in card
    assert "PolNeAR" in card
    for file in folder.rglob("*.pt"):
        assert str(package).encode() not in file.read_bytes()
    text = "Ana Ruiz said in Lima that rain will come."
    findings = Pipeline(folder, threads=1).analyze(
        text, (Block("paragraph", 0, len(text)),), language="en"
    )
    assert findings.models["entities"].version == "9"
    assert {entity.label for entity in findings.entities} <= {"Person", "Location"}
    assert findings.tokens


def test_parts_that_are_made_are_not_made_again(corpus: Corpus, package: Path) -> None:
    stages: list[str] = []
    train(
        "package",
        corpus.data,
        package,
        recipe=RECIPE,
        listener=lambda progress: stages.append(progress.stage),
    )
    assert stages == []


def test_own_corrections_are_learnt(corpus: Corpus, package: Path, tmp_path: Path) -> None:
    folder = package / "starter"
    pipeline = Pipeline(folder, threads=1)

    def analyze(text: str, blocks: object) -> object:
        return pipeline.analyze(text, blocks, language="en")  # type: ignore[arg-type]

    articles = []
    for text, *_ in small_corpus.sentences(1):
        findings = pipeline.analyze(text, (Block("paragraph", 0, len(text)),), language="en")
        decisions = [
            correction("a", entity, "dismiss", creator="", at="")
            for entity in findings.entities
            if entity.label == "Person"
        ]
        articles.append(OwnArticle(text, tuple(decisions)))
    tagger = replace(TAGGER, name="mine", steps=40, score_every=20, learning_rate=1e-2)
    recipe = MineRecipe(base_units=4, base_dev_units=4, tagger=tagger)
    judged = [article for article in articles if article.corrections]
    assert len(judged) >= recipe.least
    made = train_mine(judged, corpus.data, tmp_path, analyze, package=folder, recipe=recipe)  # type: ignore[arg-type]
    (gain,) = made.gains
    assert gain.layer == "entities"
    assert gain.learnt + gain.held_back == len(judged)
    assert gain.after.right > gain.before.right
    with pytest.raises(TooFewCorrectionsError, match="at least 10"):
        train_mine(judged[:3], corpus.data, tmp_path, analyze, package=folder, recipe=recipe)  # type: ignore[arg-type]


def test_every_evaluation_runs_on_a_package(corpus: Corpus, package: Path) -> None:
    for name in EVALUATIONS:
        evaluation = evaluate(name, corpus.data, package=package / "starter", threads=1)
        report = json.loads(json.dumps(to_json(evaluation, examples=2)))
        assert table(evaluation, examples=2).count("\n") > 3
        assert report["mistakes"] is not None
    tokens = evaluate("tokens", corpus.data, package=package / "starter")
    assert isinstance(tokens, TokenEvaluation)
    assert tokens.sentences.f1 == 1.0
    with pytest.raises(EvaluationError, match="there are entities"):
        evaluate("claims", corpus.data)
