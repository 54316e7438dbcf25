from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.text.span import Span
from reader.training.corpora import EntityArticle, LabelledSpan
from reader.training.entity_evaluation import evaluate_entities
from reader.training.evaluation_report import table, to_json
from reader.training.rival import MODELS, spacy_small

STAND_IN = """
from types import SimpleNamespace

def load(name):
    def read(text):
        at = text.index("Oslo")
        found = SimpleNamespace(start_char=at, end_char=at + 4, label_="GPE")
        count = SimpleNamespace(start_char=0, end_char=1, label_="CARDINAL")
        return SimpleNamespace(ents=[found, count])
    return read
"""
ARTICLE = EntityArticle(
    "1", "2 left Oslo", (Span(0, 1), Span(2, 6), Span(7, 11)), (LabelledSpan(7, 11, "Location"),)
)


def test_there_is_no_rival_where_spacy_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.training.rival.find_spec", lambda _name: None)
    assert spacy_small() is None


def test_the_rival_is_scored_by_our_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spacy.py").write_text(STAND_IN)
    (tmp_path / f"{MODELS[0]}.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "spacy", raising=False)
    found = evaluate_entities([ARTICLE], rival=spacy_small())
    monkeypatch.delitem(sys.modules, "spacy", raising=False)
    assert found.rival is not None
    assert (found.rival.overall.right, found.rival.overall.found) == (1, 1)
    assert "spaCy" in table(found)
    assert to_json(found)["spacy_small"]["all"]["f1"] == 1.0
