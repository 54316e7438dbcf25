"""CoNLL in IOB2: ``TOKEN<TAB>TAG``, an empty line behind a sentence, ``-DOCSTART-`` before a text.

The format is flat. It holds names and the labels of a person's own layers; where two overlap,
a person's goes before the machine's, then the longer one; the others are counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TextIO

from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.conll_in import read as read
from reader.exchange.losses import Loss, Losses
from reader.exchange.marked_text import MarkedText, marked_texts
from reader.exchange.stand_off import StandOff
from reader.exchange.targets import Files
from reader.exchange.tokenised import sentences_of_tokens
from reader.exchange.tool_names import name_of
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span

_ELSEWHERE = ("quote", "figure", "cue", "source", "mark", "claim")


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    for page in marked_texts(articles, given, losses):
        _write_page(page, out, losses)
    return losses.messages()


def write_files(
    articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """Write a file for each article."""
    losses = Losses()
    for page in marked_texts(articles, given, losses):
        with files.text(f"{page.name}.conll") as out:
            _write_page(page, out, losses)
    return losses.messages()


def _write_page(page: MarkedText, out: TextIO, losses: Losses) -> None:
    sentences = sentences_of_tokens(page.of.text, page.of.standing)
    tags = _tags(page, [token for sentence in sentences for token in sentence], losses)
    out.write("-DOCSTART-\tO\n\n")
    at = 0
    for sentence in sentences:
        for token in sentence:
            # White space within a token (a number with a gap) would end the column.
            out.write(f"{'_'.join(token.slice(page.of.text).split())}\t{tags[at]}\n")
            at += 1
        out.write("\n")


def _tags(page: MarkedText, tokens: list[Span], losses: Losses) -> list[str]:
    tags = ["O"] * len(tokens)
    ends = [token.end for token in tokens]
    taken = [False] * len(tokens)
    for mark in sorted(_expressible(page, losses), key=_rank):
        if len(mark.spans) > 1:
            losses.add("mark[s] in several parts [was|were] joined from the first to the last")
        first = bisect_right(ends, mark.start)
        last = first
        while last < len(tokens) and tokens[last].start < mark.end:
            last += 1
        if first == last:
            losses.add("mark[s] without a token [was|were] left out")
            continue
        if any(taken[first:last]):
            losses.add("mark[s] over another [was|were] left out")
            continue
        if tokens[first].start < mark.start or tokens[last - 1].end > mark.end:
            losses.add("mark[s] with an edge within a token [was|were] widened to it")
        name = name_of(mark)
        for place in range(first, last):
            taken[place] = True
            tags[place] = f"{'I' if place > first else 'B'}-{name}"
        if mark.note or mark.tags or mark.attributes:
            losses.add("mark[s] [was|were] written without notes, tags and attributes")
    return tags


def _expressible(page: MarkedText, losses: Losses) -> Iterable[StandOff]:
    for mark in page.marks:
        if mark.layer in _ELSEWHERE:
            losses.add("mark[s] other than names and own labels [was|were] left out")
        else:
            yield mark


def _rank(mark: StandOff) -> tuple[bool, int, int]:
    return (mark.origin == "machine", mark.start - mark.end, mark.start)
