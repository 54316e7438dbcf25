from __future__ import annotations

from typing import Any

import pytest

from reader.article.block import Block

pytestmark = pytest.mark.stanza

TEXT = (
    "“We will sail at dawn,” said Ada Holm, the harbour master, on Tuesday in Bergen.\n\n"
    "The ferry company said no boat would leave before Friday."
)


def test_a_plain_stanza_pipeline_finds_quotes(stock: Any) -> None:
    document = stock(TEXT)
    direct = [quote for quote in document.quotes if quote.kind == "direct"]
    assert [quote.text for quote in direct] == ["We will sail at dawn,"]
    assert direct[0].speaker == "Ada Holm"
    assert "Ada Holm" in [person.name for person in document.people]
    for quote in document.quotes:
        assert " … ".join(span.slice(TEXT) for span in quote.spans) == quote.text


def test_blocks_can_be_given(stock: Any) -> None:
    document = stock(TEXT, processors="tokenize,ner")
    border = TEXT.index("\n\n")
    document.blocks = (
        Block("paragraph", 0, border),
        Block("paragraph", border + 2, len(TEXT), duplicate_of=0),
    )
    document = stock(document, processors="quote")
    assert document.blocks[1].duplicate_of == 0
    assert document.quotes
    assert all(span.end <= border for quote in document.quotes for span in quote.spans)


def test_documents_do_not_share_what_was_found(stock: Any) -> None:
    import stanza

    found = stock(TEXT)
    assert found.quotes
    assert stanza.Document([], text="Nothing.").quotes == ()


def test_an_empty_text_has_no_quotes(stock: Any) -> None:
    assert stock(" ").quotes == ()


def test_the_pipeline_and_the_processor_find_the_same_in_one_paragraph(
    stock: Any, pipeline: Any
) -> None:
    text = TEXT[: TEXT.index("\n\n")]
    found = pipeline.analyze(text, [Block("paragraph", 0, len(text))])
    assert [quote.id for quote in found.quotes] == [quote.id for quote in stock(text).quotes]
