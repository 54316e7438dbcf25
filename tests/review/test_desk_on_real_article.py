"""The desk on a real newswire story, found by the models that ship with reader.

READER_REAL_ARTICLE names its file; without it there is nothing to try. It is not reproduced here.
"""

from __future__ import annotations

import os

import pytest

from reader.article.opening import open_article
from reader.cli.findings import findings_of
from reader.config import load_settings
from reader.review.annotated_article import AnnotatedArticle, annotated
from reader.review.conflicts import conflicts, reasons_of
from reader.review.queue import FEW, few, queue
from reader.review.repeats import repeats

LOCATION = os.environ.get("READER_REAL_ARTICLE", "")
pytestmark = [
    pytest.mark.stanza,
    pytest.mark.skipif(not LOCATION, reason="READER_REAL_ARTICLE is not set"),
]


@pytest.fixture(scope="module")
def story() -> AnnotatedArticle:
    article = open_article(LOCATION)
    (findings,) = findings_of([article], load_settings())
    return annotated(article, findings)


def test_the_queue_holds_every_attributed_statement(story):
    assert {quote.id for quote in story.machine.quotes} <= {item.id for item in queue(story)}


def test_the_two_missile_counts_stand_as_a_conflict_with_their_sources(story):
    (conflict,) = conflicts([story])
    assert [(each.figure.value, each.source) for each in conflict.stated] == [
        (15, "Iranian state television"),
        (22, "Iraq"),
    ]


def test_both_counts_are_among_the_few(story):
    top = few(queue(story, extra=reasons_of(conflicts([story]))))
    assert len(top) == FEW
    assert {"15 missiles", "22 missiles"} <= {
        words for item in top for words in ("15 missiles", "22 missiles") if words in item.text
    }


def test_the_phrase_said_twice_is_one(story):
    found = {each.phrase: each for each in repeats(story.machine.quotes, story.text)}
    slap = found["slap on the face"]
    assert slap.speaker == "Ali Khamenei"
    items = {item.id: item for item in queue(story)}
    assert not items[slap.first].folded
    assert [items[identity].same_as for identity in slap.again] == [slap.first]
