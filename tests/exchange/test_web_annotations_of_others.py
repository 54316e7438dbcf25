"""Web annotations of other tools, and of reader for other tools."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.annotations.records import Mark
from reader.article.anchor import anchor
from reader.exchange.formats import web_annotation
from reader.text.span import Span
from tests.exchange.some_records import by_id, desk_article, plain, read_back, records, texts

PAGE = "https://quay.example/sold"


def written(*dossiers: Any) -> dict[str, Any]:
    out = io.StringIO()
    web_annotation.write(dossiers, out)
    return json.loads(out.getvalue())


def on_page(**more: object) -> dict[str, object]:
    quote = {"type": "TextQuoteSelector", "exact": "sold the quay", "prefix": "Roth "}
    return {
        "id": "https://notes.example/1",
        "type": "Annotation",
        "target": {"source": PAGE, "selector": quote},
    } | more


def only_mark(tmp_path: Path, report: object) -> Mark:
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    (arrival,), losses = read_back(web_annotation, path)
    assert losses.messages() == []
    (record,) = arrival.records
    assert isinstance(record, Mark)
    return record


HTML = {"value": "<p>A <b>big</b> ship &amp; crew</p><p>Two</p>", "format": "text/html"}


@pytest.mark.parametrize(
    ("report", "body", "tags"),
    [
        ({"motivation": "tagging", "body": {"value": "doubt"}}, "", ("doubt",)),
        ({"motivation": "oa:tagging", "bodyValue": "doubt"}, "", ("doubt",)),
        ({"body": [{"value": "Who?"}, {"value": "x", "purpose": ["tagging"]}]}, "Who?", ("x",)),
        ({"body": [{"value": "Who?"}, {"value": "y", "purpose": "classifying"}]}, "Who?", ("y",)),
        ({"body": HTML}, "A **big** ship & crew\n\nTwo", ()),
        ({"body": {"type": "Choice", "items": [{"value": "1"}, {"value": "2"}]}}, "1\n\n2", ()),
        ({"body": "https://quay.example/map"}, "<https://quay.example/map>", ()),
    ],
)
def test_what_a_body_is_for_is_recognised_by_its_purpose_or_the_motivation(
    report: dict[str, object], body: str, tags: tuple[str, ...], tmp_path: Path
) -> None:
    mark = only_mark(tmp_path, on_page(**report))
    assert (mark.body, mark.tags) == (body, tags)


def test_a_quote_within_a_quote_is_the_passage(tmp_path: Path) -> None:
    inner = {"type": "TextQuoteSelector", "exact": "in May"}
    outer = {"type": "TextQuoteSelector", "exact": "in April, in May, in June", "refinedBy": inner}
    by_id_ = {"type": "FragmentSelector", "value": "first", "refinedBy": inner}
    for selector, prefix in ((outer, "in April, "), (by_id_, "")):
        report = on_page(body={"value": "When?"}, target={"source": PAGE, "selector": selector})
        (part,) = only_mark(tmp_path, report).anchor.parts
        assert (part.exact, part.prefix) == ("in May", prefix)


def test_times_with_a_zone_are_brought_to_utc(tmp_path: Path) -> None:
    report = on_page(created="2026-05-01T23:30:00-04:00", modified="2026-05-02T08:00:00.25+09:00")
    mark = only_mark(tmp_path, report)
    assert (mark.created, mark.modified) == ("2026-05-02T03:30:00Z", "2026-05-01T23:00:00Z")


@pytest.mark.parametrize(
    "broken",
    [{"target": [[]]}, {"target": {"source": PAGE, "selector": 4}}, {"body": [[1]]}],
)
def test_an_annotation_of_wrong_types_is_counted_and_the_others_come_in(
    broken: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / "theirs.json"
    report = [on_page(**broken), on_page(id="https://notes.example/2", body={"value": "Yes."})]
    path.write_text(json.dumps(report), encoding="utf-8")
    arrivals, losses = read_back(web_annotation, path)
    assert len([record for one in arrivals for record in one.records]) == 1
    assert sum(loss.count for loss in losses.messages()) == 1


LIST = "Quay\n\n• The first ship, which was late\n• The second ship\n\nThe end of it."


def test_a_page_has_quotes_by_line_without_bullets_and_no_positions() -> None:
    start = LIST.index("• The first")
    both = anchor(LIST, [Span(start, LIST.index(" ship\n\n"))])
    mark = Mark(article_id="a1", id="m", kind="note", anchor=both)
    first = LIST.index("first")
    one = anchor(LIST, [Span(first, first + 5)])
    ship = Mark(article_id="a1", id="s", kind="note", anchor=one)
    items = written(desk_article(LIST, [mark, ship], url=PAGE))["first"]["items"]
    selectors = [target["selector"] for target in items[0]["target"]]
    assert [[each["type"] for each in one] for one in selectors] == [["TextQuoteSelector"]] * 2
    assert [one[0]["exact"] for one in selectors] == [
        "The first ship, which was late",
        "The second",
    ]
    assert [(one[0]["prefix"], one[0]["suffix"]) for one in selectors] == [("", ""), ("", " ship")]
    (quote,) = items[1]["target"]["selector"]
    assert (quote["prefix"], quote["suffix"]) == ("The ", " ship, which was late")


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_what_leaves_for_a_page_comes_home_the_same(data: st.DataObject, tmp_path: Path) -> None:
    text = data.draw(texts())
    made = data.draw(records(text))
    report = written(desk_article(text, made, url=PAGE))
    assert "TextPositionSelector" not in json.dumps(report)
    for quote in (q for i in report["first"]["items"] for t in _targets(i) for q in t["selector"]):
        assert "\n" not in quote["prefix"] + quote["suffix"]
    path = tmp_path / "notes.jsonld"
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    arrivals, losses = read_back(web_annotation, path)
    assert losses.messages() == []
    expected = sorted(made, key=lambda record: record.id)
    assert [plain(record) for record in by_id(arrivals)] == [plain(record) for record in expected]


def _targets(item: dict[str, Any]) -> list[dict[str, Any]]:
    return item["target"] if isinstance(item["target"], list) else [item["target"]]
