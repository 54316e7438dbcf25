"""What a paragraph is, by the names of its style and of those that it is based on.

Word processors keep the names of their own styles in English, whatever language they show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.article.block import BlockKind

_HEADING = re.compile(r"(?:heading|berschrift|titre|ttulo|titolo|kop)\s*(\d)")
_KINDS: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
    (re.compile(r"title|titel|titre"), "headline"),
    (re.compile(r".*caption|beschriftung|illustration|figure"), "caption"),
    (re.compile(r".*(?:quot|zitat|citation).*|block ?text"), "quotation"),
    (re.compile(r"author|byline|date"), "byline"),
    (re.compile(r"list\b.*|listparagraph"), "list item"),
)


def kind_by_style(names: Iterable[str], *, first: bool) -> tuple[BlockKind, int]:
    """Return the kind and level of a paragraph; ``first`` tells that nothing comes before it.

    The nearest name that says something decides: "paragraph" when none does.
    """
    for name in names:
        plain = name.strip().lower()
        heading = _HEADING.search(plain)
        if heading:
            level = max(1, int(heading[1]))
            return ("headline", 0) if first and level == 1 else ("heading", max(2, level))
        for pattern, kind in _KINDS:
            if pattern.fullmatch(plain):
                if kind == "headline" and not first:
                    return "heading", 2
                return kind, int(kind in ("quotation", "list item"))
    return "paragraph", 0


def is_date(names: Iterable[str]) -> bool:
    return any(name.strip().lower() == "date" for name in names)
