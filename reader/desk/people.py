"""Whom the machine found named or quoted, out of the findings that are kept."""

from __future__ import annotations

from collections.abc import Callable

from reader.analysis.findings import Findings
from reader.desk.library import Library


def people_in(findings: Findings) -> tuple[str, ...]:
    """Return the names of the people, each with the others it goes by.

    And of whoever else is quoted by a name.
    """
    names = [name for person in findings.people for name in (person.name, *person.aliases)]
    quoted = (
        each.speaker
        for each in findings.quotes
        if each.speaker is not None and each.speaker_kind in ("named", "collective")
    )
    names += [" ".join(name.split()) for name in quoted if name[:1].isupper()]
    return tuple(dict.fromkeys(names))


def people_found(library: Library) -> tuple[Callable[[str], tuple[str, ...] | None], str]:
    """Return what gives the people named in the text with a fingerprint.

    None where its findings are not stored; and what distinguishes one state of the stored findings
    from another.
    """

    def named(fingerprint: str) -> tuple[str, ...] | None:
        findings = library.findings_of(fingerprint)
        return people_in(findings) if findings is not None else None

    return named, f"{library.findings_state()} with sources"
