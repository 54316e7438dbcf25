"""The note that the first start shows on a seed article."""

from __future__ import annotations

import json
from pathlib import Path

from reader.annotations.records import Mark, new_id, now
from reader.article.anchor import anchor
from reader.article.article import Article
from reader.text.span import Span

GUIDE = "guide.json"
SIGNED = "reader"
"""Who the guided note is by."""


def guided_note(seed: Path, article: Article, article_id: str) -> Mark | None:
    """Return the note that the guide beside ``seed`` hangs on ``article``.

    None when it does not fit.
    """
    try:
        guide = json.loads((seed.parent / GUIDE).read_text("utf-8"))
        exact, body = str(guide["exact"]), str(guide["body"])
    except (OSError, ValueError, KeyError):
        return None
    start = article.text.find(exact)
    if not exact or start < 0:
        return None
    at = now()
    return Mark(
        article_id=article_id,
        id=new_id(),
        kind="note",
        creator=SIGNED,
        created=at,
        modified=at,
        anchor=anchor(article.text, [Span(start, start + len(exact))], article.fingerprint),
        body=body,
    )
