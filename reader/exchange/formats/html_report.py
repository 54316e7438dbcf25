"""A report to read and print: each article with its marks, the notes beside them, the claims.

One file without script, picture or anything from the network. All text is escaped: what an
article or a note says is shown and never obeyed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TextIO

from reader.annotations.records import ArticleRecord, Claim, Label, Mark, Record
from reader.article.anchor import Anchor
from reader.article.block import Block
from reader.article.fingerprint import fingerprint as fingerprint_of
from reader.article.newswire import structure
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.html_cards import Cards, address, is_address
from reader.exchange.formats.html_style import STYLE
from reader.exchange.losses import Loss, Losses
from reader.exchange.marked_text import spans_in
from reader.review.annotated_article import AnnotatedArticle
from reader.text.runs import RunIndex
from reader.text.span import Span

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="reader">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
"""


_Shown = tuple[Record, tuple[Span, ...]]


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """Yield articles one by one; without a stored text an article shows its passages alone."""
    losses = Losses()
    first = True
    number = 0
    for one in articles:
        if first:
            out.write(_HEAD.format(title=escape(_title(one.record)), style=STYLE))
            first = False
        number = _write_article(one, out, number, given, losses)
    if first:
        out.write(_HEAD.format(title="No notes", style=STYLE) + "<p>There are no notes.</p>\n")
    out.write("</body>\n</html>\n")
    return losses.messages()


def _title(article: ArticleRecord) -> str:
    return " ".join(article.title.split()) or "Untitled"


def _write_article(
    one: AnnotatedArticle, out: TextIO, number: int, given: ExportOptions, losses: Losses
) -> int:
    """Write one article; the number of its last note, counted through the report."""
    shown: list[_Shown] = []
    unplaced: list[Record] = []
    cards = Cards(one.records.in_order)
    fingerprint = fingerprint_of(one.text) if one.text else ""
    for record in one.records.in_order:
        anchor = getattr(record, "anchor", None)
        if not isinstance(anchor, Anchor):
            losses.add("record[s] without a passage [is|are] not shown")
            continue
        if record.extra or getattr(record, "colour", None):
            losses.add("record[s] [was|were] written without colour or fields of [its|their] own")
        spans = None
        if one.text:
            spans = spans_in(anchor, one.text, fingerprint, given.former)
        if spans is None:
            unplaced.append(record)
        else:
            shown.append((record, spans))
    shown.sort(key=lambda each: (each[1][0].start, -each[1][-1].end))
    language = one.record.language
    spoken = f' lang="{escape(language)}"' if language else ""
    out.write(f"<article{spoken}>\n")
    out.write(_heading(one.record))
    if one.text:
        _write_text(one.text, _title(one.record), shown, number, cards, out)
    elif unplaced:
        losses.add("article[s] [is|are] shown without [its|their] text, which is not stored")
    if unplaced:
        why = "text is not stored" if not one.text else "passage is not in the newest text"
        out.write(f'<section class="apart"><h2>Notes whose {why}</h2>\n<ol>\n')
        for record in unplaced:
            words = escape(record.anchor.exact) if isinstance(record, Mark | Label | Claim) else ""
            out.write(f"<li><blockquote>{words}</blockquote>{cards.note(record)}</li>\n")
        out.write("</ol></section>\n")
    claims = [record for record in one.records.in_order if isinstance(record, Claim)]
    if claims:
        out.write('<section class="claims"><h2>Claims</h2>\n')
        out.writelines(map(cards.claim, claims))
        out.write("</section>\n")
    out.write("</article>\n")
    return number + len(shown)


def _heading(article: ArticleRecord) -> str:
    about = [
        escape(part)
        for part in (", ".join(article.authors), article.outlet, article.published)
        if part
    ]
    if article.url and is_address(article.url):
        about.append(address(article.url))
    elif article.locations:
        about.append(escape(article.locations[-1]))
    line = f'<p class="about">{" · ".join(about)}</p>\n' if about else ""
    return f"<header><h1>{escape(_title(article))}</h1>\n{line}</header>\n"


