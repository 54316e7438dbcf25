"""“X is Y” holds for later articles, and only where that is sure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.findings import Person
from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import SourceName
from reader.review.corrections import correction
from reader.review.sources import folded, full_name, meanings, remembered
from tests.review.desk import written

TEXT = "The board met. “The dam holds,” it said. “No rain is due,” it said."
SAID = ("The dam holds,", "No rain is due,")


def is_(name, means, *, creator="ada", at="2026-11-01T00:00:00Z"):
    return SourceName(
        article_id="other",
        id=f"{name}-{means}-{creator}",
        creator=creator,
        created=at,
        modified=at,
        name=name,
        means=means,
    )


def who(speaker, *sources, kind="named", people=()):
    here = written(TEXT, [(words, speaker) for words in SAID], records=sources)
    quotes = tuple(replace(each, speaker_kind=kind) for each in here.machine.quotes)
    here = here.with_findings(replace(here.machine, quotes=quotes, people=people))
    return [each.speaker for each in here.standing.quotes]


def test_a_full_name_is_the_same_source_in_another_article():
    water = is_("Valley Water", "Valley Water Company")
    assert who("Valley Water", water) == ["Valley Water Company"] * 2
    assert who("Valley Bank", water) == ["Valley Bank"] * 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("the mayor", "role"),
        ("Valley officials", "collective"),
        ("State television", "collective"),
        ("a Valley source", "anonymous"),
    ],
)
def test_a_role_or_a_group_is_somebody_else_in_every_article(name, kind):
    assert who(name, is_(name, "Valley Water Company"), kind=kind) == [name] * 2


@pytest.mark.parametrize("name", ["Quist", "VWC", "Mrs Quist", "Judge Quist"])
def test_a_short_name_is_sure_only_where_the_full_one_is_named(name):
    source = is_(name, "Mara Quist")
    assert who(name, source) == [name] * 2
    assert who(name, source, people=(Person("p1", "Mara Quist"),)) == ["Mara Quist"] * 2


def test_where_two_people_differ_nothing_is_changed():
    mine, theirs = is_("Valley Water", "Water Board"), is_("Valley Water", "City", creator="ben")
    assert who("Valley Water", mine, theirs) == ["Valley Water"] * 2
    later = is_("Valley Water", "City", at="2026-11-02T00:00:00Z")
    assert who("Valley Water", mine, later) == ["City"] * 2


def test_a_chain_is_followed_and_a_circle_is_not():
    first, second = is_("Valley Water", "The Water Board"), is_("The Water Board", "City Water")
    known = meanings([first, second])
    assert full_name("valley  water", known)[0] == "City Water"
    circle = meanings([first, is_("The Water Board", "Valley Water")])
    assert full_name("Valley Water", circle) == ("Valley Water", ())


def test_what_a_person_said_of_one_quote_holds():
    here = written(TEXT, [(words, "Valley Water") for words in SAID])
    first = here.machine.quotes[0]
    made = correction(
        "a", first, "respeak", creator="ada", at="2026-11-02T00:00:00Z", after="Tom Vale"
    )
    here = here.with_own_records((made,)).with_sources([is_("Valley Water", "City Water")])
    assert [each.speaker for each in here.standing.quotes] == ["Tom Vale", "City Water"]


def test_taking_it_back_gives_the_article_as_it_was():
    here = written(TEXT, [(words, "Valley Water") for words in SAID])
    there = here.with_sources([is_("Valley Water", "City Water")])
    assert there.with_sources(()).standing == here.standing
    assert "Valley Water is City Water" in there.standing.quotes[0].rule


def test_the_record_comes_back_from_its_document_with_fields_of_a_later_version():
    document = to_document(is_("Valley Water", "City Water")) | {"since": "2027"}
    assert to_document(from_document(document)) == document


def test_a_part_of_a_name_is_not_remembered_as_who_it_is():
    def kept(name, means):
        return remembered(name, "named", means, (), creator="ada", at="2026-11-01T00:00:00Z")

    assert kept("Mara Quist", "Quist") is None
    assert kept("Mara Quist", "mara  quist") is None
    assert kept("the mayor", "Mara Quist") is None
    assert kept("Quist", "Mara Quist").means == "Mara Quist"


names = st.text(st.sampled_from("AaBb c."), max_size=4)


@given(st.lists(st.tuples(names, names, st.sampled_from(["ada", "ben"])), max_size=6), names)
def test_whatever_was_said_a_name_leads_to_one_name(said, start):
    known = meanings([is_(*each[:2], creator=each[2]) for each in said])
    end, steps = full_name(start, known)
    assert folded(end) == folded(start) if not steps else folded(end) not in known
