"""Marks in tools whose regions have one passage each: parts tied by relations, put together again.

A region that continues another is tied to it by a relation named ``continues``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from reader.annotations.records import LabelLink
from reader.exchange.arrival import Identities
from reader.exchange.foreign import foreign_mark
from reader.exchange.stand_off import StandOff, from_rest
from reader.exchange.tool_names import meaning, name_of
from reader.text.span import Span

CONTINUES = "continues"
Cut = Callable[[Sequence[Span]], Sequence[Span]]


def as_it_is(spans: Sequence[Span]) -> Sequence[Span]:
    return spans


def links_out(mark: StandOff, here: Set[str]) -> dict[str, Any]:
    """Return the links that no relation between marks whose ids are ``here`` can show."""
    out = [[link.role, link.to] for link in mark.links if link.to not in here]
    return {"links": out} if out else {}


@dataclass(slots=True)
class Regions:
    """What a file has on one text, by the keys of its regions.

    ``details`` hold what ``rest`` wrote of marks by reader, ``features`` and ``made``
    (creator and times) what the tool says of others; ``ties`` are pairs of keys and a
    relation's name. ``names`` makes the ids of the others, ``ids`` are those that the tool keeps.
    """

    names: Identities
    passages: dict[str, tuple[str, Span]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    ties: list[tuple[str, str, str]] = field(default_factory=list)
    details: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    features: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    made: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def marks(self, cut: Cut = as_it_is) -> Iterator[StandOff]:
        """Yield the marks that the regions make up.

        Where details tell spans, these hold if ``cut``, which the format made of them, is still
        what is there.
        """
        heads = {second: first for first, second, name in self.ties if name == CONTINUES}

        def head(key: str) -> str:
            seen = {key}
            while heads.get(key, key) not in seen:
                key = heads[key]
                seen.add(key)
            return key

        spans: dict[str, list[Span]] = {}
        for key, (_, span) in self.passages.items():
            spans.setdefault(head(key), []).append(span)
        places = {key: sorted(each) for key, each in spans.items() if key in self.passages}
        ids = {key: self._id(key, each) for key, each in places.items()}
        for key, identity in ids.items():
            detail = self.details.get(key)
            here = places[key]
            if detail is not None and "spans" in detail:
                kept = list(from_rest({**detail, "id": identity}).spans)
                here = kept if list(cut(kept)) == here else here
            mark = self._mark(key, identity, here)
            links = [
                LabelLink(name, ids[head(second)])
                for first, second, name in self.ties
                if first == key and name != CONTINUES and head(second) in ids
            ]
            added = [link for link in dict.fromkeys(links) if link not in mark.links]
            yield replace(mark, links=(*mark.links, *added))

    def _id(self, key: str, places: Sequence[Span]) -> str:
        if key in self.details:
            return str(self.details[key].get("id", key))
        return self.ids.get(key) or self.names.of(self.passages[key][0], *places)

    def _mark(self, key: str, identity: str, places: list[Span]) -> StandOff:
        name, note, detail = self.passages[key][0], self.notes.get(key, ""), self.details.get(key)
        if detail is None:
            return foreign_mark(
                identity,
                name,
                places,
                features=self.features.get(key),
                note=note,
                made=self.made.get(key),
            )
        pairs = [[span.start, span.end] for span in places]
        mark = from_rest({**detail, "id": identity, "spans": pairs, "note": note})
        if name_of(mark) == name:
            return mark
        kind, layer, type_ = meaning(name)
        return replace(mark, kind=kind, layer=layer, type=type_)
