from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from reader.readable_path import readable_path, typed_path


@pytest.mark.parametrize(
    "name", ["notes.json", "Application Support/notes.json", "it's/$HOME.json"]
)
@pytest.mark.parametrize("at_home", [True, False])
def test_a_path_is_shown_to_read_and_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, at_home: bool
) -> None:
    if at_home:
        monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / name
    assert readable_path(path) == (f"~/{name}" if at_home else str(path))
    typed = typed_path(path)
    assert typed.startswith("~/") == at_home
    assert shlex.split(typed) == [readable_path(path)]
