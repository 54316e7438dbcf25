"""Subtitles: the words of each cue, with no number or time among them."""

from __future__ import annotations

import pytest

from reader.article.newswire import structure
from reader.article.opening import article_from_bytes

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


CUES = (
    "1\n00:00:01,000 --> 00:00:03,500\nGood evening, all.\n\n"
    "2\n00:00:03,600 --> 00:00:06,000\nThe dike held.\n"
)


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        (CUES, "night-at-the-dike.srt", "night-at-the-dike"),
        (f"WEBVTT\n\n{CUES}".replace(",", "."), "night.vtt", "night"),
        (f"WEBVTT - The night at the dike\n\n{CUES}".replace(",", "."), "n.vtt",
         "The night at the dike"),
    ],
)  # fmt: skip
def test_subtitles_are_called_after_their_file_and_not_after_what_is_said(
    text: str, name: str, title: str
) -> None:
    article = article_from_bytes(text.encode(), name)
    assert article.title == title
    assert not any(block.kind == "headline" for block in article.blocks)
