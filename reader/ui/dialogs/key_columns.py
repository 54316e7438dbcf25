"""The keys as sections of a help screen, filtered and set in as many columns as fit.

Pure: from the key table to lines; the screen only draws them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from reader.text.cells import cell_length
from reader.ui.keymap import GROUPS
from reader.ui.keymap_review import VERDICTS
from reader.ui.keymap_rows import Context
from reader.ui.keys import Keys, shown

PLACES: dict[Context, str] = {
    "read": "Reading",
    "select": "While selecting",
    "list": "In the lists",
    "desk": "On the desk",
    "notes": "In all notes",
    "codebook": "In the codebook",
    "labels": "Between two people's labels",
    "review": "In review",
}
ONE_SCREEN = ("read", "select", "list")
EDITORS = (("ctrl+s", "save"), ("esc", "close and keep the draft"))
FIND_LINE = (("ctrl+r", "search by regular expression, or by words again"),)
MIN_COLUMN = 46
"""Cells below which a column is too narrow next to another one."""
KEY_WIDTH = 17
GAP = 2
NO_KEY = "(no key)"
ANY_VERDICT = "verdict of that number on the scale, next item"


class Section(NamedTuple):
    """Some keys under a title, each with what it does."""

    title: str
    rows: tuple[tuple[str, str], ...]


class Line(NamedTuple):
    """A line of a column; a ``title`` has no key, and what is wrapped has neither."""

    kind: Literal["title", "row", "more", "blank"]
    key: str = ""
    words: str = ""


def key_sections(keys: Keys, first: Context) -> list[Section]:
    """Return the sections for the pane ``first``, then those of the other panes.

    What a command does on the reading screen is listed once, with all keys that it has there.
    """
    listed: dict[tuple[str, str], set[str]] = {}
    sections = []
    for place in (first, *(other for other in PLACES if other != first)):
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in keys.commands:
            if place not in command.contexts:
                continue
            if place in ONE_SCREEN:
                known = listed.setdefault((command.id, command.description), set())
                if known and known >= set(command.keys):
                    continue
                known.update(command.keys or (NO_KEY,))
            title = command.group if place == "read" else PLACES[place]
            if command.id in VERDICTS[1:]:
                continue
            written = " ".join(shown(key) for key in command.keys) or NO_KEY
            description = command.description
            if command.id == VERDICTS[0]:
                written, description = _verdict_keys(keys), ANY_VERDICT
            groups.setdefault(title, []).append((written, description))
        ordered = sorted(groups, key=lambda title: GROUPS.index(title) if title in GROUPS else 0)
        sections += [Section(title, tuple(groups[title])) for title in ordered]
    return [*sections, Section("In an editor", EDITORS), Section("In the find line", FIND_LINE)]


def _verdict_keys(keys: Keys) -> str:
    """Return the keys of the verdicts, from the first to the last of them."""
    every = [shown(key) for command in VERDICTS for key in keys.of(command)]
    return f"{every[0]} … {every[-1]}" if every else NO_KEY


def matching(sections: Iterable[Section], typed: str) -> list[Section]:
    """Return the rows that have every word of ``typed`` in their keys, description or title.

    A single character means a key, in its case.
    """
    words = typed.lower().split()

    def is_meant(title: str, key: str, description: str) -> bool:
        if len(typed.strip()) == 1:
            return typed.strip() in key.split()
        texts = f"{title} {key} {description}".lower()
        return all(word in texts for word in words)

    found = (
        Section(title, tuple(row for row in rows if is_meant(title, *row)))
        for title, rows in sections
    )
    return [section for section in found if section.rows]


def columns(sections: Sequence[Section], width: int, height: int) -> list[list[Line]]:
    """Set ``sections`` in columns of ``width`` cells in all.

    They are as high as the screen, ``height`` lines, and higher only where all do not fit.
    """
    count = max(1, (width + GAP) // (MIN_COLUMN + GAP))
    lines = list(_lines(sections, column_width(width, count)))
    while True:
        set_ = _filled(lines, max(1, height))
        if len(set_) <= count:
            return set_
        height += 1


def column_width(width: int, count: int) -> int:
    """Return the cells of each of ``count`` columns with gaps between them."""
    return max(1, (width - GAP * (count - 1)) // max(1, count))


def _filled(lines: Sequence[Line], height: int) -> list[list[Line]]:
    """Return lines in columns of ``height``; none starts with a blank or ends with a title."""
    set_: list[list[Line]] = [[]]
    for place, line in enumerate(lines):
        ends = len(set_[-1]) >= height
        lonely = line.kind == "title" and len(set_[-1]) + 1 >= height and place + 1 < len(lines)
        if ends or lonely:
            set_.append([])
        if set_[-1] or line.kind != "blank":
            set_[-1].append(line)
    return [column for column in set_ if column]


def _lines(sections: Iterable[Section], width: int) -> Iterator[Line]:
    key_width = KEY_WIDTH if width >= MIN_COLUMN else 0
    for number, (title, rows) in enumerate(sections):
        if number:
            yield Line("blank")
        yield Line("title", words=title)
        for key, words in rows:
            used = max(key_width, cell_length(key) + 1) if key_width else cell_length(key) + 1
            first, *more = textwrap.wrap(words, max(8, width - used)) or [""]
            yield Line("row", f"{key:<{used - 1}}", first)
            for each in more:
                yield Line("more", " " * (used - 1), each)
