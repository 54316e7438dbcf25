from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.article import Article
from reader.article.loaders.plain_text import load
from reader.article.reading_order import segments
from reader.article.source import Source
from reader.text.wrap import WrapIndex

WIRE = """\
Ferry runs aground off Port Hallan; captain: ‘We are fine’

    Stuck. The ferry lies on a sandbank on Tuesday.
    Stuck. The ferry lies on a sandbank on Tuesday.

    PORT HALLAN/OSTERVIK. — A ferry ran aground on Tuesday.



    A video grab of the ferry at dawn.
    A video grab of the ferry at dawn.

    “We are fine,” the captain said.
    He had coffee.

    Nobody was hurt, officials said. — Northgate Wire
"""


def opened(text: str) -> Article:
    return load(Source(text, "story.txt"))


def described(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def kinds(text: str) -> list[str]:
    return [block.kind for block in opened(text).blocks]


def test_a_wire_report() -> None:
    article = opened(WIRE)
    assert described(article) == [
        ("headline", "Ferry runs aground off Port Hallan; captain: ‘We are fine’"),
        ("caption", "Stuck. The ferry lies on a sandbank on Tuesday."),
        ("caption", "Stuck. The ferry lies on a sandbank on Tuesday."),
        ("dateline", "PORT HALLAN/OSTERVIK. —"),
        ("paragraph", "A ferry ran aground on Tuesday."),
        ("caption", "A video grab of the ferry at dawn."),
        ("caption", "A video grab of the ferry at dawn."),
        ("paragraph", "“We are fine,” the captain said."),
        ("paragraph", "He had coffee."),
        ("paragraph", "Nobody was hurt, officials said."),
        ("credit", "— Northgate Wire"),
    ]
    assert [block.duplicate_of for block in article.blocks if block.kind == "caption"] == [
        None, 1, None, 5,
    ]  # fmt: skip
    assert article.outlet == "Northgate Wire"
    assert article.title == "Ferry runs aground off Port Hallan; captain: ‘We are fine’"


def test_reading_order_folds_doubles_and_flows_lines_together() -> None:
    article = opened(WIRE)
    shown = [article.text[part.start : part.end] for part in segments(article)]
    assert shown == [
        "Ferry runs aground off Port Hallan; captain: ‘We are fine’",
        "Stuck. The ferry lies on a sandbank on Tuesday.",
        "PORT HALLAN/OSTERVIK. — A ferry ran aground on Tuesday.",
        "A video grab of the ferry at dawn.",
        "“We are fine,” the captain said.",
        "He had coffee.",
        "Nobody was hurt, officials said. — Northgate Wire",
    ]
    assert [part.gap for part in segments(article)] == [0, 1, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("line", "dateline"),
    [
        ("LONDON (Reuters) - Shares fell on Friday.", "LONDON (Reuters) -"),
        ("NEW YORK, Jan 8 (AP) — Shares fell on Friday.", "NEW YORK, Jan 8 (AP) —"),
        ("Kyiv, Ukraine (AP) — Shares fell on Friday.", "Kyiv, Ukraine (AP) —"),
        ("ZÜRICH, 3 October — Forty people met.", "ZÜRICH, 3 October —"),
        ("ST. JOHN’S – Snow fell.", "ST. JOHN’S –"),
        ("Snow fell — all night — on the town.", None),
        ("The bank (Ostbank) - a big one - fell.", "The bank (Ostbank) -"),
        ("I saw it — twice.", None),
    ],
)
def test_datelines(line: str, dateline: str | None) -> None:
    found = dict(described(opened(f"Headline here\n\n{line}\n\nMore of it followed later on.")))
    assert found.get("dateline") == dateline


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Corinne Hale", ("Corinne Hale",)),
        ("By Håkan Sjöström and María José Ibáñez", ("Håkan Sjöström", "María José Ibáñez")),
        ("By Sefa Marchetti, maritime correspondent", ("Sefa Marchetti",)),
        ("BY ANNA VAN DYK | NORTHGATE WIRE", ("ANNA VAN DYK", "NORTHGATE WIRE")),
        ("By A. B. Osei, C. Brell & D. Okon in Port Hallan", ("A. B. Osei", "C. Brell", "D. Okon")),
        ("By noon the ship had sunk.", ()),
        ("By Friday, the ship had sunk and nobody knew why it had.", ()),
    ],
)
def test_bylines(line: str, authors: tuple[str, ...]) -> None:
    article = opened(f"Headline here\n\n{line}\n\nA paragraph, with its stop.")
    assert article.authors == authors
    assert ("byline" in {block.kind for block in article.blocks}) == bool(authors)


