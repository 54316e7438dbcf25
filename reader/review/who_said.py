"""Who may have said something: the names to choose from when a speaker is put right."""

from __future__ import annotations

from reader.analysis.findings import Figure, Findings, Quote


def speakers_for(finding: Quote | Figure, findings: Findings, text: str) -> list[str]:
    """Return the speaker it has now, the source's own words, then the people.

    Those named near it first.

    Each name on one line, and once.
    """
    start = finding.spans[0].start if isinstance(finding, Quote) else finding.start
    away: dict[str, int] = {}
    for entity in findings.entities:
        if entity.person is not None:
            distance = abs(entity.start - start)
            away[entity.person] = min(distance, away.get(entity.person, distance))
    near = sorted(findings.people, key=lambda person: away.get(person.id, len(text)))
    sources = [finding.speaker or "", *(span.slice(text) for span in finding.source or ())]
    names = (" ".join(name.split()) for name in (*sources, *(person.name for person in near)))
    return [name for name in dict.fromkeys(names) if name]
