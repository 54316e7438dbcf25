"""How marks stand in a UIMA CAS: a span layer for each layer, with plain features.

The marks of the layer "stance" are ``reader.layer.Stance`` with the type as ``label``; highlights,
notes and claims are ``reader.Mark``. A mark is an annotation for each of its parts, the further
ones tied to the part before. Links within a layer are relations; others are a feature. What is
no text (evidence, verdicts) has no feature: it goes along in ``detail``, as JSON, on request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from reader.annotations.record_json import to_document
from reader.annotations.records import Label
from reader.exchange.losses import Losses
from reader.exchange.marked_text import MarkedText
from reader.exchange.regions import CONTINUES, Cut
from reader.exchange.stand_off import FINDING, StandOff, from_rest, rest
from reader.exchange.tool_names import KINDS, AsciiNames, name_of
from reader.review.label_differences import ADJUDICATED, decision_in
from reader.text.span import Span

MARK = "webanno.custom.ReaderMark"
TIE = "webanno.custom.ReaderTie"
"""The layers of earlier versions, which are still read."""
SEGMENT = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
RECORDS = "reader.Mark"
_LAYERS, _TIES = "reader.layer.", "reader.tie."
FIRST = ("label", "note", "tags", "id", "origin")
_LAST = ("decided", "layer", "links", "detail")
_RESERVED = {*FIRST, *_LAST, "role", "begin", "end", "sofa"}
_OF_RECORDS = {field.name for field in fields(Label)} - {"attributes"}
NO_TEXT = frozenset((ADJUDICATED, "assessments", "checklist", "evidence", "features"))
"""The fields of records of which a file says nothing that has no details."""
_YES_OR_NO = ("machine_visible", "private")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_HIDDEN = ("id", "origin", "created", "modified", "layer", "links", "detail")


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a mark, with the features that have a value; only the first one has all."""

    span: Span
    type: str
    features: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation from one piece to another of its layer, by their positions."""

    type: str
    source: int
    target: int
    role: str


class CasLayers:
    """The layers of an export: their types, and the features and labels that came."""

    def __init__(self, losses: Losses, *, details: bool) -> None:
        self._losses, self._details = losses, details
        self._names = AsciiNames()
        self.features: dict[str, dict[str, None]] = {}
        self.labels: dict[str, dict[str, None]] = {}
        self.ties: dict[str, str] = {}
        """The layer that both ends of a relation are of, by the relation's type."""

    def type_of(self, mark: StandOff) -> str:
        """Return the type of the layer that a mark is in."""
        return RECORDS if mark.kind in KINDS else self.type_of_layer(mark.layer)

    def type_of_layer(self, layer: str) -> str:
        name = self._names.of(layer).replace("-", "_")
        name = name if _IDENTIFIER.match(name) else f"L{name}"
        return f"{_LAYERS}{name[:1].upper()}{name[1:]}"

    def pieces_of(
        self, page: MarkedText, cut: Cut, about: dict[str, Any]
    ) -> tuple[list[Piece], list[Tie]]:
        """Return the pieces of all marks of ``page`` in text order of the marks, and their ties.

        ``cut`` makes the spans that the format can hold; ``about`` goes with the first detail.
        """
        pieces: list[Piece] = []
        ties: list[Tie] = []
        first: dict[str, int] = {}
        types = {mark.id: self.type_of(mark) for mark in page.marks}
        for mark in page.marks:
            spans = tuple(cut(mark.spans))
            more = {"article": to_document(page.of.record)} | about if not first else {}
            first[mark.id] = len(pieces)
            features = self._features(mark, types, spans == mark.spans, more)
            for place, span in enumerate(spans):
                if place:
                    ties.append(self._tie(types[mark.id], len(pieces) - 1, len(pieces), CONTINUES))
                    features = {"label": features["label"], "origin": mark.origin}
                pieces.append(Piece(span, types[mark.id], features))
        for mark in page.marks:
            for link in mark.links:
                if types.get(link.to) == types[mark.id]:
                    ends = first[mark.id], first[link.to]
                    ties.append(self._tie(types[mark.id], *ends, link.role))
        return pieces, ties

    def _tie(self, layer: str, source: int, target: int, role: str) -> Tie:
        kind = f"{RECORDS}Tie" if layer == RECORDS else _TIES + layer.removeprefix(_LAYERS)
        self.ties[kind] = layer
        return Tie(kind, source, target, role)

    def _features(
        self, mark: StandOff, types: Mapping[str, str], whole: bool, about: dict[str, Any]
    ) -> dict[str, str]:
        out = [
            f"{link.role} {link.to}" for link in mark.links if types.get(link.to) != types[mark.id]
        ]
        found = {
            "label": mark.kind if mark.kind in KINDS else mark.type,
            "note": mark.note,
            "tags": joined(mark.tags),
            "id": mark.id,
            "origin": mark.origin,
            **dict(self._plain(mark)),
            "decided": decision_in(mark.attributes.get(ADJUDICATED)),
            "layer": mark.layer if layer_of(types[mark.id]) not in (mark.layer, "") else "",
            "links": "\n".join(out),
        }
        if self._details:
            shown = {"note", "links"} | ({"spans"} if whole else set())
            found["detail"] = json.dumps(rest(mark, shown) | about, ensure_ascii=False)
        elif "article" in about:
            self._losses.add("article[s] [was|were] written without address, dates and history")
        features = {name: value for name, value in found.items() if value}
        known = self.features.setdefault(types[mark.id], dict.fromkeys(FIRST))
        known.update(dict.fromkeys(features))
        self.labels.setdefault(types[mark.id], {})[found["label"]] = None
        return features

    def _plain(self, mark: StandOff) -> Iterator[tuple[str, str]]:
        """Yield the name and value of each attribute that is one text, number, yes or no."""
        own = mark.attributes.get("attributes") if mark.kind == "label" else None
        every = [
            (key, value, _RESERVED) for key, value in mark.attributes.items() if key != "attributes"
        ]
        if isinstance(own, Mapping):
            every += [(key, value, _RESERVED | _OF_RECORDS) for key, value in own.items()]
        left = 0
        for key, value, reserved in every:
            if isinstance(value, bool | int | float) and not isinstance(value, str):
                value = json.dumps(value)
            if not isinstance(value, str) or not _IDENTIFIER.fullmatch(key):
                left += 1
                continue
            yield f"{key}_" if key in reserved or key.endswith("_") else key, value
        if left and not self._details and mark.origin == "own":
            self._losses.add(
                "record[s] [was|were] written without what is no text (evidence, verdicts …)"
            )

    def ordered(self, layer: str) -> tuple[str, ...]:
        """Return the features of a layer in the order in which they are written."""
        came = self.features[layer]
        return (*(name for name in came if name not in _LAST), *(n for n in _LAST if n in came))


