"""Puts a joint tagger together with a tokenizer as a Stanza resources folder.

The tagger's weights have 8 bits and are stored as they are: they hardly get smaller, and load the
faster.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch

from reader.analysis.models.encoder_tagger import HEADS, EncoderTagger, packed
from reader.whole_file import whole_file

TOKENIZER = "en/tokenize/starter.pt"
TAGGER = "en/ner/joint.pt"
NOTICE = "NOTICE"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_NOTICE_TEXT = """\
The file en/ner/joint.pt is made from all-MiniLM-L6-v2 of the sentence-transformers project, which
is made from nreimers/MiniLM-L6-H384-uncased, a smaller form of MiniLM-L12-H384-uncased by
Microsoft. These are under the Apache License, Version 2.0
(https://www.apache.org/licenses/LICENSE-2.0). Changed here: it was trained further to find names
and quotations, a vector for the shape of each word was added, the layer that pools sentences was
left out, and its weights are stored with 8 bits.
"""


def write_joint_package(folder: Path, tokenizer: Path, tagger: Path, version: str) -> None:
    """Write a tokenizer as a package holds it, a tagger, resources.json and the notice."""
    files = {TOKENIZER: tokenizer.read_bytes(), TAGGER: tagger.read_bytes()}
    for name, content in files.items():
        _write(folder / name, content)
    sums = {
        name: hashlib.md5(content, usedforsecurity=False).hexdigest()
        for name, content in files.items()
    }
    resources = json.dumps(_resources(sums, version), indent=1) + "\n"
    _write(folder / "resources.json", resources.encode())
    _write(folder / NOTICE, _NOTICE_TEXT.encode())


def write_tagger(path: Path, tagger: EncoderTagger) -> None:
    """Write ``tagger`` as a package holds it; the same tagger gives the same bytes."""
    saved, kept = io.BytesIO(), io.BytesIO()
    torch.save(packed(tagger), saved)
    with zipfile.ZipFile(saved) as plain, zipfile.ZipFile(kept, "w") as written:
        for entry in plain.infolist():
            written.writestr(zipfile.ZipInfo(entry.filename, _EARLIEST), plain.read(entry))
    _write(path, kept.getvalue())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path, mode=0o644) as file:
        file.write(content)


def _resources(sums: Mapping[str, str], version: str) -> dict[str, Any]:
    """resources.json as Stanza reads it; ``reads`` says what the tagger finds."""
    chosen = {"tokenize": "starter", "ner": "joint"}
    return {
        "version": version,
        "en": {
            "lang_name": "English",
            "default_processors": chosen,
            "default_dependencies": {},
            "packages": {"joint": chosen},
            "tokenize": {"starter": {"md5": sums[TOKENIZER]}},
            "ner": {"joint": {"md5": sums[TAGGER], "reads": list(HEADS)}},
        },
    }
