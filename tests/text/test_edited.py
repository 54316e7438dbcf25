from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.text.edited import Edit, EditedText
from reader.text.span import Span


@st.composite
def edited(draw):
    text = draw(st.text(st.sampled_from("abc "), min_size=1, max_size=30))
    edits, at = [], 0
    while at < len(text) and draw(st.booleans()):
        start = draw(st.integers(at, len(text)))
        end = draw(st.integers(start, len(text)))
        edits.append(Edit(start, end, draw(st.text(st.sampled_from("XY"), max_size=3))))
        at = end + 1
    return EditedText(text, edits)


@given(edited(), st.data())
def test_what_was_not_edited_is_the_same_in_both(copy, data):
    if not copy.text:
        return
    start = data.draw(st.integers(0, len(copy.text) - 1))
    own = copy.origin(Span(start, start + 1))
    assert 0 <= own.start <= own.end <= len(copy.original)
    if copy.text[start] not in "XY":
        assert own.slice(copy.original) == copy.text[start]
        assert copy.place(own.start) == start


def test_a_stretch_that_grew_or_shrank_corresponds_as_a_whole():
    copy = EditedText("a long word", [Edit(2, 6, "I"), Edit(7, 11, "thing")])
    assert copy.text == "a I thing"
    assert copy.origin(Span(2, 3)) == Span(2, 6)
    assert copy.origin(Span(5, 7)) == Span(7, 11)
    assert copy.place(8) == 4


def test_a_stretch_of_the_same_length_corresponds_character_by_character():
    copy = EditedText("a LONG word", [Edit(2, 6, "long")])
    assert copy.origin(Span(3, 5)).slice(copy.original) == "ON"
    assert copy.place(4) == 4


def test_what_is_left_out_is_nowhere():
    copy = EditedText("war\u00adden", [Edit(3, 4, "")])
    assert copy.text == "warden"
    assert copy.origin(Span(0, 6)) == Span(0, 7)
    assert copy.origin(Span(3, 6)) == Span(4, 7)
