"""The desk in a running app: listed, sorted, filtered, searched, kept."""

from __future__ import annotations

from rich.style import Style
from textual.widgets import Input

from reader.annotations.records import ArticleRecord, Claim, Mark, Revision, new_id
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.article.article import fingerprint
from reader.article.stored_texts import StoredTexts
from reader.desk.row import DeskRow
from reader.session.desk_view import DeskView, one_term, view_of, view_title
from reader.text.span import Span
from reader.ui.desk_list import _strip, heading
from reader.ui.dialogs.choice import ChoiceDialog


def fill(bench, number: int = 3) -> None:
    """Make a desk of articles whose files are gone and whose texts are kept."""
    kept = StoredTexts(bench.settings.stored_texts)
    records = []
    for place in range(number):
        text = f"Story number {place}\n\nThe harbour of town {place} was shut.\n"
        name = f"a{place:03d}"
        revision = Revision(kept.keep(text), "plain text 1", "2026-11-24T10:00:00Z", f"{name}.txt")
        assert revision.fingerprint == fingerprint(text)
        records.append(
            ArticleRecord(
                article_id=name,
                id=name,
                title=f"Story number {place}",
                outlet="North Wire" if place % 2 else "Post",
                created=f"2026-11-24T10:{place // 60:02d}:{place % 60:02d}Z",
                published=f"2026-11-{1 + place % 28:02d}",
                locations=(str(bench.folder / f"{name}.txt"),),
                revisions=(revision,),
            )
        )
    held = anchor("harbour", [Span(0, 7)])
    first = records[0].id
    records.append(
        Mark(article_id=first, id=new_id(), kind="note", body="Ask the mayor.", anchor=held)
    )
    records.append(Claim(article_id=first, id=new_id(), claim="It was shut.", anchor=held))
    store = open_store(bench.settings.notes, who="ada")
    store.put_many(records, "article")
    store.close()


def titles(app) -> list[str]:
    return [row.title.removeprefix("Story number ") for row in app.session.desk.rows or ()]


def drawn(app) -> str:
    rows = app.reader.desk_list
    return "\n".join(
        "".join(segment.text for segment in rows.render_line(y)) for y in range(rows.size.height)
    )


async def ask(app, pilot, key: str, line: str) -> None:
    await pilot.press(key)
    app.reader.prompt.query_one(Input).value = line
    await pilot.press("enter")


async def ask_on_desk(app, pilot, words: str) -> None:
    await pilot.press("i")
    await ask(app, pilot, "slash", words)


async def test_the_desk_fills_the_screen_and_tells_counts(bench, until):
    fill(bench)
    async with bench.app(size=(100, 24)) as (app, pilot):
        await until(pilot, lambda: titles(app) == ["2", "1", "0"])
        await until(pilot, lambda: app.reader.context == "desk")
        assert not app.reader.query_one("#article-column").display
        await until(pilot, lambda: "1n 1c" in drawn(app))
        lines = drawn(app).split("\n")
        assert all(word in lines[2] for word in ("○", "Story number 0", "Post", "2026-11-01"))
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: app.session.notebook.article_id == "a000")
        assert app.reader.query_one("#article-column").display
        await until(pilot, lambda: [row.status for row in app.session.desk.rows][2] == "reading")
        await pilot.press("J")
        await until(pilot, lambda: app.session.notebook.article_id == "a002")
        await pilot.press("K")
        await until(pilot, lambda: app.session.notebook.article_id == "a000")
        await pilot.press("i", "i")
        assert app.reader.focused is app.reader.pane


async def test_sort_and_filter_are_kept_for_the_next_start(bench, until):
    fill(bench)
    async with bench.app(size=(100, 24)) as (app, pilot):
        await until(pilot, lambda: len(titles(app)) == 3)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("t")
        await until(pilot, lambda: titles(app) == ["0", "1", "2"])
        await ask(app, pilot, "F", "outlet:post from:2026-11-02")
        await until(pilot, lambda: titles(app) == ["2"])
        await ask(app, pilot, "slash", "harbour")
        await until(pilot, lambda: "harbour" in app.session.desk.title)
        await ask(app, pilot, "F", "colour:red")
        assert "no filter “colour:”" in app.reader.status.message
    async with bench.app(size=(100, 24)) as (app, pilot):
        await until(pilot, lambda: titles(app) == ["2"])
        assert "harbour" not in app.session.desk.title
        await until(pilot, lambda: app.reader.context == "desk")
        await pilot.press("backspace")
        await until(pilot, lambda: titles(app) == ["0", "1", "2"])


async def test_words_of_texts_and_notes_narrow_the_desk_and_lead_to_their_place(bench, until):
    fill(bench)
    async with bench.app(size=(100, 24)) as (app, pilot):
        await until(pilot, lambda: app.reader.status.desk_work == "" and len(titles(app)) == 3)
        await ask(app, pilot, "slash", "mayor")
        await until(pilot, lambda: titles(app) == ["0"])
        await ask(app, pilot, "slash", "town 1")
        await until(pilot, lambda: titles(app) == ["1"])
        await pilot.press("enter")
        await until(pilot, lambda: app.session.notebook.article_id == "a001")
        text = app.reader.pane.article.text
        await until(pilot, lambda: app.reader.pane.cursor == text.index("1"))
        await ask_on_desk(app, pilot, "harbour")
        await until(pilot, lambda: len(titles(app)) == 3)
        await pilot.press("enter")
        await until(pilot, lambda: "“harbour” 1 of 1" in app.reader.status.message)
        await pilot.press("i", "ctrl+f")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))


