"""Models of the make that Stanza publishes.

Names by way of character models and word vectors, in one pipeline with reader's own attribution,
which needs neither.
"""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest

from reader.analysis.packages import STARTER, read_package
from reader.article.block import Block

pytestmark = pytest.mark.stanza

REPORT = (
    "The harbour froze on Tuesday, the ferry company Fjordline said. “No boat will leave before "
    "Friday,” said Ada Holm, its director. Holm told reporters that 15 boats were damaged."
)
TAGS = ["O", "S-PER", "S-ORG", "O", "B-PER", "E-PER"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small tagger, its character models and vectors: untrained, but whole."""
    import torch

    torch.manual_seed(3)
    folder = tmp_path_factory.mktemp("models")
    words = [word.strip("“”,.") for word in REPORT.split()] * 3
    files = {
        "pretrain/small": _vectors(folder, words),
        "forward_charlm/small": _character_model(folder, "forward"),
        "backward_charlm/small": _character_model(folder, "backward"),
    }
    files["ner/names_charlm"] = _tagger(folder, words, files)
    needs = [
        {"model": name.split("/")[0], "package": "small"} for name in files if "ner" not in name
    ]
    listed: dict[str, Any] = {
        "lang_name": "English",
        "packages": {"names_charlm": {"ner": ["names_charlm"], "shipped": True}},
    }
    for name, path in files.items():
        use, model = name.split("/")
        entry: dict[str, Any] = {"md5": hashlib.md5(path.read_bytes()).hexdigest()}
        listed[use] = {model: entry | ({"dependencies": needs} if use == "ner" else {})}
    (folder / "resources.json").write_text(json.dumps({"en": listed}))
    return folder


def _vectors(folder: Path, words: list[str]) -> Path:
    from stanza.models.common.pretrain import Pretrain

    chance = random.Random(1)
    known = sorted(set(words))
    rows = [
        f"{word} {' '.join(str(round(chance.random(), 3)) for _ in range(8))}" for word in known
    ]
    written = folder / "vectors.txt"
    written.write_text("\n".join([f"{len(rows)} 8", *rows]) + "\n", encoding="utf-8")
    target = folder / "en/pretrain/small.pt"
    target.parent.mkdir(parents=True)
    Pretrain(str(target), str(written), save_to_file=True).load()
    return target


def _character_model(folder: Path, direction: str) -> Path:
    from stanza.models.common.char_model import CharacterLanguageModel
    from stanza.models.ner.vocab import CharVocab

    args = {
        "char_emb_dim": 6,
        "char_hidden_dim": 8,
        "char_num_layers": 1,
        "char_dropout": 0.0,
        "char_rec_dropout": 0.0,
    }
    alphabet = {"char": CharVocab([REPORT], "en")}
    made = CharacterLanguageModel(args, alphabet, is_forward_lm=direction == "forward")
    target = folder / f"en/{direction}_charlm/small.pt"
    made.save(str(target))
    return target


def _tagger(folder: Path, words: list[str], files: dict[str, Path]) -> Path:
    from stanza.models import ner_tagger
    from stanza.models.common.doc import Document
    from stanza.models.common.pretrain import Pretrain
    from stanza.models.ner.data import DataLoader
    from stanza.models.ner.trainer import Trainer
    from stanza.models.ner.vocab import WordVocab

    rows = [
        {"id": (number,), "text": word, "ner": TAGS[number % len(TAGS)]}
        for number, word in enumerate(words, 1)
    ]
    args = ner_tagger.parse_args([]) | {
        "shorthand": "en_names",
        "hidden_dim": 8,
        "char_hidden_dim": 8,
        "word_emb_dim": 8,
        "charlm": True,
        "charlm_forward_file": str(files["forward_charlm/small"]),
        "charlm_backward_file": str(files["backward_charlm/small"]),
        "device": "cpu",
    }
    pretrain = Pretrain(str(files["pretrain/small"]))
    loader = DataLoader(Document([rows]), 8, args, pretrain)
    vocab = loader.vocab
    known = loader.doc.get(["text"], as_sentences=True, from_token=True)
    vocab["delta"] = WordVocab(known, "en", cutoff=0, lower=True)
    target = folder / "en/ner/names_charlm.pt"
    target.parent.mkdir(parents=True)
    Trainer(args=args, vocab=vocab, pretrain=pretrain, device="cpu").save(str(target))
    return target


def test_every_file_is_named_to_stanza_in_the_order_of_the_taggers(folder: Path) -> None:
    from reader.analysis.models.language_models import _named_files

    package = read_package(folder)
    assert package.taggers == ("names_charlm", read_package(STARTER).attribution)
    named = {
        setting: paths.split(";")
        for setting, paths in _named_files(package, package.taggers).items()
    }
    assert named["ner_model_path"] == [
        str(folder / "en/ner/names_charlm.pt"),
        str(STARTER / "en/ner/joint.pt"),
    ]
    for use in ("pretrain", "forward_charlm", "backward_charlm"):
        assert named[f"ner_{use}_path"] == [str(folder / f"en/{use}/small.pt"), ""]


def test_names_are_those_of_the_tagger_alone_and_quotes_reader_s_own(folder: Path) -> None:
    import stanza

    from reader.analysis.models.pipeline import Pipeline

    blocks = [Block("paragraph", 0, len(REPORT))]
    found = Pipeline(folder, threads=1).analyze(REPORT, blocks)
    own = Pipeline(threads=1).analyze(REPORT, blocks)
    assert [quote.text for quote in found.quotes] == [quote.text for quote in own.quotes]
    assert found.models["attribution"] == own.models["attribution"]

    alone = stanza.Pipeline(
        "en",
        dir=str(STARTER),
        package=None,
        processors={"tokenize": "starter", "ner": "names_charlm"},
        tokenize_no_ssplit=True,
        ner_model_path=str(folder / "en/ner/names_charlm.pt"),
        ner_pretrain_path=str(folder / "en/pretrain/small.pt"),
        ner_forward_charlm_path=str(folder / "en/forward_charlm/small.pt"),
        ner_backward_charlm_path=str(folder / "en/backward_charlm/small.pt"),
        download_method=None,
        verbose=False,
        use_gpu=False,
    )
    expected = [(entity.text, entity.type) for entity in alone(REPORT).ents]
    names = [(entity.text, entity.label) for entity in found.entities]
    assert names, "the rules for shapes of names leave some of the small tagger's"
    left_out = iter(expected)
    assert all(name in left_out for name in names), "the tagger's own names, in its order"
