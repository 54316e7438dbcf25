from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.annotations.records import Mark
from reader.annotations.storage import folder_kind
from reader.annotations.storage.folder_kind import FolderKind
from reader.annotations.store import StoreError, open_store

MakeNote = Callable[..., Mark]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file in a folder that passes for one on a network."""
    kind = FolderKind("network", "nfs4", "The notes are on a network file system.")
    monkeypatch.setattr(folder_kind, "folder_kind", lambda path: kind)
    return tmp_path / "annotations.json"


def test_on_a_network_disk_one_writes_and_the_others_read(path: Path, make_note: MakeNote) -> None:
    here, there = open_store(path, who="ana"), open_store(path, who="ben")
    assert any("network" in notice for notice in here.notices())
    here.put(make_note("1", identity="1"))
    with pytest.raises(StoreError, match="close it first"):
        there.put(make_note("2", identity="2"))
    assert there.refresh()
    assert there.get("1") is not None
    here.close()
    there.put(make_note("2", identity="2"))
    there.close()
    assert not path.with_name("annotations.json.writer").exists()
    assert len(open_store(path, who="x", read_only=True).records()) == 2


def test_what_a_killed_reader_left_is_taken_over(path: Path, make_note: MakeNote) -> None:
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    left = {"machine": platform.node(), "process": child}
    path.with_name("annotations.json.writer").write_text(json.dumps(left))
    store = open_store(path, who="ana")
    store.put(make_note("1"))
    store.close()
    path.with_name("annotations.json.writer").write_text('{"machine": "other", "process": 1}')
    with pytest.raises(StoreError, match="other, process 1"):
        open_store(path, who="ana").put(make_note("2"))
