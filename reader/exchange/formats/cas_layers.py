"""How marks stand in a UIMA CAS: one span layer, one relation layer, and DKPro's own types.

A mark is a ``ReaderMark`` for each of its parts; ``ReaderTie`` relations tie parts, and quotes
to speaker and cue. The first part carries what the layer has no feature for, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reader.annotations.record_json import to_document
from reader.exchange.marked_text import MarkedText
from reader.exchange.regions import CONTINUES, Cut, links_out
from reader.exchange.stand_off import StandOff, rest
from reader.exchange.tool_names import name_of
from reader.text.span import Span

MARK = "webanno.custom.ReaderMark"
TIE = "webanno.custom.ReaderTie"
MARK_FEATURES = ("label", "note", "origin", "detail")
SEGMENT = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a mark; only the first one has a note and the detail."""

    span: Span
    label: str
    note: str
    origin: str
    detail: str

    def feature(self, name: str) -> str:
        return str(getattr(self, name))


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation from one piece to another, by their positions."""

    source: int
    target: int
    role: str


def pieces_of(page: MarkedText, cut: Cut, about: dict[str, Any]) -> tuple[list[Piece], list[Tie]]:
    """Return the pieces of all marks of ``page`` in text order of the marks, and their ties.

    ``cut`` makes the spans that the format can hold; ``about`` goes along with the first mark.
    """
    pieces: list[Piece] = []
    ties: list[Tie] = []
    first: dict[str, int] = {}
    here = {mark.id for mark in page.marks}
    for mark in page.marks:
        spans = tuple(cut(mark.spans))
        shown = {"note", "links"} | ({"spans"} if spans == mark.spans else set())
        detail = rest(mark, shown) | links_out(mark, here)
        if not first:
            detail |= {"article": to_document(page.of.record)} | about
        first[mark.id] = len(pieces)
        for place, span in enumerate(spans):
            own = json.dumps(detail, ensure_ascii=False) if place == 0 else ""
            note = mark.note if place == 0 else ""
            if place:
                ties.append(Tie(len(pieces) - 1, len(pieces), CONTINUES))
            pieces.append(Piece(span, name_of(mark), note, mark.origin, own))
    ties.extend(
        Tie(first[mark.id], first[link.to], link.role)
        for mark in page.marks
        for link in mark.links
        if link.to in first
    )
    return pieces, ties


def detail_of(words: str | None) -> dict[str, Any] | None:
    """Return the detail that a piece carries, None for one that has none of ours."""
    if not words:
        return None
    try:
        document = json.loads(words)
    except ValueError:
        return None
    return document if isinstance(document, dict) and "id" in document else None


def layer_file(names: Iterable[str]) -> str:
    """Return the two layers as INCEpTION imports them into a project.

    ``names`` are the tagset that its editor offers for the label of a mark.
    """
    span = _layer(MARK, "Mark (reader)", "span", MARK_FEATURES)
    span["features"][0]["tag_set"] = {
        "name": "Labels (reader)",
        "description": "Made by reader",
        "language": "",
        "tags": [{"tag_name": name, "tag_description": ""} for name in names],
        "create_tag": True,
    }
    tie = _layer(TIE, "Tie (reader)", "relation", ("role",)) | {
        "attach_type": {"name": MARK},
    }
    return json.dumps([span, tie], indent=1) + "\n"


def _layer(name: str, title: str, kind: str, features: Iterable[str]) -> dict[str, Any]:
    return {
        "name": name,
        "uiName": title,
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
                "visible": feature not in ("detail", "origin"),
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
