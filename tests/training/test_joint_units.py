from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise, product

import pytest
import torch

from reader.analysis.models.decoding import bioes_tags, steps
from reader.text.span import Span
from reader.training.chain_loss import ChainLoss
from reader.training.corpora import Attribution, AttributionArticle, EntityArticle, LabelledSpan
from reader.training.joint_units import Form, JointUnits, paragraph_forms
from reader.training.scoring import tag_spans
from reader.training.treebank_words import treebank_words

TEXT = "“It is shut. It’ll stay shut,” Ada Holm said.\nNobody asked the well-known pilot."


def tokenize(passages: Sequence[str]) -> list[list[Span]]:
    return [[Span(*one.span()) for one in re.finditer(r"\w+|\S", text)] for text in passages]


def article() -> AttributionArticle:
    content = TEXT.index(" Ada")
    source = TEXT.index("Ada")
    cue = TEXT.index("said")
    said = Attribution((Span(source, source + 8),), (Span(cue, cue + 4),), (Span(0, content),))
    return AttributionArticle("1", TEXT, (said,))


def test_a_treebank_s_words_keep_hyphens_and_part_contractions() -> None:
    for text, words in (
        (
            "Don’t ask the U.S. well-known pilot’s $5,000.",
            "Do n’t ask the U.S. well-known pilot ’s $ 5,000 .",
        ),
        ("He'll go...", "He 'll go ..."),
    ):
        assert " ".join(span.slice(text) for span in treebank_words(text)) == words


def test_a_paragraph_has_three_forms_with_the_same_labels() -> None:
    said, plain = paragraph_forms([article()], tokenize)
    assert len(said.whole) == 1
    assert len(said.sentences) == len(said.treebank) > 1
    for form in (said.sentences, said.treebank):
        labels = [
            (label, unit.words[first:last])
            for unit in form
            for first, last, label in tag_spans(unit.tags)
        ]
        assert [label for label, _ in labels] == ["Content"] * (len(labels) - 2) + ["Source", "Cue"]
        assert ("Source", ("Ada", "Holm")) in labels
        assert "".join(word for unit in form for word in unit.words) == "".join(
            TEXT.splitlines()[0].split()
        )
    assert all(tag == "O" for unit in plain.whole for tag in unit.tags)


@pytest.mark.parametrize(
    ("form", "count"),
    [
        (Form(treebank=1, sentences=0, gold=1, other_names=0, straight=0), None),
        (Form(treebank=0, sentences=0, gold=0, other_names=1, straight=1), 2),
    ],
)
def test_forms_are_drawn_as_often_as_requested(form: Form, count: int | None) -> None:
    named = EntityArticle(
        "1", "Ada saw Bo’s dog.", (Span(0, 3), Span(4, 7), Span(8, 10), Span(10, 17)),
        (LabelledSpan(0, 3, "Person"), LabelledSpan(8, 10, "Person")),
    )  # fmt: skip
    units = JointUnits([article()], [named], tokenize, form)(random.Random(1))
    forms = paragraph_forms([article()], tokenize)
    if count is None:
        assert list(units["attribution"]) == [unit for one in forms for unit in one.treebank]
        assert units["entities"][0].words[2:] == ("Bo", "’s dog.")
    else:
        assert len(units["attribution"]) == count
        assert not any("“" in unit.words or "’" in unit.words for unit in units["attribution"])
        assert [tag_spans(unit.tags) for unit in units["entities"]] == [
            [(0, 1, "Person"), (2, 3, "Person")]
        ]


def test_the_chain_tells_how_likely_the_right_tags_are() -> None:
    tags = bioes_tags(["Cue"])
    torch.manual_seed(2)
    scores, learnt = torch.randn(2, 3, len(tags)), torch.randn(len(tags), len(tags))
    allowed = steps(tags)
    expected = 0.0
    right = torch.tensor([[0, 4, 0], [1, 3, 0]])
    for row, length in enumerate((3, 2)):

        def worth(path: Sequence[int], row: int = row) -> torch.Tensor:
            own = sum(scores[row, place, tag] for place, tag in enumerate(path))
            return own + sum(learnt[one, other] for one, other in pairwise(path))

        paths = [
            path
            for path in product(range(len(tags)), repeat=length)
            if all(allowed[one, other] for one, other in zip((-1, *path), (*path, -1), strict=True))
        ]
        total = torch.stack([worth(path) for path in paths]).logsumexp(0)
        expected += float(total - worth(right[row, :length].tolist()))
    found = ChainLoss(tags)(scores, torch.tensor([3, 2]), right, learnt)
    assert float(found) == pytest.approx(expected, abs=1e-3)
