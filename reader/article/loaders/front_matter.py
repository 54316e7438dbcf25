"""Front matter: YAML between two rules at the top of a text (by PyYAML)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

_BLOCK = re.compile(r"\ufeff?---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST = 64 * 1024
"""Characters; what is longer is text that opens with a rule."""
_KEY = re.compile(r"[\w.-]{1,60}")
_BETWEEN = re.compile(r"(?:(?<!\s)\s+)?[,;]\s*|(?<!\s)\s+(?:and|und|et|y)\s+")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Keys in lower case with their strings, or lists of them."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    """The keys whose value is a list."""

    def first(self, *keys: str) -> str | None:
        """Return what the first of these keys says; a list on one line."""
        return next((", ".join(self.fields[key]) for key in keys if self.fields.get(key)), None)

    def names(self, *keys: str) -> tuple[str, ...]:
        """Return the names that the first of these keys gives, in a list or in one string."""
        for key in keys:
            values = self.fields.get(key)
            if values and key in self.listed:
                return values
            if values:
                return tuple(name for name in _BETWEEN.split(values[0]) if name)
        return ()


def front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter of a text and the text behind it.

    Only a mapping in YAML (``key: value``) is front matter; two rules around anything else are
    rules around text.
    """
    match = _BLOCK.match(text) if text.lstrip("\ufeff").startswith("---") else None
    if match is None or len(match[1]) > _LONGEST:
        return FrontMatter(), text
    try:
        # The base loader makes strings of everything: a date stays as it is written.
        loaded = yaml.load(match[1], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return FrontMatter(), text
    if loaded is None and not match[1].strip():
        return FrontMatter(), text[match.end() :]
    if not isinstance(loaded, dict) or not all(_KEY.fullmatch(str(key)) for key in loaded):
        return FrontMatter(), text
    fields = {str(key).lower(): _strings(value) for key, value in loaded.items()}
    listed = frozenset(str(key).lower() for key, value in loaded.items() if isinstance(value, list))
    return FrontMatter(fields, listed), text[match.end() :]


def _strings(value: Any) -> tuple[str, ...]:
    """Return the words of a value, each on one line; of a mapping its name."""
    if isinstance(value, str):
        return (" ".join(value.split()),) if value.strip() else ()
    if isinstance(value, dict):
        return _strings(value.get("name"))
    if isinstance(value, list):
        each = (_strings(one) for one in value if not isinstance(one, list))
        return tuple(words[0] for words in each if words)
    return ()
