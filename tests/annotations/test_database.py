"""The notes through TinyDB: what a script writes is saved, seen and undone like a person's."""

from __future__ import annotations

import json
import multiprocessing
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import Query, TinyDB, where
from tinydb.operations import delete
from tinydb.table import Document

import reader
from reader.annotations.database import NotesStorage, open_database
from reader.annotations.record_json import to_document
from reader.annotations.records import Mark, new_id
from reader.annotations.store import Store, StoreError, open_store

FORK = multiprocessing.get_context("fork")
LONGEST_WAIT = 60.0
MakeNote = Callable[..., Mark]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "annotations.json"


@pytest.fixture
def notes(path: Path, make_note: MakeNote) -> Path:
    """Return a file with three notes of Ana's, the last one in the journal only."""
    store = open_store(path, who="ana")
    for name in ("one", "two", "three"):
        store.put(make_note(name, identity=name))
        if name == "two":
            store.fold()
    return path


def bodies(store: Store) -> dict[str, str]:
    return {each.id: each.body for each in store.records() if isinstance(each, Mark)}


def tags(store: Store) -> dict[str, tuple[str, ...]]:
    store.refresh()
    return {each.id: each.tags for each in store.records()}


def rows(path: Path) -> list[Any]:
    with TinyDB(path, access_mode="r") as plain:
        return [(row.doc_id, dict(row)) for row in plain.all()]


def test_it_is_a_tinydb_that_reads_the_journal_too(notes: Path) -> None:
    with open_database(notes, who="ana") as database:
        assert isinstance(database, TinyDB)
        assert [row["id"] for row in database.all()] == ["one", "two", "three"]
        assert database.tables() == {"_default", "history"}
        assert len(database.table("history")) == len(database) == 3
        assert database.search(Query().body == "three")[0].doc_id == 3


def test_every_write_of_tinydb_reaches_the_file(path: Path) -> None:
    with open_database(path, who="ana") as database:
        assert database.insert({"n": 1}) == 1
        assert database.insert_multiple([{"n": 2}, {"n": 3}, {"n": 4}]) == [2, 3, 4]
        database.update({"seen": True}, doc_ids=[2, 99])
        database.update({"late": True}, where("n") > 3)
        database.update_multiple([({"n": 10}, where("n") == 1), (delete("late"), where("n") == 4)])
        database.upsert({"n": 5}, where("n") == 5)
        database.upsert(Document({"n": 6}, doc_id=5))
        database.remove(doc_ids=[3])
        database.remove(where("n") == 2)
        database.table("other").insert({"x": [1, None]})
        database.table("gone").insert({"x": 1})
        database.drop_table("gone")
    assert rows(path) == [(1, {"n": 10}), (4, {"n": 4}), (5, {"n": 6})]
    assert json.loads(path.read_bytes())["other"] == {"1": {"x": [1, None]}}
    assert json.loads(path.read_bytes()).get("gone", {}) == {}


def test_one_is_not_true_and_a_nested_change_is_one(path: Path) -> None:
    with open_database(path, who="ana") as database:
        database.insert({"n": 1, "deep": {"list": [1]}})
        database.update({"n": True})
        database.update(lambda row: row["deep"]["list"].append(2))
        row = database.get(doc_id=1)
        assert row["n"] is True
        assert row["deep"]["list"] == [1, 2]
        row["deep"]["list"].append("not written")
        assert database.get(doc_id=1)["deep"]["list"] == [1, 2]


def test_a_number_is_given_once(path: Path) -> None:
    with open_database(path, who="ana") as database:
        assert database.insert(Document({"n": 7}, doc_id=7)) == 7
        with pytest.raises(ValueError, match="7"):
            database.insert(Document({"n": 8}, doc_id=7))
        assert database.insert_multiple([Document({}, doc_id=8), {"n": 9}]) == [8, 9]
        database.truncate()
        assert database.insert({"n": 1}) == 10
    with open_database(path, who="ana") as database:
        assert database.insert({"n": 2}) == 11


def test_a_search_is_never_answered_from_before_another_terminal_saved(
    notes: Path, make_note: MakeNote
) -> None:
    with open_database(notes, who="ana") as database:
        table = database.table("_default", cache_size=30)
        assert len(table.search(where("body").exists())) == 3
        open_store(notes, who="ben").put(make_note("late", identity="late"))
        assert len(table.search(where("body").exists())) == 4


