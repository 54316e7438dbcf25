"""Items are numbered as their word processor shows them."""

from __future__ import annotations

from reader.article.loaders.numbered_lists import Level, Numbering

FORMATS = {
    ("1", 1): Level("decimal"),
    ("1", 2): Level("lowerLetter"),
    ("1", 3): Level("upperRoman"),
    ("2", 1): Level("bullet"),
    ("3", 1): Level("decimal"),
}


def test_an_outline_counts_each_depth_again() -> None:
    numbering = Numbering(FORMATS)
    depths = [1, 2, 2, 3, 3, 1, 2]
    leads = [numbering.lead("1", depth).strip() for depth in depths]
    assert leads == ["1.", "a.", "b.", "I.", "II.", "2.", "a."]


def test_lists_count_by_themselves_and_unknown_ones_have_bullets() -> None:
    numbering = Numbering(FORMATS)
    leads = [numbering.lead(name, 1).strip() for name in ("1", "3", "1", "2", "9", "3")]
    assert leads == ["1.", "1.", "2.", "•", "•", "2."]


def test_roman_numerals() -> None:
    numbering = Numbering({("1", 1): Level("lowerRoman")})
    leads = [numbering.lead("1", 1).strip(" .") for _ in range(39)]
    assert leads[3] == "iv"
    assert leads[8] == "ix"
    assert leads[13] == "xiv"
    assert leads[38] == "xxxix"
