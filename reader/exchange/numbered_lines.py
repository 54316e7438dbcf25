"""The article as numbered plain lines: what a screen reader or a pipe can take in.

Each block is one line with its number; what was found in it and noted on it follows in words,
indented by two spaces. No glyph, no colour and no column carries a meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reader.analysis.findings import Figure, Findings, Quote
from reader.annotations.open_conflicts import open_conflicts
from reader.annotations.records import Claim, Label, Mark, Record
from reader.article.article import Article
from reader.article.block import Block
from reader.text.cells import printable
from reader.text.span import Span


def numbered_lines(
    article: Article, findings: Findings | None, placed: Sequence[tuple[Record, Span]]
) -> Iterator[str]:
    """Yield the lines, without line breaks. ``placed`` are records with where they stand now."""
    shown_blocks = [block for block in article.blocks if block.duplicate_of is None]
    for number, block in enumerate(shown_blocks, 1):
        words = one_line(article.text[block.start : block.end])
        name = "" if block.kind == "paragraph" else f"{block.kind.capitalize()}: "
        yield f"{number} {name}{words}"
        if findings is not None:
            yield from (f"  {one_line(line)}" for line in _found(findings, block))
        yield from (f"  {one_line(line)}" for line in _noted(placed, block))


def one_line(text: str) -> str:
    """Return ``text`` with no line break, and nothing else that could steer a terminal."""
    return printable(" ".join(text.split()))


def _starts_in(block: Block, start: int) -> bool:
    return block.start <= start < block.end


def _found(findings: Findings, block: Block) -> Iterator[str]:
    names: dict[str, str] = {}
    for entity in findings.entities:
        if _starts_in(block, entity.start):
            names.setdefault(entity.name, entity.type)
    if names:
        yield "Names: " + ", ".join(f"{name} ({kind})" for name, kind in names.items())
    for quote in findings.quotes:
        if _starts_in(block, quote.spans[0].start):
            yield _quote(quote)
    figures = [f for f in findings.figures if _starts_in(block, f.start) and f.kind != "date"]
    if figures:
        yield "Figures: " + ", ".join(map(_figure, figures))


def _quote(quote: Quote) -> str:
    who = quote.speaker if quote.speaker is not None else "an unknown speaker"
    return f"Quote, {quote.kind}, by {who}: {quote.text}"


def _figure(figure: Figure) -> str:
    by = f" by {figure.speaker}" if figure.speaker else ""
    return f"{figure.in_full}{by}"


def _noted(placed: Iterable[tuple[Record, Span]], block: Block) -> Iterator[str]:
    for record, span in placed:
        if not _starts_in(block, span.start):
            continue
        for each in open_conflicts(record):
            mine, theirs = each.versions
            yield f"Undecided, two versions of the {each.name}: yours {mine}, theirs {theirs}"
        tags = f", tagged {', '.join(record.tags)}" if record.tags else ""
        match record:
            case Mark():
                body = f": {record.body}" if record.body.strip() else ""
                kind = record.kind.capitalize()
                yield f"{kind} on “{record.anchor.exact}”{tags}{body}"
            case Label():
                yield f"Label {record.type} on “{record.anchor.exact}”{tags}"
            case Claim():
                yield f"Claim, {record.status}{tags}: {record.claim or record.anchor.exact}"