def joined(tags: Iterable[str]) -> str:
    """Return tags as one text: with commas between, or each on a line where one has a comma."""
    every = list(tags)
    return (
        "".join(f"{tag}\n" for tag in every)
        if any(", " in tag for tag in every)
        else ", ".join(every)
    )


def tags_of(words: str) -> list[str]:
    lines = words.splitlines() if "\n" in words else words.split(", ")
    return [line for line in lines if line]


def is_own(type_name: str) -> bool:
    """Return whether a span layer is reader's."""
    return type_name in (MARK, RECORDS) or type_name.startswith(_LAYERS)


def is_tie(type_name: str) -> bool:
    """Return whether a relation layer is reader's."""
    return type_name in (TIE, f"{RECORDS}Tie") or type_name.startswith(_TIES)


def layer_of(type_name: str) -> str:
    """Return the layer that a type is named after, "" for the records'."""
    name = type_name.removeprefix(_LAYERS) if type_name.startswith(_LAYERS) else ""
    return name[:1].lower() + name[1:]


def own_mark(type_name: str, features: Mapping[str, str]) -> tuple[str, dict[str, Any] | None]:
    """Return the name of an annotation in reader's layers, and what ``rest`` wrote or would write.

    None for what another tool added without an id or a kind of record.
    """
    detail = detail_of(features.get("detail"))
    label = features.get("label", "")
    if type_name == MARK:
        return label or "Mark", detail
    if type_name == RECORDS and label not in KINDS:
        return label or "Note", None
    if detail is None:
        detail = _as_rest(type_name, features, label)
    else:
        detail |= {"links": _links(features)}
        if label:
            detail |= {"kind": label} if type_name == RECORDS else {"type": label}
    return name_of(from_rest({"id": "", "spans": [[0, 1]], **detail})), detail


