"""Own findings and sources by command, without a screen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.analysis.cache import FindingsCache
from reader.analysis.packages import STARTER, stamp
from reader.annotations.records import Claim, Correction, Label, SourceName
from reader.config import LabelKind
from reader.review.triage import Filter
from reader.session.findings_outline import outline
from tests.session.played import played, until
from tests.session.scratch_desk import TEXT, findings_of

LATER = TEXT.replace("A last paragraph ends the report.", "The end of the second report.")


@pytest.fixture
def found(bench):
    """Return the findings of the article of the bench, and a session on it."""
    article = bench.article()
    findings = bench.known(article)
    return findings, lambda: played(bench.settings, article)


def saved(person, kind):
    return [each for each in person.session.notebook.records if isinstance(each, kind)]


def row_of(person, key):
    reading = person.session.reading

    def within(nodes):
        for node in nodes:
            yield node
            yield from within(node.children)

    rows = outline(reading.standing, reading.article.blocks, own=reading.findings.own_ids)
    return next(node for node in within(rows) if node.key == key)


def label(person, words, key):
    person.select(words)
    person.do("label", key)
    person.cursor = person.session.reading.text.index(words)


async def test_a_missed_quote_is_marked_said_and_listed_in_three_keys(found):
    _, run = found
    async with run() as person:
        label(person, "said [/b] the port would close", "q")
        (mine,) = saved(person, Label)
        assert person.meant == mine.id
        person.do("speaker", "name Tor Holm")
        quote = person.session.reading.findings.by_id[mine.id]
        assert (quote.speaker, quote.person) == ("Tor Holm", "p2")
        assert row_of(person, f"quote {mine.id}").label.startswith("+ “said")
        await person.saved()
        person.do("undo")
        await until(lambda: person.session.reading.findings.by_id[mine.id].speaker is None)
        assert saved(person, Correction) == []


async def test_the_machines_decisions_are_not_for_own_marks(found):
    _, run = found
    async with run() as person:
        label(person, "A last paragraph ends", "q")
        for command in ("accept", "dismiss"):
            person.do(command)
            assert "yourself" in person.message
        assert saved(person, Correction) == []
        person.do("delete")
        assert saved(person, Label) == []


async def test_an_own_label_is_relabelled_and_not_the_quote_beneath(bench, found):
    bench.set(labels=(LabelKind("stance", "irony", "y"),))
    findings, _ = found
    async with played(bench.settings, bench.article()) as person:
        await until(lambda: person.session.reading.findings.found)
        label(person, "We will not wait", "y")
        person.meant = None
        person.do("relabel", "5")
        (mine,) = saved(person, Label)
        assert (mine.layer, mine.type) == ("entity", "date")
        assert saved(person, Correction) == []
        person.meant = findings.quotes[0].id
        person.do("relabel", "2")
        assert [each.decision for each in saved(person, Correction)] == ["relabel"]


async def test_a_label_labels_the_other_places_and_leaves_open_who_speaks(found):
    _, run = found
    async with run() as person:
        label(person, "Holm", "f")
        person.do("speaker", "name Tor Holm")
        person.do("mark-all", [0])
        first, second = sorted(saved(person, Label), key=lambda each: each.anchor.parts[0].start)
        assert (second.layer, second.type) == (first.layer, first.type) == ("figure", "count")
        assert second.anchor.exact == "Holm"
        assert "speaker" not in second.attributes


async def test_a_row_of_a_source_speaks_for_all_it_said_and_one_undo_takes_all_back(found):
    findings, run = found
    async with run() as person:
        label(person, "A last paragraph ends", "q")
        person.do("speaker", "name Ada Reyes")
        person.row = row_of(person, "speaker Ada Reyes")
        person.do("speaker", "o", "  Adele  Reyes ")
        assert person.asked[-2].chosen not in (None, "nobody")
        said = {each.speaker for each in person.session.reading.standing.quotes}
        assert said == {"Adele Reyes"}
        (source,) = person.session.notebook.sources
        assert (source.name, source.means) == ("Ada Reyes", "Adele Reyes")
        assert "2 quotes" in person.message
        await person.saved()
        person.do("undo")
        await until(lambda: not person.session.notebook.sources)
        said = {each.speaker for each in person.session.reading.standing.quotes}
        assert said == {"Ada Reyes"}
        assert findings.quotes[0].id in person.session.reading.findings.by_id


async def test_the_figures_of_a_source_and_the_claims_on_its_words_follow(found):
    findings, run = found
    async with run() as person:
        person.go_to_finding(findings.quotes[0])
        person.do("claim", "The port will not wait.")
        assert saved(person, Claim)[0].claimant == "Ada Reyes"
        person.row = row_of(person, "speaker Ada Reyes")
        person.do("speaker", "name Tor Holm")
        assert saved(person, Claim)[0].claimant == "Tor Holm"
        person.row = row_of(person, "name person Tor Holm")
        person.do("speaker", "0")
        assert {each.speaker for each in person.session.reading.standing.figures} == {None}
        assert [each.name for each in person.session.notebook.sources] == ["Ada Reyes"]


async def test_what_is_known_of_a_source_holds_in_a_later_article_and_is_taken_back(bench, found):
    _, run = found
    async with run() as person:
        person.row = row_of(person, "speaker Ada Reyes")
        person.do("speaker", "o", "Adele Reyes-Quist")
        await person.saved()
    article = bench.article(LATER, "later.txt")
    findings = findings_of(article.text, article.fingerprint)
    FindingsCache(bench.settings.findings_cache).save(findings, stamp(STARTER))
    async with played(bench.settings, article) as person:
        quotes = person.session.reading.standing.quotes
        assert [each.speaker for each in quotes] == ["Adele Reyes-Quist"]
        assert saved(person, Correction) == []
        person.row = row_of(person, "speaker Adele Reyes-Quist")
        person.do("speaker", "-")
        await until(lambda: person.session.reading.standing.quotes[0].speaker == "Ada Reyes")
        assert person.session.notebook.sources == ()
        await person.saved()
        person.do("undo")
        await until(lambda: person.session.notebook.sources)


async def test_a_row_that_is_no_source_says_so(found):
    _, run = found
    async with run() as person:
        for key in ("kind person", "name organisation Maris Line", "figures"):
            person.row = row_of(person, key)
            person.do("speaker")
            assert "quoted" in person.message
        assert saved(person, Correction) == []


async def test_all_in_a_filter_are_said_by_one_in_review(found):
    _, run = found
    async with run() as person:
        await until(lambda: person.session.reading.findings.found)
        review = person.session.begin_review()
        review.go(review.view.narrowed(Filter(kinds=frozenset({"quote", "figure"}))))
        count = len(review.view.shown)
        person.do("bulk", "S", "o", "the harbour desk")
        speakers = {each.speaker for each in review.view.shown}
        assert speakers == {"the harbour desk"}
        assert len(saved(person, Correction)) == count
        await person.saved()
        person.do("undo")
        await until(lambda: not saved(person, Correction))


def test_a_source_of_another_kind_is_read_and_kept(tmp_path):
    from reader.annotations.store import open_store

    notes = tmp_path / "notes.json"
    source = SourceName(article_id="a", id="s1", name="Port Desk", means="Harbour Office")
    with_more = replace(source, extra={"seen": [1, 2]})
    store = open_store(notes, who="ada")
    store.put(with_more, "source")
    store.close()
    again = open_store(notes, who="ada")
    (read,) = again.records(kind="source")
    assert (read.name, read.means, read.extra) == (source.name, source.means, with_more.extra)
    again.close()
