"""Entities made of the entity tags, with the reader's own types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reader.analysis.findings import Entity, EntityType, finding_id
from reader.analysis.rules.names import People, plain_name
from reader.analysis.rules.tagged import TagRun

TYPES: dict[str, EntityType] = {
    "Person": "person",
    "Organization": "organisation",
    "Location": "place",
    "NORP": "group",
    "Date": "date",
    "Money": "money",
    "Facility": "facility",
    "Product": "product",
    "Misc": "other",
    "PERSON": "person",
    "PER": "person",
    "PERS": "person",
    "ORG": "organisation",
    "ORGANIZATION": "organisation",
    "GPE": "place",
    "LOC": "place",
    "LOCATION": "place",
    "FAC": "facility",
    "DATE": "date",
    "TIME": "date",
    "MONEY": "money",
    "PERCENT": "number",
    "QUANTITY": "number",
    "CARDINAL": "number",
    "ORDINAL": "number",
    "PRODUCT": "product",
}
"""The reader's type for the labels of the starter package and of Stanza's own models
(OntoNotes and CoNLL); any other label is "other"."""


def entities(text: str, runs: Sequence[TagRun], people: People) -> tuple[Entity, ...]:
    """Return an entity for each run of the entity layer.

    A name that the tagger took for something else in one place, but that is the surname of a
    person of the article, is that person: its label stays the model's, its type is person.
    """
    longest = _longest_names(text, runs)
    found = []
    for run in runs:
        words = text[run.start : run.end]
        person = people.at(run.span)
        kind: EntityType = "person" if person else TYPES.get(run.label, "other")
        found.append(
            Entity(
                id=finding_id(f"entity {run.label}", [run.span], words),
                start=run.start,
                end=run.end,
                text=words,
                label=run.label,
                type=kind,
                name=person.name if person else _fullest(words, kind, longest),
                person=person.id if person else None,
                score=round(run.sure, 3),
            )
        )
    return tuple(found)


def _longest_names(text: str, runs: Sequence[TagRun]) -> dict[str, set[str]]:
    """Return the names of several words by their type and last word."""
    longest: dict[str, set[str]] = defaultdict(set)
    for run in runs:
        name = plain_name(text[run.start : run.end])
        if " " in name:
            longest[f"{TYPES.get(run.label, 'other')} {name.split()[-1]}"].add(name)
    return longest


def _fullest(words: str, kind: EntityType, longest: dict[str, set[str]]) -> str:
    """Return the one longer name that ends with ``words``, else the words themselves.

    Only organisations and facilities: "Guard" may be the Northern Coast Guard, but a place or
    a group that ends alike is another one.
    """
    name = plain_name(words)
    if kind not in ("organisation", "facility") or not name:
        return name
    ending = [
        other for other in longest[f"{kind} {name.split()[-1]}"] if other.endswith(" " + name)
    ]
    return ending[0] if len(ending) == 1 else name
