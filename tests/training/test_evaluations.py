from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from reader.analysis.findings import Entity, Findings, Quote
from reader.article.block import Block
from reader.text.span import Span
from reader.training.attribution_evaluation import evaluate_attribution, mean_jaccard
from reader.training.corpora import (
    Attribution,
    AttributionArticle,
    EntityArticle,
    LabelledSpan,
    TreebankSentence,
)
from reader.training.entity_evaluation import evaluate_entities
from reader.training.evaluation_report import table, to_json
from reader.training.quote_evaluation import SpeakerScore, evaluate_quotes, quote_kind, trust_bands
from reader.training.scoring import Score
from reader.training.tagged_units import TaggedUnit
from reader.training.token_evaluation import evaluate_tokens, gold_passages

TEXT = "Ana Ruiz left Lima.\nShe flew to Quito."
TOKENS = tuple(
    Span(TEXT.index(word), TEXT.index(word) + len(word))
    for word in ("Ana", "Ruiz", "left", "Lima", "She", "flew", "to", "Quito")
)
ARTICLE = EntityArticle(
    "a",
    TEXT,
    TOKENS,
    (
        LabelledSpan(0, 8, "Person"),
        LabelledSpan(14, 18, "Location"),
        LabelledSpan(32, 37, "Location"),
    ),
)


def entity(start: int, end: int, label: str) -> Entity:
    return Entity("x", start, end, TEXT[start:end], label, "other", TEXT[start:end])


def test_entities_from_raw_text_count_when_span_and_type_agree() -> None:
    def analyze(text: str, blocks: Sequence[Block]) -> Findings:
        assert [block.span.slice(text) for block in blocks] == text.split("\n")
        return Findings(
            "f",
            entities=(entity(0, 8, "Person"), entity(14, 18, "Facility"), entity(20, 23, "Person")),
        )

    result = evaluate_entities([ARTICLE], analyze=analyze)
    assert result.raw is not None
    assert result.raw.overall == Score(1, 3, 3)
    assert result.raw.by_label["Location"] == Score(0, 2, 0)
    assert result.given_tokens is None
    report = {mistake.what: mistake.count for mistake in result.mistakes}
    assert report == {
        "Location taken for Facility": 1,
        "Person where there is none": 1,
        "Location not found": 1,
    }


def test_entities_with_gold_tokens_are_scored_by_tags() -> None:
    def tag(units: Sequence[Sequence[str]]) -> list[list[str]]:
        assert [list(unit) for unit in units] == [
            ["Ana", "Ruiz", "left", "Lima"],
            ["She", "flew", "to", "Quito"],
        ]
        return [["B-Person", "E-Person", "O", "S-Location"], ["O", "O", "O", "O"]]

    result = evaluate_entities([ARTICLE], tag=tag)
    assert result.given_tokens is not None
    assert result.given_tokens.overall == Score(2, 3, 2)


def test_jaccard_counts_the_nearest_stretch_and_what_touches_none() -> None:
    gold = [["B-Content", "I-Content", "I-Content", "E-Content", "O", "O", "S-Content"]]
    found = [["O", "B-Content", "I-Content", "E-Content", "O", "S-Content", "O"]]
    assert mean_jaccard(gold, found, "Content") == pytest.approx((3 / 4 + 0 + 0) / 3)


def test_attribution_is_scored_by_part() -> None:
    words = ("Rain", "comes", ",", "Ana", "said", ".")
    unit = TaggedUnit("a", words, ("B-Content", "E-Content", "O", "S-Source", "S-Cue", "O"), ())
    answer = ["S-Content", "O", "O", "S-Source", "S-Cue", "O"]
    result = evaluate_attribution([unit], lambda _: [answer])
    assert result.exact.by_label == {
        "Content": Score(0, 1, 1),
        "Cue": Score(1, 1, 1),
        "Source": Score(1, 1, 1),
    }
    assert result.jaccard == {"Source": 1.0, "Cue": 1.0, "Content": pytest.approx(0.5)}
    assert [mistake.what for mistake in result.mistakes] == ["Content with another end"]


QUOTED = "“Rain will come,” Ana said. Bo said that it may “pour down” soon. Cy thinks it is dry."


def span(words: str) -> Span:
    return Span(QUOTED.index(words), QUOTED.index(words) + len(words))


def quote(kind: str, words: str, source: str | None) -> Quote:
    spans = (span(words),)
    return Quote("x", kind, spans, words, source=None if source is None else (span(source),))


GOLD = AttributionArticle(
    "a",
    QUOTED,
    (
        Attribution((span("Ana"),), (span("said"),), (span("“Rain will come,”"),)),
        Attribution((span("Bo"),), (), (span("that it may “pour down” soon"),)),
        Attribution((span("Cy"),), (span("thinks"),), (span("it is dry"),)),
    ),
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("“Rain will come,”", "direct"),
        ("Rain will come,", "direct"),
        ("that it may “pour down” soon", "mixed"),
        ("it is dry", "indirect"),
        ("come,” Ana said. Bo said that it may “pour", "mixed"),
    ],
)
def test_kind_of_a_gold_quote_is_recognised_by_its_marks(words: str, kind: str) -> None:
    assert quote_kind(QUOTED, [span(words)]) == kind


