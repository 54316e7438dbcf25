"""CoNLL comes in: several schemes, several texts a file, and home to an article with its spaces."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reader.annotations.records import Label
from reader.annotations.store import open_store
from reader.cli.main import main
from reader.exchange.formats import conll
from reader.exchange.losses import Losses

TEXT = "Gate opens\n\n    “We are glad,” said Ada Low of Tarn Water.\n\nIt opened on Monday.\n"


def labels(arrival) -> list[tuple[str, str]]:
    assert all(isinstance(record, Label) for record in arrival.records)
    return [(record.type, record.anchor.exact) for record in arrival.records]


@pytest.mark.parametrize(
    "rows",
    [
        "Ada B-PER\nLow I-PER\nmet O\nBen B-PER\nRoe I-PER\n. O\n\nBye O\n",
        "Ada I-PER\nLow I-PER\nmet O\nBen I-PER\nRoe I-PER\n. O\n\nBye O\n",
        "Ada B-PER\nLow E-PER\nmet O\nBen B-PER\nRoe L-PER\n. O\n\nBye O",
        "-DOCSTART- -X- -X- O\n\nAda NNP B-NP B-PER\nLow NNP I-NP I-PER\nmet VBD O O\n"
        "Ben NNP B-NP B-PER\nRoe NNP I-NP I-PER\n. . O O\n\nBye UH O O\n",
        "\ufeffAda\tB-PER\r\nLow\tI-PER\r\nmet\tO\r\nBen\tB-PER\r\nRoe\tI-PER\r\n.\tO\r\n\r\nBye\tO\r\n",
    ],
)
def test_every_scheme_is_read(rows: str, tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_bytes(rows.encode())
    (arrival,) = conll.read(path, Losses())
    assert arrival.text.split("\n")[:2] == ["Ada Low met Ben Roe .", "Bye"]
    assert labels(arrival) == [("PER", "Ada Low"), ("PER", "Ben Roe")]


def test_names_side_by_side_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("Ada B-PER\nBen B-PER\nRoe I-LOC\nKim S-PER\nLee I-PER\n", encoding="utf-8")
    (arrival,) = conll.read(path, Losses())
    assert [words for _, words in labels(arrival)] == ["Ada", "Ben", "Roe", "Kim", "Lee"]


def test_several_texts_in_a_file_and_files_in_an_archive(tmp_path: Path) -> None:
    one = "-DOCSTART-\tO\n\nAda\tB-PER\n\n"
    path = tmp_path / "both.conll"
    path.write_text(one + one.replace("Ada", "Ben"), encoding="utf-8")
    first, second = conll.read(path, Losses())
    assert (labels(first), labels(second)) == ([("PER", "Ada")], [("PER", "Ben")])
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a.conll", one)
        archive.writestr("b.conll", one.replace("Ada", "Kim"))
    found = conll.read(tmp_path / "all.zip", Losses())
    assert [each.article.title for each in found] == ["a", "b"]


def test_what_is_no_conll_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("Ada B-PER\nwords\n", encoding="utf-8")
    with pytest.raises(ValueError, match="CoNLL"):
        list(conll.read(path, Losses()))


@pytest.mark.parametrize("target", ["out/", "out.zip", "out.conll"])
def test_labels_of_another_program_come_home_to_the_article(tmp_path: Path, target: str) -> None:
    story, notes = tmp_path / "gate.txt", tmp_path / "notes.json"
    story.write_text(TEXT, encoding="utf-8")
    words = ["annotate", str(story), "--exact", "glad", "--note", "Why?", "--notes", str(notes)]
    assert main(words) == 0
    out = tmp_path / target
    given = f"{out}/" if target.endswith("/") else str(out)
    export = ["export", "--format", "conll", "--origin", "own", "-o", given, "--notes", str(notes)]
    assert main(export) == 0
    if target == "out.zip":
        with zipfile.ZipFile(out) as archive:
            archive.extractall(tmp_path / "open")
        out = tmp_path / "open"
    for file in [out] if out.is_file() else out.iterdir():
        tagged = file.read_text(encoding="utf-8")
        for word, tag in (
            ("Ada", "B-PER"),
            ("Low", "I-PER"),
            ("Tarn", "B-ORG"),
            ("Water", "I-ORG"),
        ):
            tagged = tagged.replace(f"{word}\tO\n", f"{word}\t{tag}\n")
        file.write_text(tagged, encoding="utf-8")
    on = ["--on", str(story)] if target == "out.conll" else []
    assert main(["import", "--format", "conll", str(out), *on, "--notes", str(notes)]) == 0
    store = open_store(notes, who="ada")
    try:
        assert len(store.articles()) == 1
        placed = {each.anchor.spans[0]: each.type for each in store.records(kind="label")}
    finally:
        store.close()
    assert {span.slice(TEXT): type_ for span, type_ in placed.items()} == {
        "Ada Low": "PER",
        "Tarn Water": "ORG",
    }


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\x0c"])
def test_a_token_with_a_sign_that_some_take_for_a_line_break_stays_whole(
    sign: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.conll"
    path.write_text(f"Ada{sign}Low\tB-PER\nran\tO\n", encoding="utf-8")
    (arrival,) = conll.read(path, Losses())
    assert arrival.text.startswith(f"Ada{sign}Low ran")
