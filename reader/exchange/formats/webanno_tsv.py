"""WebAnno TSV 3.3, out and in: a file for each article, a token a line, the layers in columns.

After the format's description in the WebAnno and INCEpTION user guides: offsets count UTF-16
units, ``|`` separates stacked values, annotations of several tokens carry ``[number]``, and
a span that ends within a token has a row ``sentence-token.part`` of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.cas_layers import CasLayers, Piece, Tie
from reader.exchange.formats.webanno_tsv_in import read as read
from reader.exchange.losses import Loss, Losses
from reader.exchange.marked_text import MarkedText, marked_texts
from reader.exchange.targets import Files
from reader.exchange.tokenised import sentences_of_tokens
from reader.exchange.utf16 import Utf16Offsets
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span

HEAD = "#FORMAT=WebAnno TSV 3.3"
_RESERVED = re.compile(r"->|[\\\[\]|_;*\t\n\r]")
_SPELT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def write_files(
    articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    for page in marked_texts(articles, given, losses):
        layers = CasLayers(losses, details=given.details)
        with files.text(f"{page.name}.tsv") as out:
            out.writelines(line + "\n" for line in _lines(page, layers))
    return losses.messages()


@dataclass(slots=True)
class _Row:
    """A token, or the part of one: its address, its span, the pieces that cover all of it."""

    address: str
    span: Span
    pieces: list[int] = field(default_factory=list)


def _lines(page: MarkedText, layers: CasLayers) -> Iterator[str]:
    sentences = sentences_of_tokens(page.of.text, page.of.standing)
    tokens = [token for sentence in sentences for token in sentence]
    starts, ends = [t.start for t in tokens], [t.end for t in tokens]

    def cut(spans: Sequence[Span]) -> Sequence[Span]:
        """Spans may not begin or end between tokens."""
        inner = []
        for span in spans:
            first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
            if first < last:
                inner.append(Span(max(span.start, starts[first]), min(span.end, ends[last - 1])))
        return inner or [tokens[min(bisect_right(ends, spans[0].start), len(tokens) - 1)]]

    about = {"gaps": _gaps(page.of.text, sentences)}
    pieces, ties = layers.pieces_of(page, cut, about)
    rows = _rows(sentences, starts, ends, pieces)
    yield HEAD
    yield from (f"#T_SP={name}|{'|'.join(layers.ordered(name))}" for name in layers.features)
    yield from (f"#T_RL={name}|role|BT_{base}" for name, base in layers.ties.items())
    yield ""
    units = Utf16Offsets(page.of.text)
    columns = _Columns(rows, pieces, ties, layers)
    for sentence, sentence_rows in zip(sentences, rows, strict=True):
        yield ""
        words = page.of.text[sentence[0].start : sentence[-1].end]
        yield from (f"#Text={_text_escaped(line)}" for line in words.split("\n"))
        for row in sentence_rows:
            place = f"{units.of(row.span.start)}-{units.of(row.span.end)}"
            token = _text_escaped(row.span.slice(page.of.text))
            yield "\t".join((row.address, place, token, *columns.of(row))) + "\t"


def _gaps(text: str, sentences: list[list[Span]]) -> list[str]:
    """Return the white space around each sentence, which the format leaves out."""
    edges = [(sentence[0].start, sentence[-1].end) for sentence in sentences]
    ends = [0, *(end for _, end in edges)]
    starts = [*(start for start, _ in edges), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _rows(
    sentences: list[list[Span]], starts: list[int], ends: list[int], pieces: list[Piece]
) -> list[list[_Row]]:
    """Return the rows of each sentence.

    With a row for every part of a token that a piece ends in.
    """
    whole: dict[int, list[int]] = {}
    parts: dict[int, dict[Span, list[int]]] = {}
    for number, piece in enumerate(pieces):
        first, last = bisect_right(ends, piece.span.start), bisect_left(starts, piece.span.end)
        for token in range(first, last):
            inner = Span(max(starts[token], piece.span.start), min(ends[token], piece.span.end))
            if inner == Span(starts[token], ends[token]):
                whole.setdefault(token, []).append(number)
            else:
                parts.setdefault(token, {}).setdefault(inner, []).append(number)
    rows: list[list[_Row]] = []
    token = 0
    for number, sentence in enumerate(sentences, 1):
        sentence_rows: list[_Row] = []
        for place, span in enumerate(sentence, 1):
            address = f"{number}-{place}"
            sentence_rows.append(_Row(address, span, whole.get(token, [])))
            for part, inner in enumerate(sorted(parts.get(token, {})), 1):
                sentence_rows.append(_Row(f"{address}.{part}", inner, parts[token][inner]))
            token += 1
        rows.append(sentence_rows)
    return rows


class _Columns:
    """The cells of each row: the features of each layer, then the relations within each."""

    def __init__(
        self, rows: list[list[_Row]], pieces: list[Piece], ties: list[Tie], layers: CasLayers
    ) -> None:
        self._pieces = pieces
        self._spans = {name: layers.ordered(name) for name in layers.features}
        self._relations = tuple(layers.ties)
        self._first: dict[int, str] = {}
        for row in (row for sentence_rows in rows for row in sentence_rows):
            for piece in row.pieces:
                self._first.setdefault(piece, row.address)
        self._ties: dict[int, list[Tie]] = {}
        for tie in ties:
            self._ties.setdefault(tie.target, []).append(tie)

    def of(self, row: _Row) -> list[str]:
        cells: list[str] = []
        for layer, features in self._spans.items():
            here = [number for number in row.pieces if self._pieces[number].type == layer]
            cells += ("|".join(self._cell(each, name) for each in here) or "_" for name in features)
        ending = [
            tie
            for piece in row.pieces
            if self._first[piece] == row.address
            for tie in self._ties.get(piece, ())
        ]
        for relation in self._relations:
            here_too = [tie for tie in ending if tie.type == relation]
            cells.append("|".join(_value(tie.role) for tie in here_too) or "_")
            sources = (
                f"{self._first[tie.source]}[{tie.source + 1}_{tie.target + 1}]" for tie in here_too
            )
            cells.append("|".join(sources) or "_")
        return cells

    def _cell(self, number: int, feature: str) -> str:
        return f"{_value(self._pieces[number].features.get(feature, ''))}[{number + 1}]"


def _value(words: str) -> str:
    return _RESERVED.sub(lambda m: _SPELT.get(m[0], "\\" + m[0]), words) if words else "*"


def _text_escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "\\r")
