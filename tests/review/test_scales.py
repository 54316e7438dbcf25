from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.record_json import from_document, to_document
from reader.annotations.records import Claim
from reader.article.anchor import anchor
from reader.review.scales import SHIPPED, Rating, ScaleError, assess, own_scale, scale_named
from reader.text.span import Span


@pytest.mark.parametrize("scale", SHIPPED, ids=lambda scale: scale.name)
def test_every_shipped_scale_runs_in_order_between_its_ends(scale):
    values = [rating.value for rating in scale.ratings if rating.value is not None]
    assert values in (sorted(values), sorted(values, reverse=True))
    if values:
        assert {scale.best, scale.worst} == {max(values), min(values)}
        assert scale.best == scale.ratings[0].value
    assert len({rating.label for rating in scale.ratings}) == len(scale.ratings)


def test_a_verdict_is_chosen_by_label_or_by_number():
    truth = scale_named("truth")
    assert truth.rating("mostly FALSE") == truth.rating("4") == Rating("Mostly false", 2)
    for wrong in ("Sort of", "0", "7", "²"):
        with pytest.raises(ScaleError, match="it has True, Mostly true"):
            truth.rating(wrong)


def test_a_verdict_does_not_change_with_the_config():
    before = own_scale("house", ["Right", "Wrong"])
    verdict = assess(before, "wrong", reviewer="Ada", at="2026-11-23T09:00:00Z")
    after = own_scale("house", ["Right", "Unclear", "Wrong"])
    claim = Claim(
        article_id="a", id="c", anchor=anchor("Some text", [Span(0, 4)]), assessments=(verdict,)
    )
    (kept,) = from_document(to_document(claim)).assessments
    assert (kept.label, kept.value, kept.best, kept.worst) == ("Wrong", 1, 2, 1)
    assert kept.scale_version == before.version != after.version


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=2, max_size=9))
def test_an_own_scale_takes_any_distinct_labels(labels):
    if len({label.strip().casefold() for label in labels}) < len(labels):
        with pytest.raises(ScaleError, match="twice"):
            own_scale("own", labels)
        return
    scale = own_scale("own", labels)
    assert scale.best == len(labels)
    assert scale.worst == 1
    assert scale == own_scale("own", labels)


def test_labels_behind_the_last_value_lie_outside_the_order():
    scale = own_scale("own", ["Yes", "No", "Cannot tell"], [0, 4])
    assert (scale.best, scale.worst) == (0, 4)
    assert scale.rating("cannot tell").value is None


@pytest.mark.parametrize(
    ("labels", "values", "report"),
    [
        (["Yes"], [], "two labels"),
        (["Yes", ""], [], "two labels"),
        (["Yes", "No"], [1, 2, 3], "more values"),
        (["Yes", "Perhaps", "No"], [1, 3, 2], "rise or fall"),
    ],
)
def test_a_scale_that_makes_no_sense_is_reported(labels, values, report):
    with pytest.raises(ScaleError, match=report):
        own_scale("own", labels, values)


def test_own_scales_come_before_shipped_ones():
    mine = own_scale("truth", ["Yes", "No"])
    assert scale_named("Truth", [mine]) is mine
    assert scale_named("") is SHIPPED[0]
    with pytest.raises(ScaleError, match="there are truth, verdict"):
        scale_named("nonsense")
