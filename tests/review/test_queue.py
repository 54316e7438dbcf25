from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import Assessment, Claim, Evidence
from reader.article.anchor import anchor
from reader.article.block import Block
from reader.review.annotated_article import annotated
from reader.review.conflicts import conflicts, reasons_of
from reader.review.corrections import correction
from reader.review.queue import FEW, few, progress, queue
from reader.review.repeats import repeats
from reader.review.triage import Filter, chosen, decide, decisions_on
from reader.text.span import Span
from tests.review.desk import seed, written

AT = "2026-11-23T09:00:00Z"
TEXT = (
    "Holm said “the old pier was sold below its price”. He said “the pier is old”. "
    "The pier has lost 12 planks since June. The boat came in with the tide."
)
SAID = (("the old pier was sold below its price", "Ada Holm"), ("the pier is old", "Ada Holm"))


def article(text=TEXT, records=(), said=SAID):
    return written(text, said, records=records)


def item_of(items, words):
    (found,) = [item for item in items if words in item.text and item.kind != "figure"]
    return found


def decided(verb="dismiss", words="sold below", at=AT, text=TEXT):
    here = article(text)
    return decide(here, item_of(queue(here), words), verb, creator="ada", at=at)


@pytest.mark.parametrize("name", ["harbour-wire", "harbour-second-outlet", "council-bridge"])
def test_every_attributed_statement_and_figure_is_in_the_queue(name):
    here = seed(name)
    ids = {item.id for item in queue(here)}
    assert {quote.id for quote in here.machine.quotes} <= ids
    assert {figure.id for figure in here.machine.figures} <= ids


def test_the_few_are_the_most_check_worthy_and_come_in_text_order():
    here = seed("harbour-wire")
    items = queue(here, extra=reasons_of(conflicts([here])))
    top = few(items)
    assert len(top) == FEW
    assert [item.start for item in top] == sorted(item.start for item in top)
    rest = [item.score for item in items if item not in top and not item.folded]
    assert min(item.score for item in top) >= max(rest)
    words = " ".join(item.text for item in top)
    assert "15 containers" in words
    assert "22 containers" in words
    assert "knife for a fishing boat" not in words


def test_a_conflict_raises_the_quote_that_holds_the_figure_and_says_who_differs():
    here = seed("harbour-wire")
    plain = item_of(queue(here), "22 containers")
    raised = item_of(queue(here, extra=reasons_of(conflicts([here]))), "22 containers")
    assert raised.score > plain.score
    assert "15 containers (Hallan Harbour Authority)" in {each.words for each in raised.reasons}


def test_sentences_worth_a_check_come_with_their_figures_folded_into_them():
    items = queue(article())
    (sentence,) = [item for item in items if item.kind == "sentence"]
    assert sentence.text == "The pier has lost 12 planks since June."
    (figure,) = [item for item in items if item.kind == "figure"]
    assert figure.part_of == sentence.id
    assert figure.folded


def test_a_figure_of_the_headline_is_the_one_of_the_text():
    text = "Gate shut for 12 weeks\n\nThe gate stays shut for 12 weeks from Monday."
    here = written(text)
    first, second = text.index("12"), text.rindex("12")
    headline, body = (
        replace(here.machine.figures[0], id=name, start=start, end=start + 8, text="12 weeks")
        for name, start in (("above", first), ("below", second))
    )
    blocks = (Block("headline", 0, 22), Block("paragraph", 24, len(text)))
    findings = replace(here.machine, figures=(headline, body))
    here = annotated(replace(here.article, blocks=blocks), findings)
    items = {item.id: item for item in queue(here)}
    assert items["above"].same_as == "below"
    assert items["below"].part_of is not None
    (only,) = few(items.values())
    assert only.kind == "sentence"


def test_a_count_of_the_speakers_themselves_is_worth_less():
    here = seed("harbour-wire")
    scores = {item.text: item.score for item in queue(here) if item.kind == "figure"}
    if "Two officials" in scores:
        assert scores["Two officials"] < scores["40 lashing rods"]


def test_words_said_twice_by_one_speaker_are_one():
    here = written(
        "“A slap for the harbour,” said Holm. Later Holm called it “a slap for the harbour and the"
        " town”. Reyes said “a slap for the harbour” too.",
        [
            ("A slap for the harbour,", "Ada Holm"),
            ("a slap for the harbour and the town", "Ada Holm"),
        ],
    )
    (repeat,) = repeats(here.machine.quotes, here.text)
    assert repeat.phrase == "A slap for the harbour"
    first, again = sorted(queue(here), key=lambda item: item.folded)
    assert again.same_as == first.id == repeat.first
    assert "town" in first.text
    assert again.again == repeat.phrase


