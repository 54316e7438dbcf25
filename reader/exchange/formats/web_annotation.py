"""W3C Web Annotation (Recommendation of 23 February 2017) as JSON-LD, out and in.

An ``AnnotationCollection`` with one page whose items are written one a line. A passage is a
target with a text quote and a text position selector, a mark in several parts has several
targets. What the model has no term for stands under ``reader:detail``, a JSON literal
(JSON-LD 1.1), so that nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import quote, unquote

from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Claim,
    Correction,
    Label,
    Mark,
    Record,
    Revision,
)
from reader.article.anchor import Anchor, Part
from reader.exchange.arrival import NOT_YET_PLACED, Arrival, arrived_id
from reader.exchange.dossier import Dossier
from reader.exchange.given import NOTHING_GIVEN, Given
from reader.exchange.losses import Loss, Losses, in_short
from reader.exchange.verdict import final_verdict

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OWN_TERMS = {
    "@version": 1.1,
    "reader": "urn:article-reader:",
    "reader:detail": {"@type": "@json"},
    "reader:article": {"@type": "@json"},
}
_ARTICLE = "urn:article-reader:article:"
_UUID = "urn:uuid:"
_SHOWN = ("id", "created", "modified", "creator", "tags", "anchor", "body")


def write(dossiers: Iterable[Dossier], out: TextIO, _: Given = NOTHING_GIVEN) -> list[Loss]:
    """Nothing is lost in this format but articles without records, which it cannot hold."""
    losses = Losses()
    head = {"@context": [CONTEXT, OWN_TERMS], "id": "urn:article-reader:export"}
    lead = json.dumps(head, ensure_ascii=False)[:-1]
    out.write(lead + ', "type": "AnnotationCollection", "label": "Notes made with reader"')
    total = 0
    for dossier in dossiers:
        if not dossier.records:
            losses.add("article[s] without records [was|were] left out")
        for number, record in enumerate(dossier.records):
            item = annotation(record, dossier.article, with_article=number == 0)
            if not total:
                out.write(
                    ', "first": {"id": "urn:article-reader:export:1", "type": "AnnotationPage",'
                    ' "partOf": "urn:article-reader:export", "startIndex": 0, "items": ['
                )
            out.write(("," if total else "") + "\n" + json.dumps(item, ensure_ascii=False))
            total += 1
    out.write(("\n]}" if total else "") + f', "total": {total}}}\n')
    return losses.told()


def annotation(record: Record, article: ArticleRecord, *, with_article: bool) -> dict[str, Any]:
    """One annotation without its context, which stands once at the head of the file."""
    told: dict[str, Any] = {
        "id": _iri(record.id),
        "type": "Annotation",
        "motivation": _motivation(record),
    }
    for name in ("created", "modified"):
        if getattr(record, name):
            told[name] = getattr(record, name)
    if record.creator:
        told["creator"] = {"type": "Person", "name": record.creator}
    told["generator"] = {"id": "urn:article-reader:software", "type": "Software", "name": "reader"}
    bodies = [*_bodies(record)]
    if bodies:
        told["body"] = bodies
    whole: dict[str, Any] = {"type": "SpecificResource", "source": _source(article)}
    anchor = getattr(record, "anchor", None)
    if isinstance(anchor, Anchor):
        targets = [whole | {"selector": [*_selectors(part)]} for part in anchor.parts]
        told["target"] = targets if len(targets) > 1 else targets[0]
    else:
        told["target"] = whole
    detail = {key: value for key, value in to_document(record).items() if key not in _SHOWN}
    if isinstance(anchor, Anchor):
        detail["fingerprint"] = anchor.fingerprint
    told["reader:detail"] = detail
    if with_article:
        told["reader:article"] = to_document(article)
    return told


def _iri(identity: str) -> str:
    plain = identity.replace("-", "")
    if len(plain) == 32 and all(sign in "0123456789abcdef" for sign in plain):
        return _UUID + identity
    return "urn:article-reader:record:" + quote(identity, safe="")


def _source(article: ArticleRecord) -> str:
    return article.url or _ARTICLE + quote(article.id, safe="")


def _motivation(record: Record) -> str:
    match record:
        case Mark(kind="note"):
            return "commenting"
        case Mark():
            return "highlighting"
        case Label():
            return "identifying" if record.layer == "entity" else "classifying"
        case Claim():
            return "assessing"
        case Correction():
            return "moderating"
        case _:
            return "linking"


def _bodies(record: Record) -> Iterator[dict[str, str]]:
    yield from _words(record)
    if isinstance(record, Label):
        for link in record.links:
            yield _tie(link.to) | {"reader:role": link.role}
    if isinstance(record, Appearance):
        yield _tie(record.claim_id)


def _tie(identity: str) -> dict[str, str]:
    return {"type": "SpecificResource", "source": _iri(identity), "purpose": "linking"}


def _words(record: Record) -> Iterator[dict[str, str]]:
    match record:
        case Mark(body=body) if body:
            yield _body(body, "commenting") | {"format": "text/markdown"}
        case Label():
            yield _body(record.type, "classifying")
        case Claim():
            yield _body(record.claim or record.anchor.exact, "describing")
            verdict = final_verdict(record)
            if verdict is not None:
                words = f"{verdict.label}: {verdict.explanation}".removesuffix(": ")
                yield _body(words, "assessing")
    for tag in record.tags:
        yield _body(tag, "tagging")


def _body(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "purpose": purpose}


def _selectors(part: Part) -> Iterator[dict[str, Any]]:
    yield {
        "type": "TextQuoteSelector",
        "exact": part.exact,
        "prefix": part.prefix,
        "suffix": part.suffix,
    }
    yield {"type": "TextPositionSelector", "start": part.start, "end": part.end}


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """A collection, a page, one annotation or a list of them, ours or another tool's."""
    told = json.loads(path.read_text(encoding="utf-8-sig"))
    articles: dict[str, ArticleRecord] = {}
    hanging: dict[str, list[Record]] = {}
    for item in _items(told):
        targets = [{"source": t} if isinstance(t, str) else t for t in _several(item["target"])]
        sources = [_address(target.get("source", target)) for target in targets]
        source = sources[0]
        if len(set(sources)) > 1:
            losses.add("annotation[s] on several articles [was|were] put on the first of them")
        selectors = [
            selector
            for target, where in zip(targets, sources, strict=True)
            for selector in _several(target.get("selector"))
            if where == source
        ]
        if isinstance(item.get("reader:article"), dict):
            known = from_document(item["reader:article"])
            if isinstance(known, ArticleRecord):
                articles[source] = known
        record = _record(item, selectors, losses)
        if record is not None:
            hanging.setdefault(source, []).append(record)
    for source, records in hanging.items():
        yield Arrival(articles.get(source) or _article(source, records), None, tuple(records))


