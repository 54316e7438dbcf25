"""No test sees the user's own config, notes or caches."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("reader", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("reader")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name, folder in (
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "runtime"),
    ):
        monkeypatch.setenv(name, str(home / folder))
    (home / "runtime").mkdir(mode=0o700)
    for name in ("READER_NOTES", "READER_CONFIG", "READER_MODELS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("READER_SHARED_ENGINE", "0")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    return home


@pytest.fixture(autouse=True)
def unasked_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No host remembers that another test was asked to come back later."""
    fetching = sys.modules.get("reader.article.fetching")
    if fetching is not None:
        monkeypatch.setattr(fetching, "_PACE", type(fetching._PACE)())
