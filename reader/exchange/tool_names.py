"""What annotation tools call things: names of letters, digits and underscores.

``Person`` is an entity of that type, ``Quote_direct`` a type of another layer, ``Note`` a kind
of record. A name that another tool made means a label of the entity layer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import get_args

from reader.analysis.findings import EntityType
from reader.exchange.given import Tag
from reader.exchange.stand_off import FINDING, StandOff

Meaning = tuple[str, str, str]
"""Kind, layer and type."""

KINDS = ("highlight", "note", "claim", "appearance")
ENTITIES: tuple[str, ...] = get_args(EntityType)
RELATIONS = ("speaker", "cue", "same-as", "part-of")
_BARE = ("cue", "source")
_COLOURS = ("#ffd166", "#8ecae6", "#95d5b2", "#f4a6b7", "#cdb4db", "#ffb570", "#a8dadc", "#d4d4aa")


def name_of(mark: StandOff) -> str:
    return label_name(mark.kind, mark.layer, mark.type)


def label_name(kind: str, layer: str, type_: str) -> str:
    if kind in KINDS:
        return plain(kind)
    if layer == "entity":
        return plain(type_)
    if kind == FINDING and layer in _BARE:
        return plain(layer)
    return plain(f"{layer}_{type_}")


def plain(words: str) -> str:
    """``words`` as a name: ASCII letters, digits and underscores, the first one large."""
    ascii_ = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    name = re.sub(r"[^A-Za-z0-9]+", "_", ascii_).strip("_") or "Mark"
    return name[0].upper() + name[1:]


def meaning(name: str) -> Meaning:
    """What a name means where nothing else tells."""
    lower = name.casefold()
    if lower in ("highlight", "note", "claim"):
        return lower, "mark", lower
    for layer in ("quote", "figure"):
        if lower.startswith(layer + "_"):
            return "label", layer, name[len(layer) + 1 :]
    if lower in ENTITIES:
        return "label", "entity", lower
    return "label", "entity", name


def relation_name(role: str) -> str:
    return plain(role)


def role_of(relation: str) -> str:
    known = {plain(role): role for role in RELATIONS}
    return known.get(relation, relation)


def tagset(given: Iterable[Tag], used: Iterable[str]) -> dict[str, str]:
    """Names for a tool's config, each with a colour: what is used, and the user's own tagset."""
    colours: dict[str, str] = {}
    for tag in given:
        colours[label_name("label", tag.layer, tag.type)] = tag.colour
    names = dict.fromkeys([*colours, *sorted(used), *(plain(each) for each in ENTITIES)])
    return {
        name: colours.get(name) or _COLOURS[place % len(_COLOURS)]
        for place, name in enumerate(names)
    }
