"""A view stays as it was while others save and compact, and following writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.records import Document, Mark
from reader.annotations.storage.following import follow, look_at, read_again
from reader.annotations.storage.journal import Change
from reader.annotations.storage.overlay import MANY, MISSING, Overlay
from reader.annotations.storage.store_files import StoreFiles
from reader.annotations.storage.view import View
from reader.annotations.store import open_store

MakeNote = Callable[..., Mark]


@pytest.fixture
def path(tmp_path: Path, make_note: MakeNote) -> Path:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("compacted", identity="1"))
    store.fold()
    store.put(make_note("saved", identity="2"))
    return path


def bodies(view: View) -> dict[str, str]:
    return {row["id"]: row["body"] for _, row in view.records()}


def files_of(path: Path) -> dict[str, tuple[int, int]]:
    every = (each for each in path.parent.rglob("*") if each.is_file())
    return {str(each): (each.stat().st_size, each.stat().st_mtime_ns) for each in every}


def test_a_view_stays_as_it_was(path: Path, make_note: MakeNote) -> None:
    store = open_store(path, who="ana")
    before = store.writer.view
    for number in range(MANY):
        store.put(make_note("later", identity=f"late {number}"))
    store.remove("1")
    store.fold()
    assert bodies(before) == {"1": "compacted", "2": "saved"}
    assert before.find("late 0") is None
    assert [row["record"] for row in before.history()] == ["1", "2"]
    assert len(store.writer.view.records()) == MANY + 1
    with pytest.raises(FrozenInstanceError):
        before.recent = ()  # type: ignore[misc]


def test_following_gives_what_came_and_writes_nothing(path: Path, make_note: MakeNote) -> None:
    files = StoreFiles.at(path)
    first = read_again(files).view
    assert bodies(first) == {"1": "compacted", "2": "saved"}
    assert follow(files, first).changes == ()
    store = open_store(path, who="ben")
    store.put(make_note("by ben", identity="3"))
    on_disk = files_of(path)
    second = follow(files, first)
    assert second.changes is not None
    assert [(table, key) for table, key, _ in second.changes] == [
        ("_default", "3"),
        ("history", "3"),
    ]
    assert files_of(path) == on_disk
    store.fold()
    on_disk = files_of(path)
    third = follow(files, second.view)
    assert third.changes == ()
    assert third.view.behind
    assert bodies(third.view) == bodies(second.view)
    assert third.view.stamps == look_at(files)
    path.write_bytes(path.read_bytes()[:-30])
    on_disk = files_of(path)
    rescued = follow(files, third.view)
    assert rescued.view.rescued
    assert bodies(rescued.view) == bodies(third.view)
    assert files_of(path) == on_disk


ROWS = st.none() | st.fixed_dictionaries({"id": st.sampled_from("abcdef"), "n": st.integers(0, 9)})
CHANGES = st.lists(
    st.tuples(st.sampled_from(["_default", "other"]), st.sampled_from("123456"), ROWS), max_size=6
)


@given(st.lists(CHANGES, max_size=MANY // 2))
def test_an_overlay_is_the_newest_state_of_each_row(saves: list[list[Change]]) -> None:
    overlay, plain, keys = Overlay(), dict[tuple[str, str], Document | None](), {}
    versions = []
    for changes in saves:
        overlay = overlay.plus(changes)
        plain.update({(table, key): row for table, key, row in changes})
        keys.update({row["id"]: key for table, key, row in changes if table == "_default" and row})
        versions.append((overlay, dict(plain)))
    for version, rows in versions:
        for table in ("_default", "other"):
            expected = {key: row for (name, key), row in rows.items() if name == table}
            assert version.rows(table) == expected
            for key in "123456":
                assert version.get(table, key) == expected.get(key, MISSING)
    for identity in "abcdef":
        assert overlay.key_of(identity) == keys.get(identity)
    assert Overlay(change for save in saves for change in save).rows("other") == overlay.rows(
        "other"
    )