def test_what_a_script_changes_is_seen_and_undone_in_the_app(notes: Path) -> None:
    app = open_store(notes, who="ana")
    with open_database(notes, who="ana") as database:
        database.update({"tags": ["figures"]}, Query().body.one_of(["one", "three"]))
        assert tags(app) == {"one": ("figures",), "two": (), "three": ("figures",)}
        database.remove(where("id") == "two")
        assert tags(app).keys() == {"one", "three"}
        app.undo()
        assert database.get(where("id") == "two")["body"] == "two"
        app.undo()
        assert tags(app) == {"one": (), "two": (), "three": ()}
        app.redo()
        assert tags(app)["three"] == ("figures",)
    assert [each.doing for each in app.history("one")][:2] == ["note", "script"]
    assert [each.who for each in app.latest(1)] == ["ana"]


def test_a_change_of_a_record_is_signed_with_its_time(notes: Path) -> None:
    with open_database(notes, who="ana") as database:
        before = database.get(where("id") == "one")
        database.update({"body": "changed"}, where("id") == "one")
        after = database.get(where("id") == "one")
    assert after["modified"] > before["modified"]
    assert after["created"] == before["created"]


def test_a_record_is_completed_and_opens_in_the_app(path: Path, make_note: MakeNote) -> None:
    given = to_document(make_note("from a script"))
    for name in ("id", "creator", "created", "modified"):
        del given[name]
    with open_database(path, who="ana") as database:
        number = database.insert(given)
        kept = database.get(doc_id=number)
    store = open_store(path, who="ana")
    (record,) = store.records()
    assert isinstance(record, Mark)
    assert (record.id, record.creator, record.body) == (kept["id"], "ana", "from a script")
    assert record.created
    store.undo()
    assert store.records() == []


@pytest.mark.parametrize(
    "change",
    [
        {"tags": "figures"},
        {"body": 3},
        {"anchor": None},
        {"id": "another"},
        {"kind": 5},
        {"body": {1, 2}},
        {"score": float("nan")},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_record_that_no_terminal_could_show_is_refused(
    notes: Path, change: dict[str, Any]
) -> None:
    with open_database(notes, who="ana") as database:
        before = database.all()
        with pytest.raises(StoreError):
            database.update(change, where("id") == "one")
        assert database.all() == before
        database.update({"body": "fine"}, where("id") == "one")


def test_a_second_record_of_one_id_is_refused(notes: Path) -> None:
    with open_database(notes, who="ana") as database:
        twin = dict(database.get(where("id") == "one"))
        with pytest.raises(StoreError):
            database.insert(twin)
        fresh = twin | {"id": new_id()}
        with pytest.raises(StoreError):
            database.insert_multiple([fresh, dict(fresh)])
        assert len(database) == 3


def test_the_history_is_only_read(notes: Path) -> None:
    with open_database(notes, who="ana") as database:
        with pytest.raises(StoreError):
            database.table("history").truncate()
        with pytest.raises(StoreError):
            database.drop_table("history")
        with pytest.raises(StoreError):
            database.table("reader").insert({"schema": 9})
        database.drop_tables()
        assert database.all() == []
        assert len(database.table("history")) == 6
    app = open_store(notes, who="ana")
    app.undo()
    assert bodies(app) == {"one": "one", "two": "two", "three": "three"}


def test_read_only_changes_nothing(notes: Path) -> None:
    with open_database(notes, who="ana", read_only=True) as database:
        assert len(database) == 3
        with pytest.raises(StoreError):
            database.insert({"n": 1})
        with pytest.raises(StoreError):
            database.remove(where("id") == "one")
        assert len(database) == 3


def test_a_damaged_file_is_a_warning(notes: Path) -> None:
    open_store(notes, who="ana").close()
    notes.write_bytes(notes.read_bytes()[:-40])
    with (
        pytest.warns(UserWarning, match="damaged"),
        open_database(notes, who="ana") as database,
    ):
        assert len(database) == 3


def test_without_the_lock_a_change_in_between_is_kept(notes: Path, make_note: MakeNote) -> None:
    """As a plain table of TinyDB's over the storage, or its caching middleware, would write."""
    storage = NotesStorage(notes, who="ana")
    read = storage.read()
    other = open_store(notes, who="ben")
    changed = next(each for each in other.records() if each.id == "one")
    other.put(make_note("by ben", identity=changed.id), "edit")
    other.put(make_note("new", identity="new"))
    read["_default"]["1"]["body"] = "by the script"
    read["_default"]["2"]["tags"] = ["late"]
    read["_default"]["4"] = {"article_id": "bridge", "kind": "thought", "id": "own"}
    storage.write(read)
    held = {row["id"]: row for row in storage.read()["_default"].values()}
    assert held.keys() == {"one", "two", "three", "new", "own"}
    assert "by ben" in held["one"]["body"]
    assert "by the script" in held["one"]["body"]
    assert held["two"]["tags"] == ["late"]
    read = storage.read()
    other.remove("two")
    del read["_default"]["2"]
    storage.write(read)
    read = storage.read()
    other.refresh()
    other.put(make_note("newer", identity="three"), "edit")
    del read["_default"]["3"]
    with pytest.raises(StoreError):
        storage.write(read)
    storage.close()


def _count_up(path: Path, name: str, times: int) -> None:
    with open_database(path, who=name) as database:
        for number in range(times):
            database.update(lambda row: row.update(n=row["n"] + 1), where("count") == "shared")
            database.insert({"by": name, "number": number})
            database.update({"tags": [f"{name}{number}"]}, where("id") == name)


def _annotate(path: Path, note: Mark, times: int) -> None:
    store = open_store(path, who="app")
    for number in range(times):
        store.put(Mark(**{**vars(note), "id": f"app{number}", "body": str(number)}), "note")
        if number % 5 == 0:
            store.fold()
    store.close()


def test_two_scripts_and_a_terminal_lose_nothing_of_each_other(
    path: Path, make_note: MakeNote
) -> None:
    names = ("first", "second")
    with open_database(path, who="ana") as database:
        database.insert({"count": "shared", "n": 0})
        database.insert_multiple(to_document(make_note(name, identity=name)) for name in names)
    times = 25
    processes = [FORK.Process(target=_count_up, args=(path, name, times)) for name in names]
    processes.append(FORK.Process(target=_annotate, args=(path, make_note("app"), times)))
    for process in processes:
        process.start()
    for process in processes:
        process.join(LONGEST_WAIT)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    held = [row for _, row in rows(path)]
    assert next(row["n"] for row in held if "count" in row) == 2 * times
    for name in names:
        assert sorted(row["number"] for row in held if row.get("by") == name) == [*range(times)]
        assert next(row["tags"] for row in held if row.get("id") == name) == [f"{name}{times - 1}"]
    assert sum(row.get("id", "").startswith("app") for row in held) == times
    assert len({number for number, _ in rows(path)}) == 3 + 3 * times


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=5,
)
FIELDS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "update", "remove", "fold", "open again"]),
        st.integers(1, 6),
        FIELDS,
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_rows_of_a_script_are_those_that_plain_tinydb_would_hold(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, dict[str, Any]]]
) -> None:
    folder = tmp_path_factory.mktemp("day")
    ours, plain = open_database(folder / "notes.json", who="ana"), TinyDB(folder / "plain.json")
    for doing, number, fields in steps:
        if doing == "fold":
            ours.storage.store.fold()
        elif doing == "open again":
            ours.close()
            ours = open_database(folder / "notes.json", who="ana")
        elif doing == "insert":
            made = ours.insert(fields)
            plain.insert(Document(fields, doc_id=made))
        elif doing == "update":
            assert ours.update(fields, doc_ids=[number]) == plain.update(fields, doc_ids=[number])
        else:
            assert ours.remove(doc_ids=[number]) == plain.remove(doc_ids=[number])
        assert [(row.doc_id, repr(row)) for row in ours] == [
            (row.doc_id, repr(row)) for row in plain
        ]
    ours.close()
    plain.close()


