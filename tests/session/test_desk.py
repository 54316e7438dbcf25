"""The desk without a screen: listed, sorted, filtered, searched, added to; versions and feeds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.analysis.cache import FindingsCache
from reader.analysis.findings import Figure
from reader.analysis.packages import STARTER, stamp
from reader.annotations.records import ArticleRecord, Mark, Revision, new_id
from reader.annotations.store import open_store
from reader.article.anchor import anchor
from reader.article.contents import SeveralArticlesError
from reader.article.opening import open_article
from reader.desk.index_file import index_path
from reader.review.queue import few
from reader.session.analyst import Analyst, Found
from reader.session.events import Asked, GoTo, HitsListed
from reader.text.span import Span
from tests.session.played import played, until
from tests.session.scratch_desk import findings_of

STORY = """Ferry to Lauvik stays in port after fire alarm

LAUVIK. — The evening ferry to Lauvik stayed in port on Monday after an alarm in its engine room, \
the company said.

“Nobody was hurt, and nobody will sail before we know why,” captain Liv Dahl said.

Two hundred passengers were taken to hotels, and buses run round the fjord until the ferry sails \
again, which the company expects on Wednesday.
"""
UPDATE = "Second version [more to come]\n\n" + STORY.replace("Two hundred", "Three hundred")
FEED = """<rss version="2.0"><channel><title>Fjord [b]News</title>
<item><title>Quay sinks</title><description>The quay sank by a hand.</description></item>
<item><title>Light fails</title><description>The light failed, its keeper said.</description></item>
</channel></rss>"""


def fill(bench, number: int = 3) -> None:
    """Make a desk of articles whose files are gone and whose texts are stored."""
    texts, records = bench.settings.library.texts, []
    for place in range(number):
        text = f"Story number {place}\n\nThe harbour of town {place} was shut.\n"
        name = f"a{place:03d}"
        revision = Revision(texts.keep(text), "plain text 1", "2026-11-24T10:00:00Z", f"{name}.txt")
        records.append(
            ArticleRecord(
                article_id=name,
                id=name,
                title=f"Story number {place}",
                outlet="North Wire" if place % 2 else "Post",
                created=f"2026-11-24T10:00:{place:02d}Z",
                published=f"2026-11-{1 + place:02d}",
                locations=(str(bench.folder / f"{name}.txt"),),
                revisions=(revision,),
            )
        )
    held = anchor("harbour", [Span(0, 7)])
    note = Mark(article_id="a000", id=new_id(), kind="note", body="Ask the mayor.", anchor=held)
    store = open_store(bench.settings.notes, who="ada")
    store.put_many([*records, note], "article")
    store.close()


def titles(person) -> list[str]:
    return [row.title.removeprefix("Story number ") for row in person.session.desk.rows or ()]


async def test_sort_and_filter_stay_for_the_next_start_and_words_do_not(bench):
    fill(bench)
    async with played(bench.settings) as person:
        await until(lambda: len(titles(person)) == 3)
        person.do("desk-sort", "t")
        await until(lambda: titles(person) == ["0", "1", "2"])
        person.do("desk-filter", "outlet:post from:2026-11-02")
        await until(lambda: titles(person) == ["2"])
        person.do("desk-find", "harbour")
        await until(lambda: "harbour" in person.session.desk.title)
        person.do("desk-filter", "colour:red")
        assert "no filter “colour:”" in person.message
    async with played(bench.settings) as person:
        await until(lambda: titles(person) == ["2"])
        assert "harbour" not in person.session.desk.title
        person.do("desk-all")
        await until(lambda: titles(person) == ["0", "1", "2"])


async def test_words_of_texts_and_notes_narrow_the_desk_and_lead_to_their_place(bench):
    fill(bench)
    async with played(bench.settings) as person:
        await until(lambda: len(titles(person)) == 3 and person.session.notebook.opened)
        person.do("desk-find", "mayor")
        await until(lambda: titles(person) == ["0"])
        person.do("desk-find", "town 1")
        await until(lambda: titles(person) == ["1"])
        person.session.queue.open_row("a001")
        (event,) = await until(lambda: person.of(GoTo))
        assert person.session.notebook.article_id == "a001"
        assert event.place == person.session.reading.article.text.index("1")


async def test_status_and_tags_are_set_on_the_desk_and_filtered_by(bench):
    fill(bench)
    async with played(bench.settings) as person:
        await until(lambda: len(titles(person)) == 3 and person.session.notebook.opened)
        person.desk_row = person.session.desk.rows[0]
        person.do("desk-status", "c")
        person.do("desk-tag", "law, sea")
        await until(lambda: any(row.tags == ("law", "sea") for row in person.session.desk.rows))
        person.do("desk-filter", "tag:sea status:complete")
        await until(lambda: titles(person) == ["2"])
        person.do("undo")
        await until(lambda: titles(person) == [])
        assert person.message.startswith("Undone: tags on “Story number 2")


async def test_without_a_row_or_with_notes_to_read_only_nothing_is_set(bench):
    fill(bench, 1)
    async with played(bench.settings) as person:
        person.do("desk-status")
        assert person.message == "There is no article here."
    bench.set(read_only=True)
    async with played(bench.settings) as person:
        await until(lambda: len(titles(person)) == 1)
        person.desk_row = person.session.desk.rows[0]
        person.do("desk-tag")
        assert person.message == "These notes are read-only."


async def test_a_damaged_index_is_rebuilt_behind_the_screen(bench):
    fill(bench)
    path = index_path(bench.settings.cache_folder, bench.settings.notes)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no index" * 1_000)
    async with played(bench.settings) as person:
        await until(lambda: len(titles(person)) == 3)
        assert path.read_bytes().startswith(b"SQLite")


async def test_places_that_cannot_be_added_are_refused(bench):
    async with played(bench.settings) as person:
        person.do("desk-stop")
        assert "Nothing is being added" in person.message
        person.do("desk-add", "'unbalanced")
        assert "quotation mark" in person.message


async def test_the_next_article_is_the_next_of_the_desk(bench):
    fill(bench)
    async with played(bench.settings) as person:
        await until(lambda: titles(person) == ["2", "1", "0"] and person.session.notebook.opened)
        person.session.queue.open_from_desk("a001")
        await until(lambda: person.session.notebook.article_id == "a001")
        person.do("article-next")
        await until(lambda: person.session.notebook.article_id == "a000")
        person.do("article-previous")
        await until(lambda: person.session.notebook.article_id == "a001")


async def test_a_pattern_is_looked_for_in_all_texts_and_notes(bench):
    fill(bench)
    async with played(bench.settings, bench.article()) as person:
        person.session.hits.search(r"town \d|mayor")
        (event,) = await until(lambda: person.of(HitsListed))
        assert len(event.found) == 4
        person.do("find-list")
        assert "Find something first" in person.message


async def noted(bench):
    async with played(bench.settings, bench.article(STORY, "ferry.txt")) as person:
        person.select("LAUVIK")
        person.do("highlight")


async def test_yes_makes_two_versions_one_article_and_undo_splits_them(bench):
    await noted(bench)
    async with played(bench.settings, bench.article(UPDATE, "ferry-2.txt")) as person:
        assert person.session.reading.records.placed == ()
        await until(lambda: person.session.versions.earlier)
        assert "new version" in person.message
        person.do("new-version", "y")
        await until(lambda: person.session.reading.records.placed)
        (article,) = person.session.notebook.articles
        assert len(article.revisions) == 2
        person.do("what-changed")
        assert len(person.asked[-1]) == 1
        person.do("undo")
        await until(lambda: len(person.session.notebook.articles) == 2)
        await until(lambda: not person.session.reading.records.placed)


async def test_no_keeps_two_versions_apart_for_good(bench):
    await noted(bench)
    async with played(bench.settings, bench.article(UPDATE, "ferry-2.txt")) as person:
        await until(lambda: person.session.versions.earlier)
        person.do("new-version", "n")
        person.do("new-version")
        assert "No similar article" in person.message
    articles = list(open_store(bench.settings.notes, who="ada").articles())
    assert [each.apart for each in articles] == [(), (articles[0].id,)]


async def test_an_article_of_its_own_has_no_version_to_compare_with(bench):
    await noted(bench)
    async with played(bench.settings, bench.article()) as person:
        person.do("what-changed")
        assert person.message == "No other version of this article is stored."
        person.do("new-version")
        assert "No similar article" in person.message


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(FEED)
    with pytest.raises(SeveralArticlesError) as several:
        open_article(str(path))
    return several.value.contents


def title(person) -> str:
    return person.session.reading.article.title if person.session.reading else ""


async def test_an_article_is_chosen_from_a_feed_and_then_the_next(bench, feed):
    async with played(bench.settings, contents=feed) as person:
        person.do("pick", "1")
        await until(lambda: title(person) == "Light fails")
        person.do("article-previous")
        await until(lambda: title(person) == "Quay sinks")


async def test_a_feed_next_to_an_article_is_listed(bench, feed):
    async with played(bench.settings, bench.article(), locations=[feed.location]) as person:
        person.do("pick")
        assert "No feed" in person.message
        person.do("article-next")
        (event,) = await until(lambda: person.of(Asked))
        assert [row.label for row in event.choice.rows] == ["Quay sinks", "Light fails"]
        event.then("0")
        await until(lambda: title(person) == "Quay sinks")


async def test_a_row_tells_what_is_decided_of_the_items_that_review_shows_first(bench):
    article = bench.article()
    bench.known(article)

    def row(person):
        rows = person.session.desk.rows or ()
        return next((each for each in rows if each.decided is not None), None)

    async with played(bench.settings, article) as person:
        await until(lambda: person.session.reading.findings.found)
        first = await until(lambda: row(person))
        assert first.decided == 0
        assert first.left > 0
        review = person.session.begin_review()
        review.go(review.view.at(0))
        person.do("accept")
        await until(lambda: row(person).decided == 1)
        assert row(person).left == first.left - 1
        person.session.end_review()
        person.do("claim", "The port closes.")
        await person.saved()
        await until(lambda: row(person).claims == 1)
        assert row(person).left == first.left - 1


async def test_a_row_counts_what_another_article_on_the_event_says_as_review_does(bench):
    """The other article comes later: the row that was counted before it is counted again."""
    first = bench.article()
    bench.known(first)
    second = bench.article(bench.text.replace("15 containers", "19 containers"), "later.txt")
    found = findings_of(first.text, second.fingerprint)
    other = replace(found.figures[0], id="f2", text="19 containers", value=19.0)
    known = replace(found, figures=(other,))
    FindingsCache(bench.settings.findings_cache).save(known, stamp(STARTER))

    def rows(person):
        return {row.place.rsplit("/")[-1]: row for row in person.session.desk.rows or ()}

    async with played(bench.settings, first) as person:
        await until(lambda: rows(person).get("port.txt") and rows(person)["port.txt"].left)
        assert rows(person)["port.txt"].differing == 0
    async with played(bench.settings, second) as person:
        await until(lambda: [row.differing for row in rows(person).values()] == [1, 1])
        review = person.session.begin_review()
        await until(lambda: review.beside.conflicts)
        assert len(review.beside.conflicts) == 1
        row = rows(person)["later.txt"]
        assert (row.decided, row.left) == (0, len(review.view.shown))


def searched_rows(person) -> list[str]:
    """Return the articles in view that list the person named in them, and their queue."""
    rows = person.session.desk.rows or ()
    return [row.title for row in rows if "Ada Reyes" in row.people and row.undecided is not None]


async def test_an_article_searched_before_it_came_to_the_desk_lists_people_and_queue(bench):
    first, second = bench.article(), bench.article(f"Another day.\n\n{bench.text}", "later.txt")
    for each in (first, second):
        bench.known(each)
    async with played(bench.settings, first) as person:
        await until(lambda: len(searched_rows(person)) == 1)
    async with played(bench.settings, second) as person:
        await until(lambda: len(searched_rows(person)) == 2)


async def test_what_is_found_while_reading_is_listed_on_the_desk_at_once(bench, monkeypatch):
    bench.set(package=STARTER)
    article = bench.article()
    monkeypatch.setattr(Analyst, "find", lambda *_: None)
    async with played(bench.settings, article) as person:
        await until(lambda: person.session.desk.rows)
        await until(lambda: person.session.reading.is_on_desk)
        assert searched_rows(person) == []
        found = bench.known(article)
        person.session.hear(Found(found, cached=False))
        await until(lambda: len(searched_rows(person)) == 1)


async def test_the_desk_counts_as_many_items_as_review_where_figures_differ(bench, monkeypatch):
    monkeypatch.setattr("reader.review.queue.WORTH_SHOWING", 0.97)
    text = bench.text + "\nMaris Line spoke of 22, in 3 ports.\n"
    article = bench.article(text)
    found = bench.known(article)
    figures = [
        Figure(
            f"f{number}", start, start + len(words), words, "count", value, unit=unit, speaker=who
        )
        for number, words, value, unit, who in (
            (2, "22", 22.0, "containers", "Maris Line"),
            (3, "3 ports", 3.0, "ports", None),
        )
        for start in [text.index(words)]
    ]
    more = replace(found, figures=(*found.figures, *figures))
    FindingsCache(bench.settings.findings_cache).save(more, stamp(STARTER))
    async with played(bench.settings, article) as person:
        await until(lambda: len(searched_rows(person)) == 1)
        review = person.session.begin_review()
        await until(lambda: review.sitting and review.beside.conflicts)
        (row,) = person.session.desk.rows
        assert row.left == len(few(review.view.items))
