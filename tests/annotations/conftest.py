from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.annotations.records import Mark, new_id
from reader.article.anchor import anchor
from reader.text.span import Span

MakeNote = Callable[..., Mark]


@pytest.fixture
def make_note() -> MakeNote:
    """Make a note on a passage of a short text."""
    held = anchor("The mayor said the bridge would open in May.", [Span(4, 9)])

    def make(body: str, article: str = "bridge", identity: str = "") -> Mark:
        return Mark(
            article_id=article,
            id=identity or new_id(),
            kind="note",
            anchor=held,
            body=body,
            created="2026-11-22T10:00:00Z",
            modified="2026-11-22T10:00:00Z",
        )

    return make
