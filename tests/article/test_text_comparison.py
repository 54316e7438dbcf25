from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.text_comparison import Row, compare
from reader.article.word_changes import WordChange, word_changes

OLD = """The gate is closed

The harbour master closed the eastern gate on Monday after a storm.

“We counted fourteen barges behind it,” she said, “and not one of them was lit.”

The gate stays closed until the hinges are mended.
"""


def report(old: str, new: str) -> list[tuple[str, str, str]]:
    return [
        (
            row.kind,
            row.old.slice(old).split()[0] if row.old else "",
            row.new.slice(new).split()[0] if row.new else "",
        )
        for row in compare(old, new)
    ]


def test_the_same_text_and_other_white_space() -> None:
    assert {row.kind for row in compare(OLD, OLD)} == {"same"}
    assert {row.kind for row in compare(OLD, OLD.replace(" on Monday", "\non  Monday"))} == {"same"}


def test_words_that_differ_are_shown_on_both_sides() -> None:
    new = OLD.replace("fourteen barges", "forty lighters").replace("eastern ", "")
    rows = [row for row in compare(OLD, new) if row.kind != "same"]
    assert [row.kind for row in rows] == ["changed", "changed"]
    assert [span.slice(OLD) for row in rows for span in row.old_changes] == [
        "eastern",
        "fourteen barges",
    ]
    assert [span.slice(new) for row in rows for span in row.new_changes] == ["forty lighters"]


def test_paragraphs_that_came_and_went_stand_alone() -> None:
    new = OLD.replace("The gate stays closed until the hinges are mended.", "A crane is coming.")
    assert report(OLD, new)[-2:] == [("gone", "The", ""), ("come", "", "A")]


def test_paragraphs_that_changed_places_are_moved() -> None:
    first, second, third, fourth = OLD.strip().split("\n\n")
    new = "\n\n".join([first, third.replace("fourteen", "forty"), fourth, second])
    moved = [row for row in compare(OLD, new) if row.kind == "moved"]
    assert {row.here for row in moved} == {"old", "new"}
    assert all(row.old and row.new for row in moved)


def test_a_change_of_figures_and_one_of_marks_alone() -> None:
    figure, marks, word = (
        WordChange("1,200 cars", "2,100 cars", 0, 0),
        WordChange("“", '"', 0, 0),
        WordChange("said", "claimed", 0, 0),
    )
    assert [each.of_figure for each in (figure, marks, word)] == [True, False, False]
    assert [each.of_marks for each in (figure, marks, word)] == [False, True, False]
    assert WordChange("fourteen", "forty", 0, 0).of_figure
    [moved] = word_changes("in two days", "in days")
    assert moved.of_figure


PARAGRAPH = st.lists(
    st.sampled_from(["the", "gate", "ship", "said", "22", "“no”", "harbour", ".", "日本"]),
    min_size=1,
    max_size=9,
).map(" ".join)
TEXT = st.lists(PARAGRAPH, max_size=12).map("\n\n".join)


def _in_order(rows: tuple[Row, ...], side: str) -> bool:
    spans = [getattr(row, side) for row in rows if row.here in ("both", side)]
    starts = [span.start for span in spans if span is not None]
    return starts == sorted(set(starts))


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_every_paragraph_of_both_is_in_its_place_once(old: str, new: str) -> None:
    rows = compare(old, new)
    assert _in_order(rows, "old")
    assert _in_order(rows, "new")
    for text, side in ((old, "old"), (new, "new")):
        shown = [getattr(row, side) for row in rows if row.here in ("both", side)]
        words = " ".join(span.slice(text) for span in shown if span is not None).split()
        assert words == text.split()
    for row in rows:
        assert all(row.old and row.old.covers(span) for span in row.old_changes)
        assert all(row.new and row.new.covers(span) for span in row.new_changes)
        if row.kind == "same":
            assert row.old is not None
            assert row.new is not None
            assert row.old.slice(old).split() == row.new.slice(new).split()


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert {row.kind for row in compare(text, text)} <= {"same"}
