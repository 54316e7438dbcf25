"""CSV: one row for each record (RFC 4180), safe to open in a spreadsheet.

A cell that a spreadsheet would take for a formula starts with an apostrophe, as OWASP advises
against CSV injection.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from reader.annotations.records import (
    Appearance,
    Claim,
    Correction,
    Label,
    Mark,
    Record,
)
from reader.article.anchor import Anchor
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.losses import Loss, Losses
from reader.exchange.verdict import final_verdict
from reader.review.annotated_article import AnnotatedArticle
from reader.review.label_differences import ADJUDICATED, decision_on

COLUMNS = (
    *("article", "url", "location", "fingerprint", "kind", "start", "end", "exact", "note"),
    *("type", "tags", "colour", "claim", "claimant", "said_on", "said_at", "status", "verdict"),
    *("verdict_value", "explanation", "evidence", "decision", "creator", "created", "modified"),
    *("machine_visible", "article_id", "id"),
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, _: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    losses = Losses()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for one in articles:
        article = one.record
        common = {
            "article": article.title,
            "url": article.url or "",
            "location": article.locations[-1] if article.locations else "",
        }
        for record in one.records.in_order:
            row = common | _row(record, losses)
            table.writerow([guarded(row.get(column, "")) for column in COLUMNS])
    return losses.messages()


def guarded(cell: object) -> str:
    """Return the cell as text that no spreadsheet computes."""
    text = str(cell)
    if isinstance(cell, int | float) or not text.startswith(_FORMULA):
        return text
    return "'" + text


def as_written(cell: str) -> str:
    """Return a cell without the apostrophe that ``guarded`` put before a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _row(record: Record, losses: Losses) -> dict[str, object]:
    row: dict[str, object] = {
        "kind": record.kind,
        "tags": "; ".join(record.tags),
        "creator": record.creator,
        "created": record.created,
        "modified": record.modified,
        "machine_visible": "yes" if record.machine_visible else "no",
        "article_id": record.article_id,
        "id": record.id,
    }
    anchor = getattr(record, "anchor", None)
    if isinstance(anchor, Anchor):
        row |= {
            "fingerprint": anchor.fingerprint,
            "start": anchor.parts[0].start,
            "end": anchor.parts[-1].end,
            "exact": anchor.exact,
        }
        if len(anchor.parts) > 1:
            losses.add("mark[s] in several parts [has|have] only [its|their] first and last offset")
    if record.extra.keys() - {ADJUDICATED}:
        losses.add("record[s] [has|have] fields that the table has no column for")
    match record:
        case Mark():
            row |= {"note": record.body, "colour": record.colour or ""}
        case Label():
            row["type"] = f"{record.layer}: {record.type}"
            row["decision"] = decision_on(record)
            if record.attributes or record.links:
                losses.add("label[s] [was|were] written without attributes and links")
        case Claim():
            row |= _claim(record, losses)
        case Correction():
            row |= {"decision": record.decision, "note": record.reason}
            row["exact"] = str(record.finding.get("text", ""))
            losses.add("decision[s] [was|were] written without the finding's details")
        case Appearance():
            row["claim"] = record.claim_id
    return row


def _claim(claim: Claim, losses: Losses) -> dict[str, object]:
    row: dict[str, object] = {
        "claim": claim.claim,
        "claimant": claim.claimant,
        "said_on": claim.said_on or "",
        "said_at": claim.said_at or "",
        "status": claim.status,
        "evidence": "\n".join(
            f"{each.stance}: {each.title or each.excerpt} {each.url or ''}".strip()
            for each in claim.evidence
        ),
    }
    verdict = final_verdict(claim)
    if verdict is not None:
        row["verdict"] = verdict.label
        row["verdict_value"] = "" if verdict.value is None else verdict.value
        row["explanation"] = verdict.explanation
    if len(claim.assessments) > 1:
        losses.add("claim[s] [was|were] written with the verdict of one reviewer of several")
    if claim.evidence or claim.checklist:
        losses.add("claim[s] [was|were] written without all of the evidence, checklist and scale")
    return row
