from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.care.check import anchor_fault, check, repair
from reader.annotations.records import ArticleRecord, Mark
from reader.annotations.storage.folder_kind import (
    file_system,
    folder_kind,
    mounts_from_mac,
)
from reader.annotations.store import open_store
from reader.annotations.together.merge import merge

MakeNote = Callable[..., Mark]
TEXT = "The mayor said the bridge would open in May."


@pytest.fixture
def path(tmp_path: Path, make_note: MakeNote) -> Path:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(ArticleRecord(article_id="bridge", id="bridge", title="Bridge"))
    store.put_many([make_note(n, identity=n) for n in "12"], "note")
    store.close()
    return path


def sentences(path: Path, weight: str = "wrong") -> list[str]:
    return [each.sentence for each in check(path).faults if each.weight == weight]


def test_a_sound_store_is_said_to_be_sound(path: Path) -> None:
    found = check(path, anchor_fault({check(path).path.name: TEXT}.get))
    assert (found.records, found.operations, found.anchors) == (3, 3, 2)
    found = check(path)
    assert found.sound
    assert found.faults == ()


def test_anchors_are_held_against_the_kept_text(path: Path) -> None:
    assert check(path, anchor_fault(lambda fingerprint: TEXT)).sound
    moved = check(path, anchor_fault(lambda fingerprint: "x" + TEXT))
    assert [each.record for each in moved.faults] == ["1", "2"]
    assert "4 to 9" in moved.faults[0].sentence
    missing = check(path, anchor_fault(lambda fingerprint: None))
    assert "not stored" in missing.faults[0].sentence


def test_what_is_wrong_is_said_and_mended(path: Path) -> None:
    tables = json.loads(path.read_bytes())
    tables["_default"]["9"] = dict(tables["_default"]["2"])
    tables["_default"]["10"] = {"article_id": "gone", "id": "x", "kind": "note"}
    tables["_default"]["11"] = {"anything": 1}
    path.write_text(json.dumps(tables))
    path.chmod(0o644)
    report = " ".join(sentences(path))
    assert "share the id 1" in report
    assert "article that is not here" in report
    known = " ".join(sentences(path, "worth knowing"))
    assert "another program" in known
    assert "1 row " in known
    assert "Others on this machine" in known
    done = " ".join(repair(path))
    assert "id of its own" in done
    after = check(path)
    assert "share the id" not in " ".join(each.sentence for each in after.faults)
    assert "Others" not in " ".join(each.sentence for each in after.faults)
    assert after.records == 6


def test_a_damaged_file_is_said_and_mended(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])
    assert "The file is damaged." in sentences(path)
    assert any("damaged" in each for each in repair(path))
    assert check(path).sound
    assert check(path).records == 3


def test_a_cut_off_save_is_said(path: Path, make_note: MakeNote) -> None:
    store = open_store(path, who="ana")
    store.put(make_note("3", identity="3"))
    with path.with_name("annotations.json.journal").open("ab") as journal:
        journal.write(b'1234abcd [["_default","9"')
    assert any("cut off" in each for each in sentences(path, "worth knowing"))
    repair(path)
    assert check(path).faults == ()
    assert check(path).records == 4


def test_what_only_the_journal_has_is_looked_at_too(path: Path, make_note: MakeNote) -> None:
    store = open_store(path, who="ana")
    store.remove("1")
    store.put(make_note("two, edited", identity="2"))
    store.put(make_note("3", article="gone", identity="3"))
    found = check(path, anchor_fault(lambda fingerprint: "x" + TEXT))
    assert (found.records, found.operations, found.anchors, found.unfolded) == (3, 6, 2, 3)
    report = [(each.record, each.sentence) for each in found.faults]
    assert [record for record, _ in report] == ["3", "2", "3"]
    assert "article that is not here" in report[0][1]
    assert "two, edited" in report[1][1]


@pytest.mark.parametrize("content", [b"", b'{"_default": {"1": '], ids=["empty", "cut"])
def test_a_damaged_copy_is_said(path: Path, make_note: MakeNote, content: bytes) -> None:
    store = open_store(path, who="ana")
    store.put(make_note("3", identity="3"))
    store.close()
    assert check(path).sound
    path.with_name("annotations.json.bak").write_bytes(content)
    assert sentences(path) == ["The copy annotations.json.bak cannot be read."]


