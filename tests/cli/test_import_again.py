"""A file that comes in a second time, as it was or grown, after edits here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.cli.main import main

STORY = "Quay reopened\n\nThe harbour office reopened the quay on Friday. Boats may land again.\n"
PAGE = "https://quay.example/reopened"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "quay.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, object]]:
    with TinyDB(path) as file:
        return sorted(map(dict, file.all()), key=lambda row: str(row["id"]))


def of_kind(path: Path, *kinds: str) -> list[dict[str, object]]:
    return [row for row in rows(path) if row["kind"] in kinds]


def bring(format_: str, file: Path, notes: Path, *more: str) -> int:
    return main(["import", "--format", format_, str(file), "--notes", str(notes), *more])


def remark(words: str, updated: str, *, uri: str = PAGE, title: str = "Quay") -> dict[str, object]:
    quote = {"type": "TextQuoteSelector", "exact": "reopened the quay"}
    return {
        "id": "remark-7",
        "created": "2026-04-02T09:00:00+00:00",
        "updated": updated,
        "user": "acct:lea@quay.example",
        "uri": uri,
        "text": words,
        "document": {"title": [title]},
        "target": [{"source": uri, "selector": [quote]}],
    }


def remarks(path: Path, *each: dict[str, object]) -> Path:
    path.write_text(json.dumps({"rows": each}), encoding="utf-8")
    return path


def edit(notes: Path, tmp_path: Path, change: dict[str, object]) -> None:
    """Make an edit of the one note, as another file of the same notes would bring it."""
    from reader.annotations.record_json import from_document
    from reader.annotations.store import open_store

    store = open_store(notes, who="Ada")
    (row,) = of_kind(notes, "note", "highlight")
    store.put(from_document(row | change | {"modified": "2026-05-01T00:00:00Z"}), "note")
    store.close()


def test_an_edit_here_outlives_a_later_version_of_the_file(
    story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = remarks(tmp_path / "a.json", remark("Check.", "2026-04-02T09:00:00+00:00"))
    later = remarks(tmp_path / "b.json", remark("Check it all.", "2026-06-02T09:00:00+00:00"))
    assert bring("hypothesis", first, notes, "--on", str(story)) == 0
    edit(notes, tmp_path, {"body": "Checked with Lea."})
    capsys.readouterr()
    assert bring("hypothesis", later, notes, "--on", str(story)) == 1
    shown = capsys.readouterr().out
    assert "Check it all." in shown
    assert "Checked with Lea." in shown
    (note,) = of_kind(notes, "note")
    assert note["body"] == "Checked with Lea."
    before = notes.read_bytes()
    assert bring("hypothesis", later, notes, "--on", str(story)) == 1
    assert notes.read_bytes() == before
    assert bring("hypothesis", later, notes, "--on", str(story), "--prefer", "theirs") == 0
    (note,) = of_kind(notes, "note")
    assert note["body"] == "Check it all."
    assert bring("hypothesis", later, notes, "--on", str(story)) == 0


def test_a_file_without_dates_leaves_what_was_added_here(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps({"text": STORY, "label": [[19, 33, "Highlight"]]}) + "\n")
    assert bring("doccano", path, notes) == 0
    edit(notes, tmp_path, {"kind": "note", "body": "Mine.", "tags": ["seen"]})
    before = rows(notes)
    assert bring("doccano", path, notes) == 0
    assert rows(notes) == before


def test_two_pages_of_one_title_are_two_articles(notes: Path, tmp_path: Path) -> None:
    one = remark("One.", "2026-04-02T09:00:00+00:00", title="Morning letter")
    two = remark("Two.", "2026-04-03T09:00:00+00:00", uri=f"{PAGE}/2", title="Morning letter")
    file = remarks(tmp_path / "a.json", one, two | {"id": "remark-8"})
    assert bring("hypothesis", file, notes) == 1
    assert {row["url"] for row in of_kind(notes, "article")} == {PAGE, f"{PAGE}/2"}
    before = notes.read_bytes()
    assert bring("hypothesis", file, notes) == 1
    assert notes.read_bytes() == before


def test_a_page_is_known_however_its_address_is_written(notes: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        f'<html><head><title>Quay</title><link rel="canonical" href="{PAGE}"></head><body><article>'
        "<h1>Quay reopened</h1><p>The harbour office reopened the quay on Friday, and boats may "
        "land there again from the first of May on, the office said in a letter.</p><p>The quay "
        "had been closed for a year since a storm took away its outer wall and two of its lamps."
        "</p></article></body></html>",
        encoding="utf-8",
    )
    words = ["annotate", str(page), "--exact", "boats may", "--note", "Mine."]
    assert main([*words, "--notes", str(notes)]) == 0
    for number, uri in enumerate(
        ("http://www.quay.example/reopened/#talk", f"{PAGE}?utm_source=x")
    ):
        told = remark("Theirs.", "2026-04-02T09:00:00+00:00", uri=uri) | {"id": f"r{number}"}
        assert bring("hypothesis", remarks(tmp_path / "a.json", told), notes) == 0
    assert len(of_kind(notes, "article")) == 1
    assert len(of_kind(notes, "note")) == 3


def test_texts_of_two_files_of_one_name_are_two_articles(notes: Path, tmp_path: Path) -> None:
    for folder, text in (("one", "The quay is open."), ("two", "The mill is shut.")):
        path = tmp_path / folder / "lea.jsonl"
        path.parent.mkdir()
        path.write_text(json.dumps({"text": text, "label": [[4, 8, "PLACE"]]}) + "\n")
        assert bring("doccano", path, notes) == 0
    articles = of_kind(notes, "article")
    labels = of_kind(notes, "label")
    assert len(articles) == 2
    assert {label["article_id"] for label in labels} == {article["id"] for article in articles}


@pytest.mark.parametrize("format_", ["json", "jsonl", "web-annotation", "xmi", "brat"])
def test_private_evidence_outlives_the_export_that_held_it_back(
    format_: str, story: Path, notes: Path, tmp_path: Path
) -> None:
    common = ["--notes", str(notes)]
    words = ["claim", "add", str(story), "--exact", "Boats may land", "--claim", "Open again."]
    assert main([*words, *common]) == 0
    (claim,) = of_kind(notes, "claim")
    evidence = ["--evidence", "https://quay.example/memo", "--title", "Memo", "--private-evidence"]
    assert main(["claim", "set", str(claim["id"]), *evidence, "--stance", "supports", *common]) == 0
    before = rows(notes)
    out = tmp_path / ("out/" if format_ in ("xmi", "brat") else "out")
    target = f"{out}/" if format_ in ("xmi", "brat") else str(out)
    assert main(["export", "--format", format_, "-o", target, *common]) == 0
    assert bring(format_, out, notes) == 0
    assert rows(notes) == before


def test_an_imported_article_never_opens_another_file_of_its_name(
    story: Path, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.annotations.records import ArticleRecord, Revision
    from reader.article.fingerprint import fingerprint
    from reader.desk.library import Library

    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "here" / "quay.txt").write_text("A recipe\n\nTake two eggs.\n", encoding="utf-8")
    library = Library(*(tmp_path / name for name in ("texts", "pages", "findings", "package")))
    library.texts.keep(STORY)
    seen = Revision(fingerprint(STORY), "plain text 1", "", "quay.txt")
    record = ArticleRecord(article_id="a", id="a", locations=("quay.txt",), revisions=(seen,))
    opened = library.open(record)
    assert opened.article.text == STORY
    assert not opened.article.location.endswith("quay.txt")
    assert opened.message == ""


def test_a_table_in_a_file_begins_with_a_byte_order_mark_and_a_stream_does_not(
    story: Path, notes: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ["annotate", str(story), "--exact", "reopened the quay", "--note", "Zoë?"]
    assert main([*words, "--notes", str(notes)]) == 0
    capfdbinary.readouterr()
    out = tmp_path / "notes.csv"
    assert main(["export", "--format", "csv", "--notes", str(notes)]) == 0
    piped = capfdbinary.readouterr().out
    assert main(["export", "--format", "csv", "--notes", str(notes), "-o", str(out)]) == 0
    assert out.read_bytes() == b"\xef\xbb\xbf" + piped


def test_what_was_removed_here_does_not_come_back_by_itself(
    story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from reader.annotations.store import open_store

    file = remarks(tmp_path / "a.json", remark("Check.", "2026-04-02T09:00:00+00:00"))
    assert bring("hypothesis", file, notes, "--on", str(story)) == 0
    (note,) = of_kind(notes, "note")
    store = open_store(notes, who="Ada")
    store.remove(str(note["id"]))
    store.close()
    assert bring("hypothesis", file, notes, "--on", str(story)) == 0
    assert "1 stay removed" in capsys.readouterr().err
    assert of_kind(notes, "note") == []