def _write_text(
    text: str, title: str, shown: Sequence[_Shown], number: int, cards: Cards, out: TextIO
) -> None:
    """Write paragraph by paragraph, each with the notes that start in it alongside.

    The headline above the article and a repeated caption are left out where no mark is on them.
    """
    flat = [(index, span) for index, (_, spans) in enumerate(shown) for span in spans]
    runs = RunIndex([span for _, span in flat])
    out.write('<div class="text">\n')
    for row in _rows(text, title, shown, runs):
        if row.line is not None:
            _write_line(text, row.line, row.block, runs, flat, shown, number, out)
        if row.notes:
            first = number + row.notes.start + 1
            notes = [record for record, _ in shown[row.notes.start : row.notes.stop]]
            out.write(f'<aside style="grid-row: span {row.height}"><ol>\n')
            for place, record in enumerate(notes, first):
                out.write(f'<li value="{place}" id="n{place}">')
                out.write(
                    f'<a class="back" href="#m{place}">{place}</a> {cards.note(record)}</li>\n'
                )
            out.write("</ol></aside>\n")
    out.write("</div>\n")


@dataclass(slots=True)
class _Row:
    """A line and the notes alongside it, which have room down to the next line with notes."""

    line: Span | None
    block: Block
    notes: range
    height: int = 1


def _rows(text: str, title: str, shown: Sequence[_Shown], runs: RunIndex) -> list[_Row]:
    rows: list[_Row] = []
    noted: _Row | None = None
    waiting = 0
    for line, block in _lines(text):
        first = waiting
        while waiting < len(shown) and shown[waiting][1][0].start < line.end:
            waiting += 1
        is_repeat = block.duplicate_of is not None or " ".join(line.slice(text).split()) == title
        seen = not is_repeat or any(True for _ in runs.between(line.start, line.end))
        row = _Row(line if seen else None, block, range(first, waiting))
        if row.notes:
            noted = row
        elif seen and noted is not None:
            noted.height += 1
        if seen or row.notes:
            rows.append(row)
    if waiting < len(shown) and rows:
        rows.append(_Row(None, rows[-1].block, range(waiting, len(shown))))
    return rows


def _lines(text: str) -> Iterator[tuple[Span, Block]]:
    """Yield each line of the text with the last block on it."""
    line: Span | None = None
    last: Block | None = None
    for block in structure(text).blocks:
        if line is not None and last is not None and "\n" not in text[line.end : block.start]:
            line = Span(line.start, block.end)
        else:
            if line is not None and last is not None:
                yield line, last
            line = block.span
        last = block
    if line is not None and last is not None:
        yield line, last


def _write_line(
    text: str,
    line: Span,
    block: Block,
    runs: RunIndex,
    flat: Sequence[tuple[int, Span]],
    shown: Sequence[_Shown],
    number: int,
    out: TextIO,
) -> None:
    classes = [block.kind.replace(" ", "-"), *(["flows"] if block.flows else [])]
    out.write(f'<p class="{" ".join(classes)}">')
    at = line.start
    for run in runs.between(line.start, line.end):
        out.write(escape(text[at : run.start], quote=False))
        members = [flat[member] for member in run.members]
        kinds = sorted({shown[index][0].kind for index, _ in members})
        marked = " ".join(kind for kind in kinds if kind.isalpha())
        words = escape(text[run.start : run.end], quote=False)
        out.write(f'<mark class="{marked}">{words}</mark>')
        for index, span in members:
            if span.end == run.end:
                note_number = number + index + 1
                mark = f' id="m{note_number}"' if span == shown[index][1][0] else ""
                # The style draws the number: programs that look for a passage find its words whole.
                out.write(f'<sup{mark}><a href="#n{note_number}" data-number="{note_number}"')
                out.write(f' aria-label="Note {note_number}"></a></sup>')
        at = run.end
    out.write(escape(text[at : line.end], quote=False) + "</p>\n")
