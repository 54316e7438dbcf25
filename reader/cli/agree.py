"""``reader agree A B``: how far two people agree on the articles that both call complete."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.desk import settings_for
from reader.cli.printing import print_json

if TYPE_CHECKING:
    from reader.annotations.agreement import Agreement


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mine", type=Path, metavar="A")
    parser.add_argument("theirs", type=Path, metavar="B")
    parser.add_argument(
        "--people", nargs=2, metavar="NAME", help="the two compared; else who made most of each"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run(options: argparse.Namespace) -> int:
    """0, also where they disagree. Raises StoreError when they share no complete article."""
    from reader.annotations.agreement import agree
    from reader.article.kept import KeptTexts

    found = agree(
        options.mine,
        options.theirs,
        people=tuple(options.people) if options.people else None,
        text_of=KeptTexts(settings_for(options).kept_texts).load,
    )
    if options.format == "json":
        print_json(found)
    else:
        print("\n".join(_told(found)))
    return 0


def _told(found: Agreement) -> Iterator[str]:
    from reader.text.cells import printable

    mine, theirs = found.people
    yield printable(f"{mine} and {theirs} on {len(found.articles)} articles")
    for title in found.left_out:
        yield printable(f"left out: {title}")
    yield f"{'':<16} {'A':>5} {'B':>5} {'exact F1':>9} {'overlap F1':>11} {'alpha':>6} {'kappa':>6}"
    for row in found.types:
        figures = (row.exact_f1, row.overlap_f1, row.alpha, row.kappa)
        exact, overlap, alpha, kappa = ("-" if f is None else f"{f:.3f}" for f in figures)
        yield printable(
            f"{row.type[:16]:<16} {row.mine:>5} {row.theirs:>5} "
            f"{exact:>9} {overlap:>11} {alpha:>6} {kappa:>6}"
        )
    for each in found.disagreements:
        words = " ".join(f"{each.before}[{each.exact}]{each.after}".split())
        yield printable(f"{each.what}, {each.type}: {words} ({each.title})")
