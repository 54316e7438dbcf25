from __future__ import annotations

import dataclasses

from textual.widgets import Input, OptionList

from reader.annotations.records import Correction
from reader.annotations.store import open_store
from reader.session.analyst import Analyst, Found, Glimpsed, NotFound
from reader.text.span import Span
from reader.ui.dialogs.card import Card
from reader.ui.dialogs.choice import ChoiceDialog
from reader.ui.findings_tree import FindingsTree
from tests.session.scratch_desk import findings_of


def records_of(bench, kind):
    records = open_store(bench.settings.notes, who="ada").records()
    return [record for record in records if isinstance(record, kind)]


def rows(tree):
    lines = []

    def walk(node):
        for child in node.children:
            lines.append(str(child.label))
            walk(child)

    walk(tree.root)
    return lines


async def test_known_findings_are_there_at_once_without_the_engine(bench, until):
    article = bench.article()
    findings = bench.known(article)
    async with bench.app(article) as (app, pilot):
        assert len(app.reader.pane.marks("findings")) == 6
        assert not app.session.analyst.busy
        app.reader.show_lists()
        tree = app.reader.query_one(FindingsTree)
        report = rows(tree)
        assert report[:3] == ["People  2", "Ada Reyes  2", "Tor Holm"]
        assert "Quotes  1" in report
        await pilot.press("tab", "down", "enter")
        await until(pilot, lambda: app.reader.pane.cursor == findings.entities[0].start)
        assert app.reader.focused is tree
        await pilot.press("enter")
        await until(pilot, lambda: app.reader.pane.cursor == findings.entities[1].start)
        await pilot.press("escape")
        await until(pilot, lambda: app.reader.focused is app.reader.pane)


async def test_findings_are_walked_and_carded(bench, until):
    article = bench.article()
    findings = bench.known(article)
    async with bench.app(article) as (app, pilot):
        await pilot.press(".")
        assert app.reader.pane.cursor == findings.entities[0].start
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Card))
        report = "\n".join(line.text for line in app.screen._lines)
        assert "Ada Reyes" in report
        assert "the harbour master" in report
        assert "1 quote in this article" in report
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.reader)
        await pilot.press(".", ",")
        assert app.reader.pane.cursor == findings.entities[0].start


async def test_a_dismissed_finding_goes_and_comes_back_by_undo(bench, until):
    article = bench.article()
    bench.known(article)
    async with bench.app(article) as (app, pilot):
        await pilot.press(".", "x")
        assert len(app.reader.pane.marks("findings")) == 5
        await until(pilot, lambda: not app.session.notebook.saving)
    (correction,) = records_of(bench, Correction)
    assert (correction.decision, correction.finding["text"]) == ("dismiss", "Ada Reyes")
    async with bench.app(article) as (app, pilot):
        assert len(app.reader.pane.marks("findings")) == 5
        await pilot.press("u")
        await until(pilot, lambda: len(app.reader.pane.marks("findings")) == 6)


async def test_which_of_several_findings_here_is_meant_is_asked(bench, until):
    article = bench.article(bench.text.replace("“We will", "“We and Tor Holm will"))
    findings = bench.known(article)
    quote, name = findings.quotes[0], findings.entities[2]
    assert name.text == "Tor Holm"
    assert name.start in quote.spans[0]
    async with bench.app(article) as (app, pilot):
        pane = app.reader.pane
        pane.go_to(name.start)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert [row.label for row in app.screen._choice.rows] == [
            "Person: Tor Holm",
            "Quote: “We and Tor Holm will not wait,”",
        ]
        await pilot.press("2")
        await until(pilot, lambda: quote.id not in app.session.reading.findings.by_id)
        await pilot.press("u")
        await until(pilot, lambda: quote.id in app.session.reading.findings.by_id)
        # A mark that was walked to is meant: nothing is asked.
        pane.go_to(0)
        pane.go_to_mark("findings", name.id)
        await pilot.press("x")
        await until(pilot, lambda: name.id not in app.session.reading.findings.by_id)
        await pilot.press("u")
        await until(pilot, lambda: name.id in app.session.reading.findings.by_id)
        # Only the quote has a speaker.
        pane.go_to_mark("findings", name.id)
        await pilot.press("S")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert app.screen._choice.title.startswith("Who says “")


