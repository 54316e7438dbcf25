from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.anchor import anchor
from reader.article.anchor_json import from_json, to_json
from reader.text.span import Span

WHOLE = to_json(anchor("“Größe” 👍 matters.", [Span(0, 3), Span(8, 9)]))


@given(st.text(min_size=1, max_size=40), st.data())
def test_anchors_come_back_as_they_were(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    mark = anchor(text, [Span(start, data.draw(st.integers(start + 1, len(text))))])
    assert from_json(json.loads(json.dumps(to_json(mark)))) == mark


def changed(**fields: Any) -> dict[str, Any]:
    return {**WHOLE, "parts": [{**WHOLE["parts"][0], **fields}]}


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {**WHOLE, "parts": []},
        {**WHOLE, "parts": [3]},
        {**WHOLE, "fingerprint": 5},
        changed(start=-1),
        changed(start=9, end=3),
        changed(end=True),
        changed(start="0"),
        changed(exact=None),
        changed(prefix=1),
    ],
)
def test_what_is_no_anchor_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="not an anchor"):
        from_json(value)
