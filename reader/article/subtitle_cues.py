"""The words of subtitles: what each cue shows, without its number and times.

A cue ends at a blank line. ``<v Ann Lee>`` (WebVTT) names who speaks it, and starts a paragraph.
"""

from __future__ import annotations

import re

from reader.article.paragraphs import Paragraph

_TIMES = re.compile(
    r"^[^\S\n]{0,4}(?:\d{1,2}:)?\d{2}:\d{2}[,.]\d{3} --> (?:\d{1,2}:)?\d{2}:\d{2}[,.]\d{3}[^\n]*+$",
    re.MULTILINE,
)
_BLANK = re.compile(r"\n(?=[^\S\n]{0,20}\n)")
_FEWEST = 2
_LINE = re.compile(r"[^\n]+")
_VOICE = re.compile(r"<v[\s.]|[-–—]\s|>>|[^\W\d_a-z][^:<>\n]{1,40}:\s")
"""What begins the words of another speaker within a cue."""


def subtitle_cues(text: str) -> list[Paragraph]:
    """Return the words of each cue and voice in text order; none where ``text`` is no subtitles."""
    times = list(_TIMES.finditer(text))
    if len(times) < _FEWEST:
        return []
    found: list[Paragraph] = []
    for place, line in enumerate(times):
        last = times[place + 1].start() if place + 1 < len(times) else len(text)
        blank = _BLANK.search(text, line.end(), last)
        found += _spoken(text, line.end(), blank.start() if blank else last)
    return found


def _spoken(text: str, start: int, end: int) -> list[Paragraph]:
    found: list[Paragraph] = []
    for line in _LINE.finditer(text, start, end):
        words = line.group().strip()
        if not words or words.isdecimal():
            continue
        first = line.start() + line.group().index(words)
        if found and not _VOICE.match(words):
            found[-1] = found[-1]._replace(end=first + len(words), flows=True)
        else:
            found.append(Paragraph(first, first + len(words), False, not found))
    return found
