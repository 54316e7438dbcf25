"""A small encoder with weights by chance: what holds of it holds of any."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from reader.analysis.models.decoding import bioes_tags
from reader.analysis.models.encoder import EncoderSize
from reader.analysis.models.encoder_tagger import (
    HEADS,
    EncoderTagger,
    EncoderTags,
    load_encoder_tagger,
    packed,
)
from reader.analysis.models.shared_pieces import SharedPieces, shipped_pieces
from reader.analysis.packages import ModelError

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefgh", *(f"##{x}" for x in "abc")]
TAGS = {"entities": bioes_tags(["Person"]), "attribution": bioes_tags(["Cue", "Source"])}
SIZE = EncoderSize(len(VOCABULARY), hidden=16, layers=2, heads=4, inner=24, positions=96)


@pytest.fixture(scope="module")
def tagger() -> EncoderTagger:
    torch.manual_seed(3)
    network = EncoderTags(SIZE, TAGS)
    for weight in network.parameters():
        torch.nn.init.normal_(weight, std=0.7)
    network.encoder.pieces.weight.random_(-127, 128)
    network.encoder.pieces.scale.uniform_(0.002, 0.008)
    steps = np.zeros((len(TAGS["attribution"]),) * 2, dtype=np.float32)
    return EncoderTagger(network, VOCABULARY, TAGS, steps)


def words(count: int) -> list[str]:
    return ["abcdefgh"[place * place % 8] for place in range(count)]


def test_a_unit_is_tagged_as_if_it_stood_alone(tagger: EncoderTagger) -> None:
    units = [words(30), words(29)[::-1], ["a", "Bab", "unheard-of"], ["b"]]
    together = tagger.tag(units)
    assert len(together) == len(HEADS)
    for number, unit in enumerate(units):
        alone = tagger.tag([unit])
        for layer, own in zip(together, alone, strict=True):
            assert [tag.name for tag in layer[number]] == [tag.name for tag in own[0]]
            assert [tag.sure for tag in layer[number]] == pytest.approx(
                [tag.sure for tag in own[0]], abs=1e-4
            )


@pytest.mark.parametrize("count", [93, 94, 95, 96, 190, 500])
def test_a_unit_too_long_to_be_read_at_once_has_a_tag_for_every_word(
    tagger: EncoderTagger, count: int
) -> None:
    for layer in tagger.tag([words(count)]):
        assert [len(tags) for tags in layer] == [count]
    longest_word = "abc" * 33
    for layer in tagger.tag([[longest_word] * 4]):
        assert len(layer[0]) == 4


def test_far_words_of_a_long_unit_are_tagged_by_their_own_window(tagger: EncoderTagger) -> None:
    long, other = words(300), words(300)
    other[:20] = ["h"] * 20
    for one, changed in zip(tagger.tag([long]), tagger.tag([other]), strict=True):
        far, same = one[0][-40:], changed[0][-40:]
        assert [tag.name for tag in far] == [tag.name for tag in same]
        assert [tag.sure for tag in far] == pytest.approx([tag.sure for tag in same], abs=1e-4)


def test_a_kept_tagger_tags_as_it_did(tagger: EncoderTagger, tmp_path: Path) -> None:
    path = tmp_path / "joint.pt"
    torch.save(packed(tagger), path)
    again = load_encoder_tagger(path, torch.float32)
    torch.save(packed(again), tmp_path / "again.pt")
    twice = load_encoder_tagger(tmp_path / "again.pt", torch.float32)
    units = [words(40), words(7)]
    assert [[t.name for u in layer for t in u] for layer in again.tag(units)] == [
        [t.name for u in layer for t in u] for layer in twice.tag(units)
    ]
    for name, weight in tagger.network.state_dict().items():
        kept = again.network.state_dict()[name]
        assert (kept - weight).abs().max() <= weight.abs().max() / 127 + 1e-3


def test_a_tagger_with_the_shipped_pieces_does_not_hold_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = shipped_pieces()
    size = EncoderSize(pieces=len(pieces.vocabulary), layers=1, inner=8)
    network = EncoderTags(size, TAGS)
    network.encoder.pieces.weight, network.encoder.pieces.scale = pieces.weight, pieces.scale
    steps = np.zeros((len(TAGS["attribution"]),) * 2, dtype=np.float32)
    path = tmp_path / "joint.pt"
    torch.save(packed(EncoderTagger(network, pieces.vocabulary, TAGS, steps)), path)
    assert path.stat().st_size < 2_000_000
    again = load_encoder_tagger(path, torch.float32)
    assert tuple(again.words.vocabulary) == pieces.vocabulary
    assert torch.equal(again.network.encoder.pieces.weight, pieces.weight)
    monkeypatch.setattr(SharedPieces, "checksum", 0)
    with pytest.raises(ModelError):
        load_encoder_tagger(path)


def test_loading_does_not_bring_what_only_compiling_needs(
    tagger: EncoderTagger, tmp_path: Path
) -> None:
    path = tmp_path / "joint.pt"
    torch.save(packed(tagger), path)
    report = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path\n"
            "from reader.analysis.models.encoder_tagger import load_encoder_tagger\n"
            f"load_encoder_tagger(Path({str(path)!r})).tag([['a', 'b']])\n"
            "print('torch._dynamo' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert report.stdout.strip() == "False"


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.pt"
    torch.save({"model": {}}, path)
    with pytest.raises(ValueError, match="no tagger of this kind"):
        load_encoder_tagger(path)
    held = io.BytesIO()
    torch.save({"kind": Path("x")}, held)
    path.write_bytes(held.getvalue())
    with pytest.raises(Exception, match=r"(?i)weights"):
        load_encoder_tagger(path)
