"""The article pane in a small app: keys, mouse, scrolling, resizing, what it tells and draws."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.events import MouseMove
from textual.message import Message
from textual.pilot import Pilot

from reader.article.article import Article, Link
from reader.article.block import Block
from reader.shipped import shipped_folder
from reader.text.find import FindError
from reader.text.span import Span
from reader.ui.article_pane import messages
from reader.ui.article_pane.line import Look
from reader.ui.article_pane.marks import PaneMark
from reader.ui.article_pane.pane import ArticlePane
from tests.ui.conftest import until

STYLES = [Path(shipped_folder("styles")) / name for name in ("article.tcss", "highlights.tcss")]


class Host(App[None]):
    CSS_PATH = STYLES
    CLICK_CHAIN_TIME_THRESHOLD = 60.0  # a slow machine must not part a double click

    def __init__(self, article: Article, offset: int = 0) -> None:
        super().__init__()
        self.article = article
        self.offset_to_show = offset
        self.report: list[Message] = []

    def compose(self) -> ComposeResult:
        yield ArticlePane()

    def on_mount(self) -> None:
        self.pane.show(self.article, offset=self.offset_to_show)
        self.pane.focus()

    @property
    def pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    def of(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.report if isinstance(message, kind)]


def article(text: str) -> Article:
    blocks = tuple(
        Block("paragraph" if number else "headline", found.start(), found.end())
        for number, found in enumerate(re.finditer(r"\S[^\n]*", text))
    )
    return Article(text, blocks, "Title", "-", "test 1")


@asynccontextmanager
async def shown(
    text: str, size: tuple[int, int] = (60, 12), offset: int = 0
) -> AsyncIterator[tuple[Host, ArticlePane, Pilot[None]]]:
    app = Host(article(text), offset)

    def keep(message: Message) -> None:
        seen = any(message is report for report in app.report)
        if isinstance(message, messages.PaneMessage) and not seen:
            app.report.append(message)

    async with app.run_test(size=size, message_hook=keep) as pilot:
        await until(pilot, lambda: app.pane.size.height > 0 and app.pane.has_focus)
        yield app, app.pane, pilot


def rows(pane: ArticlePane) -> list[str]:
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


LONG = "Headline\n\n" + "\n\n".join(
    f"Paragraph {number} has a sentence. And it has one more, which is a little longer than that."
    for number in range(200)
)


async def test_keys_move_the_cursor_and_the_terminals_own_cursor_follows() -> None:
    async with shown("One two three.\n\nFour five.") as (app, pane, pilot):
        await pilot.press("w", "w")
        assert pane.cursor == 8
        row, cell = pane.page.cell_of(8)
        assert app.cursor_position == (4 + cell, row)
        await pilot.press("j")
        assert pane.article.text[pane.cursor :].startswith("e.")
        assert app.cursor_position == pane.screen_offset_of(pane.cursor)
        assert app.cursor_position.y == 2


async def test_counts_and_sequences_reach_commands_and_others_are_handed_on() -> None:
    async with shown(LONG) as (app, pane, pilot):
        await pilot.press("3", "w")
        assert pane.cursor == pane.article.text.index("has")
        await pilot.press("v", "i", "s")
        assert pane.selected_span().slice(pane.article.text) == "Paragraph 0 has a sentence."
        await pilot.press("escape", "4", "a", "d", "d")
        await until(pilot, lambda: len(app.of(messages.Requested)) == 2)
        asked = [(m.command, m.count) for m in app.of(messages.Requested)]
        assert asked == [("note", 4), ("delete", None)]
        assert pane.selection is None


async def test_keys_and_mouse_select_the_same_passage() -> None:
    text = "Ein 漢字 👨‍👩‍👧 and 🇫🇷 more words here to select from, on two lines at least."
    async with shown(text) as (app, pane, pilot):
        start, end = text.index("👨"), text.index("more") + 3
        await pilot.press("v")
        pane.selection = pane.selection.to(end)
        pane.selection = pane.selection.turned()
        by_key = pane.selected_span()
        pane.clear_selection()
        pane.go_to(start)
        await pilot.press("v")
        while pane.cursor < end:
            await pilot.press("l")
        by_key = pane.selected_span()
        await pilot.press("escape")
        for one, other in ((start, end), (end, start)):
            await pilot.mouse_down(offset=pane.screen_offset_of(one))
            await pilot.hover(offset=pane.screen_offset_of(other))
            await pilot.mouse_up(offset=pane.screen_offset_of(other))
            assert pane.selected_span() == by_key
        assert by_key.slice(text) == text[start : end + 1]
        assert app.of(messages.Selected)[-1].span == by_key


async def test_clicks_select_by_word_sentence_and_paragraph() -> None:
    async with shown(LONG) as (app, pane, pilot):
        text = pane.article.text
        there = pane.screen_offset_of(text.index("more"))
        await pilot.click(offset=there)
        assert pane.selection is None
        assert pane.cursor == text.index("more")
        for times, passage in (
            (2, "more"),
            (3, "And it has one more, which is a little longer than that."),
            (4, pane.paragraph_at(text.index("more")).slice(text)),
        ):
            await pilot.click(offset=(20, 1))
            await pilot.click(offset=there, times=times)
            assert pane.selected_span().slice(text) == passage
            assert app.of(messages.Selected)[-1].span == pane.selected_span()


async def test_a_drag_from_a_double_click_selects_by_word() -> None:
    async with shown(LONG) as (_, pane, pilot):
        first = pane.screen_offset_of(LONG.index("graph 0"))
        last = pane.screen_offset_of(LONG.index("entence."))
        await pilot.click(offset=first)
        await pilot.mouse_down(offset=first)
        await pilot.hover(offset=last)
        await pilot.mouse_up(offset=last)
        assert pane.selected_span().slice(LONG) == "Paragraph 0 has a sentence"


async def test_scrolling_and_the_cursor_stay_together() -> None:
    async with shown(LONG) as (_, pane, pilot):
        for key in ("pagedown", "ctrl+d", "G", "pageup", "{", "g", "space", "}"):
            await pilot.press(key)
            assert pane.screen_offset_of(pane.cursor) is not None
        pane.scroll_to(y=60, animate=False)
        assert pane.screen_offset_of(pane.cursor) is not None
        assert pane.scroll_offset.y == 60


async def test_a_new_width_keeps_what_is_on_top() -> None:
    async with shown(LONG, (100, 20)) as (_, pane, pilot):
        pane.scroll_to(y=101, animate=False)
        top = pane.top_offset
        await pilot.resize_terminal(50, 20)
        await until(pilot, lambda: pane.size.width == 50)
        await until(pilot, lambda: pane.page.width < 50)
        assert pane.page.line_of(top) == pane.page.line_of(pane.top_offset)
        assert all(pane.render_line(y).cell_length == 49 for y in range(20))
        await pilot.resize_terminal(100, 20)
        await until(pilot, lambda: pane.page.width > 70)
        assert abs(pane.top_offset - top) < 60


async def test_it_opens_where_the_reader_left() -> None:
    place = LONG.index("Paragraph 150")
    async with shown(LONG, offset=place) as (_, pane, _pilot):
        assert pane.cursor == place
        assert pane.screen_offset_of(place) is not None
        assert pane.reading_place() == place


async def test_the_measure_and_paragraph_numbers_are_the_readers_choice() -> None:
    async with shown(LONG, (120, 12)) as (_, pane, pilot):
        assert pane.page.width == 76
        await pilot.press("-", "-")
        assert pane.page.width == 68
        await pilot.press("3", "=")
        assert pane.page.width == 80
        await pilot.press("p")
        assert rows(pane)[2].split()[:2] == ["2", "Paragraph"]
        await pilot.press("p")
        assert rows(pane)[2].split()[:2] == ["Paragraph", "0"]


async def test_finding_shows_and_counts_all_hits() -> None:
    async with shown(LONG) as (app, pane, pilot):
        assert pane.find("sentence") == 200
        assert pane.cursor == LONG.index("sentence")
        await pilot.press("2", "n")
        assert pane.cursor == [m.start() for m in re.finditer("sentence", LONG)][2]
        await pilot.press("N")
        report = app.of(messages.FindChanged)[-1]
        assert (report.query, report.current, report.total) == ("sentence", 2, 200)
        with pytest.raises(FindError):
            pane.find("(", regex=True)
        assert pane.find("not there") == 0
        await pilot.press("n")
        await until(pilot, lambda: app.of(messages.Refused))
        assert "not there" in app.of(messages.Refused)[-1].reason
        await pilot.press("escape")
        assert app.of(messages.FindChanged)[-1].query == ""


async def test_findings_are_walked_and_marks_here_cycled() -> None:
    async with shown(LONG) as (app, pane, pilot):
        name = Span(LONG.index("Paragraph 3 "), LONG.index("Paragraph 3 ") + 9)
        quote = Span(name.start, name.start + 40)
        pane.set_layer(
            "findings",
            [PaneMark("e", (name,), "entity", "person"), PaneMark("q", (quote,), "quote")],
        )
        await pilot.press(".")
        assert pane.cursor == name.start
        assert {mark.id for mark in pane.marks_at(pane.cursor)} == {"e", "q"}
        first = pane.current_mark.id
        await pilot.press(";")
        assert pane.current_mark.id != first
        assert app.of(messages.CurrentMarkChanged)[-1].mark == pane.current_mark
        assert pane.go_to_mark("findings", "e")
        assert pane.current_mark.id == "e"
        await pilot.press("g", "ctrl+o")
        assert pane.cursor == name.start


async def test_letters_lead_to_findings_in_sight() -> None:
    async with shown(LONG) as (_, pane, pilot):
        spans = [Span(m.start(), m.end()) for m in re.finditer(r"Paragraph \d+", LONG)]
        pane.set_layer(
            "findings", [PaneMark(str(s.start), (s,), "entity", "person") for s in spans]
        )
        await pilot.press("f")
        drawn = "\n".join(rows(pane))
        assert "faragraph 0" in drawn
        assert "jaragraph 1" in drawn
        await pilot.press("j")
        assert pane.cursor == spans[1].start
        assert "jaragraph" not in "\n".join(rows(pane))
        await pilot.press("f", "escape")
        assert pane.cursor == spans[1].start
        assert "faragraph" not in "\n".join(rows(pane))


async def test_news_text_is_never_markup_and_never_steers_the_terminal() -> None:
    text = "[Reuters] [/b] [link='x] [$5]\x1b[31m red \x07 bell \x9b2J\u202e end"
    async with shown(text, (80, 6)) as (_, pane, _pilot):
        line = rows(pane)[0]
        assert "[Reuters] [/b] [link='x] [$5]␛[31m red" in line
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", line)


async def test_an_empty_article_and_a_tiny_pane_bear_every_command() -> None:
    from reader.ui.article_pane.commands import CARET_COMMANDS

    for text, size in (("", (40, 5)), ("One 漢字 word.", (3, 1)), (LONG, (1, 1))):
        async with shown(text, size) as (_, pane, pilot):
            for command in (*CARET_COMMANDS, "jump", "leave", "paragraph-numbers"):
                pane.act(command, 2, "a")
            await pilot.pause()
            assert all(pane.render_line(y).cell_length >= 1 for y in range(size[1]))


async def test_a_mark_redraws_its_own_lines_and_no_others() -> None:
    async with shown(LONG, (60, 30)) as (_, pane, pilot):
        spans = [Span(m.start(), m.end()) for m in re.finditer(r"sentence", LONG)]
        pane.set_layer("findings", [PaneMark(str(s.start), (s,), "entity") for s in spans])
        await pilot.pause()
        page, drawn = pane.page, pane.strips.drawn
        pane.put_mark("notes", PaneMark("n", (Span(spans[2].start, spans[2].end),), "note"))
        await pilot.pause()
        assert pane.page is page
        assert 1 <= pane.strips.drawn - drawn <= 2
        drawn = pane.strips.drawn
        pane.put_mark("notes", PaneMark("m", (spans[150],), "note"))
        await pilot.pause()
        assert pane.strips.drawn == drawn
        await pilot.press("l")
        assert pane.strips.drawn - drawn <= 3


async def test_a_page_down_and_back_draws_no_line_twice() -> None:
    async with shown(LONG, (60, 30)) as (_, pane, pilot):
        await pilot.press("pagedown", "pageup")
        drawn = pane.strips.drawn
        await pilot.press("pagedown", "pageup")
        assert pane.strips.drawn - drawn <= 6


async def test_progress_is_reported_and_reaches_the_end() -> None:
    async with shown(LONG) as (app, pane, pilot):
        before = pane.progress()
        await pilot.press("G")
        assert pane.progress().percent == 100
        assert pane.progress().minutes_left == 0
        assert before.percent < 10
        assert before.minutes_left >= 10
        assert app.of(messages.ProgressChanged)[-1].progress.percent == 100


async def test_a_link_is_reported_and_a_footnote_followed_there_and_back() -> None:
    async with shown("See this report.¹\n\nMore text.\n\n¹ Of the office.") as (app, pane, pilot):
        text = pane.article.text
        linked = replace(pane.article, links=(Link(9, 15, "https://example.org/a"),))
        pane.show(linked, offset=11)
        assert pane.act("follow")
        await until(pilot, lambda: app.of(messages.LinkActivated))
        assert app.of(messages.LinkActivated)[-1].url == "https://example.org/a"
        pane.go_to(2)
        pane.act("follow")
        assert text[pane.cursor :] == "¹ Of the office."
        pane.act("follow")
        assert text[pane.cursor :].startswith("¹\n")
        pane.go_to(text.index("More"))
        pane.act("follow")
        assert text[pane.cursor :].startswith("More")
        await until(pilot, lambda: app.of(messages.Refused))


async def test_the_mark_that_keys_mean_is_set_apart() -> None:
    async with shown(LONG) as (_, pane, pilot):
        span = Span(LONG.index("has"), LONG.index("has") + 14)
        plain = pane.palette.style(Look())
        pane.put_mark("findings", PaneMark("q", (span,), "quote", "indirect"))
        await pilot.pause()
        assert all(segment.style == plain for segment in pane.render_line(2).crop(4, 59))
        pane.go_to(span.start)
        styles = [segment.style.bgcolor for segment in pane.render_line(2).crop(4, 59)]
        assert len(set(styles)) == 3
        pane.go_to(0)
        assert all(segment.style == plain for segment in pane.render_line(2).crop(4, 59))


async def test_a_drag_below_the_pane_brings_the_text_along() -> None:
    async with shown(LONG) as (app, pane, pilot):
        start = LONG.index("Paragraph 1 ")
        await pilot.mouse_down(offset=pane.screen_offset_of(start))
        below = pane.size.height + 2
        pane.post_message(MouseMove(pane, 8, below, 0, 1, 1, False, False, False, 8, below))
        await until(pilot, lambda: pane.scroll_offset.y > 5)
        await pilot.mouse_up(offset=(8, pane.size.height - 1))
        await until(pilot, lambda: app.of(messages.Selected))
        stopped = pane.scroll_offset.y
        await pilot.pause()
        assert pane.scroll_offset.y == stopped
        span = app.of(messages.Selected)[-1].span
        assert span.start == start
        assert span.end > LONG.index("Paragraph 3 ")


async def test_the_same_layer_again_draws_nothing() -> None:
    async with shown(LONG) as (_, pane, pilot):
        spans = [Span(m.start(), m.end()) for m in re.finditer(r"sentence", LONG)]
        pane.set_layer("findings", [PaneMark(str(s.start), (s,), "entity") for s in spans])
        await pilot.pause()
        drawn = pane.strips.drawn
        pane.set_layer("findings", [PaneMark(str(s.start), (s,), "entity") for s in spans])
        await pilot.pause()
        assert pane.strips.drawn == drawn


async def test_fifty_thousand_marks_cost_only_the_lines_in_sight() -> None:
    text = "\n\n".join(f"{number} " + "many words stand here " * 40 for number in range(600))
    marks = [
        PaneMark(str(at), (Span(at * 10, at * 10 + 25),), "entity", "person")
        for at in range(50_000)
    ]
    async with shown(text, (80, 30)) as (_, pane, pilot):
        drawn = pane.strips.drawn
        pane.set_layer("findings", marks)
        await pilot.pause()
        assert pane.strips.drawn - drawn <= 32
        assert pane.render_line(4).text.strip()


@pytest.mark.parametrize("size", [(40, 12), (200, 12)])
async def test_lines_fit_panes_from_narrow_to_wide(size: tuple[int, int]) -> None:
    async with shown(LONG, size) as (_, pane, _pilot):
        assert pane.page.width <= min(76, size[0] - 6)
        assert all(pane.render_line(y).cell_length == size[0] - 1 for y in range(12))
        assert rows(pane)[0].strip() == "Headline"
