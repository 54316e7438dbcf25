"""Markdown: for each article what is known of it, and each passage with what was noted.

A page with one article begins with YAML front matter; on a page with several, where YAML can
stand only at the top, each article has the same facts as a list under its headline.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TextIO

from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Assessment,
    Claim,
    Evidence,
    Label,
    Mark,
    Record,
)
from reader.article.anchor import Anchor
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.markdown_text import destination, escaped, link, note, one_line
from reader.exchange.formats.page_template import RECORD_FIELDS, PageTemplate, parsed
from reader.exchange.losses import Loss, Losses
from reader.exchange.targets import Files, Names
from reader.exchange.text_fragment import fragment_link
from reader.exchange.verdict import final_verdict
from reader.review.annotated_article import AnnotatedArticle
from reader.review.label_differences import decision_on
from reader.text.local_day import local_day


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """One page a call, articles one after another; what a page cannot show is counted."""
    losses = Losses()
    template = None if given.template is None else parsed(given.template)
    every = iter(articles)
    first = list(islice(every, 2))
    for number, one in enumerate(chain(first, every)):
        if number:
            out.write("\n")
        _write_page(one, out, losses, template, alone=len(first) == 1)
    return losses.messages()


def write_files(
    articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """One page for each article, named by its title."""
    losses, names = Losses(), Names(given.shared_names)
    template = None if given.template is None else parsed(given.template)
    for one in articles:
        name = names.of(one.record.title, one.record.id)
        with files.text(f"{name}.md") as out:
            _write_page(one, out, losses, template, alone=True)
    return losses.messages()


def _write_page(
    one: AnnotatedArticle,
    out: TextIO,
    losses: Losses,
    template: PageTemplate | None,
    *,
    alone: bool,
) -> None:
    article = one.record
    shown = [record for record in one.records.in_order if _is_shown(record)]
    _count(one.records.in_order, shown, losses)
    words = {
        record.id: record.anchor.exact
        for record in shown
        if isinstance(record, Mark | Label | Claim | Appearance)
    }
    if template is not None:
        fields = (_record_fields(record, article.url) for record in shown)
        out.writelines(template.filled(_article_fields(article, len(shown)), fields))
        return
    headline = f"# {one_line(article.title) or 'Untitled'}\n"
    about = {name: value for name, value in _about(article).items() if value}
    if alone:
        # A JSON string is a YAML string too, whatever characters it holds.
        lines = [f"{name}: {json.dumps(v, ensure_ascii=False)}" for name, v in about.items()]
        tags = list(dict.fromkeys(tag for record in shown for tag in record.tags))
        if tags:
            lines.append(f"tags: {json.dumps(tags, ensure_ascii=False)}")
        out.write("---\n" + "\n".join(lines) + f"\n---\n\n{headline}")
    else:
        out.write(headline)
        facts = [
            f"- {name}: {link(v) if name == 'url' else one_line(v)}"
            for name, v in about.items()
            if name != "title"
        ]
        out.writelines(["\n" + "\n".join(facts) + "\n"] if facts else [])
    out.writelines("\n" + _entry(record, article.url, words) for record in shown)


def _is_shown(record: Record) -> bool:
    return isinstance(record, Mark | Label | Claim | Appearance)


def _count(every: Iterable[Record], shown: Iterable[Record], losses: Losses) -> None:
    """Count what the page leaves out."""
    losses.add(
        "record[s] that a page cannot show [was|were] left out",
        sum(not _is_shown(record) for record in every),
    )
    for record in shown:
        if record.extra or getattr(record, "colour", None):
            losses.add("record[s] [was|were] written without colour or fields of [its|their] own")
        if isinstance(record, Claim):
            hidden = sum(each.private for each in record.evidence)
            losses.add("private piece[s] of evidence [was|were] left out", hidden)


def _about(article: ArticleRecord) -> dict[str, str | None]:
    newest = article.revisions[-1] if article.revisions else None
    return {
        "title": " ".join(article.title.split()) or "Untitled",
        "author": ", ".join(article.authors),
        "outlet": article.outlet,
        "published": article.published,
        "accessed": newest.seen if newest else None,
        "url": article.url,
        "location": article.locations[-1] if article.locations else None,
        "fingerprint": newest.fingerprint if newest else None,
    }


def _article_fields(article: ArticleRecord, count: int) -> dict[str, str]:
    about = {name: value or "" for name, value in _about(article).items()}
    return {
        **{name: about[name] for name in ("published", "url", "location", "fingerprint")},
        "title": escaped(about["title"]),
        "authors": escaped(about["author"]),
        "outlet": escaped(about["outlet"]),
        "count": str(count),
    }


def _record_fields(record: Record, url: str | None) -> dict[str, str]:
    """Return what a template may name; "" for what a record of its kind does not have."""
    fields = dict.fromkeys(RECORD_FIELDS, "") | {
        "kind": record.kind,
        "tags": _tags(record),
        "creator": escaped(record.creator),
        "created": escaped(record.created),
    }
    if isinstance(record, Mark | Label | Claim | Appearance):
        fields |= {
            "passage": one_line(record.anchor.exact),
            "quote": _block_quote(record.anchor),
            "link": fragment_link(url, record.anchor) or "",
        }
    if isinstance(record, Mark):
        fields["note"] = note(record.body)
    if isinstance(record, Label):
        fields["label"] = escaped(record.type)
    if isinstance(record, Claim):
        verdict = final_verdict(record)
        fields |= {
            "claim": one_line(record.claim or record.anchor.exact),
            "claimant": escaped(record.claimant),
            "status": escaped(record.status),
            "verdict": escaped(verdict.label) if verdict else "",
            "explanation": one_line(verdict.explanation) if verdict else "",
            "evidence": "\n".join(_evidence(each) for each in record.evidence if not each.private),
        }
    return fields


def _entry(record: Record, url: str | None, words: Mapping[str, str]) -> str:
    match record:
        case Mark():
            parts = [_block_quote(record.anchor), note(record.body)]
        case Label():
            parts = [_block_quote(record.anchor), *_label(record, words)]
        case Claim():
            parts = [_block_quote(record.anchor), *_claim(record)]
        case Appearance():
            parts = [_block_quote(record.anchor), "The same claim again"]
        case _:
            return ""
    passage = fragment_link(url, record.anchor)
    signed = [_tags(record), escaped(record.creator), escaped(local_day(record.created))]
    signed.append(f"[the passage]({destination(passage)})" if passage else "")
    parts.append(" · ".join(part for part in signed if part))
    return "\n\n".join(part for part in parts if part) + "\n"


def _block_quote(anchor: Anchor) -> str:
    lines = "\n…\n".join(escaped(part.exact) for part in anchor.parts).split("\n")
    return "\n".join(f"> {line.strip()}".rstrip() for line in lines)


def _label(label: Label, words: Mapping[str, str]) -> Iterator[str]:
    yield f"**Label:** {one_line(label.type)} ({one_line(label.layer)})"
    lines = [f"- {one_line(name)}: {one_line(str(v))}" for name, v in label.attributes.items()]
    for each in label.links:
        tied = f"“{one_line(words[each.to])}”" if each.to in words else escaped(each.to)
        lines.append(f"- {one_line(each.role)}: {tied}")
    if decision := decision_on(label):
        lines.append(f"- decision: {one_line(decision)}")
    yield "\n".join(lines)


def _claim(claim: Claim) -> Iterator[str]:
    said = f" — {one_line(claim.claimant)}" if claim.claimant else ""
    yield f"**Claim:** {one_line(claim.claim or claim.anchor.exact)}{said}"
    facts = {
        "said on": claim.said_on,
        "said at": claim.said_at,
        "status": claim.status,
        "assigned to": claim.assignee,
    }
    yield " · ".join(f"{name}: {one_line(value)}" for name, value in facts.items() if value)
    for verdict in claim.assessments:
        yield _verdict(verdict, final=verdict.reviewer == claim.final)
    steps = (f"- [{'x' if each.at else ' '}] {one_line(each.step)}" for each in claim.checklist)
    yield "\n".join(steps)
    yield "\n".join(_evidence(each) for each in claim.evidence if not each.private)
    yield f"Published: {link(claim.review_url)}" if claim.review_url else ""


def _verdict(verdict: Assessment, *, final: bool) -> str:
    mark = "**Verdict:**" if final else "Verdict:"
    explanation = f": {one_line(verdict.explanation)}" if verdict.explanation else ""
    by = f" ({one_line(verdict.reviewer)})" if verdict.reviewer else ""
    detail = f"\n\n{note(verdict.detail)}" if verdict.detail else ""
    return f"{mark} {one_line(verdict.label)}{by}{explanation}{detail}"


def _evidence(each: Evidence) -> str:
    parts = [f"- {one_line(each.stance)}:", one_line(each.title), link(each.url)]
    if each.excerpt:
        parts.append(f"“{one_line(each.excerpt)}”")
    about = [one_line(each.source_type), f"seen {one_line(each.accessed)}" if each.accessed else ""]
    about.append(f"archived {link(each.archived)}" if each.archived else "")
    known = ", ".join(part for part in about if part)
    return " ".join(part for part in (*parts, f"({known})" if known else "") if part)


def _tags(record: Record) -> str:
    # "#tag" with no space behind the sign is no heading, and a tag to many tools.
    return " ".join("#" + _tag("-".join(tag.split())) for tag in record.tags)


_WITHIN_WORD = re.compile(r"(?<=\w)\\_(?=\w)")


def _tag(words: str) -> str:
    """Return a tag as tools look for it: an underscore within a word needs no escape."""
    return _WITHIN_WORD.sub("_", escaped(words))
