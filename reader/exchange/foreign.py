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
    """Return an annotation that a tool calls ``name``.

    ``made`` holds creator and times where known.

    A label keeps its features and its note as attributes, a mark its features as a field.
    """
    kind, layer, type_ = meaning(name)
    fields = dict(features or {})
    attributes = {key: value for key, value in (made or {}).items() if value}
    if kind == "label":
        fields |= written_as(name)
        if note:
            fields["note"] = note
        if fields:
            attributes["attributes"] = fields
        note = ""
    elif fields:
        attributes["features"] = fields
    return StandOff(
        id=identity,
        kind=kind,
        layer=layer,
        type=type_,
        spans=tuple(spans),
        attributes=attributes,
        note=note,
    )


def utc_time(value: Any) -> str:
    """Return a time with or without a zone as records carry it, in UTC; "" when it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_epoch(value)
    try:
        return in_utc(datetime.fromisoformat(str(value).strip()))
    except (ValueError, OverflowError):
        return ""


def _from_epoch(seconds: float) -> str:
    try:
        return in_utc(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return ""


def local_in_utc(when: datetime) -> str:
    """``when`` in UTC; a time without a zone is of the zone that this computer is set to.

    A time of the first or last years has no zone to be brought from: it stays as it is.
    """
    try:
        return in_utc(when.astimezone() if when.tzinfo is None else when)
    except (OverflowError, OSError, ValueError):
        return in_utc(when)


def in_utc(when: datetime) -> str:
    """Return ``when`` in UTC; a time without a zone is taken for UTC."""
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
