from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from reader.analysis.findings import EntityType, FigureKind, QuoteKind, SpeakerKind

FOLDER = Path(__file__).resolve().parents[2] / "seeds"


def passages(gold: dict[str, Any]) -> Iterator[tuple[int, int]]:
    for found in gold["entities"] + gold["figures"]:
        yield found["start"], found["end"]
    for quote in gold["quotes"]:
        for part in ("spans", "cue", "source"):
            yield from (tuple(span) for span in quote[part] or ())
    yield from (tuple(span) for span in gold["sentences"])


def test_every_article_has_its_gold(seeds):
    articles = {file.name for file in FOLDER.iterdir() if file.suffix in (".txt", ".md")} - {
        "README.md"
    }
    assert {seed.name for seed in seeds} == articles
    assert len(articles) >= 5


def test_gold_was_made_for_the_text_as_it_is_loaded(seeds):
    for seed in seeds:
        assert seed.gold["schema"] == 1
        assert seed.gold["fingerprint"] == seed.article.fingerprint, seed.name


def test_blocks_are_recognised_as_in_the_gold(seeds):
    for seed in seeds:
        assert [block.kind for block in seed.article.blocks] == seed.gold["blocks"], seed.name


def test_the_doubled_captions_are_reported(seeds):
    (wire,) = (seed for seed in seeds if seed.name == "harbour-wire.txt")
    blocks = wire.article.blocks
    doubled = [block for block in blocks if block.duplicate_of is not None]
    assert len(doubled) == 2
    for block in doubled:
        first = blocks[block.duplicate_of]
        assert first.span.slice(wire.article.text) == block.span.slice(wire.article.text)


def test_every_text_is_the_article_at_its_offsets(seeds):
    for seed in seeds:
        text = seed.article.text
        for found in seed.gold["entities"] + seed.gold["figures"]:
            assert text[found["start"] : found["end"]] == found["text"]
        for quote in seed.gold["quotes"]:
            assert " … ".join(text[start:end] for start, end in quote["spans"]) == quote["text"]


def test_no_passage_is_empty_or_out_of_the_text_or_starts_or_ends_with_space(seeds):
    for seed in seeds:
        for start, end in passages(seed.gold):
            assert 0 <= start < end <= len(seed.article.text)
            words = seed.article.text[start:end]
            assert words == words.strip(), (seed.name, words)


def test_findings_use_the_terms_of_the_contracts(seeds):
    for seed in seeds:
        assert {entity["type"] for entity in seed.gold["entities"]} <= {*get_args(EntityType)}
        assert {figure["kind"] for figure in seed.gold["figures"]} <= {*get_args(FigureKind)}
        for quote in seed.gold["quotes"]:
            assert quote["kind"] in get_args(QuoteKind)
            assert quote["speaker_kind"] in get_args(SpeakerKind)
            assert (quote["speaker"] is None) == (quote["speaker_kind"] == "unknown")


def test_a_nested_quote_is_in_its_parent(seeds):
    for seed in seeds:
        quotes = seed.gold["quotes"]
        for quote in quotes:
            if quote["parent"] is None:
                continue
            outer = quotes[quote["parent"]]
            for start, end in quote["spans"]:
                assert any(first <= start and end <= last for first, last in outer["spans"])


def test_the_parts_of_a_quote_follow_each_other(seeds):
    for seed in seeds:
        for quote in seed.gold["quotes"]:
            assert all(one[1] <= other[0] for one, other in pairwise(quote["spans"]))


def test_the_two_harbour_reports_share_a_quote_in_other_words(seeds):
    said = {
        seed.name: {
            quote["text"]
            for quote in seed.gold["quotes"]
            if quote["kind"] == "direct" and quote["speaker"] == "Tomas Ferreira"
        }
        for seed in seeds
        if seed.name.startswith("harbour")
    }
    first, second = said["harbour-wire.txt"], said["harbour-second-outlet.txt"]
    assert not first & second
    assert any("We will not reopen the channel" in text for text in first)
    assert any("We will not reopen the channel" in text for text in second)


def test_two_sources_of_the_wire_report_count_differently(seeds):
    (wire,) = (seed for seed in seeds if seed.name == "harbour-wire.txt")
    counts = {
        figure["speaker"]: figure["value"]
        for figure in wire.gold["figures"]
        if figure["unit"] == "containers" and figure["value"] < 100
    }
    assert counts == {"Hallan Harbour Authority": 15, "Maris Line": 22}


def test_the_guided_note_hangs_on_words_that_stand_once():
    guide = json.loads((FOLDER / "guide.json").read_text(encoding="utf-8"))
    text = (FOLDER / guide["article"]).read_text(encoding="utf-8")
    assert text.count(guide["exact"]) == 1
    assert guide["body"].strip()
