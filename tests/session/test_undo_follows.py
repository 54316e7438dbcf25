"""Undo goes to what it changed, names the article, and says nothing twice."""

from __future__ import annotations

from reader.annotations.records import Mark
from reader.session import events
from reader.session.acts import describe_act, place_in
from tests.session.played import played, until
from tests.session.scratch_desk import TEXT


async def test_undo_goes_to_the_place_of_what_it_took_back(bench):
    async with played(bench.settings, bench.article()) as person:
        person.select("A last paragraph")
        person.do("highlight")
        await person.saved()
        person.cursor = 0
        person.do("undo")
        await until(lambda: person.of(events.GoTo))
        assert person.of(events.GoTo)[-1].place == TEXT.index("A last paragraph")
        assert "in “" not in person.message
        person.do("redo")
        await until(lambda: len(person.of(events.GoTo)) == 2)
        (mark,) = [each for each in person.session.notebook.records if isinstance(each, Mark)]
        assert person.of(events.GoTo)[-1].place == mark.id


async def test_undo_of_a_step_in_another_article_opens_it_and_names_it(bench):
    first = bench.article()
    second = bench.article("A second report.\n\nIts only paragraph.\n", "second.txt")
    async with played(bench.settings, first) as person:
        person.select("A last paragraph")
        person.do("highlight")
        await person.saved()
    async with played(bench.settings, second) as person:
        person.do("undo")
        await until(lambda: person.session.reading.fingerprint == first.fingerprint)
        await until(lambda: person.of(events.GoTo))
        assert person.of(events.GoTo)[-1].place == TEXT.index("A last paragraph")
        assert any("Port closes" in each.sentence for each in person.of(events.Reported))


async def test_undo_of_one_step_on_several_articles_names_none_and_stays(bench):
    first = bench.article()
    second = bench.article("A second report.\n\nIts only paragraph.\n", "second.txt")
    for article in (first, second):
        async with played(bench.settings, article) as person:
            person.select("paragraph")
            person.do("highlight")
            await person.saved()
    async with played(bench.settings, second) as person:
        session = person.session
        await until(lambda: session.reading.is_on_desk)
        marks = session.notebook.store.records(kind="highlight")
        session.notebook.remove([each.id for each in marks], "delete 2 notes")
        person.do("undo")
        await until(lambda: "Undone" in person.message)
        assert "delete 2 notes" in person.message
        assert "in “" not in person.message
        assert person.of(events.GoTo) == []
        assert session.reading.fingerprint == second.fingerprint


async def test_undo_on_the_desk_stays_on_the_desk(bench):
    async with played(bench.settings, bench.article()) as person:
        person.select("A last paragraph")
        person.do("highlight")
        await person.saved()
        person.context = "desk"
        person.do("undo")
        await until(lambda: "Undone" in person.message)
        assert person.of(events.GoTo) == []


async def test_a_saved_act_says_what_it_was_and_what_undoes_it(bench):
    async with played(bench.settings, bench.article()) as person:
        person.select("A last paragraph")
        person.do("tag", "quay")
        await until(lambda: any(each.done for each in person.of(events.Saving)))
        act = next(each.act for each in person.of(events.Saving) if each.done)
        assert act.startswith("Tagged #quay")
        assert "undoes" in act


def test_acts_are_named_by_what_they_did():
    assert describe_act("dismiss “15 boats”") == "Dismissed “15 boats”"
    assert describe_act("mark all of “x”") == "Marked all of “x”"
    assert describe_act("something new") == "Something new"


def test_the_place_of_any_record_of_the_history_is_read():
    assert place_in({"anchor": {"parts": [{"start": 7}]}}) == 7
    assert place_in({"finding": {"spans": [[9, 12]]}}) == 9
    assert place_in({"finding": {"start": 3, "end": 5}}) == 3
    assert place_in({"kind": "article"}) is None
    assert place_in({"anchor": {"parts": [{"start": "x"}]}, "finding": {"spans": [[]]}}) is None
