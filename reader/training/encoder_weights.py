"""Reads published encoders by the names that their weights have in ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file

from reader.analysis.models.encoder import EncoderSize
from reader.analysis.models.encoder_tagger import in_eight_bits

WEIGHTS = "model.safetensors"
PIECES = "tokenizer.json"
_OURS = {
    "attended": "attention.output.dense",
    "attended_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "narrow_norm": "output.LayerNorm",
}
_MPNET = _OURS | {"attended": "attention.attn.o", "attended_norm": "attention.LayerNorm"}
_ASKED = tuple(f"attention.self.{use}" for use in ("query", "key", "value"))
_ASKED_OF_MPNET = tuple(f"attention.attn.{use}" for use in ("q", "k", "v"))
_FIRST_PIECE, _FIRST_POSITION = 4, 2
"""Where the pieces of BERT and the positions begin in MPNet, which has signs of its own first."""
_SIGNS_OF_MPNET = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}


@dataclass(frozen=True)
class Pretrained:
    """An encoder as published: its measures, its pieces in order, its weights by our names."""

    size: EncoderSize
    vocabulary: tuple[str, ...]
    weights: Mapping[str, torch.Tensor]


def read_pretrained(folder: Path) -> Pretrained:
    """Return the BERT or MPNet whose weights and vocabulary lie in ``folder``."""
    known = json.loads((folder / PIECES).read_bytes())["model"]["vocab"]
    vocabulary = tuple(sorted(known, key=lambda piece: int(known[piece])))
    weights = load_file(folder / WEIGHTS)
    if "encoder.relative_attention_bias.weight" in weights:
        return _mpnet(vocabulary, weights)
    positions = (
        weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    own = _renamed(weights, weights["embeddings.word_embeddings.weight"], positions)
    for layer in _layers(weights):
        own |= _layer(weights, layer, _ASKED, _OURS)
    return Pretrained(_size(weights, own), vocabulary, own)


def _mpnet(vocabulary: tuple[str, ...], weights: Mapping[str, torch.Tensor]) -> Pretrained:
    """Return an MPNet with its pieces in the order of the BERT that they are of."""
    at = {piece: place for place, piece in enumerate(vocabulary)}
    ours = vocabulary[_FIRST_PIECE:-1]
    rows = [at[_SIGNS_OF_MPNET.get(piece, piece)] for piece in ours]
    positions = weights["embeddings.position_embeddings.weight"][_FIRST_POSITION:]
    own = _renamed(weights, weights["embeddings.word_embeddings.weight"][rows], positions)
    own["nearness.weight"] = weights["encoder.relative_attention_bias.weight"]
    for layer in _layers(weights):
        own |= _layer(weights, layer, _ASKED_OF_MPNET, _MPNET)
    nearness = own["nearness.weight"].shape[0]
    return Pretrained(replace(_size(weights, own), nearness=nearness, epsilon=1e-5), ours, own)


def _layers(weights: Mapping[str, torch.Tensor]) -> list[str]:
    return sorted({name.split(".")[2] for name in weights if name.startswith("encoder.layer.")})


def _size(weights: Mapping[str, torch.Tensor], own: Mapping[str, torch.Tensor]) -> EncoderSize:
    pieces, hidden = own["pieces.weight"].shape
    return EncoderSize(
        pieces=pieces,
        hidden=hidden,
        layers=len(_layers(weights)),
        heads=12,
        inner=own["layers.0.wide.weight"].shape[0],
        positions=own["positions.weight"].shape[0],
    )


def _renamed(
    weights: Mapping[str, torch.Tensor], pieces: torch.Tensor, positions: torch.Tensor
) -> dict[str, torch.Tensor]:
    """Return the vectors that go in, by our names."""
    whole, scale = in_eight_bits(pieces)
    return {
        "pieces.weight": whole,
        "pieces.scale": scale,
        "positions.weight": positions,
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }


def _layer(
    weights: Mapping[str, torch.Tensor],
    layer: str,
    asked: tuple[str, ...],
    names: Mapping[str, str],
) -> dict[str, torch.Tensor]:
    theirs, own = f"encoder.layer.{layer}", {}
    for kind in ("weight", "bias"):
        own[f"layers.{layer}.attention.{kind}"] = torch.cat(
            [weights[f"{theirs}.{use}.{kind}"] for use in asked]
        )
        for ours, their in names.items():
            own[f"layers.{layer}.{ours}.{kind}"] = weights[f"{theirs}.{their}.{kind}"]
    return own
