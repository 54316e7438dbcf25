from __future__ import annotations

import gc
import shutil

import pytest
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import Input, Static, TextArea

from reader.annotations.records import Mark, new_id
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.session.choice import Choice
from reader.text.span import Span
from reader.ui.app import SHOW_CURSOR
from reader.ui.article_pane.pane import ArticlePane
from reader.ui.article_pane.progress import Progress
from reader.ui.dialogs.card import Card
from reader.ui.dialogs.choice import ChoiceDialog
from reader.ui.dialogs.help_screen import HelpScreen
from reader.ui.status_line import StatusLine

TRAP = "[Reuters] [/b] [link='x] \x1b[31m\x9b2J\u202e"
SIZES = [(160, 50), (120, 36), (100, 30), (80, 24), (40, 12)]


def screen_text(app) -> str:
    """Return what is on the screen, as text."""
    lines = app.screen._compositor.render_strips()
    assert len(lines) <= app.size.height
    return "\n".join(strip.text for strip in lines)


def unbroken(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("size", SIZES)
async def test_every_size_shows_the_article_and_its_keys_work(bench, until, size):
    article = bench.article()
    bench.known(article)
    async with bench.app(article, size=size) as (app, pilot):
        assert "Port closes [Reuters]" in screen_text(app)
        assert app.reader.pane.size.width >= 30
        await pilot.press("tab")
        await until(pilot, lambda: "Findings" in screen_text(app))
        await pilot.press("tab")
        await until(pilot, lambda: "Desk" in screen_text(app))
        await pilot.press("escape")
        assert app.reader.focused is app.reader.pane
        await pilot.press("z")
        await until(pilot, lambda: "Findings" not in screen_text(app))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.reader.pane.size.width > 60)


@pytest.mark.parametrize("size", SIZES)
async def test_a_new_size_shows_no_other_layout_first(bench, until, monkeypatch, size):
    drawn = []
    strip_of = ArticlePane.strip_of

    def noted(pane, number):
        drawn.append((pane.app.size.width, strip_of(pane, number).text))
        return strip_of(pane, number)

    monkeypatch.setattr(ArticlePane, "strip_of", noted)
    async with bench.app(bench.article(), size=size) as (app, pilot):
        await pilot.resize_terminal(70, 30)
        await until(pilot, lambda: app.size.width == 70 and app.reader.pane.page.width == 64)
        await pilot.pause()
    assert {len(line) for width, line in drawn if width == 70} == {69}
    assert len({len(line) for width, line in drawn if width == size[0]}) == 1


async def test_text_that_looks_like_markup_or_escapes_shows_as_itself_everywhere(bench, until):
    article = bench.article(f"{TRAP} title\n\nA paragraph of {TRAP} words.\n")
    bench.set(theme="reader-light")
    async with bench.app(article, size=(160, 40)) as (app, pilot):
        await until(pilot, lambda: "no folder of models" in app.reader.status.message)
        record = Mark(
            article_id=app.session.notebook.article_id,
            id=new_id(),
            kind="note",
            tags=(TRAP,),
            body=TRAP,
            anchor=anchor(article.text, [Span(0, len(TRAP))]),
        )
        app.session.current.save([record], TRAP)
        app.reader.show_lists()
        app.session.report(TRAP, loud=True)
        app.reader.side.show_tab("notes")
        await pilot.pause()
        shown = screen_text(app)
        for place in ("desk", "article-title", "article", "notes", "status"):
            region = app.reader.query_one(f"#{place}").content_region
            part = [line[region.x : region.right] for line in shown.split("\n")]
            inside = unbroken("".join(part[region.y : region.bottom]))
            assert "[Reuters][/b][link='x]" in inside, place
        app.reader.card()
        await until(pilot, lambda: isinstance(app.screen, Card))
        await pilot.pause()
        assert "[/b]" in screen_text(app)
        await pilot.press("escape")
        app.reader.perform(_asked("note"))
        await until(pilot, lambda: app.screen.query("#editor-passage"))
        assert "[Reuters]" in screen_text(app)
        await pilot.press("escape")
        app.push_screen(ChoiceDialog(Choice(TRAP, [])))
        await pilot.pause()
        assert "[link='x]" in screen_text(app)
        for character in ("\x1b", "\x9b", "\u202e"):
            assert character not in screen_text(app)


def _asked(command):
    from reader.ui.key_sequences import Asked

    return Asked(command)


