"""Tags as they are typed and shown: split at commas, those that hold one in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TAG = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?:,|$)|([^,]*)(?:,|$)')


def parsed_tags(written: str) -> tuple[str, ...]:
    """Return the tags in ``written``, each once, in their order."""
    tags: list[str] = []
    at = 0
    while at < len(written) and (found := _TAG.match(written, at)):
        quoted, plain = found.groups()
        if quoted is not None:
            tags.append(" ".join(quoted.replace('""', '"').split()))
        else:
            tags.append(" ".join(plain.split()).lstrip("#").strip())
        at = found.end()
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def tags_text(tags: Iterable[str]) -> str:
    """Return the tags in one line, from which ``parsed_tags`` makes the same ones."""
    return ", ".join(map(_shown, tags))


def _shown(tag: str) -> str:
    if parsed_tags(tag) == (tag,) and not tag.startswith('"'):
        return tag
    return '"' + tag.replace('"', '""') + '"'


def tagging(tags: Iterable[str]) -> str:
    """Return what giving a mark these tags is called in the history."""
    signs = " ".join(f"#{tag}" for tag in tags)
    return f"tag {signs}" if signs else "remove the tags"


def tag_changes(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tags that a line adds, and those that it takes away.

    The ones after a minus sign.
    """
    tags = parsed_tags(written)
    removed = tuple(tag[1:].strip() for tag in tags if tag.startswith("-"))
    return tuple(tag for tag in tags if not tag.startswith("-")), removed


def changed_tags(
    tags: Iterable[str], added: Iterable[str], removed: Iterable[str]
) -> tuple[str, ...]:
    """Return ``tags`` with those added behind them, and without those removed."""
    gone = frozenset(removed)
    return tuple(dict.fromkeys(tag for tag in (*tags, *added) if tag not in gone))
