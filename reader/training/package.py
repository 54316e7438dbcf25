"""Puts trained models together as a Stanza resources folder, small and without traces.

What only training needs is left out: optimiser states were never in, and names of folders and
files on the machine that trained are blanked. Weights are stored with 16 bits; Stanza copies
them into modules of 32 bits when it loads them.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from reader.whole_file import whole_file

TOKENIZER = "en/tokenize/starter.pt"
VECTORS = "en/pretrain/newswire.pt"
ENTITIES = "en/ner/worldwide.pt"
ATTRIBUTION = "en/ner/attribution.pt"
FILES = (TOKENIZER, VECTORS, ENTITIES, ATTRIBUTION)
_PLACES = ("_dir", "_file", "_name")


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of a package: its path in the folder, its size in bytes, its MD5 in hex."""

    path: str
    size: int
    md5: str


def write_package(folder: Path, models: Mapping[str, Path], version: str) -> list[PackageFile]:
    """Writes ``models``, one for each of ``FILES``, and resources.json into ``folder``.

    Models are given as Stanza's training saves them. Raises ValueError when one is not given.
    """
    missing = [name for name in FILES if name not in models]
    if missing:
        raise ValueError(f"no model for {', '.join(missing)}")
    files = []
    for name in FILES:
        state = torch.load(models[name], map_location="cpu", weights_only=True)
        told = io.BytesIO()
        torch.save(slim(state), told, _use_new_zipfile_serialization=False)
        files.append(_write(folder, name, told.getvalue()))
    resources = json.dumps(_resources(files, version), indent=1) + "\n"
    _write(folder, "resources.json", resources.encode())
    return files


def slim(state: Mapping[str, Any]) -> dict[str, Any]:
    """A saved model or pretrain file with 16-bit weights and no paths in its settings."""
    kept = dict(state)
    if "emb" in kept:
        kept["emb"] = torch.as_tensor(kept["emb"]).half()
    if isinstance(kept.get("model"), Mapping):
        kept["model"] = {
            name: weight.half() if torch.is_floating_point(weight) else weight
            for name, weight in kept["model"].items()
        }
    if isinstance(kept.get("config"), Mapping):
        kept["config"] = {name: _setting(name, value) for name, value in kept["config"].items()}
    return kept


def _setting(name: str, value: Any) -> Any:
    return None if isinstance(value, str) and name.endswith(_PLACES) else value


def _write(folder: Path, name: str, content: bytes) -> PackageFile:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path, mode=0o644) as file:
        file.write(content)
    return PackageFile(name, len(content), hashlib.md5(content, usedforsecurity=False).hexdigest())


def _resources(files: list[PackageFile], version: str) -> dict[str, Any]:
    """resources.json as Stanza reads it; the tagger of entities stands first."""
    sums = {file.path: file.md5 for file in files}
    vectors = [{"model": "pretrain", "package": "newswire"}]
    chosen = {"tokenize": "starter", "ner": ["worldwide", "attribution"]}
    return {
        "version": version,
        "en": {
            "lang_name": "English",
            "default_processors": chosen,
            "default_dependencies": {},
            "packages": {"starter": chosen},
            "tokenize": {"starter": {"md5": sums[TOKENIZER]}},
            "ner": {
                "worldwide": {"md5": sums[ENTITIES], "dependencies": vectors},
                "attribution": {"md5": sums[ATTRIBUTION], "dependencies": vectors},
            },
            "pretrain": {"newswire": {"md5": sums[VECTORS]}},
        },
    }
