"""``reader analyze FILE …``: people, quotes and figures as text or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.cli.desk import article_at, offline_argument, settings_for

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.article.article import Article


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE|URL", help="an article; - is standard input"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "jsonl"),
        default="text",
        help="json: one object, an array for several files; jsonl: an object a line",
    )
    parser.add_argument("--no-text", action="store_true", help="leave the article's text out")
    parser.add_argument("--tokens", action="store_true", help="add tokens and sentences")
    parser.add_argument("--fresh", action="store_true", help="do not use what was found before")
    offline_argument(parser)


def run(options: argparse.Namespace) -> int:
    """2 when a file cannot be used; the others are analysed all the same."""
    from reader.article.article import ArticleError
    from reader.cli.findings import findings_of

    settings = settings_for(options)
    articles, code = [], 0
    for file in options.files:
        try:
            articles.append(article_at(file, settings))
        except ArticleError as error:
            print(f"reader: {error}", file=sys.stderr)
            code = 2
    if not articles:
        return code
    every = findings_of(articles, settings, fresh=options.fresh)
    pairs = list(zip(articles, every, strict=True))
    if options.format == "text":
        for article, findings in pairs:
            print("\n".join(_told(article, findings)))
    else:
        _print_json(pairs, options)
    for findings in every:
        for notice in findings.notices:
            print(f"reader: {notice}", file=sys.stderr)
    return code


def _print_json(pairs: list[tuple[Article, Findings]], options: argparse.Namespace) -> None:
    from reader.analysis.findings_json import to_json

    objects = [
        to_json(findings, article, text=not options.no_text, tokens=options.tokens)
        for article, findings in pairs
    ]
    if options.format == "jsonl":
        for told in objects:
            print(json.dumps(told, ensure_ascii=False))
    else:
        whole = objects[0] if len(options.files) == 1 else objects
        print(json.dumps(whole, ensure_ascii=False, indent=1))


def _told(article: Article, findings: Findings) -> Iterator[str]:
    from reader.text.cells import printable

    yield printable(f"{article.title} ({article.location})")
    yield "People"
    for person in findings.people:
        role = f", {person.role}" if person.role else ""
        also = f" (also {', '.join(person.aliases)})" if person.aliases else ""
        yield printable(f"  {person.name}{role}{also}")
    yield "Quotes"
    for quote in findings.quotes:
        words = " ".join(quote.text.split())
        yield printable(f"  {quote.speaker or 'unknown'} [{quote.kind}]: {words}")
    yield "Figures"
    for figure in findings.figures:
        by = f" [{figure.speaker}]" if figure.speaker else ""
        yield printable(f"  {figure.text}{by}")
    yield ""
