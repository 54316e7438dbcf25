from __future__ import annotations

from urllib.parse import unquote

import pytest

from reader.article.anchor import anchor
from reader.exchange.text_fragment import fragment_link
from reader.text.span import Span

TEXT = "The well-known mayor, Zoë, said “no, & never” to all of it.\nNext paragraph here."


def link(start: int, end: int, url: str | None = "https://example.org/a#top") -> str | None:
    return fragment_link(url, anchor(TEXT, [Span(start, end)]))


def test_a_passage_is_found_by_its_words_and_neighbours() -> None:
    start = TEXT.index("mayor")
    report = link(start, start + 10)
    assert report == "https://example.org/a#top:~:text=The%20well%2Dknown-,mayor%2C%20Zo%C3%AB," + (
        "-%2C%20said%20%E2%80%9Cno%2C%20%26%20never%E2%80%9D%20to%20all%20of"
    )


def test_what_is_syntax_in_a_fragment_is_coded() -> None:
    start = TEXT.index("no, &")
    directive = str(link(start, start + 11)).partition(":~:text=")[2]
    middle = [
        part for part in directive.split(",") if not part.startswith("-") and part[-1:] != "-"
    ]
    assert [unquote(part) for part in middle] == ["no, & never"]


def test_a_passage_over_two_paragraphs_is_found_by_its_ends() -> None:
    start = TEXT.index("never")
    directive = str(link(start, len(TEXT))).partition(":~:text=")[2]
    head, tail = directive.split("-,")[1].split(",")
    assert unquote(head).startswith("never”")
    assert unquote(tail).endswith("paragraph here.")


@pytest.mark.parametrize("text", ["One two three.\nFour five six seven.", "One two.\n\nThree."])
def test_each_end_of_a_passage_over_lines_is_within_one_line(text: str) -> None:
    report = fragment_link("https://example.org/a", anchor(text, [Span(0, len(text))]))
    head, tail = map(unquote, str(report).partition(":~:text=")[2].split(","))
    lines = text.split("\n")
    assert lines[0].startswith(head)
    assert lines[-1].endswith(tail)


def test_several_parts_are_several_directives() -> None:
    report = fragment_link("https://example.org/a", anchor(TEXT, [Span(0, 3), Span(60, 64)]))
    assert str(report).count("text=") == 2


def test_a_file_has_no_such_link() -> None:
    assert link(0, 3, None) is None
    assert link(0, 3, "file:///a.html") is None
