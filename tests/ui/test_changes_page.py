"""Two versions of a text as lines: beside each other and below each other, at any width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.records import Claim, Mark
from reader.article.anchor import anchor
from reader.article.anchoring import place
from reader.article.article import fingerprint
from reader.review.placed_records import Placed
from reader.text.cells import cell_length
from reader.text.span import Span
from reader.ui.changes_page import BESIDE, Changes, Drawn, Page, changes_between

OLD = """The gate is closed

The harbour master closed the eastern gate on Monday after a storm had torn two of its hinges.

“We counted fourteen barges behind it,” she said in the evening, “and not one of them was lit.”

A band played in the square of the town until it grew dark.

The gate stays closed until the hinges are mended.
"""
NEW = OLD.replace("fourteen", "forty").replace(
    "A band played", "Nobody sang [b] here\n\nA band played"
)


def changes(old: str = OLD, new: str = NEW) -> Changes:
    """Return a claim on the barges and a note on the band."""

    def hold(words: str):
        start = old.index(words)
        return anchor(old, [Span(start, start + len(words))])

    claim = Claim(article_id="a", id="c", anchor=hold("We counted fourteen barges behind it"))
    note = Mark(article_id="a", id="n", kind="note", anchor=hold("A band played"), body="which?")
    placed = [Placed(each, place(each.anchor, new)) for each in (note, claim)]
    return changes_between(old, fingerprint(old), new, placed)


def text(line: Drawn) -> str:
    return "".join(piece.text for piece in (*line.left, *(line.right or ()))).strip()


def lines(width: int, *, whole: bool = False) -> list[str]:
    return [text(line) for line in Page(changes(), width, whole=whole).lines if text(line)]


def test_the_claim_whose_figure_changed_is_reported_on_top() -> None:
    first, second, *_ = lines(200)
    assert first.startswith("! reworded, claim on “We counted fourteen")
    assert first.endswith("with another figure: “fourteen” became “forty”")
    assert second.startswith("- moved, note on “A band played”")


def test_below_each_other_the_old_paragraph_comes_first() -> None:
    shown = lines(90)
    old = next(at for at, line in enumerate(shown) if line.startswith("-c “We counted fourteen"))
    new = next(at for at, line in enumerate(shown) if line.startswith("+c “We counted forty"))
    assert old < new
    assert "+  Nobody sang [b] here" in shown
    assert sum("A band played in" in line for line in shown) == 1
    assert "⋯ 2 paragraphs as before" in shown


def test_beside_each_other_they_share_lines() -> None:
    page = Page(changes(), 160)
    [both] = [line for line in page.lines if "fourteen barges" in text(line) and line.row >= 0]
    assert "fourteen" in "".join(piece.text for piece in both.left)
    assert "forty" in "".join(piece.text for piece in both.right or ())


def test_words_that_differ_and_marks_have_their_inks() -> None:
    inks = {
        piece.text: piece.inks
        for line in Page(changes(), 160).lines
        for piece in (*line.left, *(line.right or ()))
    }
    assert inks["fourteen"] == ("claim", "gone")
    assert inks["forty"] == ("claim", "come")
    assert inks["A band played"] == ("note",)
    assert inks["Nobody sang [b] here"] == ("come-paragraph",)


def test_the_whole_text_is_shown_on_request() -> None:
    assert any("stays closed" in line for line in lines(90, whole=True))
    assert not any("stays closed" in line for line in lines(90))


def test_a_change_leads_to_its_place_in_the_new_text() -> None:
    page = Page(changes(), 120)
    assert [page.offset_at(stop) for stop in page.stops] == [
        NEW.index("forty"),
        NEW.index("Nobody"),
    ]
    assert page.offset_at(len(page.lines)) is None


WORD = st.sampled_from(["gate", "“no”", "日本", "22", "e\u0301", "\t", "a-b"])
PARAGRAPH = st.lists(WORD, min_size=1).map(" ".join)
TEXT = st.lists(PARAGRAPH, min_size=1, max_size=6).map("\n\n".join)


@settings(max_examples=100, deadline=None)
@given(TEXT, TEXT, st.integers(32, 240), st.booleans())
def test_no_line_is_wider_than_its_column(old: str, new: str, width: int, whole: bool) -> None:
    page = Page(changes_between(old, fingerprint(old), new, []), width, whole=whole)
    assert page.beside == (width >= BESIDE)
    for line in page.lines:
        for pieces in (line.left, line.right or ()):
            room = page.column if line.right is not None else width
            assert sum(cell_length(piece.text) for piece in pieces) <= room
    assert all(0 <= stop < len(page.lines) for stop in page.stops)


@pytest.mark.parametrize("width", [12, 80, 160])
def test_texts_without_a_difference_are_one_line(width: int) -> None:
    page = Page(changes_between(OLD, fingerprint(OLD), OLD, []), width)
    assert not page.changes.differ
    assert page.stops == []
    assert sum(bool(text(line)) for line in page.lines) == 1