async def test_a_quote_grows_at_its_start_once_turned(bench, until):
    article = bench.article()
    findings = bench.known(article)
    quote = findings.quotes[0]
    async with bench.app(article) as (app, pilot):
        pane = app.reader.pane
        pane.go_to_mark("findings", quote.id)

        def words():
            return app.session.reading.findings.by_id[quote.id].text

        await pilot.press("s", ">")
        await until(
            pilot, lambda: words() == f"close. {quote.text}" or words() == f". {quote.text}"
        )
        assert pane.cursor == app.session.reading.findings.by_id[quote.id].spans[0].start
        await pilot.press("<")
        await until(pilot, lambda: words() == quote.text)


async def test_blind_hides_the_machine_s_layer_and_the_record_says_so(bench, until):
    article = bench.article()
    bench.known(article)
    bench.set(blind=True)
    async with bench.app(article) as (app, pilot):
        app.reader.show_lists()
        assert rows(app.reader.query_one(FindingsTree)) == []
        await pilot.press("H")
        await pilot.press("B")
        app.reader.show_lists()
        assert "People  2" in rows(app.reader.query_one(FindingsTree))
        await pilot.press("}", "}", "H")
        await until(pilot, lambda: not app.session.notebook.saving)
    seen = [
        record.machine_visible
        for record in app.session.notebook.records
        if record.kind == "highlight"
    ]
    assert seen == [False, True]


