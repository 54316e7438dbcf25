from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from reader.text.span import Span
from reader.training.corpora import (
    DataError,
    LabelledSpan,
    attribution_articles,
    entity_articles,
    news,
    treebank,
)


def keep(path: Path, text: str) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.write(text)


def test_entity_articles(tmp_path: Path) -> None:
    line = {
        "id": "a",
        "text": "Ana left",
        "tokens": [[0, 3], [4, 8]],
        "entities": [[0, 3, "Person"]],
    }
    keep(tmp_path / "worldwide-dev.jsonl.gz", json.dumps(line) + "\n")
    (article,) = entity_articles(tmp_path, "dev")
    assert article.tokens == (Span(0, 3), Span(4, 8))
    assert article.entities == (LabelledSpan(0, 3, "Person"),)


def test_attributions_without_a_source(tmp_path: Path) -> None:
    one = {"cue": [[0, 2]], "content": [[3, 5], [6, 8]]}
    keep(
        tmp_path / "polnear-train.jsonl.gz",
        json.dumps({"id": "a", "text": "0123456789", "attributions": [one]}),
    )
    (article,) = attribution_articles(tmp_path, "train")
    assert article.attributions[0].source == ()
    assert [part.label for part in article.labelled] == ["Cue", "Content", "Content"]


def row(number: str, word: str, misc: str = "_") -> str:
    return "\t".join([number, word, *["_"] * 7, misc])


def test_contractions_are_cut_where_their_words_spell_them(tmp_path: Path) -> None:
    rows = [
        "# newpar id = p1",
        row("1", "I"),
        row("2-3", "don't", "SpaceAfter=No"),
        row("2", "do"),
        row("3", "n't"),
        row("4", ","),
        row("5-6", "wanna"),
        row("5", "want"),
        row("6", "to"),
        row("6.1", "ghost"),
        "",
        row("1", "Bye", "SpaceAfter=No"),
    ]
    keep(tmp_path / "ewt-dev.conllu.gz", "\n".join(rows) + "\n")
    first, second = treebank(tmp_path, "dev")
    assert first.text == "I don't, wanna"
    assert [span.slice(first.text) for span in first.tokens] == ["I", "do", "n't", ",", "wanna"]
    assert first.new_paragraph
    assert first.space_after
    assert (second.text, second.new_paragraph, second.space_after) == ("Bye", False, False)


def test_news_is_read_by_paragraph(tmp_path: Path) -> None:
    keep(tmp_path / "news.txt.gz", "One.\nTwo.\n\nThree.\n")
    assert list(news(tmp_path)) == ["One.", "Two.", "Three."]


def test_a_missing_file_is_reported_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="--data must name the folder"):
        treebank(tmp_path, "train")


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": "a"}', '{"id": "a", "text": "x", "tokens": [[2, 1]], "entities": []}'],
)
def test_a_malformed_file_is_reported_in_a_sentence(tmp_path: Path, line: str) -> None:
    keep(tmp_path / "worldwide-dev.jsonl.gz", line + "\n")
    with pytest.raises(DataError, match="format of the training data"):
        entity_articles(tmp_path, "dev")


def test_a_cut_off_file_is_reported_in_a_sentence(tmp_path: Path) -> None:
    keep(tmp_path / "news.txt.gz", "One.\n" * 5000)
    whole = (tmp_path / "news.txt.gz").read_bytes()
    (tmp_path / "news.txt.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="cannot be read"):
        list(news(tmp_path))
