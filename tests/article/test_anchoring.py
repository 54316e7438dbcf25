from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.anchor import Anchor, Part, anchor
from reader.article.anchoring import Placement, place
from reader.article.word_changes import word_changes
from reader.text.span import Span

TEXT = (
    "Storm-hit ship reaches Port Hallan\n\n"
    "The Harbour Authority said 15 containers had gone overboard on Sunday night. "
    "Maris Line, which owns the ship, said 22 containers were lost.\n\n"
    "“A steel box floating just under the surface is a knife for a fishing boat,” "
    "harbour master Tomas Ferreira said.\n\n"
    "Maris Line denied that the checks had been cut short. "
    "The minister said nobody had told her of any checks at all.\n"
)
STEEL = "A steel box floating just under the surface is a knife for a fishing boat"


def marked(*passages: str, text: str = TEXT) -> Anchor:
    spans = []
    at = 0
    for passage in passages:
        start = text.index(passage, at)
        at = start + len(passage)
        spans.append(Span(start, at))
    return anchor(text, spans)


def words(placement: Placement, text: str) -> list[str]:
    return [span.slice(text) for span in placement.spans]


def test_the_same_text() -> None:
    mark = marked("15 containers")
    assert place(mark, TEXT) == Placement("unchanged", mark.spans, (), 1.0)
    assert place(mark, TEXT, mark.fingerprint).outcome == "unchanged"


def test_a_change_behind_the_passage_leaves_it_unchanged() -> None:
    mark = marked("15 containers")
    assert place(mark, TEXT + "More to follow.") == Placement(
        "unchanged", mark.spans, (), pytest.approx(1.0)
    )


def test_a_change_before_the_passage_moves_it() -> None:
    new = "Updated at noon.\n\n" + TEXT
    placed = place(marked(STEEL), new)
    assert (placed.outcome, words(placed, new)) == ("moved", [STEEL])


def test_a_passage_reworded_comes_with_the_changes() -> None:
    new = "Updated.\n\n" + TEXT.replace("steel box floating", "metal box that floats")
    placed = place(marked(STEEL), new)
    assert placed.outcome == "reworded"
    assert words(placed, new) == [STEEL.replace("steel box floating", "metal box that floats")]
    assert [(change.before, change.after) for change in placed.changes] == [
        ("steel", "metal"),
        ("floating", "that floats"),
    ]
    assert all(new[change.start : change.end] == change.after for change in placed.changes)
    assert str(placed.changes[0]) == "“steel” became “metal”"


def test_a_figure_changed_in_place_is_reworded() -> None:
    new = TEXT.replace("15 containers", "18 containers")
    placed = place(marked("15 containers"), new)
    assert (placed.outcome, words(placed, new)) == ("reworded", ["18 containers"])


def test_a_word_replaced_in_place_needs_a_look() -> None:
    new = TEXT.replace("said 15 containers", "said 18 containers")
    placed = place(marked("15"), new)
    assert (placed.outcome, words(placed, new)) == ("needs a look", ["18"])


def test_a_passage_taken_out_is_lost() -> None:
    gone = "Maris Line denied that the checks had been cut short. "
    placed = place(marked(gone.strip()), TEXT.replace(gone, ""))
    assert placed == Placement("lost", (), (), 0.0)


def test_a_short_word_elsewhere_is_not_taken_for_the_passage() -> None:
    mark = marked("checks")
    new = TEXT.replace("Maris Line denied that the checks had been cut short. ", "")
    assert place(mark, new).outcome in ("needs a look", "lost")
    other = "Nothing here has to do with it, but somebody checks the weather every day."
    assert place(mark, other).outcome in ("needs a look", "lost")


def test_repeated_words_are_distinguished_by_their_surroundings() -> None:
    second = TEXT.index("Maris Line", TEXT.index("Maris Line") + 1)
    mark = anchor(TEXT, [Span(second, second + 10)])
    new = "Updated.\n\n" + TEXT
    placed = place(mark, new)
    assert placed.outcome == "moved"
    assert placed.spans == (Span(second + 10, second + 20),)


def test_the_same_line_many_times_needs_a_look_once_the_text_has_changed() -> None:
    text = "Score: nil.\n" * 40
    mark = anchor(text, [Span(12 * 20, 12 * 20 + 11)])
    assert place(mark, text).outcome == "unchanged"
    assert place(mark, "New.\n" + text).outcome == "needs a look"


