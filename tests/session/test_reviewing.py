"""The review of an article, command by command, without a screen."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from reader.annotations.records import Appearance, Claim, Correction, Evidence
from reader.review.triage import Filter
from reader.session import events
from tests.session.played import played, until


def saved(person, kind):
    return [each for each in person.session.notebook.records if isinstance(each, kind)]


async def reviewed(person):
    """Return the review of the article in view, all of its queue shown, at its first item."""
    await until(lambda: person.session.reading.is_on_desk and person.session.reading.findings.found)
    review = person.session.begin_review()
    person.do("show-all")
    review.go(review.view.at(0))
    return review


@pytest.fixture
def reviewing(bench):
    article = bench.article()
    bench.known(article)

    @asynccontextmanager
    async def run():
        async with played(bench.settings, article) as person:
            yield person, await reviewed(person)

    return run


async def claimed(person) -> Claim:
    """Return the claim on the item in view once it is saved."""
    await person.saved()
    return person.session.review.claim


async def test_a_number_gives_the_verdict_and_goes_on(reviewing):
    async with reviewing() as (person, review):
        first = review.item
        person.do("verdict-5")
        await person.saved()
        (claim,) = saved(person, Claim)
        assert [(each.reviewer, each.label) for each in claim.assessments] == [("ada", "False")]
        assert (claim.claimant, claim.status) == ("Ada Reyes", "in progress")
        assert review.item.id != first.id


async def test_accept_dismiss_and_skip(reviewing):
    async with reviewing() as (person, review):
        first = review.item.id
        person.do("skip")
        assert saved(person, Correction) == []
        person.do("accept")
        person.do("dismiss")
        decided = {str(each.finding["id"]): each.decision for each in saved(person, Correction)}
        assert sorted(decided.values()) == ["accept", "dismiss"]
        assert first not in decided


async def test_undo_takes_a_decision_back_and_goes_to_it(reviewing):
    async with reviewing() as (person, review):
        first = review.item.id
        person.do("dismiss")
        await person.saved()
        person.do("undo")
        await until(lambda: review.item.id == first)
        assert saved(person, Correction) == []
        assert review.item.status == "open"


@pytest.mark.parametrize("given", ["verdict-5", "claim"])
async def test_undo_of_a_claim_goes_to_the_item_that_it_was_on(reviewing, given):
    async with reviewing() as (person, review):
        first = review.item.id
        person.do(given)
        await person.saved()
        review.go(review.view.at(len(review.view.shown) - 1))
        assert review.item.id != first
        person.do("undo")
        await until(lambda: saved(person, Claim) == [])
        await until(lambda: review.item.id == first)
        review.go(review.view.at(len(review.view.shown) - 1))
        person.do("redo")
        await until(lambda: review.item.id == first)
        assert review.claim is not None


async def test_a_number_beyond_the_scale_is_refused(reviewing):
    async with reviewing() as (person, _):
        person.do("verdict-9")
        assert saved(person, Claim) == []
        assert "no verdict" in person.message


async def test_review_opens_again_with_what_was_found(reviewing):
    async with reviewing() as (person, review):
        found = review.sitting.found
        person.session.end_review()
        assert person.session.review is None
        assert person.session.begin_review().sitting.found is found


async def test_the_queue_of_a_long_article_is_there_before_it_is_requested(bench, monkeypatch):
    monkeypatch.setattr("reader.session.session.LONG", 1)
    article = bench.article()
    bench.known(article)
    async with played(bench.settings, article) as person:
        prepared = await until(lambda: person.session.last_queue)
        assert person.session.begin_review().sitting.found is prepared.found


async def test_a_reason_written_first_goes_with_the_verdict(reviewing):
    async with reviewing() as (person, review):
        item = review.item
        person.do("reason", "not so")
        assert review.reasons_ahead == {item.id: "not so"}
        person.do("verdict-5")
        assert saved(person, Claim)[0].assessments[0].explanation == "not so"
        review.go(review.view.to(item.id))
        person.do("reason", "not so at all")
        assert person.asked[-1].value == "not so"
        assert saved(person, Claim)[0].assessments[0].explanation == "not so at all"


async def test_the_wording_is_changed_before_there_is_a_verdict(reviewing):
    async with reviewing() as (person, review):
        person.do("wording", "They wait.")
        assert person.asked[-1].value == "Ada Reyes: We will not wait."
        claim = await claimed(person)
        assert (claim.claim, claim.claimant, claim.status) == ("They wait.", "Ada Reyes", "todo")
        person.do("claim-fields", "d", "2026-13")
        assert "no date" in person.message
        person.do("claim-fields", "d", "2026-11")
        assert review.claim.said_on == "2026-11"


async def test_evidence_makes_the_claim_and_evidence_left_makes_none(reviewing):
    async with reviewing() as (person, review):
        person.do("evidence", None)
        assert saved(person, Claim) == []
        typed = Evidence(url="https://port.example/tides", stance="refutes")
        person.do("evidence", typed)
        (found,) = (await claimed(person)).evidence
        assert (found.url, found.stance) == (typed.url, "refutes")
        assert found.accessed
        assert person.asked == [f"evidence {review.item.id}"] * 2


async def test_a_step_is_done_with_who_and_when_and_opened_again(reviewing):
    async with reviewing() as (person, review):
        person.do("checklist", "2")
        claim = await claimed(person)
        assert [bool(step.at) for step in claim.checklist] == [False, True, False, False]
        assert claim.checklist[1].by == "ada"
        person.do("checklist", "2")
        assert not any(step.at for step in review.claim.checklist)


async def test_span_and_speaker_are_corrected_and_the_claim_follows(reviewing):
    async with reviewing() as (person, review):
        person.do("claim")
        person.do("speaker", "2")
        assert review.item.speaker == "Tor Holm"
        assert review.claim.claimant == "Tor Holm"
        person.do("shrink")
        person.do("shrink")
        assert review.item.text == "“We will not"
        assert review.claim.anchor.exact == "“We will not"
        person.do("shrink-start")
        assert review.item.text == "We will not"


async def test_a_filter_counts_what_it_takes_and_shows_it(reviewing):
    async with reviewing() as (person, review):
        quotes = Filter(kinds=frozenset({"quote"}))
        person.do("filter", quotes)
        _, speaker, _before, count = person.asked[-1]
        assert (speaker, count(quotes)) == ("Ada Reyes", 1)
        assert [item.kind for item in review.view.shown] == ["quote"]
        person.do("filter", Filter(words="containers"))
        assert len(review.view.shown) == 2


async def test_all_that_is_shown_is_decided_at_once_and_taken_back_at_once(reviewing):
    async with reviewing() as (person, review):
        count = len(review.view.shown)
        person.do("bulk", "x")
        assert str(count) in person.asked[-1].title
        assert len(saved(person, Correction)) == count
        assert {item.status for item in review.view.items} == {"dismissed"}
        await person.saved()
        person.do("undo")
        await until(lambda: saved(person, Correction) == [])
        await until(lambda: {item.status for item in review.view.items} == {"open"})


async def test_a_decision_is_forgotten(reviewing):
    async with reviewing() as (person, review):
        first = review.item
        person.do("dismiss")
        review.go(review.view.to(first.id))
        person.do("forget")
        assert saved(person, Correction) == []
        assert review.item.status == "open"
        person.do("verdict-5")
        review.go(review.view.to(first.id))
        person.do("forget", "v")
        assert review.claim.assessments == ()
        person.do("forget", "c")
        assert saved(person, Claim) == []


async def test_the_second_reader_hears_the_first_verdict_after_giving_theirs(reviewing):
    async with reviewing() as (person, review):
        session, first = person.session, review.item
        person.do("reason", "seen it")
        person.do("verdict-1")
        review.go(review.view.to(first.id))
        person.do("claim-status", "s")
        assert review.claim.status == "second look"
        session.settings = review.settings = replace(session.settings, me="bo")
        person.do("second-reading")
        assert not review.may_see(review.claim)
        person.do("verdict-5")
        assert len(review.claim.assessments) == 2
        assert "You differ: ada said True: seen it" in person.message
        assert review.may_see(review.claim)


async def test_all_a_speaker_said_is_a_page(reviewing):
    async with reviewing() as (person, review):
        first = review.item
        person.do("verdict-5")
        review.go(review.view.to(first.id))
        person.do("speaker-page")
        page = person.asked[-1]
        assert page.name == "Ada Reyes"
        assert [each.label for one in page.statements for each in one.verdicts] == ["False"]


async def test_a_claim_made_by_hand_is_in_the_whole_queue(bench):
    article = bench.article()
    bench.known(article)
    async with played(bench.settings, article) as person:
        person.select("A last paragraph ends the report.")
        person.do("claim", "It ends.")
        review = await reviewed(person)
        review.go(review.view.at(len(review.view.shown) - 1))
        assert review.item.kind == "claim"
        person.do("accept")
        assert saved(person, Correction) == []
        person.do("verdict-3")
        assert saved(person, Claim)[0].assessments


async def judged_elsewhere(bench, person, first, number):
    """Return the article in view has a verdict; ``first`` is reviewed next to it."""
    await reviewed(person)
    person.do(f"verdict-{number}")
    await person.saved()
    person.session.end_review()
    person.session.queue.open_location(str(first.location))
    await until(lambda: person.session.reading.article.text == first.text)
    review = await reviewed(person)
    await until(lambda: review.beside.others)
    return review


async def test_other_words_of_a_quote_elsewhere_are_next_to_the_item(bench):
    first = bench.article()
    bench.known(first)
    second = bench.article(bench.text.replace("will not wait", "will never wait"), "b.txt")
    bench.known(second)
    async with played(bench.settings, second) as person:
        review = await judged_elsewhere(bench, person, first, 1)
        (drift,) = review.beside.drifts_of(review.item)
        assert {drift.first.article_id, drift.second.article_id} == {
            article.id for article in person.session.notebook.articles
        }
        item = review.item
        review.go(review.view.at(len(review.view.shown) - 1))
        person.do("differing", item.id)
        assert review.item.id == item.id


async def test_a_claim_like_one_already_checked_is_offered_and_taken_over(bench):
    first = bench.article()
    bench.known(first)
    second = bench.article(bench.text.replace("A last", "The last"), "b.txt")
    bench.known(second)
    async with played(bench.settings, second) as person:
        review = await judged_elsewhere(bench, person, first, 5)
        item = review.item
        assert [known.claim.assessments[0].label for known in review.known(item)] == ["False"]
        person.do("same-claim")
        (made,) = saved(person, Appearance)
        claim = review.sitting.claim_of(review.sitting.by_id[item.id])
        assert made.claim_id == claim.id
        assert claim.article_id != person.session.notebook.article_id


async def test_without_a_difference_there_is_no_list_of_them(reviewing):
    async with reviewing() as (person, _):
        person.do("differing")
        assert "differs from another" in person.message


async def test_items_on_which_two_reviewers_differ_are_shown_alone(reviewing):
    async with reviewing() as (person, review):
        first = review.item
        person.do("disagreements")
        assert "No two reviewers differ" in person.message
        person.do("verdict-1")
        review.go(review.view.to(first.id))
        mine = review.claim.assessments[0]
        theirs = replace(mine, reviewer="bo", label="False", value=1, explanation="no")
        both = replace(review.claim, assessments=(mine, theirs))
        person.session.current.save([both], "verdict")
        person.do("disagreements")
        assert [item.claim for item in review.view.shown] == [both.id]


async def test_new_records_are_private_where_the_user_wants_it(bench):
    article = bench.article()
    bench.known(article)
    bench.set(private=True)
    async with played(bench.settings, article) as person:
        await reviewed(person)
        person.do("verdict-5")
        assert saved(person, Claim)[0].private


async def test_there_is_no_review_without_an_article(bench):
    async with played(bench.settings) as person:
        assert person.session.begin_review() is None
        assert "no article to review" in person.message


async def test_review_looks_for_findings_that_nobody_looks_for(bench):
    async with played(bench.settings, bench.article()) as person:
        await until(lambda: "no folder of models" in person.message)
        person.events.clear()
        assert person.session.begin_review().sitting is None
        await until(lambda: "no folder of models" in person.message)
        assert not person.session.finder.looking


async def test_behind_the_last_decision_is_the_end_and_undo_leads_to_what_it_changed(reviewing):
    async with reviewing() as (person, review):
        last = ""
        while not review.view.ended:
            last = review.item.id
            person.do("dismiss")
        person.do("accept")
        assert review.item is None
        assert "decided" in person.message
        await person.saved()
        person.do("undo")
        await until(lambda: review.item is not None)
        assert review.item.id == last
        assert not review.item.decided


async def test_evidence_is_edited_in_its_place_and_removed(reviewing):
    first = Evidence(url="https://port.example/log", title="Log", stance="supports")
    second = Evidence(url="https://port.example/tides", title="Tides", stance="refutes")
    async with reviewing() as (person, review):
        person.do("evidence", first)
        await claimed(person)
        person.do("evidence", second)
        before = (await claimed(person)).evidence
        changed = replace(before[0], stance="context", title="The log")
        person.do("claim-fields", "e", "e", changed)
        assert (await claimed(person)).evidence == (changed, before[1])
        person.do("claim-fields", "evidence 2", "x")
        assert (await claimed(person)).evidence == (changed,)
        person.do("undo")
        await until(lambda: review.claim.evidence == (changed, before[1]))


async def test_evidence_that_another_terminal_changed_is_not_overwritten(reviewing):
    piece = Evidence(url="https://port.example/log", title="Log", stance="supports")
    async with reviewing() as (person, review):
        person.do("evidence", piece)
        held = await claimed(person)
        theirs = replace(held.evidence[0], excerpt="Their words.")
        mine = replace(held.evidence[0], title="My words")

        def edited_meanwhile(question, then):
            if isinstance(question, Evidence):
                review.save([replace(held, evidence=(theirs,))], "edit the evidence")
                then(mine)
            else:
                then("evidence 1" if question.title == "Claim details" else "edit")

        person._answer = lambda question, then, rows=(): edited_meanwhile(question, then)
        person.do("claim-fields")
        assert (await claimed(person)).evidence == (theirs,)
        assert "meanwhile" in person.message


async def test_a_claim_and_evidence_alone_leave_the_item_undecided(reviewing):
    async with reviewing() as (person, review):
        item = review.item.id
        person.do("claim")
        await claimed(person)
        person.do("evidence", Evidence(url="https://port.example/log", stance="supports"))
        await claimed(person)
        assert not review.sitting.by_id[item].decided
        person.do("verdict-1")
        assert review.sitting.by_id[item].decided


@pytest.mark.parametrize(
    "command",
    [
        *("filter", "bulk", "order", "show-all", "differing", "disagreements", "second-reading"),
        *("accept", "dismiss", "evidence", "wording", "forget", "speaker"),
    ],
)
async def test_before_the_queue_is_there_a_command_says_so_and_asks_nothing(bench, command):
    async with played(bench.settings, bench.article()) as person:
        person.session.begin_review()
        assert person.session.review.sitting is None
        person.do(command)
        assert person.asked == []
        assert person.of(events.Reported)[-1].refusal


async def test_the_second_reading_names_itself_and_counts_down_with_each_verdict(reviewing):
    async with reviewing() as (person, review):
        for _ in range(2):
            at = review.view.place
            person.do("verdict-1")
            await person.saved()
            claim = review.sitting.claim_of(review.view.shown[at])
            review.save([replace(claim, status="second look")], "second look", claim)
            await person.saved()
        person.session.settings = review.settings = replace(review.settings, me="bo")

        def said(words: str) -> bool:
            return any(words in each.sentence for each in person.of(events.Reported))

        person.do("second-reading")
        assert said("2 claims")
        assert "second reading" in str(review.view.queue.wanted)
        assert review.view.left == 2
        person.do("verdict-5")
        await person.saved()
        assert said("ada said True · u undoes")
        assert review.view.left == 1
        person.do("undo")
        await until(lambda: review.view.left == 2)
        person.do("verdict-5")
        await person.saved()
        person.do("disagreements")
        assert len(review.view.shown) == 1
        assert said("1 claim has")
