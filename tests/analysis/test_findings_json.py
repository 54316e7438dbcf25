from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.findings import (
    Entity,
    EntityType,
    Figure,
    FigureKind,
    Findings,
    ModelStamp,
    Person,
    Quote,
    QuoteKind,
    SpeakerKind,
)
from reader.analysis.findings_json import from_json, to_json
from reader.article.article import Article, fingerprint
from reader.article.block import Block
from reader.text.span import Span

TEXT = "“We lost 15 boats,” the harbour master said."
ARTICLE = Article(
    text=TEXT,
    blocks=(Block("headline", 0, 18), Block("paragraph", 20, 44, duplicate_of=0)),
    title="Boats lost",
    location="boats.txt",
    loader="plain text 1",
    language="en",
)
FINDINGS = Findings(
    fingerprint=ARTICLE.fingerprint,
    language="en",
    models={"entities": ModelStamp("starter", "1", "ab")},
    people=(Person("p1", "Ada Holm", ("Holm", "Ada"), "harbour master"),),
    entities=(Entity("e1", 24, 31, "harbour", "Facility", "facility", "harbour", None, 0.97),),
    quotes=(
        Quote(
            "q1", "direct", (Span(1, 18),), "We lost 15 boats,", (Span(39, 43),), (Span(20, 38),),
            "the harbour master", "role", "p1", None, "marks", 0.9,
        ),
    ),
    figures=(Figure("f1", 9, 17, "15 boats", "count", 15.0, None, "boats"),),
    tokens=(Span(0, 1), Span(1, 3)),
    sentences=(Span(0, 44),),
    notices=("Something could not be done.",),
)  # fmt: skip

names = st.text(max_size=6)
maybe = st.none() | names
scores = st.none() | st.floats(0, 1)
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
spans = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(
    lambda pair: Span(min(pair), max(pair))
)
span_lists = st.lists(spans, max_size=3).map(tuple)
maybe_spans = st.none() | span_lists


def several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=3).map(tuple)


every_findings = st.builds(
    Findings,
    fingerprint=names,
    language=maybe,
    models=st.dictionaries(names, st.builds(ModelStamp, names, names, names), max_size=2),
    people=several(st.builds(Person, names, names, several(names), maybe)),
    entities=several(
        st.builds(
            Entity,
            names, st.integers(0), st.integers(0), names, names,
            st.sampled_from(get_args(EntityType)), names, maybe, scores,
        )
    ),
    quotes=several(
        st.builds(
            Quote,
            names, st.sampled_from(get_args(QuoteKind)), span_lists, names, maybe_spans,
            maybe_spans, maybe, st.sampled_from(get_args(SpeakerKind)), maybe, maybe, names, scores,
        )
    ),
    figures=several(
        st.builds(
            Figure,
            names, st.integers(0), st.integers(0), names, st.sampled_from(get_args(FigureKind)),
            numbers, numbers, maybe, maybe, maybe, maybe_spans, maybe_spans, maybe,
        )
    ),
    tokens=span_lists,
    sentences=span_lists,
    notices=several(names),
)  # fmt: skip


def test_the_shape_is_the_one_agreed_with_scripts() -> None:
    assert to_json(FINDINGS, ARTICLE, tokens=True) == {
        "schema": 1,
        "offset_unit": "codepoint",
        "article": {
            "title": "Boats lost",
            "location": "boats.txt",
            "language": "en",
            "fingerprint": fingerprint(TEXT),
            "text": TEXT,
            "blocks": [
                {"kind": "headline", "start": 0, "end": 18, "duplicate_of": None},
                {"kind": "paragraph", "start": 20, "end": 44, "duplicate_of": 0},
            ],
        },
        "models": {"entities": {"package": "starter", "version": "1", "hash": "ab"}},
        "people": [
            {"id": "p1", "name": "Ada Holm", "aliases": ["Holm", "Ada"], "role": "harbour master"}
        ],
        "entities": [
            {
                "id": "e1", "start": 24, "end": 31, "text": "harbour", "label": "Facility",
                "type": "facility", "name": "harbour", "person": None, "score": 0.97,
            }
        ],
        "quotes": [
            {
                "id": "q1", "kind": "direct", "spans": [[1, 18]], "text": "We lost 15 boats,",
                "cue": [[39, 43]], "source": [[20, 38]], "speaker": "the harbour master",
                "speaker_kind": "role", "person": "p1", "parent": None, "rule": "marks",
                "score": 0.9,
            }
        ],
        "figures": [
            {
                "id": "f1", "start": 9, "end": 17, "text": "15 boats", "kind": "count",
                "value": 15, "value_max": None, "unit": "boats", "currency": None,
                "modifier": None, "cue": None, "source": None, "speaker": None,
            }
        ],
        "notices": ["Something could not be done."],
        "tokens": [[0, 1], [1, 3]],
        "sentences": [[0, 44]],
    }  # fmt: skip


def test_text_and_tokens_are_left_out_when_not_wanted() -> None:
    report = to_json(FINDINGS, ARTICLE, text=False)
    assert "text" not in report["article"]
    assert "tokens" not in report
    assert "sentences" not in report


def test_a_whole_number_shows_as_one() -> None:
    report = json.dumps(to_json(FINDINGS, ARTICLE))
    assert '"value": 15,' in report
    assert "15.0" not in report


@given(every_findings)
def test_findings_come_back_as_they_were(findings: Findings) -> None:
    line = json.dumps(to_json(findings, tokens=True))
    assert from_json(json.loads(line)) == findings


def test_fields_of_a_later_reader_are_passed_over() -> None:
    report = to_json(FINDINGS, ARTICLE, tokens=True)
    report["weather"] = "fair"
    report["quotes"][0]["mood"] = "sad"
    assert from_json(report) == FINDINGS


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"people": [3]},
        {"people": [{"id": "p1"}]},
        {"quotes": [{"id": "q"}]},
        {"tokens": [[1]]},
        {"tokens": [[5, 2]]},
        {"tokens": 3},
        {"models": {"entities": {}}},
        {"models": []},
        {"article": {}},
        {"article": None},
    ],
)
def test_what_is_no_findings_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json({**to_json(FINDINGS, ARTICLE), **change})


def test_an_empty_object_is_refused() -> None:
    with pytest.raises(ValueError, match="not findings"):
        from_json({})
