"""Whom the machine found named, out of the findings that are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reader.analysis.cache import FindingsCache
from reader.analysis.findings import Findings
from reader.analysis.packages import ModelError, stamp_of_all


def people_in(findings: Findings) -> tuple[str, ...]:
    """The names of the people, each with the others it goes by."""
    names = (name for person in findings.people for name in (person.name, *person.aliases))
    return tuple(dict.fromkeys(names))


def people_found(
    folder: Path, package: Path
) -> tuple[Callable[[str], tuple[str, ...] | None], str]:
    """What gives the people named in the text with a fingerprint, None where no findings of the
    models in ``package`` are kept in ``folder``; and what tells one state of these from another.
    """
    try:
        stamps = stamp_of_all(package)
        state = f"{sorted(stamps.items())} {folder.stat().st_mtime_ns}"
    except (ModelError, OSError):
        return lambda _: None, ""
    cache = FindingsCache(folder)

    def named(fingerprint: str) -> tuple[str, ...] | None:
        findings = cache.load(fingerprint, stamps)
        return people_in(findings) if findings is not None else None

    return named, state
