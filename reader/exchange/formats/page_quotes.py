"""What both ways of the Web Annotation format need: names, and passages as a page has them."""

from __future__ import annotations

from reader.article.anchor import Part

ARTICLE_IRI = "urn:article-reader:article:"
UUID_IRI = "urn:uuid:"
_BULLET = "• "


def quotes_of_page(part: Part) -> list[tuple[str, str, str]]:
    """Words, prefix and suffix of each line of a passage, without the bullets of our lists."""
    lines = part.exact.split("\n")
    found: list[tuple[str, str, str]] = []
    for number, line in enumerate(lines):
        before = part.prefix.rpartition("\n")[2] if number == 0 else ""
        behind = part.suffix.partition("\n")[0] if number == len(lines) - 1 else ""
        words = line.strip().removeprefix(_BULLET)
        if words and (words != _BULLET.strip() or len(lines) == 1):
            # White space at the edges of a line is around the words, not in them.
            lead = line[: len(line) - len(line.lstrip())]
            tail = line[len(line.rstrip()) :]
            found.append((words, (before + lead).removeprefix(_BULLET), tail + behind))
    return found or [(part.exact, part.prefix, part.suffix)]
