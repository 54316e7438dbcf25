from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("stanza", "torch", "numpy", "py3langid", "textual")


@pytest.mark.parametrize(
    "module", ["findings", "findings_json", "cache", "packages", "engine_client", "engine", "units"]
)
def test_what_the_screen_needs_brings_no_model_library(module: str) -> None:
    program = (
        f"import sys, reader.analysis.{module}\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_a_stamp_and_a_cached_article_bring_no_model_library(tmp_path: object) -> None:
    program = f"""
import sys
from pathlib import Path
from reader.analysis.cache import FindingsCache
from reader.analysis.findings import Findings
from reader.analysis.packages import STARTER, stamp
cache = FindingsCache(Path({str(tmp_path)!r}))
cache.save(Findings("sha256:1"), stamp(STARTER))
assert cache.load("sha256:1", stamp(STARTER)) == Findings("sha256:1")
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
