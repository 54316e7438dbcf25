from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.annotations.records import (
    ArticleRecord,
    Assessment,
    Claim,
    Evidence,
    Label,
    LabelLink,
    Mark,
    Record,
)
from reader.article.anchor import anchor
from reader.exchange.by_article import from_desk
from reader.exchange.formats.markdown import write
from reader.exchange.formats.markdown_text import escaped, note
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
    write([from_desk(ARTICLE, records)], out)
    return out.getvalue()


def shown(markdown: str) -> str:
    """Return the characters that a reader of the rendered page sees."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    return "\n".join(
        "".join("\n" if c.type == "softbreak" else c.content for c in token.children or ())
        for token in tokens
        if token.type in ("inline", "code_block", "fence")
    )


def test_a_note_is_under_its_passage_with_its_tags() -> None:
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


def test_a_claim_has_claimant_verdict_and_open_evidence() -> None:
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
    report = page(claim)
    assert "**Claim:** The city will not pay — The mayor" in report
    assert "**Verdict:** Mostly false (Ada): No." in report
    assert "- refutes: Minutes <https://example.org/m>" in report
    assert "A source" not in report


def test_what_is_settled_of_a_claim_is_apart_line_by_line() -> None:
    verdicts = [
        Assessment(reviewer=name, scale="truth", scale_version="1", label=label)
        for name, label in (("Ada", "False"), ("Ben", "Mostly false"))
    ]
    claim = Claim(
        article_id="one",
        id="c",
        anchor=anchor(TEXT, [Span(0, 38)]),
        said_on="2026-11",
        status="done",
        assessments=tuple(verdicts),
        final="Ada",
        evidence=(
            Evidence(
                title="Minutes",
                url="javascript:alert(1)",
                archived="https://archive.example/a b",
                excerpt="No *vote*.",
                accessed="2026-11-22",
            ),
        ),
        review_url="https://check.example/1",
    )
    lines = shown(page(claim).split("---\n", 2)[2]).split("\n")
    assert "said on: 2026-11 · status: done" in lines
    assert lines.index("Verdict: False (Ada)") + 1 == lines.index("Verdict: Mostly false (Ben)")
    (proof,) = (line for line in lines if line.startswith("context:"))
    assert "Minutes javascript:alert(1) “No *vote*.” (seen 2026-11-22, archived" in proof
    assert "<https://archive.example/a%20b>" in page(claim)


def test_a_label_tells_its_layer_and_what_it_is_tied_to() -> None:
    speaker = Label(
        article_id="one",
        id="s",
        anchor=anchor(TEXT, [Span(25, 32)]),
        layer="entity",
        type="person",
    )
    quote = Label(
        article_id="one",
        id="q",
        anchor=anchor(TEXT, [Span(0, 19)]),
        layer="stance",
        type="hawk_ish",
        attributes={"sure": True},
        links=(LabelLink("speaker", "s"),),
    )
    lines = shown(page(quote, speaker)).split("\n")
    assert "Label: hawk_ish (stance)" in lines
    assert "sure: True" in lines
    assert f"speaker: “{TEXT[25:32]}”" in lines


def test_front_matter_is_only_where_yaml_is_read() -> None:
    out = io.StringIO()
    other = replace(ARTICLE, id="two", article_id="two", title="Another", url="https://a.example")
    write([from_desk(ARTICLE, (NOTE,)), from_desk(other, ())], out)
    report = out.getvalue()
    assert not report.startswith("---")
    assert "\n---" not in report
    headings = [t for t in MarkdownIt("commonmark").parse(report) if t.type == "heading_open"]
    assert [heading.tag for heading in headings] == ["h1", "h1"]
    assert "- url: <https://a.example>\n" in report


TROUBLE = (
    *("<b>", "</b>", "<!--", "<?x", "<!X", "`", "``", "```", "~~~", "- ", "> ", "    ", "\n"),
    *(
        "\n\n",
        "\\",
        "<https://a.example>",
        "words ",
        "1. ",
        "  ",
        "<div>\n",
        "*",
        "```\n<i>\n```\n",
    ),
)


@pytest.mark.parametrize(
    ("body", "report"),
    [
        ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
        ("a < b, `x <b>` and <https://a.example>", "a < b, `x <b>` and <https://a.example>"),
        (r"\<b>", r"\<b>"),
        ("<!-- all of it", r"\<!-- all of it"),
        ("```\ncode <b>", "```\ncode <b>\n```"),
        ("~~~~\n~~~\n~~~~\n<b>", "~~~~\n~~~\n~~~~\n\\<b>"),
    ],
)
def test_a_note_keeps_its_marks_and_breaks_no_page(body: str, report: str) -> None:
    assert note(body) == report


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TROUBLE), max_size=12).map("".join))
def test_no_html_of_a_note_is_obeyed_and_nothing_behind_it_is_swallowed(body: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"{note(body)}\n\nThe end.\n")
    every = [*tokens, *(child for token in tokens for child in token.children or ())]
    assert not [token for token in every if token.type.startswith("html_")]
    assert [token.content for token in tokens if token.type == "inline"][-1] == "The end."


def test_what_a_page_cannot_show_is_counted() -> None:
    out = io.StringIO()
    strange = Record(article_id="one", id="s", kind="strange")
    losses = write([from_desk(ARTICLE, (NOTE, strange))], out)
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
