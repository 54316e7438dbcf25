"""CoNLL, in: a token and its tag a line, by any of the schemes of IOB and BIOES.

The first column is the token, the last one the tag. The text has a space between tokens and a
line for each sentence; an article of the library that differs by white space alone is that text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reader.exchange.arrival import Arrival, Identities, standing_on, unnamed
from reader.exchange.losses import Losses
from reader.exchange.regions import Regions
from reader.exchange.unpacking import SourceDocument, files_in, source_documents, unpacked
from reader.text.span import Span

_START = "-DOCSTART-"
_OUTSIDE = ("O", "_", "-X-")
_BEGINS, _ENDS = "BSU", "SUEL"
"""The letters of tags with which a name begins, and those with which it ends."""
_LETTERS = frozenset("IBESUL")


@dataclass(slots=True)
class _Document:
    """A text as far as it is read, and the names in it."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    names: list[tuple[str, int, int]] = field(default_factory=list)
    open: str = ""

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def _put(self, words: str) -> None:
        self.parts.append(words)
        self.size += len(words)

    def add(self, token: str, tag: str) -> None:
        if self.parts and self.parts[-1] != "\n":
            self._put(" ")
        start = self.size
        self._put(token)
        letter, _, label = tag.partition("-")
        if tag in _OUTSIDE or letter not in _LETTERS or not label:
            self.open = ""
            return
        if self.open == label and letter not in _BEGINS:
            name, first, _ = self.names.pop()
            self.names.append((name, first, self.size))
        else:
            self.names.append((label, start, self.size))
        self.open = "" if letter in _ENDS else label

    def end_sentence(self) -> None:
        self.open = ""
        if self.parts and self.parts[-1] != "\n":
            self._put("\n")


def read(path: Path, losses: Losses, *, annotator: str = "") -> Iterator[Arrival]:
    """Yield the articles of a file, a folder of files or a ZIP archive.

    Raises OSError, and ValueError where a file is no CoNLL.
    """
    with unpacked(path) as place:
        for document in source_documents(files_in(place, ".conll"), place, annotator):
            yield from _arrivals(document, losses)


def _arrivals(document: SourceDocument, losses: Losses) -> Iterator[Arrival]:
    lines = document.file.read_text(encoding="utf-8-sig").split("\n")
    found = list(_documents(lines))
    for number, each in enumerate(found, 1):
        text = each.text
        name = document.name if len(found) == 1 else f"{document.name} {number}"
        article = unnamed(title=name, location=document.location if len(found) == 1 else None)
        regions = Regions(Identities("conll", text, document.annotator))
        for place, (label, start, end) in enumerate(each.names):
            key = str(place)
            regions.passages[key] = (label, Span(start, end))
            regions.made[key] = {"creator": document.annotator}
        yield standing_on(text, regions.marks(), article, losses)


def _documents(lines: Sequence[str]) -> Iterator[_Document]:
    current = _Document()
    for line in lines:
        # A token may be white space of another kind, so that only tabs and spaces separate.
        columns = line.split("\t") if "\t" in line else line.split(" ")
        if not line.strip():
            current.end_sentence()
        elif line.startswith(_START):
            if current.parts:
                yield current
            current = _Document()
        elif line.startswith("#") and len(columns) < 2:
            continue
        elif len(columns) < 2:
            raise ValueError(f"it is no CoNLL: “{line[:40]}” has no tag")
        else:
            current.add(columns[0], columns[-1].strip())
    if current.parts:
        yield current
