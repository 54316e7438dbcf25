from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reader.analysis.packages import (
    STARTER,
    ModelError,
    damaged,
    languages,
    read_package,
    rules_stamp,
    stamp,
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return a folder of models, some bytes each: a tokenizer and a tagger for either use."""
    names = {"tokenize": ("starter",), "ner": ("names", "attribution")}
    listed: dict[str, object] = {"lang_name": "English"}
    for processor, models in names.items():
        listed[processor] = {model: {"md5": model} for model in models}
        for model in models:
            own = tmp_path / "models/en" / processor / f"{model}.pt"
            own.parent.mkdir(parents=True, exist_ok=True)
            own.write_bytes(model.encode())
    listed["packages"] = {"both": {"tokenize": "starter", "ner": list(names["ner"])}}
    (tmp_path / "models/resources.json").write_text(json.dumps({"version": "1", "en": listed}))
    return tmp_path / "models"


def one_sentence(error: pytest.ExceptionInfo[ModelError]) -> str:
    report = str(error.value)
    assert report.endswith(".")
    assert "\n" not in report
    return report


def rewrite(folder: Path, change: dict[str, object]) -> None:
    path = folder / "resources.json"
    resources = json.loads(path.read_text())
    path.write_text(json.dumps({**resources, **change}))


def test_the_package_that_ships_with_reader_is_whole() -> None:
    package = read_package(STARTER)
    assert languages(STARTER) == ("en",)
    assert package.language == "en"
    assert package.entities is not None
    assert package.taggers == (package.entities,) == (package.attribution,)
    assert damaged(package) == []
    assert set(stamp(STARTER)) == {"entities", "attribution", "quotes"}


def test_every_file_that_loading_needs_is_listed_once() -> None:
    files = [file.path.relative_to(STARTER) for file in read_package(STARTER).files]
    assert len(files) == len(set(files))
    assert set(files) == {path.relative_to(STARTER) for path in STARTER.rglob("*.pt")}


def test_a_folder_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        stamp(tmp_path / "gone")
    assert str(tmp_path / "gone") in one_sentence(error)


def test_a_folder_without_models_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        stamp(tmp_path)
    assert "resources.json" in one_sentence(error)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"{}", b'{"en": {}}'])
def test_a_damaged_list_of_models_is_reported(package: Path, content: bytes) -> None:
    (package / "resources.json").write_bytes(content)
    with pytest.raises(ModelError) as error:
        stamp(package)
    one_sentence(error)


@pytest.mark.parametrize(
    "broken",
    [
        {"tokenize": {"starter": {}}},
        {"tokenize": {"starter": {}}, "packages": {}},
        {"tokenize": {"starter": {}}, "packages": {"starter": {}}},
        {"tokenize": {"starter": {}}, "packages": {"starter": {"tokenize": "other"}}},
        {"tokenize": {"starter": {}}, "packages": {"starter": {"tokenize": 3}}},
        {"tokenize": {"starter": None}, "packages": {"starter": {"tokenize": "starter"}}},
    ],
)
def test_a_list_of_models_with_parts_missing_is_reported(
    package: Path, broken: dict[str, object]
) -> None:
    rewrite(package, {"en": broken})
    with pytest.raises(ModelError) as error:
        stamp(package)
    one_sentence(error)


@pytest.mark.parametrize("model", ["en/tokenize/starter.pt", "en/ner/names.pt"])
def test_a_missing_and_an_empty_model_are_reported(package: Path, model: str) -> None:
    (package / model).write_bytes(b"")
    with pytest.raises(ModelError) as error:
        read_package(package)
    assert "empty" in one_sentence(error)
    (package / model).unlink()
    with pytest.raises(ModelError) as error:
        read_package(package)
    assert "missing" in one_sentence(error)


def test_a_language_that_the_package_lacks_is_reported(package: Path) -> None:
    with pytest.raises(ModelError) as error:
        read_package(package, "fr")
    one_sentence(error)


def test_models_that_are_not_as_their_checksums_say_are_found(package: Path) -> None:
    read = read_package(package)
    assert damaged(read) == list(read.files)


def test_another_checksum_or_size_or_version_changes_the_stamp_of_what_uses_it(
    package: Path,
) -> None:
    before = stamp(package)
    resources = json.loads((package / "resources.json").read_text())
    resources["en"]["ner"]["attribution"]["md5"] = "0" * 32
    (package / "resources.json").write_text(json.dumps(resources))
    trained = stamp(package)
    assert trained["attribution"] != before["attribution"]
    assert trained["entities"] == before["entities"]
    assert trained["quotes"] == before["quotes"]

    (package / "en/tokenize/starter.pt").write_bytes(b"another tokenizer")
    retokenised = stamp(package)
    assert retokenised["entities"] != trained["entities"]
    assert retokenised["attribution"] != trained["attribution"]

    rewrite(package, {"version": "2"})
    assert stamp(package)["entities"].version == "2"


def test_a_model_without_checksum_changes_the_stamp_when_it_is_rewritten(package: Path) -> None:
    resources = json.loads((package / "resources.json").read_text())
    for model in resources["en"]["ner"].values():
        del model["md5"]
    (package / "resources.json").write_text(json.dumps(resources))
    before = stamp(package)
    model = package / "en/ner/attribution.pt"
    written = model.stat().st_mtime_ns + 1_000_000_000
    os.utime(model, ns=(written, written))
    assert stamp(package)["attribution"] != before["attribution"]


def test_a_package_without_attribution_finds_names_alone(package: Path) -> None:
    resources = json.loads((package / "resources.json").read_text())
    resources["en"]["packages"] = {"names": {"tokenize": "starter", "ner": "names"}}
    (package / "resources.json").write_text(json.dumps(resources))
    read = read_package(package)
    assert (read.name, read.entities, read.attribution) == ("names", "names", None)
    assert set(stamp(package)) == {"entities", "quotes"}


def test_a_model_that_reads_both_serves_for_both(package: Path) -> None:
    resources = json.loads((package / "resources.json").read_text())
    models = resources["en"]["ner"]
    models["joint"], models["names"] = {"reads": ["entities", "attribution"]}, {}
    for name in ("joint", "names"):
        (package / f"en/ner/{name}.pt").write_bytes(b"weights")
    for listed, taggers in (
        (["joint"], ("joint",)),
        (["names", "joint"], ("names", "joint")),
        (["joint", "names"], ("joint",)),
        (["joint", "attribution"], ("joint",)),
    ):
        resources["en"]["packages"] = {"own": {"tokenize": "starter", "ner": listed}}
        (package / "resources.json").write_text(json.dumps(resources))
        read = read_package(package)
        assert read.taggers == taggers
        assert read.attribution == "joint"
        assert set(stamp(package)) == {"entities", "attribution", "quotes"}


def test_the_rules_have_a_stamp_of_their_own() -> None:
    assert rules_stamp() == stamp(STARTER)["quotes"]
    assert len(rules_stamp().hash) == 32
