from __future__ import annotations

from reader.article.block import Block
from reader.session.occurrences import occurrences
from reader.text.span import Span


def starts(*arguments, **more):
    return [span.start for span in occurrences(*arguments, **more)]


def test_whole_words_only():
    assert starts("Iran, Iranian Iran’s Iran", "Iran") == [0, 14, 21]


def test_the_taken_and_the_doubled_captions_are_left_out():
    text = "Holm here.\nHolm here.\nHolm left Holm."
    blocks = (Block("caption", 0, 10), Block("caption", 11, 21, duplicate_of=0))
    assert starts(text, "Holm", blocks, [Span(0, 4)]) == [22, 32]


def test_words_that_begin_or_end_in_marks():
    assert starts("“All is well!” he said. “All is well!”", "“All is well!”") == [0, 24]


def test_nothing_to_look_for():
    assert starts("some text", "  ") == []
    assert starts("", "x") == []
