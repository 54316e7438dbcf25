"""Whether two numbers side by side are a range, a ratio, or two figures."""

from __future__ import annotations

import re

from reader.analysis.rules.money_figures import SIGN, SIGN_BEFORE
from reader.analysis.rules.numerals import Shape, as_whole, scale_of, value_of
from reader.analysis.rules.worth import How

_BETWEEN = re.compile(r"\b(?:between|from)\s*$", re.IGNORECASE)


def is_ratio(match: re.Match[str], low: float, shape: Shape) -> bool:
    """Four to one: how many times as much, no count."""
    if match["to"].strip(" -").lower() != "to" or match["lowscale"] or match["percent"]:
        return False
    return low > 1 and value_of(bare(match["high"]), shape) == 1


def shares_percent(match: re.Match[str], low: float) -> bool:
    """51.3 to 48.7 per cent, three or four per cent: the first number is a share as well."""
    if not (match["high"] and match["percent"] and match["to"].strip().lower() in ("to", "or")):
        return False
    return low <= 100 and not match["lowscale"]


def is_range(text: str, match: re.Match[str], how: How) -> bool:
    """Return whether the second number is the upper end: 10 to 12, or between 10 and 12."""
    if _are_unlike(match):
        return False
    joint = match["to"].strip(" -").lower() or "-"
    if joint in ("and", "or"):
        lead = text[max(0, match.start() - 10) : match.start()]
        return joint == "and" and _BETWEEN.search(lead) is not None
    if (joint == "to") == (how.language != "en") and joint not in ("-", "–", "—"):
        return False
    low, high = value_of(bare(match["low"]), how.shape), value_of(bare(match["high"]), how.shape)
    lead = text[max(0, match.start() - 6) : match.start()].lower()
    return low is not None and high is not None and low < high and not lead.endswith("from ")


def _are_unlike(match: re.Match[str]) -> bool:
    """Return whether two numbers are of two kinds: 2% to $84, 3 per cent to 4 million."""
    signed = [SIGN.match(match[part]) is not None for part in ("low", "high")]
    if "point" in (match["lowscale"] or "") and "point" not in (match["percent"] or ""):
        return True
    if signed[1] and not signed[0]:
        return True
    return bool(match["lowscale"]) != bool(match["percent"]) and bool(match["lowscale"])


def same_scale(match: re.Match[str], low: float, high: float | None) -> tuple[float, float | None]:
    """In "2 to 3 million" both are millions."""
    if high is None or scale_of(match["low"]) != 1:
        return low, high
    scale = scale_of(match["high"])
    return (as_whole(low * scale), high) if low * scale < high else (low, high)


def bare(words: str) -> str:
    return SIGN_BEFORE.sub("", words)
