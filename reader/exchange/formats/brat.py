"""brat standoff, out and in: ``NAME.txt`` and ``NAME.ann`` for each article, annotation.conf.

After brat's own documentation of its format (version 1.3, discontinuous spans included). A span
may not hold a newline: such a mark is written in parts. What brat has no place for stands in
one note of type ``Reader`` for each mark, a JSON object in one line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reader.annotations.record_json import to_document
from reader.annotations.records import LabelLink
from reader.exchange.annotated_text import AnnotatedText, annotated_texts
from reader.exchange.arrival import (
    Arrival,
    arrived_id,
    article_told,
    standing_on,
    unnamed,
    where_told,
    with_line_feeds,
)
from reader.exchange.dossier import Dossier
from reader.exchange.given import NOTHING_GIVEN, Given
from reader.exchange.losses import Loss, Losses, in_short
from reader.exchange.stand_off import StandOff, from_rest, rest
from reader.exchange.targets import Files
from reader.exchange.tool_names import RELATIONS, meaning, name_of, relation_name, role_of, tagset
from reader.exchange.unpacking import unpacked
from reader.text.span import Span

_NOTE, _REST = "AnnotatorNotes", "Reader"
_STATUSES = ("todo", "in_progress", "second_look", "done", "not_checkable")
_SPEAKERS = ("named", "role", "collective", "anonymous", "unknown")


def write_files(
    dossiers: Iterable[Dossier], files: Files, given: Given = NOTHING_GIVEN
) -> list[Loss]:
    losses = Losses()
    used: set[str] = set()
    relations: set[str] = set()
    for page in annotated_texts(dossiers, given, losses):
        with files.text(f"{page.name}.txt") as out:
            out.write(page.text)
        with files.text(f"{page.name}.ann") as out:
            for line in _lines(page, used, relations):
                out.write(line + "\n")
    with files.text("annotation.conf") as out:
        out.write(_config(tagset(given.tagset, used), relations))
    return losses.told()


def _lines(page: AnnotatedText, used: set[str], relations: set[str]) -> Iterator[str]:
    numbers = {mark.id: number for number, mark in enumerate(page.marks, 1)}
    notes = ties = signs = 0
    for number, mark in enumerate(page.marks, 1):
        name = name_of(mark)
        used.add(name)
        pieces = cut_at_newlines(page.text, mark.spans)
        place = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        words = " ".join(piece.slice(page.text) for piece in pieces).replace("\t", " ")
        yield f"T{number}\t{name} {place}\t{words}"
        for sign, value in _signs(mark):
            signs += 1
            yield f"A{signs}\t{sign} T{number}{' ' if value else ''}{value}"
        for link in mark.links:
            if link.to in numbers:
                ties += 1
                relation = relation_name(link.role)
                relations.add(relation)
                yield f"R{ties}\t{relation} Arg1:T{number} Arg2:T{numbers[link.to]}"
        if mark.note:
            notes += 1
            yield f"#{notes}\t{_NOTE} T{number}\t{_one_line(mark.note)}"
        notes += 1
        told = rest(mark, _told_by_brat(mark, pieces))
        if number == 1:
            told["article"] = to_document(page.article)
        yield f"#{notes}\t{_REST} T{number}\t{json.dumps(told, ensure_ascii=False)}"


def cut_at_newlines(text: str, spans: Sequence[Span]) -> list[Span]:
    """``spans`` without newlines: cut there, the pieces without white space at the cuts."""
    pieces: list[Span] = []
    for span in spans:
        if "\n" not in text[span.start : span.end]:
            pieces.append(span)
            continue
        at = span.start
        for line in text[span.start : span.end].split("\n"):
            if line.strip():
                lead = len(line) - len(line.lstrip())
                pieces.append(Span(at + lead, at + len(line.rstrip())))
            at += len(line) + 1
    return pieces or [Span(spans[0].start, spans[0].start + 1)]


def _told_by_brat(mark: StandOff, pieces: list[Span]) -> set[str]:
    told = {"note"} if mark.note and _one_line(mark.note) == mark.note else set()
    return told | ({"spans"} if tuple(pieces) == mark.spans else set())


def _one_line(note: str) -> str:
    return " ".join(note.split())


def _signs(mark: StandOff) -> Iterator[tuple[str, str]]:
    """What is worth seeing in brat itself; the whole of it is in the Reader note."""
    if mark.origin == "machine":
        yield "Machine", ""
    if mark.attributes.get("speaker_kind") in _SPEAKERS:
        yield "Speaker_kind", mark.attributes["speaker_kind"]
    if mark.kind == "claim":
        status = str(mark.attributes.get("status", "todo")).replace(" ", "_")
        if status in _STATUSES:
            yield "Status", status


def _config(names: Iterable[str], relations: set[str]) -> str:
    ties = sorted(relations | {relation_name(role) for role in RELATIONS})
    lines = [
        *("[entities]", *names, "", "[relations]"),
        *(f"{tie}\tArg1:<ENTITY>, Arg2:<ENTITY>" for tie in ties),
        *("<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", ""),
        *("[attributes]", "Machine\tArg:<ENTITY>"),
        f"Speaker_kind\tArg:<ENTITY>, Value:{'|'.join(_SPEAKERS)}",
        f"Status\tArg:<ENTITY>, Value:{'|'.join(_STATUSES)}",
    ]
    return "\n".join(lines) + "\n"


@dataclass(slots=True)
class _Seen:
    """A text-bound annotation as its lines tell it."""

    name: str
    spans: tuple[Span, ...]
    attributes: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    rest: dict[str, Any] = field(default_factory=dict)


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """A folder or ZIP of pairs, or one ``.ann`` with its ``.txt`` beside it."""
    with unpacked(path) as place:
        files = sorted(place.glob("**/*.ann")) if place.is_dir() else [place.with_suffix(".ann")]
        if not files:
            raise ValueError("there is no .ann file in it")
        for file in files:
            with file.with_suffix(".txt").open(encoding="utf-8", newline="") as source:
                text = source.read()
            with file.open(encoding="utf-8-sig", newline="") as source:
                lines = source.read().replace("\r\n", "\n").split("\n")
            yield _arrival(file, text, lines, losses)


def _arrival(file: Path, raw: str, lines: list[str], losses: Losses) -> Arrival:
    text, moved = with_line_feeds(raw)
    seen: dict[str, _Seen] = {}
    for wanted in ("T", "ARMN#*"):
        for line in lines:
            if line[:1] and line[0] in wanted:
                _take(line, seen, losses, text, moved)
            elif wanted == "T" and line[:1] == "E":
                losses.add("event[s] [was|were] passed over; the trigger[s] came in as label[s]")
    marks: dict[str, StandOff] = {}
    article = unnamed(title=file.stem, location=file.with_suffix(".txt").name)
    for key, each in seen.items():
        article = article_told(each.rest.pop("article", None), article)
        marks[key] = _mark(key, each, file.stem, text)
    here = {mark.id for mark in marks.values()}
    linked = [_linked(marks[key], each, marks, here) for key, each in seen.items()]
    return standing_on(text, linked, article, losses)


def _take(line: str, seen: dict[str, _Seen], losses: Losses, text: str, moved: Any) -> None:
    """One line; what cannot be understood of it is counted."""
    key, _, told = line.partition("\t")
    head, _, tail = told.partition("\t")
    words = head.split()
    try:
        if key.startswith("T"):
            name, _, places = head.partition(" ")
            pairs = (re.fullmatch(r"(\d+) (\d+)", place) for place in places.split(";"))
            spans = tuple(Span(moved(int(p[1])), moved(int(p[2]))) for p in pairs if p)
            if not spans:
                raise ValueError(line)
            found = where_told(text, spans, tail)
            if found is None:
                losses.add(
                    "annotation[s] whose words are not in the text [was|were] passed over",
                    detail=in_short(tail),
                )
            else:
                seen[key] = _Seen(name, found)
        elif key.startswith("R"):
            first, second = (word.partition(":")[2] for word in words[1:3])
            seen[first].links.append((words[0], second))
        elif key.startswith("*"):
            for other in words[2:]:
                seen[words[1]].links.append((relation_name("same-as"), other))
        elif key.startswith("#"):
            _take_note(words[0], seen[words[1]], tail)
        else:
            value = " ".join(words[2:]) or True
            seen[words[1]].attributes[words[0]] = value
    except (KeyError, ValueError, IndexError):
        losses.add("line[s] of unknown form or about events [was|were] passed over")


def _take_note(type_: str, mark: _Seen, words: str) -> None:
    if type_ == _REST:
        told = json.loads(words)
        if isinstance(told, dict):
            mark.rest = told
    elif type_ == _NOTE:
        mark.notes.append(words)
    else:
        mark.attributes[type_] = words


def _mark(key: str, seen: _Seen, document: str, text: str) -> StandOff:
    note = "\n".join(seen.notes)
    told: Mapping[str, Any] = seen.rest
    if "id" in told:
        spans = [[span.start, span.end] for span in seen.spans]
        kept = [Span(*pair) for pair in told.get("spans", spans)]
        if tuple(cut_at_newlines(text, kept)) != seen.spans:
            kept = list(seen.spans)
        if _one_line(str(told.get("note", ""))) != note:
            told = {**told, "note": note}
        mark = from_rest({**told, "spans": [[span.start, span.end] for span in kept]})
        if name_of(mark) == seen.name:
            return mark
        kind, layer, type_ = meaning(seen.name)
        return replace(mark, kind=kind, layer=layer, type=type_)
    kind, layer, type_ = meaning(seen.name)
    if kind == "label":
        attributes = {"attributes": seen.attributes | ({"note": note} if note else {})}
        note = ""
    else:
        attributes = {"brat": seen.attributes}
    return StandOff(
        id=arrived_id("brat", document, key, seen.name, *seen.spans),
        kind=kind,
        layer=layer,
        type=type_,
        spans=seen.spans,
        attributes={name: value for name, value in attributes.items() if value},
        note=note,
    )


def _linked(mark: StandOff, seen: _Seen, marks: Mapping[str, StandOff], here: set[str]) -> StandOff:
    """``mark`` with the relations that the file shows, and those that lead out of it."""
    shown = [(name, marks[to].id) for name, to in seen.links if to in marks]
    links: list[LabelLink] = []
    for link in mark.links:
        drawn = (relation_name(link.role), link.to)
        if drawn in shown:
            shown.remove(drawn)
            links.append(link)
        elif link.to not in here:
            links.append(link)
    links.extend(LabelLink(role_of(name), to) for name, to in shown)
    return replace(mark, links=tuple(links))