def _items(told: Any) -> Iterator[dict[str, Any]]:
    if isinstance(told, list):
        for each in told:
            yield from _items(each)
    elif isinstance(told, dict):
        if told.get("items") or told.get("first"):
            yield from _items(told.get("items") or told["first"])
        elif _several(told.get("target")):
            yield told
        elif "AnnotationCollection" not in _several(told.get("type")):
            raise ValueError("it holds no web annotations")


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _one(value: Any) -> Any:
    several = _several(value)
    return several[0] if several else {}


def _address(source: Any) -> str:
    return str(source.get("id", "")) if isinstance(source, Mapping) else str(source)


def _article(source: str, records: Iterable[Record]) -> ArticleRecord:
    identity = unquote(source.removeprefix(_ARTICLE)) if source.startswith(_ARTICLE) else ""
    seen = {getattr(record, "anchor", Anchor("", ())).fingerprint for record in records} - {""}
    return ArticleRecord(
        article_id=identity,
        id=identity,
        url=source if "://" in source else None,
        revisions=tuple(Revision(each, "", "", source) for each in sorted(seen)),
    )


def _record(item: Mapping[str, Any], selectors: list[Any], losses: Losses) -> Record | None:
    detail = item.get("reader:detail")
    detail = dict(detail) if isinstance(detail, Mapping) else {}
    parts = _parts(selectors)
    document = {"article_id": "", **detail, **_shared(item)}
    fingerprint = str(document.pop("fingerprint", NOT_YET_PLACED))
    if parts:
        document["anchor"] = {"fingerprint": fingerprint, "parts": parts}
    note, types = _told_by_bodies(item, losses)
    if not parts and not detail:
        losses.add(
            "annotation[s] that [marks|mark] no passage by its words [was|were] passed over",
            detail=in_short(note or str(item.get("id", ""))),
        )
        return None
    if detail.get("kind") in (None, "note", "highlight"):
        document["body"] = note
    if "kind" not in document:
        document["kind"] = "note" if note else "highlight"
        if types and not note:
            document |= {"kind": "label", "layer": "entity", "type": types[0]}
    return from_document(document)


