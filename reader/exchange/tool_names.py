"""What annotation tools call things.

``Person`` is an entity of that type, ``Quote_direct`` a type of another layer, ``Note`` a kind of
record. A label that another tool made keeps its name, whatever its letters: it is a type of the
entity layer. brat alone takes ASCII names only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args

from anyascii import anyascii

from reader.analysis.findings import EntityType
from reader.exchange.export_options import Tag
from reader.exchange.stand_off import FINDING, StandOff

Meaning = tuple[str, str, str]
"""Kind, layer and type."""

KINDS = ("highlight", "note", "claim", "appearance")
ENTITIES: tuple[str, ...] = get_args(EntityType)
RELATIONS = ("speaker", "cue", "same-as", "part-of")
_BARE = ("cue", "source")
_COLOURS = ("#ffd166", "#8ecae6", "#95d5b2", "#f4a6b7", "#cdb4db", "#ffb570", "#a8dadc", "#d4d4aa")


WRITTEN_AS = "label"
"""The attribute of a label that keeps how a tool writes its type, where reader has its own way."""


def name_of(mark: StandOff) -> str:
    own = mark.attributes.get("attributes")
    written = own.get(WRITTEN_AS) if isinstance(own, dict) else None
    if isinstance(written, str) and meaning(written) == (mark.kind, mark.layer, mark.type):
        return written
    return label_name(mark.kind, mark.layer, mark.type)


def label_name(kind: str, layer: str, type_: str) -> str:
    if kind in KINDS:
        return kind.capitalize()
    if layer == "entity":
        return type_.capitalize() if type_ in ENTITIES else one_line(type_)
    if kind == FINDING and layer in _BARE:
        return layer.capitalize()
    return one_line(f"{layer[:1].upper()}{layer[1:]}_{type_}")


def one_line(words: str) -> str:
    """Return ``words`` as a name: one line, never empty."""
    return " ".join(words.split()) or "Mark"


def ascii_name(words: str) -> str:
    """Return ``words`` as a name of ASCII letters, digits, underscores and dashes."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", anyascii(words)).strip("_") or "Mark"


class AsciiNames:
    """ASCII names that tell apart what has different names: the same name each time."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    @property
    def changed(self) -> dict[str, str]:
        """The names that are not as they were, and what they were."""
        return {name: words for words, name in self._names.items() if name != words}

    @property
    def words(self) -> list[str]:
        """What has a name, in the order in which it came."""
        return list(self._names)

    def of(self, words: str) -> str:
        if words not in self._names:
            plain = name = ascii_name(words)
            number = 1
            while name.casefold() in self._taken:
                number += 1
                name = f"{plain}_{number}"
            self._taken.add(name.casefold())
            self._names[words] = name
        return self._names[words]


def is_ascii_name_of(name: str, words: str) -> bool:
    """Return whether ``name`` may be what ``AsciiNames`` made of ``words``."""
    return re.fullmatch(rf"{re.escape(ascii_name(words))}(_\d+)?", name) is not None


def meaning(name: str) -> Meaning:
    """Return what a name means where nothing else tells."""
    lower = name.casefold()
    if name in ("Highlight", "Note", "Claim"):
        return lower, "mark", lower
    for layer in ("quote", "figure"):
        if lower.startswith(layer + "_"):
            return "label", layer, name[len(layer) + 1 :]
    if lower in ENTITIES:
        return "label", "entity", lower
    return "label", "entity", name


def written_as(name: str) -> dict[str, Any]:
    """Return the attribute that keeps ``name`` where reader would write its meaning another way."""
    return {} if label_name(*meaning(name)) == name else {WRITTEN_AS: name}


def tagset(given: Iterable[Tag], used: Iterable[str]) -> dict[str, str]:
    """Names for a tool's config, each with a colour: what is used, and the user's own tagset."""
    colours: dict[str, str] = {}
    for tag in given:
        colours[label_name("label", tag.layer, tag.type)] = tag.colour
    names = dict.fromkeys([*colours, *sorted(used), *(each.capitalize() for each in ENTITIES)])
    return {
        name: colours.get(name) or _COLOURS[place % len(_COLOURS)]
        for place, name in enumerate(names)
    }
