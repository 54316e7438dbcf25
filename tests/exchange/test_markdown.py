from __future__ import annotations

import io
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.annotations.records import ArticleRecord, Assessment, Claim, Evidence, Mark, Record
from reader.article.anchor import anchor
from reader.exchange.dossier import Dossier
from reader.exchange.markdown import escaped, write
from reader.text.span import Span

TEXT = "“We will *not* pay,” the [mayor] said.\n# A line\nThe end."
ARTICLE = ArticleRecord(
    article_id="one", id="one", title='The "gate" closes: now', locations=("gate.txt",)
)
NOTE = Mark(
    article_id="one",
    id="a",
    kind="note",
    creator="Ada",
    created="2026-11-22T10:00:00Z",
    modified="2026-11-22T10:00:00Z",
    tags=("money", "the mayor"),
    anchor=anchor(TEXT, [Span(0, 38), Span(48, 56)]),
    body="Check **this**.\n\n- minutes",
)


def page(*records: Record) -> str:
    out = io.StringIO()
    write([Dossier(ARTICLE, records)], out)
    return out.getvalue()


def shown(markdown: str) -> str:
    """The characters that a reader of the rendered page sees."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    return "\n".join(
        "".join("\n" if c.type == "softbreak" else c.content for c in token.children or ())
        for token in tokens
        if token.type in ("inline", "code_block", "fence")
    )


def test_a_note_stands_under_its_passage_with_its_tags() -> None:
    written = page(NOTE)
    body = written.split("---\n", 2)[2]
    assert "“We will *not* pay,” the [mayor] said." in shown(body)
    assert "\n> …\n> The end.\n" in body
    assert "Check **this**.\n\n- minutes" in body
    assert "#money #the-mayor · Ada · 2026-11-22" in shown(body)


def test_the_front_matter_is_read_back_as_it_was() -> None:
    lines = page(NOTE).split("---\n")[1].splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert json.loads(fields["title"]) == 'The "gate" closes: now'
    assert json.loads(fields["location"]) == "gate.txt"


def test_a_claim_stands_with_claimant_verdict_and_open_evidence() -> None:
    verdict = Assessment(
        reviewer="Ada", scale="truth", scale_version="1", label="Mostly false", explanation="No."
    )
    claim = Claim(
        article_id="one",
        id="c",
        anchor=anchor(TEXT, [Span(0, 38)]),
        claim="The city will not pay",
        claimant="The mayor",
        assessments=(verdict,),
        final="Ada",
        evidence=(
            Evidence(title="Minutes", url="https://example.org/m", stance="refutes"),
            Evidence(title="A source", private=True),
        ),
    )
    told = page(claim)
    assert "**Claim:** The city will not pay — The mayor" in told
    assert "**Verdict:** Mostly false (Ada): No." in told
    assert "- refutes: Minutes <https://example.org/m>" in told
    assert "A source" not in told


def test_what_a_page_cannot_show_is_counted() -> None:
    out = io.StringIO()
    strange = Record(article_id="one", id="s", kind="strange")
    losses = write([Dossier(ARTICLE, (NOTE, strange))], out)
    assert [loss.count for loss in losses] == [1]


PLAIN = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs", "Cf")), min_size=1
)


@given(st.lists(PLAIN, min_size=1, max_size=6).map(" ".join))
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    assert shown(escaped(text)) == text


@given(PLAIN)
def test_a_passage_is_always_a_block_quote(text: str) -> None:
    note = replace(NOTE, anchor=anchor(text, [Span(0, len(text))]), body="", tags=())
    body = page(note).split("---\n", 2)[2]
    assert text in shown(body)
