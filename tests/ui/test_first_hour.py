"""What leads a newcomer: the guide, the line on findings, the state of the search, the keys."""

from __future__ import annotations

import pytest
from textual.widgets import Input, Static

from reader.annotations.records import Mark
from reader.annotations.store import open_store
from reader.article.opening import open_article
from reader.config import _seed
from reader.session.analyst import Analyst, Progressed
from reader.ui.card_text import CardLine
from reader.ui.dialogs.card import MORE, Card
from reader.ui.dialogs.help_screen import HelpScreen
from reader.ui.dialogs.key_columns import (
    MIN_COLUMN,
    Section,
    columns,
    key_sections,
    matching,
)
from reader.ui.keymap import COMMANDS
from reader.ui.keymap_review import VERDICTS
from reader.ui.own_keys import resolve

PLACES = ("read", "select", "list", "desk", "review")


def notes(bench):
    return [
        one for one in open_store(bench.settings.notes, who="ada").records() if type(one) is Mark
    ]


def state(app):
    line = app.reader.query_one("#finding-state", Static)
    return str(line.render()) if line.display else ""


# -- the guide


@pytest.mark.parametrize("where", ["in the package", "in a checkout"])
async def test_the_seed_named_on_the_command_line_greets_once(bench, until, tmp_path, where):
    place = _seed()
    if where == "in a checkout":
        place = tmp_path / "seeds" / _seed().name
        place.parent.mkdir()
        place.write_bytes(_seed().read_bytes())
    bench.set(seed=_seed())
    async with bench.app(open_article(str(place))) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, Card) and app.screen.is_mounted)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.reader and not app.session.notebook.saving)
        await until(pilot, lambda: app.reader.status.message != "saving")
        assert "undo" not in app.reader.status.message, "the guide is no act of the person"
    (guide,) = notes(bench)
    assert guide.creator == "reader"
    async with bench.app(open_article(str(place))) as (app, pilot):
        await until(pilot, lambda: app.reader.pane.marks("notes"))
        await pilot.pause()
        assert app.screen is app.reader
    assert notes(bench) == [guide]


async def test_a_seed_annotated_by_a_command_still_greets(bench, until):
    from reader.annotations.articles import admitted
    from reader.annotations.records import now

    seed = open_article(str(_seed()))
    store = open_store(bench.settings.notes, who="ada")
    store.put(admitted(None, seed, creator="ada", at=now()), "article")
    store.close()
    bench.set(seed=_seed())
    async with bench.app(seed) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, Card))


@pytest.mark.parametrize("how", ["another article", "a copy of the seed", "read only"])
async def test_only_the_seed_itself_greets(bench, until, how):
    bench.set(seed=_seed(), read_only=how == "read only")
    text = _seed().read_text("utf-8")
    article = {
        "another article": lambda: bench.article(),
        "a copy of the seed": lambda: bench.article(text, "copy.txt"),
        "read only": lambda: open_article(str(_seed())),
    }[how]()
    async with bench.app(article) as (app, pilot):
        await pilot.pause()
        assert app.screen is app.reader
        assert not app.reader.pane.marks("notes")


# -- walking round


async def test_walking_past_the_last_finding_goes_on_at_the_first_and_says_so(bench, until):
    article = bench.article()
    bench.known(article)
    async with bench.app(article) as (app, pilot):
        pane = app.reader.pane
        starts = sorted({mark.start for mark in pane.marks("findings")})
        await pilot.press("G", ".")
        await until(pilot, lambda: pane.cursor == starts[0])
        assert "first finding" in app.reader.status.message
        await pilot.press(",")
        await until(pilot, lambda: pane.cursor == starts[-1])
        assert "last finding" in app.reader.status.message
        await pilot.press("g", ".")
        assert pane.cursor == starts[0]
        assert "first finding" not in app.reader.status.message


async def test_a_count_walks_all_the_way_round(bench, until):
    article = bench.article()
    bench.known(article)
    async with bench.app(article) as (app, pilot):
        pane = app.reader.pane
        places = len({mark.start for mark in pane.marks("findings")})
        await pilot.press("g", ".")
        first = pane.cursor
        await pilot.press(".")
        assert pane.cursor != first
        await pilot.press(*str(places - 1), ".")
        await until(pilot, lambda: "first finding" in app.reader.status.message)
        assert pane.cursor == first


