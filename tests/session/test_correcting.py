"""Decisions on what the machine found, without a screen."""

from __future__ import annotations

import pytest

from reader.annotations.records import Claim, Correction, Label
from reader.config import LabelKind
from reader.session.stage import Target
from tests.session.played import played, until


@pytest.fixture
def found(bench):
    """Return the findings of the article of the bench, and a session on it."""
    article = bench.article()
    findings = bench.known(article)
    return findings, lambda: played(bench.settings, article)


def saved(person, kind):
    return [each for each in person.session.notebook.records if isinstance(each, kind)]


async def test_a_dismissed_finding_goes_and_comes_back_by_undo(found):
    findings, run = found
    async with run() as person:
        person.go_to_finding(findings.entities[0])
        person.do("dismiss")
        assert findings.entities[0].id not in person.session.reading.findings.by_id
        (correction,) = saved(person, Correction)
        assert (correction.decision, correction.finding["text"]) == ("dismiss", "Ada Reyes")
    async with run() as person:
        assert findings.entities[0].id not in person.session.reading.findings.by_id
        person.do("undo")
        await until(lambda: findings.entities[0].id in person.session.reading.findings.by_id)


async def test_another_label_and_another_speaker(found):
    findings, run = found
    quote = findings.quotes[0]
    async with run() as person:
        person.go_to_finding(findings.entities[0])
        person.do("relabel", "2")
        assert person.session.reading.standing.entities[0].type == "organisation"
        person.go_to_finding(quote)
        person.do("speaker", "2")
        assert person.session.reading.standing.quotes[0].speaker == "Tor Holm"
        person.do("speaker", "o", "the minister [b]")
        assert person.session.reading.standing.quotes[0].speaker == "the minister [b]"
        person.do("accept")
        assert quote.id in person.session.reading.findings.accepted
        assert len(saved(person, Correction)) == 4


async def test_the_span_of_a_finding_grows_and_undo_shrinks_it(found):
    findings, run = found
    async with run() as person:
        person.go_to_finding(findings.entities[0])
        person.do("grow")
        assert person.session.reading.standing.entities[0].text.startswith("Ada Reyes,")
        await person.saved()
        person.do("undo")
        await until(lambda: person.session.reading.standing.entities[0].text == "Ada Reyes")


async def test_a_quote_grows_at_its_start_once_turned(found):
    findings, run = found
    quote = findings.quotes[0]
    async with run() as person:
        person.go_to_finding(quote)
        person.do("other-end")
        person.do("grow")
        grown = person.session.reading.findings.by_id[quote.id]
        assert grown.text.endswith(quote.text)
        assert grown.text != quote.text
        assert person.cursor == grown.spans[0].start
        person.do("shrink")
        assert person.session.reading.findings.by_id[quote.id].text == quote.text


async def test_which_of_several_findings_here_is_meant_is_asked(bench):
    article = bench.article(bench.text.replace("“We will", "“We and Tor Holm will"))
    findings = bench.known(article)
    quote, name = findings.quotes[0], findings.entities[2]
    async with played(bench.settings, article) as person:
        person.cursor = name.start
        person.do("dismiss", "2")
        assert [row.label for row in person.asked[-1].rows] == [
            "Person: Tor Holm",
            "Quote: “We and Tor Holm will not wait,”",
        ]
        assert quote.id not in person.session.reading.findings.by_id
        person.do("undo")
        await until(lambda: quote.id in person.session.reading.findings.by_id)
        # A finding that was walked to is meant: nothing is asked.
        person.go_to_finding(name)
        person.do("dismiss")
        assert name.id not in person.session.reading.findings.by_id
        person.do("undo")
        await until(lambda: name.id in person.session.reading.findings.by_id)
        # Only the quote has a speaker.
        person.do("speaker", None)
        assert person.asked[-1].title.startswith("Who says “")


async def test_where_nothing_was_found_there_is_nothing_to_decide(found):
    _, run = found
    async with run() as person:
        person.cursor = 0
        person.do("dismiss")
        assert person.message == "There is no finding here."
        person.do("relabel")
        assert person.message == "There is no name or quote here."


async def test_what_the_machine_missed_is_labelled(bench, found):
    bench.set(labels=(LabelKind("stance", "fear", "z", "red", "Somebody is afraid."),))
    async with played(bench.settings, bench.article()) as person:
        person.select("Port")
        person.do("label", "z")
        (label,) = saved(person, Label)
        assert (label.layer, label.type, label.anchor.exact) == ("stance", "fear", "Port")


async def test_a_claim_of_a_quote_knows_who_said_it(found):
    findings, run = found
    async with run() as person:
        person.go_to_finding(findings.quotes[0])
        person.do("claim", "They do not wait.")
        (claim,) = saved(person, Claim)
        assert claim.claimant == "Ada Reyes"


async def test_a_mark_made_blind_says_so(found):
    _, run = found
    async with run() as person:
        person.session.blind = True
        person.select("Port")
        person.do("highlight")
        person.session.blind = False
        person.select("storm")
        person.do("highlight")
        seen = [record.machine_visible for record in person.session.notebook.records]
        assert seen == [False, True]


async def test_missing_models_are_one_sentence(bench):
    from reader.session.events import Working

    async with played(bench.settings, bench.article()) as person:
        await until(lambda: "no folder of models" in person.message)
        assert person.of(Working)[-1].words == ""


async def test_a_decision_made_already_writes_nothing(found):
    findings, run = found
    async with run() as person:
        person.go_to_finding(findings.entities[0])
        person.do("accept")
        person.do("accept")
        assert len(saved(person, Correction)) == 1


async def test_without_a_selection_the_sentence_is_labelled(bench):
    bench.set(labels=(LabelKind("stance", "fear", "z", "red", "Somebody is afraid."),))
    async with played(bench.settings, bench.article()) as person:
        person.cursor = person.session.reading.text.index("left")
        person.do("label", "z")
        (label,) = saved(person, Label)
        assert label.anchor.exact == "Holm left."
        assert "Holm left." in person.asked[-1].title


async def test_a_label_goes_on_what_is_meant_or_marked_rather_than_on_its_sentence(found):
    findings, run = found
    async with run() as person:
        name = findings.entities[0]
        person.go_to_finding(name)
        person.do("label", "f")
        (first,) = saved(person, Label)
        assert first.anchor.exact == name.text
        person.end_selection()
        person.chosen = Target(first.id, None)
        person.context = "list"
        person.do("label", "q")
        assert [each.anchor.exact for each in saved(person, Label)] == [name.text, name.text]


async def test_from_a_row_without_words_the_label_says_to_select_first(found):
    _, run = found
    async with run() as person:
        person.chosen, person.context = Target(None, None), "list"
        person.do("label")
        assert person.asked == []
        assert person.message
