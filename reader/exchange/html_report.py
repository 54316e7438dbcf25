"""A report to read and print: each article with its marks, the notes beside them, the claims.

One file without script, picture or anything from the network. All text is escaped: what an
article or a note says is shown and never obeyed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TextIO

from markdown_it import MarkdownIt

from reader.annotations.records import ArticleRecord, Assessment, Claim, Label, Mark, Record
from reader.article.anchor import Anchor
from reader.article.article import fingerprint as fingerprint_of
from reader.article.block import Block
from reader.article.newswire import structure
from reader.exchange.annotated_text import spans_in
from reader.exchange.dossier import Dossier
from reader.exchange.given import NOTHING_GIVEN, Given
from reader.exchange.html_style import STYLE
from reader.exchange.losses import Loss, Losses
from reader.text.runs import RunIndex
from reader.text.span import Span


def _note_markdown() -> MarkdownIt:
    """Notes are Markdown; HTML in them is shown as its characters, pictures would be fetched."""
    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
    markdown.validateLink = lambda url: url.startswith(_ADDRESSES)  # type: ignore[method-assign]
    return markdown


_ADDRESSES = ("http://", "https://", "mailto:")
_MARKDOWN = _note_markdown()

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="reader">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
"""


_Shown = tuple[Record, tuple[Span, ...]]


def write(dossiers: Iterable[Dossier], out: TextIO, _: Given = NOTHING_GIVEN) -> list[Loss]:
    """Articles one after another; an article whose text is not kept shows its passages alone."""
    losses = Losses()
    first = True
    number = 0
    for dossier in dossiers:
        if first:
            out.write(_HEAD.format(title=escape(_title(dossier.article)), style=STYLE))
            first = False
        number = _write_article(dossier, out, number, losses)
    if first:
        out.write(_HEAD.format(title="No notes", style=STYLE) + "<p>There are no notes.</p>\n")
    out.write("</body>\n</html>\n")
    return losses.told()


def _title(article: ArticleRecord) -> str:
    return " ".join(article.title.split()) or "Untitled"


def _write_article(dossier: Dossier, out: TextIO, number: int, losses: Losses) -> int:
    """Writes one article; the number of its last note, counted through the report."""
    shown: list[_Shown] = []
    unplaced: list[Record] = []
    fingerprint = fingerprint_of(dossier.text) if dossier.text is not None else ""
    for record in dossier.records:
        anchor = getattr(record, "anchor", None)
        if not isinstance(anchor, Anchor):
            losses.add("record[s] without a passage [is|are] not shown")
            continue
        spans = spans_in(anchor, dossier.text, fingerprint) if dossier.text is not None else None
        if spans is None:
            unplaced.append(record)
        else:
            shown.append((record, spans))
    shown.sort(key=lambda each: (each[1][0].start, -each[1][-1].end))
    out.write("<article>\n")
    out.write(_heading(dossier.article))
    if dossier.text is not None:
        _write_text(dossier.text, _title(dossier.article), shown, number, out)
    elif unplaced:
        losses.add("article[s] [is|are] shown without [its|their] text, which is not kept")
    if unplaced:
        why = "text is not kept" if dossier.text is None else "passage is not in the newest text"
        out.write(f'<section class="apart"><h2>Notes whose {why}</h2>\n<ol>\n')
        for record in unplaced:
            words = escape(record.anchor.exact) if isinstance(record, Mark | Label | Claim) else ""
            out.write(f"<li><blockquote>{words}</blockquote>{_note(record)}</li>\n")
        out.write("</ol></section>\n")
    claims = [record for record in dossier.records if isinstance(record, Claim)]
    if claims:
        out.write('<section class="claims"><h2>Claims</h2>\n')
        out.writelines(_claim(claim) for claim in claims)
        out.write("</section>\n")
    out.write("</article>\n")
    return number + len(shown)


def _heading(article: ArticleRecord) -> str:
    about = [
        escape(part)
        for part in (", ".join(article.authors), article.outlet, article.published)
        if part
    ]
    if article.url and article.url.startswith(_ADDRESSES[:2]):
        address = escape(article.url)
        about.append(f'<a href="{address}" rel="noreferrer">{address}</a>')
    elif article.locations:
        about.append(escape(article.locations[-1]))
    line = f'<p class="about">{" · ".join(about)}</p>\n' if about else ""
    return f"<header><h1>{escape(_title(article))}</h1>\n{line}</header>\n"


def _write_text(text: str, title: str, shown: Sequence[_Shown], number: int, out: TextIO) -> None:
    """Paragraph by paragraph, the notes that begin in one beside it.

    The headline above the article and a caption told before are left out where no mark is on them.
    """
    flat = [(index, span) for index, (_, spans) in enumerate(shown) for span in spans]
    runs = RunIndex([span for _, span in flat])
    waiting = 0
    out.write('<div class="text">\n')
    for line, block in _lines(text):
        begun = waiting
        while waiting < len(shown) and shown[waiting][1][0].start < line.end:
            waiting += 1
        told = block.duplicate_of is not None or " ".join(line.slice(text).split()) == title
        if not told or any(True for _ in runs.between(line.start, line.end)):
            _write_line(text, line, block, runs, flat, shown, number, out)
        _write_notes(shown[begun:waiting], number + begun, out)
    _write_notes(shown[waiting:], number + waiting, out)
    out.write("</div>\n")


