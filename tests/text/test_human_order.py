from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.text.human_order import human_key


def test_titles_are_sorted_as_people_look_for_them():
    titles = ["Zebra", "“Alarm” rang", "Éclair", "Part 10", "Part 9", "apple", "'I stopped"]
    assert sorted(titles, key=human_key) == [
        *("“Alarm” rang", "apple", "Éclair", "'I stopped", "Part 9", "Part 10", "Zebra")
    ]


def test_titles_of_marks_alone_and_none_have_a_place():
    assert sorted(["a", "", "…"], key=human_key) == ["", "…", "a"]


@given(st.lists(st.text(max_size=8)), st.randoms())
def test_any_texts_can_be_sorted_and_the_order_is_the_same_each_time(texts, chance):
    once = sorted(texts, key=human_key)
    chance.shuffle(texts)
    assert sorted(texts, key=human_key) == once
