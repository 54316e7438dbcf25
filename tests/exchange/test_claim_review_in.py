"""ClaimReview in the forms that it comes in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from reader.exchange.formats.claim_review_in import read_checks
from reader.exchange.formats.registry import ExchangeError
from reader.exchange.losses import Losses

REVIEW = {
    "@type": "ClaimReview",
    "claimReviewed": "The ferry  is older than the pier",
    "url": "https://checks.example/ferry",
    "datePublished": "2026-02-03",
    "inLanguage": "en",
    "author": {"@type": "Organization", "name": "Pier Checks"},
    "itemReviewed": {
        "@type": "Claim",
        "author": [{"@type": "Person", "name": "Ada Holm"}],
        "datePublished": "2026-02-01",
    },
    "reviewRating": {"alternateName": "Wrong", "ratingValue": 1, "bestRating": 5},
}
API = {
    "claims": [
        {
            "text": "The ferry is older than the pier",
            "claimant": "Ada Holm",
            "claimDate": "2026-02-01T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "Pier Checks", "site": "checks.example"},
                    "url": "https://checks.example/ferry",
                    "title": "How old is the ferry?",
                    "reviewDate": "2026-02-03",
                    "textualRating": "Wrong",
                    "languageCode": "en",
                }
            ],
        }
    ]
}
MICRODATA = """<!doctype html><html><body><p>Much else.</p>
<div itemscope itemtype="https://schema.org/ClaimReview">
 <span itemprop="claimReviewed">The ferry is older than the pier</span>
 <a itemprop="url" href="https://checks.example/ferry">page</a>
 <meta itemprop="datePublished" content="2026-02-03">
 <div itemprop="author" itemscope itemtype="https://schema.org/Organization">
  <b itemprop="name">Pier Checks</b></div>
 <div><div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
  <i itemprop="alternateName">Wrong</i></div></div>
 <div itemprop="itemReviewed" itemscope itemtype="https://schema.org/Claim">
  <div itemprop="author" itemscope itemtype="https://schema.org/Person">
   <span itemprop="name">Ada Holm</span></div></div>
</div></body></html>"""


def page(*documents: object) -> str:
    scripts = (
        f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in documents
    )
    return f"<html><head>{''.join(scripts)}</head><body>Words</body></html>"


FORMS = {
    "one": json.dumps(REVIEW),
    "array": json.dumps([REVIEW]),
    "graph": json.dumps(
        {"@context": "https://schema.org", "@graph": [{"@type": "Person"}, REVIEW]}
    ),
    "several types": json.dumps(REVIEW | {"@type": ["Review", "schema:ClaimReview"]}),
    "feed": json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW]}]}),
    "lines": f"{json.dumps(REVIEW)}\n\n",
    "API": json.dumps(API),
    "page": page({"@type": "NewsArticle"}, {"@graph": [REVIEW]}),
    "microdata": MICRODATA,
    "with a mark in front": f"\ufeff{json.dumps(REVIEW)}",
}


def read(tmp_path: Path, content: str | bytes):
    path = tmp_path / "checks"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    losses = Losses()
    return list(read_checks(path, losses)), losses.messages()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_check(form: str, tmp_path: Path) -> None:
    (check,), losses = read(tmp_path, FORMS[form])
    assert not losses
    assert check.claim == "The ferry is older than the pier"
    assert (check.rating, check.publisher, check.claimant) == ("Wrong", "Pier Checks", "Ada Holm")
    assert check.url == "https://checks.example/ferry"
    assert check.reviewed == "2026-02-03"
    assert check.source.endswith("checks")


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    (check,), _ = read(tmp_path, gzip.compress(json.dumps(REVIEW).encode()))
    assert (check.value, check.best) == ("1", "5")


def test_bad_items_are_counted_and_the_rest_is_taken(tmp_path: Path) -> None:
    several = [
        {"@type": "MediaReview", "url": "https://checks.example/photo"},
        {"@type": "ClaimReview", "url": "https://checks.example/none"},
        {"@type": "ClaimReview", "claimReviewed": "Nobody rated this"},
        REVIEW | {"claimReviewed": "long " * 2000},
        REVIEW,
    ]
    found, losses = read(tmp_path, "\n".join([*map(json.dumps, several), "{broken"]))
    assert [each.claim for each in found] == ["The ferry is older than the pier"]
    assert sum(each.count for each in losses) == len(several)
    assert any("MediaReview" in str(each) for each in losses)


@pytest.mark.parametrize(
    "content",
    ["", "words alone", "{}", "<p>A page without any</p>", "[" * 100_000, b"\x1f\x8bbroken"],
)
def test_a_file_without_any_is_refused_with_one_sentence(content, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError) as fault:
        read(tmp_path, content)
    assert "checks" in str(fault.value)
    assert "\n" not in str(fault.value)


def test_an_address_that_is_none_is_not_taken(tmp_path: Path) -> None:
    (check,), _ = read(tmp_path, json.dumps(REVIEW | {"url": "javascript:alert(1)"}))
    assert check.url == ""
