"""Who is who among sources.

“X is Y”, said once on an article, holds for later ones where it is sure.

It is sure for a name of several words, which is the same source wherever it is written so; a
surname, an abbreviation or a single word is only where the article names Y as well. It is never
sure for a role or a group (“the minister”, “state television”), which is somebody else in every
article, nor where two people said different things of X.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reader.analysis.findings import Figure, Findings, Person, Quote, SpeakerKind
from reader.annotations.records import CODEBOOK, SourceName, new_id
from reader.review.own_findings import speaker_kind

_TITLE = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|lord|lady|judge|justice|president|minister"
    r"|senator|governor|mayor|captain|colonel|general|major|sergeant|king|queen|prince|princess"
    r"|pope|bishop|reverend|rev|the)\.?",
    re.IGNORECASE,
)
_SMALL = frozenset({"of", "de", "da", "van", "von", "der", "den", "la", "le", "al", "bin", "and"})


def folded(name: str) -> str:
    """Return a name as names are compared: white space and letter case aside."""
    return " ".join(name.split()).casefold()


def is_proper_name(name: str, kind: SpeakerKind) -> bool:
    """Return whether a source has a name by which it can be known in another article."""
    words = _own_words(name)
    return kind == "named" and bool(words) and any(word[:1].isupper() for word in words)


def _own_words(name: str) -> list[str]:
    """Return the words of a name without titles."""
    return [word for word in name.split() if not _TITLE.fullmatch(word)]


def _is_full(name: str) -> bool:
    """Return whether a name is so full that it means the same wherever it is written."""
    words = [word for word in _own_words(name) if word.casefold() not in _SMALL]
    return len(words) > 1 and all(word[:1].isupper() or word[:1].isdigit() for word in words)


def remembered(
    name: str,
    kind: SpeakerKind,
    means: str,
    before: Iterable[SourceName],
    *,
    creator: str,
    at: str,
    private: bool = False,
) -> SourceName | None:
    """Return the record that ``name`` is ``means``, to hold for later articles.

    None where the name is somebody else's in every article. What the same person said of it
    ``before`` is changed.
    """
    shorter = set(folded(means).split()) <= set(folded(name).split())
    if shorter or not is_proper_name(name, kind):
        return None
    for each in before:
        if each.creator == creator and folded(each.name) == folded(name):
            return replace(each, means=means, modified=at)
    return SourceName(
        article_id=CODEBOOK,
        id=new_id(),
        creator=creator,
        created=at,
        modified=at,
        private=private,
        name=" ".join(name.split()),
        means=means,
    )


def meanings(sources: Iterable[SourceName]) -> Mapping[str, SourceName]:
    """Return what each name means, by the name folded; without those on which two people differ.

    Of what one person said of a name the latest counts.
    """
    latest: dict[tuple[str, str], SourceName] = {}
    for each in sorted(sources, key=lambda each: (each.modified, each.created)):
        latest[folded(each.name), each.creator] = each
    by_name: dict[str, list[SourceName]] = {}
    for (name, _), each in latest.items():
        by_name.setdefault(name, []).append(each)
    return {
        name: every[-1]
        for name, every in by_name.items()
        if name and len({folded(each.means) for each in every}) == 1 and folded(every[0].means)
    }


def full_name(name: str, known: Mapping[str, SourceName]) -> tuple[str, tuple[SourceName, ...]]:
    """Return what ``name`` means in the end, and by which records; itself in a circle."""
    steps: list[SourceName] = []
    now, seen = name, {folded(name)}
    while (step := known.get(folded(now))) is not None:
        now = step.means
        steps.append(step)
        if folded(now) in seen:
            return name, ()
        seen.add(folded(now))
    return now, tuple(steps)


def renamed(findings: Findings, sources: Sequence[SourceName]) -> Findings:
    """Return the findings with each source by the name that it surely goes by.

    The same findings where none does.
    """
    known = meanings(sources)
    named = _named_in(findings)
    meant: dict[str, tuple[str, tuple[SourceName, ...]]] = {}
    for speaker, kind in _speakers(findings).items():
        means, steps = full_name(speaker, known)
        if not steps or not is_proper_name(speaker, kind):
            continue
        if all(_is_full(step.name) or folded(means) in named for step in steps):
            meant[speaker] = means, steps
    if not meant:
        return findings
    people = {name: one for one in findings.people for name in (one.name, *one.aliases)}
    return replace(
        findings,
        quotes=tuple(_quote(each, meant, people) for each in findings.quotes),
        figures=tuple(_figure(each, meant, people) for each in findings.figures),
    )


def _speakers(findings: Findings) -> dict[str, SpeakerKind]:
    """Return who speaks, with what kind of a speaker that is.

    Who only gave figures is a name where it is a person's or an organisation's of the article.
    """
    found: dict[str, SpeakerKind] = {
        each.speaker: each.speaker_kind for each in findings.quotes if each.speaker
    }
    names = {one.name for one in findings.people} | {one.name for one in findings.entities}
    for figure in findings.figures:
        if figure.speaker and figure.speaker not in found:
            found[figure.speaker] = "named" if figure.speaker in names else "role"
    return found


def _named_in(findings: Findings) -> frozenset[str]:
    """All names that the article has, folded."""
    names = [name for one in findings.entities for name in (one.name, one.text)]
    names += [name for one in findings.people for name in (one.name, *one.aliases)]
    return frozenset(map(folded, [*names, *_speakers(findings)]))


Meant = Mapping[str, tuple[str, tuple[SourceName, ...]]]


def _quote(quote: Quote, meant: Meant, people: Mapping[str, Person]) -> Quote:
    if quote.speaker is None or quote.speaker not in meant:
        return quote
    means, steps = meant[quote.speaker]
    person = people.get(means)
    name = person.name if person is not None else means
    said = f"{steps[0].name} is {name}" + (f", says {steps[0].creator}" if steps[0].creator else "")
    return replace(
        quote,
        speaker=name,
        speaker_kind=speaker_kind(name, person),
        person=person.id if person is not None else None,
        rule=f"{quote.rule}; {said}" if quote.rule else said,
    )


def _figure(figure: Figure, meant: Meant, people: Mapping[str, Person]) -> Figure:
    if figure.speaker is None or figure.speaker not in meant:
        return figure
    means, _ = meant[figure.speaker]
    person = people.get(means)
    return replace(figure, speaker=person.name if person is not None else means)
