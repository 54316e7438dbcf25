"""Quotations set off from the text, and one name for one source."""

from __future__ import annotations

import pytest


def said(one):
    return [(quote.speaker, quote.text) for quote in one.quotes]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("And from Warden {P Ann Lee}:\n“The dike holds.”", "Ann Lee", "The dike holds."),
        ("This from {P Ann Lee}, the warden:\n“The dike holds.”", "Ann Lee", "The dike holds."),
        ("> The dike holds.\n> — {P Ann Lee} (@lee) March 3, 2026", "Ann Lee", "The dike holds."),
        ("> The dike holds. — {P Ann Lee}", "Ann Lee", "The dike holds."),
        ("> The dike holds.\n— {P Ann Lee}, warden", "Ann Lee", "The dike holds."),
        (
            "[S The notice] [C read]:\n> Dear all, the dike holds.\n> We are sorry.",
            "notice",
            "Dear all, the dike holds. … We are sorry.",
        ),
    ],
)
def test_who_speaks_what_is_set_off(read, text, speaker, words):
    assert said(read(text)) == [(speaker, words)]


@pytest.mark.parametrize(
    "text", ["> It was late. — It rained.", "The list:\nOne thing.", "From here on:\nIt rained."]
)
def test_other_lines_lead_up_to_nothing(read, text):
    assert said(read(text)) == []


def test_two_sources_give_a_count_each(read):
    one = read("# Dike breaks: [Q warden says 3 dead], [S council] [C says] [Q 5]")
    assert said(one) == [("warden", "3 dead"), ("council", "5")]
    assert [(figure.text, figure.speaker) for figure in one.figures] == [
        ("3 dead", "warden"),
        ("5", "council"),
    ]


def test_a_statement_goes_on_behind_the_hour(read):
    (quote,) = read("[S The guard] [C said] [Q it broke at 3:15 a.m]. on the sea side.").quotes
    assert quote.text == "it broke at 3:15 a.m. on the sea side"


def test_a_new_sentence_behind_the_marks_was_not_said(read):
    (quote,) = read("[S {P Ann Lee}] [C said]: [Q “It holds.” She left for the coast].").quotes
    assert (quote.kind, quote.text) == ("direct", "It holds.")


def test_one_speech_over_paragraphs_in_single_typewriter_marks(read):
    one = read(
        "[Q 'It broke at ten,'] [S {P Ann Lee}] [C said]. 'We ran.\n"
        "'It didn't hold.\n'Then it was gone.'"
    )
    assert said(one) == [
        ("Ann Lee", "It broke at ten, … We ran. … It didn't hold. … Then it was gone.")
    ]


class TestOneSource:
    def test_the_shorter_names_of_a_body(self, read):
        one = read(
            "[S Coast state television] [C said] [Q it rained].\n"
            "[S State television] [C said] [Q it froze].\n"
            "[S Coast television] [C said] [Q it thawed]."
        )
        assert {quote.speaker for quote in one.quotes} == {"Coast state television"}

    def test_two_that_end_alike_stay_two(self, read):
        one = read(
            "[S The coast police] [C said] [Q no].\n[S The town police] [C said] [Q yes].\n"
            "[S Police] [C said] [Q maybe]."
        )
        assert len({quote.speaker.lower() for quote in one.quotes}) == 3

    def test_initials_in_brackets(self, read):
        one = read(
            "[S The {O Institute for Dike Study} (IDS)] [C said] [Q no]. "
            "[S {O IDS}] [C said] [Q yes]."
        )
        assert {quote.speaker for quote in one.quotes} == {"Institute for Dike Study"}
        assert {entity.name for entity in one.entities} == {"Institute for Dike Study"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The dike holds.”\n—Sister {P Ann Lee}", "Ann Lee"),
        ("“The dike holds.” ({P Ann Lee}, diver)", "Ann Lee"),
        ("* “The dike holds.” ({P Ann Lee})", "Ann Lee"),
        ("> The dike holds.\n> {P Ann Lee}, harbour board", "Ann Lee"),
        ("> The dike holds.\n> {P Ann Lee}", "Ann Lee"),
    ],
)
def test_who_signs_below_or_in_brackets_speaks(read, text, speaker):
    assert said(read("{P Bo Moe} left.\n" + text)) == [(speaker, "The dike holds.")]


def test_a_signature_ends_its_quotation(read):
    one = read("> It leaks.\n> — {P Ann Lee}\n> It holds.\n> — {P Bo Moe}")
    assert said(one) == [("Ann Lee", "It leaks."), ("Bo Moe", "It holds.")]


def test_a_last_line_that_names_nobody_signs_nothing(read):
    one = read("[S {P Ann Lee}] [C wrote]:\n> The dike holds.\n> Happy New Year")
    assert said(one) == [("Ann Lee", "The dike holds. … Happy New Year")]


def test_initials_are_the_one_body_whose_they_are(read):
    one = read(
        "[S The {O Dike Board}] [C said] [Q it leaks]. [S The {O DB}] [C said] [Q it holds]. "
        "[S {O D.B.}] [C said] [Q it is dry]."
    )
    assert {quote.speaker for quote in one.quotes} == {"Dike Board"}
    assert {entity.name for entity in one.entities} == {"Dike Board"}


def test_initials_of_two_bodies_stay_open(read):
    one = read("The {O Dike Board} and the {O Dale Bank} met. [S {O DB}] [C said] [Q it leaks].")
    assert one.quotes[0].speaker == "DB"
