from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.find import FindError, hits


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
def test_what_is_no_pattern_is_told_in_words(query: str) -> None:
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
