"""``reader analyze FILE …``: people, quotes and figures as text or JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.analyzing import analysed
from reader.cli.commands.add import tell_skipped
from reader.cli.desk import offline_argument, settings_for
from reader.cli.narration import tell
from reader.desk.sources import sources
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.article.article import Article


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Findings are stored: run the command again after an interruption, and it goes on. "
        "Tables (CSV, JSON lines, Parquet), web archives and mailboxes may have any size."
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE|FOLDER|URL",
        help="an article, a table or archive of articles, or a folder; - is standard input",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "jsonl", "parquet"),
        help="json: one object, an array for several; jsonl: an object a line; parquet: see --out",
    )
    parser.add_argument("--no-text", action="store_true", help="omit the article's text")
    parser.add_argument("--tokens", action="store_true", help="include tokens and sentences")
    parser.add_argument(
        "--fresh", action="store_true", help="analyze again instead of using cached findings"
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        type=_column,
        metavar="ROLE=NAME",
        help="the column of a table that holds text, html, title, id, url, published, authors, "
        "outlet or language; usual names are recognised",
    )
    parser.add_argument(
        "--threads",
        type=_threads,
        metavar="N",
        help="number of processor cores (default: all available, at most 8)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write Parquet tables to this new folder, or bring it up to date",
    )
    parser.add_argument(
        "--on",
        metavar="local:N|ADDRESS",
        help="share the work among N processes, or the workers of a Dask scheduler; needs --out",
    )
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Return 2 when a file cannot be used; the others are analyzed. Raises ReaderError."""
    _refuse_what_does_not_fit(options)
    found = sources(options.files)
    tell_skipped(found.skipped)
    if not found.places:
        raise ReaderError("There is no article in it; name a file or another folder.")
    if options.out is not None:
        from reader.cli.archiving import write_archive

        return write_archive(found.places, options)
    refused = _print(found.places, options)
    return 2 if refused or any(each.unreadable for each in found.skipped) else 0


def _refuse_what_does_not_fit(options: argparse.Namespace) -> None:
    """ReaderError for options that say different things."""
    if options.format == "parquet" and options.out is None:
        raise ReaderError("Parquet is written to a folder; name it with --out DIR.")
    if options.on and options.out is None:
        raise ReaderError("What a cluster finds is written to a folder; name it with --out DIR.")
    if options.on and options.threads:
        raise ReaderError("--on decides how many threads there are; leave out --threads.")
    if options.out is not None and options.format not in (None, "parquet"):
        raise ReaderError(f"--out writes Parquet, not {options.format}; leave out --format.")


def _print(places: Sequence[str], options: argparse.Namespace) -> bool:
    """Print what is found; whether anything was refused."""
    refused: list[str] = []

    def refuse(sentence: str) -> None:
        refused.append(sentence)
        tell(sentence)

    every = analysed(
        places,
        settings_for(options),
        fresh=options.fresh,
        threads=options.threads,
        columns=dict(options.column),
        refused=refuse,
    )
    # One article alone is an object; only a second one makes an array.
    first = list(islice(every, 2)) if options.format == "json" else []
    printed = _Printed(options, alone=len(first) == 1 and tuple(places) == tuple(options.files))
    for article, findings in chain(first, every):
        printed.take(article, findings)
        for notice in findings.notices:
            tell(notice)
    printed.end()
    return bool(refused)


def _column(written: str) -> tuple[str, str]:
    role, sign, name = written.partition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"{written} is not ROLE=NAME, as in text=body")
    return role, name


def _threads(written: str) -> int:
    """Return a number of cores, at most those that there are, because more would only be slower."""
    from reader.cores import usable_cores

    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{written} is not a number of threads; give 1 or more")
    cores = usable_cores()
    if int(written) > cores:
        tell(f"using {cores} threads: this process may not use more cores.")
    return min(int(written), cores)


class _Printed:
    """Prints each article's findings when they are there; several as JSON are one array."""

    def __init__(self, options: argparse.Namespace, *, alone: bool) -> None:
        self._options = options
        self._alone = alone
        self._count = 0

    def take(self, article: Article, findings: Findings) -> None:
        options = self._options
        self._count += 1
        if options.format in (None, "text"):
            between = "\n" if self._count > 1 else ""
            print(between + "\n".join(_lines(article, findings)))
            return
        from reader.analysis.findings_json import to_json

        document = to_json(findings, article, text=not options.no_text, tokens=options.tokens)
        if options.format == "jsonl":
            print(json.dumps(document, ensure_ascii=False))
        elif self._alone:
            print(json.dumps(document, ensure_ascii=False, indent=1))
        else:
            lines = json.dumps(document, ensure_ascii=False, indent=1).split("\n")
            print("[" if self._count == 1 else ",")
            print("\n".join(f" {line}" for line in lines), end="")

    def end(self) -> None:
        if self._options.format == "json" and not self._alone and self._count:
            print("\n]")


def _lines(article: Article, findings: Findings) -> Iterator[str]:
    from reader.text.cells import printable

    yield printable(f"{article.title} ({article.location})")
    if findings.people:
        yield "People"
    for person in findings.people:
        role = f", {person.role}" if person.role else ""
        also = f" (also {', '.join(person.aliases)})" if person.aliases else ""
        yield printable(f"  {person.name}{role}{also}")
    if findings.quotes:
        yield "Quotes"
    for quote in findings.quotes:
        words = " ".join(quote.text.split())
        yield printable(f"  {quote.speaker or 'unknown'} [{quote.kind}]: {words}")
    if findings.figures:
        yield "Figures"
    for figure in findings.figures:
        by = f" [{figure.speaker}]" if figure.speaker else ""
        yield printable(f"  {figure.in_full}{by}")
