from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.session.people_signs import people_signs


def test_others_have_their_first_letter_and_oneself_none():
    assert people_signs(["bo", "ada", "", "Cy"], "ada") == {"Cy": "C", "bo": "B"}


def test_people_of_one_letter_have_different_signs():
    signs = people_signs(["Anna", "Arne", "Aada"], "me")
    assert len({*signs.values()}) == 3
    assert all(sign in name.upper() for name, sign in signs.items())


@given(st.lists(st.text(min_size=1), max_size=30, unique=True))
def test_up_to_thirty_people_have_signs_of_their_own(people):
    signs = people_signs(people, "")
    assert {*signs} == {*people}
    assert len({*signs.values()}) == len(people)
    assert all(len(sign) == 1 and sign.isascii() for sign in signs.values())
