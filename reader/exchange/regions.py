"""Marks in tools whose regions have one passage each: parts tied by relations, put together again.

A region that continues another is tied to it by a relation named ``continues``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

from reader.annotations.records import LabelLink
from reader.exchange.arrival import arrived_id
from reader.exchange.stand_off import StandOff, from_rest
from reader.exchange.tool_names import meaning, name_of, role_of
from reader.text.span import Span

CONTINUES = "continues"
Cut = Callable[[Sequence[Span]], Sequence[Span]]


def as_it_is(spans: Sequence[Span]) -> Sequence[Span]:
    return spans


def links_out(mark: StandOff, here: Set[str]) -> dict[str, Any]:
    """The links that no relation between marks whose ids are ``here`` can show."""
    out = [[link.role, link.to] for link in mark.links if link.to not in here]
    return {"links": out} if out else {}


def gathered(
    tool: str,
    regions: Mapping[str, tuple[str, Span]],
    notes: Mapping[str, str],
    ties: Iterable[tuple[str, str, str]],
    details: Mapping[str, Any],
    cut: Cut = as_it_is,
) -> Iterator[StandOff]:
    """The marks that ``regions`` (name and passage by key) make up.

    ``ties`` are pairs of keys and a relation's name. ``details`` hold what ``rest`` told of the
    marks that are reader's own, by the key of their first region; where they tell spans, these
    stand if ``cut``, which the format made of them, is still what is there.
    """
    ties = list(ties)
    heads = {second: first for first, second, name in ties if name == CONTINUES}

    def head(key: str) -> str:
        seen = {key}
        while heads.get(key, key) not in seen:
            key = heads[key]
            seen.add(key)
        return key

    spans: dict[str, list[Span]] = {}
    for key, (_, span) in regions.items():
        spans.setdefault(head(key), []).append(span)
    ids = {
        key: str(details[key].get("id", key)) if key in details else arrived_id(tool, key, *places)
        for key, places in spans.items()
        if key in regions
    }
    for key, identity in ids.items():
        places = sorted(spans[key])
        told = details.get(key)
        if told is not None and "spans" in told:
            kept = [Span(start, end) for start, end in told["spans"]]
            places = kept if list(cut(kept)) == places else places
        mark = _mark(identity, regions[key][0], places, told, notes.get(key, ""))
        links = [
            LabelLink(role_of(name), ids[head(second)])
            for first, second, name in ties
            if first == key and name != CONTINUES and head(second) in ids
        ]
        yield replace(mark, links=(*mark.links, *links))


def _mark(
    identity: str, name: str, places: list[Span], told: Mapping[str, Any] | None, note: str
) -> StandOff:
    kind, layer, type_ = meaning(name)
    if told is not None:
        pairs = [[span.start, span.end] for span in places]
        mark = from_rest({**told, "id": identity, "spans": pairs, "note": note})
        if name_of(mark) == name:
            return mark
        return replace(mark, kind=kind, layer=layer, type=type_)
    attributes = {"attributes": {"note": note}} if note and kind == "label" else {}
    return StandOff(
        id=identity,
        kind=kind,
        layer=layer,
        type=type_,
        spans=tuple(places),
        attributes=attributes,
        note="" if kind == "label" else note,
    )