async def test_find_counts_its_hits_and_walks_them(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("slash")
        app.reader.query_one(Input).value = "reyes"
        await pilot.press("enter")
        await until(pilot, lambda: app.reader.status.message == "“reyes” 1 of 2")
        await pilot.press("n")
        await until(pilot, lambda: app.reader.status.message == "“reyes” 2 of 2")
        await pilot.press("n")
        await until(pilot, lambda: "1 of 2 · search wrapped" in app.reader.status.message)
        await pilot.press("n")
        await until(pilot, lambda: app.reader.status.message == "“reyes” 2 of 2")
        await pilot.press("ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("enter")
        assert app.reader.pane.cursor == app.reader.pane.article.text.index("Reyes")
        await pilot.press("slash")
        app.reader.query_one(Input).value = "nowhere"
        await pilot.press("enter")
        await until(pilot, lambda: "“nowhere” is not in this article" in app.reader.status.message)
        await pilot.press("slash", "ctrl+r")
        app.reader.query_one(Input).value = "("
        await pilot.press("enter")
        await until(pilot, lambda: app.reader.status.message not in ("", "“nowhere” 0 of 0"))
        # What cannot be searched for is not what the list is asked for.
        await pilot.press("ctrl+f")
        await until(pilot, lambda: "“nowhere” is neither in" in app.reader.status.message)
        assert app.reader.pane.article is not None


async def test_help_and_palette_come_from_the_key_table(bench, until):
    bench.set(keys={"note": ("ctrl+n",), "fly": ("x",)})
    async with bench.app(bench.article()) as (app, pilot):
        assert any("fly" in notice.message for notice in app._notifications)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        page = app.screen.query_one("#keys-page", Static)
        await until(pilot, lambda: "fly" in str(page.render()))
        await pilot.press(*"ctrl+n")
        await until(pilot, lambda: "fly" not in str(page.render()))
        assert "ctrl+n" in str(page.render())
        await pilot.press("escape")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.screen.query("CommandInput"))
        app.screen.query_one(Input).value = "Highlight"
        from textual.command import CommandList

        await until(pilot, lambda: app.screen.query_one(CommandList).option_count)
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.reader.pane.marks("notes"))


async def test_help_is_scrolled_while_its_filter_has_the_keys(bench, until):
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        pane = app.screen.query_one("#help")
        await until(pilot, lambda: pane.max_scroll_y > 0)
        for key, reached in (
            ("ctrl+end", lambda: pane.scroll_y == pane.max_scroll_y > 0),
            ("pageup", lambda: 0 < pane.scroll_y < pane.max_scroll_y),
            ("ctrl+home", lambda: pane.scroll_y == 0),
            ("down", lambda: pane.scroll_y == 1),
            ("up", lambda: pane.scroll_y == 0),
        ):
            await pilot.press(key)
            await until(pilot, reached)


async def test_the_theme_chosen_and_the_width_are_kept(bench, until):
    article = bench.article()
    async with bench.app(article) as (app, pilot):
        app.theme = "reader-light"
        await pilot.press("-")
        measure = app.reader.pane.measure
    async with bench.app(article) as (app, pilot):
        assert app.theme == "reader-light"
        assert app.reader.pane.measure == measure < 76


async def test_the_terminal_s_cursor_follows_the_text_cursor(bench, until):
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press("}", "right")
        pane = app.reader.pane
        assert app.cursor_position == pane.screen_offset_of(pane.cursor)


@pytest.mark.parametrize("wanted", [True, False])
async def test_the_terminal_s_cursor_is_shown_when_asked(bench, monkeypatch, wanted):
    written = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda driver, data: written.append(data))
    bench.set(terminal_cursor=wanted)
    async with bench.app(bench.article()):
        pass
    assert (SHOW_CURSOR in written) == wanted


async def test_a_read_only_notes_file_is_reported_and_nothing_is_lost(bench, until):
    article = bench.article()
    open_store(bench.settings.notes, who="ada").put(
        Mark(article_id="x", id="x", kind="note", anchor=anchor("abc", [Span(0, 1)])), "note"
    )
    bench.set(read_only=True)
    async with bench.app(article) as (app, pilot):
        await pilot.press("H")
        await until(pilot, lambda: app.session.notebook.unsaved)
        assert len(app.reader.pane.marks("notes")) == 1
    assert app.session.faults == [
        "1 change could not be saved; drafts are saved for the next start."
    ]


async def test_further_articles_are_walked_and_a_missing_one_is_reported(bench, until):
    first, second = bench.article(), bench.article("Other title\n\nOther text.\n", "other.txt")
    missing = str(bench.folder / "missing.txt")
    async with bench.app(first, locations=[second.location, missing]) as (app, pilot):
        await pilot.press("J")
        await until(pilot, lambda: app.reader.pane.article.title == "Other title")
        await until(
            pilot,
            lambda: app.session.notebook.article_id and len(app.session.notebook.articles) == 2,
        )
        await pilot.press("J")
        await until(pilot, lambda: "missing.txt" in app.reader.status.message)
        await pilot.press("K")
        await until(pilot, lambda: app.reader.pane.article.title == first.title)


async def test_the_first_start_opens_a_seed_with_its_guided_note(bench, until):
    from reader.config import _seed

    bench.set(seed=_seed())
    async with bench.app() as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, Card) and app.screen.is_mounted)
        assert "Welcome" in "\n".join(line.text for line in app.screen._lines)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.reader)
        assert not app.reader.has_class("-desk-open")
        assert app.reader.focused is app.reader.pane
    async with bench.app() as (app, pilot):
        await until(pilot, lambda: app.reader.focused is app.reader.query_one("#desk-list"))
        await pilot.press("enter")
        await until(pilot, lambda: app.reader.pane.marks("notes"))


