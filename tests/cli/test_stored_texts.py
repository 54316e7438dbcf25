"""The texts kept with notes: listed, counted, removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli.main import main

Output = pytest.CaptureFixture[str]


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> list[str]:
    """Return a note on the first version of an article, none any more on the second."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    story = tmp_path / "gate.txt"
    options = ["--notes", str(tmp_path / "notes.json")]
    for words in ("closed by the harbour master", "opened by the mayor of the town"):
        story.write_text(f"The gate\n\nIt was {words} on Monday, as a notice on the gate says.\n")
        assert main(["annotate", str(story), "--exact", words, *options]) == 0
    from reader.annotations.store import open_store

    store = open_store(tmp_path / "notes.json", who="Ada")
    store.remove(capsys.readouterr().out.split()[-1])
    store.close()
    return options


def listed(notes: list[str], capsys: Output) -> list[dict]:
    assert main(["doctor", "--texts", "--format", "json", *notes]) == 0
    return json.loads(capsys.readouterr().out)


def test_doctor_lists_them(notes: list[str], capsys: Output) -> None:
    assert [text["records"] for text in listed(notes, capsys)].count(1) == 1
    assert main(["doctor", "--texts", *notes]) == 0
    out = capsys.readouterr().out
    assert out.count("The gate") == 2
    assert "no note" in out
    main(["doctor", *notes])
    assert "1 without notes" in capsys.readouterr().out


def test_what_has_no_note_is_removed_on_yes(notes: list[str], capsys: Output) -> None:
    assert main(["purge", "--texts", *notes]) == 1
    assert "1 of 2 stored texts to remove" in capsys.readouterr().out
    assert len(listed(notes, capsys)) == 2
    assert main(["purge", "--texts", "--yes", *notes]) == 0
    capsys.readouterr()
    (left,) = listed(notes, capsys)
    assert left["records"] == 1
    assert main(["purge", "--texts", *notes]) == 0


def test_one_that_is_named_goes_with_a_warning(notes: list[str], capsys: Output) -> None:
    used = next(text for text in listed(notes, capsys) if text["records"])
    assert main(["purge", "--texts", "--yes", used["fingerprint"][:19], *notes]) == 0
    assert "cannot be shown any more" in capsys.readouterr().err
    assert used not in listed(notes, capsys)
    assert main(["purge", "--texts", "0000", *notes]) == 2
    assert "no stored text 0000" in capsys.readouterr().err
