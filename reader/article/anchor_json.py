"""Anchors as JSON: ``{fingerprint, parts: [{start, end, exact, prefix, suffix}]}``."""

from __future__ import annotations

import sys
from typing import Any

from reader.article.anchor import Anchor, Part


def to_json(anchor: Anchor) -> dict[str, Any]:
    return {
        "fingerprint": anchor.fingerprint,
        "parts": [
            {
                "start": part.start,
                "end": part.end,
                "exact": part.exact,
                "prefix": part.prefix,
                "suffix": part.suffix,
            }
            for part in anchor.parts
        ],
    }


def from_json(value: Any) -> Anchor:
    """Return the anchor that ``value`` describes; ValueError when it is malformed."""
    try:
        parts = tuple(
            Part(each["start"], each["end"], each["exact"], each["prefix"], each["suffix"])
            for each in value["parts"]
        )
        fingerprint = value["fingerprint"]
    except (KeyError, TypeError) as fault:
        raise ValueError("not an anchor") from fault
    if not parts or not isinstance(fingerprint, str) or not all(map(_is_well_formed, parts)):
        raise ValueError("not an anchor")
    return Anchor(fingerprint, parts)


def _is_well_formed(part: Part) -> bool:
    return (
        type(part.start) is int
        and type(part.end) is int
        and 0 <= part.start < part.end <= sys.maxsize
        and isinstance(part.exact, str)
        and isinstance(part.prefix, str)
        and isinstance(part.suffix, str)
    )
