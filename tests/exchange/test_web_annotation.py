from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.annotations.records import Label, Mark
from reader.article.anchor import anchor
from reader.exchange import web_annotation
from reader.text.span import Span
from tests.exchange.some_records import (
    AT,
    by_id,
    correction,
    dossier,
    plain,
    read_back,
    records,
    texts,
)

OA = "http://www.w3.org/ns/oa#"
_LITERALS = {
    "created": "http://purl.org/dc/terms/created",
    "modified": "http://purl.org/dc/terms/modified",
    "name": "http://xmlns.com/foaf/0.1/name",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "start": f"{OA}start",
    "end": f"{OA}end",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "total": "https://www.w3.org/ns/activitystreams#totalItems",
    "startIndex": "https://www.w3.org/ns/activitystreams#startIndex",
}
_TIES = {
    "body": f"{OA}hasBody",
    "target": f"{OA}hasTarget",
    "source": f"{OA}hasSource",
    "selector": f"{OA}hasSelector",
    "creator": "http://purl.org/dc/terms/creator",
    "generator": "https://www.w3.org/ns/activitystreams#generator",
    "first": "https://www.w3.org/ns/activitystreams#first",
}
_CLASSES = {
    "Annotation": f"{OA}Annotation",
    "TextualBody": f"{OA}TextualBody",
    "SpecificResource": f"{OA}SpecificResource",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "AnnotationCollection": "https://www.w3.org/ns/activitystreams#OrderedCollection",
    "AnnotationPage": "https://www.w3.org/ns/activitystreams#OrderedCollectionPage",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "Software": "https://www.w3.org/ns/activitystreams#Application",
}
_MOTIVATIONS = (
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing"),
    *("highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging"),
)
# The terms of the vocabulary that the model's own context gives, as far as reader uses them.
CONTEXT: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **_LITERALS,
    **{term: {"@id": iri, "@type": "@id"} for term, iri in _TIES.items()},
    **_CLASSES,
    **{term: f"{OA}{term}" for term in _MOTIVATIONS},
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "items": {
        "@id": "https://www.w3.org/ns/activitystreams#items",
        "@type": "@id",
        "@container": "@list",
    },
}


def written(*dossiers: Any) -> dict[str, Any]:
    out = io.StringIO()
    web_annotation.write(dossiers, out)
    return json.loads(out.getvalue())


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_what_leaves_comes_home_the_same(data: st.DataObject, tmp_path: Path) -> None:
    text = data.draw(texts())
    made = [*data.draw(records(text)), correction()]
    path = tmp_path / "notes.jsonld"
    path.write_text(json.dumps(written(dossier(text, made)), ensure_ascii=False), encoding="utf-8")
    arrivals, losses = read_back(web_annotation, path)
    assert losses.told() == []
    (arrival,) = arrivals
    assert arrival.article.id == "a1"
    assert arrival.article.title == "The “gate” & <co>"
    expected = sorted(made, key=lambda record: record.id)
    assert [plain(record) for record in by_id(arrivals)] == [plain(record) for record in expected]


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_must_and_must_not_of_the_model_hold(data: st.DataObject) -> None:
    text = data.draw(texts())
    told = written(dossier(text, data.draw(records(text))))
    assert told["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert told["type"] == "AnnotationCollection"
    page = told["first"]
    assert page["type"] == "AnnotationPage"
    assert len(page["items"]) == told["total"] >= 1
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert ":" in item["id"]
        assert item["motivation"] in _MOTIVATIONS
        assert item["created"].endswith("Z")
        assert "bodyValue" not in item
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            assert ":" in target["source"]
            quote, position = target["selector"]
            assert quote["type"] == "TextQuoteSelector"
            assert isinstance(quote["exact"], str)
            assert 0 <= position["start"] < position["end"]
            assert text[position["start"] : position["end"]] == quote["exact"]


def test_a_json_ld_processor_makes_the_models_triples_of_it() -> None:
    jsonld = pytest.importorskip("pyld").jsonld
    text = "The mayor 🙂 said “no”."
    note = Mark(
        article_id="a1",
        id="11111111-2222-4333-8444-555555555555",
        kind="note",
        creator="Ada",
        created=AT,
        modified=AT,
        tags=("law",),
        anchor=anchor(text, [Span(10, 16), Span(17, 21)]),
        body="Ask.",
    )

    def load(url: str, _: Any) -> dict[str, Any]:
        assert url == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}

    told = written(dossier(text, [note], url="https://example.org/gate"))
    triples = jsonld.to_rdf(told, {"documentLoader": load})["@default"]
    seen = {(t["subject"]["value"], t["predicate"]["value"], t["object"]["value"]) for t in triples}
    of = "urn:uuid:11111111-2222-4333-8444-555555555555"
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    assert (of, kind, f"{OA}Annotation") in seen
    assert (of, f"{OA}motivatedBy", f"{OA}commenting") in seen
    assert {o for s, p, o in seen if p == f"{OA}hasSource"} == {"https://example.org/gate"}
    assert {o for s, p, o in seen if p == f"{OA}exact"} == {text[10:16], text[17:21]}
    assert {o for s, p, o in seen if p == f"{OA}start"} == {"10", "17"}
    assert len([t for t in seen if t[:2] == (of, f"{OA}hasTarget")]) == 2
    details = [t for t in triples if t["predicate"]["value"] == "urn:article-reader:detail"]
    assert details[0]["object"]["datatype"].endswith("#JSON")


def test_another_tools_annotations_are_understood(tmp_path: Path) -> None:
    theirs = [
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": "https://example.org/anno/1",
            "type": "Annotation",
            "motivation": "commenting",
            "creator": {"type": "Person", "nickname": "ben"},
            "body": [{"type": "TextualBody", "value": "Really?"}],
            "target": {
                "source": "https://example.org/gate",
                "selector": {"type": "TextQuoteSelector", "exact": "the gate", "prefix": "closed "},
            },
        },
        {
            "id": "https://example.org/anno/2",
            "type": "Annotation",
            "bodyValue": "A whole page",
            "target": "https://example.org/gate",
        },
        {
            "id": "https://example.org/anno/3",
            "type": "Annotation",
            "body": {"type": "TextualBody", "value": "Place", "purpose": "classifying"},
            "target": {
                "source": "https://example.org/gate",
                "selector": [
                    {"type": "TextPositionSelector", "start": 4, "end": 8},
                    {"type": "TextQuoteSelector", "exact": "gate"},
                ],
            },
        },
    ]
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps(theirs), encoding="utf-8")
    arrivals, losses = read_back(web_annotation, path)
    (arrival,) = arrivals
    assert arrival.article.url == "https://example.org/gate"
    note, label = arrival.records
    assert isinstance(note, Mark)
    assert (note.body, note.creator, note.anchor.exact) == ("Really?", "ben", "the gate")
    assert isinstance(label, Label)
    assert (label.type, label.anchor.parts[0].start) == ("Place", 4)
    assert [loss.count for loss in losses.told()] == [1]
    again, _ = read_back(web_annotation, path)
    assert [record.id for record in again[0].records] == [note.id, label.id]


def test_nothing_to_tell_is_still_a_collection(tmp_path: Path) -> None:
    told = written(replace(dossier("Text", []), records=()))
    assert told["total"] == 0
    assert "first" not in told
    path = tmp_path / "empty.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    assert read_back(web_annotation, path)[0] == []
