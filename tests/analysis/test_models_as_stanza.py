"""The fast way through the networks gives what Stanza's own processors give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from reader.analysis.models.token_model import StockTokenModel, TokenModel
from reader.analysis.models.two_way_lstm import TwoWayLstm

ODD = [
    "Write to desk@example.org or see https://www.example.org/a?b=1, she said.",
    "It is  \u00a0cold\there.\u2028And dark.",
    "😀😀 😀",
    "x" * 1500,
    "word " * 900,
    "One. Two! " * 300,
    "a\n\nb\n \nc  ",
    "\u3000 hi",
    "\u0097",
    "It's  5,000\nmen",
    "\ud800 alone",
    "العربية مرحبا",
    "a",
    "1234567890",
]


def at_once(work: Callable[[Any], Any], batches: Sequence[Any]) -> list[Any]:
    return [work(batch) for batch in batches]


@pytest.mark.stanza
def test_tokens_and_sentences_are_those_of_stanza(stock: Any, seed_paragraphs: list[str]) -> None:
    passages = [*seed_paragraphs, *(odd for odd in ODD if odd.isprintable() or "\ud800" not in odd)]
    processor = stock.processors["tokenize"]
    assert TokenModel.fits(processor)
    fast = TokenModel(processor).tokenize(passages, at_once)
    slow = StockTokenModel(processor).tokenize(passages, at_once)
    for passage, one, other in zip(passages, fast, slow, strict=True):
        assert one == other, passage


@pytest.mark.stanza
def test_tokens_do_not_depend_on_what_else_is_read(stock: Any, seed_paragraphs: list[str]) -> None:
    model = TokenModel(stock.processors["tokenize"])
    together = model.tokenize([*seed_paragraphs[:30], "", *ODD], at_once)
    alone = [model.tokenize([one], at_once)[0] for one in [*seed_paragraphs[:30], "", *ODD]]
    assert together == alone


@pytest.mark.stanza
def test_tokens_are_stretches_of_the_text_in_order(stock: Any) -> None:
    model = TokenModel(stock.processors["tokenize"])
    for passage, tokens in zip(ODD, model.tokenize(ODD, at_once), strict=True):
        places = [place for pair in zip(tokens.starts, tokens.ends, strict=True) for place in pair]
        assert places == sorted(places)
        for start, end, word in zip(tokens.starts, tokens.ends, tokens.words, strict=True):
            assert word == "<UNK>" or "".join(passage[start:end].split()) == word.replace(" ", "")
        if len(tokens):
            assert tokens.sentence_ends[-1] == len(tokens)


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("started", [False, True])
def test_each_row_is_read_as_if_it_stood_alone(layers: int, started: bool) -> None:
    torch.manual_seed(7)
    lstm = torch.nn.LSTM(5, 6, layers, bidirectional=True, batch_first=True).eval()
    rows = torch.randn(4, 9, 5)
    lengths = [9, 7, 7, 1]
    start = (torch.randn(2 * layers, 4, 6), torch.randn(2 * layers, 4, 6)) if started else None
    assert TwoWayLstm.fits(lstm)
    with torch.inference_mode():
        own = TwoWayLstm(lstm)(rows, lengths, start)
        packed, _ = lstm(pack_padded_sequence(rows, lengths, batch_first=True), start)
        expected, _ = pad_packed_sequence(packed, batch_first=True)
    for row, length in enumerate(lengths):
        torch.testing.assert_close(own[row, :length], expected[row, :length])


@pytest.mark.parametrize(
    "lstm",
    [
        torch.nn.LSTM(5, 6, batch_first=True),
        torch.nn.LSTM(5, 6, bidirectional=True),
        torch.nn.LSTM(5, 6, bidirectional=True, batch_first=True, bias=False),
        torch.nn.LSTM(5, 6, bidirectional=True, batch_first=True, proj_size=3),
        torch.nn.GRU(5, 6, bidirectional=True, batch_first=True),
    ],
)
def test_other_layers_are_left_to_stanza(lstm: torch.nn.Module) -> None:
    assert not TwoWayLstm.fits(lstm)