@pytest.mark.parametrize(
    ("place", "mounts", "kind"),
    [
        ("/home/ana/notes/a.json", "/dev/sda / ext4 rw 0 0", "local"),
        ("/home/ana/a.json", "d / ext4 rw 0 0\nserver:/x /home nfs4 rw 0 0", "network"),
        ("/mnt/my share/a.json", "d / ext4 rw 0 0\n//s /mnt/my\\040share cifs rw 0 0", "network"),
        ("/homer/a.json", "d / ext4 rw 0 0\nserver:/x /home nfs4 rw 0 0", "local"),
        ("/home/ana/Dropbox/a.json", "d / ext4 rw 0 0", "cloud"),
        ("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/a.json", "", "cloud"),
        ("/home/ana/OneDrive - Work/a.json", "", "cloud"),
        ("/home/ana/Boxes/a.json", "d / ext4 rw 0 0", "local"),
    ],
)
def test_folders_where_the_promise_does_not_hold_are_known(
    place: str, mounts: str, kind: str
) -> None:
    found = folder_kind(Path(place), mounts)
    assert found.kind == kind
    assert bool(found.advice) == (kind != "local")


def test_what_macos_tells_of_its_disks_is_understood() -> None:
    report = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//ana@nas._smb._tcp.local/team on /Volumes/team notes (smbfs, nodev, nosuid)\n"
        "server:/export on /Volumes/nfs (nfs)\n"
    )
    mounts = mounts_from_mac(report)
    for place, system in [
        ("/Volumes/team notes/a.json", "smbfs"),
        ("/Volumes/nfs/x/a.json", "nfs"),
        ("/Users/ana/a.json", "apfs"),
    ]:
        assert file_system(Path(place), mounts) == system


@pytest.mark.parametrize(
    "name",
    [
        "annotations (Ben's conflicted copy 2026-11-22).json",
        "annotations.sync-conflict-20261122-101010-ABCDEFG.json",
        "annotations (SFConflict ben@example.org 2026-11-22-10-10-10).json",
        "annotations_conflict-20261122-101010.json",
        "annotations (conflicted copy 2026-11-22 101010).json",
        "annotations-BENS-LAPTOP.json",
        "annotations (1).json",
        "annotations 2.json",
        "annotations.json~",
        "Kopie von annotations.json",
        "sent by Ben.json",
    ],
)
def test_a_copy_with_a_note_that_the_notes_lack_is_found_whatever_its_name(
    path: Path, make_note: MakeNote, name: str
) -> None:
    copy = path.with_name(name)
    copy.write_bytes(path.read_bytes())
    (path.parent / "elsewhere").mkdir()
    away = path.parent / "elsewhere" / "annotations.json"
    away.write_bytes(path.read_bytes())
    store = open_store(away, who="ben")
    store.put(make_note("seen by ben", identity="new"))
    store.close()
    copy.write_bytes(away.read_bytes())
    store = open_store(path, who="ana", read_only=True)
    (found,) = store.second_files()
    assert (found.path, found.records) == (copy, {"new"})
    assert found.sentence in sentences(path)
    assert not check(path).sound
    joined = shlex.split(found.sentence.partition(": ")[2].removesuffix(" joins the two."))
    assert joined[:2] == ["reader", "merge"]
    assert [Path(each).expanduser() for each in joined[2:]] == [path, copy]
    merge(path, copy)
    store.refresh()
    assert [each.records for each in store.second_files()] in ([], [frozenset()])
    assert check(path).sound


