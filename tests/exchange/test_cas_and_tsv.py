"""What WebAnno TSV and XMI files hold, looked at from outside."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.records import Claim, Evidence, Label, LabelLink, Mark
from reader.article.anchor import anchor
from reader.exchange.export_options import ExportOptions, Tag
from reader.exchange.formats import cas_xmi, webanno_tsv
from reader.exchange.losses import Losses
from reader.exchange.targets import ArchiveFiles, FolderFiles
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span
from tests.exchange.some_records import AT, desk_article, plain

OWN = ExportOptions(origins=frozenset({"own"}))
TEXT = "Zoë 🙂 Low met Ben.\nHe said “a_b|c”."


def label(key: str, words: str, type_: str, *links: LabelLink) -> Label:
    start = TEXT.index(words)
    return Label(
        article_id="a1",
        id=key,
        created=AT,
        modified=AT,
        anchor=anchor(TEXT, [Span(start, start + len(words))]),
        layer="entity",
        type=type_,
        links=links,
    )


def some() -> AnnotatedArticle:
    note = Mark(
        article_id="a1",
        id="n",
        kind="note",
        anchor=anchor(TEXT, [Span(TEXT.index("a_b"), TEXT.index("b|c"))]),
        body="Odd [1]; a -> b*\n\tTwo\\",
    )
    made = (label("l1", "Ben", "person"), label("l2", "Low met", "group", LabelLink("cue", "l1")))
    return desk_article(TEXT, (*made, note))


def test_dkpro_cassis_loads_what_was_written_with_offsets_right_after_an_emoji(
    tmp_path: Path,
) -> None:
    cassis = pytest.importorskip("cassis")
    cas_xmi.write_files([some()], FolderFiles(tmp_path), OWN)
    (file,) = tmp_path.glob("*.xmi")
    assert re.search(r'begin="15" end="18"', file.read_text(encoding="utf-8"))
    with (tmp_path / "TypeSystem.xml").open("rb") as types, file.open("rb") as xmi:
        cas = cassis.load_cas_from_xmi(xmi, typesystem=cassis.load_typesystem(types))
    assert cas.sofa_string == TEXT
    marks = {each.get_covered_text(): each for each in cas.select("reader.layer.Entity")}
    assert set(marks) == {"Ben", "Low met"}
    assert (marks["Ben"].begin, marks["Ben"].label) == (TEXT.index("Ben"), "person")
    (note,) = cas.select("reader.Mark")
    assert (note.get_covered_text(), note.label) == ("a_", "note")
    assert note.note == "Odd [1]; a -> b*\n\tTwo\\"
    (tie,) = cas.select("reader.tie.Entity")
    assert (tie.Governor.get_covered_text(), tie.Dependent.get_covered_text()) == ("Low met", "Ben")
    named = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    assert [(each.get_covered_text(), each.value) for each in named] == [
        ("Low met", "group"),
        ("Ben", "person"),
    ]
    layers = json.loads((tmp_path / "inception-layers.json").read_text(encoding="utf-8"))
    assert [(layer["name"], layer["type"]) for layer in layers] == [
        ("reader.layer.Entity", "span"),
        ("reader.Mark", "span"),
        ("reader.tie.Entity", "relation"),
    ]
    assert layers[2]["attach_type"] == {"name": "reader.layer.Entity"}


def test_the_users_own_tagset_is_offered_for_labels(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    own = ExportOptions(origins=frozenset({"own"}), tagset=(Tag("stance", "Häwkish & <co>"),))
    cas_xmi.write_files([some()], FolderFiles(tmp_path), own)
    layers = json.loads((tmp_path / "inception-layers.json").read_text(encoding="utf-8"))
    offered = {
        layer["name"]: [tag["tag_name"] for tag in layer["features"][0]["tag_set"]["tags"]]
        for layer in layers
        if layer["type"] == "span"
    }
    assert offered == {
        "reader.layer.Entity": ["group", "person"],
        "reader.Mark": ["note"],
        "reader.layer.Stance": ["Häwkish & <co>"],
    }
    with (tmp_path / "TypeSystem.xml").open("rb") as types:
        system = cassis.load_typesystem(types)
    label_feature = system.get_type("reader.layer.Stance").get_feature("label")
    assert "Häwkish & <co>" in label_feature.description


def test_other_layers_of_a_cas_come_in_from_an_archive_too(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    types = cassis.TypeSystem()
    whole = "uima.tcas.Annotation"
    entity = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", whole)
    types.create_feature(entity, "value", "uima.cas.String")
    custom = types.create_type("webanno.custom.Stance", whole)
    token = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token", whole)
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = TEXT
    start = TEXT.index("Ben")
    cas.add_all(
        [
            entity(begin=start, end=start + 3, value="PER"),
            custom(begin=0, end=3),
            token(begin=0, end=3),
        ]
    )
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.xmi", cas.to_xmi())
        archive.writestr("TypeSystem.xml", types.to_xml())
    (arrival,) = cas_xmi.read(path, Losses())
    report = {(r.type, r.anchor.exact) for r in arrival.records if isinstance(r, Label)}
    assert report == {("PER", "Ben"), ("Stance", "Zoë")}


def test_control_characters_are_replaced_in_xml_and_counted(tmp_path: Path) -> None:
    text = "A\x0bB and C"
    mark = Mark(article_id="a1", id="n", kind="note", anchor=anchor(text, [Span(8, 9)]))
    losses = cas_xmi.write_files([desk_article(text, [mark])], FolderFiles(tmp_path), OWN)
    assert [loss.count for loss in losses if "control" in loss.what] == [1]
    (arrival,) = cas_xmi.read(tmp_path, Losses())
    assert arrival.text == "A\ufffdB and C"
    assert arrival.records[0].anchor.exact == "C"


@pytest.mark.parametrize("report", ["nonsense", "<a/>"])
def test_what_is_no_cas_is_refused(report: str, tmp_path: Path) -> None:
    (tmp_path / "a.xmi").write_text(report, encoding="utf-8")
    (tmp_path / "TypeSystem.xml").write_text(
        '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"/>',
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="no CAS"):
        list(cas_xmi.read(tmp_path, Losses()))


def test_a_tsv_file_has_the_rows_that_the_format_asks_for(tmp_path: Path) -> None:
    made = some()
    webanno_tsv.write_files([made], FolderFiles(tmp_path), OWN)
    (file,) = tmp_path.glob("*.tsv")
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3"
    plain = "label|note|tags|id|origin|created|modified"
    assert lines[1:4] == [
        f"#T_SP=reader.layer.Entity|{plain}",
        "#T_SP=reader.Mark|label|note|tags|id|origin",
        "#T_RL=reader.tie.Entity|role|BT_reader.layer.Entity",
    ]
    assert lines[4:6] == ["", ""]
    assert lines[6] == "#Text=Zoë 🙂 Low met Ben."
    rows = [line.split("\t") for line in lines if line and line[0] != "#"]
    by_address = {row[0]: row for row in rows}
    assert all(len(row) == 3 + 7 + 5 + 2 + 1 for row in rows)
    assert [(row[0], row[1], row[2]) for row in rows[:5]] == [
        ("1-1", "0-3", "Zoë"),
        ("1-2", "4-6", "🙂"),
        ("1-3", "7-10", "Low"),
        ("1-4", "11-14", "met"),
        ("1-5", "15-18", "Ben"),
    ]
    assert by_address["1-3"][3] == by_address["1-4"][3] == "group[1]"
    assert by_address["1-5"][3] == "person[2]"
    assert by_address["1-5"][15:17] == ["cue", "1-3[1_2]"]
    assert by_address["1-1"][3:17] == ["_"] * 14
    (part,) = (row for row in rows if "." in row[0])
    assert part[2] == "a_"
    assert part[11] == "Odd \\[1\\]\\; a \\-> b\\*\\n\\tTwo\\\\[3]"


@pytest.mark.parametrize("module", [cas_xmi, webanno_tsv])
def test_plain_features_bring_back_all_that_is_text(module: ModuleType, tmp_path: Path) -> None:
    person = label("l1", "Ben", "person", LabelLink("heard by", "n2"))
    flat = replace(person, creator="Ada", private=True, attributes={"why": "he said", "label": "P"})
    stance = replace(label("l2", "Low met", "for & against"), layer="My stänce", tags=("a", "b"))
    note = Mark(
        article_id="a1",
        id="n2",
        kind="note",
        anchor=anchor(TEXT, [Span(4, 9), Span(15, 18)]),
        body="One\ntwo",
        tags=("law, sea",),
        colour="#ff0000",
    )
    made = [flat, stance, note]
    module.write_files([desk_article(TEXT, made)], FolderFiles(tmp_path), OWN)
    (file,) = (each for each in tmp_path.iterdir() if each.suffix in (".xmi", ".tsv"))
    assert '{"' not in file.read_text(encoding="utf-8")
    (arrival,) = module.read(tmp_path, Losses())
    assert arrival.text == TEXT
    back = {record.id: plain(record) for record in arrival.records}
    assert back == {record.id: plain(record) for record in made}


@pytest.mark.parametrize("module", [cas_xmi, webanno_tsv])
@given(st.text("\\[]12|;_*->aé", min_size=1, max_size=6))
def test_labels_of_signs_that_mean_something_come_home(module: ModuleType, type_: str) -> None:
    with TemporaryDirectory() as folder:
        made = [label("l1", "Ben", type_)]
        module.write_files([desk_article(TEXT, made)], FolderFiles(Path(folder)), OWN)
        (arrival,) = module.read(Path(folder), Losses())
    assert [each.type for each in arrival.records] == [type_]


def test_what_dkpro_cassis_writes_again_comes_home_the_same(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    stance = replace(label("l2", "Low met", "for & against"), layer="stance", tags=("a", "b"))
    made = [label("l1", "Ben", "person"), stance, label("l3", "Zoë", "x", LabelLink("is", "l1"))]
    cas_xmi.write_files([desk_article(TEXT, made)], FolderFiles(tmp_path), OWN)
    (file,) = tmp_path.glob("*.xmi")
    with (tmp_path / "TypeSystem.xml").open("rb") as types, file.open("rb") as xmi:
        cas = cassis.load_cas_from_xmi(xmi, typesystem=cassis.load_typesystem(types))
    cas.to_xmi(file)
    (arrival,) = cas_xmi.read(tmp_path, Losses())
    assert {each.id: plain(each) for each in arrival.records} == {
        each.id: plain(each) for each in made
    }


@pytest.mark.parametrize("module", [cas_xmi, webanno_tsv])
def test_what_is_no_text_is_counted_and_stays_with_whole_records(
    module: ModuleType, tmp_path: Path
) -> None:
    claim = Claim(
        article_id="a1",
        id="c1",
        anchor=anchor(TEXT, [Span(4, 9)]),
        claim="They met.",
        evidence=(Evidence(title="Deed"),),
    )
    for details in (False, True):
        folder = tmp_path / str(details)
        folder.mkdir()
        given = replace(OWN, details=details)
        losses = module.write_files([desk_article(TEXT, [claim])], FolderFiles(folder), given)
        (arrival,) = module.read(folder, Losses())
        (back,) = arrival.records
        assert back.claim == "They met."
        assert bool(losses) != details
        assert (back.evidence == claim.evidence) == details
        assert ("evidence" in arrival.silent) != details


@pytest.mark.parametrize("module", [cas_xmi, webanno_tsv])
def test_what_another_program_changes_and_adds_comes_in(module: ModuleType, tmp_path: Path) -> None:
    made = [label("l1", "Ben", "person"), replace(label("l2", "Zoë", "denial"), layer="stance")]
    module.write_files([desk_article(TEXT, made)], FolderFiles(tmp_path), OWN)
    (file,) = (each for each in tmp_path.iterdir() if each.suffix in (".xmi", ".tsv"))
    text = file.read_text(encoding="utf-8")
    changed = text.replace("denial", "doubt").replace('id="l2"', "").replace("l2[", "*[")
    file.write_text(changed, encoding="utf-8")
    ids = []
    for _ in range(2):
        (arrival,) = module.read(tmp_path, Losses())
        by_layer = {record.layer: record for record in arrival.records}
        assert by_layer["entity"].id == "l1"
        assert by_layer["stance"].type == "doubt"
        ids.append(by_layer["stance"].id)
    assert ids[0] == ids[1] != "l2"


THEIRS = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=webanno.custom.Flag
#T_RL=webanno.custom.Knows|kind|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity


#Text=Zoë 🙂 Low met Ben.
1-1\t0-3\tZoë\t*[1]\tPER[1]\t_\t_\t_\t
1-2\t4-6\t🙂\t*[1]\tPER[1]\t_\t_\t_\t
1-3\t7-10\tLow\t*[1]|*[2]\tPER[1]|odd\\|one[2]\t_\t_\t_\t
1-4\t11-14\tmet\t_\t_\t*\t_\t_\t
1-5\t15-18\tBen\t*\tPER\t_\tfriend\t1-1[1_0]\t
1-5.1\t15-16\tB\t*\tLETTER\t_\t_\t_\t
1-6\t18-19\t.\t_\t_\t_\t_\t_\t

#Text=Bye.
2-1\t20-23\tBye\t_\t_\t_\t_\t_\t
2-2\t23-24\t.\t_\t_\t_\t_\t_\t
"""


