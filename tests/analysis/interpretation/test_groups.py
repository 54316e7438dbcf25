from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "group", ["Democrats", "Kurds", "Sikhs", "Dominicans", "Technocrats", "Bolivians", "Icelanders"]
)
def test_a_people_or_a_party_is_nobody(read, group):
    one = read(f"[S {{P {group}}}] [C said] [Q the road was shut].")
    assert [entity.type for entity in one.entities] == ["group"]
    assert one.people == ()


@pytest.mark.parametrize("name", ["Evans", "Deans", "Rogers", "Hans", "Marius"])
def test_a_name_that_ends_alike_is_a_person(read, name):
    one = read(f"{{P {name}}} left the quay.")
    assert [entity.type for entity in one.entities] == ["person"]


def test_a_surname_of_the_article_is_a_person_wherever_it_is(read):
    one = read("{P Ida Christians} left. {P Christians} came back.")
    assert {entity.type for entity in one.entities} == {"person"}
