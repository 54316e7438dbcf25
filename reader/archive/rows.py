"""An article and its findings as rows of tables, plain values, and back.

Every table has ``article_id`` first. Offsets count code points of the article's text from 0, ends
exclusive; they are called ``start_char`` and ``end_char`` because ``end`` is a word of SQL.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from reader.analysis.findings import Entity, Figure, Findings, ModelStamp, Person, Quote
from reader.article.article import Article
from reader.article.article_rows import article_row
from reader.text.span import Span

Row = dict[str, Any]
Tables = dict[str, list[Row]]

STORED = ("articles", "entities", "quotes", "figures")
TABLES = (*STORED, "speakers")
_SPANS = ("spans", "cue", "source")
_ID = {"entities": "entity_id", "quotes": "quote_id", "figures": "figure_id"}
_KIND: Mapping[str, Any] = {"entities": Entity, "quotes": Quote, "figures": Figure}


def article_id(article: Article) -> str:
    """Sixteen hex digits of where an article is from and its text: the same, run after run."""
    made_of = f"{article.location}\n{article.fingerprint}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(made_of).hexdigest()[:16]


def tables_of(article: Article, findings: Findings, identity: str | None = None) -> Tables:
    """Return the rows of one article in each of ``TABLES``."""
    own = identity or article_id(article)
    return {
        "articles": [_article_row(own, article, findings)],
        **{
            table: [_finding_row(own, table, each) for each in getattr(findings, table)]
            for table in _KIND
        },
        "speakers": _speakers(own, findings),
    }


def joined(several: Iterable[Tables]) -> Tables:
    """Return the rows of several articles, table by table, in their order."""
    every: Tables = {table: [] for table in TABLES}
    for tables in several:
        for table, rows in tables.items():
            every[table].extend(rows)
    return every


def findings_of(
    row: Mapping[str, Any],
    entities: Iterable[Mapping[str, Any]],
    quotes: Iterable[Mapping[str, Any]],
    figures: Iterable[Mapping[str, Any]],
) -> Findings:
    """Return the findings that ``tables_of`` made rows of; ``row`` is that of the article."""
    return Findings(
        fingerprint=row["fingerprint"],
        language=row["language"],
        models={m["use"]: ModelStamp(m["package"], m["version"], m["hash"]) for m in row["models"]},
        people=tuple(
            Person(p["id"], p["name"], tuple(p["aliases"]), p["role"]) for p in row["people"]
        ),
        entities=tuple(_finding("entities", each) for each in entities),
        quotes=tuple(_finding("quotes", each) for each in quotes),
        figures=tuple(_finding("figures", each) for each in figures),
        tokens=_zipped(row["token_starts"], row["token_ends"]),
        sentences=_zipped(row["sentence_starts"], row["sentence_ends"]),
        notices=tuple(row["notices"]),
    )


def _article_row(own: str, article: Article, findings: Findings) -> Row:
    return {
        "article_id": own,
        **article_row(article),
        "language": findings.language,
        "people": [
            {"id": p.id, "name": p.name, "aliases": list(p.aliases), "role": p.role}
            for p in findings.people
        ],
        "token_starts": [token.start for token in findings.tokens],
        "token_ends": [token.end for token in findings.tokens],
        "sentence_starts": [sentence.start for sentence in findings.sentences],
        "sentence_ends": [sentence.end for sentence in findings.sentences],
        "models": [
            {"use": use, "package": m.package, "version": m.version, "hash": m.hash}
            for use, m in findings.models.items()
        ],
        "notices": list(findings.notices),
    }


def _finding_row(own: str, table: str, finding: Entity | Quote | Figure) -> Row:
    row: Row = {"article_id": own, _ID[table]: finding.id}
    if isinstance(finding, Quote):
        # A quote in several passages reaches from its first to its last.
        row["start_char"] = min((span.start for span in finding.spans), default=None)
        row["end_char"] = max((span.end for span in finding.spans), default=None)
    else:
        row["start_char"], row["end_char"] = finding.start, finding.end
    for field in fields(finding):
        if field.name in ("id", "start", "end"):
            continue
        value = getattr(finding, field.name)
        row[field.name] = _span_rows(value) if field.name in _SPANS else value
    return row


def _finding(table: str, row: Mapping[str, Any]) -> Any:
    kind = _KIND[table]
    given: Row = {"id": row[_ID[table]]}
    if kind is not Quote:
        given |= {"start": row["start_char"], "end": row["end_char"]}
    for field in fields(kind):
        if field.name in row:
            value = row[field.name]
            given[field.name] = _spans(value) if field.name in _SPANS else value
    return kind(**given)


def _speakers(own: str, findings: Findings) -> list[Row]:
    """One row for each speaker of an article, in the order in which they first speak."""
    rows: dict[tuple[str, str | None], Row] = {}

    def row_of(speaker: str, person: str | None) -> Row:
        return rows.setdefault(
            (speaker, person),
            {
                "article_id": own,
                "speaker": speaker,
                "speaker_kind": None,
                "person": person,
                "quotes": 0,
                "figures": 0,
            },
        )

    people = {person.name: person.id for person in findings.people}
    for quote in findings.quotes:
        if quote.speaker:
            row = row_of(quote.speaker, quote.person)
            row["quotes"] += 1
            row["speaker_kind"] = row["speaker_kind"] or quote.speaker_kind
    for figure in findings.figures:
        if figure.speaker:
            row_of(figure.speaker, people.get(figure.speaker))["figures"] += 1
    return list(rows.values())


def _span_rows(spans: Sequence[Span] | None) -> list[Row] | None:
    if spans is None:
        return None
    return [{"start_char": span.start, "end_char": span.end} for span in spans]


def _spans(rows: Iterable[Mapping[str, int]] | None) -> tuple[Span, ...] | None:
    return None if rows is None else tuple(Span(r["start_char"], r["end_char"]) for r in rows)


def _zipped(starts: Iterable[int], ends: Iterable[int]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))
