"""What holds for every article and every tagging, however odd."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.analysis.rules.interpretation import Interpretation, interpret
from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.marks import quotations
from reader.analysis.rules.tagged import TaggedText, TaggedToken, runs_of, tag_runs
from reader.article.block import Block

WORDS = st.sampled_from(
    sorted(
        lexicon(
            """“We go,” said Ann Lee he she they who “ ” " ' ‘no’ ‘ ’ the minister’s 15 missiles
            $3 million 12% about between and 10 : , . — told a source Iran’s The council It ’90s
            Mrs. President called as saying according to « » “yes” 👍 e\u0301 one two LINE"""
        )
    )
).map(lambda word: "\n" if word == "LINE" else word)
ENTITIES = ("Person", "Location", "Organization", "NORP", "Date", "Odd")
PARTS = ("Source", "Cue", "Content", "Content")


def tag(labels: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.just("O"), st.builds("{}-{}".format, st.sampled_from("BIES"), st.sampled_from(labels))
    )


@st.composite
def articles(draw: st.DrawFn) -> TaggedText:
    text, tokens = "", []
    for word in draw(st.lists(WORDS, max_size=60)):
        if word != "\n":
            entity, part = draw(tag(ENTITIES)), draw(tag(PARTS))
            tokens.append(TaggedToken(len(text), len(text) + len(word), entity, part))
        text += word if word == "\n" else word + " "
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            kind = draw(st.sampled_from(["paragraph", "headline", "quotation"]))
            blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    return TaggedText(text, tuple(blocks), tuple(tokens), draw(st.sampled_from(["en", "de", None])))


def check(article: TaggedText, found: Interpretation) -> None:
    text = article.text
    for finding in (*found.entities, *found.figures):
        assert finding.text == finding.span.slice(text)
        assert finding.text
    for quote in found.quotes:
        assert quote.spans
        assert list(quote.spans) == sorted(quote.spans)
        assert quote.text == " … ".join(span.slice(text) for span in quote.spans)
        for span in (*quote.spans, *(quote.cue or ()), *(quote.source or ())):
            assert 0 <= span.start < span.end <= len(text)
        assert (quote.speaker is None) == (quote.speaker_kind == "unknown")
        assert quote.rule
        assert quote.score is not None
        assert 0 < quote.score <= 1
    for family in (found.quotes, found.figures, found.entities):
        ids = [finding.id for finding in family]
        assert len(ids) == len(set(ids))
    ids = {quote.id for quote in found.quotes}
    assert all(quote.parent is None or quote.parent in ids - {quote.id} for quote in found.quotes)
    people = {person.id for person in found.people}
    assert all(quote.person is None or quote.person in people for quote in found.quotes)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_any_tagging_gives_sound_findings(article):
    check(article, interpret(article))


@settings(max_examples=150, deadline=None)
@given(articles())
def test_direct_spans_lie_inside_marks(article):
    blocks = [block.span for block in article.blocks]
    inside = [span for one in quotations(article.text, blocks) for span in one.outer]
    for quote in interpret(article).quotes:
        set_off = "colon" in quote.rule or "signed" in quote.rule
        if quote.kind == "direct" and not set_off:
            for span in quote.spans:
                assert any(outer.start < span.start and span.end <= outer.end for outer in inside)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=150))
def test_any_text_without_tags_gives_sound_findings(text):
    article = TaggedText(text, ())
    check(article, interpret(article))


@given(st.lists(tag(("A", "B")), max_size=30), st.lists(st.integers(0, 60), max_size=4))
def test_runs_are_apart_and_cover_every_tagged_token(tags, breaks):
    tokens = [TaggedToken(2 * n, 2 * n + 1, entity=one) for n, one in enumerate(tags)]
    runs = tag_runs(tokens, "entity", breaks)
    covered = [n for run in runs for n in range(run.first, run.last)]
    assert covered == [n for n, one in enumerate(tags) if one != "O"]
    for run in runs:
        assert not any(run.start < start < run.end for start in breaks)


def test_no_run_reaches_over_a_block(tagged):
    article = tagged("{P Ann Lee} came.")
    split = TaggedText(
        article.text, (Block("paragraph", 0, 3), Block("paragraph", 4, 13)), article.tokens
    )
    assert [run.span.slice(article.text) for run in runs_of(split, "entity")] == ["Ann", "Lee"]


def lines_run(work: Callable[[], object]) -> int:
    """Return how many lines of Python ``work`` runs: a clock that no other process disturbs."""
    count = 0

    def tracer(_frame, event, _arg):
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "[Q “It will open,”] [S {P Ann Lee}] [C said]. [S He] [C wrote] [Q 15 missiles flew]. ",
        "{P Ann Lee} met {P Bo Moe}. [Q “No,”] [S she] [C said]. ",
        "“It will open,” Ann Lee said. “So,” asked a boy. ",
        "[C said] [C said] [Q no] [Q yes] ",
        "12 $3 two million people ",
        "{P Ann Lee} came and [S the president] [C said] [Q no].\n",
    ],
)
def test_twice_the_article_is_twice_the_work(tagged, piece):
    small, large = (tagged(piece * n) for n in (150, 300))
    assert lines_run(lambda: interpret(large)) < 2.3 * lines_run(lambda: interpret(small))
