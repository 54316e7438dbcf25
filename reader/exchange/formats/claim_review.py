"""ClaimReview as schema.org defines it, JSON-LD: one for each claim with a verdict.

What Google requires (claimReviewed, reviewRating.alternateName, url) must be there for a claim
to be written; what it recommends is named where it is missing. A folder gets a page for each
claim with the JSON-LD in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, TextIO

from reader.annotations.records import Appearance, ArticleRecord, Claim
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.html_style import STYLE
from reader.exchange.losses import Loss, Losses, in_short
from reader.exchange.targets import Files, Names
from reader.exchange.verdict import final_verdict
from reader.review.annotated_article import AnnotatedArticle

CONTEXT = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Review:
    """A claim as a ClaimReview document, and the fields that it lacks."""

    claim: Claim
    document: dict[str, Any]
    required: tuple[str, ...]
    recommended: tuple[str, ...]


def write(
    articles: Iterable[AnnotatedArticle], out: TextIO, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """Return a JSON array of the claims that lack nothing required."""
    losses = Losses()
    out.write("[")
    for number, review in enumerate(_complete(articles, given, losses)):
        lead = "," if number else ""
        out.write(f"{lead}\n{json.dumps(review.document, ensure_ascii=False)}")
    out.write("\n]\n")
    return losses.messages()


def write_files(
    articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions = DEFAULT_OPTIONS
) -> list[Loss]:
    """Return a page for each claim: a search engine reads one ClaimReview a page."""
    losses, names = Losses(), Names()
    for review in _complete(articles, given, losses):
        name = names.of(review.document["claimReviewed"], review.claim.id)
        with files.text(f"{name}.html") as out:
            out.write(page(review))
    return losses.messages()


def _complete(
    articles: Iterable[AnnotatedArticle], given: ExportOptions, losses: Losses
) -> Iterator[Review]:
    claims: list[tuple[Claim, ArticleRecord]] = []
    seen: dict[str, list[ArticleRecord]] = {}
    for one in articles:
        for record in one.records.in_order:
            if isinstance(record, Claim):
                claims.append((record, one.record))
            elif isinstance(record, Appearance):
                seen.setdefault(record.claim_id, []).append(one.record)
            else:
                losses.add("record[s] that [is no claim was|are no claims were] left out")
    for claim, article in claims:
        review = reviewed(claim, article, seen.get(claim.id, []), given)
        name = in_short(claim.claim or claim.anchor.exact)
        if review.required:
            lacking = ", ".join(review.required)
            losses.add(
                "claim[s] [was|were] left out", detail=f"{name} lacks {lacking}, as required"
            )
            continue
        if review.recommended:
            lacking = ", ".join(review.recommended)
            losses.add("claim[s] [lacks|lack] what is recommended", detail=f"{name}: {lacking}")
        yield review


def reviewed(
    claim: Claim, article: ArticleRecord, appearances: Iterable[ArticleRecord], given: ExportOptions
) -> Review:
    """Return ``claim`` as a ClaimReview; fields that it does not have are left out and named."""
    verdict = final_verdict(claim)
    rating: dict[str, Any] = {"@type": "Rating"}
    if verdict is not None:
        rating |= {
            "alternateName": verdict.label,
            "name": verdict.label,
            "ratingValue": verdict.value,
            "bestRating": verdict.best,
            "worstRating": verdict.worst,
            "ratingExplanation": verdict.explanation,
        }
    author = None
    if given.publisher is not None:
        name, url = given.publisher
        author = _lean({"@type": "Organization", "name": name, "url": url})
    item = {
        "@type": "Claim",
        "text": claim.anchor.exact,
        "author": {"@type": "Person", "name": claim.claimant} if claim.claimant else None,
        "datePublished": claim.said_on,
        "name": claim.said_at,
        "firstAppearance": _work(article),
        "appearance": [work for work in map(_work, appearances) if work],
    }
    document = _lean(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "url": claim.review_url if _is_address(claim.review_url) else None,
            "datePublished": (verdict.at if verdict else "")[:10] or claim.modified[:10],
            "author": author,
            "claimReviewed": claim.claim or claim.anchor.exact,
            "inLanguage": claim.language,
            "keywords": list(claim.tags),
            "itemReviewed": _lean(item),
            "reviewRating": _lean(rating),
        }
    )
    wanted = [*_missing(document, _WANTED)]
    if len(document.get("claimReviewed", "")) > _SHORT:
        wanted.append(f"claimReviewed in at most {_SHORT} characters")
    return Review(claim, document, tuple(_missing(document, _REQUIRED)), tuple(wanted))


_SHORT = 75
"""The length up to which search engines show a claim whole."""
_REQUIRED = ("claimReviewed", "url", "reviewRating.alternateName")
_WANTED = (
    *("author", "itemReviewed.author", "itemReviewed.datePublished"),
    *("itemReviewed.firstAppearance", "reviewRating.ratingValue", "reviewRating.bestRating"),
    "reviewRating.worstRating",
)


def _is_address(url: str | None) -> bool:
    return url is not None and url.startswith(("http://", "https://"))


def _missing(document: dict[str, Any], fields: Iterable[str]) -> Iterator[str]:
    for field in fields:
        value: Any = document
        for name in field.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if value is None:
            yield field


def _lean(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value not in (None, "", [])}


def _work(article: ArticleRecord) -> dict[str, Any] | None:
    if not article.url:
        return None
    outlet = {"@type": "Organization", "name": article.outlet} if article.outlet else None
    return _lean(
        {
            "@type": "NewsArticle",
            "url": article.url,
            "headline": article.title,
            "datePublished": article.published,
            "publisher": outlet,
        }
    )


def page(review: Review) -> str:
    """Return a page that shows the review with its evidence, and carries its JSON-LD."""
    # A stream of reviews needs nothing of what a page needs.
    from reader.exchange.formats.html_cards import address, evidence_list

    document, language = review.document, review.claim.language
    rating, item = document["reviewRating"], document["itemReviewed"]
    # "</script" within a string would end the element.
    data = json.dumps(document, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    said = " · ".join(
        escape(part)
        for part in (
            item.get("author", {}).get("name"),
            item.get("datePublished"),
            item.get("name"),
        )
        if part
    )
    about = [f'<p class="about">{said}</p>'] if said else []
    explained = rating.get("ratingExplanation")
    about.append(f"<p>Verdict: <strong>{escape(rating['alternateName'])}</strong></p>")
    if explained:
        about.append(f"<p>{escape(explained)}</p>")
    evidence = evidence_list(review.claim)
    if evidence:
        about.append(f"<h2>Evidence</h2>\n{evidence}")
    seen = [item.get("firstAppearance"), *item.get("appearance", ())]
    where = " · ".join(address(work["url"], work.get("headline", "")) for work in seen if work)
    if where:
        about.append(f'<p class="about">Claimed in: {where}</p>')
    body = "\n".join(about)
    title = escape(document["claimReviewed"])
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language or "en")}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n"
        f'<script type="application/ld+json">\n{data}\n</script>\n</head>\n<body>\n'
        f"<h1>{title}</h1>\n<blockquote>{escape(item['text'])}</blockquote>\n{body}\n"
        "</body>\n</html>\n"
    )
