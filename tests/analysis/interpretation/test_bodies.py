"""Companies, agencies, papers and ships are no people, whatever the tagger says."""

from __future__ import annotations

import pytest


def types(reading):
    return {entity.text: entity.type for entity in reading.entities}


@pytest.mark.parametrize(
    "name",
    [
        "Solvane Line",
        "Marrow Lines",
        "Tidal Shipping",
        "Ostrava Ferries",
        "Calder Press",
        "Kestrel Wire",
        "Brandt Group",
        "Fennick Airways",
        "Dunmore Bank",
        "Halden Holdings",
        "General Motors",
        "Nordvik Harbour Authority",
        "Pell University",
        "TARN ENERGY",
    ],
)
def test_a_name_that_ends_as_a_body_is_no_person(read, name):
    one = read(f"{{P {name}}} said on {{D Monday}} that the quay was safe.")
    assert one.people == ()
    assert types(one)[name] == "organisation"
    (quote,) = read(f"[S {{P {name}}}] [C said] [Q the quay was safe].").quotes
    assert (quote.speaker, quote.person) == (name, None)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Captain {P Maren Line} took the helm.", "Maren Line"),
        ("{P Mr. Oleg Bank} was late.", "Oleg Bank"),
        ("Its columnist {P Devin Press} wrote.", "Devin Press"),
        ("{P Devin Press}, 47, wrote.", "Devin Press"),
        ("{P Devin Press}, a radio host, wrote.", "Devin Press"),
        ("{P Devin Press}, who wrote it, left.", "Devin Press"),
        ("{P Devin Press} wrote it. {P Press} left.", "Devin Press"),
        ("{P Devin Press} said that he wrote it.", "Devin Press"),
        ("{P Devin Press} wrote it. He left.", "Devin Press"),
        ("{P Emily Post} wrote it.", "Emily Post"),
        ("{P Kofi Steel} wrote it.", "Kofi Steel"),
        ("Dr. {P Ada Group} wrote it.", "Ada Group"),
    ],
)
def test_a_title_an_age_an_office_or_a_given_name_tells_of_a_person(read, text, person):
    assert [one.name for one in read(text).people] == [person]


@pytest.mark.parametrize(
    "text",
    [
        "{P Tolliver Steel}, which owns the yard, closed it.",
        "{P Tolliver Steel} spokeswoman {P Ida Roe} closed it.",
        "Shares in {P Tolliver Steel} fell.",
        "{P Ida Roe} works for {P Tolliver Steel}.",
        "They sued the {P Tolliver Star}.",
    ],
)
def test_a_surname_is_a_body_where_more_says_so(read, text):
    assert {one.name for one in read(text).people} <= {"Ida Roe"}


def test_a_name_is_one_thing_in_the_whole_article(read):
    one = read(
        "{P Maren Line} sold the yard.\nThe owner {P Maren Line} said so.\n{P Maren Line}’s chair."
    )
    assert one.people == ()
    assert {entity.type for entity in one.entities} == {"organisation"}


def test_the_pronoun_of_somebody_else_tells_nothing(read):
    one = read("{P Ida Roe} left early. {P Maren Line} paid. She said so.")
    assert [person.name for person in one.people] == ["Ida Roe"]


def test_what_has_shares_or_a_spokeswoman_is_no_place(read):
    one = read("Shares in {L Maren Line} fell.\nThe {L Maren Line} runs to {L Holm}.")
    assert types(one) == {"Maren Line": "organisation", "Holm": "place"}
    assert types(read("The {L Maren Line} was dug up.")) == {"Maren Line": "place"}


class TestShips:
    def test_what_is_called_a_ship_is_one_wherever_it_is_named(self, read):
        one = read(
            "Tugs met the container ship {L Astra}.\nThe {L Astra} lay off {L Holm}.\n"
            "The trawler {P Ada Roe} sank. MV {P Lena} did not."
        )
        assert types(one) == {
            "Astra": "product",
            "Holm": "place",
            "Ada Roe": "product",
            "Lena": "product",
        }
        assert one.people == ()

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("The {L Astra}, the grain ship that sank, was old.", "product"),
            ("{P Ada Roe}, a trawler, sank.", "product"),
            ("{P Ada Roe}, a ship captain, swam.", "person"),
        ],
    )
    def test_the_word_for_a_ship_may_come_after_the_name(self, read, text, kind):
        assert {*types(read(text)).values()} == {kind}

    def test_a_place_behind_the_word_for_a_ship_stays_one(self, read):
        one = read("The ferry {L Holm} needs is late.\nShe lives in {L Holm}.")
        assert types(one) == {"Holm": "place"}

    def test_a_person_who_is_named_without_the_is_no_ship(self, read):
        one = read("On the ferry {P Ida Roe} slept.\n{P Ida Roe} woke up.")
        assert [person.name for person in one.people] == ["Ida Roe"]
