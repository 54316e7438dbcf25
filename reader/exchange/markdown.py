"""Markdown: for each article a front matter, and each marked passage with what was noted.

Passages stand as block quotes with every character that Markdown would read escaped
(CommonMark 0.31, section 2.4); notes are Markdown already and go through as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TextIO

from reader.annotations.records import Appearance, ArticleRecord, Claim, Label, Mark, Record
from reader.article.anchor import Anchor
from reader.exchange.dossier import Dossier
from reader.exchange.given import NOTHING_GIVEN, Given
from reader.exchange.losses import Loss, Losses
from reader.exchange.targets import Files, Names
from reader.exchange.text_fragment import fragment_link

READ_ANYWHERE = re.compile(r"([\\`*_\[\]<>&~|])")
READ_AT_START = re.compile(r"^(\s*)([#+\-=:]|\d+[.)])", re.MULTILINE)


def escaped(text: str) -> str:
    """``text`` so that Markdown shows just these characters."""
    return READ_AT_START.sub(_escape_start, READ_ANYWHERE.sub(r"\\\1", text))


def write(dossiers: Iterable[Dossier], out: TextIO, _: Given = NOTHING_GIVEN) -> list[Loss]:
    """One page a call, articles one after another; what a page cannot show is counted."""
    losses = Losses()
    for number, dossier in enumerate(dossiers):
        if number:
            out.write("\n")
        _write_page(dossier, out, losses)
    return losses.told()


def write_files(dossiers: Iterable[Dossier], files: Files, _: Given = NOTHING_GIVEN) -> list[Loss]:
    """One page for each article, named by its title."""
    losses, names = Losses(), Names()
    for dossier in dossiers:
        name = names.of(dossier.article.title, dossier.article.id)
        with files.text(f"{name}.md") as out:
            _write_page(dossier, out, losses)
    return losses.told()


def _write_page(dossier: Dossier, out: TextIO, losses: Losses) -> None:
    out.write(_front_matter(dossier.article))
    out.write(f"\n# {escaped(_title(dossier.article))}\n")
    for record in dossier.records:
        entry = _entry(record, dossier.article.url)
        if entry:
            out.write("\n" + entry)
        else:
            losses.add("records that a page cannot show were left out")


def _escape_start(found: re.Match[str]) -> str:
    space, mark = found.groups()
    if mark[0].isdigit():
        return f"{space}{mark[:-1]}\\{mark[-1]}"
    return f"{space}\\{mark}"


def _title(article: ArticleRecord) -> str:
    return " ".join(article.title.split()) or "Untitled"


def _front_matter(article: ArticleRecord) -> str:
    fields = {
        "title": _title(article),
        "author": ", ".join(article.authors),
        "outlet": article.outlet,
        "published": article.published,
        "url": article.url,
        "location": article.locations[-1] if article.locations else None,
        "fingerprint": article.revisions[-1].fingerprint if article.revisions else None,
    }
    # A JSON string is a YAML string too, whatever characters it holds.
    lines = [f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in fields.items() if v]
    return "---\n" + "\n".join(lines) + "\n---\n"


def _entry(record: Record, url: str | None) -> str:
    match record:
        case Mark():
            parts = [_block_quote(record.anchor), record.body.strip()]
        case Label():
            parts = [_block_quote(record.anchor), f"Label: {escaped(record.type)}"]
        case Claim():
            parts = [_block_quote(record.anchor), *_claim(record)]
        case Appearance():
            parts = [_block_quote(record.anchor), "The same claim again"]
        case _:
            return ""
    link = fragment_link(url, record.anchor)
    parts.append(_signature(record) + (f" · [the passage]({link})" if link else ""))
    return "\n\n".join(part for part in parts if part) + "\n"


def _block_quote(anchor: Anchor) -> str:
    lines = "\n…\n".join(escaped(part.exact) for part in anchor.parts).split("\n")
    return "\n".join(f"> {line.strip()}".rstrip() for line in lines)


def _claim(claim: Claim) -> list[str]:
    said = f" — {escaped(claim.claimant)}" if claim.claimant else ""
    lines = [f"**Claim:** {escaped(claim.claim or claim.anchor.exact)}{said}"]
    for verdict in claim.assessments:
        mark = "**Verdict:**" if verdict.reviewer == claim.final else "Verdict:"
        told = f": {escaped(verdict.explanation)}" if verdict.explanation else ""
        lines.append(f"{mark} {escaped(verdict.label)} ({escaped(verdict.reviewer)}){told}")
    for evidence in claim.evidence:
        if not evidence.private:
            source = f" <{evidence.url}>" if evidence.url else ""
            lines.append(f"- {evidence.stance}: {escaped(evidence.title)}{source}")
    return [*lines[:1], "\n".join(lines[1:])] if len(lines) > 1 else lines


def _signature(record: Record) -> str:
    # "#tag" with no space behind the sign is no heading, and a tag to many tools.
    tags = " ".join("#" + escaped("-".join(tag.split())) for tag in record.tags)
    by = " · ".join(part for part in (escaped(record.creator), record.created[:10]) if part)
    return " · ".join(part for part in (tags, by) if part)