def with_own_id(
    detail: dict[str, Any], known: Container[str], otherwise: str, annotator: str
) -> str:
    """Return the id of an annotation, noted in ``detail``.

    One that ``annotator`` added, or copied from another, has none: ``otherwise`` is its.
    """
    own = detail.get("id")
    if own and own not in known:
        return str(own)
    detail["id"] = otherwise
    if annotator:
        detail["attributes"] = {**detail.get("attributes", {}), "creator": annotator}
    return otherwise


def _as_rest(type_name: str, features: Mapping[str, str], label: str) -> dict[str, Any]:
    """Return what ``rest`` would write of an annotation, as far as its plain features tell."""
    is_record = type_name == RECORDS
    origin = features.get("origin", "own")
    kind = label if is_record else FINDING if origin == "machine" else "label"
    plain: dict[str, Any] = {}
    own: dict[str, str] = {}
    for key, value in features.items():
        if key in _RESERVED or not value:
            continue
        if key in _OF_RECORDS or kind != "label":
            plain[key.removesuffix("_")] = value == "true" if key in _YES_OR_NO else value
        else:
            own[key.removesuffix("_")] = value
    if own:
        plain["attributes"] = own
    layer = "mark" if is_record else features.get("layer") or layer_of(type_name)
    layer = "claim" if label == "appearance" and is_record else layer
    found = {
        "kind": kind,
        "layer": layer,
        "type": label or layer,
        "origin": origin,
        "attributes": plain,
        "tags": tags_of(features.get("tags", "")),
        "links": _links(features),
    }
    return found | ({"id": features["id"]} if features.get("id") else {})


def _links(features: Mapping[str, str]) -> list[list[str]]:
    lines = features.get("links", "").split("\n")
    return [line.rsplit(" ", 1) for line in lines if " " in line]


def detail_of(words: str | None) -> dict[str, Any] | None:
    """Return the detail that a piece carries, None for one that has none of ours."""
    if not words:
        return None
    try:
        document = json.loads(words)
    except ValueError:
        return None
    return document if isinstance(document, dict) and "id" in document else None


def layer_file(layers: CasLayers, tagset: Mapping[str, Iterable[str]]) -> str:
    """Return the layers as INCEpTION imports them into a project.

    ``tagset`` has the labels that its editor offers, by the type of the layer.
    """
    made = []
    for name in layers.features:
        span = _layer(name, "span", layers.ordered(name))
        span["features"][0]["tag_set"] = {
            "name": f"{span['uiName']} labels",
            "description": "Made by reader",
            "language": "",
            "tags": [{"tag_name": each, "tag_description": ""} for each in tagset.get(name, ())],
            "create_tag": True,
        }
        made.append(span)
    for name, base in layers.ties.items():
        made.append(_layer(name, "relation", ("role",)) | {"attach_type": {"name": base}})
    return json.dumps(made, indent=1) + "\n"


def _layer(name: str, kind: str, features: Iterable[str]) -> dict[str, Any]:
    return {
        "name": name,
        "uiName": f"{name.rpartition('.')[2]}{' relation' if kind == 'relation' else ''} (reader)",
        "type": kind,
        "description": "Made by reader",
        "enabled": True,
        "built_in": False,
        "readonly": False,
        "attach_type": None,
        "attach_feature": None,
        "allow_stacking": True,
        "cross_sentence": True,
        "show_hover": True,
        "anchoring_mode": "CHARACTERS",
        "overlap_mode": "ANY_OVERLAP",
        "validation_mode": "NEVER",
        "lock_to_token_offset": False,
        "multiple_tokens": True,
        "linked_list_behavior": False,
        "on_click_javascript_action": None,
        "traits": None,
        "features": [
            {
                "name": feature,
                "uiName": feature,
                "type": "uima.cas.String",
                "description": "",
                "enabled": True,
                "visible": feature not in _HIDDEN,
                "required": False,
                "remember": False,
                "include_in_hover": False,
                "curatable": True,
                "multi_value_mode": "NONE",
                "link_mode": "NONE",
                "tag_set": None,
                "traits": None,
            }
            for feature in features
        ],
    }


def is_entity(mark: StandOff) -> bool:
    return mark.layer == "entity"
