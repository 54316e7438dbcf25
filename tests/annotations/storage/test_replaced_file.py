"""Another notes file takes the place of the one that was written here: older, or from elsewhere."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.annotations.care.backup import backup as make_backup
from reader.annotations.care.backup import restore
from reader.annotations.care.check import check
from reader.annotations.record_json import to_document
from reader.annotations.records import Mark
from reader.annotations.storage.table_layout import ABOUT
from reader.annotations.store import Store, open_store
from reader.annotations.together.merge import merge

MakeNote = Callable[..., Mark]


def bodies(store: Store) -> list[str]:
    return sorted(each.body for each in store.records() if isinstance(each, Mark))


def on_disk(path: Path) -> list[str]:
    return bodies(open_store(path, who="x", read_only=True))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "here" / "annotations.json"


@pytest.fixture
def elsewhere(tmp_path: Path, make_note: MakeNote) -> bytes:
    """Return the notes file of another machine, with keys of its own from 1 on."""
    store = open_store(tmp_path / "elsewhere" / "annotations.json", who="ana")
    for number in range(5):
        store.put(make_note(f"there {number}"))
    store.close()
    return store.path.read_bytes()


def with_saves(path: Path, make_note: MakeNote, *texts: str) -> None:
    store = open_store(path, who="ana")
    for text in texts:
        store.put(make_note(text))
    store.close()


def kept_copies(path: Path) -> list[Path]:
    return sorted(path.with_name("annotations.json.backups").glob("*-replaced.json"))


def test_an_older_file_is_reported_and_what_it_lacks_can_be_joined(
    path: Path, make_note: MakeNote
) -> None:
    with_saves(path, make_note, "1", "2")
    older = path.read_bytes()
    with_saves(path, make_note, "3")
    with_saves(path, make_note, "4")
    path.write_bytes(older)
    store = open_store(path, who="ana")
    assert bodies(store) == ["1", "2"]
    (notice,) = store.notices()
    assert "2 changes made here until" in notice
    (kept,) = kept_copies(path)
    assert str(kept) in notice
    assert on_disk(kept) == ["1", "2", "3", "4"]
    store.put(make_note("5"))
    store.close()
    merge(path, kept, None, who="ana")
    assert on_disk(path) == ["1", "2", "3", "4", "5"]
    assert not open_store(path, who="ana").notices()
    assert kept_copies(path) == [kept]


def test_a_file_from_elsewhere_is_reported_and_the_former_one_is_kept(
    path: Path, make_note: MakeNote, elsewhere: bytes
) -> None:
    with_saves(path, make_note, "1")
    with_saves(path, make_note, "2")
    path.write_bytes(elsewhere)
    (notice,) = open_store(path, who="ana").notices()
    assert "2 changes made here until" in notice
    (kept,) = kept_copies(path)
    assert on_disk(kept) == ["1", "2"]
    with_saves(path, make_note, "3")
    assert len(on_disk(path)) == 6


def test_a_file_that_has_all_that_was_saved_here_is_taken_without_a_word(
    path: Path, tmp_path: Path, make_note: MakeNote
) -> None:
    """As when notes are carried to another machine, noted in there, and carried back."""
    with_saves(path, make_note, "1", "2")
    other = tmp_path / "there" / "annotations.json"
    other.parent.mkdir()
    other.write_bytes(path.read_bytes())
    with_saves(other, make_note, "3")
    path.write_bytes(other.read_bytes())
    store = open_store(path, who="ana")
    assert bodies(store) == ["1", "2", "3"]
    assert not store.notices()
    assert not kept_copies(path)


@pytest.mark.parametrize("open_here", [True, False])
@pytest.mark.parametrize("about", [True, False])
def test_what_is_not_folded_yet_is_saved_beside_the_notes_of_another_file(
    path: Path, make_note: MakeNote, elsewhere: bytes, open_here: bool, about: bool
) -> None:
    """Its rows have the keys that rows of the other file have too: none may hide another."""
    with_saves(path, make_note, "folded")
    here = open_store(path, who="ana")
    here.put(make_note("not folded"))
    tables = json.loads(elsewhere)
    if not about:
        del tables[ABOUT]
    path.write_text(json.dumps(tables))
    expected = [*(each["body"] for each in tables["_default"].values()), "late", "not folded"]
    late = here if open_here else open_store(path, who="ben")
    late.refresh()
    late.put(make_note("late"))
    assert bodies(late) == sorted(expected)
    late.close()
    assert on_disk(path) == sorted(expected)
    (kept,) = kept_copies(path)
    assert "folded" in on_disk(kept)
    again = open_store(path, who="cy")
    again.put(make_note("again"))
    again.close()
    assert on_disk(path) == sorted([*expected, "again"])


def test_what_came_back_and_was_deleted_stays_deleted(
    path: Path, make_note: MakeNote, elsewhere: bytes
) -> None:
    here = open_store(path, who="ana")
    note = make_note("not folded")
    here.put(note)
    path.write_bytes(elsewhere)
    here.refresh()
    assert here.get(note.id) is not None
    here.remove(note.id)
    there = open_store(path, who="ben")
    there.put(make_note("late"))
    assert there.get(note.id) is None
    here.close()
    there.close()
    assert "not folded" not in on_disk(path)


@pytest.mark.parametrize("change", ["note", "remove"])
def test_what_plain_tinydb_inserts_meanwhile_is_not_hidden(
    path: Path, make_note: MakeNote, change: str
) -> None:
    """It gives the key that a note in the journal has."""
    with_saves(path, make_note, "1", "2")
    here = open_store(path, who="ana")
    note = make_note("3")
    here.put(note)
    if change == "remove":
        here.remove(note.id)
    with TinyDB(path) as plain:
        plain.insert(to_document(make_note("plain")))
    here.refresh()
    expected = ["1", "2", *(["3"] if change == "note" else []), "plain"]
    assert bodies(here) == on_disk(path) == expected
    here.put(make_note("4"))
    here.close()
    assert on_disk(path) == sorted([*expected, "4"])


def test_a_file_that_is_replaced_while_it_is_open_and_folded_is_reported(
    path: Path, make_note: MakeNote, elsewhere: bytes
) -> None:
    with_saves(path, make_note, "1")
    here = open_store(path, who="ana")
    here.put(make_note("2"))
    assert here.fold()
    path.write_bytes(elsewhere)
    assert here.refresh()
    assert any("Another file" in notice for notice in here.notices())
    (kept,) = kept_copies(path)
    assert on_disk(kept) == ["1", "2"]


def test_one_who_only_reads_makes_no_copy(
    path: Path, make_note: MakeNote, elsewhere: bytes
) -> None:
    with_saves(path, make_note, "1", "2")
    path.write_bytes(elsewhere)
    store = open_store(path, who="ana", read_only=True)
    assert len(bodies(store)) == 5
    assert not kept_copies(path)


def of_another_file(path: Path) -> list[str]:
    report = (fault.sentence for fault in check(path).faults)
    return [sentence for sentence in report if "another file" in sentence.lower()]


def test_check_tells_of_a_file_that_lacks_what_was_saved_here(
    path: Path, make_note: MakeNote, elsewhere: bytes
) -> None:
    with_saves(path, make_note, "1", "2")
    here = open_store(path, who="ana")
    here.put(make_note("not folded"))
    assert not of_another_file(path)
    path.write_bytes(elsewhere)
    missing, belongs = of_another_file(path)
    assert "2 changes made here" in missing
    assert "belongs to another file" in belongs
    here.refresh()
    (kept,) = kept_copies(path)
    (missing,) = of_another_file(path)
    assert str(kept) in missing
    here.close()
    (missing,) = of_another_file(path)
    assert str(kept) in missing
    merge(path, kept, None, who="ana")
    assert not of_another_file(path)


def test_a_restored_backup_is_no_other_file(path: Path, make_note: MakeNote) -> None:
    with_saves(path, make_note, "1")
    backup = make_backup(path).path
    with_saves(path, make_note, "2", "3")
    restore(path, backup)
    store = open_store(path, who="ana")
    assert bodies(store) == ["1"]
    assert not store.notices()
    store.put(make_note("4"))
    store.close()
    assert not open_store(path, who="ana").notices()
    assert not kept_copies(path)


def test_old_copies_go_with_the_old_journals(
    path: Path, make_note: MakeNote, elsewhere: bytes
) -> None:
    with_saves(path, make_note, "1")
    path.write_bytes(elsewhere)
    with_saves(path, make_note, "2")
    (kept,) = kept_copies(path)
    backup = kept.with_name("annotations-20200101T000000000000.json")
    backup.write_bytes(kept.read_bytes())
    with_saves(path, make_note, "3")
    assert kept.exists()
    for each in (kept, backup):
        os.utime(each, (0, 0))
    with_saves(path, make_note, "4")
    assert not kept.exists()
    assert backup.exists()
