"""Writes the encoder that ships with reader, as published but for its 8 bits, with its papers."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import torch

from reader.analysis.models.encoder import Encoder
from reader.analysis.models.sentence_encoder import StoredEncoder, stored
from reader.training.encoder_source import MINILM, pretrained
from reader.training.encoder_weights import WEIGHTS, Pretrained
from reader.whole_file import whole_file

ENCODER = "minilm.pt"
CARD, NOTICE = "MODEL_CARD.md", "NOTICE"
_EARLIEST = (1980, 1, 1, 0, 0, 0)

_NOTICE_TEXT = """\
The file minilm.pt is made from all-MiniLM-L6-v2 of the sentence-transformers project, which is made
from nreimers/MiniLM-L6-H384-uncased, a smaller form of MiniLM-L12-H384-uncased by Microsoft. These
are under the Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0). Changed
here: the layer that pools sentences was left out, the one vector for the kind of text was added to
those for places, and the weights are stored with 8 bits.
"""
_CARD_TEXT = """\
# The encoder

`{file}` gives a sentence a vector of {hidden} numbers; the vectors of sentences that say the same
point the same way. reader compares claims with it.

| | |
| --- | --- |
| made from | {revision} |
| licence | {licence} (see NOTICE) |
| source | the wheel `{package}`, file model.safetensors |
| SHA-256 of that file | `{sum}` |
| measures | {layers} layers, {hidden} numbers a piece, {pieces} word pieces, lower case |
| stored as | whole numbers of 8 bits, a scale (16 bits) to each row; {size:.1f} MB |
| loaded by | `load_encoder` of `reader.analysis.models.sentence_encoder`: mapped, weights only |
| language | English; other languages are compared by their words |
| matching | with words: MAP@5 0.889, CLEF-2020 CheckThat! task 2 dev (197 posts, 10,190 claims) |

`reader train encoder --data DIR --out DIR` makes this folder again, byte for byte.
"""


def train_encoder_package(work: Path) -> Path:
    """Fetch the published encoder and writes the folder ``work / "encoder"``.

    Raises EncoderError.
    """
    folder = work / "encoder"
    write_encoder_package(folder, pretrained(work / "published"))
    return folder


def write_encoder_package(folder: Path, source: Pretrained) -> None:
    """Write the encoder with its card and notice; the same weights give the same bytes."""
    loaded = as_encoder(source)
    content = _same_bytes(stored(loaded.encoder, loaded.vocabulary))
    size = source.size
    card = _CARD_TEXT.format(
        file=ENCODER,
        revision=MINILM.revision,
        licence=MINILM.licence,
        package=MINILM.packages[0],
        sum=MINILM.sums[WEIGHTS],
        layers=size.layers,
        hidden=size.hidden,
        pieces=size.pieces,
        size=len(content) / 1e6,
    )
    folder.mkdir(parents=True, exist_ok=True)
    papers = {CARD: card.encode(), NOTICE: _NOTICE_TEXT.encode()}
    for name, own in {ENCODER: content, **papers}.items():
        with whole_file(folder / name, mode=0o644) as file:
            file.write(own)


def as_encoder(source: Pretrained) -> StoredEncoder:
    """Return the published encoder in ours; it knows no shapes of words, so their vectors are 0."""
    encoder = Encoder(source.size)
    missing, unknown = encoder.load_state_dict(dict(source.weights), strict=False)
    if unknown or set(missing) != {"shapes.weight"}:
        raise ValueError(f"weights that do not fit: {[*missing, *unknown]}")
    return StoredEncoder(encoder.eval(), source.vocabulary)


def _same_bytes(state: dict[str, Any]) -> bytes:
    saved, kept = io.BytesIO(), io.BytesIO()
    torch.save(state, saved)
    with zipfile.ZipFile(saved) as plain, zipfile.ZipFile(kept, "w") as written:
        for entry in plain.infolist():
            written.writestr(zipfile.ZipInfo(entry.filename, _EARLIEST), plain.read(entry))
    return kept.getvalue()
