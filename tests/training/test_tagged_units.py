from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from reader.text.span import Span
from reader.training.corpora import Attribution, AttributionArticle, EntityArticle, LabelledSpan
from reader.training.scoring import tag_spans
from reader.training.tagged_units import attribution_units, bioes, entity_units, paragraphs


def by_blanks(passages: Sequence[str]) -> list[list[Span]]:
    return [
        [Span(match.start(), match.end()) for match in re.finditer(r"\w+|[^\w\s]", passage)]
        for passage in passages
    ]


def test_paragraphs_are_the_lines_with_something_on_them() -> None:
    text = "One.\n\n  \nTwo \nthree"
    assert [span.slice(text) for span in paragraphs(text)] == ["One.", "Two ", "three"]


def test_tokens_that_share_a_character_with_a_span_are_its() -> None:
    tokens = [Span(0, 3), Span(3, 5), Span(6, 9), Span(10, 12)]
    tags = bioes(tokens, [LabelledSpan(2, 7, "Content"), LabelledSpan(10, 12, "Cue")])
    assert tags == ["B-Content", "I-Content", "E-Content", "S-Cue"]


def test_of_spans_that_share_a_token_the_first_is_kept() -> None:
    tokens = [Span(0, 3), Span(4, 7)]
    tags = bioes(tokens, [LabelledSpan(0, 3, "A"), LabelledSpan(0, 7, "B")])
    assert tags == ["S-A", "O"]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12), st.data())
def test_tags_tell_the_spans_they_are_made_of(lengths: list[int], data: st.DataObject) -> None:
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    tokens = [Span(start, start + length) for start, length in zip(starts, lengths, strict=True)]
    cuts = sorted(data.draw(st.sets(st.integers(0, len(tokens)), max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    spans = [LabelledSpan(tokens[a].start, tokens[b - 1].end, "X") for a, b in pairs]
    assert tag_spans(bioes(tokens, spans)) == [(a, b, "X") for a, b in pairs]


def test_units_are_paragraphs_in_their_own_tokens() -> None:
    text = "Ana Ruiz spoke.\nNobody did."
    tokens = tuple(Span(match.start(), match.end()) for match in re.finditer(r"\w+|\.", text))
    article = EntityArticle("a", text, tokens, (LabelledSpan(0, 8, "Person"),))
    first, second = entity_units([article])
    assert first.words == ("Ana", "Ruiz", "spoke", ".")
    assert first.tags == ("B-Person", "E-Person", "O", "O")
    assert second.words == ("Nobody", "did", ".")
    assert [span.slice(text) for span in second.spans] == ["Nobody", "did", "."]


def test_a_long_paragraph_is_cut_as_in_reading() -> None:
    text = " ".join(["word"] * 900)
    tokens = tuple(Span(5 * number, 5 * number + 4) for number in range(900))
    units = entity_units([EntityArticle("a", text, tokens, ())])
    assert [len(unit.words) for unit in units] == [400, 400, 100]


def test_attributions_are_tagged_in_the_tokens_of_the_tokenizer() -> None:
    text = "Rain will come, Ana said."
    attribution = Attribution((Span(16, 19),), (Span(20, 24),), (Span(0, 14),))
    (unit,) = attribution_units([AttributionArticle("a", text, (attribution,))], by_blanks)
    assert unit.tags == ("B-Content", "I-Content", "E-Content", "O", "S-Source", "S-Cue", "O")
