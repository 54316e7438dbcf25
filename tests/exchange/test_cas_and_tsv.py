"""What WebAnno TSV and XMI files hold, looked at from outside."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.records import Label, LabelLink, Mark
from reader.article.anchor import anchor
from reader.exchange.export_options import ExportOptions, Tag
from reader.exchange.formats import cas_xmi, webanno_tsv
from reader.exchange.losses import Losses
from reader.exchange.targets import ArchiveFiles, FolderFiles
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span
from tests.exchange.some_records import AT, desk_article

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
    assert cas_xmi.write_files([some()], FolderFiles(tmp_path), OWN) == []
    (file,) = tmp_path.glob("*.xmi")
    assert re.search(r'begin="15" end="18"', file.read_text(encoding="utf-8"))
    with (tmp_path / "TypeSystem.xml").open("rb") as types, file.open("rb") as xmi:
        cas = cassis.load_cas_from_xmi(xmi, typesystem=cassis.load_typesystem(types))
    assert cas.sofa_string == TEXT
    marks = {each.get_covered_text(): each for each in cas.select("webanno.custom.ReaderMark")}
    assert set(marks) == {"Ben", "Low met", "a_"}
    assert (marks["Ben"].begin, marks["Ben"].label) == (TEXT.index("Ben"), "Person")
    assert marks["a_"].note == "Odd [1]; a -> b*\n\tTwo\\"
    (tie,) = cas.select("webanno.custom.ReaderTie")
    assert (tie.Governor.get_covered_text(), tie.Dependent.get_covered_text()) == ("Low met", "Ben")
    named = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
    assert [(each.get_covered_text(), each.value) for each in named] == [
        ("Low met", "group"),
        ("Ben", "person"),
    ]
    layers = json.loads((tmp_path / "inception-layers.json").read_text(encoding="utf-8"))
    assert [layer["name"] for layer in layers] == [
        "webanno.custom.ReaderMark",
        "webanno.custom.ReaderTie",
    ]


def test_the_users_own_tagset_is_offered_for_labels(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    own = ExportOptions(origins=frozenset({"own"}), tagset=(Tag("stance", "Häwkish & <co>"),))
    cas_xmi.write_files([some()], FolderFiles(tmp_path), own)
    (mark, _) = json.loads((tmp_path / "inception-layers.json").read_text(encoding="utf-8"))
    (labelled,) = (each for each in mark["features"] if each["tag_set"] is not None)
    assert labelled["name"] == "label"
    names = [tag["tag_name"] for tag in labelled["tag_set"]["tags"]]
    assert names[0] == "Stance_Häwkish & <co>"
    assert {"Note", "Person", "Group"} <= set(names)
    with (tmp_path / "TypeSystem.xml").open("rb") as types:
        system = cassis.load_typesystem(types)
    label_feature = system.get_type("webanno.custom.ReaderMark").get_feature("label")
    assert "Stance_Häwkish & <co>, " in label_feature.description


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
    assert [loss.count for loss in losses] == [1]
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
    assert webanno_tsv.write_files([made], FolderFiles(tmp_path), OWN) == []
    (file,) = tmp_path.glob("*.tsv")
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines[0] == "#FORMAT=WebAnno TSV 3.3"
    assert lines[1] == "#T_SP=webanno.custom.ReaderMark|label|note|origin|detail"
    assert lines[2] == "#T_RL=webanno.custom.ReaderTie|role|BT_webanno.custom.ReaderMark"
    assert lines[3:5] == ["", ""]
    assert lines[5] == "#Text=Zoë 🙂 Low met Ben."
    rows = [line.split("\t") for line in lines if line and line[0] != "#"]
    by_address = {row[0]: row for row in rows}
    assert all(len(row) == 3 + 4 + 2 + 1 for row in rows)
    assert [(row[0], row[1], row[2]) for row in rows[:5]] == [
        ("1-1", "0-3", "Zoë"),
        ("1-2", "4-6", "🙂"),
        ("1-3", "7-10", "Low"),
        ("1-4", "11-14", "met"),
        ("1-5", "15-18", "Ben"),
    ]
    assert by_address["1-3"][3] == by_address["1-4"][3] == "Group[1]"
    assert by_address["1-5"][3] == "Person[2]"
    assert by_address["1-5"][7:9] == ["cue", "1-3[1_2]"]
    assert by_address["1-1"][3:9] == ["_"] * 6
    (part,) = (row for row in rows if "." in row[0])
    assert part[2] == "a_"
    assert part[4] == "Odd \\[1\\]\\; a \\-> b\\*\\n\\tTwo\\\\[3]"


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