def test_trust_is_shown_beside_how_often_it_is_right() -> None:
    low, high = trust_bands([(0.91, True), (0.42, False), (1.0, True), (0.48, True)])
    assert (low.least, low.predicted, low.right, low.count) == (0.4, pytest.approx(0.45), 0.5, 2)
    assert (high.least, high.predicted, high.right, high.count) == (
        0.9,
        pytest.approx(0.955),
        1.0,
        2,
    )


def test_the_trust_of_a_quote_that_is_found_amiss_counts_against_it() -> None:
    found = (
        replace(quote("direct", "Rain will come,", "Ana"), score=0.95),
        replace(quote("indirect", "Ana said", None), score=0.55),
    )
    result = evaluate_quotes([GOLD], lambda _text, _blocks: Findings("f", quotes=found))
    assert [(band.least, band.right) for band in result.trust] == [(0.5, 0.0), (0.9, 1.0)]
    assert re.search(r"from 0\.9 +0\.950 +1\.000 +1\b", table(result))


def test_quotes_are_compared_without_their_marks() -> None:
    found = (
        quote("direct", "Rain will come,", "Ana"),
        quote("direct", "pour down", "Cy"),
        quote("indirect", "Cy thinks", None),
    )
    result = evaluate_quotes([GOLD], lambda _text, _blocks: Findings("f", quotes=found))
    assert result.loose == Score(2, 3, 3)
    assert result.strict == Score(1, 3, 3)
    assert result.loose_by_kind["mixed"] == Score(1, 1, 1)
    assert result.strict_by_kind["direct"] == Score(1, 1, 2)
    assert result.speakers == SpeakerScore(right=1, wrong=1, none=0)
    assert result.speakers.accuracy == pytest.approx(0.5)


def test_a_speaker_left_open_is_no_wrong_name() -> None:
    found = (quote("indirect", "it is dry", None),)
    result = evaluate_quotes([GOLD], lambda _text, _blocks: Findings("f", quotes=found))
    assert result.speakers == SpeakerScore(0, 0, 1)
    assert result.speakers.wrong_rate == 0


def test_each_quote_is_matched_once() -> None:
    found = (quote("direct", "Rain will come,", "Ana"), quote("direct", "Rain will", "Ana"))
    result = evaluate_quotes([GOLD], lambda _text, _blocks: Findings("f", quotes=found))
    assert result.loose == Score(1, 3, 2)


SENTENCES = [
    TreebankSentence("Go on.", (Span(0, 2), Span(3, 5), Span(5, 6)), True, True),
    TreebankSentence("Stop!", (Span(0, 4), Span(4, 5)), False, True),
    TreebankSentence("Well", (Span(0, 4),), True, True),
]


def test_sentences_make_paragraphs() -> None:
    first, second = gold_passages(SENTENCES)
    assert first.text == "Go on. Stop!"
    assert [span.slice(first.text) for span in first.tokens] == ["Go", "on", ".", "Stop", "!"]
    assert second.sentences == (Span(0, 4),)


def test_tokens_are_scored_within_the_sentences_cut() -> None:
    def tokenize(passages: Sequence[str]) -> list[list[Span]]:
        """Words with what sticks to them, but for a last point."""
        return [
            [
                part
                for word in passage.split(" ")
                for start in [passage.index(word)]
                for part in (
                    [Span(start, start + len(word))]
                    if not passage.endswith(word) or len(word) < 3
                    else [
                        Span(start, start + len(word) - 1),
                        Span(start + len(word) - 1, start + len(word)),
                    ]
                )
            ]
            for passage in passages
        ]

    result = evaluate_tokens(SENTENCES[:2], tokenize, lambda text: [Span(0, 6), Span(7, len(text))])
    assert result.sentences == Score(2, 2, 2)
    assert result.tokens == Score(5, 5, 5)
    assert result.whole == Score(3, 5, 4)
    assert result.whole.recall == pytest.approx(0.6)


def test_report_tells_scores_in_rows_and_in_json() -> None:
    unit = TaggedUnit("a", ("Ana", "said"), ("S-Source", "S-Cue"), ())
    result = evaluate_attribution([unit], lambda _: [["S-Source", "O"]])
    lines = table(result, examples=1).splitlines()
    assert ["Source", "1.000", "1.000", "1.000", "1", "1", "1"] in [line.split() for line in lines]
    assert ["all", "1.000", "0.500", "0.667", "1", "2", "1"] in [line.split() for line in lines]
    assert any("Cue not found" in line for line in lines)
    report = json.loads(json.dumps(to_json(result, examples=1)))
    assert report["exact"]["all"]["f1"] == 0.6667
    assert report["mistakes"] == [
        {"what": "Cue not found", "count": 1, "examples": ["Ana [ said ]"]}
    ]
