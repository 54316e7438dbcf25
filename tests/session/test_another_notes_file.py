"""Another machine's notes file takes the place of this one while an article is open."""

from __future__ import annotations

import pytest

from reader.annotations.records import ArticleRecord, Mark
from reader.annotations.store import open_store
from tests.session.played import played, until
from tests.session.scratch_desk import ScratchDesk

OTHER = "Another story\n\nNobody here has read it.\n"


async def notes_of_another_machine(bench, folder, *, on_same_article: bool) -> bytes:
    """Return a notes file with one note."""
    folder.mkdir()
    there = ScratchDesk(folder)
    article = there.article(bench.text if on_same_article else OTHER, "elsewhere.txt")
    async with played(there.settings, article) as person:
        person.do("note", "theirs")
    return there.settings.notes.read_bytes()


def records(bench) -> tuple[dict[str, ArticleRecord], dict[str, Mark]]:
    """Articles by id and notes by their words."""
    every = open_store(bench.settings.notes, who="x", read_only=True).records()
    articles = {each.id: each for each in every if isinstance(each, ArticleRecord)}
    return articles, {each.body: each for each in every if isinstance(each, Mark)}


@pytest.mark.parametrize("on_same_article", [True, False])
@pytest.mark.parametrize("compacted", [True, False])
@pytest.mark.parametrize("polled", [True, False])
async def test_a_note_on_the_open_article_stays_on_it(
    bench, tmp_path, on_same_article, compacted, polled
):
    theirs = await notes_of_another_machine(
        bench, tmp_path / "there", on_same_article=on_same_article
    )
    if compacted:
        async with played(bench.settings, bench.article()):
            pass
    async with played(bench.settings, bench.article()) as person:
        person.do("note", "mine before")
        await person.saved()
        coming = bench.folder / "coming"
        coming.write_bytes(theirs)
        coming.replace(bench.settings.notes)
        if polled:
            person.session.notebook.poll()
            await until(lambda: len(records(bench)[1]) == 2)
        person.select("Tor Holm")
        person.do("note", "mine after")
        await person.saved()
        await until(lambda: person.session.record is not None)
    articles, notes = records(bench)
    assert notes.keys() == {"theirs", "mine before", "mine after"}
    home = articles[notes["mine after"].article_id]
    assert home.title == bench.article().title
    assert notes["mine before"].article_id == home.id
    assert (notes["theirs"].article_id == home.id) is on_same_article
    assert len(articles) == (1 if on_same_article else 2)
    async with played(bench.settings, bench.article()) as person:
        shown = {placed.record.body for placed in person.session.reading.records.placed}
        assert {"mine before", "mine after"} <= shown
