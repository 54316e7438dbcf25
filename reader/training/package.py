"""Puts trained models together as a Stanza resources folder, small and without traces.

A tagger is trained as fixed word vectors, which all taggers share, and its own corrections of
them. Here the two are added up: the tagger then needs no other file, and half as many words have
to be read when it loads. Stanza knows this form from its older models. Names of folders and files
on the machine that trained are blanked, weights are stored with 16 bits (Stanza copies them into
modules of 32 bits), and files are deflated.
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
from stanza.models.common.vocab import PAD_ID, UNK_ID, VOCAB_PREFIX_SIZE

from reader.whole_file import whole_file

TOKENIZER = "en/tokenize/starter.pt"
VECTORS = "en/pretrain/newswire.pt"
ENTITIES = "en/ner/worldwide.pt"
ATTRIBUTION = "en/ner/attribution.pt"
FILES = (TOKENIZER, ENTITIES, ATTRIBUTION)
_PLACES = ("_dir", "_file", "_name")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of a package: its path in the folder, its size in bytes, its MD5 in hex."""

    path: str
    size: int
    md5: str


def write_package(folder: Path, models: Mapping[str, Path], version: str) -> list[PackageFile]:
    """Write ``models``, one for each of ``FILES``, and resources.json into ``folder``.

    Models are given as Stanza's training saves them; ``VECTORS`` among them are those of taggers
    that do not hold their own. Raises ValueError when a model is not given.
    """
    missing = [name for name in FILES if name not in models]
    if missing:
        raise ValueError(f"no model for {', '.join(missing)}")
    vectors = _loaded(models[VECTORS])["emb"] if VECTORS in models else None
    files = []
    for name in FILES:
        state = _loaded(models[name])
        if name in (ENTITIES, ATTRIBUTION):
            state = with_own_vectors(state, vectors)
        files.append(_write(folder, name, _deflated(slim(state))))
    resources = json.dumps(_resources(files, version), indent=1) + "\n"
    _write(folder, "resources.json", resources.encode())
    return files


def with_own_vectors(state: Mapping[str, Any], vectors: torch.Tensor | None) -> dict[str, Any]:
    """Return a saved tagger whose corrections of ``vectors`` are added to them, and kept in it.

    A word that only the corrections know gets a row of its own, as Stanza would compute it: the
    vector of unknown words and the correction. A tagger that holds its vectors is given back as
    it is. Raises ValueError when it does not and ``vectors`` is None.
    """
    if "delta" not in state["vocab"]:
        return dict(state)
    if vectors is None:
        raise ValueError("the vectors that this tagger was trained with are needed")
    vocab, model = dict(state["vocab"]), dict(state["model"])
    delta, corrections = vocab.pop("delta"), model.pop("delta_emb.weight").float()
    vocab["_key2class"] = {
        name: kind for name, kind in vocab["_key2class"].items() if name != "delta"
    }
    words = dict(vocab["word"])
    names, places = list(words["_id2unit"]), dict(words["_unit2id"])
    rows = vectors.float().clone()
    unknown = rows[UNK_ID].clone()
    added = []
    for unit, place in delta["_unit2id"].items():
        if place < VOCAB_PREFIX_SIZE:
            continue
        word = unit.replace(" ", "\xa0")
        if word in places:
            rows[places[word]] += corrections[place]
        else:
            places[word] = len(names)
            names.append(word)
            added.append(unknown + corrections[place])
    rows[UNK_ID] = unknown + corrections[UNK_ID]
    rows[PAD_ID] = 0
    words["_id2unit"], words["_unit2id"] = names, places
    vocab["word"] = words
    model["word_emb.weight"] = torch.cat([rows, torch.stack(added)]) if added else rows
    return {**state, "vocab": vocab, "model": model}


def slim(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return a saved model with 16-bit weights and no paths in its settings."""
    kept = dict(state)
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


def _loaded(path: Path) -> dict[str, Any]:
    return dict(torch.load(path, map_location="cpu", weights_only=True))


def _deflated(state: Mapping[str, Any]) -> bytes:
    """Return a saved state, deflated; the same state gives the same bytes."""
    saved, packed = io.BytesIO(), io.BytesIO()
    torch.save(dict(state), saved)
    with zipfile.ZipFile(saved) as plain, zipfile.ZipFile(packed, "w") as small:
        for entry in plain.infolist():
            kept = zipfile.ZipInfo(entry.filename, _EARLIEST)
            small.writestr(kept, plain.read(entry), zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def _write(folder: Path, name: str, content: bytes) -> PackageFile:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path, mode=0o644) as file:
        file.write(content)
    return PackageFile(name, len(content), hashlib.md5(content, usedforsecurity=False).hexdigest())


def _resources(files: list[PackageFile], version: str) -> dict[str, Any]:
    """resources.json as Stanza reads it; the tagger of entities comes first."""
    sums = {file.path: file.md5 for file in files}
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
                "worldwide": {"md5": sums[ENTITIES]},
                "attribution": {"md5": sums[ATTRIBUTION]},
            },
        },
    }
