"""The status line: a refusal goes with the next key, and is true."""

from __future__ import annotations

from reader.annotations.records import ArticleRecord
from reader.session.analyst import Analyst
from reader.ui.status_line import Hints


async def test_a_refusal_is_said_until_the_next_key(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        status = app.reader.status
        for keys, printed in (
            (("apostrophe", "z"), "No place is named “z”."),
            (("W",), "No similar article on the desk."),
            (("enter",), "Nothing is marked here."),
        ):
            await pilot.press(*keys)
            await until(pilot, lambda printed=printed: status.message == printed)
            await pilot.press("j")
            assert status.message == ""


async def test_what_was_done_is_said_until_something_else_is(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("H")
        await until(pilot, lambda: "saved" in app.reader.status.message)
        await pilot.press("j", "k")
        assert "saved" in app.reader.status.message


async def test_the_end_of_a_search_takes_its_report_along_and_no_other(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        status = app.reader.status
        await pilot.press("slash", *"port", "enter")
        await until(pilot, lambda: "“port” 1 of" in status.message)
        await pilot.press("escape")
        await until(pilot, lambda: status.message == "")
        await pilot.press("slash", *"port", "enter")
        await until(pilot, lambda: "“port” 1 of" in status.message)
        await pilot.press("H")
        await until(pilot, lambda: "saved" in status.message)
        await pilot.press("escape", "j")
        assert "saved" in status.message


async def test_no_finding_further_on_is_not_said_while_findings_are_looked_for_or_hidden(
    bench, until, monkeypatch
):
    article = bench.article()
    bench.known(article)
    async with bench.app(article) as (app, pilot):
        status = app.reader.status
        await pilot.press("B", "full_stop")
        await until(pilot, lambda: status.message == "Findings are hidden; B shows them.")
        await pilot.press("B", "G", "full_stop")
        await until(pilot, lambda: "first finding" in status.message)
        monkeypatch.setattr(Analyst, "busy", True)
        await pilot.press("G", "full_stop")
        await until(pilot, lambda: status.message == "Finding names and quotes…")


async def test_ctrl_c_says_how_to_quit_and_copies_a_selection(bench, until, monkeypatch):
    copied = []
    monkeypatch.setattr("reader.ui.clipboard.copied_by_tool", lambda text: copied.append(text))
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("ctrl+c")
        await until(pilot, lambda: app.reader.status.message == "q quits.")
        await pilot.press("r", "ctrl+c")
        await until(pilot, lambda: app.reader.status.message == "ctrl+q quits.")
        await pilot.press("q", "i", "ctrl+c")
        await until(pilot, lambda: app.reader.status.message == "q quits.")
        assert copied == []
        await pilot.press("i", "g", "v", "e", "ctrl+c")
        await until(pilot, lambda: copied == ["Port"])


async def test_what_a_line_asks_for_is_reported_only_while_it_asks(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        status = app.reader.status
        for key, hint in (("F", "status: tag:"), ("a", "files, folders, addresses")):
            await pilot.press("i", key)
            await until(pilot, lambda hint=hint: status.message.startswith(hint))
            await pilot.press("x", "escape")
            await until(pilot, lambda: not app.reader.prompt.asking)
            assert status.message == ""
            await pilot.press("escape")


async def test_a_change_of_an_article_is_confirmed_and_taken_back_by_name(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        status = app.reader.status
        await pilot.press("i", "T", *"sea", "enter")
        await until(pilot, lambda: "#sea" in status.message)
        await pilot.press("u")
        await until(pilot, lambda: "Undone" in status.message and "Port closes" in status.message)
        assert all(
            not each.tags
            for each in app.session.notebook.articles
            if isinstance(each, ArticleRecord)
        )


async def test_review_has_its_title_while_findings_are_looked_for(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("r")
        await until(pilot, lambda: app.reader.review and app.reader.review.is_mounted)
        head = app.reader.review.query_one("#review-head")
        assert str(head.content) == "Port closes [Reuters] as storm nears"


async def test_the_footer_tells_the_keys_of_the_list_in_view(bench, until):
    article = bench.article()
    bench.known(article)
    async with bench.app(article) as (app, pilot):
        hints = app.reader.query_one(Hints)
        await pilot.press("tab")
        await until(pilot, lambda: hints.render().plain.startswith("A accept  x dismiss"))
        for key in ("a", "T"):
            await pilot.press(key)
            await until(pilot, lambda: app.reader.status.message.startswith("Choose a note"))
            await pilot.press("k")
        await pilot.press("l")
        await until(pilot, lambda: hints.render().plain.startswith("a edit  T tag"))
        await pilot.press("escape")
        await until(pilot, lambda: hints.render().plain.startswith("v select"))


async def test_review_looks_for_findings_that_nobody_looks_for(bench, until, monkeypatch):
    article = bench.article()
    async with bench.app(article) as (app, pilot):
        await until(pilot, lambda: "no folder of models" in app.reader.status.message)
        app.session.report("")
        await pilot.press("r")
        await until(pilot, lambda: "no folder of models" in app.reader.status.message)
        printed = app.reader.review.query_one("#review-item-words")
        missing = "Names and quotes are not known: back in reading alt+r looks for them."
        await until(pilot, lambda: str(printed.content) == missing)
