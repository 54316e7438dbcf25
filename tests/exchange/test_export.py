"""From the desk to the target: whole or not at all, article by article, and what is reported."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.record_json import to_document
from reader.annotations.records import ArticleRecord, Document, Mark, Record
from reader.article.anchor import anchor
from reader.exchange.export import Export, LossError, export
from reader.exchange.formats.registry import ExchangeError
from reader.exchange.losses import Loss, Losses
from reader.exchange.selection import Selection
from reader.text.span import Span

TEXT = "The harbour master closed the gate. Nobody was hurt."


class Desk:
    """Some articles with a note each; counts how many articles' records were asked for."""

    def __init__(self, articles: int = 2, **fields: object) -> None:
        self.read = 0
        self._records = {
            f"a{number}": [
                ArticleRecord(
                    article_id=f"a{number}",
                    id=f"a{number}",
                    title=f"Story {number}",
                    locations=(f"/home/ada/{number}.txt",),
                ),
                Mark(
                    article_id=f"a{number}",
                    id=f"n{number}",
                    kind="note",
                    anchor=anchor(TEXT, [Span(4, 11)]),
                    **{"body": "Ask.", **fields},
                ),
            ]
            for number in range(articles)
        }

    def counts(self) -> dict[str, dict[str, int]]:
        return {key: {"article": 1, "note": 1} for key in self._records}

    def articles(self) -> Sequence[ArticleRecord]:
        return [each[0] for each in self._records.values()]

    def records(self, article_id: str) -> Sequence[Record]:
        return self._records[article_id]

    def documents(self, article_id: str) -> Sequence[Document]:
        self.read += 1
        return [to_document(each) for each in self._records[article_id]]


def test_articles_are_read_as_they_are_written() -> None:
    desk, seen = Desk(3), []
    out = io.BytesIO()
    written = export(
        desk, Export("jsonl"), stream=out, passed=lambda count: seen.append((desk.read, count))
    )
    assert seen == [(1, 2), (2, 2), (3, 2)]
    assert (written.articles, written.records, written.losses) == (3, 3, ())
    assert len(out.getvalue().splitlines()) == 6


def test_a_files_name_does_not_depend_on_what_is_written_with_it(tmp_path: Path) -> None:
    desk = Desk(2)
    for made in desk._records.values():
        made[0] = replace(made[0], title="The gate")
    export(desk, Export("markdown", f"{tmp_path}/all/"))
    one = Selection(article="a1")
    export(desk, Export("markdown", f"{tmp_path}/one/", one))
    names = sorted(path.name for path in (tmp_path / "all").iterdir())
    assert names == ["the-gate-a0.md", "the-gate-a1.md"]
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["the-gate-a1.md"]


def test_what_ends_an_export_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("mine", encoding="utf-8")

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    for target in (str(path), f"{tmp_path}/pages/"):
        with pytest.raises(KeyboardInterrupt):
            export(Desk(), Export("markdown", target, over=True), passed=stop)
    assert path.read_text(encoding="utf-8") == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["notes.md"]


@pytest.mark.parametrize("target", ["notes.csv", "-"])
def test_a_strict_export_that_would_lose_something_writes_nothing(
    target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = io.BytesIO()
    asked = Export("readwise", target, strict=True)
    with pytest.raises(LossError) as fault:
        export(Desk(), asked, stream=out)
    assert [str(loss) for loss in fault.value.losses] == [
        "2 records were written without author, colour and surroundings"
    ]
    assert out.getvalue() == b""
    assert list(tmp_path.iterdir()) == []


def test_a_strict_export_that_loses_nothing_is_written_as_any_other() -> None:
    plain, strict = io.BytesIO(), io.BytesIO()
    export(Desk(), Export("json"), stream=plain)
    export(Desk(), Export("json", strict=True), stream=strict)
    assert strict.getvalue() == plain.getvalue() != b""


def test_private_records_are_held_back_and_said_apart_from_what_is_lost() -> None:
    out = io.BytesIO()
    written = export(Desk(private=True), Export("json", strict=True), stream=out)
    assert [str(each) for each in written.held_back] == ["2 private records were held back"]
    assert "Ask." not in out.getvalue().decode()
    shown = Export("json", selection=Selection(private=True))
    export(Desk(private=True), shown, stream=out)
    assert "Ask." in out.getvalue().decode()


def test_nothing_of_a_private_article_leaves() -> None:
    desk, out = Desk(1), io.BytesIO()
    article, note = desk.records("a0")
    desk._records["a0"] = [replace(article, private=True), note]
    written = export(desk, Export("json"), stream=out)
    assert json.loads(out.getvalue())["articles"] == []
    assert [str(each) for each in written.held_back] == ["1 private record was held back"]


def test_folders_are_named_only_when_asked_for() -> None:
    short, full = io.BytesIO(), io.BytesIO()
    export(Desk(1), Export("json"), stream=short)
    export(Desk(1), Export("json", full_paths=True), stream=full)
    assert "/home/ada" not in short.getvalue().decode()
    assert "/home/ada/0.txt" in full.getvalue().decode()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_written_into_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        export(Desk(1), Export("jsonl", str(pipe)))
        assert os.read(reading, 1 << 16).count(b"\n") == 2
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_what_is_there_is_left_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text("mine", encoding="utf-8")
    asked = Export("json", str(path))
    assert asked.is_taken
    with pytest.raises(ExchangeError, match="--force"):
        export(Desk(), asked)
    assert path.read_text(encoding="utf-8") == "mine"
    export(Desk(), replace(asked, over=True))
    assert json.loads(path.read_text(encoding="utf-8"))["schema"] == 1


class Full(io.RawIOBase):
    """A disk that is full."""

    def writable(self) -> bool:
        return True

    def write(self, _: object) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_an_archive_that_cannot_be_written_ends_with_one_fault() -> None:
    with pytest.raises(OSError, match="No space"):
        export(Desk(), Export("brat"), stream=Full())


def test_a_loss_is_reported_in_its_number() -> None:
    losses = Losses()
    losses.add("mark[s] [was|were] left out", 2)
    losses.add("claim[s] [lacks|lack] a date", detail="“[s]”")
    losses.add("nothing", 0)
    assert [str(loss) for loss in losses.messages()] == [
        "2 marks were left out",
        "1 claim lacks a date: “[s]”",
    ]
    assert str(Loss(1, "mark[s] [was|were] left out")) == "1 mark was left out"
