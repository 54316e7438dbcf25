"""Which of a page's dates is the day of its article."""

from __future__ import annotations

import pytest

from reader.article.article import Article
from reader.article.opening import article_from_bytes

TITLE = "Ferry to the outer isles runs once a day"
BODY = (
    "The company took one of its two boats out of service on Friday and gave no date for its "
    "return, so that the isles are served once a day until further notice.",
    "Families who had booked a crossing were given their money back, the harbour master said, and "
    "a bus now leaves from the pier at six in the morning.",
    "The second boat was built in the same yard and will be looked at when the first one is back "
    "in the water, which nobody expects before the autumn.",
)


def page(
    before: str = "", after: str = "", *, head: str = "", words: tuple[str, ...] = BODY
) -> str:
    inside = "".join(f"<p>{each}</p>" for each in words)
    return (
        f"<html><head><title>{TITLE}</title>{head}</head><body><main><article><h1>{TITLE}</h1>"
        f"{before}{inside}{after}</article></main></body></html>"
    )


def article(markup: str) -> Article:
    return article_from_bytes(markup.encode(), "page.html")


@pytest.mark.parametrize("name", ["date", "dc.date", "pubdate"])
def test_the_day_beside_the_headline_wins_over_a_loose_mark_of_the_head(name: str) -> None:
    head = f'<meta name="{name}" content="2026-03-09">'
    assert article(page("<p>4 March 2026</p>", head=head)).published == "2026-03-04"
    assert article(page(head=head)).published == "2026-03-09"


def test_a_loose_mark_of_the_same_day_adds_the_time_of_day() -> None:
    head = '<meta name="date" content="2026-03-04T07:15:00+01:00">'
    assert article(page("<p>4 March 2026</p>", head=head)).published == "2026-03-04T07:15:00+01:00"


def test_what_is_marked_as_published_wins_over_a_later_day_that_is_shown() -> None:
    head = '<meta property="article:published_time" content="2026-03-04T07:15:00+01:00">'
    found = article(page("<p>19 April 2026</p>", head=head)).published
    assert found == "2026-03-04T07:15:00+01:00"


@pytest.mark.parametrize("zone", ["Z", "+00:00", "+0000"])
def test_a_moment_in_universal_time_is_of_the_day_in_the_page_s_own_address(zone: str) -> None:
    written = f"2026-03-05T02:40:00{zone}"
    head = (
        f'<meta property="article:published_time" content="{written}">'
        '<link rel="canonical" href="https://isles.example/2026/03/{day}/ferry/">'
    )
    assert article(page(head=head.replace("{day}", "04"))).published == "2026-03-04"
    # A day that is further away is not the same moment elsewhere.
    assert article(page(head=head.replace("{day}", "01"))).published == written


def test_a_moment_in_a_zone_of_its_own_keeps_its_day() -> None:
    head = (
        '<meta property="article:published_time" content="2026-03-05T02:40:00+03:00">'
        '<link rel="canonical" href="https://isles.example/2026/03/04/ferry/">'
    )
    assert article(page(head=head)).published == "2026-03-05T02:40:00+03:00"


@pytest.mark.parametrize(
    "details",
    [
        "<div><b>Published:</b> 4 March 2026</div>",
        "<div><span>Published on</span><h2>4 March 2026</h2></div>",
        "<p>Last changed: 9 April 2026<br>Published on: 4 March 2026<br>Readers: 61</p>",
        "<dl><dt>Erschienen am:</dt><dd>04.03.2026</dd></dl>",
        "<ul><li><p>Mise en ligne</p><p>4 mars 2026</p></li></ul>",
        "<p>Erschienen am 4. März 2026</p>",
        '<p class="info"><time datetime="2026-03-04T11:59:00+01:00">04.03.2026</time></p>',
    ],
)
def test_a_labelled_day_behind_the_text_is_the_page_s(details: str) -> None:
    assert (article(page(after=details)).published or "")[:10] == "2026-03-04"


@pytest.mark.parametrize(
    "others",
    [
        "<aside><p>Published: 4 March 2026</p></aside>",
        '<div class="comments"><p>Posted on 4 March 2026</p></div>',
        "<blockquote><p>Published on 4 March 2026</p></blockquote>",
        "<p>Published: 4 March 2026</p><p>Published: 11 March 2026</p>",
        "<p>Date of birth: 4 March 1966</p>",
        "<p>Datum: 4. März 2026<br>Ort: Hallan</p>",
        "<p>Published by Isle Press, 4 March 1998</p>",
        "<p>The report that was published on 4 March 2026 runs to ninety pages.</p>",
        '<div><h3><a href="/b">Bus stops moved</a></h3><p class="meta">'
        '<time datetime="2026-03-04">4 March</time></p></div>',
        '<ul><li><p class="meta"><time datetime="2026-03-04">4 March</time></p></li></ul>',
    ],
)
def test_the_day_of_another_thing_is_not_the_page_s(others: str) -> None:
    assert article(page(after=others)).published is None


@pytest.mark.parametrize("lead", ["4.3.2026 - ", "04.03.2026 – ", "(4. März 2026) ", "4.3.2026: "])
def test_a_note_that_begins_with_its_day(lead: str) -> None:
    first = f"{lead}{BODY[0]}"
    assert article(page(words=(first, *BODY[1:]))).published == "2026-03-04"
    # Behind a standfirst too, but not the days of a chronicle.
    assert article(page(words=(BODY[1], first, BODY[2]))).published == "2026-03-04"
    assert article(page(words=(BODY[1], BODY[2], first))).published is None
