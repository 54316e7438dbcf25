"""Surnames that look like verbs of speech."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "[S {P Omar}] [C Said said] [Q that the water rose].",
        "The poet {P Omar} Said arrived today. [S Said] [C said] [Q that the water rose].",
        "{P Omar Said} arrived early. [C Said] said [Q that the water rose].",
        "{P Omar} Said arrived early.\n[Q “The water rose,”] [S {P Said}] [C told] the board.",
        "Her neighbour, {P Omar} Said, arrived. [Q “The water rose,”] Mr [C Said] [C added].",
    ],
)
def test_it_is_the_speaker(read, text):
    one = read(text)
    assert [quote.speaker for quote in one.quotes] == ["Omar Said"]
    assert [person.name for person in one.people] == ["Omar Said"]


def test_a_neighbour_whose_surname_is_a_command(read):
    one = read("The baker, {P Tove} Ask, closed the door. “Never again,” Ask said.")
    assert [(quote.speaker, quote.text) for quote in one.quotes] == [("Tove Ask", "Never again,")]


@pytest.mark.parametrize(
    "text",
    [
        "# {P Ann Lee} Says Dam Will Hold\nNothing came.",
        "[C Said] [S the mayor]: [Q “It will hold.”]",
        "[Q “It will hold,”] [S {P Ann Lee}] [C said]. [C Said] [S {P Bo Moe}]: [Q “It leaks.”]",
        "They sang “He Said She Said” all night. {P Ann Lee} left.",
    ],
)
def test_a_verb_stays_a_verb(read, text):
    names = {person.name for person in read(text).people}
    assert not any(name.endswith(("Said", "Says")) for name in names)
