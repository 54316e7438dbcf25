from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.cli.commands.annotate import passage
from reader.cli.main import main
from reader.errors import ReaderError
from reader.fault_log import NOTES_ARE_SAFE
from reader.text.span import Span

STORY = """The gate is closed

    HARBOUR TOWN. — The harbour master closed the gate on Monday. “Nobody was hurt 🙂,” she said.

    The gate stays closed until Friday. — Harbour News
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "gate.txt"
    path.write_bytes(STORY.replace("\n", "\r\n").encode("utf-8"))
    return path


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


def annotate(story: Path, notes: Path, *more: str) -> int:
    return main(["annotate", str(story), "--notes", str(notes), *more])


def test_a_note_made_without_a_screen_is_in_the_tinydb_file(
    story: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        annotate(story, notes, "--exact", "Nobody was hurt 🙂", "--note", "Ask.", "--tag", "x") == 0
    )
    identity = capsys.readouterr().out.strip()
    with TinyDB(notes) as file:
        article, note = sorted(file.all(), key=lambda document: document["kind"])
    assert note["id"] == identity
    assert note["article_id"] == article["id"]
    assert note["body"] == "Ask."
    (part,) = note["anchor"]["parts"]
    text = STORY
    assert text[part["start"] : part["end"]] == part["exact"] == "Nobody was hurt 🙂"


def test_the_same_article_twice_is_one_article(story: Path, notes: Path) -> None:
    annotate(story, notes, "--exact", "Nobody")
    annotate(story, notes, "--exact", "she said")
    with TinyDB(notes) as file:
        kinds = sorted(document["kind"] for document in file.all())
    assert kinds == ["article", "highlight", "highlight"]


def test_a_passage_that_is_not_clear_is_reported(
    story: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert annotate(story, notes, "--exact", "gate") == 2
    assert "3 times" in capsys.readouterr().err
    assert annotate(story, notes, "--exact", "Not there") == 2
    assert not notes.exists()


def test_the_chosen_occurrence_is_taken() -> None:
    assert passage("aXaXa", "a", 2) == Span(2, 3)
    assert passage("aaa", "aa", 2) == Span(1, 3)
    with pytest.raises(ReaderError, match="no occurrence 4"):
        passage("aXaXa", "a", 4)
    with pytest.raises(ReaderError, match="empty"):
        passage("text", "", None)


def test_export_prints_what_was_noted(
    story: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(story, notes, "--exact", "Nobody was hurt", "--note", "Ask *her*.")
    annotate(story, notes, "--exact", "on Monday", "--private")
    capsys.readouterr()
    assert main(["export", "--format", "json", "--notes", str(notes)]) == 0
    report = capsys.readouterr()
    (article,) = json.loads(report.out)["articles"]
    assert [record["body"] for record in article["records"]] == ["Ask *her*."]
    assert article["locations"] == ["gate.txt"]
    assert "1 private" in report.err
    assert main(["export", "--format", "markdown", "--notes", str(notes)]) == 0
    assert "> Nobody was hurt\n\nAsk *her*.\n" in capsys.readouterr().out


def test_export_writes_no_file_over_unless_asked(
    story: Path, notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(story, notes, "--exact", "Nobody", "--note", "Ask.")
    out = tmp_path / "notes.md"
    out.write_text("mine", encoding="utf-8")
    words = ["export", "--format", "markdown", "--notes", str(notes), "-o", str(out)]
    assert main(words) == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert main([*words, "--force"]) == 0
    assert "Ask." in out.read_text(encoding="utf-8")
    assert [entry.name for entry in tmp_path.glob(".notes*")] == []
    capsys.readouterr()


def test_the_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {"markdown", "json"} <= {line.split()[0] for line in lines}
    assert main(["export", "--format", "tex"]) == 2


def test_list_tells_articles_and_notes(
    story: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--notes", str(notes)]) == 0
    empty = capsys.readouterr()
    assert "no notes yet" in empty.err
    assert empty.out == ""
    annotate(story, notes, "--exact", "Nobody", "--note", "Ask.", "--tag", "law")
    capsys.readouterr()
    assert main(["list", "--notes", str(notes)]) == 0
    report = capsys.readouterr().out
    assert "The gate is closed (1 note" in report
    assert "note “Nobody”: Ask. #law" in report


def test_show_tells_blocks_and_notes_in_words(
    story: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotate(story, notes, "--exact", "Nobody was hurt", "--note", "Ask\nher.")
    annotate(story, notes, "--exact", "Friday", "--kind", "highlight", "--note", "Which?")
    capsys.readouterr()
    words = ["show", str(story), "--plain", "--no-findings", "--notes", str(notes)]
    assert main(words) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 Headline: The gate is closed"
    assert "  Note on “Nobody was hurt”: Ask her." in lines
    assert "  Highlight on “Friday”: Which?" in lines
    assert lines[-1].split(" ", 1)[1] == "Credit: — Harbour News"


def test_no_escape_sequence_of_an_article_reaches_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sly.txt"
    path.write_text("A \x1b]0;title\x07 and \x1b[31mred\x9b0m text.\n" + STORY, encoding="utf-8")
    assert main(["show", str(path), "--plain", "--no-findings"]) == 0
    assert not set(capsys.readouterr().out) & {"\x1b", "\x07", "\x9b"}


@pytest.mark.parametrize(
    "words",
    [
        ["show", "none.txt"],
        ["show", "."],
        ["analyze", "none.txt"],
        ["annotate", "none.txt", "--exact", "x"],
        ["export", "--format", "json"],
        ["none.txt"],
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_exit_2(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    report = capsys.readouterr()
    assert report.out == ""
    assert report.err.startswith("reader: ")
    assert report.err.count("\n") == 1


def test_a_damaged_notes_file_is_reported_and_left_alone(
    story: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes.write_text('{"_default": {"1": {"kind', encoding="utf-8")
    before = notes.read_bytes()
    assert main(["list", "--notes", str(notes)]) == 2
    assert notes.read_bytes() == before
    assert capsys.readouterr().err.count("\n") == 1


def test_doctor_names_what_is_wrong(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READER_MODELS", str(tmp_path / "no-models"))
    assert main(["doctor", "--format", "json", "--notes", str(notes)]) == 1
    signs = {sign["about"]: sign for sign in json.loads(capsys.readouterr().out)}
    assert signs["models"]["trouble"]
    assert "none yet" in signs["notes"]["seen"]


def test_the_notes_file_is_private(story: Path, notes: Path) -> None:
    annotate(story, notes, "--exact", "Nobody")
    assert stat.S_IMODE(notes.stat().st_mode) == 0o600


def test_a_fault_that_nobody_expected_is_a_sentence_and_its_details_a_file(
    story: Path,
    notes: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("reader.cli.commands.annotate.passage", fail)
    monkeypatch.setattr("reader.config.user_cache_folder", lambda: tmp_path / "cache")
    assert annotate(story, notes, "--exact", "Nobody") == 1
    log = tmp_path / "cache" / "fault.log"
    (sentence,) = capsys.readouterr().err.splitlines()
    assert NOTES_ARE_SAFE in sentence
    assert str(log) in sentence
    assert "ZeroDivisionError: on purpose" in log.read_text()


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("joined", [True, False])
def test_options_stand_before_a_command_or_behind_it(
    story: Path, notes: Path, before: bool, joined: bool
) -> None:
    command = ["annotate", str(story), "--exact", "Nobody"]
    option = [f"--notes={notes}"] if joined else ["--notes", str(notes)]
    assert main([*option, "--offline", *command] if before else [*command, *option]) == 0
    with TinyDB(notes) as file:
        assert {document["kind"] for document in file.all()} == {"article", "highlight"}


def test_a_subcommand_takes_the_notes_file_named_before_the_command(
    story: Path, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--notes", str(notes), "claim", "add", str(story), "--exact", "Nobody was hurt"]
    assert main(words) == 0
    claim = capsys.readouterr().out.strip()
    assert main(["--notes", str(notes), "claim", "show", claim]) == 0
    assert "Nobody was hurt" in capsys.readouterr().out
