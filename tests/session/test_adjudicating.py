"""Deciding between two people's labels, without a screen."""

from __future__ import annotations

from reader.annotations.records import Label
from reader.article.anchor import anchor
from reader.text.span import Span
from tests.session.played import played, until


def labels(person) -> dict[str, str]:
    records = person.session.notebook.records
    return {each.creator: each.type for each in records if isinstance(each, Label)}


async def labelled_by_two(person) -> None:
    """Put labels of two people on two passages: one labelled twice, one by bo alone."""
    reading = person.session.reading
    text = reading.article.text

    def made(who: str, kind: str, words: str) -> Label:
        start = text.index(words)
        held = anchor(text, [Span(start, start + len(words))], reading.fingerprint)
        return Label(
            article_id=reading.article_id, id=f"{who}{kind}", creator=who, anchor=held,
            layer="stance", type=kind,
        )  # fmt: skip

    both = [made("ada", "fear", "storm nears"), made("bo", "hope", "storm nears")]
    person.session.current.save(both, "label")
    await person.saved()
    await until(lambda: len(labels(person)) == 2)


async def test_one_of_two_labels_is_kept_and_undo_brings_both_back(bench):
    async with played(bench.settings, bench.article()) as person:
        await labelled_by_two(person)
        person.do("adjudicate", "2")
        await until(lambda: labels(person) == {"bo": "hope"})
        assert {row.label.partition(":")[0] for row in person.asked[-1].rows[:2]} == {"ada", "bo"}
        person.do("undo")
        await until(lambda: labels(person) == {"ada": "fear", "bo": "hope"})


async def test_both_stay_and_are_not_asked_about_again(bench):
    async with played(bench.settings, bench.article()) as person:
        await labelled_by_two(person)
        person.do("adjudicate", "b")
        await until(lambda: all(
            each.record.extra for each in person.session.reading.records.placed
        ))  # fmt: skip
        number = len(person.asked)
        person.do("adjudicate")
        assert len(person.asked) == number


async def test_a_closed_question_decides_nothing(bench):
    async with played(bench.settings, bench.article()) as person:
        await labelled_by_two(person)
        person.do("adjudicate", None)
        assert labels(person) == {"ada": "fear", "bo": "hope"}


async def test_an_article_without_labels_says_so(bench):
    async with played(bench.settings, bench.article()) as person:
        person.do("adjudicate")
        assert person.asked == []
        assert person.message
