"""Counts of the dead and the wounded are compared across wordings, and only where that is sure."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reader.analysis.findings import Figure, Findings, finding_id
from reader.analysis.rules.figures import figures
from reader.annotations.records import ArticleRecord
from reader.article.article import Article, fingerprint
from reader.article.block import Block
from reader.review.annotated_article import annotated
from reader.review.conflicts import conflicts
from reader.review.counted_things import thing_counted
from reader.text.span import Span

NUMBER = re.compile(r"\b(?:\d+|two|three|five|nine)(?: people| persons)?\b")


def first_thing(text):
    found = NUMBER.search(text)
    unit = found[0].partition(" ")[2] or None
    return thing_counted(text, found.start(), found.end(), unit)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("The ferry fire killed at least five people.", "dead"),
        ("Nine people died in the tunnel.", "dead"),
        ("nine people have been confirmed dead", "dead"),
        ("The mayor put the number of dead at 14.", "dead"),
        ("The death toll had risen to 14.", "dead"),
        ("The slide injured 31 people near the dam.", "wounded"),
        ("31 were badly hurt in the crush", "wounded"),
        ("Officers arrested 6 people at the gate.", "arrested"),
        ("Rain left 40 people homeless.", "displaced"),
        ("five people are still in the lobby", None),
        ("Two of the dead were cooks.", None),
        ("Three more people died on Friday.", None),
        ("The dead, among them five people from one house, were named.", None),
        ("It killed the engine, and 5 people laughed.", None),
    ],
)
def test_the_words_next_to_a_figure_say_what_it_counts(text, thing):
    assert first_thing(text.lower()) == thing


def said_by(text, sources, article_id="a", names=()):
    """Return an article of one paragraph; ``sources`` are who gave each figure, in order."""
    found = figures(text, [Block("paragraph", 0, len(text))], (), (), (), (), frozenset(), "en")
    given = [replace(each, speaker=who) for each, who in zip(found, sources, strict=True)]
    key = fingerprint(text)
    article = Article(text, (Block("paragraph", 0, len(text)),), article_id, "-", "test 1")
    record = ArticleRecord(article_id=article_id, id=article_id)
    return annotated(article, Findings(key, language="en", figures=tuple(given)), record=record)


def counts(found):
    return {each.thing: [one.figure.value for one in each.stated] for each in found}


def test_three_or_five_dead_and_seventeen_or_twelve_wounded():
    text = (
        "The prefect said the blast killed three people and wounded 17. A hospital clerk said"
        " five people had died. The regional broadcaster put the number of wounded at 12."
    )
    here = said_by(text, ["the prefect", "the prefect", "a hospital clerk", "the broadcaster"])
    assert counts(conflicts([here])) == {"dead": [3, 5], "wounded": [12, 17]}


def test_a_bare_number_counts_the_thing_before_it_in_the_sentence():
    here = said_by("Prefect says 3 dead, the clinic says 5.", ["the prefect", "the clinic"])
    assert counts(conflicts([here])) == {"dead": [3, 5]}


def test_one_source_twice_and_another_attack_are_no_conflict():
    text = "The prefect said three people were killed. The prefect said five people had died."
    assert conflicts([said_by(text, ["the prefect", "the prefect"])]) == []
    text = (
        "The prefect said three people were killed. The clinic said an earlier attack had left"
        " five people dead."
    )
    assert conflicts([said_by(text, ["the prefect", "the clinic"])]) == []


def test_the_dead_are_not_the_wounded_nor_the_soldiers_among_them():
    text = "The prefect said three people were killed. The clinic said five people were hurt."
    assert conflicts([said_by(text, ["the prefect", "the clinic"])]) == []
    text = "The prefect said nine people died. The clinic said four soldiers had died."
    assert conflicts([said_by(text, ["the prefect", "the clinic"])]) == []


def test_a_figure_without_value_counts_nothing():
    here = said_by("The prefect said 3 people died.", ["the prefect"])
    (three,) = here.machine.figures
    none = Figure(finding_id("figure", [Span(0, 3)], "The"), 0, 3, "The", "count")
    assert conflicts([here.with_findings(replace(here.machine, figures=(three, none)))]) == []


def test_an_age_is_no_count():
    text = "A boy of 12 was killed in the yard."
    assert thing_counted(text, text.index("12"), text.index("12") + 2, None, is_count=False) is None
