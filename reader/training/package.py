"""Puts a tagger together with a tokenizer as a Stanza resources folder, small and without traces.

The tagger's weights have 8 bits and are stored as they are: they hardly get smaller, and load the
faster. Those of the tokenizer have 16 (Stanza copies them into modules of 32) and are deflated;
names of folders and files on the machine that trained it are blanked.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from reader.analysis.models.encoder_tagger import HEADS, EncoderTagger, packed
from reader.whole_file import whole_file

TOKENIZER = "en/tokenize/starter.pt"
TAGGER = "en/ner/joint.pt"
NOTICE = "NOTICE"
_PLACES = ("_dir", "_file", "_name")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_NOTICE_TEXT = """\
The file en/ner/joint.pt is made from all-MiniLM-L6-v2 of the sentence-transformers project, which
is made from nreimers/MiniLM-L6-H384-uncased, a smaller form of MiniLM-L12-H384-uncased by
Microsoft. These are under the Apache License, Version 2.0
(https://www.apache.org/licenses/LICENSE-2.0). Changed here: it was trained further to find names
and quotations, a vector for the shape of each word was added, the layer that pools sentences was
left out, and its weights are stored with 8 bits.
"""


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of a package: its path in the folder, its size in bytes, its MD5 in hex."""

    path: str
    size: int
    md5: str


def write_package(
    folder: Path, tokenizer: Path, tagger: Path, version: str, name: str = "starter"
) -> list[PackageFile]:
    """Write a tokenizer as a package holds it, a tagger, resources.json and the notice.

    ``name`` is what Stanza and ``reader models`` call the package. Return its models.
    """
    files = []
    for path, content in ((TOKENIZER, tokenizer.read_bytes()), (TAGGER, tagger.read_bytes())):
        _write(folder / path, content)
        md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
        files.append(PackageFile(path, len(content), md5))
    resources = _resources({file.path: file.md5 for file in files}, version, name)
    _write(folder / "resources.json", (json.dumps(resources, indent=1) + "\n").encode())
    _write(folder / NOTICE, _NOTICE_TEXT.encode())
    return files


def write_tagger(path: Path, tagger: EncoderTagger) -> None:
    """Write ``tagger`` as a package holds it; the same tagger gives the same bytes."""
    _write(path, _saved(packed(tagger), zipfile.ZIP_STORED))


def write_tokenizer(path: Path, trained: Path) -> None:
    """Write the tokenizer that training left in ``trained`` as a package holds it."""
    state = slim(torch.load(trained, map_location="cpu", weights_only=True))
    _write(path, _saved(state, zipfile.ZIP_DEFLATED))


def slim(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return a saved model with 16-bit weights and no paths in its settings."""
    kept = dict(state)
    if isinstance(kept.get("model"), Mapping):
        kept["model"] = {
            name: weight.half() if torch.is_floating_point(weight) else weight
            for name, weight in kept["model"].items()
        }
    if isinstance(kept.get("config"), Mapping):
        kept["config"] = {
            name: None if isinstance(value, str) and name.endswith(_PLACES) else value
            for name, value in kept["config"].items()
        }
    return kept


def _saved(state: Mapping[str, Any], kind: int) -> bytes:
    """Return a saved state in an archive of ``kind``; the same state gives the same bytes."""
    saved, kept = io.BytesIO(), io.BytesIO()
    torch.save(dict(state), saved)
    with zipfile.ZipFile(saved) as plain, zipfile.ZipFile(kept, "w") as written:
        for entry in plain.infolist():
            own = zipfile.ZipInfo(entry.filename, _EARLIEST)
            written.writestr(own, plain.read(entry), kind, 9)
    return kept.getvalue()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path, mode=0o644) as file:
        file.write(content)


def _resources(sums: Mapping[str, str], version: str, name: str) -> dict[str, Any]:
    """resources.json as Stanza reads it; ``reads`` says what the tagger finds."""
    chosen = {"tokenize": "starter", "ner": "joint"}
    return {
        "version": version,
        "en": {
            "lang_name": "English",
            "default_processors": chosen,
            "default_dependencies": {},
            "packages": {name: chosen},
            "tokenize": {"starter": {"md5": sums[TOKENIZER]}},
            "ner": {"joint": {"md5": sums[TAGGER], "reads": list(HEADS)}},
        },
    }
