"""Plain text, newswire above all."""

from __future__ import annotations

import re
from pathlib import PurePath

from reader.article.article import Article
from reader.article.bare_links import bare_links
from reader.article.newswire import structure
from reader.article.source import Source
from reader.article.subtitle_cues import subtitle_cues

NAME = "plain text 1"
_LONGEST_TITLE = 80
_WEBVTT = re.compile(r"\ufeff?WEBVTT[ \t]{1,9}(?:-[ \t]{0,9})?(?P<title>[^\n]{1,200})")


def load(source: Source) -> Article:
    """Return the article of a plain text: its text is the one it is given, offset for offset."""
    found = structure(source.text)
    return Article(
        text=source.text,
        blocks=found.blocks,
        title=found.title or _subtitles(source) or first_words(source.text),
        location=source.location,
        loader=NAME,
        encoding=source.encoding,
        authors=found.authors,
        outlet=found.outlet,
        links=tuple(bare_links(source.text)),
        notices=(*source.notices, *found.notices),
    )


def _subtitles(source: Source) -> str | None:
    """Return what subtitles are called: what is said first is no title, nor is a cue's time."""
    if not subtitle_cues(source.text):
        return None
    header = _WEBVTT.match(source.text)
    return header["title"].strip() if header is not None else PurePath(source.name).stem


def first_words(text: str) -> str:
    """Return a title for a text without a headline: how it begins."""
    words = " ".join(text[: 4 * _LONGEST_TITLE].split())
    if len(words) <= _LONGEST_TITLE:
        return words
    cut = words.rfind(" ", 0, _LONGEST_TITLE)
    return words[: cut if cut > 0 else _LONGEST_TITLE - 1] + "…"
