"""W3C Web Annotation, in: reader's own, and those of other tools.

What an annotation does is said by the purpose of each body, else by the motivation of the whole.
An annotation without a passage is a note on the article.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from reader.annotations.record_json import from_document
from reader.annotations.records import ArticleRecord, Record, Revision
from reader.article import anchor_json
from reader.article.anchor import Anchor, Part
from reader.article.page_text import without_space
from reader.article.same_page import page_key
from reader.exchange.arrival import NOT_YET_PLACED, Arrival, about_article, arrived_id
from reader.exchange.foreign import utc_time
from reader.exchange.formats.page_quotes import ARTICLE_IRI, UUID_IRI, quotes_of_page
from reader.exchange.html_note import markdown_of
from reader.exchange.losses import Losses, in_short

_CLASSES = ("classifying", "identifying")
_UNKNOWN = "annotation[s] of unknown form [was|were] skipped"
_EMPTY = "annotation[s] that [marks|mark] no passage and [says|say] nothing [was|were] skipped"


def read(path: Path, losses: Losses) -> Iterator[Arrival]:
    """Yield a collection, a page, one annotation or a list of them, ours or another tool's."""
    document = json.loads(path.read_text(encoding="utf-8-sig"))
    articles: dict[str, ArticleRecord] = {}
    sources: dict[str, str] = {}
    hanging: dict[str, list[Record]] = {}
    for item in _items(document):
        try:
            source, selectors = _target(item, losses)
            record = _record(item, selectors, losses)
            if isinstance(item.get("reader:article"), dict):
                known = from_document(item["reader:article"])
                if isinstance(known, ArticleRecord):
                    articles[page_key(source)] = known
        except (AttributeError, KeyError, TypeError, ValueError):
            losses.add(_UNKNOWN)
            continue
        if record is not None:
            sources.setdefault(page_key(source), source)
            hanging.setdefault(page_key(source), []).append(record)
    for key, records in hanging.items():
        article = articles.get(key) or _article(sources[key], records)
        yield Arrival(article, None, tuple(records))


def _items(document: Any) -> Iterator[dict[str, Any]]:
    if isinstance(document, list):
        for each in document:
            yield from _items(each)
    elif isinstance(document, dict):
        if document.get("items") or document.get("first"):
            yield from _items(document.get("items") or document["first"])
        elif _several(document.get("target")):
            yield document
        elif "AnnotationCollection" not in _several(document.get("type")):
            raise ValueError("it holds no web annotations")


def _target(item: Mapping[str, Any], losses: Losses) -> tuple[str, list[Any]]:
    """Return the source of an annotation, and the selectors of its passages there."""
    targets = [{"source": t} if isinstance(t, str) else t for t in _several(item["target"])]
    sources = [_address(target.get("source", target)) for target in targets]
    if len({page_key(each) for each in sources}) > 1:
        losses.add("annotation[s] on several articles [was|were] put on the first of them")
    selectors = [
        selector
        for target, where in zip(targets, sources, strict=True)
        for selector in _several(target.get("selector"))
        if page_key(where) == page_key(sources[0])
    ]
    return sources[0], selectors


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _one(value: Any) -> Any:
    several = _several(value)
    return several[0] if several else {}


def _address(source: Any) -> str:
    return str(source.get("id", "")) if isinstance(source, Mapping) else str(source)


def _article(source: str, records: Iterable[Record]) -> ArticleRecord:
    identity = unquote(source.removeprefix(ARTICLE_IRI)) if source.startswith(ARTICLE_IRI) else ""
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
    parts = _parts(selectors, losses)
    shared = _shared(item, losses)
    bodies = _Bodies(item, losses)
    document = {"article_id": "", **detail, **shared, "tags": bodies.tags}
    fingerprint = str(document.pop("fingerprint", NOT_YET_PLACED))
    whole = {"fingerprint": fingerprint, "parts": document.pop("parts", None)}
    if parts:
        document["anchor"] = _anchor_from(whole, parts) or {
            "fingerprint": fingerprint,
            "parts": parts,
        }
    if not parts and not detail:
        if not bodies.note and not bodies.types:
            losses.add(_EMPTY, detail=in_short(str(item.get("id", ""))))
            return None
        words = bodies.note or ", ".join(bodies.types)
        tags = tuple(bodies.tags)
        return about_article(shared.pop("id"), words, None, **(shared | {"tags": tags}))
    if detail.get("kind") in (None, "note", "highlight"):
        document["body"] = bodies.note
    if "kind" not in document:
        _classify(document, bodies)
    return from_document(document)


def _classify(document: dict[str, Any], bodies: _Bodies) -> None:
    """Set the kind of another tool's annotation: classes make a label, words a note."""
    document["kind"] = "note" if bodies.note else "highlight"
    if bodies.types and not bodies.note:
        document |= {"kind": "label", "layer": "entity", "type": bodies.types[0]}
        del document["body"]
        if bodies.entries:
            document["attributes"] = {"identifier": bodies.entries[0]}
    further = [*bodies.types[document["kind"] == "label" :], *bodies.entries[1:]]
    if document["kind"] != "label":
        further = [*bodies.types, *bodies.entries]
    document["tags"] = list(dict.fromkeys([*bodies.tags, *further]))


