from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.annotations.care.backup import backup, backups, restore
from reader.annotations.care.purge import deleted, purge
from reader.annotations.records import Mark
from reader.annotations.store import Store, StoreError, open_store

MakeNote = Callable[..., Mark]
SECRET = "a name that must go"


def bodies(store: Store) -> dict[str, str]:
    return {each.id: each.body for each in store.records() if isinstance(each, Mark)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes" / "annotations.json"


def test_a_backup_holds_what_is_still_in_the_journal(path: Path, make_note: MakeNote) -> None:
    store = open_store(path, who="ana")
    store.put(make_note("1", identity="1"))
    store.fold()
    store.put(make_note("2", identity="2"))
    made = backup(path)
    assert (made.records, made.operations) == (2, 2)
    assert backups(path) == [made.path]
    with TinyDB(made.path, access_mode="r") as plain:
        assert [each["id"] for each in plain.all()] == ["1", "2"]
    there = backup(path, path.parent / "copy.json")
    assert there.path.read_bytes() == made.path.read_bytes()
    with pytest.raises(StoreError, match="there already"):
        backup(path, there.path)


def test_a_restore_goes_back_and_can_be_taken_back(path: Path, make_note: MakeNote) -> None:
    store = open_store(path, who="ana")
    store.put(make_note("1", identity="1"))
    made = backup(path)
    store.put(make_note("2", identity="2"))
    store.remove("1")
    restored = restore(path, made.path)
    assert restored.records == 1
    assert store.refresh()
    assert bodies(store) == {"1": "1"}
    store.put(make_note("3", identity="3"))
    store.close()
    assert bodies(open_store(path, who="ana")) == {"1": "1", "3": "3"}
    assert restored.before is not None
    restore(path, restored.before.path)
    assert bodies(open_store(path, who="ana")) == {"2": "2"}


def test_a_crash_after_a_restore_does_not_bring_the_journal_back(
    path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(path, who="ana")
    store.put(make_note("1", identity="1"))
    made = backup(path)
    store.put(make_note("2", identity="2"))
    with monkeypatch.context() as patched:
        patched.setattr("reader.annotations.storage.whole_store.compact", lambda *given: True)
        patched.setattr("reader.annotations.storage.writer.Writer.retire_journals", crash)
        with pytest.raises(RuntimeError):
            restore(path, made.path)
    again = open_store(path, who="ana")
    assert bodies(again) == {"1": "1"}
    again.put(make_note("3", identity="3"))
    assert bodies(open_store(path, who="ana")) == {"1": "1", "3": "3"}


def crash(*given: object) -> None:
    raise RuntimeError("the power went")


def test_restoring_what_is_no_notes_file_changes_nothing(path: Path, make_note: MakeNote) -> None:
    store = open_store(path, who="ana")
    store.put(make_note("1", identity="1"))
    store.close()
    other = path.with_name("article.txt")
    other.write_text("An article.")
    empty = path.with_name("empty.json")
    empty.touch()
    missing = path.with_name("missing")
    for source, report in (
        (other, "not a notes file"),
        (path.parent, "a folder"),
        (missing, "no file"),
        (empty, "is empty"),
    ):
        with pytest.raises(StoreError, match=report):
            restore(path, source)
    assert bodies(open_store(path, who="ana")) == {"1": "1"}


def everything_beside(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.parent.rglob("*") if each.is_file())


def test_a_purge_removes_what_was_deleted_from_everywhere(path: Path, make_note: MakeNote) -> None:
    store = open_store(path, who="ana")
    store.put(make_note("kept", identity="1"))
    store.put(make_note(SECRET, identity="2"))
    store.fold()
    backup(path)
    held = store.get("2")
    assert isinstance(held, Mark)
    store.put(replace(held, body=SECRET + ", edited"), "edit")
    store.fold()
    store.remove("2")
    path.with_name("annotations.json.torn").write_bytes(b'without its id: "' + SECRET.encode())
    kept = path.with_name("annotations.json.damaged-20261122T000000000000")
    kept.write_bytes(b"of others")
    assert SECRET.encode() in everything_beside(path)
    assert [each.record for each in deleted(path)] == ["2"]
    purged = purge(path)
    assert purged.records == ("2",)
    assert purged.operations == 3
    assert SECRET.encode() not in everything_beside(path)
    assert kept.exists()
    assert b'"2"' not in path.read_bytes()
    store.refresh()
    assert bodies(store) == {"1": "kept"}
    assert store.history("2") == []
    assert [each.doing for each in store.history("1")] == ["note"]
    store.close()
    assert bodies(open_store(path, who="ana")) == {"1": "kept"}
    assert list(json.loads(path.read_bytes())["_default"]) == ["1"]


def test_a_purge_of_some_leaves_the_others(path: Path, make_note: MakeNote) -> None:
    store = open_store(path, who="ana")
    for number in "123":
        store.put(make_note(number, identity=number))
    store.remove("1")
    store.remove("2")
    with pytest.raises(StoreError, match="“3”"):
        purge(path, ["3"])
    purge(path, ["1"])
    assert [each.record for each in deleted(path)] == ["2"]
    store.refresh()
    store.undo()
    assert bodies(store) == {"2": "2", "3": "3"}
