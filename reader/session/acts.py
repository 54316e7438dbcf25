"""What was done, in a few words for the status line, and where in the text it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

READ_ONLY = "These notes are read-only."
NO_MARK = "Choose a note first, or make one on the text."
_DONE: Mapping[str, str] = {
    "accept": "Accepted",
    "add a part": "Added a part",
    "claim": "Claim made",
    "delete": "Deleted",
    "dismiss": "Dismissed",
    "edit the note": "Note changed",
    "forget": "Forgotten",
    "grow": "Grown",
    "highlight": "Highlighted",
    "label": "Labelled",
    "mark all of": "Marked all of",
    "note": "Note made",
    "relabel": "Relabelled",
    "remove the tags": "Removed the tags",
    "respan": "Resized",
    "shrink": "Shrunk",
    "tag": "Tagged",
    "word the claim": "Claim worded",
}


def describe_act(doing: str) -> str:
    """Return what a step did, from what it is called in the history.

    “dismiss “15 boats”” is “Dismissed “15 boats””; a step of another name goes by that.
    """
    for name in sorted(_DONE, key=len, reverse=True):
        if doing == name or doing.startswith(f"{name} "):
            return f"{_DONE[name]}{doing.removeprefix(name)}"
    return doing[:1].upper() + doing[1:]


def place_in(document: Mapping[str, Any]) -> int | None:
    """Return where in the text a record of the history is, None for one without a place."""
    finding = document.get("finding") or {}
    parts = (document.get("anchor") or finding.get("anchor") or {}).get("parts") or [{}]
    starts = [parts[0].get("start"), finding.get("start")]
    starts += [span[0] for span in finding.get("spans") or [] if isinstance(span, list) and span]
    return next((start for start in starts if isinstance(start, int)), None)
