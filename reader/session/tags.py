"""Tags as they are typed and told: parted by commas, a leading # allowed."""

from __future__ import annotations

from collections.abc import Iterable


def parsed_tags(written: str) -> tuple[str, ...]:
    """The tags in ``written``, each once, in their order."""
    tags = (" ".join(part.split()).lstrip("#").strip() for part in written.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def told_tags(tags: Iterable[str]) -> str:
    return ", ".join(tags)
