"""Findings as JSON and back: the shape of ``reader analyze``, of the cache and of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from reader.analysis.findings import (
    SCHEMA,
    Entity,
    Figure,
    Findings,
    ModelStamp,
    Person,
    Quote,
)
from reader.article.article import Article
from reader.text.span import Span

OFFSET_UNIT = "codepoint"

_SPAN_LISTS = ("spans", "cue", "source")
_PERSON = tuple(field.name for field in fields(Person))
_ENTITY = tuple(field.name for field in fields(Entity))
_QUOTE = tuple(field.name for field in fields(Quote))
_FIGURE = tuple(field.name for field in fields(Figure))


def to_json(
    findings: Findings,
    article: Article | None = None,
    *,
    text: bool = True,
    tokens: bool = False,
) -> dict[str, Any]:
    """Plain values for ``json.dumps``.

    ``text`` adds the article's text, ``tokens`` the pipeline's tokens and sentences as pairs of
    offsets. Without ``article`` only its fingerprint and language are included.
    """
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "offset_unit": OFFSET_UNIT,
        "article": _article(findings, article, text),
        "models": {use: stamp_to_json(stamp) for use, stamp in findings.models.items()},
        "people": [_fields(person, _PERSON) for person in findings.people],
        "entities": [_fields(entity, _ENTITY) for entity in findings.entities],
        "quotes": [_fields(quote, _QUOTE) for quote in findings.quotes],
        "figures": [_fields(figure, _FIGURE) for figure in findings.figures],
        "notices": list(findings.notices),
    }
    if tokens:
        document["tokens"] = _pairs(findings.tokens)
        document["sentences"] = _pairs(findings.sentences)
    return document


def from_json(document: Mapping[str, Any]) -> Findings:
    """Return the findings in ``document``, as ``to_json`` made it; unknown fields are skipped.

    Raises ValueError when ``document`` is no such thing, or of a later schema.
    """
    try:
        schema = document["schema"]
        if schema != SCHEMA:
            raise ValueError(f"findings of schema {schema!r}, where {SCHEMA} is known")
        return Findings(
            fingerprint=document["article"]["fingerprint"],
            language=document["article"].get("language"),
            models={use: stamp_from_json(stamp) for use, stamp in document["models"].items()},
            people=tuple(Person(**_read(one, _PERSON)) for one in document["people"]),
            entities=tuple(Entity(**_read(one, _ENTITY)) for one in document["entities"]),
            quotes=tuple(Quote(**_read(one, _QUOTE)) for one in document["quotes"]),
            figures=tuple(Figure(**_read(one, _FIGURE)) for one in document["figures"]),
            tokens=_spans(document.get("tokens", ())),
            sentences=_spans(document.get("sentences", ())),
            notices=tuple(document.get("notices", ())),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not findings: {error}") from error


def stamp_to_json(stamp: ModelStamp) -> dict[str, str]:
    return {"package": stamp.package, "version": stamp.version, "hash": stamp.hash}


def stamp_from_json(document: Mapping[str, Any]) -> ModelStamp:
    return ModelStamp(str(document["package"]), str(document["version"]), str(document["hash"]))


def _article(findings: Findings, article: Article | None, text: bool) -> dict[str, Any]:
    if article is None:
        return {"language": findings.language, "fingerprint": findings.fingerprint}
    document: dict[str, Any] = {
        "title": article.title,
        "location": article.location,
        "language": findings.language or article.language,
        "fingerprint": findings.fingerprint,
    }
    if text:
        document["text"] = article.text
    document["blocks"] = [
        {
            "kind": block.kind,
            "start": block.start,
            "end": block.end,
            "duplicate_of": block.duplicate_of,
        }
        for block in article.blocks
    ]
    return document


def _fields(finding: object, names: Iterable[str]) -> dict[str, Any]:
    document = {}
    for name in names:
        value = getattr(finding, name)
        if name in _SPAN_LISTS and value is not None:
            value = _pairs(value)
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, float) and value.is_integer() and name.startswith("value"):
            value = int(value)
        document[name] = value
    return document


def _read(document: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    read = {name: document[name] for name in names if name in document}
    for name, value in read.items():
        if name in _SPAN_LISTS and value is not None:
            read[name] = _spans(value)
        elif isinstance(value, list):
            read[name] = tuple(value)
        elif isinstance(value, int) and name.startswith("value"):
            read[name] = float(value)
    return read


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _spans(pairs: Iterable[Any]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
