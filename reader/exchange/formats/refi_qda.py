"""REFI-QDA project (.qdpx), out: what NVivo, MAXQDA, ATLAS.ti and QualCoder exchange.

``project.qde`` has the codebook, and for each article the coded passages of its text, which is a
file in the folder ``Sources``. Positions count code points. A tag is a code, the text of a note the
description of its passage. What the format has no place for is in ``reader.json`` beside it, which
other programs pass over.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from reader.annotations.record_json import to_document
from reader.exchange.arrival import ABOUT, ARTICLE, arrived_id
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.refi_qda_in import read as read
from reader.exchange.losses import Loss, Losses
from reader.exchange.marked_text import MarkedText, marked_texts
from reader.exchange.refi_codes import (
    APPEARANCE,
    CLAIM,
    ORIGIN,
    REST,
    CodeTree,
    as_file,
    part_guid,
    plain,
)
from reader.exchange.stand_off import StandOff, rest
from reader.exchange.targets import Files
from reader.review.annotated_article import AnnotatedArticle

SPACE = "urn:QDA-XML:project:1.0"
NAME = 80
"""Characters of a passage that are its name."""


def write_files(
    articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    project = _Project(given, losses)
    for page in marked_texts(articles, replace(given, origins=frozenset({"own"})), losses):
        source = project.add(page)
        with files.text(f"Sources/{source}.txt") as out:
            out.write(page.of.text)
    if not project.is_empty:
        with files.text("project.qde") as out:
            out.write(project.written())
        with files.text(REST) as out:
            json.dump(project.rest, out, ensure_ascii=False, indent=1)
    return losses.messages()


class _Project:
    """The project as it grows."""

    def __init__(self, given: ExportOptions, losses: Losses) -> None:
        self._tree = CodeTree(given.codebook, losses)
        self._users: dict[str, str] = {}
        self._sources = etree.Element(_named("Sources"))
        self._notes = etree.Element(_named("Notes"))
        self.rest: dict[str, dict[str, Any]] = {"articles": {}, "records": {}}

    @property
    def is_empty(self) -> bool:
        return not len(self._sources)

    def add(self, page: MarkedText) -> str:
        """Add an article; the GUID of its source."""
        record = page.of.record
        guid = _guid(record.id, "source")
        source = etree.SubElement(self._sources, _named("TextSource"), guid=guid)
        source.set("name", plain(record.title or page.name))
        source.set("plainTextPath", f"internal://{guid}.txt")
        self._sign(source, {"creator": record.creator, "created": record.created})
        self.rest["articles"][guid] = to_document(record)
        for mark in page.marks:
            self.rest["records"][_guid(mark.id, "mark")] = rest(mark, ("spans", "note", "tags"))
            if mark.attributes.get(ABOUT) != ARTICLE:
                self._mark(source, page, mark)
        for tag in record.tags:
            self._coding(source, guid, self._tree.of_tag(tag), record.creator)
        for mark in page.marks:
            if mark.attributes.get(ABOUT) == ARTICLE:
                self._note(source, mark)
        return guid

    def _mark(self, source: etree._Element, page: MarkedText, mark: StandOff) -> None:
        first = _guid(mark.id, "mark")
        for number, span in enumerate(mark.spans):
            guid = part_guid(first, number)
            made = etree.SubElement(source, _named("PlainTextSelection"), guid=guid)
            made.set("name", plain(" ".join(span.slice(page.of.text).split())[:NAME]))
            made.set("startPosition", str(span.start))
            made.set("endPosition", str(span.end))
            who = self._sign(made, mark.attributes)
            words = mark.note or str(mark.attributes.get("claim", ""))
            if words and not number:
                etree.SubElement(made, _named("Description")).text = plain(words)
            for code in self._codes(mark):
                self._coding(made, guid, code, who)

    def _codes(self, mark: StandOff) -> Iterable[str]:
        if mark.kind == "label":
            yield self._tree.of_label(mark.layer, mark.type)
        elif mark.kind in ("claim", "appearance"):
            yield self._tree.of_claim(CLAIM if mark.kind == "claim" else APPEARANCE)
        for tag in mark.tags:
            yield self._tree.of_tag(tag)

    def _coding(self, above: etree._Element, guid: str, code: str, who: str) -> None:
        made = etree.SubElement(above, _named("Coding"), guid=arrived_id("refi", guid, code))
        made.set("creatingUser", self._user(who))
        etree.SubElement(made, _named("CodeRef"), targetGUID=code)

    def _note(self, source: etree._Element, mark: StandOff) -> None:
        """Return a note on the article as a whole."""
        guid = _guid(mark.id, "mark")
        note = etree.SubElement(self._notes, _named("Note"), guid=guid)
        note.set("name", plain(" ".join(mark.note.split())[:NAME]) or "note")
        who = self._sign(note, mark.attributes)
        etree.SubElement(note, _named("PlainTextContent")).text = plain(mark.note)
        for tag in mark.tags:
            self._coding(note, guid, self._tree.of_tag(tag), who)
        etree.SubElement(source, _named("NoteRef"), targetGUID=guid)

    def _sign(self, element: etree._Element, fields: Mapping[str, object]) -> str:
        """Say who made something, and when; the name."""
        who = str(fields.get("creator", ""))
        element.set("creatingUser", self._user(who))
        for name, value in (("creation", "created"), ("modified", "modified")):
            if fields.get(value):
                element.set(f"{name}DateTime", plain(str(fields[value])))
        return who

    def _user(self, name: str) -> str:
        return self._users.setdefault(name, arrived_id("refi-qda user", name))

    def written(self) -> str:
        root = etree.Element(_named("Project"), nsmap={None: SPACE}, name="reader", origin=ORIGIN)
        users = etree.SubElement(root, _named("Users"))
        for name, guid in self._users.items() or {"": self._user("")}.items():
            etree.SubElement(users, _named("User"), guid=guid, name=plain(name) or "unnamed")
        codes = self._tree.written(SPACE)
        if codes is not None:
            etree.SubElement(root, _named("CodeBook")).append(codes)
        for part in (self._sources, self._notes):
            if len(part):
                root.append(part)
        return as_file(root)


def _named(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _guid(identity: str, what: str) -> str:
    """Return the id itself where it is a UUID, as the format wants it."""
    try:
        return str(uuid.UUID(identity))
    except ValueError:
        return arrived_id("refi-qda", what, identity)
