"""UIMA CAS in XMI, in: reader's own layers, and the layers of others with all their features."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reader.exchange.arrival import (
    Arrival,
    Identities,
    article_from,
    standing_on,
    unnamed,
    with_line_feeds,
)
from reader.exchange.formats.cas_layers import (
    NO_TEXT,
    SEGMENT,
    is_own,
    is_tie,
    own_mark,
    with_own_id,
)
from reader.exchange.losses import Losses
from reader.exchange.regions import Regions
from reader.exchange.unpacking import SourceDocument, files_in, source_documents, unpacked
from reader.exchange.utf16 import Utf16Offsets
from reader.text.span import Span

_XMI = "http://www.omg.org/XMI"
_ID = f"{{{_XMI}}}id"
_NAMES = ("value", "label")
"""The features that say what an annotation is, the first that has a value."""

_ROLES = ("role", "value", "label", "DependencyType")
_ENDS = ("Governor", "Dependent")
_PLACE = frozenset(("sofa", "begin", "end", _ID))
_IS_POINT = "annotation[s] without words [was|were] skipped"
_NO_END = "relation[s] to what is no label [was|were] skipped"


def type_name(tag: str) -> str:
    """Return the type that an element's qualified name denotes."""
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    package = namespace.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return f"{package}.{name}" if package else name


def read(path: Path, losses: Losses, *, annotator: str = "") -> Iterator[Arrival]:
    """Yield an ``.xmi``, a folder of them, or a ZIP that holds some, as INCEpTION exports it."""
    with unpacked(path) as place:
        for document in source_documents(files_in(place, ".xmi"), place, annotator):
            yield _arrival(document, losses)


@dataclass(frozen=True, slots=True)
class _Found:
    """A feature structure of a file with its passage; None for one that has none."""

    id: str
    type: str
    span: Span | None
    features: dict[str, str]

    @property
    def short(self) -> str:
        return self.type.rpartition(".")[2]

    def first(self, names: tuple[str, ...]) -> str:
        """Return the first of these features that has a value, else the type's own name."""
        return next((self.features[name] for name in names if self.features.get(name)), self.short)


def _arrival(document: SourceDocument, losses: Losses) -> Arrival:
    try:
        root = ET.fromstring(document.file.read_bytes())
    except ET.ParseError as fault:
        raise ValueError(f"it is no CAS in XMI ({fault})") from None
    sofa = next((each for each in root if type_name(each.tag) == "uima.cas.Sofa"), None)
    if sofa is None or "sofaString" not in sofa.attrib:
        raise ValueError("it is no CAS in XMI with a text")
    raw = sofa.attrib["sofaString"]
    text, moved = with_line_feeds(raw)
    found = list(_found(root, sofa.attrib[_ID], Utf16Offsets(raw), moved, losses))
    return _Cas(document, text, found, _slots(root), losses).arrival()


def _found(
    root: ET.Element,
    sofa: str,
    units: Utf16Offsets,
    moved: Callable[[int], int],
    losses: Losses,
) -> Iterator[_Found]:
    for each in root:
        if "begin" not in each.attrib:
            continue
        if each.get("sofa") != sofa:
            losses.add("annotation[s] of a second text [was|were] skipped")
            continue
        begin, end = (moved(units.back(int(each.attrib[name]))) for name in ("begin", "end"))
        features = {key: value for key, value in each.attrib.items() if key not in _PLACE}
        # A feature with several values has an element for each.
        for inner in each:
            name = inner.tag
            features[name] = (
                f"{features[name]}, {inner.text}" if name in features else inner.text or ""
            )
        span = Span(begin, end) if begin < end else None
        yield _Found(each.get(_ID, ""), type_name(each.tag), span, features)


def _slots(root: ET.Element) -> dict[str, tuple[str, str]]:
    """Return the links of slots, by id: role and target."""
    return {
        each.get(_ID, ""): (each.get("role", ""), each.attrib["target"])
        for each in root
        if "begin" not in each.attrib and "target" in each.attrib
    }


