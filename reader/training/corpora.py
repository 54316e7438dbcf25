"""Reads the training and development files: named entities, attributions, sentences, plain news.

Articles are gzipped JSON lines, sentences gzipped CoNLL-U, news gzipped text with one paragraph
a line and a blank line between articles. All offsets are code points, end exclusive.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reader.errors import ReaderError
from reader.text.span import Span

Part = Literal["train", "dev"]
PARTS: tuple[Part, ...] = ("train", "dev")


class DataError(ReaderError):
    """A data file that is missing or not as expected; the message says what to do."""


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A stretch of text with its label: an entity, or a part of an attribution."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Something somebody is said to have said; each part may be in several pieces.

    ``source`` is empty when nobody is named as having said it.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True)
class EntityArticle:
    """An article with its gold tokens and entities."""

    id: str
    text: str
    tokens: tuple[Span, ...]
    entities: tuple[LabelledSpan, ...]


@dataclass(frozen=True)
class AttributionArticle:
    """An article with its gold attributions. It has no gold tokens."""

    id: str
    text: str
    attributions: tuple[Attribution, ...]

    @property
    def labelled(self) -> tuple[LabelledSpan, ...]:
        """All parts of all attributions, labelled Source, Cue or Content, in text order."""
        parts = [
            LabelledSpan(span.start, span.end, label)
            for one in self.attributions
            for label, spans in (("Source", one.source), ("Cue", one.cue), ("Content", one.content))
            for span in spans
        ]
        return tuple(sorted(parts, key=lambda part: (part.start, part.end)))


@dataclass(frozen=True, slots=True)
class TreebankSentence:
    """A sentence of a treebank as text and tokens; the parts of a contraction are tokens.

    ``new_paragraph`` says whether a paragraph begins with it; ``space_after`` whether white
    space separates it from the next sentence.
    """

    text: str
    tokens: tuple[Span, ...]
    new_paragraph: bool
    space_after: bool


def entity_articles(data: Path, part: Part) -> list[EntityArticle]:
    """Return the articles of English Worldwide Newswire. Raises DataError."""
    path = data / f"worldwide-{part}.jsonl.gz"
    return [_entity_article(line, path) for line in _json_lines(path)]


def attribution_articles(data: Path, part: Part) -> list[AttributionArticle]:
    """Return the articles of PolNeAR. Raises DataError."""
    path = data / f"polnear-{part}.jsonl.gz"
    return [_attribution_article(line, path) for line in _json_lines(path)]


def treebank(data: Path, part: Part) -> list[TreebankSentence]:
    """Return the sentences of UD English EWT. Raises DataError."""
    path = data / f"ewt-{part}.conllu.gz"
    sentences = []
    rows: list[str] = []
    for line in (*_lines(path), ""):
        if line:
            rows.append(line)
        elif rows:
            try:
                sentences.append(_sentence(rows))
            except (IndexError, ValueError) as error:
                raise _malformed(path) from error
            rows = []
    return sentences


def news(data: Path) -> Iterator[str]:
    """Yield the paragraphs of the unlabelled news. Raises DataError."""
    for line in _lines(data / "news.txt.gz"):
        if line:
            yield line


def _lines(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield line.rstrip("\n")
    except FileNotFoundError as error:
        raise DataError(
            f"{path} is missing; --data must name the folder of the training data."
        ) from error
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}.") from error


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in _lines(path):
        try:
            value = json.loads(line)
        except ValueError as error:
            raise _malformed(path) from error
        if not isinstance(value, dict):
            raise _malformed(path)
        yield value


def _malformed(path: Path) -> DataError:
    return DataError(f"{path} is not in the format of the training data; fetch it again.")


def _entity_article(line: dict[str, Any], path: Path) -> EntityArticle:
    try:
        return EntityArticle(
            line["id"],
            line["text"],
            tuple(Span(start, end) for start, end in line["tokens"]),
            tuple(LabelledSpan(start, end, label) for start, end, label in line["entities"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _malformed(path) from error


def _attribution_article(line: dict[str, Any], path: Path) -> AttributionArticle:
    try:
        attributions = tuple(
            Attribution(
                *(
                    tuple(Span(start, end) for start, end in one.get(part) or ())
                    for part in ("source", "cue", "content")
                )
            )
            for one in line["attributions"]
        )
        return AttributionArticle(line["id"], line["text"], attributions)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _malformed(path) from error


def _sentence(rows: list[str]) -> TreebankSentence:
    """Return a sentence from its CoNLL-U rows.

    A multi-word token is cut into its words where these spell it out, as in "don't"; else, as in
    misspelt ones, it stays whole.
    """
    text = ""
    tokens: list[Span] = []
    new_paragraph = False
    space = True
    inside_until = 0
    for number, row in enumerate(rows):
        if row.startswith("#"):
            new_paragraph = new_paragraph or row.startswith(("# newpar", "# newdoc"))
            continue
        columns = row.split("\t")
        if "." in columns[0]:
            continue
        if "-" in columns[0]:
            inside_until = int(columns[0].split("-")[1])
            first = int(columns[0].split("-")[0])
            words = [
                other.split("\t")[1]
                for other in rows[number + 1 :]
                if other.split("\t")[0].isdigit() and first <= int(other.split("\t")[0])
            ][: inside_until - first + 1]
            pieces = words if "".join(words) == columns[1] else [columns[1]]
        elif int(columns[0]) <= inside_until:
            continue
        else:
            pieces = [columns[1]]
        for piece in pieces:
            tokens.append(Span(len(text), len(text) + len(piece)))
            text += piece
        space = "SpaceAfter=No" not in columns[9].split("|")
        text += " " if space else ""
    return TreebankSentence(text.rstrip(" "), tuple(tokens), new_paragraph, space)