async def test_hits_on_the_whole_desk_lead_to_another_article(bench, until):
    one = bench.article()
    other = bench.article("Other title\n\nThe harbour of the other.\n", "other.txt")
    async with bench.app(other) as (app, pilot):
        await pilot.press("H")
        await until(pilot, lambda: not app.session.notebook.saving)
    async with bench.app(one) as (app, pilot):
        await pilot.press("slash")
        app.reader.query_one(Input).value = "harbour"
        await pilot.press("enter", "ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert len(app.screen._choice.rows) == 2
        assert "not searched" not in app.screen._choice.title
        await pilot.press("down", "enter")
        pane = app.reader.pane
        place = other.text.index("harbour")
        await until(pilot, lambda: pane.article.title == "Other title" and pane.cursor == place)


@pytest.mark.parametrize("keys", [("slash",), ("slash", "ctrl+r")])
async def test_articles_whose_text_is_not_kept_are_reported_beside_the_hits(bench, until, keys):
    async with bench.app(bench.article("Other\n\nThe harbour of it.\n", "other.txt")):
        pass
    shutil.rmtree(bench.settings.stored_texts)
    async with bench.app(bench.article()) as (app, pilot):
        await pilot.press(*keys)
        app.reader.query_one(Input).value = "harbour"
        await pilot.press("enter", "ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        assert app.screen._choice.title.endswith("not searched: 1 whose text is not stored")


async def test_the_foot_tells_what_is_selected_and_the_keys_of_a_question(bench, until):
    async with bench.app(bench.article(), size=(80, 24)) as (app, pilot):
        await pilot.press("V")
        await until(pilot, lambda: "selecting by sentence: 6 words" in screen_text(app))
        await pilot.press("escape", "slash")
        await until(pilot, lambda: "esc cancel" in screen_text(app))
        assert "selecting" not in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "esc cancel" not in screen_text(app))


async def test_without_animations_nothing_glides_or_blinks(bench, until):
    bench.set(animations=False)
    async with bench.app(bench.article()) as (app, pilot):
        assert app.animation_level == "none"
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await until(pilot, lambda: not app.focused.cursor_blink)
        await pilot.press("escape", "a")
        await until(pilot, lambda: isinstance(app.focused, TextArea))
        await until(pilot, lambda: not app.focused.cursor_blink)


async def test_without_colour_nothing_but_text_styles_is_drawn(bench, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    article = bench.article()
    bench.known(article)
    bench.set(theme="reader-light")
    async with bench.app(article) as (app, pilot):
        await pilot.press("V")
        await pilot.pause()
        drawn = app.screen._compositor.render_strips()
        for each in app._filters:
            if each.enabled:
                drawn = [strip.apply_filter(each, app.screen.styles.background) for strip in drawn]
        styles = [segment.style for strip in drawn for segment in strip if segment.style]
        assert any(style.reverse for style in styles)
        colours = {colour for style in styles for colour in (style.color, style.bgcolor) if colour}
        assert all(colour.is_default for colour in colours)
    assert app.session.choices.theme == ""


@pytest.mark.parametrize(
    ("width", "printed", "shown"),
    [
        (120, "", "Working 1/9 · ━━━━──────── 34% · 4 min left"),
        (80, "", "Working 1/9 · 34% read · 4 min"),
        (80, "x" * 60, "34% read · 4 min"),
        (80, "x" * 90, "34% read · 4 min"),
        (40, "x" * 20, "34% read · 4 min"),
        (40, "x" * 35, ""),
    ],
)
async def test_a_message_goes_before_progress(width, printed, shown):
    class Foot(App[None]):
        def compose(self):
            yield StatusLine()

    async with Foot().run_test(size=(width, 4)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.styles.width, line.styles.height = "100%", 1
        line.message, line.work, line.progress = printed, "Working 1/9", Progress(34, 4)
        await pilot.pause()
        drawn = line.render().plain
    assert len(drawn) == width
    words = drawn.removesuffix(shown).rstrip()
    assert words == printed or (len(printed) > width - len(shown) and words.endswith("x…"))


@pytest.mark.parametrize("width", [40, 60, 80])
async def test_a_long_message_ends_with_a_whole_sentence_where_there_is_room(width):
    first, rest = "The search has ended early. ", "Look at " + "x" * width + " for the reason."

    class Foot(App[None]):
        def compose(self):
            yield StatusLine()

    async with Foot().run_test(size=(width, 4)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.styles.width, line.styles.height = "100%", 1
        line.message = first + rest
        await pilot.pause()
        assert line.render().plain.rstrip() == f"{first}…"


async def test_the_smallest_screen_has_room_to_write_and_to_look_up_keys(bench, until):
    async with bench.app(bench.article(), size=(40, 12)) as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.focused, TextArea))
        await until(pilot, lambda: app.focused.size.height >= 5)
        await pilot.press("escape", "question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await until(pilot, lambda: "h ← character left" in screen_text(app))


async def test_garbage_is_looked_for_again_once_the_first_frame_is_shown(bench, until):
    gc.disable()
    try:
        async with bench.app(bench.article()) as (_app, pilot):
            await until(pilot, gc.isenabled)
    finally:
        gc.enable()
        gc.unfreeze()
