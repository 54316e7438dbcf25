"""W3C Web Annotation (Recommendation of 23 February 2017) as JSON-LD, out and in.

An ``AnnotationCollection`` with one page whose items are written one a line. A passage is a target
with a text quote, a mark in several parts has several targets. Where the source is the stored text
of an article, a text position comes with the quote. A page has no such positions, and no line
breaks of ours: there each line of a passage is a target, with the words around it on its line.
Where the page is stored, its quotes have the white space of its source: other programs compare
them character by character.
What the model has no term for is under ``reader:detail``, a JSON literal (JSON-LD 1.1).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from reader.annotations.record_json import to_document
from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Claim,
    Correction,
    Label,
    Mark,
    Record,
)
from reader.article import anchor_json
from reader.article.anchor import Anchor
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.page_quotes import ARTICLE_IRI, UUID_IRI, quotes_of_page
from reader.exchange.formats.web_annotation_in import read as read
from reader.exchange.losses import Loss, Losses
from reader.exchange.percent_coding import percent_coded
from reader.exchange.verdict import final_verdict
from reader.review.annotated_article import AnnotatedArticle

if TYPE_CHECKING:
    from reader.article.page_text import PageText

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OWN_TERMS = {
    "@version": 1.1,
    "reader": "urn:article-reader:",
    "reader:detail": {"@type": "@json"},
    "reader:article": {"@type": "@json"},
}
_SHOWN = ("id", "created", "modified", "creator", "tags", "anchor", "body")


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """Nothing is lost in this format but articles without records, which it cannot hold."""
    losses = Losses()
    head = {"@context": [CONTEXT, OWN_TERMS], "id": "urn:article-reader:export"}
    lead = json.dumps(head, ensure_ascii=False)[:-1]
    out.write(lead + ', "type": "AnnotationCollection", "label": "Notes made with reader"')
    total = 0
    for one in articles:
        if not one.records.in_order:
            losses.add("article[s] without records [was|were] left out")
        page = given.page_text(one.record) if given.page_text and one.record.url else None
        for number, record in enumerate(one.records.in_order):
            item = annotation(record, one.record, page, with_article=number == 0)
            if not total:
                out.write(
                    ', "first": {"id": "urn:article-reader:export:1", "type": "AnnotationPage",'
                    ' "partOf": "urn:article-reader:export", "startIndex": 0, "items": ['
                )
            out.write(("," if total else "") + "\n" + json.dumps(item, ensure_ascii=False))
            total += 1
    out.write(("\n]}" if total else "") + f', "total": {total}}}\n')
    return losses.messages()


def annotation(
    record: Record, article: ArticleRecord, page: PageText | None = None, *, with_article: bool
) -> dict[str, Any]:
    """Return one annotation without its context, which the file has once, at its head."""
    document: dict[str, Any] = {
        "id": _iri(record.id),
        "type": "Annotation",
        "motivation": _motivation(record),
    }
    for name in ("created", "modified"):
        if getattr(record, name):
            document[name] = getattr(record, name)
    if record.creator:
        document["creator"] = {"type": "Person", "name": record.creator}
    document["generator"] = {
        "id": "urn:article-reader:software",
        "type": "Software",
        "name": "reader",
    }
    bodies = [*_bodies(record)]
    if bodies:
        document["body"] = bodies
    whole: dict[str, Any] = {"type": "SpecificResource", "source": _source(article)}
    anchor = getattr(record, "anchor", None)
    if isinstance(anchor, Anchor):
        selectors = [*_selectors_of_page(anchor, page)] if article.url else [*_selectors(anchor)]
        targets = [whole | {"selector": each} for each in selectors]
        document["target"] = targets if len(targets) > 1 else targets[0]
    else:
        document["target"] = whole
    detail = {key: value for key, value in to_document(record).items() if key not in _SHOWN}
    if isinstance(anchor, Anchor):
        detail |= (
            anchor_json.to_json(anchor) if article.url else {"fingerprint": anchor.fingerprint}
        )
    document["reader:detail"] = detail
    if with_article:
        document["reader:article"] = to_document(article)
    return document


def _iri(identity: str) -> str:
    plain = identity.replace("-", "")
    if len(plain) == 32 and all(sign in "0123456789abcdef" for sign in plain):
        return UUID_IRI + identity
    return "urn:article-reader:record:" + percent_coded(identity)


def _source(article: ArticleRecord) -> str:
    return article.url or ARTICLE_IRI + percent_coded(article.id)


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


def _selectors(anchor: Anchor) -> Iterator[list[dict[str, Any]]]:
    """Quote and position of each part in the stored text."""
    for part in anchor.parts:
        place = {"type": "TextPositionSelector", "start": part.start, "end": part.end}
        yield [_quote(part.exact, part.prefix, part.suffix), place]


def _selectors_of_page(anchor: Anchor, page: PageText | None) -> Iterator[list[dict[str, Any]]]:
    """Yield the quotes of each part on a page, line by line."""
    for part in anchor.parts:
        for quote in quotes_of_page(part):
            as_in_page = page.quote(*quote) if page is not None else None
            yield [_quote(*(as_in_page or quote))]


def _quote(exact: str, prefix: str, suffix: str) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
