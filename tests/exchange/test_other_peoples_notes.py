"""Readwise, Kindle and Hypothesis."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.records import Mark
from reader.article.anchor import anchor
from reader.exchange.formats import hypothesis_export, kindle, readwise
from reader.exchange.formats.csv_table import as_written
from reader.exchange.importing import Desk, settle
from reader.exchange.losses import Losses
from reader.text.span import Span
from tests.exchange.some_records import AT, article_of, correction, desk_article, records, texts

TEXT = "The mayor said “no”,\nand more 🙂."


def note(body: str = "Ask.\nTwice.", **fields: object) -> Mark:
    given_ = {"kind": "note", "created": AT, "modified": AT, "tags": ("law", "a-b")} | fields
    return Mark(article_id="a1", id="n", anchor=anchor(TEXT, [Span(4, 30)]), body=body, **given_)


def test_readwise_takes_what_it_can_and_gives_it_back(tmp_path: Path) -> None:
    out = io.StringIO(newline="")
    made = desk_article(
        TEXT, [note(), correction()], url="https://example.org/a", authors=("Zoë B.",)
    )
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


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set this computer's zone, which times without one are of."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "verdict", "parts"),
    [
        (TEXT, "placed", ["The mayor", "and more"]),
        ("One word and more came before. It was The mayor", "unsure", ["The mayor … and more"]),
        ("The mayor … and more", "placed", ["The mayor … and more"]),
    ],
)
def test_parts_joined_by_an_ellipsis_are_split_where_that_is_clear(
    text: str, verdict: str, parts: list[str], tmp_path: Path
) -> None:
    out = io.StringIO(newline="")
    mark = Mark(
        article_id="a1", id="n", kind="note", anchor=anchor(TEXT, [Span(0, 9), Span(21, 29)])
    )
    readwise.write([desk_article(TEXT, [mark])], out)
    path = tmp_path / "notes.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    article = article_of(text)
    desk = Desk([article], lambda _: text, "Ada", AT, given=article)
    (settled,) = settle(readwise.read(path, Losses()), desk)
    assert settled.status == verdict
    assert [part.exact for part in settled.record.anchor.parts] == parts


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_readwise_holds_any_words(data: st.DataObject) -> None:
    text = data.draw(texts())
    article = desk_article(text, data.draw(records(text)))
    out = io.StringIO(newline="")
    readwise.write([article], out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    marks = [each for each in article.records.in_order if isinstance(each, Mark)]
    assert [as_written(row["Highlight"]) for row in rows] == [mark.anchor.exact for mark in marks]


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
    assert [loss.count for loss in losses.messages()] == [1]


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
    said, aside = bridge.records
    assert said.anchor.exact == "Nein, sagte sie."
    assert (aside.body, aside.extra) == ("Allein.", {"about": "article"})
    assert list(losses.counts.values()) == [1]


SCREENS = {
    "English": (
        "- Your Highlight on page 12 | Location 1180-1182 | Added on Sunday, 22 November 2026 "
        "15:05:06",
        "- Your Note on page 12 | Location 1182 | Added on Sunday, 22 November 2026 15:05:06",
    ),
    "an old Kindle": (
        "- Highlight Loc. 1180-82  | Added on Sunday, November 22, 2026, 03:05 PM",
        "- Note Loc. 1182  | Added on Sunday, November 22, 2026, 03:05 PM",
    ),
    "German": (
        "- Ihre Markierung auf Seite 12 | bei Position 1180-1182 | Hinzugefügt am Sonntag, "
        "22. November 2026 15:05:06",
        "- Ihre Notiz auf Seite 12 | bei Position 1182 | Hinzugefügt am Sonntag, "
        "22. November 2026 15:05:06",
    ),
    "French": (
        "- Votre surlignement sur la page 12 | emplacement 1180-1182 | Ajouté le dimanche "
        "22 novembre 2026 15:05:06",
        "- Votre note sur la page 12 | emplacement 1182 | Ajouté le dimanche 22 novembre 2026 "
        "15:05:06",
    ),
    "Spanish": (
        "- Tu subrayado en la página 12 | posición 1180-1182 | Añadido el domingo, 22 de "
        "noviembre de 2026 15:05:06",
        "- Tu nota en la página 12 | posición 1182 | Añadido el domingo, 22 de noviembre de 2026 "
        "15:05:06",
    ),
    "Italian": (
        "- La tua evidenziazione a pagina 12 | posizione 1180-1182 | Aggiunto in data domenica "
        "22 novembre 2026 15:05:06",
        "- La tua nota a pagina 12 | posizione 1182 | Aggiunto in data domenica 22 novembre 2026 "
        "15:05:06",
    ),
    "Portuguese": (
        "- Seu destaque na página 12 | posição 1180-1182 | Adicionado: domingo, 22 de novembro "
        "de 2026 15:05:06",
        "- Sua nota na página 12 | posição 1182 | Adicionado: domingo, 22 de novembro de 2026 "
        "15:05:06",
    ),
    "Dutch": (
        "- Je markering op pagina 12 | locatie 1180-1182 | Toegevoegd op zondag 22 november "
        "2026 15:05:06",
        "- Je notitie op pagina 12 | locatie 1182 | Toegevoegd op zondag 22 november 2026 15:05:06",
    ),
    "Japanese": (
        "- 12ページ|位置No. 1180-1182のハイライト |作成日: 2026年11月22日日曜日 15:05:06",
        "- 12ページ|位置No. 1182のメモ |作成日: 2026年11月22日日曜日 15:05:06",
    ),
    "Chinese": (
        "- 您在第 12 页（位置 #1180-1182）的标注 | 添加于 2026年11月22日星期日 下午3:05:06",
        "- 您在第 12 页（位置 #1182）的笔记 | 添加于 2026年11月22日星期日 下午3:05:06",
    ),
    "Russian": (
        "- Ваш выделенный отрывок на странице 12 | Место 1180–1182 | Добавлено: воскресенье, "
        "22 ноября 2026 г. в 15:05:06",
        "- Ваша заметка на странице 12 | Место 1182 | Добавлено: воскресенье, 22 ноября 2026 г. "
        "в 15:05:06",
    ),
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_kindle_is_understood_in_the_language_of_its_screen(
    screen: str, newline: str, tmp_path: Path
) -> None:
    highlight, remark = SCREENS[screen]
    report = (
        f"\ufeffThe Gate (Low, Ada;Byrne, Zoë)\n{highlight}\n\nNo, she said.\n==========\n"
        f"\ufeffThe Gate (Low, Ada;Byrne, Zoë)\n{remark}\n\nReally?\n==========\n"
    )
    path = tmp_path / "My Clippings.txt"
    path.write_text(report, encoding="utf-8", newline=newline)
    losses = Losses()
    (arrival,) = kindle.read(path, losses)
    assert losses.counts == {}
    assert (arrival.article.title, arrival.article.authors) == (
        "The Gate",
        ("Low, Ada", "Byrne, Zoë"),
    )
    (mark,) = arrival.records
    assert (mark.kind, mark.body, mark.anchor.exact) == ("note", "Really?", "No, she said.")
    assert mark.created.startswith("2026-11-22T15:05:0")


def clippings(*made: tuple[str, str, str]) -> str:
    return "".join(
        f"A book\n- Your {kind} on Location {place} | Added on Sunday, November 22, 2026 3:05:06 PM"
        f"\n\n{words}\n==========\n"
        for kind, place, words in made
    )


def test_a_highlight_that_was_drawn_again_comes_in_once(tmp_path: Path) -> None:
    path = tmp_path / "My Clippings.txt"
    report = clippings(
        ("Highlight", "10-11", "said no"),
        ("Highlight", "10-12", "she said no, twice"),
        ("Highlight", "10-12", "she said no, twice"),
        ("Highlight", "40-41", "said no"),
        ("Note", "41", "Again."),
        ("Note", "12", "First."),
        ("Note", "12", "First."),
        ("Note", "99", "On nothing."),
    )
    path.write_text(report, encoding="utf-8")
    losses = Losses()
    (arrival,) = kindle.read(path, losses)
    assert [(mark.anchor.exact, mark.body) for mark in arrival.records] == [
        ("she said no, twice", "First."),
        ("said no", "Again."),
        ("A book", "On nothing."),
    ]
    assert list(losses.counts.values()) == [2]


def test_a_highlight_drawn_longer_after_an_import_is_the_same_one(tmp_path: Path) -> None:
    path = tmp_path / "My Clippings.txt"
    made = [("Highlight", "10-11", "said no"), ("Note", "11", "First.")]
    path.write_text(clippings(*made), encoding="utf-8")
    ((short,),) = (each.records for each in kindle.read(path, Losses()))
    made += [("Highlight", "10-12", "she said no, twice"), ("Note", "12", "Later.")]
    path.write_text(clippings(*made), encoding="utf-8")
    ((long,),) = (each.records for each in kindle.read(path, Losses()))
    assert long.id == short.id
    assert long.anchor.exact == "she said no, twice"


@pytest.mark.parametrize(
    ("about", "made"),
    [
        (
            "- Seu destaque na posição 60-61 | Adicionado: quarta-feira, 6 de maio de 2020 "
            "21h05min40s GMT-03:00",
            "2020-05-07T00:05:40Z",
        ),
        (
            "- Your Clip on page 4 | Added on 5. Oct. 2021 09:10:11 GMT+02:00",
            "2021-10-05T07:10:11Z",
        ),
        (
            "- Ihr Ausschnitt auf Seite 4 | Hinzugefügt am 5. Okt. 2021 9:10",
            "2021-10-05T09:10:00Z",
        ),
        ("- Votre surlignement p. 3 | le mar. 5 déc. 2023 à 8 h 07", "2023-12-05T08:07:00Z"),
        ("- Your Highlight on page 3 | Added on 2023-12-05 08:07:09", "2023-12-05T08:07:09Z"),
    ],
)
def test_a_kindle_writes_times_in_many_ways(about: str, made: str, tmp_path: Path) -> None:
    path = tmp_path / "My Clippings.txt"
    path.write_text(f"A book\n{about}\n\numa linha\n==========\n", encoding="utf-8")
    (arrival,) = kindle.read(path, Losses())
    assert [mark.created for mark in arrival.records] == [made]


def test_a_range_in_words_and_words_that_a_limit_keeps_back(tmp_path: Path) -> None:
    path = tmp_path / "My Clippings.txt"
    path.write_text(
        "Boek\n- Uw markering op locatie 300 t/m 301 | 5 okt. 2021 9:10\n\nde kade\n==========\n"
        "Boek\n- Uw notitie op locatie 301 | 5 okt. 2021 9:11\n\nwelk jaar?\n==========\n"
        "Boek\n- Uw markering op locatie 400 | 5 okt. 2021 9:12\n\n <U hebt de limiet bereikt>\n"
        "==========\n",
        encoding="utf-8",
    )
    losses = Losses()
    (arrival,) = kindle.read(path, losses)
    assert [(mark.anchor.exact, mark.body) for mark in arrival.records] == [
        ("de kade", "welk jaar?")
    ]
    assert list(losses.counts.values()) == [1]


@pytest.mark.parametrize(
    ("body", "tags"),
    [("Ask.", ("law",)), ("Up by\n.5", ()), (".5 more", ()), (".5 more", ("a", "b")), ("", ("a",))],
)
def test_a_note_and_its_tags_go_to_readwise_and_back(
    body: str, tags: tuple[str, ...], tmp_path: Path
) -> None:
    out = io.StringIO(newline="")
    readwise.write([desk_article(TEXT, [note(body, tags=tags)])], out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert row["Note"].startswith("." + tags[0] if tags else body[:1] if body[0] != "." else " ")
    path = tmp_path / "notes.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    (arrival,) = readwise.read(path, Losses())
    (mark,) = arrival.records
    assert (mark.body, mark.tags) == (body, tags)


def test_a_note_that_was_edited_in_readwise_is_the_same_one(tmp_path: Path) -> None:
    seen = []
    for words in ("One.", "One, and two."):
        path = tmp_path / "theirs.csv"
        path.write_text(
            "Highlight,Book Title,Note,Location,Highlighted at,Document tags\n"
            f'the quay,Quays,"{words}",12,2026-05-01 10:00:00+02:00,"sea, law"\n',
            encoding="utf-8",
        )
        losses = Losses()
        (arrival,) = readwise.read(path, losses)
        seen.append((arrival.records[0].id, arrival.records[0].created))
        assert [loss.count for loss in losses.messages()] == [2]
    assert seen[0] == seen[1]
    assert seen[0][1] == "2026-05-01T08:00:00Z"


def test_a_readwise_table_saved_again_by_a_spreadsheet_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "theirs.csv"
    row = '"No, said\r\nshe";The Gate;Ada Low;;Why?;yellow;law;page;12;2026-11-22 10:00:00\r\n'
    path.write_bytes(
        "\ufeffHighlight;Book Title;Book Author;Amazon Book ID;Note;Color;Tags;Location Type;"
        f"Location;Highlighted at\r\n{row}{row}".encode()
    )
    losses = Losses()
    (arrival,) = readwise.read(path, losses)
    (mark,) = arrival.records
    assert (mark.anchor.exact, mark.body, mark.tags) == ("No, said\nshe", "Why?", ("law",))
    assert mark.colour == "yellow"
    assert [str(loss) for loss in losses.messages()] == [
        "1 duplicate row was merged",
    ]


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
    first, second, reply, page = arrival.records
    assert (page.body, page.extra) == ("Hm.", {"about": "article"})
    assert (first.kind, first.body, first.creator) == ("note", "Hm.", "ben")
    assert (first.created, first.modified) == (AT, "2026-11-22T11:00:00Z")
    part = first.anchor.parts[0]
    assert (part.start, part.exact, part.prefix, part.suffix) == (16, "no", "said “", "”,")
    assert (second.kind, second.private, first.private) == ("highlight", True, False)
    assert reply.anchor == first.anchor
    assert reply.extra == {"reply_to": first.id}
    assert losses.counts == {}


def test_the_clients_own_export_is_understood(tmp_path: Path) -> None:
    row = hypothesis_row("one", user_info={"display_name": "Ben Low"}, text=None, tags=None)
    report = {"export_date": "2026-11-22", "client_version": "1.1", "annotations": [row]}
    path = tmp_path / "theirs.json"
    path.write_text("\ufeff" + json.dumps(report), encoding="utf-8")
    (arrival,) = hypothesis_export.read(path, Losses())
    (mark,) = arrival.records
    assert (mark.kind, mark.creator, mark.tags) == ("highlight", "Ben Low", ())


def test_what_is_not_hypothesis_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(ValueError, match="rows"):
        list(hypothesis_export.read(path, Losses()))


@pytest.mark.parametrize(
    ("zone", "created"),
    [
        ("UTC", "2026-11-22T15:05:06Z"),
        ("Asia/Tokyo", "2026-11-22T06:05:06Z"),
        ("America/New_York", "2026-11-22T20:05:06Z"),
    ],
)
def test_a_kindles_time_is_of_the_zone_of_this_computer(
    zone: str, created: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "My Clippings.txt"
    path.write_text(CLIPPINGS, encoding="utf-8", newline="\r\n")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    losses = Losses()
    _, bridge = kindle.read(path, losses)
    assert {mark.created for mark in bridge.records} == {created}
    assert any("time zone" in str(each) for each in losses.messages())
    assert not any("time zone" in what for what, _ in losses.counts)


@pytest.mark.parametrize("zone", ["GMT+99", "GMT-24:00", "UTC+100:99"])
def test_a_zone_that_there_is_not_costs_no_clipping(zone: str, tmp_path: Path) -> None:
    path = tmp_path / "My Clippings.txt"
    path.write_text(CLIPPINGS.replace("15:05:06", f"15:05:06 {zone}"), encoding="utf-8")
    assert len(list(kindle.read(path, Losses()))) == 2
