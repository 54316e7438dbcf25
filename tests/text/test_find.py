from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.find import FindError, exact_hits, hits
from reader.text.span import Span
from reader.text.visible import visible


def found(text: str, query: str, *, regex: bool = False) -> list[str]:
    return [hit.slice(text) for hit in hits(text, query, regex=regex)]


def test_case_matters_only_with_a_capital() -> None:
    assert found("Iraq and iraq", "iraq") == ["Iraq", "iraq"]
    assert found("Iraq and iraq", "Iraq") == ["Iraq"]
    assert found("Müller MÜLLER", "müller") == ["Müller", "MÜLLER"]


def test_plain_queries_are_no_patterns() -> None:
    assert found("a.b axb (c)", "a.b") == ["a.b"]
    assert found("a.b axb (c)", "(c)") == ["(c)"]


def test_spaces_and_quotation_marks_are_taken_kindly() -> None:
    assert found("slap on\n    the face", "on the") == ["on\n    the"]
    assert found("Iran’s “slap”", "iran's \"slap") == ["Iran’s “slap"]


def test_patterns() -> None:
    assert found("15 missiles, 22 missiles", r"\d+ missiles", regex=True) == [
        "15 missiles",
        "22 missiles",
    ]
    assert found("Ab ab", r"a\S", regex=True) == ["Ab", "ab"]
    assert found("Ab ab", r"A\S", regex=True) == ["Ab"]
    assert found("abc", "x*", regex=True) == []


@pytest.mark.parametrize("query", ["(", "[a", "*a", "a{3,1}"])
def test_what_is_no_pattern_is_reported_in_words(query: str) -> None:
    with pytest.raises(FindError, match="no regular expression"):
        hits("text", query, regex=True)


def test_a_runaway_pattern_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.text.find.TIME_LIMIT", 0.05)
    with pytest.raises(FindError, match="too long"):
        hits("a" * 5000 + "b", r"^(?:(a|aa)+)+$", regex=True)


def test_no_query_has_no_hits() -> None:
    assert hits("text", "") == []


@given(st.text(max_size=40), st.text(max_size=5))
def test_hits_are_in_order_and_within(text: str, query: str) -> None:
    spans = hits(text, query)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.end <= len(text) and len(span) > 0 for span in spans)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("the dike war\u00adden came", "warden"),
        ("the dike war\u200bden came", "warden"),
        ("Cafe\u0301 Ru\u0308gen opened", "café rügen"),
        ("The CAFE\u0301 shut", "café"),
        ("Café Rügen opened", "cafe\u0301 ru\u0308gen"),
        ("a \ufb01rm \ufb02oor", "firm floor"),
        ("one\u00a0hundred", "one hundred"),
        ("twenty\u2011two", "twenty-two"),
        ("a dike warden", "war\u00adden"),
        ("from 2019\u20132020 on", "2019-2020"),
        ("it was \u22123C there", "-3c"),
    ],
)
def test_signs_that_nobody_sees_hide_no_words(text: str, query: str) -> None:
    (hit,) = hits(text, query)
    looks = re.sub("[\u2011\u2013\u2212]", "-", visible(hit.slice(text)).text)
    assert looks.casefold().split() == visible(query).text.split()


def test_a_hit_has_the_hidden_signs_of_the_text_in_it() -> None:
    text = "the dike war\u00adden came"
    assert found(text, "warden") == ["war\u00adden"]
    assert found(text, r"w\w+n", regex=True) == ["war\u00adden"]
    assert found(text, "came") == ["came"]


@pytest.mark.parametrize(
    ("text", "copied", "own"),
    [
        ("«\u00a0Nous partons\u00a0», dit", "« Nous partons »", "«\u00a0Nous partons\u00a0»"),
        ("The war\u00adden came late", "The war\u200cden came", "The war\u00adden came"),
        ("Two words\n    on two lines", "words on two", "words\n    on two"),
        ("A tab\tand a bell \x07 rang", "tab and a bell ␇ rang", "tab\tand a bell \x07 rang"),
        ("The cafe\u0301 shut", "The café", "The cafe\u0301"),
        ("Ann Müller’s boat left", "Müller's boat", "Müller’s boat"),
        ("He said “so it goes”.", '"so it goes"', "“so it goes”"),
        ("a twenty\u2011two berth", "twenty-two", "twenty\u2011two"),
    ],
)
def test_what_is_copied_from_the_screen_is_found(text: str, copied: str, own: str) -> None:
    (hit,) = exact_hits(text, copied)
    assert hit.slice(text) == own


def test_exact_hits_keep_to_case_and_count_repeats() -> None:
    assert exact_hits("Rain, rain and Rain", "Rain") == [Span(0, 4), Span(15, 19)]
    assert exact_hits("Rain", "rain") == []
    assert exact_hits("aaa", "aa") == [Span(0, 2), Span(1, 3)]
    assert exact_hits("Rain", "\u00ad") == []


def test_three_full_stops_are_the_sign_for_them() -> None:
    assert found("so it goes… on", "goes... on") == ["goes… on"]
    assert found("so it goes... on", "goes... on") == ["goes... on"]
    assert found("so it goes, on", "goes... on") == []


@given(st.text(st.sampled_from("ab\u00ad\u0301e\ufb01 \n\u200b"), max_size=30))
def test_every_hit_is_a_stretch_of_the_text_that_looks_like_the_query(text: str) -> None:
    for hit in hits(text, "ab"):
        assert visible(hit.slice(text)).text == "ab"
