"""A small encoder with weights by chance, and the one that ships with reader."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from reader.analysis.models.encoder import Encoder, EncoderSize
from reader.analysis.models.sentence_encoder import (
    SentenceEncoder,
    StoredEncoder,
    load_encoder,
    stored,
)
from reader.shipped import ENCODER
from reader.training.encoder_source import MINILM

VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefgh", "##a", "##b")
SIZE = EncoderSize(len(VOCABULARY), hidden=16, layers=2, heads=4, inner=24, positions=40)


@pytest.fixture(scope="module")
def small() -> StoredEncoder:
    torch.manual_seed(5)
    encoder = Encoder(SIZE)
    for weight in encoder.parameters():
        torch.nn.init.normal_(weight, std=0.5)
    torch.nn.init.zeros_(encoder.shapes.weight)
    encoder.pieces.weight.random_(-127, 128)
    encoder.pieces.scale.uniform_(0.002, 0.008)
    return StoredEncoder(encoder.eval(), VOCABULARY)


@pytest.fixture(scope="module")
def shipped() -> SentenceEncoder:
    return SentenceEncoder(load_encoder(ENCODER))


def test_a_text_has_the_same_vector_alone_and_among_others(small: StoredEncoder) -> None:
    encoder = SentenceEncoder(small)
    texts = ["a b c", "", "ab ba h", "a " * 300, "unheard of words", "c b a"]
    together = encoder.vectors(texts)
    assert together.shape == (len(texts), SIZE.hidden)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    for row, text in zip(together, texts, strict=True):
        assert encoder.vectors([text])[0] == pytest.approx(row, abs=1e-4)


def test_the_order_of_words_counts(small: StoredEncoder) -> None:
    one, other = SentenceEncoder(small).vectors(["a b c d", "d c b a"])
    assert not np.allclose(one, other, atol=1e-3)


def test_the_last_of_the_layers_is_the_vector(small: StoredEncoder) -> None:
    encoder = SentenceEncoder(small)
    first, last = encoder.layers(["a b", "h g f"], (1, 2))
    assert np.array_equal(last, encoder.vectors(["a b", "h g f"]))
    assert not np.allclose(first, last, atol=1e-3)


def test_no_texts_have_no_vectors(small: StoredEncoder) -> None:
    assert SentenceEncoder(small).vectors([]).shape == (0, SIZE.hidden)


def test_a_stored_encoder_comes_back(small: StoredEncoder, tmp_path: Path) -> None:
    path = tmp_path / "small.pt"
    torch.save(stored(small.encoder, small.vocabulary), path)
    back = load_encoder(path, torch.float32)
    assert back.vocabulary == VOCABULARY
    texts = ["a b c", "h e a d"]
    before, after = SentenceEncoder(small).vectors(texts), SentenceEncoder(back).vectors(texts)
    assert (before * after).sum(axis=1) == pytest.approx(1, abs=0.01)


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.pt"
    torch.save({"kind": "something else"}, path)
    with pytest.raises(ValueError, match="no encoder"):
        load_encoder(path)


@pytest.mark.stanza
def test_the_shipped_encoder_hears_the_same_in_other_words(shipped: SentenceEncoder) -> None:
    asked, same, other = shipped.vectors(
        [
            "The mayor closed half of the town's libraries.",
            "Every second public library was shut by the city's head.",
            "Olive oil is dearer than it was last spring.",
        ]
    )
    assert asked @ same > asked @ other + 0.3


def test_the_shipped_encoder_comes_with_its_papers() -> None:
    folder = ENCODER.parent
    card, notice = (folder / name for name in ("MODEL_CARD.md", "NOTICE"))
    assert MINILM.sums["model.safetensors"] in card.read_text(encoding="utf-8")
    assert "Apache License, Version 2.0" in notice.read_text(encoding="utf-8")
    assert ENCODER.stat().st_size < 25_000_000
