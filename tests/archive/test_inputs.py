"""Places of every kind, read one article at a time."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from reader.archive.inputs import Inputs, articles_of
from reader.article.opening import open_article
from reader.desk.sources import sources

WORDS = "The tram was late and nobody on board minded it very much at all"


class Reading:
    """What is read of some places: locations, texts, refusals, and what was reported."""

    def __init__(self, *places: Path | str, columns: Mapping[str, str] | None = None) -> None:
        self.reported: list[str] = []
        self.refused: list[str] = []
        self.inputs = Inputs(
            tuple(map(str, places)), open_article, self.reported.append, columns or {}
        )
        self.articles = list(articles_of(self.inputs.items(), self.refused.append))
        self.locations = [article.location for article in self.articles]


def warc(pages: Mapping[str, str], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, html in pages.items():
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(html.encode()), http_headers=headers
            )
        )
    return out.getvalue()


def page(title: str) -> str:
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{WORDS}, said {title}.</p></article></body></html>"
    )


PAGES = {f"https://a.example/{name}": page(name) for name in ("One", "Two", "Three")}


def test_files_are_read_in_turn(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(f"{WORDS} in {name}.")
    read = Reading(tmp_path / "b.txt", tmp_path / "gone.txt", tmp_path / "a.txt")
    assert read.locations == [str(tmp_path / "b.txt"), str(tmp_path / "a.txt")]
    assert len(read.refused) == 1
    assert "gone.txt" in read.refused[0]
    assert read.inputs.position == read.inputs.size > 0


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "a.csv", "a.tsv", "a.json"])
def test_each_row_of_a_table_is_an_article(tmp_path: Path, name: str) -> None:
    rows = [
        {"id": f"k{n}", "headline": f"Tram {n}", "body": f"{WORDS}, {n} times."} for n in (1, 2)
    ]
    if ".json" in name or "ndjson" in name:
        data = "\n".join(map(json.dumps, rows)) if name != "a.json" else json.dumps(rows)
    else:
        lines = [list(rows[0]), *(list(row.values()) for row in rows)]
        sign = "," if name == "a.csv" else "\t"
        data = "\n".join(sign.join(f'"{cell}"' for cell in line) for line in lines)
    packed = gzip.compress(data.encode()) if name.endswith(".gz") else data.encode()
    (tmp_path / name).write_bytes(packed)
    read = Reading(tmp_path / name)
    assert read.refused == []
    assert read.locations == [f"{tmp_path / name}#k1", f"{tmp_path / name}#k2"]
    assert [article.title for article in read.articles] == ["Tram 1", "Tram 2"]
    assert "body" in read.reported[0]


def test_parquet_of_anyone_is_read(tmp_path: Path) -> None:
    table = pa.table({"maintext": [f"{WORDS} {n}." for n in range(700)], "n": list(range(700))})
    parquet.write_table(table, tmp_path / "corpus.parquet", row_group_size=300)
    read = Reading(tmp_path / "corpus.parquet")
    assert [article.text for article in read.articles] == table["maintext"].to_pylist()
    assert read.locations[-1] == f"{tmp_path / 'corpus.parquet'}#700"
    other = Reading(tmp_path / "corpus.parquet", columns={"text": "n"})
    assert [article.text for article in other.articles[:2]] == ["0", "1"]


def test_a_table_without_a_text_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("name,price\nrope,3\n")
    (tmp_path / "a.txt").write_text(WORDS)
    read = Reading(tmp_path / "prices.csv", tmp_path / "a.txt")
    assert len(read.articles) == len(read.refused) == 1
    assert "--column" in read.refused[0]


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_is_streamed(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(warc({**PAGES, "https://a.example/frame": "<p>x</p>"}, packed=packed))
    read = Reading(path)
    assert [article.title for article in read.articles] == ["One", "Two", "Three"]
    assert read.locations == [f"{path}#{number}" for number in (1, 2, 3)]
    assert [article.url for article in read.articles] == list(PAGES)


@pytest.mark.parametrize("packed", [True, False])
def test_behind_damage_a_web_archive_is_read_on(tmp_path: Path, packed: bool) -> None:
    pieces = [warc({address: html}, packed=packed) for address, html in PAGES.items()]
    at = 20 if packed else 0
    damaged = pieces[1][:at] + b"\0\0\0\0" + pieces[1][at + 4 :]
    (tmp_path / "a.warc").write_bytes(pieces[0] + damaged + pieces[2])
    read = Reading(tmp_path / "a.warc")
    titles = [article.title for article in read.articles]
    assert titles[0] == "One"
    assert titles[-1] == "Three"
    assert any("damaged" in sentence for sentence in read.reported)


def test_the_same_page_twice_is_one_article(tmp_path: Path) -> None:
    once = {"https://a.example/One": page("One")}
    (tmp_path / "a.warc.gz").write_bytes(warc(once) + warc(PAGES))
    assert len(Reading(tmp_path / "a.warc.gz").articles) == 3


def test_of_a_wacz_the_listed_pages_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        package.writestr("archive/data.warc.gz", warc(PAGES))
        lines = ['{"format": "json-pages-1.0"}', '{"url": "https://a.example/Two"}']
        package.writestr("pages/pages.jsonl", "\n".join(lines))
    assert [article.title for article in Reading(tmp_path / "a.wacz").articles] == ["Two"]


def test_a_broken_wacz_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(b"PK\x03\x04 and nothing behind it")
    read = Reading(tmp_path / "a.wacz")
    assert (len(read.articles), len(read.refused)) == (0, 1)


def test_each_mail_of_a_mailbox_is_an_article(tmp_path: Path) -> None:
    mails = [
        f"From ida@a.example Mon Nov 30 08:0{n}:00 2026\nFrom: ida@a.example\n"
        f"Message-ID: <{n}@a.example>\nSubject: Tram {n}\n\n{WORDS}.\n>From here on.\n\n"
        for n in range(3)
    ]
    (tmp_path / "box.mbox").write_text("".join(mails))
    read = Reading(tmp_path / "box.mbox")
    assert [article.title for article in read.articles] == ["Tram 0", "Tram 1", "Tram 2"]
    assert len(set(read.locations)) == 3
    assert "\nFrom here on." in read.articles[0].text
    # The same marks as where one mail is opened alone.
    assert open_article(read.locations[1]).text == read.articles[1].text


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", ""])
def test_a_name_that_no_file_can_have_is_one_sentence(name: str) -> None:
    read = Reading(name)
    assert (len(read.articles), len(read.refused)) == (0, 1)


def test_an_item_changes_its_digest_with_anything_that_it_holds(tmp_path: Path) -> None:
    def digests(body: str, headline: str = "Tram") -> list[bytes]:
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps({"headline": headline, "body": body}))
        return [item.digest for item in Inputs((str(path),), open_article, print).items()]

    assert digests(WORDS) == digests(WORDS)
    assert digests(WORDS) != digests(f"{WORDS}!")
    assert digests(WORDS) != digests(WORDS, "Trams")


def test_items_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"body": f"{WORDS} {n}."}) + "\n" for n in range(20_000)))
    inputs = Inputs((str(path),), open_article, lambda _: None)
    items = inputs.items()
    next(items)
    assert inputs.position < inputs.size / 10


def test_of_a_folder_tables_and_archives_of_articles_are_taken(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("name,price\nrope,3\n")
    (tmp_path / "news.csv").write_text(f"title,text\nTram,{WORDS}\n")
    (tmp_path / "pages.warc.gz").write_bytes(warc(PAGES))
    parquet.write_table(pa.table({"text": [WORDS]}), tmp_path / "more.parquet")
    found = sources([str(tmp_path)])
    assert [Path(place).name for place in found.places] == [
        "more.parquet", "news.csv", "pages.warc.gz",
    ]  # fmt: skip
    assert [Path(each.place).name for each in found.skipped] == ["prices.csv"]
