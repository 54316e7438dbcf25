"""An encoder that knows nothing but the words of the small corpus, and how it is trained."""

from __future__ import annotations

import torch

from reader.analysis.models.encoder import Encoder, EncoderSize
from reader.training.encoder_weights import Pretrained
from reader.training.joint_tagger import JointRecipe
from tests.training import small_corpus

WORDS = sorted(
    {word.lower() for text, *_ in small_corpus.sentences(0) for word in text.rstrip(".").split()}
)
VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", *WORDS)
JOINT = JointRecipe(
    steps=12,
    batch_pieces=160,
    learning_rate=3e-3,
    head_learning_rate=1e-2,
    layer_decay=1.0,
    decay=0.8,
    score_every=4,
)


def begin() -> Pretrained:
    """Return an encoder that knows nothing but the words of the small corpus."""
    torch.manual_seed(5)
    size = EncoderSize(len(VOCABULARY), hidden=32, layers=2, heads=4, inner=64, positions=64)
    encoder = Encoder(size)
    encoder.pieces.weight.random_(-127, 128)
    encoder.pieces.scale.fill_(0.005)
    return Pretrained(size, VOCABULARY, encoder.state_dict())
