from __future__ import annotations

import os
import socket
import stat
import tempfile
from pathlib import Path

import pytest

from reader.analysis.packages import STARTER
from reader.analysis.shared import place
from reader.analysis.shared.place import build_of, is_private, is_same_user, place_of


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Return the folder that temporary files are in."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_in_the_runtime_folder_for_its_user_alone(runtime):
    folder = place.runtime_folder(make=True)
    assert folder == runtime / "reader"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("named", ["", "no/absolute/path", "/no-such-folder-anywhere"])
def test_without_a_runtime_folder_it_is_with_the_temporary_files(named, elsewhere, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", named)
    assert place.runtime_folder() is None
    folder = place.runtime_folder(make=True)
    assert folder is not None
    assert folder.parent == elsewhere
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_others_can_use_is_not_used(runtime, monkeypatch):
    runtime.chmod(0o777)
    assert place.runtime_folder(make=True) is None
    runtime.chmod(0o700)
    (runtime / "reader").mkdir()
    (runtime / "reader").chmod(0o750)
    assert place.runtime_folder(make=True) is None


def test_a_folder_that_is_a_link_or_a_file_or_of_another_user_is_not_used(
    elsewhere, monkeypatch, tmp_path
):
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    folder = elsewhere / f"reader-{os.geteuid()}"
    (tmp_path / "other").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "other")
    assert place.runtime_folder(make=True) is None
    folder.unlink()
    folder.write_text("")
    assert place.runtime_folder(make=True) is None
    folder.unlink()
    folder.mkdir(mode=0o700)
    assert place.runtime_folder(make=True) == folder
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    assert not is_private(folder)


def test_there_is_none_on_windows(runtime, monkeypatch):
    monkeypatch.setattr(place.sys, "platform", "win32")
    assert place.runtime_folder(make=True) is None


def test_other_models_another_program_or_other_cores_make_another_place(
    runtime, package, tmp_path, monkeypatch
):
    log = tmp_path / "log"
    first = place_of(package, log)
    assert first is not None
    assert first == place_of(package, log)
    builds = {first.build, build_of(STARTER, log), build_of(package, tmp_path / "other")}
    monkeypatch.setattr(place, "usable_cores", lambda: 77)
    builds.add(build_of(package, log))
    updated = tmp_path / "version.py"
    updated.write_text('__version__ = "99"\n')
    monkeypatch.setattr(place.version, "__file__", str(updated))
    builds.add(build_of(package, log))
    assert len(builds) == 5
    other = place_of(package, log)
    assert other is not None
    assert other.socket != first.socket


def test_a_path_that_is_too_long_for_a_socket_is_not_tried(runtime, package, tmp_path, monkeypatch):
    deep = runtime / ("d" * 90)
    deep.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    assert place_of(package, tmp_path / "log") is None


def test_the_other_end_is_ones_own_process_or_not(monkeypatch):
    if not hasattr(socket, "SO_PEERCRED"):
        pytest.skip("this system does not say who is at the other end")
    here, there = socket.socketpair()
    with here, there:
        assert is_same_user(here)
        own = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: own + 1)
        assert not is_same_user(here)


def test_a_socket_is_private_only_with_the_right_kind_and_mode(runtime):
    path = runtime / "a"
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))
        path.chmod(0o600)
        assert is_private(path, stat.S_IFSOCK)
        assert not is_private(path)
        path.chmod(0o666)
        assert not is_private(path, stat.S_IFSOCK)
    assert not is_private(Path(runtime / "none"), stat.S_IFSOCK)
