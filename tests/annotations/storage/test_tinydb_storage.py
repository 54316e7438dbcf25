from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where
from tinydb.table import Document

from reader.annotations.record_json import to_document
from reader.annotations.records import Mark
from reader.annotations.storage.tinydb_storage import JournaledStorage, NotesDB
from reader.annotations.store import open_store

Open = Callable[[Path], TinyDB]


def stock_on_the_storage(path: Path) -> TinyDB:
    return TinyDB(path, storage=JournaledStorage)


@pytest.fixture(params=[NotesDB, stock_on_the_storage], ids=["NotesDB", "storage"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> TinyDB:
    return request.param(tmp_path / "annotations.json")


def rows(path: Path) -> list[Any]:
    with TinyDB(path, access_mode="r") as plain:
        return [(row.doc_id, dict(row)) for row in plain.all()]


def test_what_tinydb_does_stands_in_the_file(opened: TinyDB, tmp_path: Path) -> None:
    path = tmp_path / "annotations.json"
    assert opened.insert({"article_id": "a", "id": "1", "n": 1}) == 1
    assert opened.insert_multiple([{"n": 2}, {"n": 3}, {"n": 4}]) == [2, 3, 4]
    opened.update({"seen": True}, doc_ids=[2, 99])
    opened.update({"late": True}, where("n") > 3)
    opened.remove(doc_ids=[3])
    opened.remove(where("n") == 4)
    opened.table("other").insert({"x": [1, None]})
    assert opened.get(doc_id=2) == {"n": 2, "seen": True}
    assert [row["n"] for row in opened.search(where("n") < 3)] == [1, 2]
    opened.close()
    assert rows(path) == [
        (1, {"article_id": "a", "id": "1", "n": 1}),
        (2, {"n": 2, "seen": True}),
    ]
    assert json.loads(path.read_bytes())["other"] == {"1": {"x": [1, None]}}
    again = NotesDB(path)
    assert again.insert({"n": 5}) == 5
    again.close()


def test_a_number_that_is_taken_is_refused(tmp_path: Path) -> None:
    opened = NotesDB(tmp_path / "annotations.json")
    assert opened.insert(Document({"n": 7}, doc_id=7)) == 7
    with pytest.raises(ValueError, match="7"):
        opened.insert(Document({"n": 8}, doc_id=7))
    assert opened.insert({"n": 8}) == 8
    opened.close()


def test_two_instances_and_a_store_see_each_other(
    tmp_path: Path, make_note: Callable[..., Mark]
) -> None:
    path = tmp_path / "annotations.json"
    one, other = NotesDB(path), NotesDB(path)
    store = open_store(path, who="ana")
    one.insert({"article_id": "bridge", "id": "x", "kind": "note"})
    other.insert({"article_id": "flood", "id": "y", "kind": "note"})
    made = make_note("mine", identity="z")
    store.put(made)
    assert [row["id"] for row in one.all()] == ["x", "y", "z"]
    assert [row["id"] for row in other.table("_default").of_article("bridge")] == ["x", "z"]
    assert other.table("_default").of_article("bridge")[1] == to_document(made) | {"creator": "ana"}
    for each in (one, other, store):
        each.close()
    assert [row["id"] for _, row in rows(path)] == ["x", "y", "z"]


def test_the_history_is_only_added_to(tmp_path: Path, make_note: Callable[..., Mark]) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("mine", identity="z"))
    store.close()
    opened = NotesDB(path)
    opened.drop_tables()
    opened.close()
    again = open_store(path, who="ana")
    assert again.records() == []
    assert [each.doing for each in again.history("z")] == ["note"]
