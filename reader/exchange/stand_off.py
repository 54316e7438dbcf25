"""One annotation beside its text: the middle through which all annotation formats go.

Records and findings become stand-off annotations, formats write and read those, and records
come of them again. What a format has no place for goes into ``rest``, a plain JSON object that
the format carries along wherever it can.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reader.analysis.findings import Figure, Finding, Findings, Quote, finding_id
from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import LabelLink, Record
from reader.article import anchor_json
from reader.article.anchor import Anchor
from reader.exchange.export_options import Origin
from reader.text.span import Span

FINDING = "finding"
"""The kind of what the machine found; all other kinds are those of records."""

_OWN_FIELDS = ("article_id", "id", "kind", "anchor", "body", "tags", "layer", "type", "links")
_DEFAULTS: Mapping[str, Any] = {"machine_visible": True, "private": False, "status": "todo"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StandOff:
    """``spans`` are in text order, at least one.

    ``attributes`` are JSON values: all that the record or finding tells beside the other fields.
    ``links`` point to ids of others.
    """

    id: str
    kind: str
    layer: str
    type: str
    spans: tuple[Span, ...]
    origin: Origin = "own"
    attributes: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[LabelLink, ...] = ()

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return self.spans[-1].end

    def words(self, text: str) -> str:
        return " … ".join(span.slice(text) for span in self.spans)


def from_record(record: Record, spans: tuple[Span, ...]) -> StandOff:
    """Return ``record`` as an annotation of ``spans``."""
    document = to_document(record)
    attributes = {
        key: value
        for key, value in document.items()
        if key not in _OWN_FIELDS and value not in (None, "", [], {}, _DEFAULTS.get(key, ""))
    }
    layer, type_ = _layer_and_type(document)
    return StandOff(
        id=record.id,
        kind=record.kind,
        layer=layer,
        type=type_,
        spans=spans,
        attributes=attributes,
        note=str(document.get("body", "")),
        tags=record.tags,
        links=tuple(LabelLink(each["role"], each["to"]) for each in document.get("links", ())),
    )


def to_record(mark: StandOff, anchor: Anchor, article_id: str = "") -> Record:
    """Return the record that ``mark`` was made of, or the one it amounts to, on ``anchor``."""
    document: dict[str, Any] = {
        "article_id": article_id,
        "id": mark.id,
        "kind": mark.kind,
        **mark.attributes,
        "tags": list(mark.tags),
        "anchor": anchor_json.to_json(anchor),
    }
    if mark.kind in ("highlight", "note"):
        document["body"] = mark.note
    if mark.kind == "label":
        document |= {"layer": mark.layer, "type": mark.type}
        document["links"] = [{"role": link.role, "to": link.to} for link in mark.links]
    if mark.kind not in ("highlight", "note") and mark.note:
        document["note"] = mark.note
    return from_document(document)


def _layer_and_type(document: Mapping[str, Any]) -> tuple[str, str]:
    if document["kind"] == "label":
        return document["layer"], document["type"]
    return ("claim" if document["kind"] == "appearance" else "mark"), document["kind"]


def from_findings(findings: Findings) -> Iterator[StandOff]:
    """Yield what the machine found.

    Cues and sources are annotations of their own that quotes link.
    """
    for entity in findings.entities:
        yield _machine(entity.id, "entity", entity.type, (entity.span,), _attributes(entity))
    parts: dict[str, StandOff] = {}
    for quote in findings.quotes:
        links = [*_linked(quote, parts)]
        if quote.parent:
            links.append(LabelLink("part-of", quote.parent))
        yield _machine(quote.id, "quote", quote.kind, quote.spans, _attributes(quote), tuple(links))
    for figure in findings.figures:
        links = [*_linked(figure, parts)]
        attributes = _attributes(figure)
        yield _machine(figure.id, "figure", figure.kind, (figure.span,), attributes, tuple(links))
    yield from parts.values()


def _machine(
    identity: str,
    layer: str,
    type_: str,
    spans: tuple[Span, ...],
    attributes: Mapping[str, Any],
    links: tuple[LabelLink, ...] = (),
) -> StandOff:
    return StandOff(
        id=identity,
        kind=FINDING,
        layer=layer,
        type=type_,
        spans=spans,
        origin="machine",
        attributes=attributes,
        links=links,
    )


def _linked(finding: Quote | Figure, parts: dict[str, StandOff]) -> Iterator[LabelLink]:
    for role, name, spans in (
        ("cue", "cue", finding.cue),
        ("speaker", "source", finding.source),
    ):
        if spans:
            identity = finding_id(name, spans, "")
            parts.setdefault(identity, _machine(identity, name, name, tuple(spans), {}))
            yield LabelLink(role, identity)


_ASIDE = ("id", "start", "end", "spans", "text", "type", "kind", "cue", "source", "parent", "tags")


def _attributes(finding: Finding) -> dict[str, Any]:
    names = (name for name in finding.__slots__ if name not in _ASIDE)
    fields = {name: getattr(finding, name) for name in names}
    return {name: value for name, value in fields.items() if value not in (None, "")}


def rest(mark: StandOff, written: Collection[str]) -> dict[str, Any]:
    """Return ``mark`` as a JSON object, without empty fields and those ``written`` elsewhere."""
    every: dict[str, Any] = {
        "id": mark.id,
        "kind": mark.kind,
        "layer": mark.layer,
        "type": mark.type,
        "spans": [[span.start, span.end] for span in mark.spans],
        "origin": mark.origin,
        "attributes": dict(mark.attributes),
        "note": mark.note,
        "tags": list(mark.tags),
        "links": [[link.role, link.to] for link in mark.links],
    }
    return {key: value for key, value in every.items() if key not in written and value}


def from_rest(document: Mapping[str, Any]) -> StandOff:
    """Return the annotation of a ``document`` that ``rest`` made and the format completed.

    Raises ValueError when the document is no annotation.
    """
    try:
        spans = tuple(Span(start, end) for start, end in document["spans"])
        if not spans or not all(len(span) for span in spans):
            raise ValueError("an annotation without a passage")
        return StandOff(
            id=str(document["id"]),
            kind=str(document["kind"]),
            layer=str(document["layer"]),
            type=str(document["type"]),
            spans=spans,
            origin="machine" if document.get("origin") == "machine" else "own",
            attributes=dict(document.get("attributes", {})),
            note=str(document.get("note", "")),
            tags=tuple(map(str, document.get("tags", ()))),
            links=tuple(LabelLink(str(role), str(to)) for role, to in document.get("links", ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise ValueError("not an annotation that reader wrote") from fault


def in_text_order(marks: Iterable[StandOff]) -> tuple[StandOff, ...]:
    """By place, the longer before the shorter that starts with it."""
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.id)))
