from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from reader.analysis.models.word_pieces import (
    DIGITS,
    FOLLOWS,
    INITIAL,
    LOWER,
    MIXED,
    OTHER,
    SHAPES,
    TITLE,
    UPPER,
    WITH_DIGITS,
    WordPieces,
)

VOCABULARY = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "har", "##bour", "##s", "oslo", "nato", "a",
    "mc", "##gill", "12", "##5", "-", "“", "”", "(", "e", "cafe", "long", "time", "'",
]  # fmt: skip


def cut(word: str) -> tuple[list[str], tuple[int, ...]]:
    pieces, shapes = WordPieces(VOCABULARY).of(word)
    return [VOCABULARY[place] for place in pieces], shapes


def test_a_word_is_cut_into_the_longest_pieces_from_the_left() -> None:
    assert cut("harbours") == (["har", "##bour", "##s"], (LOWER, LOWER + FOLLOWS, LOWER + FOLLOWS))


def test_the_shape_keeps_what_the_pieces_lose() -> None:
    for word, piece, shape in (
        ("Oslo", "oslo", TITLE),
        ("NATO", "nato", UPPER),
        ("oslo", "oslo", LOWER),
        ("A", "a", INITIAL),
        ("12", "12", DIGITS),
        ("-", "-", OTHER),
    ):
        assert cut(word) == ([piece], (shape,))
    assert cut("McGill") == (["mc", "##gill"], (MIXED, MIXED + FOLLOWS))
    assert cut("a12")[1][0] == WITH_DIGITS


def test_parts_of_a_word_with_a_hyphen_have_shapes_of_their_own() -> None:
    assert cut("Long-time") == (
        ["long", "-", "time"],
        (TITLE, OTHER + FOLLOWS, LOWER + FOLLOWS),
    )


def test_accents_are_dropped_and_what_is_no_piece_is_unknown() -> None:
    assert cut("Café")[0] == ["cafe"]
    assert cut("Cafe\u0301")[0] == ["cafe"]
    assert cut("zebra")[0] == ["[UNK]"]
    assert cut("a" * 101)[0] == ["[UNK]"]
    assert cut("\u0301")[0] == ["[UNK]"]


def test_marks_as_treebanks_spell_them_are_the_marks() -> None:
    assert [cut(word)[0] for word in ("``", "''", "-LRB-")] == [["“"], ["”"], ["("]]


@given(some.text(max_size=40))
def test_every_word_has_pieces_with_a_shape_each(word: str) -> None:
    pieces, shapes = WordPieces(VOCABULARY).of(word)
    assert pieces
    assert len(pieces) == len(shapes)
    assert all(0 < shape < SHAPES for shape in shapes)
    assert shapes[0] <= FOLLOWS
    assert all(shape > FOLLOWS for shape in shapes[1:])
