from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.scratch_desk import ScratchDesk, no_vectors


@pytest.fixture(autouse=True)
def no_engine_for_vectors(monkeypatch):
    """Leave the engine alone: tests that compare by meaning make their own vectors."""
    monkeypatch.setattr("reader.session.analyst.Analyst.vectors", no_vectors)


@pytest.fixture
def bench(tmp_path: Path) -> ScratchDesk:
    return ScratchDesk(tmp_path)
