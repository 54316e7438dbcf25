"""The cores that a process may use, by the files that the kernel shows containers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.cores import usable_cores

pytestmark = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="cgroups are Linux's")


@pytest.fixture
def sixteen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(16)))


class Machine:
    """``/proc/self`` and the cgroup trees of a process, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.proc = folder / "proc"
        self.tree = folder / "sys"
        self.proc.mkdir()

    def describe(self, cgroup: str, mounts: list[tuple[str, str, str, str]]) -> None:
        (self.proc / "cgroup").write_text(cgroup)
        lines = [
            f"{number} 1 0:{number} {root} {self.tree / place} rw - {kind} {kind} {options}\n"
            for number, (root, place, kind, options) in enumerate(mounts, 30)
        ]
        (self.proc / "mountinfo").write_text("".join(lines))

    def group(self, place: str, **files: str) -> None:
        folder = self.tree / place
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name.replace("__", ".")).write_text(text)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_without_quota_the_affinity_counts(machine: Machine, sixteen: None) -> None:
    assert usable_cores(machine.proc) == 16


@pytest.mark.parametrize(
    ("limit", "cores"),
    [
        ("max 100000", 16),
        ("200000 100000", 2),
        ("150000 100000", 1),
        ("20000 100000", 1),
        ("500000 50000", 10),
        ("9900000 100000", 16),
        ("nonsense", 16),
    ],
)
def test_version_2(machine: Machine, sixteen: None, limit: str, cores: int) -> None:
    machine.describe("0::/work/job\n", [("/", "fs", "cgroup2", "rw")])
    machine.group("fs/work/job", cpu__max=f"{limit}\n")
    assert usable_cores(machine.proc) == cores


def test_the_tightest_group_around_the_process_counts(machine: Machine, sixteen: None) -> None:
    machine.describe("0::/a/b/c\n", [("/", "fs", "cgroup2", "rw")])
    machine.group("fs/a", cpu__max="300000 100000")
    machine.group("fs/a/b", cpu__max="max 100000")
    machine.group("fs/a/b/c", cpu__max="800000 100000")
    machine.group("fs/other", cpu__max="100000 100000")
    assert usable_cores(machine.proc) == 3


@pytest.mark.parametrize("path", ["/docker/4f1e", "/../outside"])
def test_a_container_sees_its_own_group_at_the_root(
    machine: Machine, sixteen: None, path: str
) -> None:
    machine.describe(f"0::{path}\n", [("/docker/4f1e", "fs", "cgroup2", "rw")])
    machine.group("fs", cpu__max="400000 100000")
    assert usable_cores(machine.proc) == 4


def test_version_1(machine: Machine, sixteen: None) -> None:
    machine.describe(
        "5:memory:/jobs/7\n4:cpu,cpuacct:/jobs/7\n",
        [("/", "memory", "cgroup", "rw,memory"), ("/", "cpu", "cgroup", "rw,cpu,cpuacct")],
    )
    machine.group("cpu/jobs/7", cpu__cfs_quota_us="-1\n", cpu__cfs_period_us="100000\n")
    machine.group("cpu/jobs", cpu__cfs_quota_us="250000\n", cpu__cfs_period_us="50000\n")
    machine.group("memory/jobs/7", cpu__cfs_quota_us="100000\n", cpu__cfs_period_us="100000\n")
    assert usable_cores(machine.proc) == 5


def test_both_versions_side_by_side(machine: Machine, sixteen: None) -> None:
    machine.describe(
        "4:cpu,cpuacct:/\n0::/user.slice\n",
        [("/", "cpu", "cgroup", "rw,cpu,cpuacct"), ("/", "unified", "cgroup2", "rw")],
    )
    machine.group("cpu", cpu__cfs_quota_us="600000\n", cpu__cfs_period_us="100000\n")
    machine.group("unified/user.slice")
    assert usable_cores(machine.proc) == 6


def test_affinity_is_the_limit_where_it_is_tighter(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {3})
    machine.describe("0::/\n", [("/", "fs", "cgroup2", "rw")])
    machine.group("fs", cpu__max="800000 100000")
    assert usable_cores(machine.proc) == 1
