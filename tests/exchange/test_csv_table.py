from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.records import Label
from reader.article.anchor import anchor
from reader.exchange.formats.csv_table import COLUMNS, guarded, write
from reader.review.label_differences import ADJUDICATED
from reader.text.span import Span
from tests.exchange.some_records import correction, desk_article, records, texts


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_the_standard_library_reads_every_cell_back(data: st.DataObject) -> None:
    text = data.draw(texts())
    article = desk_article(text, data.draw(records(text)))
    made = article.records.in_order
    out = io.StringIO(newline="")
    write([article], out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert [row["id"] for row in rows] == [record.id for record in made]
    for row, record in zip(rows, made, strict=True):
        assert row["exact"] == guarded(record.anchor.exact)
        assert int(row["start"]) == record.anchor.parts[0].start
        assert row["tags"] == guarded("; ".join(record.tags))
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == "'" + cell


def test_a_number_stays_a_number() -> None:
    assert guarded(-2) == "-2"


def test_what_the_table_cannot_hold_is_counted() -> None:
    losses = write([desk_article("Some text", [correction()])], io.StringIO())
    assert [str(loss) for loss in losses] == [
        "1 decision was written without the finding's details"
    ]
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_a_decision_between_labels_is_in_its_column() -> None:
    text = "The cut is a blow."
    held = anchor(text, [Span(13, 17)])
    against = [{"id": "2", "creator": "bo", "type": "body", "exact": "blow"}]
    entry = {"choice": "this", "against": against, "by": "cy", "at": ""}
    label = Label(
        article_id="a", id="1", anchor=held, layer="metaphor", type="violence",
        extra={ADJUDICATED: [entry]},
    )  # fmt: skip
    out = io.StringIO(newline="")
    assert write([desk_article(text, [label])], out) == []
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert all(word in row["decision"] for word in ("bo", "body", "cy"))
