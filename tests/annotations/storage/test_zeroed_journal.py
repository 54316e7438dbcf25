"""A journal that a loss of power filled with zeros: what it held is counted and reported."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.annotations.care.check import check
from reader.annotations.records import Mark
from reader.annotations.store import open_store

MakeNote = Callable[..., Mark]


@pytest.fixture
def journal(tmp_path: Path, make_note: MakeNote) -> Path:
    """Return the journal of a store that was never closed.

    Two new notes, then a change of the first.
    """
    path = tmp_path / "made" / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("compacted", identity="0"))
    store.close()
    store = open_store(path, who="ana")
    for body, identity in (("one", "1"), ("two", "2"), ("one, edited", "1")):
        store.put(make_note(body, identity=identity))
    shutil.copytree(path.parent, tmp_path / "left", dirs_exist_ok=True)
    store.close()
    return tmp_path / "left" / "annotations.json.journal"


def zero(path: Path, start: int = 0) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:start] + bytes(len(whole) - start))


def test_the_lost_changes_and_new_notes_are_counted(journal: Path) -> None:
    zero(journal)
    path = journal.with_suffix("")
    for read_only in (True, False):
        store = open_store(path, who="ana", read_only=read_only)
        (message,) = store.notices()
        assert "3 saved changes (2 new notes)" in message
        assert journal.name in message
        assert [record.id for record in store.records()] == ["0"]
        store.refresh()
        assert store.notices() == []
    assert message in [each.sentence for each in check(path).faults if each.weight == "wrong"]


def test_what_can_still_be_read_is_not_counted(journal: Path) -> None:
    lines = journal.read_bytes().splitlines(keepends=True)
    zero(journal, len(lines[0] + lines[1]))
    store = open_store(journal.with_suffix(""), who="ana")
    (message,) = store.notices()
    assert "2 saved changes (1 new note)" in message
    assert [record.id for record in store.records()] == ["0", "1"]


def test_zeros_of_a_save_that_never_ended_are_no_loss(journal: Path) -> None:
    with journal.open("ab") as file:
        file.write(bytes(300))
    store = open_store(journal.with_suffix(""), who="ana")
    assert store.notices() == []
    assert [record.id for record in store.records()] == ["0", "1", "2"]


@pytest.mark.parametrize("note", [b"", b"\n" + bytes(40), b"another name 1 2"])
def test_without_a_note_of_the_last_save_the_loss_is_reported_without_a_number(
    journal: Path, note: bytes
) -> None:
    zero(journal)
    journal.with_name("annotations.json.lock").write_bytes(note)
    (message,) = open_store(journal.with_suffix(""), who="ana").notices()
    assert "zeros" in message
    assert "saved changes" not in message


def test_an_open_store_saves_again_what_the_zeros_took(tmp_path: Path, make_note: MakeNote) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("one", identity="1"))
    zero(path.with_name("annotations.json.journal"))
    store.refresh()
    assert not any("zeros" in message for message in store.notices())
    store.close()
    assert [each.id for each in open_store(path, who="ben").records()] == ["1"]


def test_saves_after_the_loss_start_a_journal_of_their_own(
    journal: Path, make_note: MakeNote
) -> None:
    zero(journal)
    path = journal.with_suffix("")
    store = open_store(path, who="ana")
    store.put(make_note("later", identity="9"))
    store.close()
    again = open_store(path, who="ana")
    assert [record.id for record in again.records()] == ["0", "9"]
    assert again.notices() == []
