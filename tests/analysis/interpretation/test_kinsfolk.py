"""Namesakes, couples, brothers and maiden names: each to its own person, or to nobody."""

from __future__ import annotations

import pytest


def speakers(one):
    return [quote.speaker for quote in one.quotes]


@pytest.mark.parametrize(
    "lead",
    [
        "{P Ann Lee}, née {P Moe}, came in May.",
        "{P Ann Lee} (née {P Moe}) came in May.",
        "{P Ann Lee} (born {P Moe}) came in May.",
        "{P Ann Lee}, formerly {P Moe}, came in May.",
        "{P Ann Lee} was born {P Ann Moe} in May.",
    ],
)
@pytest.mark.parametrize("name", ["Ms {P Moe}", "{P Moe}", "{P Ann Moe}", "{P Ann Lee}", "{P Lee}"])
def test_the_name_before_marriage_is_the_same_person(read, lead, name):
    one = read(f"{lead}\n[S {name}] [C said] [Q that it leaked].")
    assert speakers(one) == ["Ann Lee"]
    assert [person.name for person in one.people] == ["Ann Lee"]


def test_a_brother_of_the_name_before_marriage_leaves_it_open(read):
    one = read(
        "{P Ann Lee}, née {P Moe}, came with {P Bo Moe}.\n[S {P Moe}] [C said] [Q that it leaked]."
    )
    assert speakers(one) == [None]


def test_brothers_under_one_surname_leave_it_open(read):
    one = read(
        "The brothers {P Jo} and {P Bo Vale} dig.\n[S {P Vale}] [C said] [Q that it leaked]."
    )
    assert speakers(one) == [None]
    assert {"Jo Vale", "Bo Vale"} <= {person.name for person in one.people}


def test_two_names_joined_by_and_are_no_brothers(read):
    one = read("{P Jo} and {P Bo Vale} dig.\n[S {P Vale}] [C said] [Q that it leaked].")
    assert speakers(one) == ["Bo Vale"]
    assert "Jo Vale" not in {person.name for person in one.people}


@pytest.mark.parametrize(
    ("name", "speaker"),
    [
        ("{P Hale}", None),
        ("{P John Hale}", "John Hale"),
        ("{P John Hale Jr.}", "John Hale Jr."),
    ],
)
def test_a_son_of_the_same_name_is_another(read, name, speaker):
    one = read(
        "{P John Hale} and his son, {P John Hale Jr.}, swam.\n[S {P Bo Moe}] [C said] [Q no].\n"
        f"[S {name}] [C said] [Q that it leaked]."
    )
    assert speakers(one)[-1] == speaker


def test_one_with_and_without_the_suffix_is_one(read):
    one = read("{P John Hale Jr.} swam.\n[S {P John Hale}] [C said] [Q that it leaked].")
    assert len(one.people) == 1


@pytest.mark.parametrize(
    ("lead", "name", "speaker"),
    [
        ("Mr. {P Hale} drowned.", "Mrs. {P Hale}", "Mrs. Hale"),
        ("Mr. {P Tom Hale} drowned.", "Mrs. {P Hale}", "Hale"),
        ("{P Tom Hale} and his wife, the poet {P Ida Hale}, came.", "Mrs. {P Hale}", "Ida Hale"),
        ("The Rev. {P Tom Hale} met {P Ida Hale}.", "Rev. {P Hale}", "Tom Hale"),
        ("Senator {P Tom Hale} met Councilman {P Rick Hale}.", "Councilman {P Hale}", "Rick Hale"),
        ("Senator {P Tom Hale} met {P Councilman Rick Hale}.", "{P Councilman Hale}", "Rick Hale"),
    ],
)
def test_a_title_tells_who_is_meant(read, lead, name, speaker):
    assert speakers(read(f"{lead}\n[S {name}] [C said] [Q that it leaked].")) == [speaker]


def test_a_titled_mention_does_not_settle_the_bare_surname(read):
    one = read(
        "Senator {P Tom Hale} met Councilman {P Rick Hale}.\n"
        "[S Senator {P Hale}] [C said] [Q that it leaked].\n[S {P Hale}] [C said] [Q no]."
    )
    assert speakers(one) == ["Tom Hale", None]


def test_a_pronoun_for_a_name_of_two_stays_open(read):
    one = read(
        "Senator {P Tom Hale} met Councilman {P Rick Hale}.\n"
        "{P Hale} left. [Q “No,”] [S he] [C said]."
    )
    assert speakers(one) == [None]


def test_a_mother_known_by_surname_is_not_her_daughter(read):
    one = read(
        "[Q “I stay,”] [S Ms. {P Poe}] [C said].\n"
        "[Q “She stays,”] [S her daughter, {P Joy},] [C said]. {P Joy Poe} left."
    )
    assert speakers(one) == ["Poe", "Joy Poe"]


def test_two_of_one_first_name_are_not_one(read):
    one = read(
        "{P Joy} sells fish. Her neighbour, also called {P Joy}, sells bread.\n"
        "[Q “We stay,”] [S {P Joy}] [C said]."
    )
    assert speakers(one) == [None]


def test_a_neighbour_is_named_behind_the_comma(read):
    one = read("[Q “She swam,”] [C said] [S her neighbour], {P Joy Poe}.")
    assert speakers(one) == ["Joy Poe"]


def test_pronouns_are_nobody(read):
    one = read("{P Ann Lee} came. [Q “No,”] {P she} [C said].")
    assert [person.name for person in one.people] == ["Ann Lee"]


def test_a_byline_does_not_lend_its_surname_to_the_next_line(read):
    one = read("by Ann Lee\n{P Poe} left.")
    assert [person.name for person in one.people] == ["Poe"]
