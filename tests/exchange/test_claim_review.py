from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reader.annotations.records import Appearance, ArticleRecord, Assessment, Claim, Evidence
from reader.article.anchor import anchor
from reader.exchange.by_article import from_desk
from reader.exchange.export_options import ExportOptions
from reader.exchange.formats import claim_review
from reader.exchange.targets import FolderFiles
from reader.review.annotated_article import AnnotatedArticle
from reader.text.span import Span
from tests.exchange.browser import CHROMIUM, document_of
from tests.exchange.some_records import AT, article_of

TEXT = "“We paid </script> nothing & more,” the mayor said."
GIVEN = ExportOptions(publisher=("Check House", "https://example.org"))
CLAIM = Claim(
    article_id="a1",
    id="c1",
    creator="Ada",
    created=AT,
    modified=AT,
    anchor=anchor(TEXT, [Span(1, 34)]),
    claim="The town paid nothing </script>",
    claimant="The mayor",
    said_on="2026-11",
    status="done",
    assessments=(
        Assessment(
            reviewer="Ada",
            scale="truth",
            scale_version="1",
            label="Mostly false",
            value=2,
            best=5,
            worst=1,
            explanation="It did pay.",
            at=AT,
        ),
        Assessment(reviewer="Ben", scale="truth", scale_version="1", label="True", value=5),
    ),
    final="Ada",
    evidence=(Evidence(title="Minutes", url="https://example.org/m", stance="refutes"),),
    review_url="https://example.org/checks/1",
)
ARTICLE = article_of(TEXT, url="https://example.org/gate", outlet="The Wire")

# The properties of schema.org that the review may have, by type.
TERMS = {
    "ClaimReview": {
        *("@context", "@type", "url", "datePublished", "author", "claimReviewed", "inLanguage"),
        *("keywords", "itemReviewed", "reviewRating"),
    },
    "Claim": {
        *("@type", "text", "author", "datePublished", "name", "firstAppearance", "appearance"),
    },
    "Rating": {
        *("@type", "alternateName", "name", "ratingValue", "bestRating", "worstRating"),
        "ratingExplanation",
    },
    "Organization": {"@type", "name", "url"},
    "Person": {"@type", "name"},
    "NewsArticle": {"@type", "url", "headline", "datePublished", "publisher"},
}


def written(
    *dossiers: AnnotatedArticle, given: ExportOptions = GIVEN
) -> tuple[list[dict], list[str]]:
    out = io.StringIO()
    losses = claim_review.write(dossiers, out, given)
    return json.loads(out.getvalue()), [str(loss) for loss in losses]


def check(report: object) -> None:
    if isinstance(report, list):
        for each in report:
            check(each)
    if isinstance(report, dict):
        assert set(report) <= TERMS[report["@type"]]
        for value in report.values():
            check(value)


def test_a_claim_has_all_that_is_required_and_recommended() -> None:
    seen = Appearance(article_id="b", id="x", claim_id="c1", anchor=CLAIM.anchor)
    other = ArticleRecord(article_id="b", id="b", title="Again", url="https://example.org/b")
    (report,), losses = written(from_desk(ARTICLE, (CLAIM,)), from_desk(other, (seen,)))
    assert losses == []
    check(report)
    assert report["@context"] == "https://schema.org"
    assert report["claimReviewed"] == CLAIM.claim
    assert report["url"] == CLAIM.review_url
    assert report["author"]["name"] == "Check House"
    assert report["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Mostly false",
        "name": "Mostly false",
        "ratingValue": 2,
        "bestRating": 5,
        "worstRating": 1,
        "ratingExplanation": "It did pay.",
    }
    item = report["itemReviewed"]
    assert item["text"] == TEXT[1:34]
    assert item["datePublished"] == "2026-11"
    assert item["firstAppearance"]["url"] == "https://example.org/gate"
    assert [work["url"] for work in item["appearance"]] == ["https://example.org/b"]


def test_what_is_required_and_missing_is_named_and_keeps_the_claim_back() -> None:
    bare = replace(CLAIM, review_url=None, assessments=())
    report, losses = written(from_desk(ARTICLE, (bare,)))
    assert report == []
    assert losses == [
        "1 claim was left out: “The town paid nothing </script>” lacks "
        "url, reviewRating.alternateName, as required"
    ]


