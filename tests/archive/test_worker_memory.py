"""Workers use memory again that they freed: Dask would have them give it back at once."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from reader.archive.cluster import _TRIM, _TRIM_OF_DASK

ROUNDS = 200
COUNT = f"""
import resource
from reader.archive.cluster import keep_freed_memory
keep_freed_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
bytearray(1_000_000)
before = faults()
for _ in range({ROUNDS}):
    bytearray(1_000_000)
print(faults() - before)
"""


def faults(**environment: str) -> int:
    """Return how many pages the system had to make for a megabyte that is used again and again."""
    ran = subprocess.run(
        [sys.executable, "-c", COUNT],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(ran.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="an option of glibc")
def test_pages_are_not_made_again_for_every_tensor():
    assert faults(**{_TRIM: _TRIM_OF_DASK}) < 10 * ROUNDS


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="an option of glibc")
def test_a_setting_of_the_users_own_stays():
    assert faults(**{_TRIM: "65537"}) > 100 * ROUNDS


def test_dask_still_sets_its_workers_so():
    dask = pytest.importorskip("dask")
    pytest.importorskip("distributed")
    set_for = dask.config.get("distributed.nanny.pre-spawn-environ")
    assert str(set_for[_TRIM]) == _TRIM_OF_DASK
