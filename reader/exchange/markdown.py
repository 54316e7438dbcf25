"""Markdown: for each article a front matter, and each marked passage with what was noted.

Passages stand as block quotes with every character that Markdown would read escaped
(CommonMark 0.31, section 2.4); notes are Markdown already and go through as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TextIO

from reader.annotations.records import (
    Appearance,
    ArticleRecord,
    Claim,
    Evidence,
    Label,
    Mark,
    Record,
)
from reader.article.anchor import Anchor
from reader.exchange.dossier import Dossier
from reader.exchange.given import NOTHING_GIVEN, Given
from reader.exchange.losses import Loss, Losses
from reader.exchange.page_template import RECORD_FIELDS, PageTemplate, parsed
from reader.exchange.targets import Files, Names
from reader.exchange.text_fragment import fragment_link
from reader.exchange.verdict import final_verdict

READ_ANYWHERE = re.compile(r"([\\`*_\[\]<>&~|])")
READ_AT_START = re.compile(r"^(\s*)([#+\-=:]|\d+[.)])", re.MULTILINE)


def escaped(text: str) -> str:
    """``text`` so that Markdown shows just these characters."""
    return READ_AT_START.sub(_escape_start, READ_ANYWHERE.sub(r"\\\1", text))


def write(dossiers: Iterable[Dossier], out: TextIO, given: Given = NOTHING_GIVEN) -> list[Loss]:
    """One page a call, articles one after another; what a page cannot show is counted."""
    losses = Losses()
    template = None if given.template is None else parsed(given.template)
    for number, dossier in enumerate(dossiers):
        if number:
            out.write("\n")
        _write_page(dossier, out, losses, template)
    return losses.told()


def write_files(
    dossiers: Iterable[Dossier], files: Files, given: Given = NOTHING_GIVEN
) -> list[Loss]:
    """One page for each article, named by its title."""
    losses, names = Losses(), Names()
    template = None if given.template is None else parsed(given.template)
    for dossier in dossiers:
        name = names.of(dossier.article.title, dossier.article.id)
        with files.text(f"{name}.md") as out:
            _write_page(dossier, out, losses, template)
    return losses.told()


def _write_page(
    dossier: Dossier, out: TextIO, losses: Losses, template: PageTemplate | None
) -> None:
    shown = [record for record in dossier.records if _is_shown(record)]
    left = len(dossier.records) - len(shown)
    losses.add("record[s] that a page cannot show [was|were] left out", left)
    if template is not None:
        fields = (_record_fields(record, dossier.article.url) for record in shown)
        out.writelines(template.filled(_article_fields(dossier.article, len(shown)), fields))
        return
    out.write(_front_matter(dossier.article))
    out.write(f"\n# {escaped(_title(dossier.article))}\n")
    out.writelines("\n" + _entry(record, dossier.article.url) for record in shown)


def _is_shown(record: Record) -> bool:
    return isinstance(record, Mark | Label | Claim | Appearance)


def _article_fields(article: ArticleRecord, count: int) -> dict[str, str]:
    return {
        "title": escaped(_title(article)),
        "authors": escaped(", ".join(article.authors)),
        "outlet": escaped(article.outlet or ""),
        "published": article.published or "",
        "url": article.url or "",
        "location": article.locations[-1] if article.locations else "",
        "fingerprint": article.revisions[-1].fingerprint if article.revisions else "",
        "count": str(count),
    }


def _record_fields(record: Record, url: str | None) -> dict[str, str]:
    """What a template may name; "" for what a record of its kind does not have."""
    fields = dict.fromkeys(RECORD_FIELDS, "") | {
        "kind": record.kind,
        "tags": _tags(record),
        "creator": escaped(record.creator),
        "created": record.created,
    }
    if isinstance(record, Mark | Label | Claim | Appearance):
        fields |= {
            "passage": escaped(" ".join(record.anchor.exact.split())),
            "quote": _block_quote(record.anchor),
            "link": fragment_link(url, record.anchor) or "",
        }
    if isinstance(record, Mark):
        fields["note"] = record.body.strip()
    if isinstance(record, Label):
        fields["label"] = escaped(record.type)
    if isinstance(record, Claim):
        verdict = final_verdict(record)
        fields |= {
            "claim": escaped(record.claim or record.anchor.exact),
            "claimant": escaped(record.claimant),
            "status": record.status,
            "verdict": escaped(verdict.label) if verdict else "",
            "explanation": escaped(verdict.explanation) if verdict else "",
            "evidence": "\n".join(_evidence(each) for each in record.evidence if not each.private),
        }
    return fields


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
    lines.extend(_evidence(each) for each in claim.evidence if not each.private)
    return [*lines[:1], "\n".join(lines[1:])] if len(lines) > 1 else lines


def _evidence(each: Evidence) -> str:
    source = f" <{each.url}>" if each.url else ""
    return f"- {each.stance}: {escaped(each.title)}{source}"


def _tags(record: Record) -> str:
    # "#tag" with no space behind the sign is no heading, and a tag to many tools.
    return " ".join("#" + escaped("-".join(tag.split())) for tag in record.tags)


def _signature(record: Record) -> str:
    parts = (_tags(record), escaped(record.creator), record.created[:10])
    return " · ".join(part for part in parts if part)