@pytest.mark.parametrize(
    "name",
    [
        "annotations.json.sync-conflict-20261122-101010-ABCDEFG.journal",
        "annotations.json (Ben's conflicted copy 2026-11-22).journal",
        "annotations.json.journal (SFConflict ben@example.org 2026-11-22-10-10-10)",
        "annotations.json (1).journal",
        "annotations.json-BENS-LAPTOP.journal",
        "annotations.json.journal~",
    ],
)
def test_a_copy_of_the_journal_is_found_and_can_be_joined(
    path: Path, make_note: MakeNote, tmp_path: Path, name: str
) -> None:
    away = tmp_path / "elsewhere" / path.name
    shutil.copytree(path.parent, away.parent, ignore=lambda *_: ["elsewhere"])
    theirs = open_store(away, who="ben")
    theirs.put(make_note("seen by ben", identity="new"))
    theirs.put(replace(make_note("edited by ben", identity="1"), colour="green"))
    theirs.remove("2")
    copy = path.with_name(name)
    copy.write_bytes(away.with_name(f"{path.name}.journal").read_bytes())
    mine = open_store(path, who="ana")
    mine.put(replace(make_note("1", identity="1"), tags=("mine",)))
    mine.close()
    (found,) = open_store(path, who="ana", read_only=True).second_files()
    assert (found.path, found.records) == (copy, {"new", "1", "2"})
    assert found.sentence in sentences(path)
    assert merge(path, copy).conflicts == ()
    held = {each.id: each for each in open_store(path, who="ana").records()}
    assert held.keys() == {"bridge", "1", "new"}
    assert getattr(held["1"], "body", "") == "edited by ben"
    assert held["1"].tags == ("mine",)
    left = open_store(path, who="ana", read_only=True).second_files()
    assert [each.records for each in left] in ([], [frozenset()])


def test_a_file_with_nothing_that_the_notes_lack_is_no_fault(
    path: Path, make_note: MakeNote
) -> None:
    before = path.read_bytes()
    store = open_store(path, who="ana")
    store.put(make_note("changed", identity="1"))
    store.remove("2")
    store.close()
    path.with_name("before.json").write_bytes(before)
    path.with_name("annotations-backup.json").write_bytes(before)
    path.with_name("another desk.json").write_text('{"_default": {"1": {"n": 1}}}')
    for name in ("annotations of the second desk.json", "annotations-about-boats.json"):
        store = open_store(path.with_name(name), who="ana")
        store.put(make_note("of another desk", identity="apart"))
        store.close()
    path.with_name("annotations of a project.json").write_text('{"_default": {"1": {"n": 1}}}')
    path.with_name("state.json").write_text('{"theme": "light"}')
    path.with_name("annotations broken.json").write_text('{"_default": {"1": ')
    assert open_store(path, who="ana", read_only=True).second_files() == []
    conflicted = path.with_name("annotations (conflicted copy).json")
    conflicted.write_bytes(before)
    (found,) = open_store(path, who="ana", read_only=True).second_files()
    assert (found.path, found.records) == (conflicted, frozenset())
    assert check(path).sound


@pytest.mark.parametrize(
    "name",
    [
        "annotations (conflict).json",
        "annotations (Copie en conflit de Zoé 2026-11-22).json",
        "annotations (Konfliktkopie von Ben 2026-11-22).json",
        "annotations (конфликтующая копия, Ben).json",
        "annotations (競合コピー 2026-11-22).json",
        "annotations-DESKTOP-7QK2.json",
        "annotations-BENSPC.json",
        "annotations - Copy (2).json",
        "Copy of annotations.json",
        "Kopie von annotations.json",
        "[Conflict] annotations.json",
        "annotations.json.conflict",
        "annotations (1).json",
        "annotations.sync-conflict-20261122-101010-ABCDEFG.json",
        "annotations.json.sync-conflict-20261122-101010-ABCDEFG.journal",
        "annotations.json (1).journal",
        "annotations.json-BENSPC.journal",
    ],
)
def test_notes_that_two_machines_started_are_found_by_name(
    path: Path, make_note: MakeNote, tmp_path: Path, name: str
) -> None:
    away = tmp_path / "elsewhere" / "notes.json"
    store = open_store(away, who="ben")
    store.put(make_note("first of another machine", identity="theirs"))
    other = path.with_name(name)
    if name.endswith(".journal"):
        other.write_bytes(away.with_name("notes.json.journal").read_bytes())
    store.close()
    if not name.endswith(".journal"):
        other.write_bytes(away.read_bytes())
    (found,) = open_store(path, who="ana", read_only=True).second_files()
    assert (found.path, found.records) == (other, {"theirs"})
