"""brat standoff, in: reader's own marks, and what other people made in brat.

An event is the label of its trigger, with a link for each of its arguments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reader.annotations.records import LabelLink
from reader.article.fingerprint import fingerprint as fingerprint_of
from reader.exchange.arrival import (
    Arrival,
    Identities,
    article_from,
    spans_of_words,
    standing_on,
    unnamed,
    with_line_feeds,
)
from reader.exchange.foreign import foreign_mark
from reader.exchange.losses import Losses, in_short
from reader.exchange.stand_off import StandOff, from_rest
from reader.exchange.tool_names import is_ascii_name_of, meaning, name_of
from reader.exchange.unpacking import files_in, unpacked
from reader.text.span import Span

NOTE, REST = "AnnotatorNotes", "Reader"
REFERENCES = "references"
"""The attribute that keeps brat's normalisations: kind, entry and name of each."""

_UNKNOWN = "line[s] of unknown form [was|were] skipped"
_NO_END = "relation[s] to nothing that is there [was|were] skipped"

_BREAK = re.compile("[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]")
"""Signs that end a line or a column for brat or for a reader of its files."""


def cut_at_breaks(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return ``spans`` without breaks: cut there, the pieces without white space at the cuts."""
    pieces: list[Span] = []
    for span in spans:
        words = text[span.start : span.end]
        if not _BREAK.search(words):
            pieces.append(span)
            continue
        at = span.start
        for line in _BREAK.split(words):
            if line.strip():
                lead = len(line) - len(line.lstrip())
                pieces.append(Span(at + lead, at + len(line.rstrip())))
            at += len(line) + 1
    return pieces or [Span(spans[0].start, spans[0].start + 1)]


def one_line(note: str) -> str:
    return " ".join(note.split())


@dataclass(slots=True)
class _Seen:
    """A text-bound annotation as its lines tell it."""

    name: str
    spans: tuple[Span, ...]
    attributes: dict[str, Any] = field(default_factory=dict)
    references: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    rest: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _File:
    """A pair of files; ``annotator`` is the folder where several have the same document."""

    path: Path
    raw: str
    annotator: str = ""


def read(path: Path, losses: Losses, *, annotator: str = "") -> Iterator[Arrival]:
    """Yield a folder or ZIP of pairs, or one ``.ann`` with its ``.txt`` beside it."""
    with unpacked(path) as place:
        files = files_in(place, ".ann") if place.is_dir() else [place.with_suffix(".ann")]
        for file in _with_texts(files):
            with file.path.open(encoding="utf-8-sig", newline="") as source:
                lines = source.read().replace("\r\n", "\n").split("\n")
            known = replace(file, annotator=file.annotator or annotator)
            yield _Document(known, losses).arrival(lines)


def _with_texts(files: Sequence[Path]) -> Iterator[_File]:
    """Yield the files with their texts.

    Folders that hold one document each are of one annotator.
    """
    folders: dict[tuple[str, str], set[Path]] = {}
    for file in files:
        key = (file.name, fingerprint_of(_text(file)))
        folders.setdefault(key, set()).add(file.parent)
    for file in files:
        raw = _text(file)
        shared = len(folders[file.name, fingerprint_of(raw)]) > 1
        yield _File(file, raw, file.parent.name if shared else "")


def _text(file: Path) -> str:
    with file.with_suffix(".txt").open(encoding="utf-8", newline="") as source:
        return source.read()


class _Document:
    """One document on its way in."""

    def __init__(self, file: _File, losses: Losses) -> None:
        self._file, self._losses = file, losses
        self._text, self._moved = with_line_feeds(file.raw)
        self._seen: dict[str, _Seen] = {}
        self._events: dict[str, str] = {}

    def arrival(self, lines: list[str]) -> Arrival:
        for wanted in ("T", "E", "ARMN#*"):
            for line in lines:
                if line[:1] and line[0] in wanted:
                    self._take(line)
        others = [line for line in lines if line.strip() and line[0] not in "TEARMN#*"]
        self._losses.add(_UNKNOWN, len(others))
        name = self._file.path.stem
        article = unnamed(title=name, location=f"{name}.txt")
        names = Identities("brat", self._text, self._file.annotator)
        marks: dict[str, StandOff] = {}
        for key, each in self._seen.items():
            article = article_from(each.rest.pop("article", None), article)
            marks[key] = self._mark(each, names)
        here = {mark.id for mark in marks.values()}
        linked = [self._linked(marks[key], each, marks, here) for key, each in self._seen.items()]
        return standing_on(self._text, linked, article, self._losses)

    def _take(self, line: str) -> None:
        """One line; what cannot be understood of it is counted."""
        key, _, fields = line.partition("\t")
        head, _, tail = fields.partition("\t")
        words = head.split()
        try:
            if key.startswith("T"):
                self._take_passage(key, head, tail)
            elif key.startswith("E"):
                self._take_event(key, words)
            elif key.startswith("R"):
                first, second = (word.partition(":")[2] for word in words[1:3])
                self._tie(first, words[0], second)
            elif key.startswith("*"):
                for other in words[2:]:
                    self._tie(words[1], "same-as", other)
            elif key.startswith("#"):
                _take_note(words[0], self._of(words[1]), tail)
            elif key.startswith("N"):
                self._of(words[1]).references.append([words[0], words[2], tail])
            else:
                value = " ".join(words[2:]) or True
                self._of(words[1]).attributes[words[0]] = value
        except (KeyError, ValueError, IndexError):
            self._losses.add(_UNKNOWN)

    def _of(self, key: str) -> _Seen:
        """Return the annotation of an id; that of an event is its trigger.

        KeyError for another one.
        """
        return self._seen[self._events.get(key, key)]

    def _take_passage(self, key: str, head: str, tail: str) -> None:
        name, _, places = head.partition(" ")
        pairs = [re.fullmatch(r"(\d+) (\d+)", place) for place in places.split(";")]
        spans = [Span(self._moved(int(p[1])), self._moved(int(p[2]))) for p in pairs if p]
        if not spans:
            raise ValueError(head)
        found = spans_of_words(self._text, spans, tail)
        if found is None:
            self._losses.add(
                "annotation[s] whose words are not in the text [was|were] skipped",
                detail=in_short(tail),
            )
        else:
            self._seen[key] = _Seen(name, found)

    def _take_event(self, key: str, words: list[str]) -> None:
        trigger = words[0].partition(":")[2]
        if trigger in self._events.values():
            self._losses.add("event[s] with the trigger of another one [was|were] joined with it")
        self._events[key] = trigger
        for argument in words[1:]:
            role, _, target = argument.partition(":")
            self._of(key).links.append((role, target))

    def _tie(self, first: str, name: str, second: str) -> None:
        first = self._events.get(first, first)
        if first in self._seen:
            self._seen[first].links.append((name, second))
        else:
            self._losses.add(_NO_END)

    def _mark(self, seen: _Seen, names: Identities) -> StandOff:
        note = "\n".join(seen.notes)
        document: Mapping[str, Any] = seen.rest
        if "id" not in document:
            features = dict(seen.attributes)
            if seen.references:
                features[REFERENCES] = seen.references
            return foreign_mark(
                names.of(seen.name, *seen.spans),
                seen.name,
                seen.spans,
                features=features,
                note=note,
                made={"creator": self._file.annotator},
            )
        spans = [[span.start, span.end] for span in seen.spans]
        kept = [Span(*pair) for pair in document.get("spans", spans)]
        if tuple(cut_at_breaks(self._text, kept)) != seen.spans:
            kept = list(seen.spans)
        if one_line(str(document.get("note", ""))) != note:
            document = {**document, "note": note}
        mark = from_rest({**document, "spans": [[span.start, span.end] for span in kept]})
        if is_ascii_name_of(seen.name, name_of(mark)):
            return mark
        kind, layer, type_ = meaning(seen.name)
        return replace(mark, kind=kind, layer=layer, type=type_)

    def _linked(
        self, mark: StandOff, seen: _Seen, marks: Mapping[str, StandOff], here: set[str]
    ) -> StandOff:
        """Return ``mark`` with the relations that the file shows, and those that lead out of it."""
        shown: list[tuple[str, str]] = []
        for name, target in seen.links:
            to = marks.get(self._events.get(target, target))
            if to is None:
                self._losses.add(_NO_END)
            else:
                shown.append((name, to.id))
        links: list[LabelLink] = []
        for link in mark.links:
            drawn = [
                (name, to)
                for name, to in shown
                if to == link.to and is_ascii_name_of(name, link.role)
            ]
            if drawn:
                shown.remove(drawn[0])
                links.append(link)
            elif link.to not in here:
                links.append(link)
        links.extend(LabelLink(name, to) for name, to in shown)
        return replace(mark, links=tuple(links))


def _take_note(type_: str, mark: _Seen, words: str) -> None:
    if type_ == REST:
        document = json.loads(words)
        if isinstance(document, dict):
            mark.rest = document
    elif type_ == NOTE:
        mark.notes.append(words)
    else:
        mark.attributes[type_] = words
