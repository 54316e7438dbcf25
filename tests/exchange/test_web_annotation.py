from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reader.annotations.records import Label, LabelLink, Mark
from reader.article.anchor import anchor
from reader.exchange.formats import web_annotation
from reader.text.span import Span
from tests.exchange.annotation_context import ADDRESS, CONTEXT, MOTIVATIONS, OA, XSD
from tests.exchange.some_records import (
    AT,
    by_id,
    correction,
    desk_article,
    plain,
    read_back,
    records,
    texts,
)


def kept_context(url: str, _: Any) -> dict[str, Any]:
    """Load no other context than the one kept here."""
    assert url == ADDRESS
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXT}}


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
    path.write_text(
        json.dumps(written(desk_article(text, made)), ensure_ascii=False), encoding="utf-8"
    )
    arrivals, losses = read_back(web_annotation, path)
    assert losses.messages() == []
    (arrival,) = arrivals
    assert arrival.article.id == "a1"
    assert arrival.article.title == "The “gate” & <co>"
    expected = sorted(made, key=lambda record: record.id)
    assert [plain(record) for record in by_id(arrivals)] == [plain(record) for record in expected]


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_must_and_must_not_of_the_model_hold(data: st.DataObject) -> None:
    text = data.draw(texts())
    report = written(desk_article(text, data.draw(records(text))))
    assert report["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert report["type"] == "AnnotationCollection"
    page = report["first"]
    assert page["type"] == "AnnotationPage"
    assert len(page["items"]) == report["total"] >= 1
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert ":" in item["id"]
        assert item["motivation"] in MOTIVATIONS
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

    report = written(desk_article(text, [note]))
    triples = jsonld.to_rdf(report, {"documentLoader": kept_context})["@default"]
    seen = {(t["subject"]["value"], t["predicate"]["value"], t["object"]["value"]) for t in triples}
    of = "urn:uuid:11111111-2222-4333-8444-555555555555"
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    assert (of, kind, f"{OA}Annotation") in seen
    assert (of, f"{OA}motivatedBy", f"{OA}commenting") in seen
    source = "urn:article-reader:article:a1"
    assert {o for s, p, o in seen if p == f"{OA}hasSource"} == {source}
    assert {o for s, p, o in seen if p == f"{OA}exact"} == {text[10:16], text[17:21]}
    assert {o for s, p, o in seen if p == f"{OA}start"} == {"10", "17"}
    assert len([t for t in seen if t[:2] == (of, f"{OA}hasTarget")]) == 2
    details = [t for t in triples if t["predicate"]["value"] == "urn:article-reader:detail"]
    assert details[0]["object"]["datatype"].endswith("#JSON")
    types = {t["predicate"]["value"]: t["object"].get("datatype") for t in triples}
    assert types["http://purl.org/dc/terms/created"] == f"{XSD}dateTime"
    assert types[f"{OA}start"] == types[f"{OA}end"] == f"{XSD}nonNegativeInteger"


def graph_of(report: str, form: str) -> Any:
    """Return the graph, in which JSON literals that are equal are written in the same way."""
    import rdflib

    def plain(words: str) -> int | float:
        number = float(words)
        return int(number) if number.is_integer() else number

    graph = rdflib.Graph()
    for triple in rdflib.Graph().parse(data=report, format=form):
        if getattr(triple[2], "datatype", None) == rdflib.RDF.JSON:
            value = json.loads(str(triple[2]), parse_float=plain)
            triple = (*triple[:2], rdflib.Literal(json.dumps(value, sort_keys=True)))
        graph.add(triple)
    return graph


@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(data=st.data())
def test_two_json_ld_processors_read_the_same_graph(data: st.DataObject) -> None:
    jsonld = pytest.importorskip("pyld").jsonld
    rdflib = pytest.importorskip("rdflib")
    compare = pytest.importorskip("rdflib.compare")
    text = data.draw(texts())
    report = written(desk_article(text, data.draw(records(text)), url="https://example.org/gate"))
    quads = jsonld.to_rdf(report, {"documentLoader": kept_context, "format": "application/n-quads"})
    inline = report | {"@context": [CONTEXT, *report["@context"][1:]]}
    first = graph_of(quads, "nt")
    assert compare.isomorphic(first, graph_of(json.dumps(inline), "json-ld"))
    oa = rdflib.Namespace(OA)
    annotations = set(first.subjects(rdflib.RDF.type, oa.Annotation))
    assert len(annotations) == report["total"]
    for each in annotations:
        assert list(first.objects(each, oa.hasTarget))
        assert len(list(first.objects(each, oa.motivatedBy))) == 1
    for part in first.subjects(rdflib.RDF.type, oa.TextPositionSelector):
        start, end = (int(first.value(part, oa[name])) for name in ("start", "end"))
        (whole,) = first.subjects(oa.hasSelector, part)
        words = {str(first.value(each, oa.exact)) for each in first.objects(whole, oa.hasSelector)}
        assert text[start:end] in words


def test_what_a_label_is_tied_to_is_a_body_of_its_own() -> None:
    text = "The mayor said no."
    tied = Label(
        article_id="a1",
        id="00000000-0000-4000-8000-000000000001",
        anchor=anchor(text, [Span(15, 17)]),
        layer="quote",
        type="direct",
        links=(LabelLink("speaker", "00000000-0000-4000-8000-000000000002"),),
    )
    report = written(desk_article(text, [tied]))
    assert report["first"]["items"][0]["body"][1] == {
        "type": "SpecificResource",
        "source": "urn:uuid:00000000-0000-4000-8000-000000000002",
        "purpose": "linking",
        "reader:role": "speaker",
    }


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
    note, page, label = arrival.records
    assert isinstance(note, Mark)
    assert isinstance(page, Mark)
    assert (page.body, page.extra) == ("A whole page", {"about": "article"})
    assert (note.body, note.creator, note.anchor.exact) == ("Really?", "ben", "the gate")
    assert isinstance(label, Label)
    assert (label.type, label.anchor.parts[0].start) == ("Place", 4)
    assert losses.messages() == []
    again, _ = read_back(web_annotation, path)
    assert again == arrivals


def test_nothing_to_tell_is_still_a_collection(tmp_path: Path) -> None:
    report = written(desk_article("Text", []))
    assert report["total"] == 0
    assert "first" not in report
    path = tmp_path / "empty.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    assert read_back(web_annotation, path)[0] == []
