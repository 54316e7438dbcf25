"""The codes of REFI-QDA (version 1.5): a tree in XML, out and in.

A level of a tag is a code. Labels and claims are codes as well, known again by their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from reader.annotations.codebook import Code, codes, made_tag
from reader.annotations.records import Record, Tag
from reader.exchange.arrival import arrived_id
from reader.exchange.losses import Losses, in_short
from reader.version import __version__

ORIGIN = f"reader {__version__}"
CLAIM, APPEARANCE = "claim", "claim repeated"
REST = "reader.json"
"""The file of a project in which reader keeps what the format has no place for."""
_COLOURS: Mapping[str, str] = {
    "red": "#D62728",
    "orange": "#FF7F0E",
    "yellow": "#E8C500",
    "green": "#2CA02C",
    "teal": "#17A2A2",
    "blue": "#1F77B4",
    "purple": "#9467BD",
    "pink": "#E377C2",
    "grey": "#7F7F7F",
}
"""The colours of the codebook as the format takes them."""
_NAMES = {value: name for name, value in _COLOURS.items()}
_HEX = re.compile(r"#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(words: str) -> str:
    """``words`` without what XML cannot hold, character for character."""
    return _NOT_XML.sub("\ufffd", words)


def tag_guid(name: str) -> str:
    return arrived_id("refi-qda tag", name)


def label_guid(layer: str, type_: str) -> str:
    return arrived_id("refi-qda label", layer, type_)


CLAIM_GUIDS = {name: arrived_id("refi-qda", name) for name in (CLAIM, APPEARANCE)}


def guid_of(written: str | None) -> str:
    """Return a GUID as it is compared: in small letters, without braces."""
    return (written or "").strip().strip("{}").lower()


class CodeTree:
    """The codes that an export uses, as elements of ``namespace``."""

    def __init__(self, codebook: Iterable[Record], losses: Losses) -> None:
        self._codebook = [each for each in codebook if isinstance(each, Tag)]
        self._losses = losses
        self._tags: dict[str, int] = {}
        self._labels: dict[tuple[str, str], None] = {}
        self._claims: dict[str, None] = {}

    def of_tag(self, name: str) -> str:
        """Return the GUID of a tag's code, which will be in the tree."""
        self._tags[name] = 1
        return tag_guid(name)

    def of_label(self, layer: str, type_: str) -> str:
        self._labels[layer, type_] = None
        return label_guid(layer, type_)

    def of_claim(self, name: str) -> str:
        """Return the GUID of claims, or of their appearances in other articles."""
        self._claims[name] = None
        return CLAIM_GUIDS[name]

    def written(self, namespace: str) -> etree._Element | None:
        """Return the element ``Codes``, None where there is no code."""
        element = etree.Element(f"{{{namespace}}}Codes")
        parents: dict[str, etree._Element] = {"": element}
        for code in codes(self._codebook, self._tags):
            above = parents[code.name.rpartition("/")[0]]
            parents[code.name] = self._code(above, tag_guid(code.name), code)
        layers: dict[str, etree._Element] = {}
        for layer, type_ in self._labels:
            if layer not in layers:
                guid = arrived_id("refi-qda layer", layer)
                layers[layer] = self._code(element, guid, Code(layer))
            self._code(layers[layer], label_guid(layer, type_), Code(type_))
        for name in self._claims:
            self._code(element, CLAIM_GUIDS[name], Code(name))
        return element if len(element) else None

    def _code(self, above: etree._Element, guid: str, code: Code) -> etree._Element:
        tag = above.tag.rpartition("}")[0] + "}"
        made = etree.SubElement(above, f"{tag}Code", guid=guid)
        made.set("name", plain(code.label) or "…")
        made.set("isCodable", "true")
        if code.colour:
            colour = _COLOURS.get(code.colour, code.colour)
            if _HEX.fullmatch(colour):
                made.set("color", colour.upper())
            else:
                detail = in_short(code.colour)
                self._losses.add("colour[s] that the format does not know", detail=detail)
        if code.description:
            etree.SubElement(made, f"{tag}Description").text = plain(code.description)
        return made


class Codes:
    """The codes of a file: names of tags by GUID, and those that are labels or claims."""

    def __init__(self, root: etree._Element) -> None:
        self.tags: dict[str, str] = {}
        self.labels: dict[str, tuple[str, str]] = {}
        self.records: list[Tag] = []
        for element in root.iterfind("{*}Codes/{*}Code"):
            self._take(element, (), "")

    def _take(self, element: etree._Element, above: tuple[str, ...], colour: str) -> None:
        """Take a code and those under it; ``colour`` is that of the code above."""
        guid, name = guid_of(element.get("guid")), " ".join((element.get("name") or "").split())
        path = (*above, name or "…")
        own = (element.get("color") or "").upper()
        if guid in CLAIM_GUIDS.values():
            self.labels[guid] = (CLAIM, name)
        elif above and guid == label_guid(above[-1], name):
            self.labels[guid] = (above[-1], name)
        elif not (len(path) == 1 and guid == arrived_id("refi-qda layer", name)):
            tag = "/".join(path)
            self.tags[guid] = tag
            self._describe(tag, element, "" if own == colour else own)
        for each in element.iterfind("{*}Code"):
            self._take(each, path, own or colour)

    def _describe(self, name: str, element: etree._Element, colour: str) -> None:
        made = made_tag(name, creator="", at="")
        words = " ".join((element.findtext("{*}Description") or "").split())
        known = _NAMES.get(colour, colour.lower() or None)
        self.records.append(replace(made, description=words, colour=known))


def part_guid(record_id: str, number: int) -> str:
    """Return the GUID of a part of a mark: that of the record for the first one."""
    return record_id if not number else arrived_id("refi-qda part", record_id, number)


def as_file(root: etree._Element) -> str:
    """Return an element as the text of an XML file."""
    etree.indent(root, " ")
    text = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def parsed(data: bytes) -> etree._Element:
    """Return the root of an XML file, without what lies outside; ValueError when it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise ValueError(f"it is no XML ({fault.msg})") from None


def moment(written: str | None) -> str:
    """Return a time of the format as records have it, "" where it is none."""
    try:
        when = datetime.fromisoformat((written or "").strip())
    except ValueError:
        return ""
    when = when if when.tzinfo is not None else when.replace(tzinfo=UTC)
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def strays(root: etree._Element, names: Mapping[str, str], losses: Losses) -> None:
    """Count what a file has that reader has no place for, by the words for it."""
    for name, what in names.items():
        losses.add(what, sum(1 for _ in root.iter(f"{{*}}{name}")))
