"""Annotations of other tools as stand-off annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from reader.exchange.stand_off import StandOff
from reader.exchange.tool_names import meaning, written_as
from reader.text.span import Span


def foreign_mark(
    identity: str,
    name: str,
    spans: Sequence[Span],
    *,
    features: Mapping[str, Any] | None = None,
    note: str = "",
    made: Mapping[str, Any] | None = None,
) -> StandOff:
    """An annotation that a tool calls ``name``; ``made`` holds creator and times where known.

    A label keeps its features and its note as attributes, a mark its features as a field.
    """
    kind, layer, type_ = meaning(name)
    told = dict(features or {})
    attributes = {key: value for key, value in (made or {}).items() if value}
    if kind == "label":
        told |= written_as(name)
        if note:
            told["note"] = note
        if told:
            attributes["attributes"] = told
        note = ""
    elif told:
        attributes["features"] = told
    return StandOff(
        id=identity,
        kind=kind,
        layer=layer,
        type=type_,
        spans=tuple(spans),
        attributes=attributes,
        note=note,
    )


def utc_time(told: Any) -> str:
    """A time with or without a zone as records carry it, in UTC; "" when it is none."""
    if isinstance(told, int | float) and not isinstance(told, bool):
        return _from_epoch(told)
    try:
        return in_utc(datetime.fromisoformat(str(told).strip()))
    except (ValueError, OverflowError):
        return ""


def _from_epoch(seconds: float) -> str:
    try:
        return in_utc(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return ""


def in_utc(when: datetime) -> str:
    """``when`` in UTC; a time without a zone is taken for UTC."""
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