TWO_ANSWERS = (
    "The report named two ferries\n\n"
    "Isle Lines had run without a second pilot since June. "
    "“Nobody was ever in any danger on board,” its owner Petra Holm wrote to the paper.\n\n"
    "The summer was calm, and the inspectors went home.\n\n"
    "Fjord Lines had painted over its load mark twice. "
    "“Nobody was ever in any danger on board,” a spokesman for the yard said later.\n"
)
STOCK = "“Nobody was ever in any danger on board,”"


def answered(number: int) -> Anchor:
    start = -1
    for _ in range(number):
        start = TWO_ANSWERS.index(STOCK, start + 1)
    return anchor(TWO_ANSWERS, [Span(start, start + len(STOCK))])


@pytest.mark.parametrize("kept", [True, False])
@pytest.mark.parametrize(("number", "gone"), [(1, "Isle Lines"), (2, "Fjord Lines")])
def test_the_same_words_of_another_speaker_need_a_look(number: int, gone: str, kept: bool) -> None:
    new = "\n\n".join(each for each in TWO_ANSWERS.split("\n\n") if not each.startswith(gone))
    former = (lambda _: TWO_ANSWERS) if kept else None
    assert place(answered(number), new, former=former).outcome in ("needs a look", "lost")
    stays = place(answered(3 - number), new, former=former)
    assert stays.outcome in ("moved", "unchanged")


def test_a_repeated_sentence_in_the_same_nearest_company_needs_a_look() -> None:
    said = (
        "“We shall look into the matter of the pier,” the mayor said. That was all he had to say."
    )
    text = f"First the anglers came to the hall.\n\n{said}\n\nThen it was the divers.\n\n{said}\n"
    quote = "We shall look into the matter of the pier"
    mark = anchor(text, [Span(text.index(quote), text.index(quote) + len(quote))])
    new = f"Then it was the divers.\n\n{said}\n"
    assert place(mark, new, former=lambda _: text).outcome == "needs a look"


def test_a_sentence_said_once_is_followed_into_new_surroundings() -> None:
    new = TEXT.replace("“A steel", "In a letter to the paper he warned: “A steel").replace(
        "harbour master Tomas Ferreira said.", "wrote Mr Ferreira, who has been there for years."
    )
    assert place(marked(STEEL), new, former=lambda _: TEXT).outcome == "moved"


def test_a_sentence_that_took_the_place_of_anothers_needs_a_look() -> None:
    ours = "The pier will be safe by the time the season starts"
    text = (
        f"Council\n\nThe engineer of the town wrote on Monday: “{ours}.” He signed it himself.\n\n"
        "The lawyer of the anglers answered in court: “It is a ruin.” She showed the pictures.\n"
    )
    new = text.replace(text.split("\n\n")[1] + "\n\n", "").replace("It is a ruin", ours)
    assert place(marked(ours, text=text), new, former=lambda _: text).outcome == "needs a look"


def test_parts_keep_their_order() -> None:
    mark = marked("15 containers", "22 containers")
    new = "Updated.\n\n" + TEXT
    placed = place(mark, new)
    assert (placed.outcome, words(placed, new)) == ("moved", ["15 containers", "22 containers"])
    assert mark.exact == "15 containers … 22 containers"


def test_parts_that_changed_places_need_a_look() -> None:
    one = "The Harbour Authority said 15 containers had gone overboard on Sunday night."
    two = "Maris Line denied that the checks had been cut short."
    new = TEXT.replace(one, "@").replace(two, one).replace("@", two)
    placed = place(marked(one, two), new)
    assert placed.outcome == "needs a look"
    assert all(before.end <= after.start for before, after in pairwise(placed.spans))


def test_a_part_that_is_lost_makes_the_mark_need_a_look() -> None:
    gone = "Maris Line denied that the checks had been cut short. "
    new = TEXT.replace(gone, "")
    placed = place(marked(STEEL, gone.strip()), new)
    assert (placed.outcome, words(placed, new)) == ("needs a look", [STEEL])