class _Cas:
    """What one file has on its text."""

    def __init__(
        self,
        document: SourceDocument,
        text: str,
        found: list[_Found],
        slots: dict[str, tuple[str, str]],
        losses: Losses,
    ) -> None:
        self._document, self._text, self._losses = document, text, losses
        self._found, self._slots = found, slots
        self._keys: dict[str, str] = {}
        self._regions = Regions(Identities("xmi", text, document.annotator))

    def arrival(self) -> Arrival:
        regions = self._regions
        article = unnamed(self._document.name, location=self._document.location)
        silent = NO_TEXT
        for each in self._found:
            if not is_own(each.type) or each.span is None:
                continue
            name, detail = own_mark(each.type, each.features)
            key = each.id
            if detail is not None:
                new = regions.names.of(name, each.span)
                key = with_own_id(detail, regions.details, new, self._document.annotator)
                silent = silent if "article" not in detail else frozenset()
                article = article_from(detail.pop("article", None), article)
                regions.details[key] = detail
            self._keys[each.id] = key
            regions.passages[key] = (name, each.span)
            regions.notes[key] = each.features.get("note", "")
        known = {(label.casefold(), span) for label, span in regions.passages.values()}
        for each in self._found:
            if _is_foreign(each):
                self._take(each, known)
        regions.ties.extend(self._ties())
        arrival = standing_on(self._text, regions.marks(), article, self._losses)
        return replace(arrival, silent=silent)

    def _take(self, each: _Found, known: set[tuple[str, Span]]) -> None:
        """Take an annotation of a layer that another tool defined."""
        if each.span is None:
            self._losses.add(_IS_POINT)
            return
        name = each.first(_NAMES)
        if (name.casefold(), each.span) in known and not each.features.get("identifier"):
            return
        self._keys[each.id] = each.id
        self._regions.passages[each.id] = (name, each.span)
        self._regions.made[each.id] = {"creator": self._document.annotator}
        features = {
            feature: value
            for feature, value in each.features.items()
            if value and value != name and not self._targets(value)
        }
        if name != each.short and not each.type.endswith("NamedEntity"):
            features["layer"] = each.short
        self._regions.features[each.id] = features

    def _targets(self, value: str) -> list[tuple[str, str]]:
        """Role and target of the links that a slot's value lists; empty for any other value."""
        ids = value.split()
        return [self._slots[each] for each in ids] if ids and self._slots.keys() >= set(ids) else []

    def _ties(self) -> Iterator[tuple[str, str, str]]:
        for each in self._found:
            if "Governor" in each.features or "Dependent" in each.features:
                yield from self._relation(each)
                continue
            for feature, value in each.features.items():
                for role, target in self._targets(value) if each.id in self._keys else ():
                    if target in self._keys:
                        yield self._keys[each.id], self._keys[target], role or feature
                    else:
                        self._losses.add("slot link[s] to what is no label [was|were] skipped")

    def _relation(self, each: _Found) -> Iterator[tuple[str, str, str]]:
        source, target = (each.features.get(end, "") for end in _ENDS)
        if source not in self._keys or target not in self._keys:
            self._losses.add(_NO_END)
            return
        own = tuple(name for name in each.features if name not in _ENDS)
        role = each.first(own if len(own) == 1 else _ROLES)
        further = [
            name
            for name, value in each.features.items()
            if value and name not in _ENDS and value != role and not is_tie(each.type)
        ]
        self._losses.add("feature[s] of relations [was|were] skipped", len(further))
        yield self._keys[source], self._keys[target], role


def _is_foreign(each: _Found) -> bool:
    """Return whether it is an annotation of a layer of others, no token, no relation.

    No metadata.
    """
    if is_own(each.type) or is_tie(each.type) or each.type.startswith((SEGMENT, "uima.")):
        return False
    return not any(end in each.features for end in _ENDS) and "metadata" not in each.type.lower()
