"""REFI-QDA project (.qdpx), in: its text sources, their coded passages and notes, its codebook.

Programs differ in where the sources are (``Sources`` or ``sources``), in whether a position counts
code points or UTF-16 units, and in where the words of a note are: in the description of a
passage, or in a note that the passage refers to or is linked with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from reader.annotations.records import ArticleRecord, Claim, Label, Mark, Record
from reader.article.anchor import Anchor, anchor
from reader.article.fingerprint import fingerprint as fingerprint_of
from reader.exchange.arrival import (
    Arrival,
    about_article,
    arrived_id,
    article_from,
    with_line_feeds,
)
from reader.exchange.formats.refi_codebook import codebook_of
from reader.exchange.losses import Losses
from reader.exchange.refi_codes import (
    CLAIM,
    REST,
    Codes,
    guid_of,
    moment,
    parsed,
    part_guid,
    strays,
)
from reader.exchange.stand_off import from_rest, to_record
from reader.exchange.unpacking import files_in, unpacked
from reader.exchange.utf16 import Utf16Offsets
from reader.text.span import Span

SILENT = frozenset(
    {
        *("colour", "private", "machine_visible", "attributes", "links", "claimant", "said_on"),
        *("said_at", "language", "status", "assessments", "final", "evidence", "assignee"),
        *("checklist", "review_url"),
    }
)
"""What a file of another program says nothing about."""
UNNAMED = arrived_id("refi-qda user", "")
_STRAYS = {
    "PDFSource": "PDF source[s] [was|were] skipped",
    "PictureSource": "picture[s] [was|were] skipped",
    "AudioSource": "recording[s] [was|were] skipped",
    "VideoSource": "film[s] [was|were] skipped",
    "Case": "case[s] [was|were] skipped",
    "Variable": "variable[s] [was|were] skipped",
    "Set": "set[s] [was|were] skipped",
    "Graph": "graph[s] [was|were] skipped",
}


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """Yield the articles of a REFI-QDA project. Raises ValueError for other XML."""
    with unpacked(path) as place:
        for file in files_in(place, ".qde"):
            root = parsed(file.read_bytes())
            if etree.QName(root).localname != "Project":
                raise ValueError("it is no REFI-QDA project")
            strays(root, _STRAYS, losses)
            yield from _Project(root, file.parent, losses).arrivals()


class _Project:
    """A project, unpacked in ``folder``."""

    def __init__(self, root: etree._Element, folder: Path, losses: Losses) -> None:
        self._root, self._folder, self._losses = root, folder, losses
        book = root.find("{*}CodeBook")
        self._codes = Codes(book if book is not None else etree.Element("CodeBook"))
        self._users = {
            guid_of(user.get("guid")): user.get("name") or user.get("id") or ""
            for user in root.iterfind("{*}Users/{*}User")
        }
        self._users[UNNAMED] = ""
        self._notes = {
            guid_of(each.get("guid")): each for each in root.iterfind("{*}Notes/{*}Note")
        }
        self._rest = _rest(folder / REST)
        self._linked: dict[str, str] = {}
        for link in root.iterfind("{*}Links/{*}Link"):
            ends = guid_of(link.get("originGUID")), guid_of(link.get("targetGUID"))
            for one, other in (ends, ends[::-1]):
                if other in self._notes:
                    self._linked[one] = other

    def arrivals(self) -> Iterator[Arrival]:
        if self._codes.records:
            coded = (guid_of(each.get("targetGUID")) for each in self._root.iter("{*}CodeRef"))
            used = {self._codes.tags[each] for each in coded if each in self._codes.tags}
            yield codebook_of(self._codes, used)
        for source in self._root.iterfind("{*}Sources/{*}TextSource"):
            raw = self._text(source)
            if raw is not None and raw.strip():
                yield self._arrival(source, raw)
            else:
                self._losses.add("source[s] without plain text in the file [was|were] left out")

    def _text(self, element: etree._Element) -> str | None:
        """Return the text of a source or note: in the element, else in a file of the project."""
        inline = element.findtext("{*}PlainTextContent")
        if inline is not None:
            return str(inline)
        where = element.get("plainTextPath") or ""
        if not where.startswith("internal://"):
            return None
        # The name alone: a path in a file from elsewhere may lead anywhere.
        name = Path(where.removeprefix("internal://").replace("\\", "/")).name
        folders = [each for each in self._folder.iterdir() if each.name.lower() == "sources"]
        for folder in (*folders, self._folder):
            if (folder / name).is_file():
                return _decoded((folder / name).read_bytes())
        return None

    def _arrival(self, source: etree._Element, raw: str) -> Arrival:
        text, place = with_line_feeds(raw)
        fingerprint = fingerprint_of(text)
        guid, name = guid_of(source.get("guid")), source.get("name") or ""
        tags = tuple(dict.fromkeys(self._tags(source)))
        fallback = ArticleRecord(
            article_id=guid, id=guid, title=name, tags=tags,
            creator=self._who(source), created=moment(source.get("creationDateTime")),
        )  # fmt: skip
        article = article_from(self._rest["articles"].get(guid), fallback)
        records: list[Record] = []
        for several in self._selections(source):
            spans = self._spans(several, raw)
            spans = [Span(place(span.start), place(span.end)) for span in spans]
            try:
                held = anchor(text, spans, fingerprint)
            except ValueError:
                self._losses.add("passage[s] outside of [its|their] text [was|were] skipped")
            else:
                records += self._records(several[0], held)
        records += self._whole(source, text, name)
        return Arrival(article, text, tuple(records), frozenset() if self._rest["own"] else SILENT)

    @staticmethod
    def _selections(source: etree._Element) -> list[list[etree._Element]]:
        """Return the passages of a source, those that are parts of one mark together."""
        every = list(source.iterfind("{*}PlainTextSelection"))
        by_guid = {guid_of(each.get("guid")): each for each in every}
        parts: set[str] = set()
        made = []
        for guid, element in by_guid.items():
            if guid in parts:
                continue
            several, number = [element], 1
            while (more := part_guid(guid, number)) in by_guid:
                several.append(by_guid[more])
                parts.add(more)
                number += 1
            made.append(several)
        return made

    def _spans(self, elements: list[etree._Element], raw: str) -> list[Span]:
        spans = [
            Span(int(each.get("startPosition") or 0), int(each.get("endPosition") or 0))
            for each in elements
        ]
        if raw.isascii() or max(raw) <= "\uffff":
            return spans
        units = Utf16Offsets(raw)
        wide = [Span(units.back(span.start), units.back(span.end)) for span in spans]
        names = [each.get("name") or "" for each in elements]
        fits = [sum(map(_begins, names, (s.slice(raw) for s in each))) for each in (spans, wide)]
        if fits[0] == fits[1] and spans != wide:
            self._losses.add("passage[s] counted in code points, which the words do not confirm")
        return wide if fits[1] > fits[0] else spans

    def _records(self, element: etree._Element, held: Anchor) -> Iterator[Record]:
        labels = self._codes.labels
        references = element.iterfind("{*}Coding/{*}CodeRef")
        codes = (guid_of(each.get("targetGUID")) for each in references)
        label = next((labels[each] for each in codes if each in labels), None)
        body = element.findtext("{*}Description") or self._noted(element)
        shared = self._shared(element)
        known = self._rest["records"].get(shared["id"])
        if known is not None:
            yield _completed(known, held, body, shared["tags"])
        elif label is None:
            kind = "note" if body.strip() else "highlight"
            yield Mark(kind=kind, body=body, anchor=held, **shared)
        elif label[0] != CLAIM:
            yield Label(layer=label[0], type=label[1], anchor=held, **shared)
        elif label[1] == CLAIM:
            yield Claim(claim=" ".join(body.split()), anchor=held, **shared)

    def _shared(self, element: etree._Element) -> dict[str, Any]:
        """Return the fields that every record has."""
        created = moment(element.get("creationDateTime"))
        return {
            "article_id": "",
            "id": guid_of(element.get("guid")),
            "creator": self._who(element),
            "created": created,
            "modified": moment(element.get("modifiedDateTime")) or created,
            "tags": tuple(dict.fromkeys(self._tags(element))),
        }

    def _tags(self, element: etree._Element) -> Iterator[str]:
        for reference in element.iterfind("{*}Coding/{*}CodeRef"):
            code = guid_of(reference.get("targetGUID"))
            if code in self._codes.tags:
                yield self._codes.tags[code]
            elif code not in self._codes.labels:
                self._losses.add("coding[s] by no code of the file [was|were] skipped")

    def _noted(self, element: etree._Element) -> str:
        """Return the words of the notes that a passage refers to or is linked with."""
        known = [guid_of(each.get("targetGUID")) for each in element.iterfind("{*}NoteRef")]
        linked = self._linked.get(guid_of(element.get("guid")))
        known += [linked] if linked else []
        notes = (self._notes[each] for each in dict.fromkeys(known) if each in self._notes)
        return "\n\n".join(words for words in map(self._text, notes) if words)

    def _whole(self, source: etree._Element, text: str, title: str) -> Iterator[Record]:
        """Return the notes on a source as a whole, and its description."""
        for reference in source.iterfind("{*}NoteRef"):
            guid = guid_of(reference.get("targetGUID"))
            note = self._notes.get(guid)
            words = self._text(note) if note is not None else None
            if note is not None and words:
                yield self._about(guid, words, note, text, title)
        described = (source.findtext("{*}Description") or "").strip()
        if described:
            guid = arrived_id("refi-qda description", guid_of(source.get("guid")))
            yield self._about(guid, described, source, text, title)

    def _about(
        self, guid: str, words: str, element: etree._Element, text: str, title: str
    ) -> Record:
        shared = {**self._shared(element), "id": guid}
        fields = {name: shared[name] for name in ("creator", "created", "modified", "tags")}
        made = about_article(guid, words, text, title=title, **fields)
        known = self._rest["records"].get(guid)
        return made if known is None else _completed(known, made.anchor, words, made.tags)

    def _who(self, element: etree._Element) -> str:
        return self._users.get(guid_of(element.get("creatingUser")), "")


def _begins(name: str, words: str) -> bool:
    """Return whether the name of a passage is the beginning of its words."""
    named, found = (" ".join(each.split())[:24].rstrip("…. ") for each in (name, words))
    return bool(named) and found.startswith(named)


def _rest(path: Path) -> dict[str, Any]:
    """Return articles and records by GUID as reader put them there; ``own`` where it did."""
    found: dict[str, Any] = {"articles": {}, "records": {}, "own": path.is_file()}
    if path.is_file():
        content = json.loads(path.read_text(encoding="utf-8"))
        found |= {name: dict(content[name]) for name in ("articles", "records")}
    return found


def _completed(known: Mapping[str, Any], held: Anchor, body: str, tags: tuple[str, ...]) -> Record:
    """Return a record that reader wrote, with the words and tags that the project has now."""
    document = {**known, "spans": [[span.start, span.end] for span in held.spans]}
    mark = from_rest({**document, "tags": list(tags)})
    if mark.kind == "claim":
        mark = replace(mark, attributes={**mark.attributes, "claim": body})
    elif mark.kind in ("note", "highlight"):
        mark = replace(mark, note=body)
    return to_record(mark, held)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")
