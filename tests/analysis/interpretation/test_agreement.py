from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.rules.agreement import MAJORITY, agreed
from reader.analysis.rules.tagged import TagRun

LABELS = st.sampled_from(["Person", "Location", "Organization", "Date", "Money"])


def types(one, words):
    return [entity.type for entity in one.entities if entity.text == words]


def test_a_mention_takes_the_label_of_most_others(read):
    one = read("{P Varo} spoke. {P Varo} left. Then {L Varo} wept.")
    assert types(one, "Varo") == ["person", "person", "person"]


def test_where_mentions_disagree_each_keeps_its_label(read):
    one = read("{P Varo} spoke in {L Varo}.")
    assert types(one, "Varo") == ["person", "place"]


def test_a_month_stays_a_month(read):
    one = read("{P May} spoke. {P May} left. {P May} came back in {D May}.")
    assert types(one, "May")[-1] == "date"


@given(st.lists(st.tuples(st.sampled_from(["Varo", "Holm"]), LABELS), max_size=12))
def test_a_label_changes_to_one_that_most_mentions_have(mentions):
    text = " ".join(words for words, _ in mentions)
    runs = [TagRun(label, 5 * n, 5 * n + 4, n, n + 1) for n, (_, label) in enumerate(mentions)]
    for before, after in zip(runs, agreed(text, runs), strict=True):
        same = [run.label for run in runs if run.span.slice(text) == before.span.slice(text)]
        assert after.span == before.span
        assert after.label == before.label or same.count(after.label) >= MAJORITY * len(same)
