"""Readwise, Kindle and Hypothesis."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.records import Mark
from reader.article.anchor import anchor
from reader.exchange import hypothesis_export, kindle, readwise
from reader.exchange.losses import Losses
from reader.text.span import Span
from tests.exchange.some_records import AT, correction, dossier, records, texts

TEXT = "The mayor said “no”,\nand more 🙂."


def note(body: str = "Ask.\nTwice.", **fields: object) -> Mark:
    given_ = {"kind": "note", "created": AT, "modified": AT, "tags": ("law", "a-b")} | fields
    return Mark(article_id="a1", id="n", anchor=anchor(TEXT, [Span(4, 30)]), body=body, **given_)


def test_readwise_takes_what_it_can_and_gives_it_back(tmp_path: Path) -> None:
    out = io.StringIO(newline="")
    made = dossier(TEXT, [note(), correction()], url="https://example.org/a", authors=("Zoë B.",))
    losses = readwise.write([made], out)
    assert {loss.count for loss in losses} == {1}
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert tuple(row) == ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")
    path = tmp_path / "notes.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    (arrival,) = readwise.read(path, Losses())
    assert arrival.article.url == "https://example.org/a"
    assert arrival.article.authors == ("Zoë B.",)
    (mark,) = arrival.records
    assert isinstance(mark, Mark)
    assert (mark.body, mark.tags, mark.created) == ("Ask.\nTwice.", ("law", "a-b"), AT)
    assert (mark.anchor.exact, mark.anchor.parts[0].start) == (TEXT[4:30], 4)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_readwise_holds_any_words(data: st.DataObject) -> None:
    text = data.draw(texts())
    made = data.draw(records(text))
    out = io.StringIO(newline="")
    readwise.write([dossier(text, made)], out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    marks = sorted((m for m in made if isinstance(m, Mark)), key=lambda mark: mark.id)
    assert [row["Highlight"] for row in rows] == [mark.anchor.exact for mark in marks]


def test_readwises_own_export_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text(
        "\ufeffHighlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,"
        "Location,Highlighted at,Document tags\n"
        '"“No”, she said",The Gate,Ada Low,,.vote,yellow,"law, town",page,12,'
        "2026-11-22 10:00:00+01:00,\n"
        ",The Gate,Ada Low,,,,,,,,\n",
        encoding="utf-8",
    )
    losses = Losses()
    (arrival,) = readwise.read(path, losses)
    (mark,) = arrival.records
    assert (arrival.article.title, arrival.article.authors) == ("The Gate", ("Ada Low",))
    assert mark.tags == ("vote", "law", "town")
    assert mark.created == "2026-11-22T09:00:00Z"
    assert mark.kind == "highlight"
    assert [loss.count for loss in losses.told()] == [1]


def test_a_table_that_is_not_readwises_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="Highlight"):
        list(readwise.read(path, Losses()))


CLIPPINGS = """\ufeffThe Gate (Low, Ada)
- Your Highlight on page 12 | Location 180-182 | Added on Sunday, November 22, 2026 3:05:06 PM

“No,” she said 🙂.
==========
The Gate (Low, Ada)
- Your Note on page 12 | Location 182 | Added on Sunday, November 22, 2026 3:06:00 PM

Really?
==========
The Gate (Low, Ada)
- Your Bookmark on page 13 | Location 190 | Added on Sunday, November 22, 2026 3:07:00 PM


==========
Die Brücke
- Ihre Markierung auf Seite 3 | Position 20-21 | Hinzugefügt am Sonntag, 22. November 2026 15:05:06

Nein, sagte sie.
==========
Die Brücke
- Ihre Notiz auf Seite 9 | Position 99 | Hinzugefügt am Sonntag, 22. November 2026 15:05:06

Allein.
==========
"""


def test_kindles_clippings_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "My Clippings.txt"
    path.write_text(CLIPPINGS, encoding="utf-8", newline="\r\n")
    losses = Losses()
    gate, bridge = kindle.read(path, losses)
    assert (gate.article.title, gate.article.authors) == ("The Gate", ("Low, Ada",))
    (mark,) = gate.records
    assert (mark.kind, mark.body, mark.anchor.exact) == ("note", "Really?", "“No,” she said 🙂.")
    assert mark.created == "2026-11-22T15:05:06Z"
    assert bridge.article.title == "Die Brücke"
    assert [record.anchor.exact for record in bridge.records] == ["Nein, sagte sie."]
    assert sorted(loss.count for loss in losses.told()) == [1, 1]


def hypothesis_row(key: str, **fields: object) -> dict[str, object]:
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]"},
        {"type": "TextPositionSelector", "start": 16, "end": 18},
        {"type": "TextQuoteSelector", "exact": "no", "prefix": "said “", "suffix": "”,"},
    ]
    return {
        "id": key,
        "created": "2026-11-22T10:00:00.123456+00:00",
        "updated": "2026-11-22T11:00:00+00:00",
        "user": "acct:ben@hypothes.is",
        "uri": "https://example.org/a",
        "text": "Hm.",
        "tags": ["law"],
        "permissions": {"read": ["group:__world__"]},
        "document": {"title": ["The Gate"]},
        "target": [{"source": "https://example.org/a", "selector": selectors}],
    } | fields


@pytest.mark.parametrize("key", ["rows", "annotations", ""])
def test_hypothesis_exports_are_understood(key: str, tmp_path: Path) -> None:
    rows = [
        hypothesis_row("one"),
        hypothesis_row("two", text="", permissions={"read": ["acct:ben@hypothes.is"]}),
        hypothesis_row("reply", references=["one"], target=[{"source": "x"}], text="No."),
        hypothesis_row("page", target=[{"source": "https://example.org/a"}]),
    ]
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps({key: rows} if key else rows), encoding="utf-8")
    losses = Losses()
    (arrival,) = hypothesis_export.read(path, losses)
    assert (arrival.article.title, arrival.article.url) == ("The Gate", "https://example.org/a")
    first, second, reply = arrival.records
    assert (first.kind, first.body, first.creator) == ("note", "Hm.", "ben")
    assert (first.created, first.modified) == (AT, "2026-11-22T11:00:00Z")
    part = first.anchor.parts[0]
    assert (part.start, part.exact, part.prefix, part.suffix) == (16, "no", "said “", "”,")
    assert (second.kind, second.private, first.private) == ("highlight", True, False)
    assert reply.anchor == first.anchor
    assert reply.extra == {"reply_to": first.id}
    assert [loss.count for loss in losses.told()] == [1]


def test_what_is_not_hypothesis_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(ValueError, match="rows"):
        list(hypothesis_export.read(path, Losses()))
