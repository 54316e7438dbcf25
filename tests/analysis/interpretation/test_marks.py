from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.rules.marks import Quotation, quotations
from reader.text.span import Span

LINE = re.compile(r"[^\n]+")


def found(text: str) -> list[Quotation]:
    return quotations(text, [Span(*line.span()) for line in LINE.finditer(text)])


def words(text: str) -> list[str]:
    return [" | ".join(span.slice(text) for span in one.spans) for one in found(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“We go,” he said.", ["We go,"]),
        ('"We go," he said.', ["We go,"]),
        ("‘We go,’ he said.", ["We go,"]),
        ("'We go,' he said.", ["We go,"]),
        ("„Wir gehen“, sagte er.", ["Wir gehen"]),
        ("„Idziemy” – powiedział.", ["Idziemy"]),
        ("« Nous partons », dit-il.", ["Nous partons"]),
        ("«Мы идём», — сказал он.", ["Мы идём"]),
        ("»Wir gehen«, sagte er.", ["Wir gehen"]),
        ("»Vi går», sa hon.", ["Vi går"]),
        ("”Vi går”, sa hon.", ["Vi går"]),
        ("”Me menemme”, hän sanoi, ”nyt.”", ["Me menemme", "nyt."]),
        ("他说：“我们走吧”。", ["我们走吧"]),
        ("彼は「行こう」と言った。", ["行こう"]),
        ("他說：「他叫『走』」。", ["他叫『走』", "走"]),
        ("‚Wir gehen‘, sagte er.", ["Wir gehen"]),
        ("‹On y va›, dit-il.", ["On y va"]),
        ("''We go,'' he said.", ["We go,"]),
        ("``We go,'' he said.", ["We go,"]),
        ("＂행복＂이라고 말했다.", ["행복"]),
        ("«Πάμε», είπε.", ["Πάμε"]),
    ],
)
def test_the_marks_of_many_languages(text, inside):
    assert words(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        "I don't and you don’t.",
        "The officials’ bases and the workers' rights.",
        "Rock ’n’ roll of the ’90s and rock 'n' roll of the '90s",
        "O’Brien's brother didn’t vote in ’16.",
        "Get ’em, ’cause ’tis late.",
        "He is 6'2\" tall.",
    ],
)
def test_apostrophes_and_inches_are_no_marks(text):
    assert words(text) == []


def test_apostrophes_inside_single_marks_do_not_close_them():
    text = "‘I don’t know. The workers’ friend’s gone,’ he said, ‘since the ’90s.’"
    assert words(text) == ["I don’t know. The workers’ friend’s gone,", "since the ’90s."]


def test_a_headline_quotes_in_single_marks():
    assert words("Ship limps into port; Brekke: ‘All is well’") == ["All is well"]


def test_a_possessive_plural_in_single_marks():
    assert words("‘the officials’ bases were hit’, he said") == ["the officials’ bases were hit"]


def test_a_short_phrase_in_single_marks_is_not_drawn_on_to_a_later_apostrophe():
    assert words("The ‘jobs’ and the workers’ rights") == ["jobs"]


def test_single_marks_inside_double_ones_know_their_parent():
    text = "“He said, ‘No,’ to me,” she said. “And ‘yes’ too.”"
    assert words(text) == ["He said, ‘No,’ to me,", "No,", "And ‘yes’ too.", "yes"]
    assert [one.parent for one in found(text)] == [None, 0, None, 2]


def test_double_marks_inside_double_ones():
    assert words("“He shouted “no” at us,” she said.") == ["He shouted “no” at us,", "no"]


def test_a_quote_of_three_paragraphs_is_one():
    text = "“One.\n“Two.\n“Three,” he said.\n“Four.”"
    assert words(text) == ["One. | Two. | Three,", "Four."]
    assert [one.closed for one in found(text)] == [True, True]


