"""Files as annotation tools write them: who, where, and what they call it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from reader.annotations.records import Label, LabelLink, Mark, Record
from reader.article.anchor import anchor
from reader.exchange.arrival import Arrival
from reader.exchange.export_options import ExportOptions
from reader.exchange.formats import brat, cas_xmi, doccano, label_studio, webanno_tsv
from reader.exchange.losses import Loss, Losses
from reader.exchange.targets import FolderFiles
from reader.text.span import Span
from tests.exchange.some_records import desk_article

QUAY = "Ines Roth sold the quay in Varna."
MILL = "Paul Adler left the mill at dawn."


def read(module: object, path: Path) -> tuple[list[Arrival], list[Loss]]:
    losses = Losses()
    return list(module.read(path, losses)), losses.messages()


def labels(arrivals: list[Arrival]) -> list[Label]:
    return [each for one in arrivals for each in one.records if isinstance(each, Label)]


def words_of(record: Record) -> str:
    return record.anchor.exact  # type: ignore[attr-defined]


def jsonl(path: Path, *lines: object) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def tasks(path: Path, *each: object) -> Path:
    path.write_text(json.dumps(each), encoding="utf-8")
    return path


def region(start: int, end: int, label: str, **more: object) -> dict[str, object]:
    value = {"start": start, "end": end, "labels": [label]} | more.pop("value", {})
    return {"type": "labels", "from_name": "label", "to_name": "text", "value": value} | more


def task(text: str, *annotations: object, **more: object) -> dict[str, object]:
    return {"data": {"text": text}, "annotations": annotations} | more


# -- Label Studio


def test_region_ids_of_two_tasks_do_not_meet(tmp_path: Path) -> None:
    path = tasks(
        tmp_path / "a.json",
        task(QUAY, {"result": [region(0, 9, "PER", id="r")]}),
        task(MILL, {"result": [region(0, 10, "PER", id="r")]}),
    )
    arrivals, _ = read(label_studio, path)
    first, second = labels(arrivals)
    assert first.id != second.id
    assert read(label_studio, path)[0] == arrivals


def test_two_annotators_on_one_text_keep_their_names_and_times(tmp_path: Path) -> None:
    lea = {"id": 5, "first_name": "Lea", "last_name": "Holm", "email": "lea@quay.example"}
    annotations = (
        {
            "id": 1,
            "completed_by": lea,
            "created_at": "2025-05-04T10:00:00.5+02:00",
            "result": [region(0, 9, "PER", id="r")],
        },
        {
            "id": 2,
            "completed_by": 7,
            "created_at": "2025-05-05T10:00:00Z",
            "result": [region(0, 9, "PER", id="r")],
        },
    )
    arrivals, _ = read(label_studio, tasks(tmp_path / "a.json", task(QUAY, *annotations)))
    first, second = labels(arrivals)
    assert first.id != second.id
    assert (first.creator, first.created) == ("Lea Holm", "2025-05-04T08:00:00Z")
    assert (second.creator, second.created) == ("user 7", "2025-05-05T10:00:00Z")


def test_numbers_for_predictions_and_regions_without_ids_are_no_obstacle(tmp_path: Path) -> None:
    result = [region(0, 9, "PER"), region(27, 32, "Ort")]
    path = tasks(tmp_path / "a.json", task(QUAY, {"id": 1, "result": result}, predictions=[4, 9]))
    arrivals, missed = read(label_studio, path)
    assert [(each.type, words_of(each)) for each in labels(arrivals)] == [
        ("PER", "Ines Roth"),
        ("Ort", "Varna"),
    ]
    assert missed == []


def test_the_text_is_the_string_that_has_the_words(tmp_path: Path) -> None:
    found = region(27, 32, "PLACE", value={"text": "Varna"}, id="r")
    report = {"data": {"source": "Quay Post", "body": QUAY}, "annotations": [{"result": [found]}]}
    arrivals, _ = read(label_studio, tasks(tmp_path / "a.json", report))
    assert arrivals[0].text == QUAY
    doubtful = {"data": {"one": QUAY, "two": MILL}, "annotations": [{"result": []}]}
    arrivals, missed = read(label_studio, tasks(tmp_path / "b.json", doubtful))
    assert arrivals == []
    assert [loss.count for loss in missed] == [1]


def test_json_min_is_understood(tmp_path: Path) -> None:
    report = {
        "id": 3,
        "sentence": QUAY,
        "tagged": [{"start": 0, "end": 9, "text": "Ines Roth", "labels": ["PER"]}],
        "annotator": 2,
        "annotation_id": 8,
        "created_at": "2025-05-04T10:00:00Z",
    }
    arrivals, _ = read(label_studio, tasks(tmp_path / "a.json", report))
    (label,) = labels(arrivals)
    assert (label.type, words_of(label), label.creator) == ("PER", "Ines Roth", "user 2")


def test_notes_and_choices_of_a_region_are_kept_and_the_others_counted(tmp_path: Path) -> None:
    result = [
        region(0, 9, "PER", id="r", meta={"text": ["Is it her?"]}),
        {"type": "choices", "id": "r", "from_name": "role", "value": {"choices": ["owner"]}},
        {"type": "choices", "id": "x", "from_name": "tone", "value": {"choices": ["calm"]}},
        {"type": "relation", "from_id": "r", "to_id": "gone", "labels": ["met"]},
    ]
    arrivals, missed = read(
        label_studio, tasks(tmp_path / "a.json", task(QUAY, {"result": result}))
    )
    (label,) = labels(arrivals)
    assert label.attributes == {"note": "Is it her?", "role": ["owner"]}
    assert sum(loss.count for loss in missed) == 2


# -- doccano

WIDE = "🙂🙂 Ines Roth sold it."
UTF16, POINTS = [5, 14, "PER"], [3, 12, "PER"]


@pytest.mark.parametrize("report", [UTF16, POINTS])
def test_the_count_that_keeps_words_whole_is_taken(report: list[object], tmp_path: Path) -> None:
    arrivals, missed = read(doccano, jsonl(tmp_path / "a.jsonl", {"text": WIDE, "label": [report]}))
    assert [words_of(each) for each in labels(arrivals)] == ["Ines Roth"]
    assert missed == []


def test_a_place_that_the_words_do_not_decide_is_counted_as_doubtful(tmp_path: Path) -> None:
    report = {"text": "🙂市政府说", "label": [[2, 4, "ORG"]]}
    (arrival,), missed = read(doccano, jsonl(tmp_path / "a.jsonl", report))
    assert [words_of(each) for each in arrival.records] == ["市政"]
    assert [loss.count for loss in missed] == [1]


@pytest.mark.parametrize("start", [14, 15])
def test_a_line_break_of_two_signs_counts_as_one_or_two(start: int, tmp_path: Path) -> None:
    report = {"text": "First a line.\r\nVarna is far.", "label": [[start, start + 5, "LOC"]]}
    (arrival,), _ = read(doccano, jsonl(tmp_path / "a.jsonl", report))
    assert [words_of(each) for each in arrival.records] == ["Varna"]
    assert arrival.text == "First a line.\nVarna is far."


def test_what_leaves_counts_utf16_units_and_trimmed_text_is_known_again(tmp_path: Path) -> None:
    text = f"\n  {WIDE}\n"
    label = Label(
        article_id="a1", id="l", anchor=anchor(text, [Span(6, 15)]), layer="entity", type="PER"
    )
    out = io.StringIO()
    doccano.write([desk_article(text, [label])], out, ExportOptions(origins=frozenset({"own"})))
    report = json.loads(out.getvalue())
    assert (report["entities"][0]["start_offset"], report["entities"][0]["end_offset"]) == (8, 17)
    report["text"] = text.strip()
    for entity in report["entities"]:
        entity["start_offset"] -= 3
        entity["end_offset"] -= 3
    arrivals, missed = read(doccano, jsonl(tmp_path / "a.jsonl", report))
    assert missed == []
    assert arrivals[0].text == text
    assert arrivals[0].records == (label.__class__(**{**vars(label), "article_id": ""}),)


def test_labels_of_all_forms_come_in_and_classes_are_counted(tmp_path: Path) -> None:
    old = {"label": 4, "start_offset": 0, "end_offset": 10, "user": 2}
    lines = (
        {"text": QUAY, "entities": [[27, 32, "CITY"]], "cats": ["sale"]},
        {
            "text": MILL,
            "annotations": [old],
        },
        {"text": f"{MILL} ", "label": ["news"], "Comments": ["Who is he?"]},
    )
    arrivals, missed = read(doccano, jsonl(tmp_path / "a.jsonl", *lines))
    assert [(each.type, words_of(each)) for each in labels(arrivals)] == [
        ("CITY", "Varna"),
        ("4", "Paul Adler"),
    ]
    assert sum(loss.count for loss in missed) == 2
    (comment,) = (each for one in arrivals for each in one.records if isinstance(each, Mark))
    assert comment.body == "Who is he?"


def test_a_relation_without_ends_is_counted_and_the_labels_come_in(tmp_path: Path) -> None:
    entity = {"id": 1, "label": "PER", "start_offset": 0, "end_offset": 9}
    report = {"text": QUAY, "entities": [entity], "relations": [{"id": 1}, 4]}
    arrivals, missed = read(doccano, jsonl(tmp_path / "a.jsonl", report))
    assert [words_of(each) for each in labels(arrivals)] == ["Ines Roth"]
    assert sum(loss.count for loss in missed) == 2


def test_files_of_the_members_of_a_project_keep_apart(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "project.zip", "w") as archive:
        for name in ("lea", "otto"):
            archive.writestr(f"{name}.jsonl", json.dumps({"text": QUAY, "label": [[0, 9, "PER"]]}))
    arrivals, _ = read(doccano, tmp_path / "project.zip")
    assert {each.creator for each in labels(arrivals)} == {"lea", "otto"}
    assert len({each.id for each in labels(arrivals)}) == 2


def test_a_relation_keeps_its_name_there_and_back(tmp_path: Path) -> None:
    report = {
        "text": QUAY,
        "entities": [
            {"id": 1, "label": "PER", "start_offset": 0, "end_offset": 9},
            {"id": 2, "label": "LOC", "start_offset": 27, "end_offset": 32},
        ],
        "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "soldIn"}],
    }
    (arrival,), _ = read(doccano, jsonl(tmp_path / "a.jsonl", report))
    out = io.StringIO()
    own = ExportOptions(origins=frozenset({"own"}))
    doccano.write([desk_article(QUAY, [*arrival.records])], out, own)
    (back,), _ = read(doccano, jsonl(tmp_path / "b.jsonl", json.loads(out.getvalue())))
    person = next(each for each in back.records if each.links)
    assert [link.role for link in person.links] == ["soldIn"]


# -- names


@pytest.mark.parametrize("name", ["Град", "PERSON", "person", "Person", "quote_x", "a|b; c", "人"])
def test_a_label_keeps_its_name_through_every_tool(name: str, tmp_path: Path) -> None:
    report = {"text": QUAY, "label": [[27, 32, name]]}
    (arrival,), _ = read(doccano, jsonl(tmp_path / "a.jsonl", report))
    made = desk_article(QUAY, arrival.records)
    own = ExportOptions(origins=frozenset({"own"}))
    out = io.StringIO()
    doccano.write([made], out, own)
    assert [each["label"] for each in json.loads(out.getvalue())["entities"]] == [name]
    out = io.StringIO()
    label_studio.write([made], out, own)
    (result,) = json.loads(out.getvalue())[0]["annotations"][0]["result"]
    assert result["value"]["labels"] == [name]
    for module in (cas_xmi, webanno_tsv):
        folder = tmp_path / module.__name__
        folder.mkdir()
        module.write_files([made], FolderFiles(folder), own)
        (back,), _ = read(module, folder)
        assert back.records == arrival.records


def test_brat_tells_labels_in_other_scripts_apart_and_says_so(tmp_path: Path) -> None:
    made = [
        Label(
            article_id="a1",
            id=f"l{n}",
            anchor=anchor(QUAY, [Span(n, n + 2)]),
            layer="entity",
            type=t,
        )
        for n, t in enumerate(("Град", "Грaд", "人物", "👍", "👎"))
    ]
    losses = brat.write_files([desk_article(QUAY, made)], FolderFiles(tmp_path), ExportOptions())
    (ann,) = tmp_path.glob("*.ann")
    lines = [line.split("\t") for line in ann.read_text(encoding="utf-8").splitlines()]
    names = [line[1].split()[0] for line in lines if line[0].startswith("T")]
    assert len(set(names)) == 5
    assert all(name.isascii() for name in names)
    assert sum("brat" in loss.what for loss in losses) == 5
    arrivals, _ = read(brat, tmp_path)
    assert {each.type for each in labels(arrivals)} == {each.type for each in made}


def test_no_sign_that_ends_a_line_or_column_is_within_a_passage_of_brat(tmp_path: Path) -> None:
    text = "Head\nOne\ttwo\u2028three\x85four\x0cfive."
    note = Mark(article_id="a1", id="n", kind="note", anchor=anchor(text, [Span(5, len(text))]))
    brat.write_files(
        [desk_article(text, [note])], FolderFiles(tmp_path), ExportOptions(frozenset({"own"}))
    )
    (ann,) = tmp_path.glob("*.ann")
    (line,) = (x for x in ann.read_text(encoding="utf-8").splitlines() if x.startswith("T"))
    _, head, words = line.split("\t")
    pieces = [tuple(map(int, each.split())) for each in head.split(" ", 1)[1].split(";")]
    assert [text[start:end] for start, end in pieces] == ["One", "two", "three", "four", "five."]
    assert words == "One two three four five."


# -- brat, INCEpTION


def pair(folder: Path, name: str, text: str, ann: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / f"{name}.ann").write_text(ann, encoding="utf-8")
    (folder / f"._{name}.ann").write_bytes(b"\x00\x05\xff")


def test_brat_files_of_one_name_are_distinguished_by_text_and_folder(tmp_path: Path) -> None:
    pair(tmp_path / "lea", "story", QUAY, "T1\tPER 0 9\tInes Roth\n")
    pair(tmp_path / "otto", "story", QUAY, "T1\tPER 0 9\tInes Roth\n")
    pair(tmp_path / "mill", "story", MILL, "T1\tPER 0 10\tPaul Adler\n")
    arrivals, missed = read(brat, tmp_path)
    found = labels(arrivals)
    assert len({each.id for each in found}) == 3
    assert sorted(each.creator for each in found) == ["", "lea", "otto"]
    assert missed == []


TSV = "#FORMAT=WebAnno TSV 3.3\n#T_SP=x.y.NamedEntity|identifier|value\n\n\n#Text={}\n{}\n"


def rows(text: str, place: str) -> str:
    made, at = [], 0
    for number, token in enumerate(text.split(), 1):
        at = text.index(token, at)
        cells = "Q5\tLOC" if token == place else "_\t_"
        made.append(f"1-{number}\t{at}-{at + len(token)}\t{token}\t{cells}\t")
    return TSV.format(text, "\n".join(made))


def test_a_folder_is_the_document_and_its_file_the_annotator(tmp_path: Path) -> None:
    texts = {"quay.txt": "She sold it in Varna .", "mill.txt": "He left for Gent ."}
    for name, text in texts.items():
        folder = tmp_path / "annotation" / name
        folder.mkdir(parents=True)
        for who in ("lea", "otto", "INITIAL_CAS"):
            (folder / f"{who}.tsv").write_text(rows(text, text.split()[-2]), encoding="utf-8")
    arrivals, _ = read(webanno_tsv, tmp_path / "annotation")
    assert {each.article.title for each in arrivals} == {"quay", "mill"}
    found = labels(arrivals)
    assert len({each.id for each in found}) == 4
    assert {each.creator for each in found} == {"lea", "otto"}
    assert {each.attributes["identifier"] for each in found} == {"Q5"}


def test_slots_are_links_and_features_attributes(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=my.Part|\n"
        "#T_SP=my.Deed|kind|ROLE_my.Deed:parts_my.DeedPartsLink|my.Part\n"
        "#T_RL=my.Tie|sure|value|BT_my.Part\n\n\n#Text=Ines Roth sold quays .\n"
        "1-1\t0-4\tInes\t*[1]\t_\t_\t_\t_\t_\t_\t\n1-2\t5-9\tRoth\t*[1]\t_\t_\t_\t_\t_\t_\t\n"
        "1-3\t10-14\tsold\t_\tsale\tseller;good\t1-1[1];1-4\t_\t_\t_\t\n"
        "1-4\t15-20\tquays\t*\t_\t_\t_\tyes\towns\t1-1[1_0]\t\n1-5\t21-22\t.\t_\t_\t_\t_\t_\t_\t_\t\n",
        encoding="utf-8",
    )
    arrivals, missed = read(webanno_tsv, path)
    by_words = {words_of(each): each for each in labels(arrivals)}
    assert set(by_words) == {"Ines Roth", "sold", "quays"}
    assert by_words["sold"].attributes == {"kind": "sale"}
    assert by_words["sold"].links == (
        LabelLink("seller", by_words["Ines Roth"].id),
        LabelLink("good", by_words["quays"].id),
    )
    assert by_words["Ines Roth"].links == (LabelLink("owns", by_words["quays"].id),)
    assert [loss.count for loss in missed] == [1]


def test_features_slots_and_points_of_a_cas(tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    path.write_text(
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
        'xmlns:my="http:///my.ecore" xmi:version="2.0">'
        '<my:Part xmi:id="2" sofa="9" begin="0" end="9" value="PER" identifier="Q5" sure="yes"/>'
        '<my:Deed xmi:id="3" sofa="9" begin="10" end="14" kind="sale" parts="5 6"/>'
        '<my:Deed xmi:id="4" sofa="9" begin="7" end="7" kind="gap"/>'
        '<my:Link xmi:id="5" role="seller" target="2"/>'
        '<my:Link xmi:id="6" role="buyer" target="8"/>'
        f'<cas:Sofa xmi:id="9" sofaString="{QUAY}"/></xmi:XMI>',
        encoding="utf-8",
    )
    arrivals, missed = read(cas_xmi, path)
    part, deed = labels(arrivals)
    assert part.attributes == {"identifier": "Q5", "sure": "yes", "layer": "Part"}
    assert (deed.type, deed.attributes) == ("Deed", {"kind": "sale"})
    assert deed.links == (LabelLink("seller", part.id),)
    assert sum(loss.count for loss in missed) == 2


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corpus.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.ann", "")
        with archive.open("a.txt", "w", force_zip64=True) as file:
            for _ in range(70):
                file.write(bytes(1 << 20))
    with pytest.raises(ValueError, match=r"a\.txt"):
        read(brat, path)


ODD = [None, True, -1, 1.5, 10**30, "", "x", "\ud800", [], [7], {}, {"x": 1}, [None]]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_one_odd_label_of_doccano_does_not_refuse_the_others(tmp_path: Path, odd: object) -> None:
    whole = {"id": 1, "label": "PER", "start_offset": 0, "end_offset": 9}
    others = [whole | {"id": 2, key: odd} for key in ("label", "start_offset", "end_offset", "id")]
    line = {"text": QUAY, "entities": [whole, *others, odd], "relations": [{"from_id": odd}, odd]}
    path = jsonl(
        tmp_path / "odd.jsonl",
        line,
        {"text": odd},
        {"text": MILL, "entities": odd, "Comments": odd},
        {"text": MILL, "label": [[0, 10, "PER"], [11, odd, "V"], odd]},
        odd,
    )
    arrivals, losses = read(doccano, path)
    words = [words_of(each) for each in labels(arrivals)]
    assert words[0] == "Ines Roth"
    assert "Paul Adler" in words
    assert losses


def test_a_file_without_any_line_of_doccano_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.jsonl"
    path.write_text("not one\nline of it\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no line"):
        read(doccano, path)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_one_odd_result_of_label_studio_does_not_refuse_the_others(
    tmp_path: Path, odd: object
) -> None:
    def region(key: str, **value: object) -> dict[str, object]:
        place = {"start": 0, "end": 9, "text": "Ines Roth", "labels": ["PER"]}
        return {"id": key, "type": "labels", "from_name": "label", "value": place | value}

    result = [
        region("whole"),
        *(region(f"odd {key}", **{key: odd}) for key in ("start", "end", "text", "labels")),
        {"type": "relation", "from_id": odd, "to_id": "whole", "labels": odd},
        {"type": "textarea", "id": "whole", "value": odd},
        odd,
    ]
    tasks = [
        {"id": 1, "data": {"text": QUAY}, "annotations": [{"id": 3, "result": result}, odd]},
        {"id": 2, "data": {"text": MILL}, "annotations": odd, "predictions": odd},
    ]
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    arrivals, _ = read(label_studio, path)
    assert "Ines Roth" in [words_of(each) for each in labels(arrivals)]
