"""Turns as quotes of their speakers, and the names in their labels as people's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from reader.analysis.findings import Person, Quote, finding_id
from reader.analysis.rules.labels import is_office
from reader.analysis.rules.names import PERSON_LABELS, People, initials_of, is_honorific
from reader.analysis.rules.roles import holds_role
from reader.analysis.rules.speakers import Speakers
from reader.analysis.rules.spoken import UNKNOWN, Speaker
from reader.analysis.rules.tagged import TagRun
from reader.analysis.rules.turns import Turn
from reader.article.block import Block
from reader.text.span import Span

LABELLED, ANSWERED = 0.95, 0.8
"""How far a turn is trusted: by the name on it, or as the answer of whom the article introduces."""
_WORD = re.compile(r"\S+")
_WITH = re.compile(
    r"\b(?:interview(?:ed)?|questions|spoke|speaks|talk(?:s|ed)?|conversation|met|sat down)\s+"
    r"(?:(?:with|to|for)\s+)?(?:\S+\s+){0,6}$",
    re.IGNORECASE,
)


def with_label_names(text: str, runs: Sequence[TagRun], turned: Sequence[Turn]) -> list[TagRun]:
    """Return ``runs`` with the names that label turns as people's.

    They replace what was tagged there.
    """
    whole = sorted(turn.label for turn in turned if turn.label is not None)
    starts = [label.start for label in whole]

    def in_label(run: TagRun) -> bool:
        place = bisect_right(starts, run.end - 1) - 1
        return place >= 0 and whole[place].overlaps(run.span)

    names = dict.fromkeys(
        turn.name for turn in turned if turn.name is not None and turn.rule.startswith("turn")
    )
    bodies = {run.span for run in runs if run.label not in PERSON_LABELS}
    tagged = [run.span.slice(text) for run in runs if run.label in PERSON_LABELS]
    initials = {initials_of(name) for name in tagged if " " in name}
    people = [
        span
        for name in names
        if name.slice(text).replace(".", "") not in initials
        and (span := _person_in(text, name)) is not None
        and (span not in bodies or name.slice(text).isupper())
    ]
    held = set(people)
    label = next((run.label for run in runs if run.label in PERSON_LABELS), "Person")
    kept = [
        run
        for run in runs
        if not in_label(run)
        or (run.span in bodies and run.span in names and run.span.slice(text) not in initials)
    ]
    kept = [run for run in kept if run.span not in held]
    kept = [
        run for run in kept if not any(run.span.overlaps(one) for one in _outside(people, whole))
    ]
    added = [TagRun(label, name.start, name.end, 0, 0) for name in people]
    return sorted([*kept, *added], key=lambda run: run.start)


def _outside(people: Sequence[Span], labels: Sequence[Span]) -> list[Span]:
    """Return the few names that headings give, not the labels themselves."""
    starts = {label.start for label in labels}
    return [p for p in people if not any(p.start - 40 <= at <= p.start for at in starts)]


def _person_in(text: str, name: Span) -> Span | None:
    """Return the name of a person behind titles and offices; None in THE COURT and SECOND VOTER."""
    words = list(_WORD.finditer(text, name.start, name.end))
    titled = False
    while words:
        word = words[0].group()
        honorific = is_honorific(word)
        if not (honorific or word.lower() == "the" or (len(words) > 1 and holds_role(word))):
            break
        titled = titled or honorific
        words.pop(0)
    if not words or is_office(words[-1].group()):
        return None
    if holds_role(words[-1].group()) and not titled:
        return None
    return Span(words[0].start(), name.end)


def turn_quotes(
    text: str,
    blocks: Sequence[Block],
    turned: Sequence[Turn],
    people: People,
    speakers: Speakers,
) -> list[tuple[Quote, Speaker]]:
    """Return a quote of each turn, in text order."""
    guest = _guest(text, blocks, turned, people) if turned else UNKNOWN
    made = []
    for turn in turned:
        speaker = UNKNOWN
        if turn.name is not None:
            labelled = turn.label is not None or turn.rule.startswith("turn")
            find = speakers.of_label if labelled else speakers.of_source
            speaker = find(turn.name)
        elif turn.guest:
            speaker = guest
        made.append((_quote(text, turn, speaker), speaker))
        speakers.remember(speaker, turn.spans[0].start)
    return made


def _quote(text: str, turn: Turn, speaker: Speaker) -> Quote:
    words = " … ".join(span.slice(text) for span in turn.spans)
    rule = turn.rule if speaker is UNKNOWN else f"{turn.rule}; {speaker.rule}"
    return Quote(
        id=finding_id("quote", turn.spans, words),
        kind="direct",
        spans=turn.spans,
        text=words,
        cue=(turn.colon,) if turn.colon else None,
        source=(turn.name,) if turn.name else None,
        speaker=speaker.name,
        speaker_kind=speaker.kind,
        person=speaker.person.id if speaker.person else None,
        rule=rule,
        score=ANSWERED if turn.guest else LABELLED,
    )


def _named(turn: Turn, people: People) -> Person | None:
    if turn.name is None:
        return None
    return next((person for _, person in people.within(turn.name.start, turn.name.end)), None)


def _guest(text: str, blocks: Sequence[Block], turned: Sequence[Turn], people: People) -> Speaker:
    """Return the one person whom the article names before the first turn, or says it spoke to."""
    first = turned[0].blocks[0]
    asking = {speaker.id for turn in turned if (speaker := _named(turn, people)) is not None}
    introduced: dict[str, Person] = {}
    spoken_to: dict[str, Person] = {}
    for block in blocks[:first]:
        if block.kind in ("byline", "credit", "caption"):
            continue
        for mention, person in people.within(block.start, block.end):
            if person.id in asking:
                continue
            introduced[person.id] = person
            if _WITH.search(text, max(block.start, mention.start - 80), mention.start):
                spoken_to[person.id] = person
    for few, rule in (
        (introduced, "the only person introduced before"),
        (spoken_to, "the only person that the article says was asked"),
    ):
        if len(few) == 1:
            (person,) = few.values()
            return Speaker(person.name, "named", person, rule)
    return Speaker(None, "unknown", None, "nobody alone is introduced as who answers")
