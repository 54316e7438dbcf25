"""How sentences call a record, its fields and their values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reader.annotations.records import Document

_LONGEST = 60
_FIELDS = {"body": "text", "anchor": "passage", "machine_visible": "machine's marks shown"}
_NOT_COMPARED = frozenset({"article_id", "id", "kind", "created", "modified"})


def called(document: Mapping[str, Any]) -> str:
    """Return a record by its kind, passage and text: ``note “22 containers”: or 15? #number``."""
    kind = str(document.get("kind", "record"))
    words = passage(document.get("anchor")) or str(
        document.get("title") or document.get("name") or ""
    )
    if kind == "correction":
        words = _of_finding(document.get("finding"))
    line = f"{kind} “{shortened(words)}”" if words else kind
    if kind == "label":
        line = f"{line}, {document.get('layer', '')}: {document.get('type', '')}"
    text = document.get("body") or document.get("claim")
    if isinstance(text, str) and text.strip():
        line = f"{line}: {shortened(text)}"
    tags = document.get("tags")
    return line + "".join(f" #{tag}" for tag in (tags if isinstance(tags, list) else ()))


def passage(anchor: Any) -> str:
    """Return the words of an anchor in its JSON form, "" where it is none."""
    parts = anchor.get("parts") if isinstance(anchor, Mapping) else None
    rows = parts if isinstance(parts, list) else []
    return " … ".join(str(row["exact"]) for row in rows if isinstance(row, dict) and "exact" in row)


def _of_finding(finding: Any) -> str:
    return str(finding.get("text") or "") if isinstance(finding, Mapping) else ""


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return ``text`` on one line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def field(name: str) -> str:
    """Return a field as a person calls it."""
    return _FIELDS.get(name, name.replace("_", " "))


def changes(before: Document | None, after: Document | None) -> Iterator[tuple[str, str, str]]:
    """Yield the fields that differ, each with its value before and after in words, "" for none."""
    old, new = before or {}, after or {}
    for name in dict.fromkeys([*old, *new]):
        if name not in _NOT_COMPARED and old.get(name) != new.get(name):
            values = value(old.get(name)), value(new.get(name))
            if values[0] != values[1]:
                yield field(name), *values
            elif name == "anchor":
                yield field(name), _place(old.get(name)), _place(new.get(name))


def _place(anchor: Any) -> str:
    """Return the words of an anchor with the offset at which they begin."""
    parts = anchor.get("parts") if isinstance(anchor, Mapping) else None
    begins = parts[0].get("start") if parts and isinstance(parts[0], Mapping) else "?"
    return f"“{shortened(passage(anchor))}” at {begins}"


def value(given: Any) -> str:
    """Return a value in words; what says nothing, such as an empty list, is ""."""
    if given is None or given == "" or given == [] or given == {} or given is False:
        return ""
    if given is True:
        return "yes"
    if isinstance(given, str):
        return f"“{shortened(given, 100)}”"
    if isinstance(given, list) and all(isinstance(each, str) for each in given):
        return ", ".join(given)
    if isinstance(given, dict) and all(isinstance(each, str | int) for each in given.values()):
        return ", ".join(f"{name or 'nobody named'}: {each}" for name, each in given.items())
    if words := passage(given):
        return f"“{shortened(words, 100)}”"
    return shortened(json.dumps(given, ensure_ascii=False), 100)