async def test_a_long_desk_draws_only_what_is_in_sight(bench, until):
    fill(bench, 400)
    async with bench.app(size=(60, 20)) as (app, pilot):
        await until(pilot, lambda: len(titles(app)) == 400 and app.reader.context == "desk")
        rows = app.reader.desk_list
        assert not list(rows.query("*"))
        await pilot.press("G")
        assert rows.cursor == 399
        assert "Story number 0" in drawn(app)
        await pilot.press("space", "b", "g", "3", "j")
        assert rows.cursor == 3


async def test_reading_only_keeps_no_text_and_lists_all_the_same(bench, until):
    fill(bench, 1)
    kept = len(StoredTexts(bench.settings.stored_texts).list())
    bench.set(read_only=True)
    article = bench.article("Another story\n\nOther words.\n", "other.txt")
    async with bench.app(article, size=(100, 24)) as (app, pilot):
        await until(pilot, lambda: titles(app) == ["0"])
        await pilot.press("i", "C")
        assert "are read-only" in app.reader.status.message
    assert len(StoredTexts(bench.settings.stored_texts).list()) == kept


def test_titles_of_the_desk_and_views_that_were_kept():
    assert view_title(DeskView(), 3, 3) == "Desk 3"
    assert view_title(DeskView("title", True, "tag:x"), 1, 3) == "Desk 1 of 3 · tag:x · title ↓"
    assert view_of(("title", True, "tag:x")) == DeskView("title", True, "tag:x")
    assert view_of(("title", True, "no:x")) == DeskView("title", True)
    for nothing in ((), ("colour", True, ""), (1, 2), None):
        assert view_of(nothing) == DeskView()
    assert DeskView("title").sorted_by("title") == DeskView("title", True)
    terms = {"One": "one", '"two words"': "two words", "two words": "", '"a" "b"': "", "": ""}
    assert {words: one_term(words) for words in terms} == terms
    assert DeskView(line="tag:x old").with_words("new").line == "tag:x new"


async def test_a_folder_is_added_behind_the_screen_and_can_be_stopped(bench, until):
    folder = bench.folder / "new stories"
    folder.mkdir()
    for number in range(4):
        (folder / f"s{number}.txt").write_text(f"Story number {number}\n\nWords.\n")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    fill(bench, 1)
    async with bench.app(size=(100, 24)) as (app, pilot):
        await until(pilot, lambda: app.reader.context == "desk")
        await ask(app, pilot, "a", f"'{folder}' missing.txt")
        await until(pilot, lambda: app.session.adding.running)
        await until(pilot, lambda: not app.session.adding.running)
        assert "4 added, 2 failed" in app.reader.status.message
        await until(pilot, lambda: len(titles(app)) == 5)
        await pilot.press("X")
        assert "Nothing is being added" in app.reader.status.message
        await ask(app, pilot, "a", "'unbalanced")
        assert "quotation mark" in app.reader.status.message


def test_a_wide_list_has_a_column_of_what_is_decided_and_every_list_tells_conflicts():
    row = DeskRow("a", "Bridge", notes=4, claims=2, decided=3, undecided=2, conflicts=1)
    plain = Style()
    wide = _strip(row, 120, False, False, plain, plain).text
    assert "3/5" in wide
    assert wide.index("3/5") == heading(120).index("Decided")
    at_eighty = _strip(row, 80, False, False, plain, plain).text
    assert at_eighty.index("3/5") == heading(80).index("Decided")
    narrow = _strip(row, 60, False, False, plain, plain).text
    assert "3/5" not in narrow
    assert "4n 2c 1!" in wide
    assert "4n 2c 1!" in narrow


async def test_escape_ends_the_selection_and_leaves_no_desk_without_an_article(bench, until):
    fill(bench)
    async with bench.app(size=(80, 24)) as (app, pilot):
        await until(pilot, lambda: len(titles(app)) == 3)
        await pilot.press("space", "v")
        assert len(app.session.desk.selection) == 1
        await pilot.press("escape")
        assert not app.session.desk.selection
        assert app.session.desk.selection.start is None
        assert "*" not in drawn(app)
        await pilot.press("escape")
        assert app.reader.context == "desk"
        await pilot.press("enter")
        await until(pilot, lambda: app.session.reading)
        await pilot.press("i", "space", "escape")
        assert app.reader.context == "desk"
        await pilot.press("escape")
        assert app.reader.context == "read"


async def test_a_range_is_marked_while_it_grows(bench, until):
    fill(bench)
    async with bench.app(size=(80, 24)) as (app, pilot):
        await until(pilot, lambda: len(titles(app)) == 3)
        await pilot.press("g", "v", "2", "j")
        await pilot.pause()
        assert drawn(app).count("*") == 3
        await pilot.press("k")
        await pilot.pause()
        assert drawn(app).count("*") == 2


async def test_a_word_typed_after_the_filter_that_is_set_is_another_word(bench, until):
    fill(bench)
    async with bench.app(size=(80, 24)) as (app, pilot):
        await until(pilot, lambda: len(titles(app)) == 3)
        await ask(app, pilot, "F", "harbour")
        await pilot.press("F", *"town", "enter")
        await until(pilot, lambda: app.session.desk.view.line == "harbour town")
        await pilot.press("F", "enter")
        assert app.session.desk.view.line == "harbour town"
