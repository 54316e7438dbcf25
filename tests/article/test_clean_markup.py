"""Markup of books, feeds and agencies as text: every word once, sentences whole."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.composed_text import ComposedText
from reader.article.loaders.clean_markup import MarkupWriter, fragment


def written(markup: str) -> ComposedText:
    root = fragment(markup)
    assert root is not None
    composed = ComposedText()
    MarkupWriter(composed, base="https://wire.example/").write(root)
    return composed


def blocks(composed: ComposedText) -> list[str]:
    text = composed.text()
    return [block.span.slice(text) for block in composed.blocks]


@pytest.mark.parametrize(
    ("markup", "report"),
    [
        (
            "The <b>old</b> quay was shut.<p>It is open.</p>"
            "See <a href='map'>the map</a> of <i>it</i>.",
            ["The old quay was shut.", "It is open.", "See the map of it."],
        ),
        ("One.<br/><br/>Two<br/>lines.<br><br><br>Three.", ["One.", "Two\nlines.", "Three."]),
        ("<ul><li><p>One.</p><p>Two.</p></li><li>Three</li></ul>", ["• One.\nTwo.", "• Three"]),
        (
            "<ul><li>Boats<div>of all <b>kinds</b></div><ul><li>Gannet</li></ul>and more</li></ul>",
            ["• Boats\nof all kinds\nand more", "• Gannet"],
        ),
        ("<ul><li><div><ul><li>Gannet</li><li>Tern</li></ul></div></li></ul>", ["• Gannet\nTern"]),
        (
            "<table><tr><td>Ann<br/>Poe</td><td><p>first</p><p>mate</p></td></tr></table>",
            ["Ann Poe | first mate"],
        ),
        (
            "<table><tr><td>Out<table><tr><td>in</td><td>side</td></tr></table></td>"
            "<td>9</td></tr></table>",
            ["Out in side | 9"],
        ),
        ("Seen<script>var a = 1</script> by all.<p>Yes.</p>", ["Seen by all.", "Yes."]),
    ],
)  # fmt: skip
def test_what_is_inline_stays_in_its_sentence(markup: str, report: list[str]) -> None:
    assert blocks(written(markup)) == report


def test_a_link_beside_blocks_is_kept() -> None:
    composed = written("See <a href='map'>the <b>map</b></a>.<p>Yes.</p>")
    (link,) = composed.links
    assert composed.text()[link.start : link.end] == "the map"
    assert link.url == "https://wire.example/map"


INLINE = st.sampled_from(("b", "i", "a", "span", "code", "time", "q", "small"))
BLOCK = st.sampled_from(("p", "div", "blockquote", "ul", "table", "section", "h2"))
WITHIN = {"ul": "<li>{}</li><li>w</li>", "table": "<tr><td>{}</td><td>w</td></tr>"}


def _inline(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(INLINE, inside).map(lambda each: f"w <{each[0]}>{each[1]}</{each[0]}> w")


def _block(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def made(name: str, words: str) -> str:
        return f"w <{name}>{WITHIN.get(name, '{}').format(words)}</{name}> w"

    return st.builds(made, BLOCK, inside) | st.builds("{} {}".format, inside, inside)


SENTENCES = st.recursive(st.just("w"), _inline, max_leaves=4)
MARKUP = st.recursive(SENTENCES, _block, max_leaves=8)


@given(MARKUP)
def test_every_word_is_there_once_and_in_a_block(markup: str) -> None:
    numbers = iter(range(10_000))
    markup = re.sub(r"\bw\b", lambda _: f"w{next(numbers)}", markup)
    composed = written(markup)
    wanted = re.findall(r"w\d+", markup)
    found = re.findall(r"w\d+", " ".join(blocks(composed)))
    assert sorted(found) == sorted(wanted)
