"""``reader agree A B``: how far two people agree on the articles that are complete for both."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.together.agreement import agree, named
from reader.cli.desk import settings_for
from reader.cli.printing import format_argument, print_json
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.together.agreement import Agreement, Disagreement


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mine", type=Path, metavar="A", help="notes file of one person")
    parser.add_argument(
        "theirs",
        type=Path,
        metavar="B",
        help="notes file of the other person; may be the same file",
    )
    parser.add_argument(
        "--people",
        nargs=2,
        metavar="NAME",
        help="the two people to compare (default: the main author of A, another one of B)",
    )
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """0, also where they disagree. Raises StoreError when they share no complete article."""
    settings = settings_for(options)
    folders = [settings.data_folder, options.mine.parent, options.theirs.parent]
    stores = [replace(settings, data_folder=folder).library.texts for folder in folders]

    def text_of(fingerprint: str) -> str | None:
        return next((text for each in stores if (text := each.load(fingerprint))), None)

    found = agree(
        options.mine,
        options.theirs,
        people=tuple(options.people) if options.people else None,
        text_of=text_of,
    )
    if options.format == "json":
        print_json(found)
    else:
        print("\n".join(_lines(found)))
    return 0


def _lines(found: Agreement) -> Iterator[str]:
    from reader.text.cells import printable

    mine, theirs = (named(each) for each in found.people)
    yield printable(
        f"A is {mine}, B is {theirs}; {counted(len(found.articles), 'article')} complete for both."
    )
    for title in found.left_out:
        yield printable(f"left out: {title}")
    width = max(len(row.type) for row in found.types)
    head = f"{'A':>5} {'B':>5}  exact F1  overlap F1   alpha   kappa"
    yield f"{'marks':<{width}} {head}"
    for row in found.types:
        figures = (row.exact_f1, row.overlap_f1, row.alpha, row.kappa)
        exact, overlap, alpha, kappa = ("-" if f is None else f"{f:.3f}" for f in figures)
        yield printable(
            f"{row.type:<{width}} {row.mine:>5} {row.theirs:>5}  "
            f"{exact:>8}  {overlap:>10}  {alpha:>6}  {kappa:>6}"
        )
    yield (
        "F1: marks of one type on the same words, or on words that overlap. alpha: Krippendorff's, "
        "over characters; kappa: Cohen's, over words. 1 is full agreement, 0 what chance gives."
    )
    if any(row.alpha is None and row.exact_f1 is not None for row in found.types):
        yield "-: not defined, or the text is not stored here; open the article to store it."
    title = ""
    for each in found.disagreements:
        if each.title != title:
            title = each.title
            yield printable(f"Where they differ in “{title}”:")
        yield printable(f"  {_difference(each)}")


def _difference(each: Disagreement) -> str:
    words = " ".join(f"…{each.before}[{each.both or each.exact}]{each.after}…".split())
    one, other = (" ".join(exact.split()) for exact in (each.exact, each.other_exact))
    bounds = f", A on “{one}”, B on “{other}”" if other else ""
    if each.what == "bounds":
        return f"{each.type}{bounds}: {words}"
    if each.what == "type":
        return f"{each.type} for A, {each.other_type} for B{bounds}: {words}"
    return f"{'only A' if each.what == 'only mine' else 'only B'}, {each.type}: {words}"