async def test_the_only_mark_is_not_walked_to_as_if_it_were_another(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("ctrl+down")
        assert "no mark of yours" in app.reader.status.message
        await pilot.press("H")
        await until(pilot, lambda: app.reader.pane.marks("notes"))
        place = app.reader.pane.marks("notes")[0].start
        await pilot.press("G", "ctrl+down")
        await until(pilot, lambda: app.reader.pane.cursor == place)
        await pilot.press("ctrl+down")
        await until(pilot, lambda: "no other mark" in app.reader.status.message)


# -- the pane of findings


async def test_the_pane_says_how_far_the_search_is_and_how_it_ended(bench, until, monkeypatch):
    monkeypatch.setattr(Analyst, "find", lambda self, *_: None)
    async with bench.app(bench.article(), size=(120, 36)) as (app, pilot):
        monkeypatch.setattr(Analyst, "busy", True)
        print_ = app.session.reading.article.fingerprint
        app.session.hear(Progressed(print_, 3, 17))
        await until(pilot, lambda: "3/17" in state(app))
        app.reader.side.show_tab("notes")
        assert state(app) == ""
        app.reader.side.show_tab("findings")
        assert "3/17" in state(app)
        monkeypatch.setattr(Analyst, "busy", False)
        app.reader.show_lists()
        assert "alt+r" in state(app)
        await pilot.press("B")
        await until(pilot, lambda: "hidden" in state(app))


async def test_the_pane_is_quiet_once_findings_are_listed(bench, until):
    article = bench.article()
    bench.known(article)
    async with bench.app(article) as (app, _pilot):
        app.reader.show_lists()
        assert state(app) == ""


@pytest.mark.parametrize(("width", "pointed"), [(80, True), (160, False)])
async def test_a_narrow_screen_says_where_findings_are_listed(bench, until, width, pointed):
    article = bench.article()
    bench.known(article)
    async with bench.app(article, size=(width, 24)) as (app, pilot):
        await pilot.pause()
        message = app.reader.status.message
        assert ("6 findings" in message and "tab" in message) == pointed
        await pilot.press("tab")
        await until(pilot, lambda: app.reader.focused.id == "findings")


async def test_one_esc_too_many_does_not_stop_the_search_and_the_next_one_does(
    bench, until, monkeypatch
):
    stopped = []
    monkeypatch.setattr(Analyst, "find", lambda self, *_: None)
    monkeypatch.setattr(Analyst, "busy", True)
    monkeypatch.setattr(Analyst, "cancel", lambda self: stopped.append(1) or True)
    async with bench.app(bench.article()) as (app, pilot):
        stopped.clear()
        await pilot.press("escape")
        await until(pilot, lambda: "esc again" in app.reader.status.message)
        assert stopped == []
        await pilot.press("escape")
        await until(pilot, lambda: "alt+r" in app.reader.status.message)
        assert stopped == [1]
        monkeypatch.setattr(Analyst, "busy", False)


# -- the keys


@pytest.mark.parametrize("first", PLACES)
def test_keys_of_the_pane_in_focus_come_first_and_none_is_missing(first):
    keys = resolve()
    sections = key_sections(keys, first)
    rows = [row for section in sections for row in section.rows]
    for command in COMMANDS:
        if command.id not in VERDICTS:
            assert any(description == command.description for _, description in rows), command.id
    here = {
        command.description
        for command in COMMANDS
        if first in command.contexts and command.id not in VERDICTS
    }
    places = [place for place, (_, description) in enumerate(rows) if description in here]
    assert places[: len(here) - 1] == list(range(places[0], places[0] + len(here) - 1))
    assert places[0] <= 1


@pytest.mark.parametrize("first", PLACES)
def test_no_key_of_a_pane_is_listed_twice(first):
    for section in key_sections(resolve(), first):
        keys = [key for row in section.rows for key in row[0].split()]
        assert len(keys) == len(set(keys)), section.title


def test_the_filter_takes_words_of_key_title_and_description_and_one_key_in_its_case():
    sections = [
        Section("Move", (("j ↓", "line down"), ("G", "end"))),
        Section("Mark", (("g", "grow a mark"), ("dd", "delete the mark"))),
    ]
    assert matching(sections, "") == sections
    assert matching(sections, "mark delete") == [Section("Mark", (("dd", "delete the mark"),))]
    assert matching(sections, "DOWN") == [Section("Move", (("j ↓", "line down"),))]
    assert matching(sections, "G") == [Section("Move", (("G", "end"),))]
    assert matching(sections, "nothing like it") == []


@pytest.mark.parametrize(("width", "count"), [(40, 1), (76, 1), (100, 2), (156, 3)])
def test_as_many_columns_as_fit_hold_every_line_in_order(width, count):
    sections = key_sections(resolve(), "read")
    set_ = columns(sections, width, 20)
    assert len(set_) == count
    lines = [line for column in set_ for line in column]
    titles = [line.words for line in lines if line.kind == "title"]
    assert titles == [section.title for section in sections]
    written = [line.key.strip() for line in lines if line.kind == "row"]
    assert written == [key for section in sections for key, _ in section.rows]
    for column in set_:
        assert column[0].kind != "blank"
        assert column[-1].kind != "title"
    heights = [len(column) for column in set_]
    assert max(heights) - min(heights[:-1], default=max(heights)) <= 2


def test_few_lines_stay_in_the_first_column():
    section = Section("Mark", tuple((str(number), "words") for number in range(9)))
    assert len(columns([section], 3 * MIN_COLUMN + 10, 20)) == 1


async def test_typing_filters_the_keys_and_an_empty_answer_says_what_to_do(bench, until):
    async with bench.app(bench.article(), size=(160, 50)) as (app, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        page = app.screen.query_one("#keys-page", Static)
        await until(pilot, lambda: "line down" in str(page.render()))
        await pilot.press(*"export")
        await until(pilot, lambda: "line down" not in str(page.render()))
        assert "export the notes" in str(page.render())
        await pilot.press(*"zzz")
        await until(pilot, lambda: "Backspace" in str(page.render()))
        app.screen.query_one(Input).value = ""
        await until(pilot, lambda: "line down" in str(page.render()))
        await pilot.press("question_mark")
        await until(pilot, lambda: app.screen is app.reader)


async def test_the_window_of_two_texts_lists_its_keys(bench, until):
    from reader.ui.dialogs.changes import ChangesScreen

    article = bench.article()
    async with bench.app(article) as (app, pilot):
        await pilot.press("H")
        await until(pilot, lambda: not app.session.notebook.saving)
    later = bench.article(article.text.replace("15 containers", "16 containers"))
    async with bench.app(later) as (app, pilot):
        await until(pilot, lambda: app.reader.pane.marks("notes"))
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, ChangesScreen))
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        page = app.screen.query_one("#keys-page", Static)
        await until(pilot, lambda: "next change" in str(page.render()))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ChangesScreen))