def test_the_same_words_of_two_speakers_are_two():
    here = written(
        "“We go home now,” said Holm. “We go home now,” said Reyes.", [("We go home now,", "Holm")]
    )
    other = replace(
        here.machine.quotes[0], id="2", spans=(Span(30, 45),), speaker="Reyes", person=None
    )
    assert repeats([here.machine.quotes[0], other], here.text) == []


def test_a_decision_holds_after_it_was_written_and_read():
    made = from_document(to_document(decided("accept")))
    item = item_of(queue(article(records=[made])), "sold below")
    assert (item.status, item.decided_by, item.decided_at) == ("accepted", "ada", AT)


def test_the_last_decision_counts():
    made = [decided("dismiss"), decided("accept", at="2026-11-23T09:00:01Z")]
    assert item_of(queue(article(records=made)), "sold below").status == "accepted"


def test_a_sentence_can_be_decided_on():
    made = decided("dismiss", "12 planks")
    items = queue(article(records=[made]))
    assert {item.status for item in items if item.kind == "sentence"} == {"dismissed"}
    assert {item.status for item in items if item.kind != "sentence"} == {"open"}


def test_decisions_can_be_forgotten_and_corrections_stay():
    here = article()
    quote = here.machine.quotes[0]
    respoken = correction("a", quote, "respeak", creator="ada", at=AT, after="Mia Reyes")
    records = [decided(), decided("accept", "12 planks"), respoken]
    here = article(records=records)
    items = queue(here)
    assert item_of(items, "sold below").speaker == "Mia Reyes"
    assert decisions_on(here, [item_of(items, "sold below")]) == [records[0]]
    assert decisions_on(here, [item_of(items, "12 planks")]) == [records[1]]
    assert len(decisions_on(here, items)) == 2


def test_skipping_is_no_decision_and_leaves_no_trace():
    identity = item_of(queue(article()), "sold below").id
    assert item_of(queue(article(), skipped={identity}), "sold below").status == "skipped"
    records = [decided("accept")]
    assert item_of(queue(article(records=records), skipped={identity}), "sold").status == "accepted"


def test_decisions_carry_over_to_a_new_version_with_what_changed():
    new = "A line that was not there. " + TEXT.replace("sold below", "sold far under")
    said = (("the old pier was sold far under its price", "Ada Holm"), SAID[1])
    records = [decided("dismiss"), decided("accept", "pier is old"), decided("accept", "12 planks")]
    items = queue(article(new, records, said))
    reworded = item_of(items, "sold far under")
    assert (reworded.status, reworded.outcome) == ("dismissed", "reworded")
    assert [str(change) for change in reworded.changes] == ["“below” became “far under”"]
    assert item_of(items, "pier is old").status == "accepted"
    assert item_of(items, "12 planks").status == "accepted"
    assert item_of(items, "12 planks").outcome == "moved"


def test_a_decision_on_words_that_are_gone_decides_nothing():
    here = article("Nothing of it stands here any more, all was rewritten.", [decided()], ())
    assert all(item.status == "open" for item in queue(here))
    assert here.carried[0].unsure


def test_a_corrected_speaker_carries_over_too():
    new = TEXT.replace("sold below", "sold far under")
    said = (("the old pier was sold far under its price", ""), SAID[1])
    accepted = decided("accept")
    respoken = replace(accepted, id="r", decision="respeak", after="Mia Reyes")
    items = queue(article(new, [respoken, accepted], said))
    assert item_of(items, "sold far under").speaker == "Mia Reyes"


def test_an_item_with_a_claim_on_it_is_claimed():
    here = article()
    quote = here.machine.quotes[0]
    claim = Claim(article_id="a", id="c", creator="ada", anchor=anchor(TEXT, quote.spans))
    item = item_of(queue(article(records=[claim])), "sold below")
    assert (item.status, item.claim) == ("claimed", "c")


def test_progress_counts_what_is_decided():
    items = few(queue(article(records=[decided("dismiss", "12 planks")])))
    report = progress(items)
    assert (report.done, report.of, report.left) == (1, len(items), len(items) - 1)


