"""Stanza's downloader against a server on this machine; what was brought finds names."""

from __future__ import annotations

import errno
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.analysis import installed_models
from reader.analysis.packages import STARTER, ModelError, read_package, stamp, stamp_of_all
from tests.analysis.model_server import ModelServer, every_file, model_server, served

pytestmark = pytest.mark.stanza


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as serving:
        yield serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


Reported = list[tuple[str, int, int]]


def install(server: ModelServer, folder: Path, language: str, name: str | None = None) -> Reported:
    from reader.analysis.models.official_models import cleared, fetch

    message: Reported = []
    arrival = fetch(language, name, folder, lambda *step: message.append(step), server.address)
    installed_models.take_in(folder, arrival)
    cleared(folder)
    return message


def refused(server: ModelServer, folder: Path, language: str, name: str | None = None) -> str:
    with pytest.raises(ModelError) as error:
        install(server, folder, language, name)
    sentence = str(error.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_what_can_be_installed(server: ModelServer, folder: Path) -> None:
    from reader.analysis.models.official_models import available

    message = available(server.address, folder=folder)
    assert [(each.language, each.name, each.packages) for each in message] == [
        ("en", "English", ("newsnames",)),
        ("nl", "Dutch", ("newsnames",)),
    ]
    assert every_file(folder) == set()


def test_for_english_names_alone_are_brought(server: ModelServer, folder: Path) -> None:
    message = install(server, folder, "en")
    assert every_file(folder) == {"resources.json", "en/ner/newsnames.pt"}
    size = served()["en/ner/newsnames.pt"].stat().st_size
    assert message[-1] == ("newsnames.pt", size, size)
    assert [came for _, came, _ in message] == sorted(came for _, came, _ in message)
    package = read_package(folder)
    assert (package.name, package.entities, package.attribution) == (
        "newsnames",
        "newsnames",
        read_package(STARTER).attribution,
    )
    assert stamp(folder)["attribution"] == stamp(STARTER)["attribution"]
    assert stamp(folder)["entities"].package == "newsnames"


def test_for_another_language_the_tokenizer_too(server: ModelServer, folder: Path) -> None:
    install(server, folder, "dutch")
    assert {"nl/ner/newsnames.pt", "nl/tokenize/alpino.pt"} < every_file(folder)
    every = installed_models.installed(folder)
    assert [(each.language, each.name, each.in_use) for each in every] == [
        ("en", "starter", True),
        ("nl", "newsnames", True),
    ]
    assert set(stamp_of_all(folder)) == {"entities", "attribution", "quotes", "entities nl"}


def test_use_and_remove(server: ModelServer, folder: Path) -> None:
    install(server, folder, "en")
    install(server, folder, "nl")
    installed_models.use(folder, "en", "starter")
    assert read_package(folder).entities == read_package(STARTER).entities
    installed_models.use(folder, "en", "newsnames")
    assert read_package(folder).entities == "newsnames"
    with pytest.raises(ModelError, match="no models other"):
        installed_models.use(folder, "en", "other")
    with pytest.raises(ModelError, match="ship with reader"):
        installed_models.remove(folder, "en", "starter")
    installed_models.remove(folder, "en", "newsnames")
    assert read_package(folder).entities == read_package(STARTER).entities
    installed_models.remove(folder, "nl", "newsnames")
    assert every_file(folder) == {"resources.json"}
    assert stamp_of_all(folder) == stamp(STARTER)


def test_both_find_their_part_in_one_pipeline(server: ModelServer, folder: Path) -> None:
    from reader.analysis.models.pipeline import Pipeline
    from reader.article.block import Block

    install(server, folder, "en")
    install(server, folder, "nl")
    pipeline = Pipeline(folder, threads=1)
    shipped = Pipeline(threads=1)
    report = (
        "The harbour froze on Tuesday, the ferry company Fjordline said. “No boat will leave "
        "before Friday,” said Ada Holm, its director. She told Fjordline to wait for the thaw."
    )
    blocks = [Block("paragraph", 0, len(report))]
    found, same = (each.analyze(report, blocks) for each in (pipeline, shipped))
    assert [quote.text for quote in found.quotes] == [quote.text for quote in same.quotes]
    assert {"Ada Holm", "Fjordline"} <= {entity.text for entity in found.entities}
    assert found.models["attribution"] == same.models["attribution"]
    assert found.models["entities"].package == "newsnames"

    dutch = (
        "De haven is dinsdag bevroren, zei de veerdienst. „Voor vrijdag vaart er geen boot,” zei "
        "directeur Ada Holm. Zij vroeg de reizigers om te wachten op de dooi."
    )
    found = pipeline.analyze(dutch, [Block("paragraph", 0, len(dutch))])
    assert found.language == "nl"
    assert set(found.models) == {"entities", "quotes"}
    assert any(entity.text == "Ada Holm" for entity in found.entities)
    assert [quote.text for quote in found.quotes] == ["Voor vrijdag vaart er geen boot,"]
    assert "only quotation marks" in found.notices[0]


def test_models_of_another_language_that_are_damaged_leave_its_marks(
    server: ModelServer, folder: Path
) -> None:
    from reader.analysis.models.pipeline import Pipeline
    from reader.article.block import Block

    install(server, folder, "nl")
    (folder / "nl/ner/newsnames.pt").write_bytes(b"no model")
    dutch = (
        "„Voor vrijdag vaart er geen boot,” zei directeur Ada Holm tegen de wachtende reizigers."
    )
    found = Pipeline(folder, threads=1).analyze(dutch, [Block("paragraph", 0, len(dutch))])
    assert [quote.text for quote in found.quotes] == ["Voor vrijdag vaart er geen boot,"]
    assert "damaged" in found.notices[0]
    assert found.entities == ()


@pytest.mark.parametrize(
    ("answers", "language", "message"),
    [
        ({"list": 404}, "en", "answered 404"),
        ({"list": "no list"}, "en", "does not give a list"),
        ({"en/ner/newsnames.pt": 503}, "en", "answered 503"),
        ({"en/ner/newsnames.pt": "cut"}, "en", "broke"),
        ({"en/ner/newsnames.pt": "damaged"}, "en", "came damaged"),
        ({}, "fo", "no models of names"),
        ({}, "tlh", "no models of names"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_changes_nothing(
    server: ModelServer, folder: Path, answers: dict[str, int | str], language: str, message: str
) -> None:
    server.answer = answers
    assert message in refused(server, folder, language)
    assert not (folder / "resources.json").exists()
    server.answer = {}
    install(server, folder, "en")
    assert read_package(folder).entities == "newsnames"


UP = "../../outside"


@pytest.mark.parametrize(
    ("listed", "language"),
    [
        ({"xx": {"packages": {"default": {"ner": UP}}, "ner": {UP: {"md5": "0"}}}}, "xx"),
        ({"xx": {"packages": {"default": {"ner": UP}}, "ner": {"a": {"md5": "0"}}}}, "xx"),
        ({"xx": {"packages": {"default": {"tokenize": UP, "ner": "a"}}, "ner": {"a": {}}}}, "xx"),
        ({UP: {"packages": {"default": {"ner": "a"}}, "ner": {"a": {"md5": "0"}}}}, "en"),
        ({"/outside": {"packages": {}}}, "en"),
        ({"xx": {"alias": UP}}, "xx"),
        ({"xx": {"alias": "yy"}, "yy": {"alias": "xx"}}, "xx"),
        ({"en": {
            "packages": {"default": {"ner": "a"}},
            "ner": {"a": {"md5": "0", "dependencies": [{"model": UP, "package": "p"}]}},
        }}, "en"),
        ({"en": {
            "packages": {"default": {"ner": "a"}},
            "ner": {"a": {"md5": "0", "dependencies": [{"model": "pretrain", "package": UP}]}},
            "pretrain": {"p": {"md5": "0"}},
        }}, "en"),
        ({"en": {
            "packages": {"default": {"ner": "a"}},
            "ner": {"a": {"md5": "0", "dependencies": [{"model": "ner", "package": "a"}]}},
        }}, "en"),
        ({"url": "file:///etc/{lang}/{filename}"}, "en"),
        ({"url": ["http://"]}, "en"),
        ({"url": "http://["}, "en"),
        ({"en": {"packages": 7}}, "en"),
        ({"en": 7}, "en"),
        ({"en": {"packages": {"default": {"ner": 7}}, "ner": {"7": {"md5": 7}}}}, "en"),
    ],
)  # fmt: skip
def test_a_list_that_leads_elsewhere_or_in_a_circle_writes_nothing(
    server: ModelServer, folder: Path, listed: dict[str, Any], language: str
) -> None:
    server.listed = listed
    around = {path for path in folder.parent.rglob("*") if not path.is_relative_to(folder)}
    refused(server, folder, language)
    assert {p for p in folder.parent.rglob("*") if not p.is_relative_to(folder)} == around
    assert not list(folder.rglob("*.pt"))
    assert not (folder / "resources.json").exists()


def test_a_package_that_stanza_lacks(server: ModelServer, folder: Path) -> None:
    assert "it has newsnames" in refused(server, folder, "en", "ontonotes")


def test_a_server_that_is_silent_or_not_there(
    server: ModelServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.analysis.models import official_models

    monkeypatch.setattr(official_models, "ANSWER_TIMEOUT", 0.2)
    server.answer = {"en/ner/newsnames.pt": "silent"}
    assert "did not answer" in refused(server, folder, "en")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ModelError, match="cannot be reached"):
        official_models.available(nobody, folder=folder)
    with pytest.raises(ModelError, match="not an address"):
        official_models.available("models", folder=folder)


def test_a_download_that_was_cut_off_goes_on_with_what_is_missing(
    server: ModelServer, folder: Path
) -> None:
    server.answer = {"nl/ner/newsnames.pt": "cut"}
    refused(server, folder, "nl")
    server.answer, server.asked = {}, []
    install(server, folder, "nl")
    assert [path for path in server.asked if path.endswith(".pt")] == ["nl/ner/newsnames.pt"]


def test_a_full_disk_is_reported(
    server: ModelServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stanza.resources import common

    def full(*_words: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(common.os, "replace", full)
    assert "disk is full" in refused(server, folder, "en")


def test_a_damaged_list_is_reported_and_not_written_over(server: ModelServer, folder: Path) -> None:
    install(server, folder, "nl")
    (folder / "resources.json").write_text("{")
    assert "is damaged" in refused(server, folder, "en")
    assert (folder / "resources.json").read_text() == "{"


def test_english_stays_first_so_that_short_texts_are_taken_for_it(
    server: ModelServer, folder: Path
) -> None:
    install(server, folder, "nl")
    install(server, folder, "en")
    assert list(json.loads((folder / "resources.json").read_text())) == ["en", "nl"]
