"""What is written, read by others' code or by what their documentation alone says."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reader.annotations.records import Label, LabelLink, Mark
from reader.article.anchor import anchor
from reader.exchange.export_options import ExportOptions, Tag
from reader.exchange.formats import brat, cas_xmi, csv_table, readwise
from reader.exchange.formats.cas_layers import is_own
from reader.exchange.targets import FolderFiles
from reader.text.span import Span
from tests.exchange import brat_document
from tests.exchange.some_records import AT, desk_article, records, texts

OWN = ExportOptions(origins=frozenset({"own"}), tagset=(Tag("my layer", "Über person"),))
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_brat_is_read_by_its_documentation_alone(data: st.DataObject) -> None:
    text = data.draw(texts())
    made = data.draw(records(text))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        brat.write_files([desk_article(text, made)], FolderFiles(path), OWN)
        (ann,), (txt,) = path.glob("*.ann"), path.glob("*.txt")
        allowed = brat_document.config((path / "annotation.conf").read_text("utf-8"))
        report = brat_document.document(
            ann.read_bytes().decode("utf-8"), txt.read_bytes().decode("utf-8"), allowed
        )
    assert len(report.bound) == len(made)
    assert "My_layer_Uber_person" in allowed.entities
    shown = {"".join(words.split()) for _, _, words in report.bound.values()}
    for record in made:
        assert "".join("".join(part.exact.split()) for part in record.anchor.parts) in shown


@pytest.mark.parametrize("module", [csv_table, readwise])
@settings(max_examples=30, deadline=None, phases=UNSHRUNK)
@given(data=st.data())
def test_pandas_reads_the_cells_that_the_standard_library_reads(
    module: object, data: st.DataObject
) -> None:
    pandas = pytest.importorskip("pandas")
    text = data.draw(texts())
    out = io.StringIO(newline="")
    module.write([desk_article(text, data.draw(records(text)))], out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    frame = pandas.read_csv(
        io.BytesIO(out.getvalue().encode("utf-8")), dtype=str, keep_default_na=False
    )
    assert frame.to_dict(orient="records") == rows


def own_annotations(cas: Any) -> list[Any]:
    """Return the annotations of the span layers that reader writes."""
    return [each for each in cas.select_all() if is_own(each.type.name)]


@settings(max_examples=20, deadline=None, phases=UNSHRUNK)
@given(data=st.data())
def test_dkpro_cassis_covers_the_words_of_every_part(data: st.DataObject) -> None:
    cassis = pytest.importorskip("cassis")
    text = data.draw(texts())
    made = data.draw(records(text))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        cas_xmi.write_files([desk_article(text, made)], FolderFiles(path), OWN)
        (file,) = path.glob("*.xmi")
        with (path / "TypeSystem.xml").open("rb") as types, file.open("rb") as xmi:
            cas = cassis.load_cas_from_xmi(xmi, typesystem=cassis.load_typesystem(types))
    assert cas.sofa_string == text
    covered = sorted(each.get_covered_text() for each in own_annotations(cas))
    assert covered == sorted(part.exact for record in made for part in record.anchor.parts)


def test_dkpro_cassis_finds_a_mark_that_begins_right_after_an_emoji(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    text = "Gate 🙂👩‍👩‍👧low water.\nHigh 🙂tide."
    words = {name: Span(text.index(name), text.index(name) + len(name)) for name in ("low", "tide")}
    tied = {
        name: Label(
            article_id="a1",
            id=name,
            anchor=anchor(text, [span]),
            layer="entity",
            type="other",
            links=(LabelLink("same-as", "low"),) if name == "tide" else (),
        )
        for name, span in words.items()
    }
    emoji = Mark(
        article_id="a1", id="e", kind="note", created=AT, anchor=anchor(text, [Span(5, 6)])
    )
    cas_xmi.write_files([desk_article(text, [*tied.values(), emoji])], FolderFiles(tmp_path), OWN)
    (file,) = tmp_path.glob("*.xmi")
    with (tmp_path / "TypeSystem.xml").open("rb") as types, file.open("rb") as xmi:
        cas = cassis.load_cas_from_xmi(xmi, typesystem=cassis.load_typesystem(types))
    marks = {each.get_covered_text(): each for each in own_annotations(cas)}
    assert set(marks) == {"low", "tide", "🙂"}
    (tie,) = cas.select("reader.tie.Entity")
    assert (tie.Governor.get_covered_text(), tie.Dependent.get_covered_text()) == ("tide", "low")
    assert marks["🙂"].id == "e"
