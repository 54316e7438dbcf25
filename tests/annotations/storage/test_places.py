"""Files that cannot be written, links, odd paths, permissions, another locale."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.annotations.records import Mark
from reader.annotations.storage.table_layout import about_from
from reader.annotations.store import StoreError, open_store

MakeNote = Callable[..., Mark]


def refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a file or folder of somebody else's; root could write it all the same."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)


def test_what_cannot_be_written_opens_for_reading(
    tmp_path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("1", identity="1"))
    store.put(make_note("2", identity="2"))
    refuse(monkeypatch)
    reading = open_store(path, who="ben")
    assert reading.read_only
    assert [each.id for each in reading.records()] == ["1", "2"]
    with pytest.raises(StoreError, match="reading only"):
        reading.put(make_note("3"))
    with pytest.raises(StoreError, match="reading only"):
        reading.undo()
    before = sorted(each.name for each in tmp_path.iterdir())
    reading.refresh()
    reading.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to give up")
def test_a_file_of_somebody_else_opens_for_reading(make_note: MakeNote) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "annotations.json"
        store = open_store(path, who="ana")
        store.put(make_note("1", identity="1"))
        store.close()
        for each in (path.parent, path, path.with_name("annotations.json.journal")):
            each.chmod(0o755)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.setuid(65534)
            try:
                theirs = open_store(path, who="nobody")
                said = f"{theirs.read_only} {[each.id for each in theirs.records()]}"
            except StoreError as fault:
                said = str(fault)
            os.write(writer, said.encode())
            os._exit(0)
        os.waitpid(child, 0)
        assert os.read(reader, 1_000).decode() == "True ['1']"


def test_a_link_stays_a_link(tmp_path: Path, make_note: MakeNote) -> None:
    real = tmp_path / "real folder" / "my notes.json"
    link = tmp_path / "link.json"
    real.parent.mkdir()
    link.symlink_to(real)
    for number in "12":
        store = open_store(link, who="ana")
        store.put(make_note(number))
        store.close()
    assert link.is_symlink()
    assert len(open_store(real, who="ana").records()) == 2
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["link.json"]


def test_permissions_are_kept_and_what_is_new_is_private(
    tmp_path: Path, make_note: MakeNote
) -> None:
    path = tmp_path / "new folder" / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("1"))
    store.fold()
    for each in path.parent.rglob("*"):
        assert not each.stat().st_mode & 0o077, each
    assert not path.parent.stat().st_mode & 0o077
    path.chmod(0o640)
    store.put(make_note("2"))
    store.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_places_that_are_no_file_are_reported(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("{}")
    for path in (tmp_path, file / "annotations.json"):
        with pytest.raises(StoreError, match=r"\.$"):
            open_store(path, who="ana")


def test_another_locale_reads_the_same(tmp_path: Path, make_note: MakeNote) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("Müller said “yes” 🌉 \u2028", identity="1"))
    store.close()
    code = (
        "import sys; from reader.annotations.store import open_store; "
        "sys.stdout.buffer.write(open_store(sys.argv[1], who='x').get('1').body.encode())"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", code, str(path)],
        env={**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "Müller said “yes” 🌉 \u2028"


def test_reading_loads_neither_tinydb_nor_the_lock(tmp_path: Path, make_note: MakeNote) -> None:
    path = tmp_path / "annotations.json"
    store = open_store(path, who="ana")
    store.put(make_note("1", identity="1"))
    code = (
        "import sys; from reader.annotations.store import open_store; "
        "assert open_store(sys.argv[1], who='x').records(); "
        "print([name for name in ('tinydb', 'filelock', 'asyncio', 'regex', 'textual', "
        "'stanza', 'reader.annotations.storage.rescue') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_another_terminal_that_holds_the_lock_for_long_is_reported(
    tmp_path: Path, make_note: MakeNote, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "annotations.json"
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    here.put(make_note("1"))
    monkeypatch.setattr("reader.annotations.storage.writer.LOCK_TIMEOUT", 0.01)
    with here.writer.writing(), pytest.raises(StoreError, match="too long"):
        there.put(make_note("2"))
    there.put(make_note("2"))
    assert len(there.records()) == 2


def test_a_highest_key_beyond_all_keys_is_left_out() -> None:
    rows = {"1": {"high": {"_default": 10**30, "history": -1, "mine": 7}}}
    assert about_from(rows).high == {"mine": 7}
