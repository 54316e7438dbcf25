"""Who says what is in marks in a real article, which is not part of the project.

READER_REAL_ARTICLE names its file; without it there is nothing to try. The speakers are those
that a careful reader gives to its quotations in marks, in the order in which they stand.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.analysis.rules.marks import quotations
from reader.article.opening import open_article

LOCATION = os.environ.get("READER_REAL_ARTICLE", "")

pytestmark = [
    pytest.mark.stanza,
    pytest.mark.skipif(not LOCATION, reason="READER_REAL_ARTICLE is not set"),
]

SPEAKERS = """
Donald Trump
Ali Khamenei
gathering of Iranians
Iranian officials
Donald Trump
Iranian state television
Jonathan Hoffman
Ali Khamenei
Ali Khamenei
Ali Khamenei
Ali Khamenei
official in the supreme leader’s office
Mark Esper
Mohammad Javad Zarif
Mohammad Javad Zarif
Nancy Pelosi
Elizabeth Warren
Elizabeth Warren
Joe Biden
""".strip().split("\n")


@pytest.fixture(scope="module")
def read_article(pipeline):
    article = open_article(str(Path(LOCATION)))
    return article, pipeline.analyze(article.text, article.blocks, language="en")


def test_every_quotation_in_marks_has_its_speaker(read_article):
    article, found = read_article
    blocks = [block.span for block in article.blocks if block.duplicate_of is None]
    in_marks = [span for one in quotations(article.text, blocks) for span in one.spans]
    assert len(in_marks) == len(SPEAKERS)
    said = []
    for marked in in_marks:
        holding = [
            quote
            for quote in found.quotes
            if any(span.start <= marked.start and marked.end <= span.end for span in quote.spans)
        ]
        inner = [quote for quote in holding if quote.parent] or holding
        said.append(inner[0].speaker if inner else "not found")
    assert said == SPEAKERS


def test_two_sources_give_their_own_count(read_article):
    _, found = read_article
    given = {(figure.value, figure.unit): figure.speaker for figure in found.figures}
    assert given[15, "missiles"] == "Iranian state television"
    assert given[22, "missiles"] == "Iraq"