async def test_missing_models_are_one_sentence_and_the_article_is_readable(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await until(pilot, lambda: "no folder of models" in app.reader.status.message)
        await pilot.press("G")
        assert app.reader.pane.cursor > 100
        assert app.reader.status.work == ""


async def test_a_claim_of_a_quote_knows_who_said_it(bench, until):
    article = bench.article()
    findings = bench.known(article)
    async with bench.app(article) as (app, pilot):
        app.reader.pane.go_to_mark("findings", findings.quotes[0].id)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press("enter")
        await until(pilot, lambda: app.session.notebook.records and not app.session.notebook.saving)
        (claim,) = app.session.notebook.records
        assert (claim.kind, claim.claimant) == ("claim", "Ada Reyes")
        app.reader.show_lists()
        assert app.reader.side.query_one("#claims", OptionList).option_count == 1


async def test_an_own_mark_is_meant_even_where_a_name_lies_inside_it(bench, until):
    article = bench.article()
    findings = bench.known(article)
    async with bench.app(article) as (app, pilot):
        app.reader.pane.go_to_mark("findings", findings.entities[2].id)
        await pilot.press("H")
        app.reader.pane.go_to_mark("findings", findings.entities[2].id)
        assert app.reader.pane.current_mark.channel == "entity"
        await pilot.press("d", "d")
        assert app.reader.pane.marks("notes") == []
        await pilot.press("x")
        assert len(app.reader.pane.marks("findings")) == 5


async def test_keys_typed_ahead_of_a_pane_reach_it(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        app.reader.turn_pane(1)
        assert app.reader.focused is app.reader.side.shown_list
        await pilot.press("right")
        assert app.reader.side.tab == "notes"


async def test_a_small_screen_shows_the_mention_and_the_list_goes_on_from_it(bench, until):
    article = bench.article()
    findings = bench.known(article)
    async with bench.app(article, size=(80, 24)) as (app, pilot):
        app.reader.show_lists()
        await pilot.press("tab", "down", "enter")
        await until(pilot, lambda: app.reader.pane.cursor == findings.entities[0].start)
        assert app.reader.focused is app.reader.pane
        await pilot.press("tab", "enter")
        await until(pilot, lambda: app.reader.pane.cursor == findings.entities[1].start)


async def test_the_keys_go_back_to_the_row_that_a_question_was_asked_on(bench, until):
    article = bench.article()
    findings = bench.known(article)
    async with bench.app(article) as (app, pilot):
        app.reader.show_lists()
        tree = app.reader.query_one(FindingsTree)
        quote = findings.quotes[0]
        await pilot.press("tab")
        while tree.row.key != "speaker Ada Reyes":
            row = tree.cursor_line
            await pilot.press("j")
            await until(pilot, lambda row=row: tree.cursor_line != row)
        await pilot.press("space", "j")
        await until(pilot, lambda: tree.finding == quote.id)
        for keys in (["S", "escape"], ["S", "o", *"Mo", "escape"], ["S", "o", *"Mo Lee", "enter"]):
            await pilot.press(*keys)
            await until(pilot, lambda: app.screen is app.reader and app.reader.focused is tree)
        await until(pilot, lambda: app.session.reading.findings.by_id[quote.id].speaker == "Mo Lee")
        app.reader.show_lists()
        assert tree.finding == quote.id
        await pilot.press("x")
        await until(pilot, lambda: quote.id not in app.session.reading.findings.by_id)
        app.reader.show_lists()
        assert tree.row is not None
        assert tree.row.key != f"quote {quote.id}"
        assert tree.cursor_line > 0


async def test_a_name_is_completed_by_any_word_of_it(bench, until):
    article = bench.article()
    findings = bench.known(article)
    async with bench.app(article) as (app, pilot):
        app.reader.pane.go_to(findings.quotes[0].spans[0].start)
        await pilot.press("S")
        await until(pilot, lambda: app.screen is not app.reader)
        await pilot.press("o")
        await until(pilot, lambda: app.reader.prompt.asking)
        await pilot.press(*"holm", "tab", "ctrl+s")
        await until(pilot, lambda: app.session.reading.standing.quotes[0].speaker == "Tor Holm")


async def test_a_glimpse_lights_the_view_and_is_refined_without_going_out(
    bench, until, monkeypatch
):
    views = []
    monkeypatch.setattr(Analyst, "find", lambda self, article, view: views.append(view))
    monkeypatch.setattr(Analyst, "busy", True)
    monkeypatch.setattr(Analyst, "cancel", lambda self: False)
    article = bench.article()
    whole = findings_of(article.text, article.fingerprint)
    glimpsed = dataclasses.replace(
        whole, people=(), entities=whole.entities[:1], quotes=whole.quotes, figures=()
    )
    async with bench.app(article) as (app, pilot):
        pane, session = app.reader.pane, app.session
        await until(pilot, lambda: views)
        assert views == [Span(*pane.in_sight())]
        session.hear(Glimpsed(glimpsed))
        await until(pilot, lambda: len(pane.marks("findings")) == 2)
        assert session.reading.findings.found is None
        # It can be seen, and nothing can be decided by it.
        await pilot.press(".", "x", "enter")
        assert app.screen is app.reader
        seen = []
        replace = pane.caret.layers.set_layer
        monkeypatch.setattr(
            pane.caret.layers,
            "set_layer",
            lambda name, marks: seen.append((name, list(marks))) or replace(name, seen[-1][1]),
        )
        session.hear(Found(whole, cached=False))
        await until(pilot, lambda: len(pane.marks("findings")) == 6)
        lit = {mark.id for mark in glimpsed.every}
        assert all(lit <= {mark.id for mark in marks} for name, marks in seen if name == "findings")
        monkeypatch.setattr(Analyst, "busy", False)


async def test_a_glimpse_goes_out_when_the_search_for_the_rest_stops(bench, until, monkeypatch):
    monkeypatch.setattr(Analyst, "find", lambda *_: None)
    monkeypatch.setattr(Analyst, "busy", True)
    monkeypatch.setattr(Analyst, "cancel", lambda self: False)
    article = bench.article()
    async with bench.app(article) as (app, pilot):
        pane, session = app.reader.pane, app.session
        session.hear(Glimpsed(findings_of(article.text, article.fingerprint)))
        await until(pilot, lambda: len(pane.marks("findings")) == 6)
        session.hear(NotFound(article.fingerprint, ""))
        await until(pilot, lambda: pane.marks("findings") == [])
        session.hear(Glimpsed(findings_of(article.text, "sha256:of another article")))
        await pilot.pause()
        assert pane.marks("findings") == []
        monkeypatch.setattr(Analyst, "busy", False)


async def test_the_heads_of_the_groups_of_findings_are_one_key_apart(bench, until):
    article = bench.article()
    bench.known(article)
    async with bench.app(article, size=(120, 36)) as (app, pilot):
        await until(pilot, lambda: app.session.reading.findings.found)
        await pilot.press("tab")
        tree = app.reader.side.shown_list
        await until(pilot, lambda: tree.has_focus and tree.cursor_line == 0)
        heads = [node.data.key for node in tree.root.children]
        seen = [tree.row.key]
        for _ in heads[1:]:
            await pilot.press("}")
            seen.append(tree.row.key)
        assert seen == heads
        await pilot.press("{")
        assert tree.row.key == heads[-2]
        await pilot.press("home", "j", "{")
        assert tree.row.key == heads[0]
