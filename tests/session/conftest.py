from __future__ import annotations

from pathlib import Path

import pytest

from tests.session.scratch_desk import ScratchDesk


@pytest.fixture
def bench(tmp_path: Path) -> ScratchDesk:
    return ScratchDesk(tmp_path)
