from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.article import fingerprint
from reader.article.stored_texts import StoredTexts
from reader.article.story_prints import PLACES, StoryPrints, alike, story_print

STORY = """Two ferries turn back off Hallan

HALLAN. — Two ferries with 214 passengers turned back on Sunday night when the swell at the
harbour mouth rose above four metres, the ferry company said.

“Nobody was hurt, and nobody was ever in danger,” captain Ines Moreau told reporters on the quay.

The company said it would pay for hotel rooms. Buses took most passengers to the next town, where
a sports hall had been opened for the night by volunteers of the fire brigade.
"""
UPDATE = """Ferries still stuck after night of swell off Hallan

HALLAN. — Two ferries with 219 passengers turned back on Sunday night when the swell at the
harbour mouth rose above four metres, the ferry company said on Monday.

The first boat is to leave at noon if the wind turns, the harbour authority said.

“Nobody was hurt, and nobody was ever in danger,” captain Ines Moreau told reporters on the quay.

The company said it would pay for hotel rooms. Buses took most passengers to the next town, where
a sports hall had been opened for the night by volunteers of the fire brigade.
"""
OTHER = """Swell keeps ferries in port

The ferries to the islands did not run on Monday, and travellers spent the night in a gym. Captain
Moreau called the decision to turn around routine. Waves of four metres had been measured at the
mouth of the harbour, the weather office wrote in its report of the morning, and more are to come.
"""


def test_an_update_is_the_same_story_and_another_report_is_not() -> None:
    assert alike(STORY, UPDATE).one_story
    assert not alike(STORY, OTHER).one_story
    assert not alike("", STORY).one_story


def test_a_short_notice_of_a_long_report_is_no_version_of_it() -> None:
    digest = STORY + "\n".join(
        f"And number {at} of the day is about {at * 7} things." * 3 for at in range(60)
    )
    assert alike(STORY, digest).shared == 1
    assert not alike(STORY, digest).one_story


def test_what_is_like_a_text_is_found_among_kept_ones(tmp_path: Path) -> None:
    kept = StoredTexts(tmp_path / "texts")
    names = [kept.keep(text) for text in (OTHER, STORY, "too short to tell")]
    prints = StoryPrints(tmp_path / "cache" / "prints")
    [(found, judged)] = prints.one_story_with(UPDATE, names, kept)
    assert found == fingerprint(STORY)
    assert judged == alike(UPDATE, STORY)
    assert prints.one_story_with("too short to tell", names, kept) == []


def test_a_print_replaces_a_text_that_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "prints"
    StoryPrints(path).add(fingerprint(STORY), STORY)
    size = path.stat().st_size
    StoryPrints(path).add(fingerprint(STORY), STORY)
    assert path.stat().st_size == size
    nothing = StoredTexts(tmp_path / "texts")
    names = [fingerprint(OTHER), fingerprint(STORY)]
    [(found, judged)] = StoryPrints(path).one_story_with(UPDATE, names, nothing)
    assert found == fingerprint(STORY)
    assert judged.jaccard == pytest.approx(alike(UPDATE, STORY).jaccard, abs=0.15)


@pytest.mark.parametrize("damaged", [b"", b"something else\n", None])
def test_a_damaged_file_is_rebuilt(tmp_path: Path, damaged: bytes | None) -> None:
    path = tmp_path / "prints"
    prints = StoryPrints(path)
    prints.add(fingerprint(STORY), STORY)
    whole = path.read_bytes()
    path.write_bytes(whole[:-3] if damaged is None else damaged)
    prints.add(fingerprint(STORY), STORY)
    assert path.read_bytes() == whole


def test_a_folder_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = StoredTexts(tmp_path / "texts")
    name = kept.keep(STORY)
    found = StoryPrints(tmp_path / "file" / "prints").one_story_with(UPDATE, [name], kept)
    assert [each for each, _ in found] == [name]


WORD = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORD, min_size=60, max_size=200), st.integers(0, 200))
def test_the_estimate_is_near_the_truth(words: list[str], cut: int) -> None:
    one, other = " ".join(words), " ".join(words[: max(3, cut)])
    estimate = story_print(one).likeness(story_print(other))
    assert abs(estimate - alike(one, other).jaccard) < 0.25
    assert len(story_print(one).hashes) == PLACES


def test_a_row_that_two_terminals_wrote_is_harmless(tmp_path: Path) -> None:
    path, other = tmp_path / "prints", tmp_path / "others"
    for each, text in ((path, OTHER), (other, STORY)):
        StoryPrints(each).add(fingerprint(text), text)
    row = path.read_bytes()[-548:]
    path.write_bytes(path.read_bytes() + row + other.read_bytes()[-548:])
    nothing = StoredTexts(tmp_path / "texts")
    names = [fingerprint(OTHER), fingerprint(STORY)]
    [(found, _)] = StoryPrints(path).one_story_with(UPDATE, names, nothing)
    assert found == fingerprint(STORY)
