"""Reads brat standoff as its documentation describes it, knowing nothing of how reader writes it.

https://brat.nlplab.org/standoff.html and configuration.html: each line has an ID, a tab, and
what its kind asks for; a relation's arguments, an attribute's target and its values must be
those that annotation.conf allows. Anything else is an error here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NAME = r"[A-Za-z0-9_-]+"
_BOUND = re.compile(rf"({_NAME}) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_RELATION = re.compile(rf"({_NAME}) Arg1:(T\d+) Arg2:(T\d+)\t?")
_ATTRIBUTE = re.compile(rf"({_NAME}) (T\d+)(?: (\S+))?")
_NOTE = re.compile(rf"({_NAME}) ([TRA]\d+)\t(.*)")


@dataclass
class Config:
    entities: set[str] = field(default_factory=set)
    relations: set[str] = field(default_factory=set)
    attributes: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class Document:
    bound: dict[str, tuple[str, list[tuple[int, int]], str]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    attributes: list[tuple[str, str, str | None]] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)


def config(report: str) -> Config:
    found = Config()
    section = ""
    for line in report.split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            section = line.strip("[]")
            assert section in ("entities", "relations", "events", "attributes")
        elif section == "entities":
            assert re.fullmatch(rf"[\t]*{_NAME}", line)
            found.entities.add(line.strip())
        elif section == "relations" and not line.startswith("<OVERLAP>"):
            name, arguments = line.split("\t")
            assert re.fullmatch(r"Arg1:\S+, Arg2:\S+", arguments)
            found.relations.add(name)
        elif section == "attributes":
            name, arguments = line.split("\t")
            value = re.fullmatch(r"Arg:\S+?(?:, Value:(\S+))?", arguments)
            assert value
            found.attributes[name] = set(value[1].split("|")) if value[1] else set()
    return found


def document(ann: str, text: str, allowed: Config) -> Document:
    found = Document()
    seen: set[str] = set()
    assert ann == "" or ann.endswith("\n")
    for line in ann.split("\n")[:-1]:
        key, rest = line.split("\t", 1)
        assert key not in seen
        seen.add(key)
        assert re.fullmatch(r"[TRA#]\d+", key)
        if key[0] == "T":
            name, places, words = _matched(_BOUND, rest)
            spans = [(int(a), int(b)) for a, b in (p.split(" ") for p in places.split(";"))]
            assert all(0 <= a < b <= len(text) for a, b in spans)
            assert spans == sorted(spans)
            assert name in allowed.entities
            assert words == " ".join(text[a:b] for a, b in spans).replace("\t", " ")
            found.bound[key] = (name, spans, words)
        elif key[0] == "R":
            name, first, second = _matched(_RELATION, rest)
            assert name in allowed.relations
            found.relations.append((name, first, second))
        elif key[0] == "A":
            name, target, value = _matched(_ATTRIBUTE, rest)
            values = allowed.attributes[name]
            assert value in values if values else value is None
            found.attributes.append((name, target, value))
        else:
            found.notes.append(_matched(_NOTE, rest))
    ends = {end for _, *two in found.relations for end in two}
    ends |= {target for _, target, _ in (*found.attributes, *found.notes) if target[0] == "T"}
    assert ends <= set(found.bound)
    return found


def _matched(form: re.Pattern[str], words: str) -> tuple[str, ...]:
    found = form.fullmatch(words)
    assert found, words
    return found.groups()
