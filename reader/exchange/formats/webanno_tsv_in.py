"""WebAnno TSV 3, in: reader's own layers, others with features, slots and relations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from reader.exchange.arrival import Arrival, Identities, article_from, standing_on, unnamed
from reader.exchange.formats.cas_layers import NO_TEXT, is_own, is_tie, own_mark, with_own_id
from reader.exchange.losses import Losses
from reader.exchange.regions import Cut, Regions
from reader.exchange.unpacking import SourceDocument, files_in, source_documents, unpacked
from reader.exchange.utf16 import Utf16Offsets
from reader.text.span import Span

_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_CELL = re.compile(r"(?:[^|\\]+|\\->|\\.)+", re.DOTALL)
_ITEM = re.compile(r"(?:[^;\\]+|\\->|\\.)+", re.DOTALL)
_NUMBER = re.compile(r"(?<!\\)(?P<signs>(?:\\\\)*)\[(?P<number>\d+)\]$")
"""The number behind a value; ``signs`` are the value's own backslashes before it, spelt twice."""
_SOURCE = re.compile(r"([\d.-]+)(?:\[(\d+)_(\d+)\])?")
_TARGET = re.compile(r"([\d.-]+)(?:\[(\d+)\])?")
_SLOT = "ROLE_"
_NAMES = ("value", "label")
_ROLES = ("role", "value", "label", "DependencyType")
_NO_END = "relation[s] to what is no label [was|were] skipped"

_Key = tuple[str, str]
"""A layer, and the number of an annotation or the place where it begins."""


@dataclass(slots=True)
class _Page:
    """What a file tells, row by row."""

    layers: list[tuple[str, list[str]]] = field(default_factory=list)
    sentences: list[tuple[int, str]] = field(default_factory=list)
    values: dict[_Key, dict[str, str]] = field(default_factory=dict)
    spans: dict[_Key, list[tuple[int, int]]] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    relations: list[tuple[tuple[str, str], tuple[str, str], str, str]] = field(default_factory=list)
    """Source and target as address and number, the role, the layer that both ends are of."""
    slots: dict[tuple[_Key, str, str, str, str], None] = field(default_factory=dict)
    """Host, the target's address, number and layer, and the role, each once."""


def read(path: Path, losses: Losses, *, annotator: str = "") -> Iterator[Arrival]:
    """Yield the articles of a file, or a folder or ZIP of files. Raises ValueError."""
    with unpacked(path) as place:
        for document in source_documents(files_in(place, ".tsv"), place, annotator):
            with document.file.open(encoding="utf-8-sig", newline="") as source:
                lines = source.read().replace("\r\n", "\n").split("\n")
            if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
                raise ValueError("it is no WebAnno TSV 3")
            yield _arrival(document, _page(lines, losses), losses)


def _page(lines: list[str], losses: Losses) -> _Page:
    page = _Page()
    words: list[str] = []
    for line in lines:
        if line.startswith(("#T_SP=", "#T_RL=", "#T_CH=")):
            name, *features = line[6:].split("|")
            page.layers.append((line[3:5] + name, features))
        elif line.startswith("#Text="):
            words.append(_plain(line[6:]))
        elif line and not line.startswith("#"):
            cells = line.rstrip("\n").split("\t")
            if words:
                page.sentences.append((int(cells[1].partition("-")[0]), "\n".join(words)))
                words = []
            _take(cells, page, losses)
    return page


def _take(cells: list[str], page: _Page, losses: Losses) -> None:
    address = cells[0]
    begin, end = (int(place) for place in cells[1].split("-"))
    page.places[address] = (begin, end)
    column = 3
    for name, features in page.layers:
        width = max(1, len(features))
        columns = cells[column : column + width]
        column += width
        if name.startswith("SP"):
            _take_spans(name[2:], features, columns, address, page)
        elif name.startswith("RL") and columns and columns[-1] != "_":
            _take_relations(name[2:], features, columns, address, page, losses)
        elif columns and any(cell != "_" for cell in columns):
            losses.add("link[s] of chains [was|were] skipped")


