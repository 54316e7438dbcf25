"""brat standoff, out and in: ``NAME.txt`` and ``NAME.ann`` for each article, annotation.conf.

After brat's own documentation of its format (version 1.3, discontinuous spans included). A span
may hold no tab and no break of a line: such a mark is written in parts. What brat has no place for
is in one note of type ``Reader`` for each mark, a JSON object in one line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from reader.annotations.record_json import to_document
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.brat_in import NOTE as _NOTE
from reader.exchange.formats.brat_in import REFERENCES, cut_at_breaks
from reader.exchange.formats.brat_in import REST as _REST
from reader.exchange.formats.brat_in import one_line as _one_line
from reader.exchange.formats.brat_in import read as read
from reader.exchange.losses import Loss, Losses
from reader.exchange.marked_text import MarkedText, marked_texts
from reader.exchange.stand_off import StandOff, rest
from reader.exchange.targets import Files
from reader.exchange.tool_names import RELATIONS, AsciiNames, name_of, tagset
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span

_STATUSES = ("todo", "in_progress", "second_look", "done", "not_checkable")
_SPEAKERS = ("named", "role", "collective", "anonymous", "unknown")


def write_files(
    articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    used, relations = AsciiNames(), AsciiNames()
    for page in marked_texts(articles, given, losses):
        with files.text(f"{page.name}.txt") as out:
            out.write(page.of.text)
        with files.text(f"{page.name}.ann") as out:
            for line in _lines(page, used, relations):
                out.write(line + "\n")
    with files.text("annotation.conf") as out:
        out.write(_config([used.of(name) for name in tagset(given.tagset, used.words)], relations))
    for name, words in {**used.changed, **relations.changed}.items():
        losses.add("name[s] [is|are] written in ASCII for brat", detail=f"{words} as {name}")
    return losses.messages()


def _lines(page: MarkedText, used: AsciiNames, relations: AsciiNames) -> Iterator[str]:
    """Passages first: some readers lose what refers to a line behind it."""
    numbers = {mark.id: number for number, mark in enumerate(page.marks, 1)}
    cut = [cut_at_breaks(page.of.text, mark.spans) for mark in page.marks]
    for number, (mark, pieces) in enumerate(zip(page.marks, cut, strict=True), 1):
        place = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        words = " ".join(piece.slice(page.of.text) for piece in pieces)
        yield f"T{number}\t{used.of(name_of(mark))} {place}\t{words}"
    notes = ties = signs = references = 0
    for number, (mark, pieces) in enumerate(zip(page.marks, cut, strict=True), 1):
        for sign, value in _signs(mark):
            signs += 1
            yield f"A{signs}\t{sign} T{number}{' ' if value else ''}{value}"
        for link in mark.links:
            if link.to in numbers:
                ties += 1
                relation = relations.of(link.role)
                yield f"R{ties}\t{relation} Arg1:T{number} Arg2:T{numbers[link.to]}"
        for reference in _references(mark):
            references += 1
            yield f"N{references}\t{reference[0]} T{number} {reference[1]}\t{reference[2]}"
        if mark.note:
            notes += 1
            yield f"#{notes}\t{_NOTE} T{number}\t{_one_line(mark.note)}"
        notes += 1
        document = rest(mark, _fields_in_brat(mark, pieces))
        if number == 1:
            document["article"] = to_document(page.of.record)
        yield f"#{notes}\t{_REST} T{number}\t{json.dumps(document)}"


def _references(mark: StandOff) -> list[tuple[str, str, str]]:
    """Return the entries of knowledge bases that brat linked a mark to: kind, entry, its name."""
    own = mark.attributes.get("attributes")
    references = own.get(REFERENCES) if isinstance(own, Mapping) else None
    return [
        (str(each[0]), str(each[1]), _one_line(str(each[2])))
        for each in (references if isinstance(references, list) else [])
        if isinstance(each, list) and len(each) == 3 and not any(" " in str(e) for e in each[:2])
    ]


def _fields_in_brat(mark: StandOff, pieces: list[Span]) -> set[str]:
    fields = {"note"} if mark.note and _one_line(mark.note) == mark.note else set()
    return fields | ({"spans"} if tuple(pieces) == mark.spans else set())


def _signs(mark: StandOff) -> Iterator[tuple[str, str]]:
    """Yield what is worth seeing in brat itself; the whole of it is in the Reader note."""
    if mark.origin == "machine":
        yield "Machine", ""
    if mark.attributes.get("speaker_kind") in _SPEAKERS:
        yield "Speaker_kind", mark.attributes["speaker_kind"]
    if mark.kind == "claim":
        status = str(mark.attributes.get("status", "todo")).replace(" ", "_")
        if status in _STATUSES:
            yield "Status", status


def _config(names: Iterable[str], relations: AsciiNames) -> str:
    ties = sorted({relations.of(role) for role in (*relations.words, *RELATIONS)})
    lines = [
        *("[entities]", *names, "", "[relations]"),
        *(f"{tie}\tArg1:<ENTITY>, Arg2:<ENTITY>" for tie in ties),
        *("<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", ""),
        *("[attributes]", "Machine\tArg:<ENTITY>"),
        f"Speaker_kind\tArg:<ENTITY>, Value:{'|'.join(_SPEAKERS)}",
        f"Status\tArg:<ENTITY>, Value:{'|'.join(_STATUSES)}",
    ]
    return "\n".join(lines) + "\n"
