"""Tags in one line, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.session.tags import parsed_tags, tags_text

TAG = st.text(st.sampled_from('ab ,"#é'), min_size=1).map(lambda each: " ".join(each.split()))


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("law, sea", ("law", "sea")),
        ("#law,,  the  mayor ,law", ("law", "the mayor")),
        ('sea, "law, crime", ice', ("sea", "law, crime", "ice")),
        ('the "big" one, x', ('the "big" one', "x")),
        ('"open, x', ('"open', "x")),
        ("", ()),
    ],
)
def test_tags_are_split_at_commas_outside_of_quotation_marks(
    written: str, tags: tuple[str, ...]
) -> None:
    assert parsed_tags(written) == tags


@given(st.lists(TAG.filter(bool), unique=True))
def test_a_line_of_tags_that_nobody_touched_gives_the_same_tags(tags: list[str]) -> None:
    assert parsed_tags(tags_text(tags)) == tuple(tags)
