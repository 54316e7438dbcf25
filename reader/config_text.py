"""Writes config.toml as a page to read and edit: every setting, what it does, its value now.

A setting that the file has is written as it is in force; any other is commented out with its
default. The page is valid TOML that loads to the same settings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.config import Settings

DELETE = "\x7f"


@dataclass(frozen=True, slots=True)
class _Setting:
    """One key of a section: its comment and, from the settings in force, its value."""

    key: str
    comment: str
    value: Callable[[Settings], Any]


_SECTIONS: Mapping[str, tuple[str, tuple[_Setting, ...]]] = {
    "me": (
        "Who you are. Your name is saved with every note and verdict.",
        (_Setting("name", "", lambda now: now.me),),
    ),
    "publisher": (
        "Who publishes your fact-checks, as the author of ClaimReview exports.",
        (
            _Setting("name", "", lambda now: now.publisher.name if now.publisher else ""),
            _Setting("url", "", lambda now: (now.publisher.url or "") if now.publisher else ""),
        ),
    ),
    "files": (
        "Where your files are. --notes and READER_NOTES override notes; READER_MODELS, models.",
        (
            _Setting("notes", "The TinyDB file with your notes.", lambda now: str(now.notes)),
            _Setting(
                "models", "The Stanza package that finds names.", lambda now: str(now.package)
            ),
        ),
    ),
    "reading": (
        "How the screen looks and behaves.",
        (
            _Setting(
                "theme", 'For example "reader-dark". "" keeps the last choice.', lambda n: n.theme
            ),
            _Setting(
                "measure",
                "Width of the text in columns, at least 20. Comment it out to fit the window.",
                lambda now: now.measure or 72,
            ),
            _Setting("blind", "Hide what the machine found while you annotate.", lambda n: n.blind),
            _Setting("bell", "Ring the terminal's bell when a note is saved.", lambda n: n.bell),
            _Setting(
                "animations", "Let parts of the screen glide and blink.", lambda n: n.animations
            ),
            _Setting(
                "terminal_cursor",
                "Show the terminal's own cursor, for magnifiers and braille displays.",
                lambda now: now.terminal_cursor,
            ),
            _Setting(
                "private", "Mark new notes as private: exports leave them out.", lambda n: n.private
            ),
        ),
    ),
    "network": (
        "What reader may do with the network.",
        (
            _Setting(
                "offline", "Forbid every connection, as --offline does.", lambda now: now.offline
            ),
        ),
    ),
    "engine": (
        "The process that finds names and quotes.",
        (
            _Setting(
                "shared",
                "Let all terminals use one. READER_SHARED_ENGINE=0 overrides this.",
                lambda now: now.shared_engine,
            ),
        ),
    ),
    "review": (
        "How claims are checked.",
        (
            _Setting("scale", 'The verdict scale. "" is the first one.', lambda now: now.scale),
            _Setting(
                "checklist", "Steps for every claim (l in review).", lambda n: list(n.checklist)
            ),
        ),
    ),
}

_COLOURS = ("Colours of your tags: a name or #rrggbb.", {"law": "red", "to check": "#e0a030"})
_WORTH = (
    "Words and phrases that make a check more (or less) worth it, from -5 to 5. ? shows them.",
    {"vaccine": 1.5, "weather forecast": -1},
)
_LABEL = {
    "layer": "stance",
    "type": "denial",
    "key": "d",
    "colour": "red",
    "guideline": "The speaker says that something is not so.",
}
_SCALE = {
    "name": "three",
    "title": "Three steps",
    "labels": ["Right", "In part", "Wrong", "Unproven"],
    "values": [3, 2, 1],
}


def config_page(
    settings: Settings,
    written: Mapping[str, Any],
    keys: Iterable[tuple[str, tuple[str, ...], str]],
    scales: Iterable[str],
) -> str:
    """Return the page for ``settings``, ending with a line break.

    ``written`` holds the tables of the config file as they are, ``keys`` each command of the
    screen with its default keys and description, ``scales`` the names that `scale` accepts.
    """
    parts = [
        "# Settings of reader. Remove the # before a line and change its value.\n"
        f"# reader reads this file: {settings.config_file}"
    ]
    for section, (about, rows) in _SECTIONS.items():
        content = written.get(section, {})
        lines = [f"# {about}", f"[{section}]"]
        if section == "review":
            lines.insert(1, f"# Scales: {', '.join(scales)}.")
        for row in rows:
            if row.comment:
                lines.append(f"# {row.comment}")
            is_written = row.key in content
            value = content[row.key] if is_written else row.value(settings)
            lines.append(("" if is_written else "# ") + f"{row.key} = {_toml(value)}")
        parts.append("\n".join(lines))
    parts.append(_free_section("colours", _COLOURS, written))
    parts.append(_free_section("worth", _WORTH, written))
    parts.append(
        _rows("labels", "A label of your own; L applies it to the selection.", _LABEL, written)
    )
    parts.append(
        _rows("scales", "A verdict scale of your own, best verdict first.", _SCALE, written)
    )
    parts.append(_keys_section(written.get("keys", {}), keys))
    return "\n\n".join(parts) + "\n"


def _keys_section(
    written: Mapping[str, Any], commands: Iterable[tuple[str, tuple[str, ...], str]]
) -> str:
    lines = ["# Keys of the screen. A list replaces all keys of its command.", "[keys]"]
    left = dict(written)
    seen: set[str] = set()
    for name, keys, description in commands:
        if name in seen:
            continue
        seen.add(name)
        own = left.pop(name, None)
        mark, value = ("# ", list(keys)) if own is None else ("", own)
        lines.append(f"{mark}{_key(name)} = {_toml(value)}  # {description}")
    lines += [f"{_key(name)} = {_toml(value)}" for name, value in left.items()]
    return "\n".join(lines)


def _free_section(
    section: str, page: tuple[str, Mapping[str, Any]], written: Mapping[str, Any]
) -> str:
    """Return a section whose keys are the user's own, with examples while it has none."""
    about, examples = page
    content = written.get(section, {})
    lines = [f"# {about}", f"[{section}]"]
    lines += [f"{_key(name)} = {_toml(value)}" for name, value in content.items()]
    if not content:
        lines += [f"# {_key(name)} = {_toml(value)}" for name, value in examples.items()]
    return "\n".join(lines)


def _rows(section: str, about: str, example: Mapping[str, Any], written: Mapping[str, Any]) -> str:
    blocks = [
        "\n".join(
            [f"[[{section}]]", *(f"{_key(key)} = {_toml(value)}" for key, value in row.items())]
        )
        for row in written.get(section, [])
    ]
    if not blocks:
        lines = [f"[[{section}]]", *(f"{key} = {_toml(value)}" for key, value in example.items())]
        blocks = ["\n".join(f"# {line}" for line in lines)]
    return f"# {about}\n" + "\n\n".join(blocks)


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else _toml(name)


def _toml(value: Any) -> str:
    """Return a value as TOML writes it.

    JSON writes texts, numbers, booleans and lists of them in the same way, but for the sign
    DELETE, which TOML wants escaped.
    """
    return json.dumps(value, ensure_ascii=False).replace(DELETE, "\\u007f")