def _lines(text: str) -> Iterator[tuple[Span, Block]]:
    """What stands on a line of its own, with the last block on it."""
    line: Span | None = None
    last: Block | None = None
    for block in structure(text).blocks:
        if line is not None and last is not None and "\n" not in text[line.end : block.start]:
            line = Span(line.start, block.end)
        else:
            if line is not None and last is not None:
                yield line, last
            line = block.span
        last = block
    if line is not None and last is not None:
        yield line, last


def _write_notes(shown: Sequence[_Shown], before: int, out: TextIO) -> None:
    if not shown:
        return
    out.write("<aside><ol>\n")
    for told, (record, _) in enumerate(shown, before + 1):
        out.write(f'<li value="{told}" id="n{told}"><a class="back" href="#m{told}">{told}</a> ')
        out.write(f"{_note(record)}</li>\n")
    out.write("</ol></aside>\n")


def _write_line(
    text: str,
    line: Span,
    block: Block,
    runs: RunIndex,
    flat: Sequence[tuple[int, Span]],
    shown: Sequence[_Shown],
    number: int,
    out: TextIO,
) -> None:
    classes = [block.kind.replace(" ", "-"), *(["flows"] if block.flows else [])]
    out.write(f'<p class="{" ".join(classes)}">')
    at = line.start
    for run in runs.between(line.start, line.end):
        out.write(escape(text[at : run.start], quote=False))
        members = [flat[member] for member in run.members]
        kinds = sorted({shown[index][0].kind for index, _ in members})
        marked = " ".join(kind for kind in kinds if kind.isalpha())
        words = escape(text[run.start : run.end], quote=False)
        out.write(f'<mark class="{marked}">{words}</mark>')
        for index, span in members:
            if span.end == run.end and span == shown[index][1][-1]:
                told = number + index + 1
                out.write(f'<sup id="m{told}"><a href="#n{told}">{told}</a></sup>')
        at = run.end
    out.write(escape(text[at : line.end], quote=False) + "</p>\n")


def _note(record: Record) -> str:
    match record:
        case Mark():
            words = (
                f'<div class="body">{_MARKDOWN.render(record.body)}</div>' if record.body else ""
            )
        case Label():
            words = f"<p>{escape(record.type)}</p>"
        case Claim():
            told = escape(record.claim or record.anchor.exact)
            words = f'<p><a href="#c-{escape(record.id)}">Claim</a>: {told}</p>'
        case _:
            words = f"<p>{escape(record.kind.capitalize())}</p>"
    tags = " ".join(f'<span class="tag">{escape(tag)}</span>' for tag in record.tags)
    by = " · ".join(escape(part) for part in (record.creator, record.created[:10]) if part)
    kind = f'<span class="kind">{escape(record.kind)}</span>'
    return f'{words}<p class="by">{" · ".join(part for part in (kind, tags, by) if part)}</p>'


def _claim(claim: Claim) -> str:
    said = " · ".join(
        escape(part) for part in (claim.claimant, claim.said_on, claim.said_at) if part
    )
    lines = [
        f'<section class="checked" id="c-{escape(claim.id)}">',
        f"<h3>{escape(claim.claim or claim.anchor.exact)}</h3>",
        f"<blockquote>{escape(claim.anchor.exact)}</blockquote>",
        f"<p>{said}</p>" if said else "",
        f'<p class="by">Status: {escape(claim.status)}</p>',
        *(_verdict(each, final=each.reviewer == claim.final) for each in claim.assessments),
    ]
    evidence = [_evidence(claim, place) for place in range(len(claim.evidence))]
    if evidence:
        lines.append(f"<ul>{''.join(evidence)}</ul>")
    return "\n".join(line for line in (*lines, "</section>\n") if line)


def _verdict(each: Assessment, *, final: bool) -> str:
    value = ""
    if each.value is not None and each.best is not None:
        value = f" ({each.value:g} of {each.best:g})"
    word = "Verdict" if final else "Assessment"
    told = f": {escape(each.explanation)}" if each.explanation else ""
    name = f" — {escape(each.reviewer)}" if each.reviewer else ""
    return (
        f'<p class="verdict">{word}: <strong>{escape(each.label)}</strong>{value}{told}{name}</p>'
    )


def _evidence(claim: Claim, place: int) -> str:
    each = claim.evidence[place]
    title = escape(each.title or each.url or "untitled")
    if each.url and each.url.startswith(_ADDRESSES[:2]):
        title = f'<a href="{escape(each.url)}" rel="noreferrer">{title}</a>'
    excerpt = f": “{escape(each.excerpt)}”" if each.excerpt else ""
    return f"<li><b>{escape(each.stance)}</b> {title}{excerpt}</li>"
