"""Records as the documents of the TinyDB file, and back.

A field that this version does not know travels in ``Record.extra`` and is written back as it
was; a document of an unknown kind, or one whose fields do not have their agreed shape, becomes
a plain ``Record`` that carries all of it in ``extra``, so that nothing is lost by reading. Notes
need their article: its record keeps the fields that are right, and has the others aside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Assessment,
    CheckStep,
    Claim,
    Correction,
    Document,
    Evidence,
    Label,
    LabelLink,
    Mark,
    Record,
    Revision,
    SourceName,
    Tag,
    Unlike,
)
from reader.article import anchor_json

Decode = Callable[[Any], Any]

_COMMON = ("creator", "created", "modified", "tags", "private", "machine_visible")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def _number_or_none(value: Any) -> float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise TypeError("not a number")


def _whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a whole number")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return tuple(_text(item) for item in value)


def _table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("not a table")
    return value


def _table_of(each: Decode) -> Decode:
    return lambda value: {key: each(item) for key, item in _table(value).items()}


def _rows(shape: type, fields: Mapping[str, Decode]) -> Decode:
    """Return a decoder of a list of objects that have exactly some of ``fields``."""

    def decode(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError("not a list")
        return tuple(
            shape(**{key: fields[key](part) for key, part in _table(item).items()})
            for item in value
        )

    return decode


def _anything(value: Any) -> Any:
    return value


_ANCHOR: dict[str, Decode] = {"anchor": anchor_json.from_json}

_EVIDENCE: dict[str, Decode] = {
    "url": _text_or_none,
    "archived": _text_or_none,
    "title": _text,
    "excerpt": _text,
    "stance": _text,
    "source_type": _text,
    "accessed": _text,
    "sha256": _text_or_none,
    "private": _truth,
}

_ASSESSMENT: dict[str, Decode] = {
    "reviewer": _text,
    "scale": _text,
    "scale_version": _text,
    "label": _text,
    "value": _number_or_none,
    "best": _number_or_none,
    "worst": _number_or_none,
    "explanation": _text,
    "detail": _text,
    "at": _text,
}

_REVISION: dict[str, Decode] = dict.fromkeys(("fingerprint", "loader", "seen", "location"), _text)

_ARTICLE: dict[str, Decode] = {
    "title": _text,
    "locations": _texts,
    "url": _text_or_none,
    "outlet": _text_or_none,
    "authors": _texts,
    "published": _text_or_none,
    "language": _text_or_none,
    "status": _table_of(_text),
    "position": _table_of(_whole_number),
    "revisions": _rows(Revision, _REVISION),
    "apart": _texts,
    "archived": _truth,
}

_MARK: dict[str, Decode] = _ANCHOR | {"body": _text, "colour": _text_or_none}

_LABEL: dict[str, Decode] = _ANCHOR | {
    "layer": _text,
    "type": _text,
    "attributes": _table,
    "links": _rows(LabelLink, {"role": _text, "to": _text}),
}

_CORRECTION: dict[str, Decode] = {
    "finding": _table,
    "decision": _text,
    "before": _anything,
    "after": _anything,
    "reason": _text,
    "scope": _text,
}

_CLAIM: dict[str, Decode] = _ANCHOR | {
    "claim": _text,
    "claimant": _text,
    "said_on": _text_or_none,
    "said_at": _text_or_none,
    "language": _text_or_none,
    "status": _text,
    "assessments": _rows(Assessment, _ASSESSMENT),
    "final": _text_or_none,
    "evidence": _rows(Evidence, _EVIDENCE),
    "assignee": _text,
    "checklist": _rows(CheckStep, {"step": _text, "by": _text, "at": _text}),
    "review_url": _text_or_none,
}

_KINDS: dict[str, tuple[type[Record], dict[str, Decode]]] = {
    "article": (ArticleRecord, _ARTICLE),
    "highlight": (Mark, _MARK),
    "note": (Mark, _MARK),
    "label": (Label, _LABEL),
    "correction": (Correction, _CORRECTION),
    "claim": (Claim, _CLAIM),
    "appearance": (Appearance, _ANCHOR | {"claim_id": _text}),
    "unlike": (Unlike, {"finding": _table, "of": _text, "words": _text}),
    "tag": (Tag, {"name": _text, "description": _text, "colour": _text_or_none}),
    "source": (SourceName, {"name": _text, "means": _text}),
}

KINDS: tuple[str, ...] = tuple(_KINDS)
"""The kinds of records that there are."""

_SHARED: dict[str, Decode] = {
    "creator": _text,
    "created": _text,
    "modified": _text,
    "tags": _texts,
    "private": _truth,
    "machine_visible": _truth,
}

_DECODERS: dict[str, dict[str, Decode]] = {
    kind: _SHARED | dict.fromkeys(("article_id", "id", "kind"), _anything) | own
    for kind, (_, own) in _KINDS.items()
}
"""How each field of each kind is read."""

_AS_THEY_ARE = (_text, _text_or_none, _truth, _number_or_none, _whole_number)


class _Written:
    """The names of a record's fields in their order.

    Their values all at once, and the names of those whose values JSON does not have as they are.
    """

    def __init__(self, own: Mapping[str, Decode]) -> None:
        fields = {name: _SHARED[name] for name in _COMMON}
        fields.update(own)
        self.names = ("article_id", "id", "kind", *fields)
        self.values = attrgetter(*self.names)
        self.composed = [name for name, read in fields.items() if read not in _AS_THEY_ARE]


_BARE = _Written({})
_WRITTEN = {kind: _Written(own) for kind, (_, own) in _KINDS.items()}

_NESTED: dict[str, tuple[str, ...]] = {
    "revisions": tuple(_REVISION),
    "links": ("role", "to"),
    "assessments": tuple(_ASSESSMENT),
    "evidence": tuple(_EVIDENCE),
    "checklist": ("step", "by", "at"),
}


def is_record(document: Mapping[str, Any]) -> bool:
    """Return whether ``document`` is a record: it has an ``article_id``, an ``id`` and a kind."""
    get = document.get
    return (
        isinstance(get("article_id"), str)
        and isinstance(get("id"), str)
        and isinstance(get("kind"), str)
    )


def misshapen(document: Mapping[str, Any]) -> str:
    """Return the first field of a record of a known kind that is missing or cannot be read.

    "" when it is whole.
    """
    known = _KINDS.get(document["kind"])
    record = from_document(document)
    if known is None or (type(record) is not Record and UNREADABLE not in record.extra):
        return ""
    for name, decode in _DECODERS[document["kind"]].items():
        if name in document or name == "anchor":
            try:
                decode(document[name])
            except (KeyError, TypeError, ValueError):
                return name
    return next(name for name in known[1] if name not in document)


def from_document(document: Mapping[str, Any]) -> Record:
    """Return the record that ``document`` holds; ValueError when it is none (see ``is_record``)."""
    if not is_record(document):
        raise ValueError("a record needs an article_id, an id and a kind")
    known = _KINDS.get(document["kind"])
    if known is not None:
        try:
            return _decoded(document, known[0], _DECODERS[document["kind"]])
        except (KeyError, TypeError, ValueError):
            if document["kind"] == "article":
                return _article_with_odd_fields(document)
            # else a shape that is not ours: all of it is kept below
    head = {key: document[key] for key in ("article_id", "id", "kind")}
    extra = {key: value for key, value in document.items() if key not in head}
    shared = {}
    for key, decode in _SHARED.items():
        try:
            shared[key] = decode(extra[key])
        except (KeyError, TypeError):
            continue
        del extra[key]
    return Record(**head, **shared, extra=extra)


UNREADABLE = "unreadable"
"""The field of an article that has its values of a wrong shape, by the names of their fields."""


def _article_with_odd_fields(document: Mapping[str, Any]) -> ArticleRecord:
    right: dict[str, Any] = {}
    odd: dict[str, Any] = {}
    for name, value in document.items():
        decode = _DECODERS["article"].get(name)
        try:
            if decode is not None:
                decode(value)
        except (KeyError, TypeError, ValueError):
            odd[name] = value
        else:
            right[name] = value
    former = right.get(UNREADABLE, {})
    right[UNREADABLE] = {**(former if isinstance(former, dict) else {UNREADABLE: former}), **odd}
    article = _decoded(right, ArticleRecord, _DECODERS["article"])
    assert isinstance(article, ArticleRecord)
    return article


def _decoded(
    document: Mapping[str, Any], shape: type[Record], decoders: Mapping[str, Decode]
) -> Record:
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for key, value in document.items():
        decode = decoders.get(key)
        if decode is not None:
            values[key] = decode(value)
        else:
            extra[key] = value
    return shape(**values, extra=extra)


def to_document(record: Record) -> Document:
    """Return ``record`` as a document.

    ``article_id``, ``id``, ``kind``, the shared fields, its own fields, and what ``extra`` carries
    beside them.
    """
    known = _KINDS.get(record.kind)
    ours = known is not None and isinstance(record, known[0])
    shape = _WRITTEN[record.kind] if ours else _BARE
    document: Document = dict(zip(shape.names, shape.values(record), strict=True))
    for name in shape.composed:
        document[name] = _plain(name, document[name])
    for key, value in record.extra.items():
        if key not in document or (key in _COMMON and not ours):
            document[key] = value
    return document


def _plain(key: str, value: Any) -> Any:
    if value is None or isinstance(value, str | bool):
        return value
    if key == "anchor":
        return anchor_json.to_json(value)
    fields = _NESTED.get(key)
    if fields is not None:
        return [{field: getattr(item, field) for field in fields} for item in value]
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    return value
