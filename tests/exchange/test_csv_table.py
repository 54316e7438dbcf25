from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.exchange.formats.csv_table import COLUMNS, guarded, write
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
