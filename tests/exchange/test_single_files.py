"""Formats of one file an article: a folder or archive for several, a single file for one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reader.cli.main import main

TOPICS = ("mill", "pier")


@pytest.fixture
def notes(tmp_path: Path) -> str:
    path = str(tmp_path / "annotations.json")
    for topic in TOPICS:
        place = tmp_path / f"{topic}.txt"
        place.write_text(f"A {topic} burns\n\nNobody was hurt at the {topic}.\n")
        words = ["annotate", str(place), "--exact", "Nobody", "--note", "Sure?"]
        assert main([*words, "--notes", path]) == 0
    return path


def exported(notes: str, target: Path | str, *words: str) -> int:
    command = ["export", "--origin", "own", "-o", str(target), *words, "--notes", notes]
    return main(command)


def test_conll_is_a_file_for_each_article_in_a_folder_or_archive(notes, tmp_path):
    assert exported(notes, f"{tmp_path}/out/", "--format", "conll") == 0
    names = sorted(each.name for each in (tmp_path / "out").iterdir())
    assert names == ["a-mill-burns.conll", "a-pier-burns.conll"]
    assert exported(notes, tmp_path / "out.zip", "--format", "conll") == 0
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert sorted(archive.namelist()) == names
        assert archive.read(names[0]) == (tmp_path / "out" / names[0]).read_bytes()


def test_conll_of_all_articles_is_still_one_stream(notes, tmp_path):
    assert exported(notes, tmp_path / "all.conll", "--format", "conll") == 0
    assert (tmp_path / "all.conll").read_text().count("-DOCSTART-") == 2


def test_one_article_as_tsv_is_one_file_that_comes_in_again(notes, tmp_path):
    out, other = tmp_path / "mill.tsv", str(tmp_path / "other.json")
    assert exported(notes, out, "--format", "webanno-tsv", "--article", "mill") == 0
    assert out.read_text().startswith("#FORMAT=WebAnno TSV 3")
    assert main(["import", "--format", "webanno-tsv", str(out), "--notes", other]) == 0


def test_one_article_as_xmi_is_one_file_that_comes_in_again(notes, tmp_path, capsys):
    out, other = tmp_path / "mill.xmi", str(tmp_path / "other.json")
    assert exported(notes, out, "--format", "xmi", "--article", "mill") == 0
    assert [each.name for each in tmp_path.glob("*.xmi")] == ["mill.xmi"]
    assert main(["import", "--format", "xmi", str(out), "--notes", other]) == 0
    capsys.readouterr()
    main(["list", "--notes", other])
    assert "Sure?" in capsys.readouterr().out
    assert exported(notes, tmp_path / "all.xmi", "--format", "xmi") == 2


def test_whole_records_are_for_layers_only(notes, tmp_path):
    assert exported(notes, tmp_path / "a.csv", "--format", "csv", "--with-records") == 2


def test_several_articles_are_refused_as_one_tsv_and_nothing_is_written(notes, tmp_path, capsys):
    capsys.readouterr()
    out = tmp_path / "all.tsv"
    assert exported(notes, out, "--format", "webanno-tsv") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not out.exists()


@pytest.mark.parametrize("format_", ["brat", "xmi", "webanno-tsv", "refi-qda"])
def test_a_name_without_an_ending_is_no_archive(notes, tmp_path, format_):
    assert exported(notes, tmp_path / "out", "--format", format_) == 2
    assert not (tmp_path / "out").exists()
