"""What the HTML report tells of each record: notes beside the text, claims below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from markdown_it import MarkdownIt

from reader.annotations.records import (
    Appearance,
    Assessment,
    Claim,
    Evidence,
    Label,
    Mark,
    Record,
)
from reader.review.label_differences import decision_on
from reader.text.local_day import local_day

_ADDRESSES = ("http://", "https://", "mailto:")


def is_address(url: str) -> bool:
    """Return whether a browser may open it."""
    return url.startswith(_ADDRESSES[:2])


def _note_markdown() -> MarkdownIt:
    """Note are Markdown; HTML in them is shown as its characters, pictures would be fetched."""
    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
    markdown.validateLink = lambda url: url.startswith(_ADDRESSES)  # type: ignore[method-assign]
    return markdown


_MARKDOWN = _note_markdown()


class Cards:
    """``records`` are those of one article; a link between two of them is shown as words."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._words: dict[str, str] = {}
        self._claims: set[str] = set()
        for record in records:
            if isinstance(record, Mark | Label | Claim | Appearance):
                self._words[record.id] = record.anchor.exact
            if isinstance(record, Claim):
                self._claims.add(record.id)

    def note(self, record: Record) -> str:
        """Return the note alongside the passage."""
        tags = " ".join(f'<span class="tag">{escape(tag)}</span>' for tag in record.tags)
        by = (escape(part) for part in (record.creator, local_day(record.created)) if part)
        kind = f'<span class="kind">{escape(record.kind)}</span>'
        signed = " · ".join(part for part in (kind, tags, *by) if part)
        return f'{"".join(self._content(record))}<p class="by">{signed}</p>'

    def _content(self, record: Record) -> Iterator[str]:
        match record:
            case Mark(body=body) if body:
                yield f'<div class="body">{_MARKDOWN.render(body)}</div>'
            case Label():
                yield f"<p>{escape(record.type)} ({escape(record.layer)})</p>"
                yield from self._details(record)
            case Claim():
                words = escape(record.claim or record.anchor.exact)
                yield f'<p><a href="#c-{escape(record.id)}">Claim</a>: {words}</p>'
            case Appearance():
                words = "The same claim again"
                if record.claim_id in self._claims:
                    words = f'<a href="#c-{escape(record.claim_id)}">{words}</a>'
                yield f"<p>{words}</p>"

    def _details(self, label: Label) -> Iterator[str]:
        facts = [(name, str(value)) for name, value in label.attributes.items()]
        for link in label.links:
            tied = self._words.get(link.to)
            facts.append((link.role, f"“{' '.join(tied.split())}”" if tied else link.to))
        if decision := decision_on(label):
            facts.append(("decision", decision))
        for name, value in facts:
            yield f"<p>{escape(name)}: {escape(value)}</p>"

    def claim(self, claim: Claim) -> str:
        """Return the claim with its verdicts and evidence."""
        said = _joined(claim.claimant, claim.said_on, claim.said_at)
        assigned = f"assigned to {claim.assignee}" if claim.assignee else ""
        lines = [
            f'<section class="checked" id="c-{escape(claim.id)}">',
            f"<h3>{escape(claim.claim or claim.anchor.exact)}</h3>",
            f"<blockquote>{escape(claim.anchor.exact)}</blockquote>",
            f"<p>{said}</p>" if said else "",
            f'<p class="by">{_joined(f"Status: {claim.status}", assigned)}</p>',
            *(_verdict(each, final=each.reviewer == claim.final) for each in claim.assessments),
            evidence_list(claim),
            _list(f"{'☑' if step.at else '☐'} {escape(step.step)}" for step in claim.checklist),
            f"<p>Published: {address(claim.review_url)}</p>" if claim.review_url else "",
        ]
        return "\n".join(line for line in (*lines, "</section>\n") if line)


def evidence_list(claim: Claim) -> str:
    """Return the evidence for and against a claim, "" where there is none."""
    return _list(map(_evidence, claim.evidence))


def address(url: str, words: str = "") -> str:
    """Return a link to ``url``, or plain text for one that no browser opens."""
    text = escape(words or url)
    return f'<a href="{escape(url)}" rel="noreferrer">{text}</a>' if is_address(url) else text


def _joined(*parts: str | None) -> str:
    return " · ".join(escape(part) for part in parts if part)


def _list(items: Iterable[str]) -> str:
    rows = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{rows}</ul>" if rows else ""


def _verdict(each: Assessment, *, final: bool) -> str:
    value = ""
    if each.value is not None and each.best is not None:
        value = f" ({each.value:g} of {each.best:g})"
    word = "Verdict" if final else "Assessment"
    explanation = f": {escape(each.explanation)}" if each.explanation else ""
    name = f" — {escape(each.reviewer)}" if each.reviewer else ""
    detail = f'<div class="body">{_MARKDOWN.render(each.detail)}</div>' if each.detail else ""
    return (
        f'<p class="verdict">{word}: <strong>{escape(each.label)}</strong>{value}'
        f"{explanation}{name}</p>{detail}"
    )


def _evidence(each: Evidence) -> str:
    title = address(each.url or "", each.title or each.url or "untitled")
    excerpt = f": “{escape(each.excerpt)}”" if each.excerpt else ""
    about = [escape(each.source_type), f"seen {escape(each.accessed)}" if each.accessed else ""]
    about.append(f"archived {address(each.archived)}" if each.archived else "")
    known = ", ".join(part for part in about if part)
    return f"<b>{escape(each.stance)}</b> {title}{excerpt}{f' ({known})' if known else ''}"
