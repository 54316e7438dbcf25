"""An article with its findings as HTML, for notebooks: the text with marks, and three tables.

Marks differ by more than colour: names are underlined, quotes are in italics with a bar, figures
are in bold; hovering shows what was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise

from reader.analysis.findings import Findings
from reader.article.article import Article
from reader.text.span import Span

MAX_ROWS = 50
"""Rows of a table; of more, their number is given."""
_STYLES = {
    "entity": "text-decoration:underline dotted 2px",
    "quote": "font-style:italic;border-left:3px solid;padding-left:2px",
    "figure": "font-weight:bold",
}


def html_view(article: Article, findings: Findings) -> str:
    """Return a fragment of HTML that needs no style sheet, script or network."""
    title = escape(" ".join(article.title.split()))
    about = (
        f"{len(findings.people)} people, {len(findings.quotes)} quotes, "
        f"{len(findings.figures)} figures · {escape(article.location)}"
    )
    return "".join(
        (
            f"<section><h3>{title}</h3><p><small>{about}</small></p>",
            *(f"<p><em>{escape(notice)}</em></p>" for notice in findings.notices),
            _table(
                ("Speaker", "Quote", "Kind"),
                [(q.speaker or "unknown", q.text, q.kind) for q in findings.quotes],
            ),
            _table(
                ("Person", "Also", "Role"),
                [(p.name, ", ".join(p.aliases), p.role or "") for p in findings.people],
            ),
            _table(
                ("Figure", "Unit", "Speaker"),
                [(f.in_full, f.unit or "", f.speaker or "") for f in findings.figures],
            ),
            "<details open><summary>Text</summary>",
            '<div style="white-space:pre-wrap;max-width:72ch">',
            *_marked(article.text, findings),
            "</div></details></section>",
        )
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    shown = [_row("td", row) for row in rows[:MAX_ROWS]]
    more = len(rows) - MAX_ROWS
    if more > 0:
        shown.append(f'<tr><td colspan="{len(head)}">and {more} more</td></tr>')
    return f"<table><thead>{_row('th', head)}</thead><tbody>{''.join(shown)}</tbody></table>"


def _row(tag: str, cells: Iterable[str]) -> str:
    inner = "".join(
        f'<{tag} style="text-align:left">{escape(" ".join(cell.split()))}</{tag}>' for cell in cells
    )
    return f"<tr>{inner}</tr>"


def _marked(text: str, findings: Findings) -> Iterator[str]:
    """Yield the text in pieces, each with all the marks that cover it."""
    marks = [(e.span, "entity", f"{e.label}: {e.name}") for e in findings.entities]
    for quote in findings.quotes:
        label = f"{quote.kind} quote: {quote.speaker or 'unknown speaker'}"
        marks += [(span, "quote", label) for span in quote.spans]
    marks += [(f.span, "figure", f"{f.kind}: {f.in_full}") for f in findings.figures]
    places = sorted({0, len(text), *(at for span, *_ in marks for at in (span.start, span.end))})
    marks.sort()
    open_marks: list[tuple[Span, str, str]] = []
    following = iter([*marks, None])
    upcoming = next(following)
    for start, end in pairwise(places):
        open_marks = [mark for mark in open_marks if mark[0].end > start]
        while upcoming is not None and upcoming[0].start <= start:
            if upcoming[0].end > start:
                open_marks.append(upcoming)
            upcoming = next(following)
        piece = escape(text[start:end])
        if open_marks:
            style = ";".join(dict.fromkeys(_STYLES[kind] for _, kind, _ in open_marks))
            label = escape("; ".join(dict.fromkeys(label for *_, label in open_marks)))
            piece = f'<span style="{style}" title="{label}">{piece}</span>'
        yield piece
