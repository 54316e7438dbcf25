from __future__ import annotations

from reader.analysis.findings import Entity, Figure, Findings, Quote
from reader.article.block import Block
from reader.session.findings_outline import Node, Place, next_place, outline, snippet
from reader.text.span import Span


def entity(start, text, kind="person", name=None):
    return Entity(f"e{start}", start, start + len(text), text, kind, kind, name or text, score=None)


def quote(start, text, speaker=None):
    return Quote(f"q{start}", "direct", (Span(start, start + len(text)),), text, speaker=speaker)


def labels(nodes):
    return [(node.label, node.number) for node in nodes]


def test_names_are_grouped_by_kind_and_fullest_name_the_most_named_first():
    findings = Findings(
        "f",
        entities=(
            entity(0, "Ada Reyes"),
            entity(20, "Mr Holm", name="Tor Holm"),
            entity(40, "Holm", name="Tor Holm"),
            entity(60, "Lisbon", "place"),
        ),
    )
    people, places = outline(findings)
    assert (people.label, people.number) == ("People", 3)
    assert labels(people.children) == [("Tor Holm", 2), ("Ada Reyes", 1)]
    assert labels(places.children) == [("Lisbon", 1)]


def test_quotes_are_grouped_by_speaker_and_the_unknown_stand_last():
    findings = Findings(
        "f",
        quotes=(
            quote(0, "“We will not”"),
            quote(20, "“Never”"),
            quote(50, "“Yes”", "Ada Reyes"),
        ),
    )
    (quotes,) = outline(findings)
    assert labels(quotes.children) == [("Ada Reyes", 1), ("speaker unknown", 2)]
    assert labels(quotes.children[1].children) == [("“We will not”", 1), ("“Never”", 1)]


def test_figures_tell_who_gave_them():
    findings = Findings(
        "f", figures=(Figure("x", 5, 13, "15 ships", "count", speaker="the\nport"),)
    )
    (figures,) = outline(findings)
    assert labels(figures.children) == [("15 ships — the port", 1)]


def test_a_doubled_caption_is_not_counted():
    findings = Findings("f", entities=(entity(0, "Holm"), entity(10, "Holm")))
    blocks = (Block("caption", 0, 5), Block("caption", 6, 20, duplicate_of=0))
    (people,) = outline(findings, blocks)
    assert people.number == 1


def test_an_accepted_quote_is_ticked():
    (quotes,) = outline(Findings("f", quotes=(quote(3, "“Yes”"),)), accepted=frozenset({"q3"}))
    assert quotes.children[0].children[0].label == "✓ “Yes”"


def test_no_findings_no_outline():
    assert outline(Findings("f")) == ()


def test_enter_goes_round_the_places_of_a_name():
    node = Node("n", "Holm", (Place("a", 4), Place("b", 9)))
    assert next_place(node, 0) == Place("a", 4)
    assert next_place(node, 4) == Place("b", 9)
    assert next_place(node, 9) == Place("a", 4)


def test_a_snippet_is_one_line_and_says_when_it_goes_on():
    assert snippet("two\n  lines") == "two lines"
    assert snippet("x" * 100, 10) == "xxxxxxxxx…"


def test_what_is_not_found_is_reported_below():
    report = "No model for French: only quotation marks were used."
    (row,) = outline(Findings("f", notices=(report,)))
    assert (row.label, row.number) == (report, 0)
    assert next_place(row, -1) is None