def test_a_quote_in_another_outlets_words_is_a_guess_only() -> None:
    other = (
        "They met at noon. “A steel box drifting under the surface is a knife for a boat,” he said."
    )
    placed = place(marked(STEEL), other)
    assert placed.outcome == "needs a look"
    assert words(placed, other) == ["A steel box drifting under the surface is a knife for a boat"]


def test_an_anchor_from_elsewhere_without_context() -> None:
    mark = Anchor("sha256:x", (Part(0, len(STEEL), STEEL),))
    assert place(mark, TEXT).outcome == "moved"
    short = Anchor("sha256:x", (Part(0, 10, "Maris Line"),))
    assert place(short, TEXT).outcome == "needs a look"
    assert place(Anchor("sha256:x", (Part(0, 1, " "),)), TEXT).outcome == "lost"


def test_a_false_fingerprint_does_not_hide_a_change() -> None:
    mark = marked(STEEL)
    new = TEXT.replace("Storm-hit", "Stormy")
    assert place(mark, new, mark.fingerprint).outcome == "moved"


def test_a_long_passage_is_found_by_its_ends() -> None:
    text = " ".join(f"Sentence {number} is about ship {number * 7 % 31}." for number in range(400))
    span = Span(text.index("Sentence 50 "), text.index("Sentence 300 "))
    new = "Updated. " + text.replace("Sentence 120 is", "Sentence 120 was")
    placed = place(anchor(text, [span]), new)
    assert placed.outcome == "reworded"
    assert placed.spans == (Span(span.start + 9, span.end + 10),)
    assert [(change.before, change.after) for change in placed.changes] == [("is", "was")]


def test_words_that_changed() -> None:
    changes = word_changes("one two three four", "one 2 three four five", 100)
    assert [(change.before, change.after, change.start) for change in changes] == [
        ("two", "2", 104),
        ("", "five", 117),
    ]
    assert str(changes[1]) == "“five” added"
    assert str(word_changes("a b", "b")[0]) == "“a” left out"
    assert word_changes("same  words", "same words") == ()


WORDS = st.sampled_from(
    ["the", "ship", "Brekke", "said", "22", "containers", "“no”", "harbour", ".", "box", "日本"]
)
EDIT = st.tuples(st.integers(0, 400), st.integers(0, 30), st.lists(WORDS, max_size=6).map(" ".join))


def edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    for at, length, words_put in edits:
        text = text[:at] + words_put + text[at + length :]
    return text


def test_two_parts_that_fall_on_one_place_are_one_place_to_look_at() -> None:
    mark = anchor(TEXT, [Span(0, 192), Span(238, 276)])
    placed = place(mark, edited(TEXT, [(224, 11, ""), (230, 25, "")]))
    assert placed.outcome == "needs a look"
    assert all(before.end <= after.start for before, after in pairwise(placed.spans))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, len(TEXT) - 1), min_size=2, max_size=6, unique=True),
    st.lists(EDIT, max_size=6),
)
def test_never_silently_wrong(ends: list[int], edits: list[tuple[int, int, str]]) -> None:
    edges = sorted(ends[: len(ends) // 2 * 2])
    spans = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    mark = anchor(TEXT, spans)
    new = edited(TEXT, edits)
    placed = place(mark, new)
    assert all(0 <= span.start < span.end <= len(new) for span in placed.spans)
    assert all(before.end <= after.start for before, after in pairwise(placed.spans))
    if placed.outcome in ("unchanged", "moved"):
        assert [span.slice(new) for span in placed.spans] == [part.exact for part in mark.parts]
    if placed.outcome == "unchanged":
        assert placed.spans == mark.spans
    if placed.outcome == "reworded":
        assert len(placed.spans) == len(mark.parts)
    assert (placed.spans == ()) == (placed.outcome == "lost")
    assert 0 <= placed.score <= 1 + 1e-9


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEXT) - 60), st.integers(30, 60), st.lists(WORDS, max_size=30))
def test_words_put_elsewhere_leave_the_passage_found(at: int, length: int, put: list[str]) -> None:
    span = Span(at, at + length)
    mark = anchor(TEXT, [span])
    before = " ".join(put) + "\n\n"
    placed = place(mark, before + TEXT)
    assert placed.outcome == "moved"
    assert placed.spans == (span.shifted(len(before)),)
