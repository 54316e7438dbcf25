"""What the extractor alone would leave out of a page, or take for a part of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from reader.article.article import Article
from reader.article.loaders.lost_paragraphs import restore_paragraphs
from reader.article.opening import article_from_bytes

BODY = (
    "The harbour board voted on Monday to close the east quay for nine weeks while divers look at "
    "the piles under it, which were last seen in 2009.",
    "Skippers were asked to land their fish at Nordvik, where the ice house is being made ready "
    "and two more lorries will wait each morning.",
    "Nobody had counted the boats that use the quay before the vote, the board's own minutes say, "
    "and the council has asked for a count by May.",
)


def page(inside: str, *, head: str = "", title: str = "East quay closes for nine weeks") -> Article:
    markup = (
        f"<html><head><title>{title}</title>{head}</head><body><main><article>"
        f"<h1>{title}</h1>{inside}</article></main></body></html>"
    )
    return article_from_bytes(markup.encode(), "page.html")


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def kinds(article: Article, words: str) -> list[str]:
    return [b.kind for b in article.blocks if words in b.span.slice(article.text)]


def test_a_paragraph_said_twice_in_a_row_stays_twice_and_is_no_caption() -> None:
    article = page(paragraphs(BODY[0], BODY[0], BODY[1]))
    assert kinds(article, BODY[0]) == ["paragraph", "paragraph"]


def test_loose_divisions_that_say_the_same_stay_twice() -> None:
    article = page(f"<div>{BODY[0]}</div><div>{BODY[0]}</div><div>{BODY[1]}</div>")
    assert article.text.count(BODY[0]) == 2


@pytest.mark.parametrize(
    "attributes",
    [
        'style="display: none"',
        'style="color:red;visibility:hidden;"',
        "hidden",
        'class="visually-hidden"',
        'role="dialog"',
    ],
)
def test_what_is_not_shown_is_left_out(attributes: str) -> None:
    unseen = f"<div {attributes}><p>This window asks about cookies and other crumbs.</p></div>"
    article = page(paragraphs(BODY[0]) + unseen + paragraphs(*BODY[1:]))
    assert "crumbs" not in article.text
    assert all(each in article.text for each in BODY)


def test_an_article_that_scripts_show_later_is_kept() -> None:
    article = page(f'<p>A short beginning.</p><div style="display:none">{paragraphs(*BODY)}</div>')
    assert all(each in article.text for each in BODY)


def test_the_rest_of_an_article_that_a_button_shows_is_kept() -> None:
    rest = f'<div class="read-more-text" style="display:none">{paragraphs(*BODY)}</div>'
    shown = [f"Paragraph {n} of the board is about the number {n} alone." for n in range(12)]
    article = page(paragraphs(*shown) + rest)
    assert all(each in article.text for each in BODY)


def test_a_line_that_asks_for_something_is_left_out_but_not_what_somebody_says() -> None:
    asks = "Sign up for our morning letter and never miss a boat."
    says = "“Sign up for the count on Monday,” the harbour master said to the skippers."
    tells = "Sign up for the navy was what every boy of the island did in the year of the flood."
    article = page(paragraphs(BODY[0], asks, says, tells, BODY[1]))
    assert asks not in article.text
    assert says in article.text
    assert tells in article.text


@pytest.mark.parametrize("name", ["teaser-text", "article-intro", "story-lead", "entry-excerpt"])
def test_a_standfirst_is_kept_by_whatever_name(name: str) -> None:
    lead = "Boats will land at Nordvik until the divers have seen every pile of the quay"
    article = page(
        f'<div class="meta">3 min</div><div class="{name}"><p>{lead}</p></div>'
        f'<div class="text">{paragraphs(*BODY)}</div>'
    )
    assert kinds(article, lead) == ["paragraph"]
    assert article.text.index(lead) < article.text.index(BODY[0])


def test_a_standfirst_set_as_a_heading_is_a_paragraph() -> None:
    lead = "Boats will land at Nordvik until the divers have seen every single pile of the quay."
    article = page(f"<h2>{lead}</h2>{paragraphs(*BODY)}")
    assert kinds(article, lead) == ["paragraph"]


def test_teasers_of_other_stories_behind_a_headline_are_no_standfirst() -> None:
    others = "".join(
        f'<div class="teaser-text"><p>Story number {n} of another day and another town</p></div>'
        for n in range(4)
    )
    article = page(others + f'<div class="text">{paragraphs(*BODY)}</div>')
    assert "another town" not in article.text
    assert BODY[0] in article.text


def test_a_paragraph_in_a_box_with_a_misleading_name_is_kept_in_its_place() -> None:
    inside = (
        f'<div class="part">{paragraphs(BODY[0])}</div>'
        f'<div class="part no_caption">{paragraphs(BODY[1])}</div>'
        f'<div class="part">{paragraphs(BODY[2])}</div>'
    )
    article = page(inside)
    assert [article.text.count(each) for each in BODY] == [1, 1, 1]
    assert sorted(BODY, key=article.text.index) == list(BODY)


@pytest.mark.parametrize("name", ["newsletter-box", "author-bio", "related-teaser"])
def test_boxes_that_are_no_article_are_not_put_back(name: str) -> None:
    box = f'<div class="{name}"><p>Ask for our letter, it brings the port to your door.</p></div>'
    article = page(paragraphs(BODY[0]) + box + paragraphs(*BODY[1:]))
    assert "to your door" not in article.text


def test_a_list_of_other_stories_goes_with_the_line_above_it() -> None:
    inside = paragraphs(*BODY) + (
        "<h3>Related articles</h3><ul><li><a href='/a'>Ice house opens</a></li>"
        "<li><a href='/b'>Cod is back</a></li></ul>"
    )
    article = page(inside)
    assert "Related" not in article.text
    assert "Cod is back" not in article.text


def test_a_stream_of_linked_headings_is_no_article_but_an_index_is_all_there_is() -> None:
    items = "".join(
        f"<li><h3><a href='/{n}'>Headline {n} of a busy day</a></h3>"
        f"<p>What happened in place number {n}, in a line of some length.</p></li>"
        for n in range(5)
    )
    beside = page(f'<div class="body">{paragraphs(*BODY, *BODY[::-1])}</div><ul>{items}</ul>')
    assert "Headline 3" not in beside.text
    alone = page(f"<ul>{items}</ul>")
    assert "place number 3" in alone.text


def test_words_in_the_blocks_of_an_item_are_not_glued() -> None:
    items = "".join(
        f"<li><h4>Tool {n}</h4><p>Cuts rope number {n} clean. </p><p>Weighs little.</p></li>"
        for n in range(3)
    )
    article = page(f"{paragraphs(*BODY)}<ul>{items}</ul>")
    assert "Tool 1 Cuts rope number 1 clean. Weighs little." in " ".join(article.text.split())


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    text = "<br>".join((BODY[0], "", BODY[1], "which the board denies, in a line of its own."))
    article = page(f"<div>{text}<br><br>{BODY[2]}</div>")
    inside = [b.span.slice(article.text) for b in article.blocks if b.kind == "paragraph"]
    assert len(inside) == 3
    assert inside[0] == BODY[0]
    assert inside[2] == BODY[2]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ('<span class="when">17 November 2025</span>', "2025-11-17"),
        ("<p>Nordvik, 17.11.2025</p>", "2025-11-17"),
        ("<time>Nov. 17, 2025</time>", "2025-11-17"),
        ("<p>2025年11月17日</p>", "2025-11-17"),
        ("<p>Le 17 novembre 2025 à 12h</p>", "2025-11-17"),
        ("<p>04/05/2025</p>", None),
        ("<div>Entries close on 17 November 2025</div>", None),
        ('<div class="info">Photo taken 17 November 2015</div>', None),
        ('<div class="meta">© 17 November 2015 Quay Press</div>', None),
        ("<p>17 November 2025 | 3 comments | 4 min read</p>", "2025-11-17"),
        ("<p>Summer 2025</p>", None),
        ("<p>The bridge that was opened on 17 November 1925 by the king of that day is closed, "
         "and will be for a long time, as engineers found this week.</p>", None),
    ],
)  # fmt: skip
def test_the_date_beside_a_headline_is_the_page_s_where_it_marks_none(
    line: str, day: str | None
) -> None:
    assert page(f"{line}{paragraphs(*BODY)}").published == day


@pytest.mark.parametrize(
    ("marks", "published"),
    [
        ('<time itemprop="datePublished" datetime="2025-11-17">17.11.</time>', "2025-11-17"),
        ('<meta itemprop="datePublished" content="2025-11-17 10:20">', "2025-11-17T10:20"),
        ('<time class="entry-date published" datetime="2025-11-17T10:20:30+01:00">Monday</time>',
         "2025-11-17T10:20:30+01:00"),
        ('<time pubdate datetime="2025-11-17 10:20 CET">Monday</time>', "2025-11-17"),
    ],
)  # fmt: skip
def test_the_date_that_a_page_marks_wins_over_all_others_on_it(marks: str, published: str) -> None:
    box = f'<div class="latest-news-teaser">{marks}</div>'
    calendar = '<a href="/fair?date=2031-01-05">Book fair</a><time datetime="2024-02-03">Feb</time>'
    assert page(f"{box}{paragraphs(*BODY)}{calendar}").published == published


def test_marks_of_several_days_are_those_of_a_list_of_stories() -> None:
    times = "".join(
        f'<li class="teaser"><time itemprop="datePublished" datetime="2025-11-{day}">x</time></li>'
        for day in (11, 12, 13, 14)
    )
    assert page(f"{paragraphs(*BODY)}<aside><ul>{times}</ul></aside>").published is None


def test_the_day_that_a_page_shows_wins_over_the_one_of_universal_time() -> None:
    head = '<meta property="article:published_time" content="2025-11-16T23:00:00Z">'
    shown = page(f"<p>17 November 2025</p>{paragraphs(*BODY)}", head=head)
    assert shown.published == "2025-11-17"
    other = page(f"<p>3 March 2020</p>{paragraphs(*BODY)}", head=head)
    assert other.published == "2025-11-16T23:00:00Z"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<msup><mn>10</mn><mn>6</mn></msup>", "10⁶"),
        ("<msub><mi>v</mi><mn>0</mn></msub>", "v₀"),
        ("<mrow><mi>a</mi><mo>≠</mo><mn>0</mn></mrow>", "a ≠ 0"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></mfrac>", "(a + 1)/2"),
        ("<msqrt><mn>2</mn></msqrt>", "√(2)"),
        ("<mn>2</mn><mfrac><mn>1</mn><mn>4</mn></mfrac>", "2 1/4"),
        ("<mn>3</mn><mrow><mfrac><mn>1</mn><mn>8</mn></mfrac></mrow>", "3 1/8"),
        ("<mn>7</mn><mspace width='1em'/><mn>5</mn>", "7 5"),
        ("<msup><mfrac><mn>1</mn><mn>3</mn></mfrac><mn>2</mn></msup>", "(1/3)²"),
        ("<msup><mrow><msup><mi>q</mi><mn>2</mn></msup></mrow><mn>3</mn></msup>", "(q²)³"),
        ("<mphantom><mn>6</mn></mphantom><mn>8</mn>", "8"),
        ("<munderover><mo>∑</mo><mi>a</mi><mi>b</mi></munderover><mi>q</mi>", "∑ from a to b q"),
        (
            "<mmultiscripts><mi>U</mi><mn>2</mn><none/><mprescripts/><mn>92</mn><mn>235</mn>"
            "</mmultiscripts>",
            "₉₂²³⁵U₂",
        ),
        ("<mmultiscripts><mi>R</mi><mi>i</mi><mi>j</mi></mmultiscripts>", "R_i^j"),
        ("<semantics><mi>x</mi><annotation>\\x</annotation></semantics>", "x"),
    ],
)  # fmt: skip
def test_formulas_are_read_as_they_are_meant(markup: str, words: str) -> None:
    shown = f'<span style="display:none"><math>{markup}</math></span>'
    article = page(paragraphs(f"The board reckons with {shown} tonnes of ice.", *BODY))
    assert f"reckons with {words} tonnes of ice." in article.text


def test_a_list_whose_headings_lead_to_places_on_the_page_is_part_of_the_article() -> None:
    steps = "".join(
        f'<li><h3><a href="#pier{n}">Pier {n}</a></h3>'
        f"<p>The crew of seven paints crane {n} there before noon on Friday.</p></li>"
        for n in range(3)
    )
    article = page(f"{paragraphs(*BODY, BODY[0])}<ul>{steps}</ul>{paragraphs(*BODY[1:])}")
    assert all(f"crew of seven paints crane {n} there" in article.text for n in range(3))


@given(st.sets(st.integers(0, 6), max_size=6))
def test_lost_paragraphs_come_back_in_the_order_of_the_page(lost: set[int]) -> None:
    texts = [f"Crane number {n} was lifted, and the crew of it went home early." for n in range(7)]
    root = html.document_fromstring(f"<html><body><main>{paragraphs(*texts)}</main></body></html>")
    body = etree.Element("body")
    for number, text in enumerate(texts):
        if number not in lost:
            etree.SubElement(body, "p").text = text
    restore_paragraphs(body, root, set())
    # Nothing follows the last kept paragraph: what does may be about the article.
    last = max(set(range(7)) - lost)
    assert [each.text for each in body] == texts[: last + 1]


QUESTION, ANSWER = (
    "Who pays for the quay?",
    "The county pays a third, and the board pays the rest of it in ten years.",
)


@pytest.mark.parametrize(
    "panel",
    [
        "<h3><button aria-expanded='false'>{q}</button></h3>"
        "<div class='accordion-body collapse' aria-hidden='true'><p>{a}</p></div>",
        "<button class='accordion'>{q}</button>"
        "<div class='panel' style='display:none'><p>{a}</p></div>",
        "<div role='button' aria-controls='a7'>{q}</div>"
        "<div id='a7' aria-hidden='true'><p>{a}</p></div>",
        "<dl class='faq'><dt><button aria-controls='p'>{q}</button></dt>"
        "<dd id='p' hidden>{a}</dd></dl>",
        "<details><summary>{q}</summary><p>{a}</p></details>",
    ],
)
def test_an_answer_that_unfolds_on_a_click_is_text_below_its_question(panel: str) -> None:
    article = page(paragraphs(*BODY) + panel.format(q=QUESTION, a=ANSWER))
    asked, answered = article.text.find(QUESTION), article.text.find(ANSWER)
    assert 0 < asked < answered


@pytest.mark.parametrize(
    "panel",
    [
        "<nav><button aria-controls='m'>Menu</button>"
        "<div id='m' class='collapse'><p>{a}</p></div></nav>",
        "<div class='cookie-modal' aria-hidden='true'><p>{a}</p></div>",
        "<div class='share-panel' hidden><p>{a}</p></div>",
    ],
)
def test_menus_and_dialogs_stay_out_though_they_unfold(panel: str) -> None:
    article = page(paragraphs(*BODY) + panel.format(a=ANSWER))
    assert ANSWER not in article.text


@pytest.mark.parametrize("deep", [300, 3000])
@pytest.mark.parametrize("close", ["</div>", ""])
def test_a_page_nested_thousands_deep_is_read(deep: int, close: str) -> None:
    article = page("<div>" * deep + paragraphs(*BODY) + close * deep)
    assert all(words in article.text for words in BODY)


def test_marks_that_are_never_closed_hide_no_words() -> None:
    fonts = (f"<p><font size=2>Boat {n} waits. {BODY[n % 3]}</p>" for n in range(400))
    article = page("".join(fonts))
    assert all(f"Boat {n} waits." in article.text for n in range(400))


def test_short_paragraphs_of_a_short_page_stay_apart() -> None:
    first, second = (
        "堰は一九一一年に建てられ、その後二度修理された。",
        "工事は秋まで続き、堤の道は閉鎖される。",
    )
    assert kinds(page(paragraphs(first, second)), second) == ["paragraph"]
    short = page(paragraphs("The gate is shut. Boats wait in the pool.", "It opens in May."))
    assert short.text.endswith("Boats wait in the pool.\n\nIt opens in May.")


TODAY = "Tuesday, 3 March 2026"


@pytest.mark.parametrize(
    "masthead",
    [
        f"<header><div><span>{TODAY}</span></div></header>",
        f"<div class='header-date'>{TODAY}</div>",
        "<header><time datetime='2026-03-03'>Tuesday 3 March</time></header>",
        f"<div id='topbar'><p>{TODAY}</p></div>",
        f"<p>{TODAY}</p>",
    ],
)
def test_the_day_in_the_masthead_is_not_the_articles(masthead: str) -> None:
    def markup(line: str) -> bytes:
        title = "East quay closes for nine weeks"
        return (
            f"<html><head><title>{title}</title></head><body>{masthead}<main><article>"
            f"<h1>{title}</h1>{line}{paragraphs(*BODY)}</article></main></body></html>"
        ).encode()

    assert article_from_bytes(markup(""), "page.html").published is None
    dated = article_from_bytes(markup("<p>Published 14 January 2026</p>"), "page.html")
    assert dated.published == "2026-01-14"


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Jill Moss | Published 14 January 2026", ("Jill Moss",)),
        ("Words: Jill Moss · Photographs: Bo Dunn", ("Jill Moss",)),
        ("By Jill Moss and Bo Dunn", ("Jill Moss", "Bo Dunn")),
    ],
)
def test_who_took_the_pictures_and_when_is_no_author(byline: str, authors: tuple[str, ...]) -> None:
    article = page(f"<p class='byline'>{byline}</p>{paragraphs(*BODY)}")
    assert article.authors == authors


def test_a_press_release_tells_its_day_before_its_first_sentence() -> None:
    dated = page(paragraphs(f"Nordvik, 14 March 2026 – {BODY[0]}", *BODY[1:]))
    assert dated.published == "2026-03-14"
    later = page(paragraphs(f"{BODY[0]} It was built on 14 March 1926 – a Sunday.", *BODY[1:]))
    assert later.published is None


@pytest.mark.parametrize("name", ["label", "output", "data", "bdi", "dfn", "made-up"])
def test_words_in_elements_of_a_sentence_are_said_once(name: str) -> None:
    line = f"The gates at <{name}>Nordvik</{name}> were <{name}>shut</{name}> again on Monday."
    article = page(paragraphs(line, *BODY))
    assert article.text.count("The gates at Nordvik were shut again on Monday.") == 1
    assert article.text.count("The gates at") == 1


def test_divisions_that_are_never_closed_are_paragraphs_of_their_own() -> None:
    lines = [f"Boat {n} waits at the quay. {BODY[n % 3]}" for n in range(400)]
    article = page("".join(f"<div>{line}" for line in lines))
    assert [kinds(article, line) for line in lines] == [["paragraph"]] * 400


def test_a_mark_deep_inside_tears_no_word() -> None:
    deep = "<div>" * 300 + paragraphs("The har<b>bour</b> is shut for <i>nine</i> weeks.", *BODY)
    assert "The harbour is shut for nine weeks." in page(deep).text


def test_what_a_post_that_is_not_shown_says_of_itself_is_no_text() -> None:
    post = "<blockquote><p><a href='#'>View this post on Instagram</a></p></blockquote>"
    quoted = "<blockquote><p>The quay is shut.</p><p>— Ann Lee</p></blockquote>"
    article = page(paragraphs(*BODY[:2]) + post + quoted + paragraphs(BODY[2]))
    assert "View this post" not in article.text
    assert "The quay is shut." in article.text


def test_a_story_that_is_shown_as_it_was_typed_keeps_its_paragraphs_and_lines() -> None:
    typed = "\n\n".join((BODY[0].replace(" by ", "\nby "), f"{BODY[1][:40]}<b>so</b>", BODY[2]))
    article = page(f"<pre>{typed}\n  \nPort    Boats\nHallan     12\n</pre>")
    shown = [block.span.slice(article.text) for block in article.blocks]
    assert "Port Boats\nHallan 12" in shown
    assert kinds(article, BODY[2]) == ["paragraph"]
    assert len(article.blocks) == 5


def test_a_program_in_a_page_is_no_story() -> None:
    code = "<pre><code>for boat in port:\n\n    count += 1</code></pre>"
    assert "for boat in port:" in page(f"{paragraphs(*BODY[:2])}{code}{paragraphs(BODY[2])}").text