def _take_spans(
    layer: str, features: list[str], columns: list[str], address: str, page: _Page
) -> None:
    cells = dict(zip(features or [""], columns, strict=False))
    plain = [name for name in cells if not name.startswith(_SLOT)]
    numbers: list[str] = []
    for place, feature in enumerate(features or [""]):
        cell = cells.get(feature, "_")
        if feature.startswith(_SLOT):
            target_layer = features[place + 1] if place + 1 < len(features) else ""
            targets = columns[place + 1] if place + 1 < len(columns) else "_"
            if cell != "_":
                _take_slots(layer, feature, cell, (targets, target_layer), numbers, address, page)
        elif feature in plain and cell != "_" and not _is_target_column(features, place):
            values = _values(cell)
            numbers = [number for number, _ in values]
            for stacked, (number, words) in enumerate(values):
                key = _host(layer, number, address, stacked, page)
                page.values[key].setdefault(feature, words)


def _is_target_column(features: list[str], place: int) -> bool:
    """Return whether a column lists the targets of the slot before it."""
    return place > 0 and features[place - 1].startswith(_SLOT)


def _host(layer: str, number: str, address: str, stacked: int, page: _Page) -> _Key:
    """Return the annotation of a cell, with the place of the row noted."""
    key = (layer, number or f"{address} {stacked}")
    page.values.setdefault(key, {})
    places = page.spans.setdefault(key, [])
    if page.places[address] not in places:
        places.append(page.places[address])
    return key


def _take_slots(
    layer: str,
    feature: str,
    cell: str,
    targets: tuple[str, str],
    numbers: list[str],
    address: str,
    page: _Page,
) -> None:
    """Take the links of a slot: roles in one cell, addresses of targets in the next.

    A number behind a role is the host's, one behind an address the target's.
    """
    every = targets[0].split("|")
    for stacked, roles in enumerate(_CELL.findall(cell)):
        items = _ITEM.findall(roles)
        own = [found["number"] for item in items if (found := _NUMBER.search(item))]
        number = own[0] if own else numbers[stacked] if stacked < len(numbers) else ""
        key = _host(layer, number, address, stacked, page)
        where = every[stacked].split(";") if stacked < len(every) else []
        for item, target in zip(items, where, strict=False):
            found = _TARGET.fullmatch(target)
            role = _NUMBER.sub(lambda found: found["signs"], item)
            name = _plain(role) if role != "*" else feature.rpartition(":")[2].partition("_")[0]
            if found:
                page.slots[key, found[1], found[2] or "0", targets[1], name] = None


@lru_cache(maxsize=64)
def _values(cell: str) -> tuple[tuple[str, str], ...]:
    """Return the stacked values of a cell, each with its number, "" without one.

    The cells of an annotation repeat from token to token.
    """
    values = []
    for value in _CELL.findall(cell):
        found = _NUMBER.search(value)
        words = value[: found.end("signs")] if found else value
        values.append((found["number"] if found else "", "" if words == "*" else _plain(words)))
    return tuple(values)


def _take_relations(
    layer: str,
    features: list[str],
    cells: list[str],
    address: str,
    page: _Page,
    losses: Losses,
) -> None:
    """Return relations that end at this row.

    Their role is what a feature of that meaning has, else the name of the layer.
    """
    columns = {
        name: [_plain(value) if value != "*" else "" for value in _CELL.findall(cell)]
        for name, cell in zip(features[:-1], cells[:-1], strict=False)
    }
    base = features[-1].removeprefix("BT_") if features else ""
    for number, source in enumerate(cells[-1].split("|")):
        found = _SOURCE.fullmatch(source)
        if not found:
            continue
        here = {name: each[number] for name, each in columns.items() if number < len(each)}
        names = tuple(here) if len(features) == 2 else _ROLES
        role = next((here[name] for name in names if here.get(name)), "")
        further = [value for name, value in here.items() if value not in ("", "_", role)]
        if not is_tie(layer):
            losses.add("feature[s] of relations [was|were] skipped", len(further))
        ends = (found[1], found[2] or "0"), (address, found[3] or "0")
        page.relations.append((*ends, role or layer.rpartition(".")[2], base))


