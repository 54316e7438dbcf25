"""Journals and TinyDB files cut, flipped, emptied.

Nothing is lost in silence, and nothing that is damaged is overwritten.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.annotations.care.backup import backup, restore
from reader.annotations.care.purge import purge
from reader.annotations.records import Mark
from reader.annotations.storage.disk import Disk
from reader.annotations.storage.journal import parse
from reader.annotations.store import Store, open_store

MakeNote = Callable[..., Mark]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class QuickDisk(Disk):
    """Waits for nothing, since here no power is cut."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_folder(self, folder: Path) -> None:
        pass


def bodies(store: Store) -> dict[str, str]:
    return {each.id: each.body for each in store.records() if isinstance(each, Mark)}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def lay_out(folder: Path, files: dict[str, bytes]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / "annotations.json"


@pytest.fixture
def unfolded(tmp_path: Path, make_note: MakeNote) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """Return files of a store with four saves in its journal, and the states after each."""
    store = open_store(tmp_path / "made" / "annotations.json", who="ana")
    store.put(make_note("folded", identity="0"))
    store.fold()
    states = [bodies(store)]
    for number in range(1, 5):
        store.put(make_note(f"saved {number}", identity=str(number)))
        states.append(bodies(store))
    return files_of(tmp_path / "made"), states


JOURNAL = "annotations.json.journal"


Unfolded = tuple[dict[str, bytes], list[dict[str, str]]]


def bodies_in(journal: bytes) -> dict[str, str]:
    rows = {key: row for table, key, row in parse(journal).changes if table == "_default"}
    return {row["id"]: row["body"] for row in rows.values()}


def saves_before(whole: bytes, cut: int) -> tuple[int, int]:
    """Return how many saves stand whole before ``cut``, and where the last good line ends."""
    ends = [0, *(place + 1 for place, byte in enumerate(whole) if byte == 0x0A)]
    good = [end for end in ends if end <= cut]
    return max(0, len(good) - 2), good[-1]


def test_a_journal_cut_at_any_byte_holds_what_was_saved_before(unfolded: Unfolded) -> None:
    files, states = unfolded
    whole = files[JOURNAL]
    for cut in range(len(whole) + 1):
        number, end = saves_before(whole, cut)
        assert {"0": "folded"} | bodies_in(whole[:cut]) == states[number], cut
        assert parse(whole[:cut]).end == end


def test_any_byte_of_the_journal_flipped_costs_at_most_its_own_line(unfolded: Unfolded) -> None:
    files, states = unfolded
    whole = files[JOURNAL]
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0x01
        number = whole[:place].count(b"\n")
        expected = {k: v for k, v in states[-1].items() if k not in ("0", str(number))}
        found = bodies_in(bytes(damaged))
        assert expected.items() <= found.items() <= states[-1].items(), place
        assert number == 4 or parse(bytes(damaged)).damaged, place


@pytest.mark.parametrize("step", [419, pytest.param(1, marks=pytest.mark.torture)])
def test_a_store_with_a_journal_that_was_cut_goes_on(
    tmp_path: Path, make_note: MakeNote, unfolded: Unfolded, step: int
) -> None:
    files, states = unfolded
    whole = files[JOURNAL]
    for cut in range(0, len(whole), step):
        path = lay_out(tmp_path / "cut", files | {JOURNAL: whole[:cut]})
        number, end = saves_before(whole, cut)
        assert bodies(open_store(path, who="ana", read_only=True)) == states[number], cut
        store = open_store(path, who="ana", disk=QuickDisk())
        store.put(make_note("new", identity="new"))
        store.close()
        assert bodies(open_store(path, who="ana")) == states[number] | {"new": "new"}, cut
        if end < cut:
            assert whole[end:cut] in path.with_name("annotations.json.torn").read_bytes()


def test_the_end_of_a_save_without_its_beginning_is_kept_and_cut_off(
    tmp_path: Path, make_note: MakeNote, unfolded: Unfolded
) -> None:
    """A disk may keep the later of two sectors alone when its power is cut."""
    files, states = unfolded
    whole = files[JOURNAL]
    last = whole.rindex(b"\n", 0, -1) + 1
    late = whole[last + 512 :]
    path = lay_out(tmp_path / "late", files | {JOURNAL: whole[:last] + bytes(512) + late})
    store = open_store(path, who="ana", disk=QuickDisk())
    assert bodies(store) == states[-2]
    store.put(make_note("5", identity="5"))
    journal = path.with_name(JOURNAL).read_bytes()
    assert late not in journal
    assert parse(journal).damaged == ()
    assert late in path.with_name("annotations.json.torn").read_bytes()
    assert bodies(open_store(path, who="ben", read_only=True)) == states[-2] | {"5": "5"}


@pytest.mark.parametrize("step", [419, pytest.param(1, marks=pytest.mark.torture)])
def test_a_store_with_a_damaged_journal_goes_on(
    tmp_path: Path, make_note: MakeNote, unfolded: Unfolded, step: int
) -> None:
    files, states = unfolded
    whole = files[JOURNAL]
    for place in range(0, len(whole), step):
        damaged = bytearray(whole)
        damaged[place] ^= 0x01
        path = lay_out(tmp_path / "flipped", files | {JOURNAL: bytes(damaged)})
        store = open_store(path, who="ana", disk=QuickDisk())
        number = whole[:place].count(b"\n")
        expected = {k: v for k, v in states[-1].items() if number == 0 or k != str(number)}
        assert expected.items() <= bodies(store).items(), place
        assert number == 4 or any("damaged" in notice for notice in store.notices()), place
        store.put(make_note("new", identity="new"))
        store.close()
        assert expected.items() <= bodies(open_store(path, who="ana")).items(), place


def test_a_damaged_line_is_reported_and_kept(
    tmp_path: Path, make_note: MakeNote, unfolded: tuple[dict[str, bytes], list[dict[str, str]]]
) -> None:
    files, states = unfolded
    lines = files[JOURNAL].split(b"\n")
    lines[2] = lines[2].replace(b"saved 2", b"SAVED 2")
    path = lay_out(tmp_path / "damaged", files | {JOURNAL: b"\n".join(lines)})
    store = open_store(path, who="ana")
    assert any("damaged" in notice for notice in store.notices())
    store.put(make_note("new", identity="new"))
    store.close()
    again = bodies(open_store(path, who="ana"))
    assert again == {k: v for k, v in states[-1].items() if k != "2"} | {"new": "new"}
    archived = b"".join(each.read_bytes() for each in path.parent.rglob("*.journal"))
    assert lines[2] in archived


@pytest.fixture
def folded(tmp_path: Path, make_note: MakeNote) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files of a closed store that was folded several times, and what it holds."""
    path = tmp_path / "made" / "annotations.json"
    for turn in range(3):
        store = open_store(path, who="ana")
        store.put_many([make_note(f"{turn} {n}", identity=f"{turn}-{n}") for n in range(4)], "n")
        store.remove(f"{turn}-0")
        expected = bodies(store)
        store.close()
    return files_of(path.parent), expected


BASE = "annotations.json"


def damages(whole: bytes) -> list[bytes]:
    lines = whole.splitlines(keepends=True)
    cut = [b"".join(lines[:number]) for number in range(1, len(lines), 3)]
    cut += [whole[:place] for place in range(3, len(whole), max(1, len(whole) // 25))]
    torn = [b"", b"null", b"\0" * len(whole), b"\0" * 100 + whole[100:], whole + whole[-30:]]
    return [*cut, *torn, whole[: len(whole) // 2] + b"\0" * 50 + whole[len(whole) // 2 + 50 :]]


def test_a_damaged_file_is_put_together_again_and_kept(
    tmp_path: Path, make_note: MakeNote, folded: tuple[dict[str, bytes], dict[str, str]]
) -> None:
    files, expected = folded
    for number, damaged in enumerate(damages(files[BASE])):
        path = lay_out(tmp_path / "damaged", files | {BASE: damaged})
        reading = open_store(path, who="ana", read_only=True)
        assert bodies(reading) == expected, number
        assert any("damaged" in notice for notice in reading.notices())
        assert path.read_bytes() == damaged
        store = open_store(path, who="ana")
        assert bodies(store) == expected, number
        assert any("damaged" in notice for notice in store.notices())
        kept = [each.read_bytes() for each in path.parent.glob("annotations.json.damaged-*")]
        assert kept == [damaged]
        store.put(make_note("new", identity="new"))
        store.close()
        with TinyDB(path, access_mode="r") as plain:
            assert {each["id"]: each["body"] for each in plain.all()} == expected | {"new": "new"}


def test_a_missing_file_comes_back_from_the_backup(
    tmp_path: Path, folded: tuple[dict[str, bytes], dict[str, str]]
) -> None:
    files, expected = folded
    path = lay_out(tmp_path / "gone", {k: v for k, v in files.items() if k != BASE})
    assert bodies(open_store(path, who="ana")) == expected


def test_without_any_backup_the_whole_rows_are_saved(
    tmp_path: Path, folded: tuple[dict[str, bytes], dict[str, str]]
) -> None:
    files, expected = folded
    lines = files[BASE].split(b"\n")
    lines[3] = lines[3][:40] + b"\xff\xff" + lines[3][42:]
    path = lay_out(tmp_path / "alone", {BASE: b"\n".join(lines)})
    found = bodies(open_store(path, who="ana"))
    assert len(found) == len(expected) - 1
    assert found.items() <= expected.items()


@pytest.mark.parametrize("step", [211, pytest.param(1, marks=pytest.mark.torture)])
@pytest.mark.parametrize("flip", range(0, 8, 3))
def test_any_byte_of_the_file_flipped_is_never_silent_loss(
    tmp_path: Path, flip: int, step: int, folded: tuple[dict[str, bytes], dict[str, str]]
) -> None:
    files, expected = folded
    whole = files[BASE]
    for place in range(flip % step, len(whole), step):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << flip
        path = lay_out(tmp_path / "flipped", files | {BASE: bytes(damaged)})
        store = open_store(path, who="ana", disk=QuickDisk())
        different = expected.keys() ^ bodies(store).keys()
        assert len(different) <= 2, place
        assert len(bodies(store)) >= len(expected) - 1, place


def test_a_stock_file_is_converted_with_a_backup(tmp_path: Path, make_note: MakeNote) -> None:
    path = tmp_path / "annotations.json"
    with TinyDB(path) as plain:
        plain.insert({"article_id": "a", "id": "1", "kind": "note", "strange": "é 🌉 \ud83d"})
        plain.insert({"anything": [1, {"2": None}]})
        plain.table("mine").insert({"colour": "red"})
        stock = plain.all()
    original = path.read_bytes()
    store = open_store(path, who="ana")
    assert [each.id for each in store.records()] == ["1"]
    store.close()
    assert path.read_bytes() == original
    store = open_store(path, who="ana")
    added = make_note("new", identity="new")
    store.put(added)
    store.close()
    assert path.with_name("annotations.json.original").read_bytes() == original
    with TinyDB(path, access_mode="r") as plain:
        assert plain.all()[:2] == stock
        assert plain.table("mine").all() == [{"colour": "red"}]
        assert [each["id"] for each in plain.all()[2:]] == ["new"]
    assert path.read_bytes().isascii()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: json.dumps(json.loads(text), indent=2),
        lambda text: json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace('"kind":"note"', '"kind": "note", "by_hand": true'),
    ],
    ids=["indented", "sorted", "bom", "crlf", "edited"],
)
def test_a_file_set_out_by_hand_loses_nothing(
    tmp_path: Path,
    make_note: MakeNote,
    folded: tuple[dict[str, bytes], dict[str, str]],
    change: Callable[[str], str],
) -> None:
    files, expected = folded
    text = change(files[BASE].decode("ascii"))
    path = lay_out(tmp_path / "by hand", {BASE: text.encode("utf-8")})
    tables = json.loads(text.removeprefix("\ufeff"))
    store = open_store(path, who="ana")
    assert bodies(store) == expected
    store.put(make_note("new", identity="new"))
    store.close()
    after = json.loads(path.read_bytes())
    for table in ("_default", "history"):
        assert tables[table].items() <= after[table].items()
    assert len(after["_default"]) == len(expected) + 1


def test_two_rows_under_one_key_are_both_kept(tmp_path: Path, make_note: MakeNote) -> None:
    path = tmp_path / "annotations.json"
    rows = [f'"1": {{"article_id":"a","id":"{number}","kind":"note"}}' for number in (1, 2)]
    path.write_text(f'{{"_default": {{{", ".join(rows)}}}}}')
    store = open_store(path, who="ana")
    assert {each.id for each in store.records()} == {"1", "2"}


def test_a_key_is_never_given_twice(tmp_path: Path, make_note: MakeNote) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put_many([make_note("1", identity="1"), make_note("2", identity="2")], "n")
    store.remove("2")
    store.close()
    store = open_store(path, who="ana")
    store.put(make_note("3", identity="3"))
    store.close()
    assert list(json.loads(path.read_bytes())["_default"]) == ["1", "3"]


def test_another_program_that_writes_an_old_state_back_undoes_nothing(
    tmp_path: Path, make_note: MakeNote
) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("1", identity="1"))
    store.fold()
    stale = path.read_bytes()
    store.put(make_note("2", identity="2"))
    store.fold()
    tables = json.loads(stale)
    tables["_default"]["77"] = {"article_id": "a", "id": "foreign", "kind": "note"}
    path.write_text(json.dumps(tables))
    store.refresh()
    assert bodies(store) == {"1": "1", "2": "2"}
    assert store.get("foreign") is not None
    assert any("Another program" in notice for notice in store.notices())
    store.close()
    assert len(json.loads(path.read_bytes())["_default"]) == 3


def remove(journal: Path) -> None:
    journal.unlink()


def cut(journal: Path) -> None:
    os.truncate(journal, journal.stat().st_size - 30)


@pytest.mark.parametrize("harm", [remove, cut])
def test_what_is_cut_or_removed_under_open_terminals_is_saved_again(
    tmp_path: Path, make_note: MakeNote, harm: Callable[[Path], None]
) -> None:
    path = tmp_path / "notes" / "annotations.json"
    ana = open_store(path, who="ana")
    ana.put_many([make_note("1", identity="1"), make_note("old", identity="old")], "import")
    ana.fold()
    ben = open_store(path, who="ben")
    ana.put(make_note("2", identity="2"))
    ana.remove("old")
    ana.put(make_note("3", identity="3"))
    assert ben.refresh()
    expected = bodies(ana)
    harm(path.with_name(JOURNAL))
    late = open_store(path, who="cy")
    late.put(make_note("late", identity="late"))
    assert ben.refresh()
    assert bodies(ben) == expected | {"late": "late"}
    assert any("saved again" in notice for notice in ben.notices())
    ana.put(make_note("4", identity="4"))
    assert [each.doing for each in ana.history("3")] == ["note"]
    for store in (ana, ben, late):
        store.close()
    again = open_store(path, who="x")
    assert bodies(again) == expected | {"late": "late", "4": "4"}
    rows = json.loads(path.read_bytes())["history"].values()
    assert len({row["id"] for row in rows}) == len(rows)


def test_a_removal_that_was_taken_back_is_not_done_again_when_the_journal_is_emptied(
    tmp_path: Path, make_note: MakeNote
) -> None:
    path = tmp_path / "notes" / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("1", identity="1"))
    store.fold()
    store.remove("1")
    store.undo()
    os.truncate(path.with_name(JOURNAL), 0)
    assert store.refresh()
    assert bodies(store) == {"1": "1"}
    assert [each.doing for each in store.history("1")] == ["note", "delete", "undo delete"]
    store.remove("1")
    store.undo()
    store.remove("1")
    os.truncate(path.with_name(JOURNAL), 0)
    assert store.refresh()
    assert bodies(store) == {}


def test_a_folder_that_is_removed_under_an_open_terminal_comes_back(
    tmp_path: Path, make_note: MakeNote
) -> None:
    path = tmp_path / "notes" / "annotations.json"
    store = open_store(path, who="ana")
    store.put_many([make_note("1", identity="1"), make_note("2", identity="2")], "import")
    store.fold()
    store.put(make_note("3", identity="3"))
    expected, history = bodies(store), store.latest(9)
    shutil.rmtree(path.parent)
    assert store.refresh()
    assert bodies(store) == expected
    assert any("saved again" in notice for notice in store.notices())
    store.close()
    again = open_store(path, who="x")
    assert bodies(again) == expected
    assert again.latest(9) == history


def test_what_another_terminal_purged_or_put_back_is_not_saved_again(
    tmp_path: Path, make_note: MakeNote
) -> None:
    path = tmp_path / "annotations.json"
    here = open_store(path, who="ana")
    here.put(make_note("kept", identity="1"))
    made = backup(path)
    here.put(make_note("secret", identity="2"))
    here.remove("2")
    purge(path)
    here.refresh()
    assert b"secret" not in path.read_bytes()
    here.put(make_note("later", identity="3"))
    restore(path, made.path)
    assert here.refresh()
    assert bodies(here) == {"1": "kept"}
    here.close()
    assert bodies(open_store(path, who="x")) == {"1": "kept"}


def test_a_clock_that_goes_back_does_not_hide_the_last_journal(
    tmp_path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "annotations.json"
    days = itertools.count()
    monkeypatch.setattr(
        "reader.annotations.storage.store_files.moment",
        lambda at=None: (at or NOON - timedelta(days=next(days))).strftime("%Y%m%dT%H%M%S%f"),
    )
    for number in range(4):
        store = open_store(path, who="ana")
        store.put(make_note(f"{number}", identity=f"{number}"))
        store.close()
    expected = bodies(open_store(path, who="ana"))
    assert len(expected) == 4
    for damaged in (b"", None):
        path.write_bytes(b"") if damaged == b"" else path.unlink()
        store = open_store(path, who="ana")
        assert bodies(store) == expected
        store.close()
    path.write_bytes(b"{")
    path.with_name("annotations.json.bak").unlink()
    assert bodies(open_store(path, who="ana")) == expected
