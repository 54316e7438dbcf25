from __future__ import annotations

import io
import json
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.exchange.formats import json_lines, reader_json
from reader.exchange.losses import Losses
from tests.exchange.some_records import (
    article_of,
    by_id,
    correction,
    desk_article,
    read_back,
    records,
    texts,
)


@pytest.mark.parametrize("module", [reader_json, json_lines])
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_what_leaves_comes_home_the_same(
    module: ModuleType, data: st.DataObject, tmp_path: Path
) -> None:
    text = data.draw(texts())
    made = [*data.draw(records(text)), correction()]
    out = io.StringIO()
    assert module.write([desk_article(text, made)], out) == []
    path = tmp_path / "notes"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    arrivals, losses = read_back(module, path)
    assert losses.messages() == []
    (arrival,) = arrivals
    assert arrival.article == article_of(text)
    assert arrival.text == text
    assert by_id(arrivals) == sorted(made, key=lambda record: record.id)


def test_each_line_is_a_record(tmp_path: Path) -> None:
    out = io.StringIO()
    json_lines.write([desk_article("Some text", [correction()])], out)
    kinds = [json.loads(line)["kind"] for line in out.getvalue().splitlines()]
    assert kinds == ["article", "correction"]


def test_lines_that_are_no_records_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text('{"a": 1}\nnonsense\n\n[]\n', encoding="utf-8")
    arrivals, losses = read_back(json_lines, path)
    assert arrivals == []
    assert [loss.count for loss in losses.messages()] == [3]


@pytest.mark.parametrize(
    "report", ['{"schema": 1}', "[]", '{"schema": 99, "articles": []}', "nope"]
)
def test_a_file_that_is_no_export_of_ours_is_refused(report: str, tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text(report, encoding="utf-8")
    with pytest.raises(ValueError, match=r"\w"):
        list(reader_json.read(path, Losses()))
