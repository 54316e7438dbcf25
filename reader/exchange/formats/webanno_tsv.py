"""WebAnno TSV 3.3, out and in: a file for each article, a token a line, the layers in columns.

After the format's description in the WebAnno and INCEpTION user guides: offsets count UTF-16
units, stacked values are parted by ``|``, annotations of several tokens carry ``[number]``, and
a span that ends within a token has a row ``sentence-token.part`` of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from reader.exchange.annotated_text import AnnotatedText, annotated_texts
from reader.exchange.arrival import Arrival, article_told, standing_on, unnamed
from reader.exchange.dossier import Dossier
from reader.exchange.formats.cas_layers import (
    MARK,
    MARK_FEATURES,
    TIE,
    Piece,
    Tie,
    detail_of,
    pieces_of,
)
from reader.exchange.given import NOTHING_GIVEN, Given
from reader.exchange.losses import Loss, Losses
from reader.exchange.regions import Cut, gathered
from reader.exchange.targets import Files
from reader.exchange.tokenised import sentences_of_tokens
from reader.exchange.unpacking import unpacked
from reader.exchange.utf16 import Utf16Offsets
from reader.text.span import Span

HEAD = "#FORMAT=WebAnno TSV 3.3"
_RESERVED = re.compile(r"->|[\\\[\]|_;*\t\n\r]")
_SPELT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_CELL = re.compile(r"(?:[^|\\]+|\\->|\\.)+", re.DOTALL)
_NUMBER = re.compile(r"(?<!\\)\[(\d+)\]$")
_SOURCE = re.compile(r"([\d.-]+)(?:\[(\d+)_(\d+)\])?")


def write_files(
    dossiers: Iterable[Dossier], files: Files, given: Given = NOTHING_GIVEN
) -> list[Loss]:
    losses = Losses()
    for page in annotated_texts(dossiers, given, losses):
        with files.text(f"{page.name}.tsv") as out:
            out.writelines(line + "\n" for line in _lines(page))
    return losses.told()


@dataclass(slots=True)
class _Row:
    """A token, or the part of one: its address, its span, the pieces that cover all of it."""

    address: str
    span: Span
    pieces: list[int] = field(default_factory=list)


def _lines(page: AnnotatedText) -> Iterator[str]:
    sentences = sentences_of_tokens(page.text, page.findings)
    tokens = [token for sentence in sentences for token in sentence]
    starts, ends = [t.start for t in tokens], [t.end for t in tokens]

    def cut(spans: Sequence[Span]) -> Sequence[Span]:
        """Spans may not begin or end between tokens."""
        inner = []
        for span in spans:
            first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
            if first < last:
                inner.append(Span(max(span.start, starts[first]), min(span.end, ends[last - 1])))
        return inner or [tokens[min(bisect_right(ends, spans[0].start), len(tokens) - 1)]]

    about = {"gaps": _gaps(page.text, sentences)}
    pieces, ties = pieces_of(page, cut, about)
    rows = _rows(sentences, starts, ends, pieces)
    yield from (HEAD, f"#T_SP={MARK}|{'|'.join(MARK_FEATURES)}", f"#T_RL={TIE}|role|BT_{MARK}")
    yield ""
    units = Utf16Offsets(page.text)
    columns = _Columns(rows, pieces, ties)
    for sentence, told in zip(sentences, rows, strict=True):
        yield ""
        words = page.text[sentence[0].start : sentence[-1].end]
        yield from (f"#Text={_text_escaped(line)}" for line in words.split("\n"))
        for row in told:
            place = f"{units.of(row.span.start)}-{units.of(row.span.end)}"
            token = _text_escaped(row.span.slice(page.text))
            yield "\t".join((row.address, place, token, *columns.of(row))) + "\t"


def _gaps(text: str, sentences: list[list[Span]]) -> list[str]:
    """The white space before each sentence and behind the last, which the format leaves out."""
    edges = [(sentence[0].start, sentence[-1].end) for sentence in sentences]
    ends = [0, *(end for _, end in edges)]
    starts = [*(start for start, _ in edges), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _rows(
    sentences: list[list[Span]], starts: list[int], ends: list[int], pieces: list[Piece]
) -> list[list[_Row]]:
    """The rows of each sentence, with a row for every part of a token that a piece ends in."""
    whole: dict[int, list[int]] = {}
    parts: dict[int, dict[Span, list[int]]] = {}
    for number, piece in enumerate(pieces):
        first, last = bisect_right(ends, piece.span.start), bisect_left(starts, piece.span.end)
        for token in range(first, last):
            inner = Span(max(starts[token], piece.span.start), min(ends[token], piece.span.end))
            if inner == Span(starts[token], ends[token]):
                whole.setdefault(token, []).append(number)
            else:
                parts.setdefault(token, {}).setdefault(inner, []).append(number)
    rows: list[list[_Row]] = []
    token = 0
    for number, sentence in enumerate(sentences, 1):
        told: list[_Row] = []
        for place, span in enumerate(sentence, 1):
            address = f"{number}-{place}"
            told.append(_Row(address, span, whole.get(token, [])))
            for part, inner in enumerate(sorted(parts.get(token, {})), 1):
                told.append(_Row(f"{address}.{part}", inner, parts[token][inner]))
            token += 1
        rows.append(told)
    return rows


class _Columns:
    """The cells of each row."""

    def __init__(self, rows: list[list[_Row]], pieces: list[Piece], ties: list[Tie]) -> None:
        self._values = [
            [f"{_value(piece.feature(name))}[{number}]" for name in MARK_FEATURES]
            for number, piece in enumerate(pieces, 1)
        ]
        self._first: dict[int, str] = {}
        for row in (row for told in rows for row in told):
            for piece in row.pieces:
                self._first.setdefault(piece, row.address)
        self._ties: dict[int, list[Tie]] = {}
        for tie in ties:
            self._ties.setdefault(tie.target, []).append(tie)

    def of(self, row: _Row) -> list[str]:
        told = [self._values[piece] for piece in row.pieces]
        cells = ["|".join(column) for column in zip(*told, strict=True)]
        cells = cells or ["_"] * len(MARK_FEATURES)
        ties = [
            tie
            for piece in row.pieces
            if self._first[piece] == row.address
            for tie in self._ties.get(piece, ())
        ]
        roles = "|".join(_value(tie.role) for tie in ties)
        sources = "|".join(
            f"{self._first[tie.source]}[{tie.source + 1}_{tie.target + 1}]" for tie in ties
        )
        return [*cells, roles or "_", sources or "_"]


def _value(words: str) -> str:
    return _RESERVED.sub(lambda m: _SPELT.get(m[0], "\\" + m[0]), words) if words else "*"


def _text_escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\\r")


def _plain(words: str) -> str:
    spelt = {"t": "\t", "n": "\n", "r": "\r"}
    return _ESCAPE.sub(lambda m: spelt.get(m[1], m[1]), words)


@dataclass(slots=True)
class _Page:
    """What a file tells, row by row."""

    layers: list[tuple[str, list[str]]] = field(default_factory=list)
    sentences: list[tuple[int, str]] = field(default_factory=list)
    values: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    spans: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    ties: list[tuple[str, str, str, str, str]] = field(default_factory=list)


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """A file, or a folder or ZIP of files."""
    with unpacked(path) as place:
        files = sorted(place.glob("**/*.tsv")) if place.is_dir() else [place]
        if not files:
            raise ValueError("there is no .tsv file in it")
        for file in files:
            with file.open(encoding="utf-8-sig", newline="") as source:
                lines = source.read().replace("\r\n", "\n").split("\n")
            if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
                raise ValueError("it is no WebAnno TSV 3")
            yield _arrival(file.stem, _page(lines, losses), losses)


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
        told = cells[column : column + width]
        column += width
        if name.startswith("SP"):
            _take_spans(name[2:], features, told, address, (begin, end), page)
        elif name.startswith("RL") and told and told[-1] != "_":
            _take_ties(told, address, page)
        elif told and any(cell != "_" for cell in told):
            losses.add("link[s] of chains [was|were] passed over")


def _take_spans(
    layer: str,
    features: list[str],
    told: list[str],
    address: str,
    place: tuple[int, int],
    page: _Page,
) -> None:
    for feature, cell in zip(features or [""], told or [], strict=False):
        if cell == "_":
            continue
        for place_in_cell, (number, words) in enumerate(_values(cell)):
            key = (layer, number or f"{address} {place_in_cell}")
            page.values.setdefault(key, {}).setdefault(feature, words)
            places = page.spans.setdefault(key, [])
            if place not in places:
                places.append(place)


@lru_cache(maxsize=64)
def _values(cell: str) -> tuple[tuple[str, str], ...]:
    """The stacked values of a cell, each with its number, "" without one. The cells of an
    annotation repeat from token to token.
    """
    told = []
    for value in _CELL.findall(cell):
        found = _NUMBER.search(value)
        words = value[: found.start()] if found else value
        told.append((found[1] if found else "", "" if words == "*" else _plain(words)))
    return tuple(told)


def _take_ties(told: list[str], address: str, page: _Page) -> None:
    roles = _CELL.findall(told[0]) if len(told) > 1 else []
    for number, source in enumerate(told[-1].split("|")):
        found = _SOURCE.fullmatch(source)
        if found:
            role = _plain(roles[number]) if number < len(roles) else "related"
            page.ties.append((found[1], found[2] or "0", address, found[3] or "0", role))


def _arrival(name: str, page: _Page, losses: Losses) -> Arrival:
    article = unnamed(title=name, location=f"{name}.txt")
    details: dict[str, Any] = {}
    keys: dict[tuple[str, str], str] = {}
    gaps: list[str] | None = None
    for key, features in page.values.items():
        detail = detail_of(features.get("detail")) if key[0] == MARK else None
        keys[key] = str(detail["id"]) if detail else f"{name} {key[0]} {key[1]}"
        if detail is not None:
            article = article_told(detail.pop("article", None), article)
            gaps = detail.pop("gaps", gaps)
            details[keys[key]] = detail
    text = _text(page.sentences, gaps)
    units = Utf16Offsets(text)
    regions: dict[str, tuple[str, Span]] = {}
    for key, places in page.spans.items():
        begin, end = min(p[0] for p in places), max(p[1] for p in places)
        span = Span(units.back(begin), units.back(end))
        regions[keys[key]] = (_label(key[0], page.values[key]), span)
    notes = {keys[key]: features.get("note", "") for key, features in page.values.items()}
    ties = list(_ties(page, keys))
    marks = gathered("webanno tsv", regions, notes, ties, details, _inner(text))
    return standing_on(text, marks, article, losses)


def _inner(text: str) -> Cut:
    """What the format makes of spans: without the white space at their edges."""

    def cut(spans: Sequence[Span]) -> Sequence[Span]:
        inner = []
        for span in spans:
            words = span.slice(text)
            if words.strip():
                lead = len(words) - len(words.lstrip())
                inner.append(Span(span.start + lead, span.start + len(words.rstrip())))
        return inner

    return cut


def _label(layer: str, features: dict[str, str]) -> str:
    if layer == MARK:
        return features.get("label", "Mark")
    values = (features.get(name) for name in ("value", "label", "identifier"))
    return next((value for value in values if value), layer.rpartition(".")[2])


def _text(sentences: list[tuple[int, str]], gaps: list[str] | None) -> str:
    """The text that the sentences make up, each at its offset in UTF-16 units; a gap that
    nobody tells is one newline with spaces behind it.
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


def _ties(page: _Page, keys: dict[tuple[str, str], str]) -> Iterator[tuple[str, str, str]]:
    """Relations between annotations: an end is told by its number, else by its token alone."""
    by_number = {key[1]: keys[key] for key in page.spans}
    by_place: dict[tuple[int, int], str] = {}
    for key, places in page.spans.items():
        for place in places:
            by_place.setdefault(place, keys[key])
    for source_address, source, target_address, target, role in page.ties:
        ends = [
            by_number.get(number)
            if number != "0"
            else by_place.get(page.places.get(address, (-1, -1)))
            for address, number in ((source_address, source), (target_address, target))
        ]
        if ends[0] is not None and ends[1] is not None:
            yield ends[0], ends[1], role
