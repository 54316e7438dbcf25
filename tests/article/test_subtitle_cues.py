"""Subtitles: the words of each cue, with no number or time among them."""

from __future__ import annotations

import pytest

from reader.article.newswire import structure

SRT = (
    "1\n00:00:01,000 --> 00:00:04,000\nThe dike leaks,\nand nobody came.\n\n"
    "2\n00:00:04,500 --> 00:00:08,000\nBO MOE: It was late.\n\n"
    "3\n00:00:09,000 --> 00:00:12,000\n- Who was there?\n- Nobody.\n"
)
VTT = (
    "WEBVTT - the dike\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\n"
    "intro\n00:01.000 --> 00:04.000 align:start\n<v Ann Lee>The dike leaks,\nand nobody came.\n\n"
    "00:04.500 --> 00:08.000\n<v Bo Moe>It was late.\n<v Ann Lee>Who was there?\n"
)


def words(text: str) -> list[str]:
    return [" ".join(text[block.start : block.end].split()) for block in structure(text).blocks]


def test_subrip():
    assert words(SRT) == [
        "The dike leaks, and nobody came.",
        "BO MOE: It was late.",
        "- Who was there?",
        "- Nobody.",
    ]


def test_webvtt_with_voices_notes_and_styles():
    assert words(VTT) == [
        "<v Ann Lee>The dike leaks, and nobody came.",
        "<v Bo Moe>It was late.",
        "<v Ann Lee>Who was there?",
    ]


@pytest.mark.parametrize("text", [SRT, VTT])
def test_all_blocks_are_paragraphs_and_there_is_no_title(text):
    found = structure(text)
    assert {block.kind for block in found.blocks} == {"paragraph"}
    assert found.title is None


def test_one_arrow_between_times_makes_no_subtitles():
    text = "Trains\n\n00:01:00.000 --> 00:02:00.000\n\nThat is how a cue looks."
    assert len(words(text)) == 3
