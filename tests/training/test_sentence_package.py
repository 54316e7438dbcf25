"""The folder of the sentence encoder, made of a small one with weights by chance."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import torch

from reader.analysis.models.encoder import Encoder, EncoderSize
from reader.analysis.models.sentence_encoder import SentenceEncoder, load_encoder
from reader.training.encoder_weights import Pretrained
from reader.training.sentence_package import (
    CARD,
    ENCODER,
    NOTICE,
    as_encoder,
    write_encoder_package,
)

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcd")
SIZE = EncoderSize(len(VOCABULARY), hidden=8, layers=1, heads=2, inner=12, positions=20)


@pytest.fixture
def source() -> Pretrained:
    torch.manual_seed(2)
    encoder = Encoder(SIZE)
    for weight in encoder.parameters():
        torch.nn.init.normal_(weight)
    weights = {name: own for name, own in encoder.state_dict().items() if "shapes" not in name}
    return Pretrained(SIZE, VOCABULARY, weights)


def test_the_folder_holds_the_encoder_its_card_and_its_notice(
    source: Pretrained, tmp_path: Path
) -> None:
    write_encoder_package(tmp_path, source)
    assert {path.name for path in tmp_path.iterdir()} == {ENCODER, CARD, NOTICE}
    stored = SentenceEncoder(load_encoder(tmp_path / ENCODER, torch.float32))
    published = SentenceEncoder(as_encoder(source))
    texts = ["a b c", "d"]
    alike = (stored.vectors(texts) * published.vectors(texts)).sum(axis=1)
    assert alike == pytest.approx(1, abs=0.01)


def test_the_same_weights_give_the_same_bytes(source: Pretrained, tmp_path: Path) -> None:
    sums = set()
    for name in ("one", "two"):
        write_encoder_package(tmp_path / name, source)
        sums.add(hashlib.sha256((tmp_path / name / ENCODER).read_bytes()).hexdigest())
    assert len(sums) == 1


def test_weights_of_another_build_are_refused(source: Pretrained) -> None:
    lacking = dict(source.weights)
    del lacking["norm.weight"]
    with pytest.raises(ValueError, match=r"norm\.weight"):
        as_encoder(Pretrained(SIZE, VOCABULARY, lacking))