def test_filters_narrow_and_orders_sort():
    items = queue(seed("harbour-wire"))
    assert {item.kind for item in chosen(items, Filter(kinds=frozenset({"figure"})))} == {"figure"}
    by_brekke = chosen(items, Filter(speaker="BREKKE"))
    assert by_brekke
    assert all(item.speaker == "Ingrid Brekke" for item in by_brekke)
    unknown = chosen(items, Filter(unknown_speaker=True))
    assert all(item.speaker is None for item in unknown)
    high = chosen(items, Filter(least=0.5), "score")
    assert [item.score for item in high] == sorted((i.score for i in high), reverse=True)
    assert all(item.score >= 0.5 for item in high)
    assert not any(item.folded for item in chosen(items, Filter(folded=False)))
    assert chosen(items, Filter()) == items
    speakers = [item.speaker for item in chosen(items, Filter(), "speaker")]
    assert speakers[-1] is None


words = st.lists(
    st.sampled_from(["tide", "gull", "mast", "keel", "oar", "net", "reef", "bell"]), max_size=30
)


@settings(max_examples=60, deadline=None)
@given(words, st.sampled_from(["sold below", "pier is old", "12 planks"]), words)
def test_what_is_written_around_it_does_not_move_a_decision_to_other_words(before, about, behind):
    new = f"{' '.join(before)}. {TEXT} {' '.join(behind)}."
    items = queue(article(new, [decided("dismiss", about)]))
    dismissed = [item for item in items if item.status == "dismissed"]
    assert len(dismissed) == 1
    assert about in dismissed[0].text


filters = st.builds(
    Filter,
    kinds=st.frozensets(st.sampled_from(["quote", "figure", "sentence"])),
    speaker=st.sampled_from(["", "maris", "Ferreira", "nobody at all"]),
    least=st.floats(0, 1),
    most=st.floats(0, 1),
    unknown_speaker=st.booleans(),
    folded=st.booleans(),
)


@given(filters, st.sampled_from(["text", "score", "speaker", "status"]))
def test_a_filter_loses_and_invents_nothing(wanted, order):
    items = queue_of_wire()
    found = chosen(items, wanted, order)
    assert sorted(item.id for item in found) == sorted(
        item.id for item in items if wanted.takes(item)
    )


@cache
def queue_of_wire():
    return tuple(queue(seed("harbour-wire")))


@given(st.sets(st.integers(0, 40)))
def test_deciding_does_not_change_which_items_are_the_few(places):
    items = queue_of_wire()
    after = [
        replace(item, status="dismissed") if place in places else item
        for place, item in enumerate(items)
    ]
    assert [item.id for item in few(after)] == [item.id for item in few(items)]


def test_a_sentence_is_never_next_to_its_own_quote():
    text = (
        "The yard, which lost 40 jobs and two cranes in June because the council sold the"
        " larger quay, “has no future at all”, Holm said."
    )
    here = written(text, (("has no future at all", "Ada Holm"),))
    items = queue(here)
    assert {item.kind for item in items} == {"quote", "figure"}
    assert all(item.part_of is None for item in items)


def test_a_fragment_in_marks_is_part_of_the_sentence_that_it_colours():
    text = (
        "The yard lost 40 jobs and two cranes in June because the council sold the larger quay,"
        " which Holm called “sad news”."
    )
    items = queue(written(text, (("sad news", "Ada Holm"),)))
    (sentence,) = [item for item in items if item.kind == "sentence"]
    (fragment,) = [item for item in items if item.kind == "quote"]
    assert fragment.part_of == sentence.id
    assert fragment.folded


def test_a_claim_without_a_verdict_is_not_decided():
    here = article()
    item = item_of(queue(here), "sold below")
    claim = Claim(
        article_id="a", id="c1", anchor=anchor(TEXT, item.spans, here.fingerprint), claim="x"
    )

    def now(**changed):
        return item_of(queue(article(records=[replace(claim, **changed)])), "sold below")

    assert (now().status, now().decided) == ("claimed", False)
    assert not now(evidence=(Evidence(url="https://example.org/pier"),)).decided
    assert now(
        assessments=(Assessment(reviewer="ada", scale="truth", scale_version="1", label="True"),)
    ).decided
    assert now(status="not checkable").decided
    assert progress(queue(article(records=[claim]))).done == 0
