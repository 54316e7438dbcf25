"""``reader show FILE``: the article with findings and notes as plain lines."""

from __future__ import annotations

import argparse
import functools
import shutil
import sys
import textwrap

from reader.annotations.articles import known_article
from reader.annotations.records import Record
from reader.article.contents import Contents, SeveralArticlesError
from reader.cli.desk import article_at, offline_argument, open_notes, settings_for
from reader.cli.findings import findings_of
from reader.cli.narration import tell
from reader.exchange.numbered_lines import numbered_lines, one_line
from reader.text.cells import printable
from reader.text.span import Span


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE|URL", help="file or web address of an article; - reads standard input"
    )
    parser.add_argument("--plain", action="store_true", help="print one unwrapped line per block")
    parser.add_argument(
        "--no-findings", action="store_true", help="print the article and notes without findings"
    )
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    from reader.article.anchoring import place

    settings = settings_for(options)
    try:
        article = article_at(options.file, settings)
    except SeveralArticlesError as several:
        return _list(several.contents)
    findings = None if options.no_findings else findings_of([article], settings)[0]
    placed: list[tuple[Record, Span]] = []
    doubtful: list[Record] = []
    unplaced: list[Record] = []
    former = functools.cache(settings.library.texts.load)
    if settings.notes.exists():
        with open_notes(settings, read_only=True) as store:
            known = known_article(store.articles(), article)
            for record in store.records(article_id=known.article_id) if known else ():
                anchor = getattr(record, "anchor", None)
                if anchor is None:
                    continue
                found = place(anchor, article.text, article.fingerprint, former)
                if found.outcome == "needs a look":
                    doubtful.append(record)
                elif found.spans:
                    placed.append((record, found.spans[0]))
                else:
                    unplaced.append(record)
    width = None if options.plain or not sys.stdout.isatty() else shutil.get_terminal_size().columns
    for line in numbered_lines(article, findings, placed):
        print(_wrapped(line, width))
    for record in doubtful:
        print(f"Needs a look: the passage of this {record.kind} is uncertain here ({record.id})")
    for record in unplaced:
        lost = f"Lost: the passage of this {record.kind} is gone from the text (id {record.id})"
        print(one_line(lost))
    for notice in findings.notices if findings else ():
        tell(notice)
    return 0


def _list(contents: Contents) -> int:
    """Print what may be picked, numbered; 0."""
    for notice in contents.notices:
        tell(notice)
    print(
        printable(f"{contents.title} (a {contents.kind} of {len(contents.items)} {contents.unit})")
    )
    width = len(str(len(contents.items)))
    for number, item in enumerate(contents.items, 1):
        day = f"{item.day}  " if item.published else ""
        print(printable(f"{number:>{width}}  {day}{' '.join(item.title.split())}"))
    where = contents.location
    tell(f"`reader '{where}#1'` opens the first of them.")
    return 0


def _wrapped(line: str, width: int | None) -> str:
    if width is None:
        return line
    indent = "    " if line.startswith("  ") else ""
    return "\n".join(textwrap.wrap(line, width, subsequent_indent=indent)) or line
