from __future__ import annotations

import json
import uuid

import pytest

from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Assessment,
    CheckStep,
    Claim,
    Correction,
    Evidence,
    Label,
    LabelLink,
    Mark,
    Record,
    Revision,
    new_id,
)
from reader.article.anchor import anchor
from reader.text.span import Span

TEXT = "The mayor said the bridge would open in May."
ANCHOR = anchor(TEXT, [Span(4, 9), Span(19, 25)])

RECORDS = [
    ArticleRecord(
        article_id="a",
        id="a",
        title="Bridge",
        locations=("/tmp/bridge.txt",),
        authors=("Ana",),
        status={"ana": "complete"},
        position={"ana": 12},
        revisions=(Revision(ANCHOR.fingerprint, "plain text 1", "2026-11-22T10:00:00Z", "x"),),
    ),
    Mark(article_id="a", id="m", kind="note", anchor=ANCHOR, body="Is it?\n“Yes”", tags=("t",)),
    Mark(article_id="a", id="h", kind="highlight", anchor=ANCHOR, colour="yellow", private=True),
    Label(
        article_id="a",
        id="l",
        anchor=ANCHOR,
        layer="entity",
        type="person",
        attributes={"role": "mayor"},
        links=(LabelLink("same-as", "p1"),),
    ),
    Correction(
        article_id="a",
        id="c",
        finding={"start": 4},
        decision="respan",
        before=[4, 9],
        after=[0, 9],
        machine_visible=False,
    ),
    Claim(
        article_id="a",
        id="k",
        anchor=ANCHOR,
        claim="The bridge opens in May.",
        said_on="2026-11",
        assessments=(Assessment(reviewer="ana", scale="s", scale_version="1", label="true"),),
        evidence=(Evidence(title="Plan", stance="refutes"),),
        checklist=(CheckStep(step="call", by="ana"),),
    ),
    Appearance(article_id="b", id="p", claim_id="k", anchor=ANCHOR),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.kind)
def test_a_record_comes_back_as_it_went(record: Record) -> None:
    document = json.loads(json.dumps(to_document(record)))
    assert list(document)[:3] == ["article_id", "id", "kind"]
    assert from_document(document) == record


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.kind)
def test_unknown_fields_are_kept(record: Record) -> None:
    document = to_document(record) | {"from_the_future": {"x": [1, None]}}
    read = from_document(document)
    assert type(read) is type(record)
    assert read.extra == {"from_the_future": {"x": [1, None]}}
    assert to_document(read) == document


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "prophecy"},
        {"anchor": {"fingerprint": "x", "parts": []}},
        {"anchor": None},
        {"body": 7},
        {"tags": "one"},
        {"private": "no"},
    ],
    ids=str,
)
def test_a_document_of_another_shape_is_kept_whole(change: dict[str, object]) -> None:
    document = to_document(RECORDS[1]) | change
    read = from_document(document)
    assert type(read) is Record
    assert to_document(read) == document


def test_a_document_without_identity_is_no_record() -> None:
    with pytest.raises(ValueError, match="article_id"):
        from_document({"article_id": "a", "kind": "note"})


def test_an_id_is_a_random_uuid() -> None:
    made = [new_id() for _ in range(200)]
    assert len(set(made)) == 200
    for each in made:
        parsed = uuid.UUID(each)
        assert str(parsed) == each
        assert (parsed.version, parsed.variant) == (4, uuid.RFC_4122)
