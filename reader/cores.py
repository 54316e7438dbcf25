"""How many processor cores this process may use: by affinity and by the quotas of its cgroups.

A container that is limited to two cores of a machine with sixty-four still sees all of them.
Sources: the kernel's cgroup-v1 (cpu.cfs_quota_us) and cgroup-v2 (cpu.max) documentation.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc/self")


def usable_cores(proc: Path = PROC) -> int:
    """Whole cores, at least 1: a quota of one and a half keeps one thread busy, and not two.

    ``proc`` is the folder that describes the process, as Linux has it in ``/proc/self``.
    """
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    quotas = list(_quotas(proc))
    return max(1, int(min([cores, *quotas])))


def _quotas(proc: Path) -> Iterator[float]:
    """Yield the limits of every cgroup around this process, in cores."""
    mounts = list(_mounts(proc))
    for line in _text(proc / "cgroup").splitlines():
        number, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        for version, root, folder, options in mounts:
            # Version 2 has one tree, and no controller in its line; version 1 a tree for each.
            if (version == "cgroup2") != (number == "0" and not controllers):
                continue
            if version == "cgroup" and not {"cpu"} & set(controllers.split(",")) & options:
                continue
            for group in _upwards(folder, root, path):
                quota = _quota(group)
                if quota is not None:
                    yield quota


def _mounts(proc: Path) -> Iterator[tuple[str, str, Path, set[str]]]:
    """Yield the cgroup trees in sight.

    Version, the group that is mounted, where, and the options.
    """
    for line in _text(proc / "mountinfo").splitlines():
        before, _, after = line.partition(" - ")
        fields, kind = before.split(" "), after.split(" ")
        if len(fields) >= 5 and len(kind) >= 3 and kind[0] in ("cgroup", "cgroup2"):
            root, place = (each.replace("\\040", " ") for each in fields[3:5])
            yield kind[0], root, Path(place), set(kind[2].split(","))


def _upwards(mounted: Path, root: str, path: str) -> Iterator[Path]:
    """Yield the folders of a group and of those around it, as far as they are mounted.

    In a container the mounted group is often the process's own, whatever its path says.
    """
    inside = path.removeprefix(root) if root != "/" and path.startswith(root) else path
    folder = mounted / inside.strip("/")
    if not folder.is_dir():
        folder = mounted
    while True:
        yield folder
        if folder == mounted:
            return
        folder = folder.parent


def _quota(group: Path) -> float | None:
    """Return the limit of one cgroup in cores, None for none."""
    limit, _, period = _text(group / "cpu.max").strip().partition(" ")
    if not limit:
        limit = _text(group / "cpu.cfs_quota_us").strip()
        period = _text(group / "cpu.cfs_period_us").strip()
    try:
        quota, slice_ = int(limit), int(period or 100_000)
    except ValueError:  # "max", or no such file
        return None
    return quota / slice_ if quota > 0 and slice_ > 0 else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