def _shared(item: Mapping[str, Any]) -> dict[str, Any]:
    identity = str(item.get("id", ""))
    ours = "reader:detail" in item
    if ours and identity.startswith(_UUID):
        identity = identity.removeprefix(_UUID)
    elif ours:
        identity = unquote(identity.rpartition(":")[2])
    else:
        identity = arrived_id("web annotation", identity or json.dumps(item, sort_keys=True))
    creator = _one(item.get("creator"))
    if isinstance(creator, Mapping):
        creator = creator.get("name") or creator.get("nickname") or creator.get("id") or ""
    tags = [
        str(body.get("value", ""))
        for body in _several(item.get("body"))
        if isinstance(body, Mapping) and body.get("purpose") == "tagging"
    ]
    return {
        "id": identity,
        "creator": str(creator or ""),
        "created": str(item.get("created", "")),
        "modified": str(item.get("modified", item.get("created", ""))),
        "tags": tags,
    }


def _told_by_bodies(item: Mapping[str, Any], losses: Losses) -> tuple[str, list[str]]:
    """The note and the classes that the bodies of an annotation tell."""
    notes = [str(item["bodyValue"])] if "bodyValue" in item else []
    types: list[str] = []
    for body in _several(item.get("body")):
        if isinstance(body, str):
            notes.append(f"<{body}>")
            continue
        purpose = _one(body.get("purpose")) or _one(item.get("motivation"))
        if purpose == "tagging":
            continue
        if "value" not in body:
            if "reader:detail" not in item:
                losses.add("[body that is no text was|bodies that are no text were] passed over")
        elif purpose in ("classifying", "identifying"):
            types.append(str(body["value"]))
        else:
            notes.append(str(body["value"]))
    return "\n\n".join(notes), types


def _parts(selectors: Iterable[Any]) -> list[dict[str, Any]]:
    """Quote selectors with the positions that follow or precede them, in order."""
    parts: list[dict[str, Any]] = []
    places: list[tuple[int, int]] = []
    for each in selectors:
        kind = each.get("type") if isinstance(each, Mapping) else None
        if kind == "TextQuoteSelector" and each.get("exact"):
            parts.append(
                {
                    "start": 0,
                    "end": len(each["exact"]),
                    "exact": str(each["exact"]),
                    "prefix": str(each.get("prefix", "")),
                    "suffix": str(each.get("suffix", "")),
                }
            )
        elif kind == "TextPositionSelector":
            places.append((int(each["start"]), int(each["end"])))
    if len(places) == len(parts):
        for part, (start, end) in zip(parts, places, strict=True):
            if 0 <= start < end:
                part |= {"start": start, "end": end}
    return parts