def test_open_notes_takes_the_file_and_the_name_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_note: MakeNote
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[me]\nname = "Ana"\n', encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))
    monkeypatch.setenv("READER_NOTES", str(tmp_path / "usual.json"))
    with reader.open_notes() as database:
        database.insert(to_document(make_note("usual", identity="x")))
    with reader.open_notes(str(tmp_path / "named.json")) as database:
        database.insert({"n": 1})
    (record,) = open_store(tmp_path / "usual.json", who="").records()
    assert (record.id, record.creator) == ("x", "Ana")
    assert rows(tmp_path / "named.json") == [(1, {"n": 1})]


def test_importing_reader_loads_no_tinydb() -> None:
    report = subprocess.run(
        [sys.executable, "-c", "import reader, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in report.stdout.split()}
    assert "reader" in loaded
    assert not loaded & {"tinydb", "platformdirs", "textual", "stanza"}


def test_the_script_of_the_readme_tags_notes(
    tmp_path: Path,
    make_note: MakeNote,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "annotations.json"
    monkeypatch.setenv("READER_NOTES", str(path))
    monkeypatch.setenv("READER_CONFIG", str(tmp_path / "config.toml"))
    (tmp_path / "config.toml").touch()
    store = open_store(path, who="")
    store.put(make_note("21 lorries", identity="figures"))
    store.put(make_note("no number here", identity="words"))
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    script = re.search(r"^## Scripts$.*?^```python\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    assert script is not None
    assert len(script[1].split("\n")) <= 12
    for _ in range(2):
        exec(script[1], {})
        assert tags(store) == {"figures": ("figures",), "words": ()}
    assert capsys.readouterr().out.count("21 lorries") == 2
    store.undo()
    assert tags(store) == {"figures": (), "words": ()}