def _arrival(document: SourceDocument, page: _Page, losses: Losses) -> Arrival:
    article = unnamed(title=document.name, location=document.location)
    gaps: list[str] | None = None
    silent = NO_TEXT
    own = {key: own_mark(key[0], each) for key, each in page.values.items() if is_own(key[0])}
    for _, detail in own.values():
        if detail is not None and "article" in detail:
            article, silent = article_from(detail.pop("article"), article), frozenset()
            gaps = detail.pop("gaps", gaps)
    text = _text(page.sentences, gaps)
    units = Utf16Offsets(text)
    regions = Regions(Identities("webanno tsv", text, document.annotator))
    keys: dict[_Key, str] = {}
    for key, places in page.spans.items():
        begin, end = min(p[0] for p in places), max(p[1] for p in places)
        span = Span(units.back(begin), units.back(end))
        identity, features = " ".join(key), dict[str, str]()
        if key in own:
            name, detail = own[key]
            if detail is not None:
                new = regions.names.of(name, span)
                identity = with_own_id(detail, regions.details, new, document.annotator)
                regions.details[identity] = detail
            regions.notes[identity] = page.values[key].get("note", "")
        else:
            name, features = _name_and_features(key[0], page.values[key])
        keys[key] = identity
        regions.passages[identity] = (name, span)
        regions.features[identity] = features
        regions.made[identity] = {"creator": document.annotator}
    regions.ties.extend(_ties(page, keys, losses))
    arrival = standing_on(text, regions.marks(_inner(text)), article, losses)
    return replace(arrival, silent=silent)


def _name_and_features(layer: str, features: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Return the label of an annotation, and its other features."""
    short = layer.rpartition(".")[2]
    name = next((features[each] for each in _NAMES if features.get(each)), short)
    others = {key: value for key, value in features.items() if key and value and value != name}
    if name != short and short != "NamedEntity":
        others["layer"] = short
    return name, others


def _inner(text: str) -> Cut:
    """Return what the format makes of spans: without the white space at their edges."""

    def cut(spans: Sequence[Span]) -> Sequence[Span]:
        inner = []
        for span in spans:
            words = span.slice(text)
            if words.strip():
                lead = len(words) - len(words.lstrip())
                inner.append(Span(span.start + lead, span.start + len(words.rstrip())))
        return inner

    return cut


def _text(sentences: list[tuple[int, str]], gaps: list[str] | None) -> str:
    """Return the text that the sentences make up, each at its offset in UTF-16 units.

    An unknown gap becomes one newline followed by spaces.
    """
    made: list[str] = []
    at = 0
    for number, (begin, words) in enumerate(sentences):
        missing = begin - at
        gap = gaps[number] if gaps is not None and number < len(gaps) else ""
        if len(gap) != missing:
            gap = ("\n" + " " * missing)[:missing]
        made.append(gap + words)
        at = begin + len(words) + sum(sign > "\uffff" for sign in words)
    if gaps is not None and len(gaps) == len(sentences) + 1:
        made.append(gaps[-1])
    return "".join(made)


def _ties(page: _Page, keys: dict[_Key, str], losses: Losses) -> Iterator[tuple[str, str, str]]:
    """Yield relations and slot links between annotations.

    The number of an end identifies it, else its token alone.
    """
    by_number: dict[tuple[str, str], str] = {}
    by_place: dict[tuple[str, tuple[int, int]], str] = {}
    for key, places in page.spans.items():
        for layer in (key[0], ""):
            by_number.setdefault((layer, key[1]), keys[key])
            for place in places:
                by_place.setdefault((layer, place), keys[key])

    def end(address: str, number: str, layer: str) -> str | None:
        place = page.places.get(address, (-1, -1))
        for each in (layer, ""):
            found = by_number.get((each, number)) if number != "0" else by_place.get((each, place))
            if found is not None:
                return found
        return None

    for source, target, role, layer in page.relations:
        first, second = end(*source, layer), end(*target, layer)
        if first is None or second is None:
            losses.add(_NO_END)
        else:
            yield first, second, role
    for host, address, number, layer, role in page.slots:
        target_key = end(address, number, layer)
        if target_key is None:
            losses.add("slot link[s] to what is no label [was|were] skipped")
        else:
            yield keys[host], target_key, role


def _plain(words: str) -> str:
    spelt = {"t": "\t", "n": "\n", "r": "\r"}
    return _ESCAPE.sub(lambda m: spelt.get(m[1], m[1]), words)