@pytest.mark.parametrize("said", ["", "saved", "Note made · saved · u undoes"])
async def test_a_narrow_screen_says_where_findings_are_after_anything_was_saved(bench, said):
    article = bench.article()
    bench.known(article)
    async with bench.app(article, size=(80, 24)) as (app, pilot):
        await pilot.pause()
        app.reader.status.message = said
        app.reader.point_to_findings()
        assert "finding" in app.reader.status.message


async def test_another_message_is_not_replaced_by_where_findings_are(bench):
    article = bench.article()
    bench.known(article)
    async with bench.app(article, size=(80, 24)) as (app, pilot):
        await pilot.pause()
        app.reader.status.message = "Past the end: this is the first finding."
        app.reader.point_to_findings()
        assert app.reader.status.message.startswith("Past the end")


@pytest.mark.parametrize("high", [12, 60])
async def test_a_card_says_that_more_of_it_is_below(bench, until, high):
    async with bench.app(bench.article(), size=(80, high)) as (app, pilot):
        app.push_screen(Card([CardLine(f"Line {number}") for number in range(20)]))
        await pilot.pause()
        lines = app.screen.query_one("#card")
        await until(pilot, lambda: lines.virtual_size.height >= 20)
        assert (lines.border_subtitle == MORE) == (high == 12)
        await pilot.press("end")
        await until(pilot, lambda: lines.border_subtitle == "")
