from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.sentences import sentences


def split(text: str) -> list[str]:
    return [span.slice(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["One stop.", "Two stops.", "Three!"],
        ["He met Gen. Qadir and Dr. A. B. Osei in the U.S. Capitol.", "Nobody spoke."],
        ["They struck at 1:30 a.m. Iraq time (2230 GMT on Tuesday).", "It was dark."],
        ["They left at 5 p.m. Monday.", "The rest stayed until 6 p.m.", "Then it rained."],
        ["It cost $3.5 million.", "See No. 7 and Fig. 2.", "“No.”", "He left."],
        ["Shares of Okon Inc. fell 4.2 per cent.", "Those of Brell Corp. Ltd. rose."],
        ["She moved to the U.S.", "The move was hard."],
        ["George W. Bush and J. K. Osei met.", "They ate."],
        ["“Stop!” he said.", "She did."],
        ["“All is well!” Brekke, who had been on board since Sunday, said on the radio.", "Good."],
        ["“Why now?” Adjei asked reporters.", "Nobody knew."],
        ["“Why now?”", "The minister had no answer."],
        ["He said, “This is not enough.", "What matters is the rest.”", "Then he left."],
        ["“We will go,” she said.", "“We will.”"],
        ["They chanted “Death to nobody.”", "He listened."],
        ["It had “half a roof and a hammer”.", "She laughed."],
        ["“I said, ‘I can’t sing.’", "He said, ‘Everyone says that.’”"],
        ["“What is important is ….”", "He paused."],
        ["He wanted … more of it.", "Or less..."],
        ["Wait...", "There it is."],
        ["The talks (which failed. Twice.) cost a lot.", "They ended."],
        ["(It closed early.)", "It opened late."],
        ["Nobody was hurt.[1]", "The end came late."],
        ["我很好。", "不要担心！", "真的吗？"],
        ["「行くよ。」と言った。", "雨だ。"],
        ["هل انت بخير؟", "نعم."],
        ["यह घर है।", "वह बड़ा है।"],
        ["«C’est fini.»", "Il partit."],
        ["Was it Yahoo! that fell?", "Yes!"],
        ["She left — and he stayed.", "— The end."],
        ["1. Buy a bell.", "2. Ring it."],
        ["PORT HALLAN/OSTERVIK. — A ship came in.", "It sank."],
        ["a heading without a stop"],
    ],
)
def test_known_sentences(expected: list[str]) -> None:
    assert split(" ".join(expected) if expected[0][0] not in "我「" else "".join(expected)) == (
        expected
    )


def test_white_space_and_bounds() -> None:
    text = "  One.\n  Two goes\non.\n\nThree"
    assert split(text) == ["One.", "Two goes\non.", "Three"]
    assert [span.start for span in sentences(text, 6, 22)] == [9]
    assert sentences("   ") == []
    assert sentences("") == []


@given(
    st.lists(st.sampled_from([*"aB .!?…”“’\n()—。」1", "Mr", "a.m", " said", "[1]"])).map("".join)
)
def test_sentences_cover_all_but_white_space(text: str) -> None:
    before = 0
    for span in sentences(text):
        assert not text[before : span.start].strip()
        assert span.slice(text) == span.slice(text).strip() != ""
        before = span.end
    assert not text[before:].strip()


@pytest.mark.parametrize(
    "piece", ["word. ", "(No. ", "“Yes!” Name ", "… ", "a.b.c. ", ".", "U.S. "]
)
def test_long_texts_are_split(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    spans = sentences(text)
    assert spans[-1].end == len(text.rstrip())