def test_typewriter_marks_over_several_paragraphs():
    assert words('"One.\n"Two."\n"Three."') == ["One. | Two.", "Three."]


def test_nested_marks_reopened_together():
    assert words("“‘One.\n“‘Two,’ he said.”")[0] == "‘One. | ‘Two,’ he said."


def test_a_french_paragraph_goes_on_with_the_closing_guillemet():
    assert words("« Un.\n» Deux. »") == ["Un. | Deux."]


def test_a_mark_that_never_closes_ends_with_its_paragraph():
    text = "He said “we go.\nNothing more. She said “no” then."
    assert words(text) == ["we go.", "no"]
    assert [one.closed for one in found(text)] == [False, True]


def test_a_mark_that_never_closes_ends_where_the_next_opens():
    assert words("A “slip of the pen. “Quite so,” he said.") == ["slip of the pen.", "Quite so,"]


def test_a_lone_apostrophe_that_opens_swallows_nothing():
    assert words('The \'forgotten ones came home. "We go," he said.') == ["We go,"]


def test_a_closing_mark_alone_is_no_quotation():
    assert words("we go” he said") == words("and so») on") == []


def test_empty_marks_hold_nothing():
    assert words('“” and "" and ‘ ’') == []


def test_mixed_curly_and_typewriter_marks():
    assert words('He said “we go" and left.') == ["we go"]


def test_a_paragraph_between_ends_what_was_open():
    assert words("“One.\nTwo.\n“Three.”") == ["One.", "Three."]


MARKED = st.text(st.sampled_from("ab ab .,\n“”\"'‘’«»„‚「」`s0"), max_size=200)


@given(MARKED)
def test_spans_lie_in_the_text_inside_their_marks(text):
    for one in found(text):
        assert one.spans
        for inner, outer in zip(one.spans, one.outer, strict=True):
            assert 0 <= outer.start < inner.start < inner.end <= outer.end <= len(text)
            assert inner.slice(text) == inner.slice(text).strip()
            assert "\n" not in outer.slice(text)
        assert list(one.spans) == sorted(one.spans)


@given(MARKED)
def test_a_nested_quotation_is_in_its_parent(text):
    every = found(text)
    for place, one in enumerate(every):
        if one.parent is None:
            continue
        assert one.parent < place
        parent = every[one.parent]
        assert all(any(o.covers(span) for o in parent.outer) for span in one.spans)


@given(st.text(max_size=120))
def test_any_text_can_be_looked_through(text):
    found(text)


def lines_run(work: Callable[[], object]) -> int:
    """Return how many lines of Python ``work`` runs: a clock that no other process disturbs."""
    count = 0

    def tracer(_frame, event, _arg):
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", ["“a ", '"a ', "' a", "“a” ‘b’ ", "»a« «b» ", "“‘„«"])
def test_twice_the_text_is_twice_the_work(piece):
    small, large = (lines_run(lambda n=n: found(piece * n)) for n in (200, 400))
    assert large < 2.3 * small


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“It leaks,”[1] said Ann. It rains.", ["It leaks,"]),
        ("“It leaks,”said Ann. It rains.", ["It leaks,"]),
        ('"It leaks,"[2] said Ann. It rains.', ["It leaks,"]),
        ("‘It leaks,’[1] said Ann. It rains.", ["It leaks,"]),
        ("“It leaks,”† said Ann.", ["It leaks,"]),
        ("“She said, ‘No,’”[3] he wrote. It rains.", ["She said, ‘No,’", "No,"]),
        ("She said:“It leaks,”and left.", ["It leaks,"]),
        ('"One","Two"', ["One", "Two"]),
        (",,Es regnet'', sagte sie.", ["Es regnet"]),
        ("״הגשר סגור״, אמר רה״מ.", ["הגשר סגור"]),
    ],
)
def test_a_closing_mark_closes_whatever_is_glued_to_it(text, inside):
    assert words(text) == inside
