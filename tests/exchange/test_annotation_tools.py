"""Round trips through the formats of annotation tools, and each format's own rules."""

from __future__ import annotations

import io
import json
import re
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.analysis.findings import Entity, Findings, Quote
from reader.annotations.records import Claim, Label, LabelLink, Mark, Record
from reader.article.anchor import anchor
from reader.article.article import fingerprint
from reader.exchange.arrival import Arrival
from reader.exchange.export_options import ExportOptions, Tag
from reader.exchange.formats import brat, cas_xmi, conll, doccano, label_studio, webanno_tsv
from reader.exchange.losses import Loss, Losses
from reader.exchange.targets import FolderFiles
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span
from tests.exchange.some_records import AT, by_id, correction, desk_article, plain, records, texts

OWN = ExportOptions(origins=frozenset({"own"}), details=True)


@contextmanager
def written(
    module: ModuleType, made: AnnotatedArticle, wanted: ExportOptions = OWN
) -> Iterator[tuple[Path, list[Loss]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        if hasattr(module, "write_files") and module is not label_studio:
            yield path, module.write_files([made], FolderFiles(path), wanted)
        else:
            path = path / "notes.jsonl"
            with path.open("w", encoding="utf-8", newline="\n") as out:
                losses = module.write([made], out, wanted)
            yield path, losses


def read(module: ModuleType, path: Path) -> tuple[list[Arrival], list[Loss]]:
    losses = Losses()
    return list(module.read(path, losses)), losses.messages()


@pytest.mark.parametrize("module", [brat, label_studio, doccano, webanno_tsv, cas_xmi])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_leaves_comes_home_the_same(module: ModuleType, data: st.DataObject) -> None:
    text = data.draw(texts())
    made = sorted(data.draw(records(text)), key=lambda record: record.id)
    with written(module, desk_article(text, made)) as (path, lost):
        # The one name that is not ASCII, which brat alone cannot take as it is.
        renamed = [loss for loss in lost if "My layer_Über person" in loss.detail]
        assert lost == (renamed if module is brat else [])
        arrivals, missed = read(module, path)
    assert missed == []
    (arrival,) = arrivals
    assert arrival.text == text
    assert arrival.article.id == "a1"
    assert [plain(record) for record in by_id(arrivals)] == [plain(record) for record in made]


TEXT = "PORT 🙂 — “We will\nnot pay,” Ada Low said. “Never.”\tThe end of Low."


def found() -> Findings:
    def span(words: str, start: int = 0) -> Span:
        at = TEXT.index(words, start)
        return Span(at, at + len(words))

    name, low = span("Ada Low"), span("Low.")
    return Findings(
        fingerprint(TEXT),
        entities=(
            Entity("e1", name.start, name.end, "Ada Low", "PERSON", "person", "Ada Low", "p1", 0.9),
            Entity("e2", low.start, low.end - 1, "Low", "PERSON", "person", "Ada Low", "p1", 0.8),
        ),
        quotes=(
            Quote(
                "q1",
                "direct",
                (span("We will\nnot pay,"), span("Never.")),
                "We will not pay, … Never.",
                cue=(span("said"),),
                source=(name,),
                speaker="Ada Low",
                speaker_kind="named",
            ),
        ),
    )


def own_label() -> Label:
    return Label(
        article_id="a1",
        id="00000000-0000-4000-8000-0000000000aa",
        created=AT,
        modified=AT,
        anchor=anchor(TEXT, [Span(0, 4)]),
        layer="entity",
        type="place",
    )


def with_findings(*made: Record) -> AnnotatedArticle:
    return desk_article(TEXT, made).with_findings(found())


def brat_spans(folder: Path) -> dict[str, tuple[str, list[tuple[int, int]], str]]:
    """Return a reader of T lines written from brat's documentation alone, for the test."""
    (ann,) = folder.glob("*.ann")
    report = {}
    for line in ann.read_text(encoding="utf-8").rstrip("\n").split("\n"):
        if line.startswith("T"):
            key, head, words = line.split("\t")
            name, places = head.split(" ", 1)
            pairs = [tuple(map(int, place.split(" "))) for place in places.split(";")]
            report[key] = (name, pairs, words)
    return report


def test_brat_gives_names_places_and_words_that_agree() -> None:
    with written(brat, with_findings(own_label()), ExportOptions()) as (folder, _):
        (text_file,) = folder.glob("*.txt")
        text = text_file.read_bytes().decode("utf-8")
        report = brat_spans(folder)
        config = (folder / "annotation.conf").read_text(encoding="utf-8")
        ann = next(folder.glob("*.ann")).read_text(encoding="utf-8")
    assert text == TEXT
    for name, pairs, words in report.values():
        assert words == " ".join(text[start:end] for start, end in pairs)
        assert "\n" not in words
        assert re.fullmatch(r"[A-Za-z0-9_-]+", name)
        assert f"\n{name}\n" in config
    quote = next(value for value in report.values() if value[0] == "Quote_direct")
    assert len(quote[1]) == 3
    assert re.search(r"^R\d+\tspeaker Arg1:T\d+ Arg2:T\d+$", ann, re.MULTILINE)
    assert re.search(r"^R\d+\tcue Arg1:T\d+ Arg2:T\d+$", ann, re.MULTILINE)
    for section in ("[entities]", "[relations]", "[events]", "[attributes]"):
        assert section in config


@pytest.mark.parametrize("module", [brat, label_studio, doccano, webanno_tsv, cas_xmi])
def test_the_machines_marks_do_not_come_back_as_ones_own(module: ModuleType) -> None:
    with written(module, with_findings(own_label()), ExportOptions(details=True)) as (path, _):
        arrivals, missed = read(module, path)
    assert [plain(record) for record in by_id(arrivals)] == [plain(own_label())]
    assert any("machine" in str(loss) or "predictions" in str(loss) for loss in missed)


def test_brats_own_annotations_are_understood(tmp_path: Path) -> None:
    (tmp_path / "doc.txt").write_bytes("Zoë 🙂 met Ben.\r\nShe left.".encode())
    (tmp_path / "doc.ann").write_text(
        "T1\tPER 0 3\tZoë\nT2\tPER 10 13\tBen\nT3\tMeet 6 9\tmet\nT4\tThing 16 19;20 24\tShe left\n"
        "E1\tMeet:T3 Who:T1\nR2\tWhere Arg1:E1 Arg2:T2\n"
        "R3\tWhere Arg1:T1 Arg2:T77\nR1\tKnows Arg1:T1 Arg2:T2\nA1\tSure T1\nA2\tTense T2 past\n"
        "#1\tAnnotatorNotes T1\tIs it her?\n"
        "N1\tReference T2 Wikidata:Q1\tBen\nN2\tMap T2 GeoNames:7\tBen Hill\nnonsense\nA9\tX E1\n",
        encoding="utf-8",
    )
    arrivals, missed = read(brat, tmp_path)
    (arrival,) = arrivals
    assert arrival.text == "Zoë 🙂 met Ben.\nShe left."
    words = {record.type: record for record in arrival.records if isinstance(record, Label)}
    zoe, ben = (r for r in arrival.records if isinstance(r, Label) and r.type == "PER")
    assert (zoe.anchor.exact, ben.anchor.exact) == ("Zoë", "Ben")
    assert [part.exact for part in words["Thing"].anchor.parts] == ["She", "left"]
    assert zoe.attributes == {"Sure": True, "note": "Is it her?"}
    assert ben.attributes == {
        "Tense": "past",
        "references": [["Reference", "Wikidata:Q1", "Ben"], ["Map", "GeoNames:7", "Ben Hill"]],
    }
    assert zoe.links == (LabelLink("Knows", ben.id),)
    assert words["Meet"].links == (LabelLink("Who", zoe.id), LabelLink("Where", ben.id))
    assert words["Meet"].attributes == {"X": True}
    assert {loss.count for loss in missed} == {1}
    assert read(brat, tmp_path)[0] == arrivals


def test_what_was_changed_in_brat_is_taken(tmp_path: Path) -> None:
    note = Mark(
        article_id="a1", id="n1", kind="note", anchor=anchor(TEXT, [Span(0, 4)]), body="Where?"
    )
    with written(brat, desk_article(TEXT, [note, own_label()])) as (folder, _):
        (ann,) = folder.glob("*.ann")
        report = ann.read_text(encoding="utf-8")
        report = report.replace("Note 0 4\tPORT", "Note 0 6\tPORT 🙂").replace(
            "Where?\n", "There!\n"
        )
        report = report.replace("\tPlace 0 4", "\tFacility 0 4")
        ann.write_text(report, encoding="utf-8")
        arrivals, _ = read(brat, folder)
    label, mark = sorted(by_id(arrivals), key=lambda record: record.kind)
    assert isinstance(mark, Mark)
    assert (mark.id, mark.body, mark.anchor.exact) == ("n1", "There!", "PORT 🙂")
    assert isinstance(label, Label)
    assert (label.id, label.layer, label.type) == (own_label().id, "entity", "facility")


def test_label_studio_tells_machine_and_person_apart(tmp_path: Path) -> None:
    losses = label_studio.write_files(
        [with_findings(own_label())],
        FolderFiles(tmp_path),
        ExportOptions(tagset=(Tag("my", "odd <&>"),)),
    )
    assert losses == []
    (task,) = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    (annotation,) = task["annotations"]
    (prediction,) = task["predictions"]
    config = ET.parse(tmp_path / "labelling-config.xml").getroot()
    known = {label.get("value") for label in config.iter("Label")}
    names = {element.get("name") for element in config.iter() if element.get("name")}
    for result in (annotation["result"], prediction["result"]):
        regions = {item["id"] for item in result if item["type"] == "labels"}
        for item in result:
            if item["type"] == "relation":
                assert {item["from_id"], item["to_id"]} <= regions
                continue
            value = item["value"]
            assert value["text"] == TEXT[value["start"] : value["end"]]
            assert set(value["labels"]) <= known
            assert {item["from_name"], item["to_name"]} <= names
    assert [item["value"]["labels"] for item in annotation["result"]] == [["Place"]]
    assert "My_odd <&>" in known


def test_label_studios_own_tasks_are_understood(tmp_path: Path) -> None:
    def region(key: str, start: int, end: int, label: str) -> dict[str, Any]:
        value = {"start": start, "end": end, "text": "", "labels": [label]}
        return {"id": key, "type": "labels", "from_name": "l", "to_name": "t", "value": value}

    result = [
        region("r1", 0, 3, "PER"),
        region("r2", 8, 11, "Person"),
        {"type": "relation", "from_id": "r2", "to_id": "r1", "direction": "left", "labels": ["x"]},
        {"type": "choices", "value": {"choices": ["good"]}},
    ]
    task = {
        "id": 1,
        "data": {"text": "Zoë met Ben."},
        "annotations": [{"result": result}, {"result": [], "was_cancelled": True}],
        "predictions": [{"result": [region("p", 0, 3, "PER")]}],
    }
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    arrivals, missed = read(label_studio, path)
    first, second = arrivals[0].records
    assert isinstance(first, Label)
    assert isinstance(second, Label)
    assert (first.type, second.type) == ("PER", "person")
    assert first.links == (LabelLink("x", second.id),)
    assert sum(loss.count for loss in missed) == 3


def test_doccanos_own_lines_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(
        '{"text": "Zoë met Ben.", "label": [[0, 3, "PER"], [0, 3, "PER"], [90, 95, "PER"]]}\n',
        encoding="utf-8",
    )
    arrivals, missed = read(doccano, path)
    assert [record.anchor.exact for record in arrivals[0].records] == ["Zoë", "Zoë"]
    assert len({record.id for record in arrivals[0].records}) == 2
    assert [loss.count for loss in missed] == [1]


def test_what_doccano_renumbered_is_known_again(tmp_path: Path) -> None:
    note = Mark(
        article_id="a1", id="n1", kind="note", anchor=anchor(TEXT, [Span(0, 4)]), body="Where?"
    )
    out = io.StringIO()
    doccano.write([desk_article(TEXT, [note, own_label()])], out, OWN)
    report = json.loads(out.getvalue())
    for entity in report["entities"]:
        entity["id"] += 500
        if entity["label"] == "Place":
            entity["label"] = "Group"
    path = tmp_path / "all.jsonl"
    path.write_text(json.dumps(report), encoding="utf-8")
    arrivals, missed = read(doccano, path)
    kinds = {record.kind: record for record in arrivals[0].records}
    assert plain(kinds["note"]) == plain(note)
    assert kinds["label"].type == "group"
    assert [loss.count for loss in missed] == [1]


@pytest.mark.parametrize(
    ("start", "end", "words", "report"),
    [
        (8, 11, "Ben", "Ben"),
        (9, 12, "Ben", "Ben"),
        (0, 3, "Ben", "Ben"),
        (8, 15, "Ben\\nLow", "Ben\nLow"),
        (0, 3, "Zoë", None),
    ],
)
def test_a_tool_that_counts_otherwise_is_followed_by_the_words(
    start: int, end: int, words: str, report: str | None, tmp_path: Path
) -> None:
    text = "🙂 I met Ben\nLow."
    region = {
        "id": "r",
        "type": "labels",
        "value": {"start": start, "end": end, "text": words, "labels": ["PER"]},
    }
    path = tmp_path / "tasks.json"
    task = {"data": {"text": text}, "annotations": [{"result": [region]}]}
    path.write_text(json.dumps([task]), encoding="utf-8")
    (tmp_path / "doc.txt").write_text(text, encoding="utf-8", newline="")
    (tmp_path / "doc.ann").write_text(
        f"T1\tPER {start} {end}\t{words.replace(chr(92) + 'n', ' ')}\n", encoding="utf-8"
    )
    for module, source in ((label_studio, path), (brat, tmp_path)):
        (arrival,), missed = read(module, source)
        assert [record.anchor.exact for record in arrival.records] == ([report] if report else [])
        assert [loss.detail for loss in missed] == ([] if report else [f"“{words}”"])


def test_relations_that_doccano_tells_come_in(tmp_path: Path) -> None:
    theirs = {
        "text": "Zoë met Ben.",
        "entities": [
            {"id": 7, "label": "PER", "start_offset": 0, "end_offset": 3},
            {"id": 9, "label": "PER", "start_offset": 8, "end_offset": 11},
        ],
        "relations": [
            {"id": 1, "from_id": 7, "to_id": 9, "type": "Met"},
            {"id": 2, "from_id": 7, "to_id": 99, "type": "Met"},
        ],
    }
    path = tmp_path / "all.jsonl"
    path.write_text(json.dumps(theirs), encoding="utf-8")
    arrivals, missed = read(doccano, path)
    zoe, ben = arrivals[0].records
    assert isinstance(zoe, Label)
    assert zoe.links == (LabelLink("Met", ben.id),)
    assert [loss.count for loss in missed] == [1]


def test_a_relation_drawn_in_doccano_is_added_to_ones_own(tmp_path: Path) -> None:
    other = replace(own_label(), id="b", anchor=anchor(TEXT, [Span(5, 6)]))
    out = io.StringIO()
    doccano.write([desk_article(TEXT, [own_label(), other])], out, OWN)
    report = json.loads(out.getvalue())
    report["relations"].append({"id": 1, "from_id": 2, "to_id": 1, "type": "same-as"})
    path = tmp_path / "all.jsonl"
    path.write_text(json.dumps(report), encoding="utf-8")
    (arrival,), missed = read(doccano, path)
    by_key = {record.id: record for record in arrival.records if isinstance(record, Label)}
    assert by_key["b"].links == (LabelLink("same-as", own_label().id),)
    assert by_key[own_label().id].links == ()
    assert missed == []


def test_conll_is_flat_and_says_what_it_left_out() -> None:
    longer = Label(
        article_id="a1",
        id="l",
        anchor=anchor(TEXT, [Span(TEXT.index("Ada"), TEXT.index(" said"))]),
        layer="entity",
        type="group",
    )
    out = io.StringIO()
    losses = conll.write([with_findings(own_label(), longer, correction())], out)
    lines = out.getvalue().split("\n")
    assert lines[0] == "-DOCSTART-\tO"
    rows = [line.split("\t") for line in lines if line]
    assert all(len(row) == 2 and re.fullmatch(r"O|[BI]-\w+", row[1]) for row in rows)
    tagged = [(token, tag) for token, tag in rows if tag != "O"]
    assert tagged == [
        ("PORT", "B-Place"),
        ("Ada", "B-Group"),
        ("Low", "I-Group"),
        ("Low", "B-Person"),
    ]
    words = "".join(token for token, _ in rows[1:])
    assert words == "".join(TEXT.split())
    report = set(map(str, losses))
    assert "1 mark over another was left out" in report
    assert "3 marks other than names and own labels were left out" in report


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_conll_tells_every_sign_of_the_text_once(data: st.DataObject) -> None:
    text = data.draw(texts())
    out = io.StringIO()
    conll.write([desk_article(text, data.draw(records(text)))], out, OWN)
    rows = [line.split("\t") for line in out.getvalue().split("\n")[1:] if line]
    assert "".join(row[0] for row in rows) == "".join(text.split())
    before = "O"
    for _, tag in rows:
        if tag.startswith("I-"):
            assert before[2:] == tag[2:]
        before = tag


def test_a_mark_on_an_earlier_text_is_placed_on_the_newest() -> None:
    before = "The mayor of the old town said no to everything that was asked of her."
    after = "A new lead. " + before
    moved = Mark(article_id="a1", id="m", kind="note", anchor=anchor(before, [Span(4, 21)]))
    gone = Mark(
        article_id="a1",
        id="g",
        kind="note",
        anchor=anchor("Wholly other words stood here", [Span(0, 18)]),
    )
    out = io.StringIO()
    losses = doccano.write([desk_article(after, [moved, gone])], out, OWN)
    (entity,) = json.loads(out.getvalue())["entities"]
    assert after[entity["start_offset"] : entity["end_offset"]] == "mayor of the old "
    assert [loss.count for loss in losses] == [1]


def test_an_article_not_analysed_is_exported_and_said_so() -> None:
    out = io.StringIO()
    losses = doccano.write([desk_article(TEXT, [own_label()])], out)
    assert len(json.loads(out.getvalue())["entities"]) == 1
    assert ["not analyzed" in str(loss) for loss in losses] == [True]
    assert "Claim" not in out.getvalue()
    assert isinstance(own_label(), Label)
    assert not isinstance(own_label(), Claim)
