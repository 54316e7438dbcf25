"""Deciding between two people's labels, without a screen."""

from __future__ import annotations

from reader.annotations.records import Label
from reader.article.anchor import anchor
from reader.session.adjudication import Adjudication
from reader.text.span import Span
from tests.session.played import played, until


def labels(person) -> dict[str, str]:
    records = person.session.notebook.records
    return {each.id: each.type for each in records if isinstance(each, Label)}


BOTH = {"adafear": "fear", "bohope": "hope"}
NAMES = {"adanames": "names", "bomore": "more"}


async def labelled_by_two(person, *passages) -> Adjudication:
    """Put labels of ada and bo on each passage: its words, and the label of each."""
    reading = person.session.reading
    text = reading.article.text

    def made(who: str, kind: str, words: str) -> Label:
        start = text.index(words)
        held = anchor(text, [Span(start, start + len(words))], reading.fingerprint)
        return Label(
            article_id=reading.article_id, id=f"{who}{kind}", creator=who, anchor=held,
            layer="stance", type=kind,
        )  # fmt: skip

    every = [
        made(who, kind, words)
        for words, *kinds in passages or [("storm nears", "fear", "hope")]
        for who, kind in zip(("ada", "bo"), kinds, strict=False)
    ]
    person.session.current.save(every, "label")
    await person.saved()
    await until(lambda: len(labels(person)) == len(every))
    return Adjudication(person.session)


async def test_one_of_two_labels_is_kept_and_undo_brings_both_back(bench):
    async with played(bench.settings, bench.article()) as person:
        state = await labelled_by_two(person)
        assert [each.label.creator for each in state.current.sides] == ["ada", "bo"]
        state.decide("second")
        assert state.current is None
        await until(lambda: labels(person) == {"bohope": "hope"})
        state.refresh()
        state.take_back()
        await until(lambda: labels(person) == BOTH)
        state.refresh()
        assert state.current.key == ("adafear", "bohope")
        assert state.decided == 0


async def test_both_stay_and_are_not_asked_about_again(bench):
    async with played(bench.settings, bench.article()) as person:
        state = await labelled_by_two(person)
        state.decide("both")
        await until(
            lambda: all(each.record.extra for each in person.session.reading.records.placed)
        )
        assert labels(person) == BOTH
        assert Adjudication(person.session).current is None


async def test_the_next_difference_comes_into_view_and_an_undo_goes_to_the_one_it_changed(bench):
    async with played(bench.settings, bench.article()) as person:
        passages = ("storm nears", "fear", "hope"), ("Holm left", "names", "more")
        state = await labelled_by_two(person, *passages)
        state.decide("neither")
        assert state.current.key == tuple(NAMES)
        await until(lambda: labels(person) == NAMES)
        state.refresh()
        state.take_back()
        await until(lambda: labels(person) == BOTH | NAMES)
        state.refresh()
        assert state.current.key == tuple(BOTH)


async def test_one_left_for_now_changes_nothing_and_comes_again(bench):
    async with played(bench.settings, bench.article()) as person:
        passages = ("storm nears", "fear", "hope"), ("Holm left", "names", "more")
        state = await labelled_by_two(person, *passages)
        state.later()
        assert state.current.key == tuple(NAMES)
        state.later()
        assert state.current.key == tuple(BOTH)
        assert labels(person) == BOTH | NAMES


async def test_a_label_of_one_alone_is_kept_or_removed_and_not_both(bench):
    async with played(bench.settings, bench.article()) as person:
        passages = ("storm nears", "fear", "fear"), ("Holm left", "names")
        state = await labelled_by_two(person, *passages)
        assert state.current.second is None
        assert state.current.others == ("bo",)
        state.decide("both")
        assert state.current is not None
        assert person.message
        state.decide("neither")
        await until(lambda: "adanames" not in labels(person))


async def test_the_same_key_twice_decides_two_differences_and_not_one_twice(bench):
    async with played(bench.settings, bench.article()) as person:
        passages = ("storm nears", "fear", "hope"), ("Holm left", "names", "more")
        state = await labelled_by_two(person, *passages)
        state.decide("first")
        state.decide("first")
        await until(lambda: labels(person) == {"adafear": "fear", "adanames": "names"})
        state.decide("first")
        assert labels(person) == {"adafear": "fear", "adanames": "names"}
        assert person.message