def _anchor_from(whole: Mapping[str, Any], parts: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the anchor that reader wrote beside the quotes of a page.

    If these are still its quotes.
    """
    try:
        held = anchor_json.from_json(whole)
    except ValueError:
        return None
    quotes = [without_space(quote[0]) for part in held.parts for quote in quotes_of_page(part)]
    same = quotes == [without_space(part["exact"]) for part in parts]
    return anchor_json.to_json(held) if same else None


def _shared(item: Mapping[str, Any], losses: Losses) -> dict[str, Any]:
    identity = str(item.get("id", ""))
    ours = "reader:detail" in item
    if ours and identity.startswith(UUID_IRI):
        identity = identity.removeprefix(UUID_IRI)
    elif ours:
        identity = unquote(identity.rpartition(":")[2])
    else:
        # Without an id, passage and maker identify it: the words of a note may be edited.
        fields = ("target", "creator", "created")
        kept = (json.dumps(item.get(key), sort_keys=True) for key in fields)
        identity = arrived_id("web annotation", identity or "\x1f".join(kept))
    creators = _several(item.get("creator"))
    further = max(0, len(creators) - 1)
    losses.add("further creator[s] of an annotation [was|were] skipped", further)
    creator = _one(creators)
    if isinstance(creator, Mapping):
        creator = creator.get("name") or creator.get("nickname") or creator.get("id") or ""
    return {
        "id": identity,
        "creator": str(_one(creator) or ""),
        "created": utc_time(_one(item.get("created"))),
        "modified": utc_time(_one(item.get("modified")) or _one(item.get("created"))),
    }


class _Bodies:
    """What the bodies of an annotation say: a note, tags, classes, entries of knowledge bases."""

    def __init__(self, item: Mapping[str, Any], losses: Losses) -> None:
        self._ours = "reader:detail" in item
        self._losses = losses
        self._motivations = [_term(each) for each in _several(item.get("motivation"))]
        self._notes: list[str] = []
        self.tags: list[str] = []
        self.types: list[str] = []
        self.entries: list[str] = []
        if "bodyValue" in item:
            self._take({"value": item["bodyValue"]})
        for body in _several(item.get("body")):
            self._take(body)

    @property
    def note(self) -> str:
        return "\n\n".join(self._notes)

    def _take(self, body: Any) -> None:
        if isinstance(body, str):
            body = {"id": body}
        inner = body.get("items") or body.get("members")
        if inner and "value" not in body:
            for each in _several(inner):
                self._take(each)
            return
        purposes = [_term(each) for each in _several(body.get("purpose"))] or self._motivations
        value = body.get("value")
        if value is None:
            self._take_address(_address(body.get("source") or body.get("id") or ""), purposes)
            return
        words = str(_one(value))
        if "tagging" in purposes:
            self.tags.append(words)
        elif any(each in purposes for each in _CLASSES):
            self.types.append(words)
        else:
            is_html = str(_one(body.get("format")) or "").startswith("text/html")
            self._notes.append(markdown_of(words) if is_html else words)

    def _take_address(self, address: str, purposes: list[str]) -> None:
        if self._ours:
            return
        if not address:
            self._losses.add("[body that is no text was|bodies that are no text were] passed over")
        elif "tagging" in purposes:
            self.tags.append(address)
        elif any(each in purposes for each in _CLASSES):
            self.entries.append(address)
            if not self.types:
                self.types.append(unquote(address.rstrip("/").rpartition("/")[2]) or address)
        else:
            self._notes.append(f"<{address}>")


def _term(value: Any) -> str:
    """Return a motivation or purpose without its prefix or address."""
    return str(_address(value)).rpartition(":")[2].rpartition("#")[2].rpartition("/")[2]


def _parts(selectors: Iterable[Any], losses: Losses) -> list[dict[str, Any]]:
    """Quote selectors with the positions that follow or precede them, in order."""
    parts: list[dict[str, Any]] = []
    places: list[tuple[int, int]] = []
    for each in selectors:
        if not isinstance(each, Mapping):
            continue
        quote = _innermost(each)
        if quote is not None:
            parts.append(
                {
                    "start": quote.start,
                    "end": quote.end,
                    "exact": quote.exact,
                    "prefix": quote.prefix,
                    "suffix": quote.suffix,
                }
            )
        elif each.get("type") == "TextPositionSelector":
            places.append((int(each["start"]), int(each["end"])))
        else:
            losses.add("selector[s] without words [was|were] skipped")
    if len(places) == len(parts):
        for part, (start, end) in zip(parts, places, strict=True):
            if 0 <= start < end:
                part |= {"start": start, "end": end}
    return parts


def _innermost(selector: Mapping[str, Any]) -> Part | None:
    """Return the quote that a selector narrows down to, with the surrounding words it gives."""
    quote = None
    if selector.get("type") == "TextQuoteSelector" and selector.get("exact"):
        exact = str(selector["exact"])
        around = (str(selector.get(key) or "") for key in ("prefix", "suffix"))
        quote = Part(0, len(exact), exact, *around)
    narrower = selector.get("refinedBy")
    for each in _several(narrower):
        inner = _innermost(each) if isinstance(each, Mapping) else None
        if inner is None:
            continue
        if quote is None or quote.exact.count(inner.exact) != 1:
            return inner
        before, _, behind = quote.exact.partition(inner.exact)
        prefix, suffix = quote.prefix + before, behind + quote.suffix
        return Part(0, len(inner.exact), inner.exact, prefix[-32:], suffix[:32])
    return quote
