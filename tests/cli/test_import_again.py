"""A file that comes in a second time, as it was or grown, after edits here."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.annotations.records import Label
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.cli.main import main
from reader.exchange import arrival
from reader.text.span import Span

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
        report = remark(f"Theirs {number}.", "2026-04-02T09:00:00+00:00", uri=uri)
        report |= {"id": f"r{number}"}
        assert bring("hypothesis", remarks(tmp_path / "a.json", report), notes) == 0
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


def disputed_remark(notes: Path, story: Path, tmp_path: Path) -> str:
    """Change one remark here and in the file, and return its id."""
    bring("hypothesis", remarks(tmp_path / "h.json", remark("why?", "2026-04-02T09:00:00Z")), notes)
    (note,) = of_kind(notes, "note")
    store = open_store(notes, who="me")
    held = store.get(str(note["id"]))
    store.put(replace(held, body="asked them", modified="2026-04-03T09:00:00Z"))
    store.close()
    later = remarks(tmp_path / "h2.json", remark("who says?", "2026-04-04T09:00:00Z"))
    assert bring("hypothesis", later, notes) == 1
    return str(note["id"])


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_conflict_is_shown_until_it_is_decided(
    side: str, notes: Path, story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = disputed_remark(notes, story, tmp_path)
    conflicts = ["conflicts", "--notes", str(notes)]
    capsys.readouterr()
    assert main(conflicts) == 1
    shown = capsys.readouterr().out
    assert identity in shown
    assert shown.index("asked them") < shown.index("who says?")
    main(["check", "--notes", str(notes)])
    assert "two versions" in capsys.readouterr().out
    assert main([*conflicts, "--format", "json"]) == 1
    (version,) = json.loads(capsys.readouterr().out)["versions"]
    assert (version["id"], version["field"]) == (identity, "body")
    assert (version["mine"], version["theirs"]) == ("asked them", "who says?")
    assert main([*conflicts, "--decide", identity[:8], "--prefer", side]) == 0
    assert main(conflicts) == 0
    (note,) = of_kind(notes, "note")
    assert note["body"] == {"mine": "asked them", "theirs": "who says?"}[side]
    later = remarks(tmp_path / "h2.json", remark("who says?", "2026-04-04T09:00:00Z"))
    before = rows(notes)
    bring("hypothesis", later, notes)
    assert rows(notes) == before


def test_a_later_state_of_the_file_takes_the_place_of_its_open_conflict(
    notes: Path, story: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disputed_remark(notes, story, tmp_path)
    third = remarks(tmp_path / "h3.json", remark("who told them?", "2026-04-05T09:00:00Z"))
    assert bring("hypothesis", third, notes) == 1
    capsys.readouterr()
    main(["conflicts", "--notes", str(notes), "--format", "json"])
    (version,) = json.loads(capsys.readouterr().out)["versions"]
    assert version["theirs"] == "who told them?"


@pytest.mark.parametrize(
    "words", [["--decide", "none"], ["--prefer", "mine"], ["--decide", "no", "--prefer", "mine"]]
)
def test_what_cannot_be_decided_is_one_sentence(
    words: list[str], notes: Path, story: Path, tmp_path: Path
) -> None:
    disputed_remark(notes, story, tmp_path)
    before = rows(notes)
    assert main(["conflicts", "--notes", str(notes), *words]) == 2
    assert rows(notes) == before


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_tags_and_status_of_an_article_come_in_later_too(
    format_: str, notes: Path, story: Path, tmp_path: Path
) -> None:
    assert (
        main(["annotate", str(story), "--exact", "land", "--note", "n", "--notes", str(notes)]) == 0
    )
    out = tmp_path / "out"
    words = ["export", "--format", format_, "--full-paths", "-o", str(out), "--force"]
    (article,) = of_kind(notes, "article")

    def change(**values: object) -> None:
        store = open_store(notes, who="me")
        store.put(replace(store.get(str(article["id"])), **values))
        store.close()

    change(tags=("sea",), status={"me": "reading"}, modified="2026-04-01T00:00:00Z")
    assert main([*words, "--notes", str(notes)]) == 0
    edited = out.read_text("utf-8").replace('"tags": ["sea"]', '"tags": ["sea", "law"]')
    edited = edited.replace('"me": "reading"', '"me": "complete"')
    out.write_text(edited, "utf-8")
    change(tags=("sea", "quay"), modified="2026-04-02T00:00:00Z")
    assert bring(format_, out, notes) == 0
    (merged,) = of_kind(notes, "article")
    assert set(merged["tags"]) == {"sea", "quay", "law"}  # type: ignore[arg-type]
    assert merged["status"] == {"me": "complete"}
    assert merged["locations"] == article["locations"]
    before = notes.read_bytes()
    bring(format_, out, notes)
    assert notes.read_bytes() == before


def test_an_article_of_a_colleague_takes_nothing_away(
    notes: Path, story: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs.json"
    for path, who in ((notes, "ana"), (theirs, "bo")):
        words = ["annotate", str(story), "--exact", "land", "--note", who, "--notes", str(path)]
        assert main(words) == 0
        store = open_store(path, who=who)
        (record,) = store.articles()
        store.put(replace(record, tags=(who,), title=f"Quay, says {who}", status={who: "reading"}))
        store.close()
    out = tmp_path / "out.json"
    assert main(["export", "--format", "json", "-o", str(out), "--notes", str(theirs)]) == 0
    bring("json", out, notes)
    (article,) = of_kind(notes, "article")
    assert article["title"] == "Quay, says ana"
    assert set(article["tags"]) == {"ana", "bo"}  # type: ignore[arg-type]
    assert article["status"] == {"ana": "reading", "bo": "reading"}


def test_an_odd_field_of_an_article_does_not_cost_its_title(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = {"article_id": "a", "id": "a", "kind": "article", "title": "Quay", "authors": 7}
    for format_, text in (
        ("json", json.dumps({"schema": 1, "offset_unit": "codepoint", "articles": [odd]})),
        ("jsonl", json.dumps(odd)),
    ):
        path = tmp_path / "odd"
        path.write_text(text, "utf-8")
        own = notes.with_name(f"{format_}.json")
        assert bring(format_, path, own) == 0
        assert "cannot be read" in capsys.readouterr().err
        (article,) = of_kind(own, "article")
        assert (article["title"], article["unreadable"]) == ("Quay", {"authors": 7})


def two_annotators(folder: Path) -> list[Path]:
    """Write files of doccano of two people who marked one name alike."""
    made = []
    for who, label in (("ada", "PERSON"), ("bo", "PERSON")):
        line = {"text": "Ines Roth sold the quay.", "label": [[0, 9, label]]}
        made.append(folder / f"{who}.jsonl")
        made[-1].write_text(json.dumps(line), "utf-8")
    return made


def test_annotators_stay_apart_in_one_import_and_by_name(notes: Path, tmp_path: Path) -> None:
    ada, bo = two_annotators(tmp_path)
    together = tmp_path / "together.json"
    words = ["import", "--format", "doccano", str(ada), str(bo), "--notes", str(together)]
    assert main(words) == 0
    assert bring("doccano", ada, notes, "--annotator", "ada") == 0
    assert bring("doccano", bo, notes, "--annotator", "bo") == 0
    for path in (together, notes):
        assert sorted(str(row["creator"]) for row in of_kind(path, "label")) == ["ada", "bo"]
    assert [row["id"] for row in of_kind(notes, "label")] == [
        row["id"] for row in of_kind(together, "label")
    ]


def test_an_unknown_annotator_is_asked_for(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, bo = two_annotators(tmp_path)
    line = json.loads(bo.read_text())
    bo.write_text(json.dumps(line | {"label": [*line["label"], [19, 23, "PLACE"]]}), "utf-8")
    bring("doccano", ada, notes)
    assert "--annotator" not in capsys.readouterr().err
    bring("doccano", bo, notes)
    assert "--annotator" in capsys.readouterr().err


def test_a_format_that_names_annotators_takes_no_other_name(notes: Path, tmp_path: Path) -> None:
    path = remarks(tmp_path / "h.json", remark("why?", "2026-04-02T09:00:00Z"))
    assert bring("hypothesis", path, notes, "--annotator", "bo") == 2


def test_records_of_an_import_by_a_former_version_are_known(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Ines Roth sold the quay. Ines Roth left."
    line = {"text": text, "label": [[0, 9, "PERSON"], [0, 9, "PERSON"], [25, 34, "PERSON"]]}
    path = tmp_path / "tool.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    former = uuid.uuid5(arrival.ARRIVED, "a former version")
    monkeypatch.setattr(arrival, "ARRIVED", former)
    assert bring("doccano", path, notes) == 0
    monkeypatch.undo()
    before = notes.read_bytes()
    assert len(of_kind(notes, "label")) == 3
    assert bring("doccano", path, notes) == 0
    assert notes.read_bytes() == before
    more = {"text": text, "label": [*line["label"], [0, 9, "PERSON"], [19, 23, "PLACE"]]}
    path.write_text(json.dumps(more), "utf-8")
    assert bring("doccano", path, notes) == 0
    assert len(of_kind(notes, "label")) == 5


@pytest.mark.parametrize("maker", ["", "bo"])
@pytest.mark.parametrize("format_", ["conll", "doccano", "webanno-tsv"])
def test_labels_that_went_out_come_home_without_doubles(
    format_: str, maker: str, notes: Path, story: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert main(["add", str(story), "--notes", str(notes)]) == 0
    store = open_store(notes, who=maker)
    (article,) = store.articles()
    for words, layer, type_ in (("Boats", "entity", "product"), ("Friday", "days", "working day")):
        start = STORY.index(words)
        held = anchor(STORY, [Span(start, start + len(words))])
        common = {"article_id": article.id, "anchor": held, "creator": maker}
        store.put(Label(id=words, layer=layer, type=type_, **common))
    before = store.records()
    store.close()
    out = tmp_path / "out"
    target = str(out) if format_ == "doccano" else f"{out}/"
    export = ["export", "--format", format_, "--origin", "own", "-o", target]
    assert main([*export, "--notes", str(notes)]) == 0
    for _ in range(2):
        capsys.readouterr()
        assert bring(format_, out, notes) == 0
        assert ("by bo" in capsys.readouterr().err) is (format_ == "conll" and maker == "bo")
    store = open_store(notes, who="")
    assert store.records() == before
    store.close()


def test_an_unsigned_label_is_kept_by_name_or_as_another_kind(notes: Path, tmp_path: Path) -> None:
    path = tmp_path / "quay.conll"
    path.write_text("Ines B-PER\nRoth I-PER\nleft O\n", "utf-8")
    assert bring("conll", path, notes, "--annotator", "bo") == 0
    assert bring("conll", path, notes) == 0
    assert [row["creator"] for row in of_kind(notes, "label")] == ["bo"]
    assert bring("conll", path, notes, "--annotator", "ada") == 0
    assert sorted(str(row["creator"]) for row in of_kind(notes, "label")) == ["ada", "bo"]
    path.write_text("Ines B-ORG\nRoth I-ORG\nleft O\n", "utf-8")
    assert bring("conll", path, notes) == 0
    assert sorted(str(row["type"]) for row in of_kind(notes, "label")) == ["ORG", "PER", "PER"]


@pytest.mark.parametrize("format_", ["conll", "doccano"])
def test_a_file_that_came_without_a_name_is_known_when_it_comes_with_one(
    format_: str, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "quay"
    if format_ == "conll":
        path.write_text("Ines B-PER\nRoth I-PER\nleft O\nLuv B-LOC\n", "utf-8")
    else:
        line = {"text": "Ines Roth left Luv", "label": [[0, 9, "PER"], [15, 18, "LOC"]]}
        path.write_text(json.dumps(line), "utf-8")

    def creators() -> list[str]:
        return sorted(str(row["creator"]) for row in of_kind(notes, "label"))

    assert bring(format_, path, notes) == 0
    unsigned = creators()
    assert bring(format_, path, notes, "--annotator", "bo") == 0
    assert "--prefer theirs" in capsys.readouterr().err
    assert creators() == unsigned
    assert bring(format_, path, notes, "--annotator", "bo", "--prefer", "theirs") == 0
    assert creators() == ["bo", "bo"]
    assert bring(format_, path, notes, "--annotator", "bo") == 0
    assert bring(format_, path, notes) == 0
    assert creators() == ["bo", "bo"]
    assert bring(format_, path, notes, "--annotator", "ada") == 0
    assert creators() == ["ada", "ada", "bo", "bo"]


def test_a_file_like_an_unsigned_one_is_added_where_it_differs_or_mine_stay_mine(
    notes: Path, tmp_path: Path
) -> None:
    path = tmp_path / "quay.conll"
    path.write_text("Ines B-PER\nRoth I-PER\nleft O\nLuv B-LOC\n", "utf-8")
    assert bring("conll", path, notes) == 0
    assert bring("conll", path, notes, "--annotator", "bo", "--prefer", "mine") == 0
    assert len(of_kind(notes, "label")) == 4
    path.write_text("Ines B-PER\nRoth I-PER\nleft O\nLuv B-ORG\n", "utf-8")
    assert bring("conll", path, notes, "--annotator", "cy") == 0
    assert len(of_kind(notes, "label")) == 6


def test_ids_of_a_file_last_and_its_text_is_read_once() -> None:
    class Text(str):
        read = 0

        def __str__(self) -> str:
            type(self).read += 1
            return "the text"

    names = arrival.Identities("tool", Text(), "ada")
    made = [names.of("PER", 3), names.of("PER", 3), names.of("LOC")]
    parts = [("PER", 3, 1), ("PER", 3, 2), ("LOC", 1)]
    assert made == [arrival.arrived_id("tool", "the text", "ada", *each) for each in parts]
    whole = "tool\x1fthe text\x1fada\x1fPER\x1f3\x1f1"
    assert made[0] == str(uuid.uuid5(arrival.ARRIVED, whole))
    assert Text.read == 1


def test_a_note_of_ones_own_is_no_former_import(notes: Path, story: Path, tmp_path: Path) -> None:
    text = "Ines Roth sold the quay."
    line = {"text": text, "label": [[0, 9, "PERSON"]]}
    path = tmp_path / "tool.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    assert bring("doccano", path, notes) == 0
    (label,) = of_kind(notes, "label")
    store = open_store(notes, who="me")
    store.put(replace(store.get(str(label["id"])), id="mine"))
    store.remove(str(label["id"]))
    store.close()
    path.write_text(json.dumps({"text": text, "label": [[0, 9, "PERSON"]], "id": 3}), "utf-8")
    bring("doccano", path, notes)
    assert [row["id"] for row in of_kind(notes, "label")] == ["mine"]


def shown_text(notes: Path) -> list[tuple[str, str]]:
    return sorted((str(row["creator"]), str(row["body"])) for row in of_kind(notes, "note"))


def annotation(number: int, who: str, created: str, words: str = "Why?") -> dict[str, object]:
    return {
        "id": f"https://notes.example/{number}",
        "type": "Annotation",
        "creator": {"type": "Person", "name": who},
        "created": created,
        "body": {"type": "TextualBody", "value": words, "purpose": "commenting"},
        "target": {
            "source": PAGE,
            "selector": {"type": "TextQuoteSelector", "exact": "reopened the quay"},
        },
    }


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        (annotation(2, "Bo", "2026-04-02T09:00:00Z"), ["Ada", "Bo"]),
        (annotation(2, "Ada", "2026-04-03T09:00:00Z"), ["Ada", "Ada"]),
        (annotation(1, "Ada", "2026-04-02T09:00:00Z"), ["Ada"]),
    ],
    ids=["of another person", "said again later", "the same one"],
)
@pytest.mark.parametrize("together", [True, False])
def test_equal_notes_are_two_if_two_were_made(
    together: bool, second: dict[str, object], kept: list[str], story: Path, notes: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    first = annotation(1, "Ada", "2026-04-02T09:00:00Z")
    files = [[first, second]] if together else [[first], [second]]
    for each in (*files, *files):
        path = tmp_path / "in.jsonld"
        path.write_text(json.dumps(each), "utf-8")
        assert bring("web-annotation", path, notes, "--on", str(story)) == 0
    assert [who for who, _ in shown_text(notes)] == kept


@pytest.mark.parametrize("format_", ["kindle", "readwise"])
def test_an_unsigned_note_like_that_of_another_person_is_reported_and_kept_by_name(
    format_: str, story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in"
    if format_ == "kindle":
        entries = (("Note", "Who pays?"), ("Highlight", "reopened the quay"))
        path.write_text(
            "".join(
                f"Quay reopened\n- Your {kind} at location 12-12 | Added on Saturday, 2 May 2026 "
                f"10:12:00\n\n{words}\n==========\n"
                for kind, words in entries
            ),
            "utf-8",
        )
    else:
        path.write_text("Highlight,Title,Note\nreopened the quay,Quay,Who pays?\n", "utf-8")
    assert bring(format_, path, notes, "--on", str(story), "--annotator", "Bo") == 0
    own = tmp_path / "own.csv"
    own.write_text("Highlight,Title,Note\nreopened the quay,Quay,Who pays?\n", "utf-8")
    capsys.readouterr()
    for _ in range(2):
        assert bring("readwise", own, notes, "--on", str(story)) == 0
        assert "by Bo" in capsys.readouterr().err
        assert shown_text(notes) == [("Bo", "Who pays?")]
    for _ in range(2):
        assert bring("readwise", own, notes, "--on", str(story), "--annotator", "Ada") == 0
        assert shown_text(notes) == [("Ada", "Who pays?"), ("Bo", "Who pays?")]
    assert bring("readwise", own, notes, "--on", str(story)) == 0
    assert len(shown_text(notes)) == 2
