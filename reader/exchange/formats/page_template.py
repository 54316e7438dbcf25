"""A user's own template for pages.

The text of a page with ``$name`` (or ``${name}``) where a value goes, ``$$`` for a dollar sign.
The text between a line ``[records]`` and a line ``[end]`` is repeated for each record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import Template

from reader.errors import ReaderError

ARTICLE_FIELDS = (
    *("title", "authors", "outlet", "published", "url", "location", "fingerprint", "count"),
)
RECORD_FIELDS = (
    *("kind", "passage", "quote", "note", "tags", "creator", "created", "link", "label"),
    *("claim", "claimant", "status", "verdict", "explanation", "evidence"),
)
_BEGIN, _END = "[records]", "[end]"


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """A page's three parts; only the middle one is repeated for each record."""

    head: Template
    record: Template
    tail: Template

    def filled(
        self, article: Mapping[str, str], records: Iterable[Mapping[str, str]]
    ) -> Iterable[str]:
        """Yield the page in pieces. A record may name what the article gives, too."""
        yield self.head.substitute(article)
        for record in records:
            yield self.record.substitute({**article, **record})
        yield self.tail.substitute(article)


def parsed(source: str) -> PageTemplate:
    """Return the template in ``source``; ReaderError that says what is wrong with it."""
    parts: list[list[str]] = [[], [], []]
    part = 0
    for line in source.splitlines(keepends=True):
        if line.strip() == (_BEGIN, _END, "")[part] and part < 2:
            part += 1
        else:
            parts[part].append(line)
    if part == 1:
        raise ReaderError(f"The template has a line {_BEGIN} and no line {_END} behind it.")
    head, record, tail = (Template("".join(lines)) for lines in parts)
    for template, known in (
        (head, ARTICLE_FIELDS),
        (record, (*ARTICLE_FIELDS, *RECORD_FIELDS)),
        (tail, ARTICLE_FIELDS),
    ):
        _check(template, known)
    return PageTemplate(head, record, tail)


def _check(template: Template, known: tuple[str, ...]) -> None:
    if not template.is_valid():
        raise ReaderError("The template has a $ with no name behind it; write $$ for a dollar.")
    unknown = [name for name in template.get_identifiers() if name not in known]
    if unknown:
        raise ReaderError(
            f"The template names ${unknown[0]}, which is not there; there are "
            f"{', '.join(f'${name}' for name in known)}."
        )
