"""Analysis of many articles, some at a time, so that it goes on where it was broken off."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.cli.desk import opened_at
from reader.cli.narration import tell
from reader.cli.terminal_guard import show_line

if TYPE_CHECKING:
    from reader.analysis.findings import Findings
    from reader.article.article import Article
    from reader.config import Settings

AT_ONCE = 20
"""Articles in memory together. What is found in them is stored before the next are opened."""


def analysed(
    places: Sequence[str],
    settings: Settings,
    *,
    fresh: bool = False,
    threads: int | None = None,
    columns: Mapping[str, str] = MappingProxyType({}),
    refused: Callable[[str], None],
) -> Iterator[tuple[Article, Findings]]:
    """Yield each article with its findings, those that are kept from earlier taken from there.

    ``refused`` is given a sentence for each that cannot be opened; ``columns`` says what the
    columns of tables hold. Raises ModelError.
    """
    from reader.archive.inputs import Inputs, articles_of
    from reader.cli.findings import Analysis

    analysis = Analysis(settings, fresh=fresh, threads=threads)
    inputs = Inputs(tuple(places), lambda place: opened_at(place, settings), tell, columns)
    every = articles_of(inputs.items(), refused)
    number = 0
    while articles := list(islice(every, AT_ONCE)):
        if len(places) > AT_ONCE and sys.stderr.isatty():
            show_line(f"Article {number + 1} of {len(places)} or more")
        number += len(articles)
        for article, findings in zip(articles, analysis.of(articles), strict=True):
            for notice in article.notices:
                tell(notice)
            yield article, findings
