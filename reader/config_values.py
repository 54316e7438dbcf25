"""Takes single values out of the tables of config.toml; a wrong one is named with its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reader.errors import ReaderError

MAX_WEIGHT = 5
"""Log-odds that a desk can give a word at most."""


class ConfigError(ReaderError):
    """A config file that cannot be used; the message is one sentence that says what to do."""


def table_in(tables: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    """Return a section of the settings, empty where it is not there. Raises ConfigError."""
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: {name} must be a section, written [{name}].")
    return table


def text_in(table: Mapping[str, Any], key: str, path: Path) -> str:
    """Return a text of a section, "" where it is not there. Raises ConfigError."""
    value = table.get(key, "")
    if not isinstance(value, str):
        raise ConfigError(f"{path}: {key} must be text in quotation marks.")
    return value


def texts_in(table: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    """Return a list of texts, empty where it is not there. Raises ConfigError."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigError(f'{path}: {key} must be a list of texts, ["…", "…"].')
    return tuple(value)


def whole_in(table: Mapping[str, Any], key: str, path: Path, *, least: int, default: int) -> int:
    """Return a whole number of at least ``least``. Raises ConfigError."""
    if key not in table:
        return default
    value = table[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ConfigError(f"{path}: {key} must be a whole number of at least {least}.")
    return value


def yes_in(table: Mapping[str, Any], key: str, path: Path, *, default: bool = False) -> bool:
    """Return whether a setting is true. Raises ConfigError."""
    value = table.get(key, default)
    if not isinstance(value, bool):
        raise ConfigError(f"{path}: {key} must be true or false.")
    return value


def weights_in(table: Mapping[str, Any], path: Path) -> dict[str, float]:
    """Return the weight (log-odds) of each word or phrase of ``table``. Raises ConfigError."""
    weights = {}
    for words, value in table.items():
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        if not plain or not -MAX_WEIGHT <= value <= MAX_WEIGHT:
            raise ConfigError(
                f"{path}: [worth] {words!r} must be a number from -{MAX_WEIGHT} to {MAX_WEIGHT}."
            )
        if not words.split():
            raise ConfigError(f"{path}: [worth] needs a word before each weight.")
        weights[" ".join(words.split())] = float(value)
    return weights