@pytest.mark.parametrize(
    ("ending", "outlet"),
    [
        ("It sank. — Reuters", "Reuters"),
        ("“It sank.” – Northgate Wire", "Northgate Wire"),
        ("It sank.\n\n— Agence du Nord", "Agence du Nord"),
        ("It sank.\n\n(Reporting by A. Osei; editing by C. Brell)", None),
    ],
)
def test_credits(ending: str, outlet: str | None) -> None:
    article = opened(f"Headline here\n\nA paragraph, with its stop.\n\n{ending}")
    assert article.blocks[-1].kind == "credit"
    assert article.outlet == outlet


@pytest.mark.parametrize("ending", ["He had one wish — Peace", "It sank. — nobody knows why."])
def test_what_is_no_credit(ending: str) -> None:
    assert "credit" not in kinds(f"Headline here\n\nA paragraph, with its stop.\n\n{ending}")


def test_headlines() -> None:
    assert kinds("A short headline\n\nText follows here.")[0] == "headline"
    assert kinds(
        "This is a sentence that is long enough to be a paragraph, and it ends so.\nMore."
    )[0] == ("paragraph")
    assert kinds("OSTERVIK — It rained.\n\nIt stopped.")[0] == "dateline"
    assert kinds("Just one line of text") == ["paragraph"]
    assert opened("word " * 100).title.endswith("…")
    assert len(opened("word " * 100).title) <= 80


def test_lines_wrapped_by_hand_belong_together() -> None:
    text = (
        "A headline\n\n"
        "The council voted on Monday night to close the old bridge to\n"
        "traffic for two years, after engineers reported that rust had\n"
        "eaten through a third of its cables.\n"
        "\n"
        "Nobody had expected it. The vote was carried by one voice, and\n"
        "the work will start in March.\n"
    )
    article = opened(text)
    assert [block.flows for block in article.blocks] == [False, True, True]
    index = WrapIndex(article.text, segments(article), 200)
    assert index.line_count == 5
    line = index.line(2)
    assert (
        article.text[line.start : line.end]
        .replace("\n", " ")
        .startswith("The council voted on Monday night to close the old bridge to traffic")
    )


def test_wrapped_paragraphs_split_by_their_indent_only() -> None:
    text = (
        "   The council voted on Monday night to close the old bridge\n"
        "to traffic for two years, after engineers reported that some\n"
        "rust had eaten through a third of its cables.\n"
        "   Nobody had expected it. The vote was carried by one voice\n"
        "and the work will start in March.\n"
    )
    assert [described(opened(text))[at][1][:11] for at in (0, 1)] == ["The council", "Nobody had "]
    assert len(opened(text).blocks) == 2


def test_lines_that_are_paragraphs_stay_apart() -> None:
    text = "Title\nOne short line.\nAnother one, a little longer than that.\nA third.\nThe end."
    assert len(opened(text).blocks) == 5
    assert not any(block.flows for block in opened(text).blocks)


def test_lists_and_headings() -> None:
    text = (
        "Headline\n\nA first paragraph that is not short at all, with a stop.\n\n"
        "What comes next\n\n"
        "A second paragraph that is not short at all, and which ends with a stop.\n\n"
        "- a bell\n- a ladle\n\nThe end of it came soon."
    )
    assert kinds(text) == [
        "headline", "paragraph", "heading", "paragraph", "list item", "list item", "paragraph",
    ]  # fmt: skip
    assert [part.gap for part in segments(opened(text))] == [0, 1, 1, 1, 1, 0, 1]


def test_short_lines_that_repeat_are_no_captions() -> None:
    assert "caption" not in kinds("Headline\n\n“No.”\n\n“No.”\n\nHe left the room at last.")


def test_addresses_in_the_text_are_links() -> None:
    article = opened("Headline\n\nSee https://example.com/a_(b), or www.example.org.")
    assert [link.url for link in article.links] == [
        "https://example.com/a_(b)",
        "https://www.example.org",
    ]
    assert all(article.text[link.start : link.end] in link.url for link in article.links)


LINES = st.sampled_from(
    [
        "", "   ", "    Indented line here.", "By Anna Osei", "OSTERVIK. — It rained.", "- item",
        "Same caption of four words.", "Same caption of four words.", "It sank. — Reuters",
        "A heading", "a line wrapped at about forty columns wide", "\tTabbed\x1b[0m", "“日本語。”",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=15).map("\n".join))
def test_blocks_are_in_order_and_leave_out_white_space_only(text: str) -> None:
    article = opened(text)
    assert article.text == text
    before = 0
    for index, block in enumerate(article.blocks):
        assert not text[before : block.start].strip()
        words = text[block.start : block.end]
        assert words == words.strip() != ""
        assert block.duplicate_of is None or block.duplicate_of < index
        before = block.end
    assert not text[before:].strip()
    parts = segments(article)
    assert all(one.end <= other.start for one, other in pairwise(parts))


