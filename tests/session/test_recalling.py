"""Prior checks and claims in other words beside the items of a review, without a screen."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace

import numpy as np
import pytest

from reader.analysis.engine_client import EngineError
from reader.annotations.records import Appearance, Claim, Unlike
from reader.meaning.prior_checks import FILE, PriorCheck, PriorChecks
from reader.review.said_before import CHECKED
from reader.review.triage import Filter
from tests.session.played import played, until
from tests.session.scratch_desk import SIZE

CHECK = PriorCheck(
    "Nobody at the harbour is going to stand idle",
    rating="Half true",
    publisher="Quay Checks",
    reviewed="2026-03-04",
    url="https://quay.example/idle",
    language="en",
)


def axis(number: int) -> np.ndarray:
    row = np.zeros(SIZE, dtype=np.float32)
    row[number] = 1
    return row


def one_meaning_for(monkeypatch, *parts: str) -> list[str]:
    """Have the engine give all texts with one of ``parts`` the same vector; return what it got."""
    asked: list[str] = []

    async def vectors(analyst, texts, layers):
        asked.extend(texts)
        axes = [0 if any(part in text for part in parts) else 1 for text in texts]
        return [np.tile(axis(one), len(layers)).astype("<f2").tobytes() for one in axes]

    monkeypatch.setattr("reader.session.analyst.Analyst.vectors", vectors)
    return asked


@asynccontextmanager
async def reviewing(bench, article=None):
    """Begin the review, all of its queue shown, with the quote in view."""
    article = article or bench.article()
    bench.known(article)
    async with played(bench.settings, article) as person:
        await until(
            lambda: person.session.reading.is_on_desk and person.session.reading.findings.found
        )
        review = person.session.begin_review()
        person.do("show-all")
        quote = next(item for item in review.view.items if item.kind == "quote")
        review.go(review.view.to(quote.id))
        yield person, review


def checked(bench, *checks: PriorCheck) -> None:
    with PriorChecks(bench.settings.data_folder / FILE) as collection:
        collection.put(checks)
        collection.put_vectors([CHECK.claim], axis(0)[None])


def shown(review) -> list[str]:
    return [match.check.rating for match in review.prior_checks(review.item)]


@pytest.fixture
def met(bench, monkeypatch):
    """Begin a review whose quote says what the prior check does."""
    checked(bench, CHECK, PriorCheck("Herring is dearer than cod", rating="True"))
    one_meaning_for(monkeypatch, "We will not wait")
    return lambda: reviewing(bench)


async def test_a_check_in_other_words_comes_up_and_raises_the_item(met):
    async with met() as (_, review):
        place = review.item.id
        await until(lambda: shown(review) == ["Half true"])
        assert review.item.id == place
        assert CHECKED in [reason.what for reason in review.item.reasons]


async def test_one_key_makes_it_evidence_and_the_next_finds_none_left(met):
    async with met() as (person, review):
        await until(lambda: shown(review))
        person.do("same-claim")
        await person.saved()
        (piece,) = review.claim.evidence
        assert (piece.url, piece.excerpt) == (CHECK.url, CHECK.claim)
        assert review.claim.assessments == ()
        person.do("same-claim")
        await person.saved()
        assert len(review.claim.evidence) == 1


async def test_its_verdict_is_proposed_and_given_only_when_taken(met):
    async with met() as (person, review):
        await until(lambda: shown(review))
        item = review.item
        person.do("their-verdict", "n")
        person.do("their-verdict", None)
        assert review.claim is None
        person.do("their-verdict", "y")
        await person.saved()
        claim = review.sitting.claim_of(review.sitting.by_id[item.id])
        (verdict,) = claim.assessments
        assert (verdict.reviewer, verdict.label) == ("ada", "Half true")
        assert CHECK.publisher in verdict.explanation
        assert [piece.url for piece in claim.evidence] == [CHECK.url]


async def test_a_rating_of_another_scale_is_left_to_the_person(bench, monkeypatch):
    checked(bench, replace(CHECK, rating="Three noses"))
    one_meaning_for(monkeypatch, "We will not wait")
    async with reviewing(bench) as (person, review):
        await until(lambda: shown(review))
        person.do("their-verdict")
        assert "Three noses" in person.message
        assert review.claim is None


async def test_not_the_same_takes_it_away_until_it_is_undone(met):
    async with met() as (person, review):
        await until(lambda: shown(review))
        person.do("not-same")
        await person.saved()
        assert shown(review) == []
        assert CHECKED not in [reason.what for reason in review.item.reasons]
        person.do("undo")
        await until(lambda: shown(review))
        assert not [one for one in person.session.notebook.records if isinstance(one, Unlike)]


async def test_what_is_not_the_same_is_so_in_the_next_article_too(bench, met):
    async with met() as (person, review):
        await until(lambda: shown(review))
        person.do("not-same")
        await person.saved()
    second = bench.article(bench.text.replace("A last", "The last"), "b.txt")
    async with reviewing(bench, second) as (_, review):
        await until(lambda: review.recalling.found.checks)
        await until(lambda: shown(review) == [])


async def test_of_several_the_person_says_which(bench, monkeypatch):
    checked(
        bench, CHECK, replace(CHECK, rating="False", publisher="Others", url="https://o.example")
    )
    one_meaning_for(monkeypatch, "We will not wait")
    async with reviewing(bench) as (person, review):
        await until(lambda: len(shown(review)) == 2)
        second = shown(review)[1]
        person.do("not-same", "1")
        await person.saved()
        assert shown(review) == [second]


async def test_ones_own_claim_in_other_words_is_offered_and_linked(bench, monkeypatch):
    one_meaning_for(monkeypatch, "We will not wait", "Delay is out of the question")
    async with reviewing(bench) as (person, review):
        person.do("wording", "Delay is out of the question.")
        person.do("verdict-2")
        await person.saved()
    second = bench.article(bench.text.replace("A last", "The last"), "b.txt")
    async with reviewing(bench, second) as (person, review):
        known = await until(lambda: review.known(review.item))
        person.do("same-claim")
        await person.saved()
        (made,) = [one for one in person.session.notebook.records if isinstance(one, Appearance)]
        assert made.claim_id == known[0].claim.id


async def test_vectors_are_made_once_and_kept(bench, monkeypatch):
    checked(bench, CHECK)
    asked = one_meaning_for(monkeypatch, "We will not wait")
    for _ in range(2):
        async with reviewing(bench) as (_, review):
            await until(lambda: shown(review))
    assert asked
    assert len(asked) == len(set(asked))


async def test_nothing_to_compare_with_asks_nothing_of_the_engine(bench, monkeypatch):
    asked = one_meaning_for(monkeypatch, "We will not wait")
    async with reviewing(bench) as (person, review):
        await until(lambda: review.beside.article_id)
        person.do("verdict-2")
        await person.saved()
    assert asked == []


async def test_without_an_engine_words_alone_are_compared(bench, monkeypatch):
    async def vectors(analyst, texts, layers):
        raise EngineError("The models are not there.")

    monkeypatch.setattr("reader.session.analyst.Analyst.vectors", vectors)
    checked(bench, replace(CHECK, claim="“We will not wait”, the harbour said"))
    async with reviewing(bench) as (person, review):
        await until(lambda: "words only" in person.message)
        assert [one.check.rating for one in review.prior_checks(review.item)] in ([], ["Half true"])


async def test_a_damaged_collection_is_named_and_review_goes_on(bench, monkeypatch):
    path = bench.settings.data_folder / FILE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"these are no checks at all " * 50)
    async with reviewing(bench) as (person, _):
        await until(lambda: FILE in person.message)
        person.do("verdict-2")
        await person.saved()
        assert [one for one in person.session.notebook.records if isinstance(one, Claim)]


async def test_the_filter_takes_what_was_checked_before_and_other_words(bench, monkeypatch):
    checked(bench, CHECK)
    one_meaning_for(monkeypatch, "We will not wait", "no delay")
    async with reviewing(bench) as (person, review):
        await until(lambda: shown(review))
        quote = review.item
        person.do("filter", Filter(words="no delay"))
        assert not review.view.shown
        await until(lambda: [item.id for item in review.view.shown] == [quote.id])
        assert person.asked[-1][2] == {quote.id}
        person.do("filter", Filter(words="Holm"))
        await until(lambda: quote.id not in {item.id for item in review.view.shown})


async def test_words_alone_are_looked_for_where_there_are_no_vectors(bench, monkeypatch):
    asked = one_meaning_for(monkeypatch, "We will not wait", "no delay")
    async with reviewing(bench) as (person, review):
        person.do("filter", Filter(words="no delay"))
        assert not review.view.shown
    assert asked == []


async def test_of_very_many_items_those_most_worth_it_are_looked_up(bench, monkeypatch):
    monkeypatch.setattr("reader.session.recalling.MOST_ITEMS", 1)
    checked(bench, CHECK)
    asked = one_meaning_for(monkeypatch, "We will not wait")
    async with reviewing(bench) as (_, review):
        looked_up = [item for item in review.sitting.found.items if item.kind != "figure"]
        best = max(looked_up, key=lambda item: item.score)
        await until(lambda: asked)
        assert len(looked_up) > 1
        assert asked == [best.text]


async def test_the_item_in_view_stays_though_others_are_worth_more_now(bench, monkeypatch):
    """The few most worth a check change only once the person has gone on."""
    text = bench.text + "".join(
        f"The basin of Quay {name} lost half of its cranes because the law was broken.\n\n"
        for name in "ABCDEFGHIJKLMNOP"
    )
    checked(bench, PriorCheck("Cranes were lost at the quays", rating="False"))
    with PriorChecks(bench.settings.data_folder / FILE) as collection:
        collection.put_vectors(["Cranes were lost at the quays"], axis(0)[None])
    one_meaning_for(monkeypatch, "The basin of Quay")
    async with reviewing(bench, bench.article(text)) as (person, review):
        person.do("show-all")
        last = min(review.view.shown, key=lambda item: item.score)
        review.go(review.view.to(last.id))
        await until(lambda: review.recalling.found.checks)
        assert review.item.id == last.id
        review.go(review.view.at(0))
        raised = [item for item in review.view.items if CHECKED in [r.what for r in item.reasons]]
        assert raised