def test_what_is_recommended_and_missing_is_named() -> None:
    lean = replace(CLAIM, claimant="", said_on=None)
    report, losses = written(from_desk(replace(ARTICLE, url=None), (lean,)), given=ExportOptions())
    assert len(report) == 1
    (loss,) = losses
    for field in ("author", "itemReviewed.author", "itemReviewed.datePublished"):
        assert field in loss
    assert "itemReviewed.firstAppearance" in loss


REQUIRED = {
    "ClaimReview": {"claimReviewed", "reviewRating", "url"},
    "Rating": {"alternateName"},
}
RECOMMENDED = {
    "ClaimReview": {"author", "datePublished", "itemReviewed"},
    "Claim": {"appearance", "author", "datePublished", "firstAppearance"},
    "Rating": {"bestRating", "name", "ratingValue", "worstRating"},
}
"""What Google's documentation of fact checks lists, by type."""


def test_schema_org_defines_every_term_and_all_that_google_lists_is_there() -> None:
    rdflib = pytest.importorskip("rdflib")
    seen = Appearance(article_id="b", id="x", claim_id="c1", anchor=CLAIM.anchor)
    other = ArticleRecord(article_id="b", id="b", title="Again", url="https://example.org/b")
    (report,), _ = written(from_desk(ARTICLE, (CLAIM,)), from_desk(other, (seen,)))
    graph = rdflib.Graph()
    local = report | {"@context": {"@vocab": str(rdflib.SDO)}}
    graph.parse(data=json.dumps(local), format="json-ld")
    found: dict[str, set[str]] = {}
    for subject, kind in graph.subject_objects(rdflib.RDF.type):
        assert kind in rdflib.SDO
        name = kind.removeprefix(str(rdflib.SDO))
        for term in graph.predicates(subject):
            if term != rdflib.RDF.type:
                assert term in rdflib.SDO
                found.setdefault(name, set()).add(term.removeprefix(str(rdflib.SDO)))
    for lists in (REQUIRED, RECOMMENDED):
        for name, terms in lists.items():
            assert terms <= found[name]
    (review,) = graph.subjects(rdflib.RDF.type, rdflib.SDO.ClaimReview)
    rating = graph.value(review, rdflib.SDO.reviewRating)
    assert graph.value(rating, rdflib.SDO.worstRating).toPython() == 1


def test_a_long_claim_and_an_address_that_is_none_are_named() -> None:
    long = replace(CLAIM, claim="The town paid nothing at all to anybody " * 3)
    report, losses = written(from_desk(ARTICLE, (long,)))
    assert len(report) == 1
    assert losses[0].endswith("claimReviewed in at most 75 characters")
    nowhere = replace(CLAIM, review_url="draft.html")
    assert written(from_desk(ARTICLE, (nowhere,)))[0] == []


class _Data(HTMLParser):
    data = ""
    inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "script"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.data += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


def test_a_page_carries_the_review_whatever_the_words(tmp_path: Path) -> None:
    losses = claim_review.write_files([from_desk(ARTICLE, (CLAIM,))], FolderFiles(tmp_path), GIVEN)
    assert losses == []
    (page,) = tmp_path.glob("*.html")
    assert page.name == "the-town-paid-nothing-script.html"
    html = page.read_text(encoding="utf-8")
    reader = _Data()
    reader.feed(html)
    assert json.loads(reader.data)["claimReviewed"] == CLAIM.claim
    assert len(re.findall(r"</script>", html)) == 1
    assert "<b>refutes</b> <a href=" in html
    assert '<a href="https://example.org/gate" rel="noreferrer">' in html
    assert "We paid &lt;/script&gt; nothing &amp; more" in html


@pytest.mark.skipif(CHROMIUM is None, reason="no headless browser here")
def test_a_browser_shows_the_page_and_keeps_its_data_whole(tmp_path: Path) -> None:
    claim_review.write_files([from_desk(ARTICLE, (CLAIM,))], FolderFiles(tmp_path), GIVEN)
    (page,) = tmp_path.glob("*.html")
    report = document_of(page)
    reader = _Data()
    reader.feed(report)
    (expected,), _ = written(from_desk(ARTICLE, (CLAIM,)))
    assert json.loads(reader.data) == expected
    assert "<strong>Mostly false</strong>" in report
    assert f"<blockquote>{escape(TEXT[1:34], quote=False)}</blockquote>" in report