@given(st.text(max_size=200))
def test_any_text_opens(text: str) -> None:
    article = opened(text)
    assert article.text == text
    WrapIndex(article.text, segments(article), 7)


def test_what_is_for_editors_is_no_text_and_their_notes_are_said() -> None:
    article = opened(
        "AM-ORRIN-DAM, 1st Ld, 310\nEds: CORRECTS the height in graf 2.\nBy GESA THORNE\n"
        "Lowland Press\n\nORRIN, Nov. 14 (LP) _ The dam will be raised by a metre.\n\n"
        "“At last,” the keeper said.\n\nMORE\n\n-30-\n"
    )
    assert described(article) == [
        ("byline", "By GESA THORNE"),
        ("byline", "Lowland Press"),
        ("dateline", "ORRIN, Nov. 14 (LP) _"),
        ("paragraph", "The dam will be raised by a metre."),
        ("paragraph", "“At last,” the keeper said."),
    ]
    assert (article.authors, article.outlet) == (("GESA THORNE",), "Lowland Press")
    (notice,) = article.notices
    assert "CORRECTS the height" in notice


def test_a_press_release_is_headed_by_its_own_words_and_an_embargo_is_said() -> None:
    article = opened(
        "FOR IMMEDIATE RELEASE\n\nEMBARGOED UNTIL 06:00 GMT, 1 DECEMBER\n\n"
        "Dam to rise by a metre\n\n"
        "The dam at Orrin will be raised, the board said on Monday after a vote.\n\n###\n"
    )
    assert article.title == "Dam to rise by a metre"
    assert [kind for kind, _ in described(article)] == ["headline", "paragraph"]
    assert "06:00 GMT" in article.notices[0]


@pytest.mark.parametrize("words", ["COVID-19 RETURNS", "30", "More of it came later.", "End", "0"])
def test_words_that_are_like_those_for_editors_stay(words: str) -> None:
    article = opened(f"A headline here\n\nIt rose by a metre.\n\n{words}\n\nNobody was hurt.\n")
    assert words in [part for _, part in described(article)]


@pytest.mark.parametrize(
    "byline",
    [
        "By Gesa Thorne, Senior Reporter | @gthorne | Updated 4:32 p.m. ET",
        "By Gesa Thorne, Staff Writer",
        "By Gesa Thorne (@gthorne)",
        "By Gesa Thorne, gesa@post.example",
        "By Gesa Thorne | Nov. 14, 2026",
    ],
)
def test_a_role_is_no_part_of_the_name(byline: str) -> None:
    article = opened(f"Dam to rise\n\n{byline}\n\nThe dam at Orrin will be raised by a metre.\n")
    assert article.authors == ("Gesa Thorne",)
    assert described(article)[1] == ("byline", byline)


def test_who_says_the_same_twice_said_it_twice() -> None:
    answer = "Thorne: I do not remember that day."
    article = opened(
        f"On the stand\n\nCounsel: Who signed?\n\n{answer}\n\nCounsel: Who paid?\n\n{answer}\n\n"
        f"{answer}\n"
    )
    assert [part for kind, part in described(article) if kind == "paragraph"].count(answer) == 3
    assert all(block.duplicate_of is None for block in article.blocks)


def test_a_slug_of_several_words_is_no_title_and_where_to_follow_the_writer_no_text() -> None:
    article = opened(
        "BC-US--Orrin Dam, 2nd Ld-Writethru\nDam to rise by a metre\nBy GESA THORNE\n\n"
        "The dam at Orrin will be raised, the board said on Monday after a vote.\n\n"
        "Follow Gesa Thorne on Twitter: @gthorne\n"
    )
    assert article.title == "Dam to rise by a metre"
    assert "@gthorne" not in " ".join(words for _, words in described(article))


def test_whom_to_call_about_a_press_release_is_not_its_title() -> None:
    article = opened(
        "FOR IMMEDIATE RELEASE\nContact: Gesa Thorne, 555-0100\n\nDam To Rise\n\n"
        "The dam at Orrin will be raised, the board said on Monday after a vote.\n"
    )
    assert article.title == "Dam To Rise"


@pytest.mark.parametrize("title", ["EU-backed dam fails", "Contact: a film about a dam"])
def test_headlines_that_are_like_slugs_and_contacts_stay(title: str) -> None:
    body = "The dam at Orrin will be raised, the board said on Monday after a vote."
    assert opened(f"{title}\n\n{body}\n").title == title


def test_numbers_and_times_of_subtitles_are_no_text() -> None:
    article = opened(
        "1\n00:00:01,000 --> 00:00:03,000\nANNA: Where is the boat?\n\n"
        "2\n00:00:03,500 --> 00:00:05,000\nBEN: It sank.\n"
    )
    shown = [words for _, words in described(article)]
    assert shown == ["ANNA: Where is the boat?", "BEN: It sank."]
