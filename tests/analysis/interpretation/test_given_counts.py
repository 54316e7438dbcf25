"""Counts that differ, each with who gave it."""

from __future__ import annotations

import pytest


def given(one):
    return [(figure.text, figure.speaker) for figure in one.figures]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        (
            "[S Guards] [C said] [Q 12 cows drowned, while the vet put the number at 15].",
            [("12 cows", "Guards"), ("15", "vet")],
        ),
        (
            "[S The warden] [C says] [Q two boats sank]; the council says five.",
            [("two boats", "warden"), ("five", "council")],
        ),
        (
            "[S Farmers] [C said] [Q 3,000 came], but [S guards] [C put] [Q the figure at 900].",
            [("3,000", "Farmers"), ("900", "guards")],
        ),
        (
            "Guards put the crowd at 400 and farmers at 2,000.",
            [("400", "Guards"), ("2,000", "farmers")],
        ),
        (
            "[C According to] [S the guards], [Q 50 cows drowned]; according to the vet, 70.",
            [("50 cows", "guards"), ("70", "vet")],
        ),
        (
            "[S The guild] [C estimates] [Q the loss at 300 jobs]; the owner, at 80.",
            [("300 jobs", "guild"), ("80", "owner")],
        ),
        ("Harbour officials put the toll at 14.", [("14", "Harbour officials")]),
    ],
)
def test_each_count_has_its_own_source(read, text, counts):
    assert given(read(text)) == counts


@pytest.mark.parametrize(
    "text",
    [
        "[S The warden] [C said] [Q two of the pumps ran, while three did not].",
        "[S The warden] [C said] [Q the vet counted 12 cows].",
        "[S The warden] [C said] [Q 12 cows drowned and that she counted 3 calves].",
    ],
)
def test_one_who_tells_of_several_counts_gives_them_all(read, text):
    assert {speaker for _, speaker in given(read(text))} == {"warden"}


def test_words_of_several_without_counts_are_left_as_they_are(read):
    one = read(
        "[S {P Ann Lee}] [C said] [Q she would go], but [S {P Bo Moe}] [C said] [Q he would not]."
    )
    assert [(quote.speaker, quote.text) for quote in one.quotes] == [
        ("Ann Lee", "she would go"),
        ("Bo Moe", "he would not"),
    ]
