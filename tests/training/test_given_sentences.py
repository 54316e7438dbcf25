from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from reader.training.corpora import DataError
from reader.training.given_sentences import as_bioes, given_sentences


@pytest.mark.parametrize(
    ("labels", "tags"),
    [
        (["B-source", "I-source", "O"], ["B-Source", "E-Source", "O"]),
        (["B-cue", "B-cue"], ["S-Cue", "S-Cue"]),
        (["B-Content", "I-Content", "E-Content"], ["B-Content", "I-Content", "E-Content"]),
        (["S-CUE", "I-cue"], ["S-Cue", "S-Cue"]),
        (["I-cue", "I-cue", "I-source"], ["B-Cue", "E-Cue", "S-Source"]),
        (["E-cue", "O", "E-cue"], ["S-Cue", "O", "S-Cue"]),
        (["B-cue", "E-cue", "I-cue"], ["B-Cue", "E-Cue", "S-Cue"]),
        ([], []),
    ],
)
def test_every_stretch_gets_an_end(labels: list[str], tags: list[str]) -> None:
    assert as_bioes(labels) == tags


def test_files_are_read_gzipped_and_not(tmp_path: Path) -> None:
    row = json.dumps(
        {"tokens": ["No\u2028", "."], "labels": ["B-content", "O"]}, ensure_ascii=False
    )
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_text(f"{row}\n\n", encoding="utf-8")
    packed.write_bytes(gzip.compress(f'{row}\n{{"tokens": [], "labels": []}}\n'.encode()))
    for path in (plain, packed):
        (unit,) = given_sentences(path)
        assert unit.words == ("No\u2028", ".")
        assert unit.tags == ("S-Content", "O")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"tokens": ["a"]}',
        '{"tokens": ["a"], "labels": ["B-speaker"]}',
        '{"tokens": ["a"], "labels": ["X-cue"]}',
        '{"tokens": ["a"], "labels": [3]}',
        '{"tokens": ["a", "b"], "labels": ["O"]}',
        '{"tokens": [""], "labels": ["O"]}',
        '{"tokens": "ab", "labels": "OO"}',
    ],
)
def test_a_line_that_is_no_such_sentence_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"tokens": ["a"], "labels": ["O"]}\n' + line + "\n")
    with pytest.raises(DataError, match="line 2, "):
        given_sentences(path)


def test_a_file_that_is_missing_or_torn_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no file"):
        given_sentences(tmp_path / "none.jsonl")
    torn = tmp_path / "torn.jsonl.gz"
    torn.write_bytes(gzip.compress(b"{}" * 500)[:-9])
    with pytest.raises(DataError, match="cannot be read"):
        given_sentences(torn)