def test_another_tools_tsv_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "doc.tsv"
    path.write_text(THEIRS, encoding="utf-8")
    losses = Losses()
    (arrival,) = webanno_tsv.read(path, losses)
    assert arrival.text == "Zoë 🙂 Low met Ben.\nBye."
    labels = [record for record in arrival.records if isinstance(record, Label)]
    report = {(each.type, each.anchor.exact) for each in labels}
    assert report == {
        ("PER", "Zoë 🙂 Low"),
        ("odd|one", "Low"),
        ("PER", "Ben"),
        ("LETTER", "B"),
        ("Flag", "met"),
    }
    by_words = {each.anchor.exact: each for each in labels}
    assert by_words["Zoë 🙂 Low"].links == (LabelLink("friend", by_words["Ben"].id),)
    assert losses.messages() == []
    path.write_text("#FORMAT=CoNLL\n", encoding="utf-8")
    with pytest.raises(ValueError, match="TSV"):
        list(webanno_tsv.read(path, Losses()))


@pytest.mark.parametrize("module", [cas_xmi, webanno_tsv])
def test_articles_with_one_title_keep_apart_and_fit_an_archive(module: object) -> None:
    first = some()
    second = replace(first, record=replace(first.record, id="b2", article_id="b2"))
    out = io.BytesIO()
    files = ArchiveFiles(out)
    module.write_files([first, second], files, OWN)
    files.close()
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xmi", ".tsv"))]
    assert len(names) == 2
    assert {name.partition(".")[0] for name in names} == {"the-gate-co", "the-gate-co-b2"}
