"""What the preview of an article on the desk says: what it is, its counts, how it begins."""

from __future__ import annotations

from collections.abc import Iterator

from reader.desk.row import DeskRow
from reader.session.findings_outline import one_line, snippet
from reader.text.cells import printable
from reader.text.local_day import local_day
from reader.text.plural import counted

Part = tuple[str, str]
LEDE = 900
"""Characters of the text that are shown."""


def preview_parts(row: DeskRow, beginning: str) -> Iterator[Part]:
    """Yield the words of the preview with their styles."""
    yield f"{printable(row.title or 'untitled')}\n", "bold $accent"
    published = f"published {row.published_on}" if row.published else "publication date unknown"
    facts = [row.outlet, published, f"added {local_day(row.added)}", row.status]
    yield f"{printable(' · '.join(fact for fact in facts if fact))}\n", "$foreground 75%"
    yield f"{' · '.join(_counts(row))}\n", "bold"
    if row.tags:
        yield f"{printable(' '.join(f'#{tag}' for tag in row.tags))}\n", "$accent"
    yield "\n", ""
    lede = lede_of(row.title, beginning)
    yield (
        "\n\n".join(map(printable, lede.split("\n\n"))) or "Its text is not stored here.",
        "" if lede else "italic",
    )


def _counts(row: DeskRow) -> Iterator[str]:
    yield counted(row.notes, "note")
    yield counted(row.claims, "claim")
    if row.conflicts:
        yield counted(row.conflicts, "note field in two versions", "note fields in two versions")
    if row.differing:
        yield counted(row.differing, "figure that differs", "figures that differ")
    if row.undecided is None:
        yield f"{row.decided} decided" if row.decided else "not searched for what to check"
        yield from ["open it to see what is left"] if row.decided else []
    else:
        done = row.decided or 0
        yield f"{done} of {done + row.left} decided, {row.left} left"


def lede_of(title: str, beginning: str) -> str:
    """Return the first paragraphs of an article, each once, without its headline."""
    headline, left = one_line(title), LEDE
    shown: list[str] = []
    for block in dict.fromkeys(beginning.split("\n\n")):
        lines = dict.fromkeys(map(one_line, block.split("\n")))  # a caption may be there twice
        words = one_line(" ".join(lines)).removeprefix(headline).strip()
        if words and left > 0:
            shown.append(snippet(words, left))
            left -= len(words)
    return "\n\n".join(shown)
