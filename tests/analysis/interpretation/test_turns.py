"""Transcripts, interviews and records of courts: who speaks each line."""

from __future__ import annotations

import pytest


def turns(one):
    found = [quote for quote in one.quotes if quote.rule.startswith("turn")]
    return [(quote.speaker, quote.text) for quote in found]


TELEVISION = """# A night at the dike
ADA VOSS, ANCHOR: Good evening. The dike leaks.
BO MOSS, REPORTER (voice-over): It began at six. (LAUGHTER) Nobody saw it.
MOSS: And nobody [Q asked me about it].
UNIDENTIFIED FEMALE: Shame!
VOSS: Thank you, Bo. (END VIDEO CLIP)"""


def test_labels_in_capitals_tell_who_speaks(read):
    one = read(TELEVISION)
    assert turns(one) == [
        ("Ada Voss", "Good evening. The dike leaks."),
        ("Bo Moss", "It began at six. … Nobody saw it."),
        ("Bo Moss", "And nobody asked me about it."),
        (None, "Shame!"),
        ("Ada Voss", "Thank you, Bo."),
    ]
    assert [quote for quote in one.quotes if quote.parent is None] == list(one.quotes)
    assert [person.name for person in one.people] == ["Ada Voss", "Bo Moss"]


def test_a_turn_goes_on_in_the_next_paragraphs_and_ends_where_somebody_tells(read):
    one = read(
        "MS VOSS: What did you see?\nDR MOSS: A crack.\nI wrote to the board.\n"
        "MS VOSS: Thank you.\n(Applause.)\nThe hearing went on after noon."
    )
    assert turns(one) == [
        ("Voss", "What did you see?"),
        ("Moss", "A crack. … I wrote to the board."),
        ("Voss", "Thank you."),
    ]


def test_several_labels_in_one_line(read):
    one = read("ADA VOSS: You knew. BO MOSS: I did not.\nVOSS: You did. MOSS: No.")
    assert [name for name, _ in turns(one)] == ["Ada Voss", "Bo Moss", "Ada Voss", "Bo Moss"]


def test_a_quote_within_a_turn_is_of_whom_the_turn_quotes(read):
    one = read("VOSS: What did she say?\nMOSS: The warden said, “Wait until spring.”\nVOSS: I see.")
    (inner,) = (quote for quote in one.quotes if quote.parent)
    assert (inner.text, inner.speaker) == ("Wait until spring.", "warden")


def test_figures_of_a_turn_are_its_speakers(read):
    one = read("VOSS: How many?\nMOSS: We lost 40 cows.\nVOSS: I see.")
    assert one.figure("40").speaker == "Moss"


INTERVIEW = "{P Ada Voss} has mended bells for ten years. We met her at the kiln.\n"


@pytest.mark.parametrize("labels", [("Q:", "A:"), ("Q.", "A."), ("Question:", "Answer:")])
def test_questions_and_answers(read, labels):
    ask, answer = labels
    one = read(
        INTERVIEW + f"{ask} When was that?\n{answer} In May.\n{ask} Why?\n{answer} I had to."
    )
    assert turns(one) == [
        (None, "When was that?"),
        ("Ada Voss", "In May."),
        (None, "Why?"),
        ("Ada Voss", "I had to."),
    ]
    assert [person.name for person in one.people] == ["Ada Voss"]


def test_who_answers_is_open_where_two_are_introduced(read):
    one = read(
        "{P Ada Voss} and {P Bo Moss} mend bells.\nQ: Why?\nA: We had to.\nQ: And then?\nA: No."
    )
    assert {speaker for speaker, _ in turns(one)} == {None}


@pytest.mark.parametrize("mark", ["", "## "])
def test_questions_set_off_as_paragraphs(read, mark):
    one = read(
        INTERVIEW + "When did you start?\nIn May. I was young.\nMy father taught me.\n"
        "Would you do it again?\nI would."
    )
    assert turns(one) == [
        (None, "When did you start?"),
        ("Ada Voss", "In May. I was young. … My father taught me."),
        (None, "Would you do it again?"),
        ("Ada Voss", "I would."),
    ]


def test_a_court_record_names_who_examines(read):
    one = read(
        "Olaf Rehn, having been duly sworn, was examined.\nDIRECT EXAMINATION BY MS. VOSS:\n"
        "Q. Where were you?\nA. At home.\nTHE COURT: Please speak up.\n"
        "CROSS-EXAMINATION BY MR. DEAN:\nQ. Alone?\nA. Yes."
    )
    assert [name for name, _ in turns(one)] == [
        "Voss", "Olaf Rehn", "Court", "Dean", "Olaf Rehn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Note: the ferry is late.\nTickets: 12 crowns.\nMonday: rain.",
        "Voss: the dike leaks.\nIt rained all night.",
        "What happened?\nThe dike cracked, the council said.\nWho pays?\nThe county pays, it said.",
        "Q: a letter of the alphabet.\nIt rained.",
        "LONDON: It rained.\nNobody came.",
    ],
)
def test_other_colons_and_questions_are_no_turns(read, text):
    assert turns(read(text)) == []


def test_records_of_a_committee_give_a_title_and_capitals_with_a_stop(read):
    one = read(
        "Senator VOSS. How deep is the lock?\nMr. MOSS. Nine feet. It was six in May.\n"
        "Senator VOSS. And now?\nMr. MOSS. Empty."
    )
    assert turns(one) == [
        ("Voss", "How deep is the lock?"),
        ("Moss", "Nine feet. It was six in May."),
        ("Voss", "And now?"),
        ("Moss", "Empty."),
    ]


def test_an_office_has_its_bearer_in_brackets(read):
    one = read(
        "Mr. Bo Moss (Lower Dale) (Ind): How many locks leak?\n"
        "The Minister for Locks (Ada Voss): There are six.\nMr. Moss: I thank her.\n"
        "Ada Voss: So do I."
    )
    assert [name for name, _ in turns(one)] == ["Bo Moss", "Ada Voss", "Bo Moss", "Ada Voss"]


@pytest.mark.parametrize(
    "lines",
    [
        "[00:00:04] Ada Voss: Is it deep?\n[00:00:09] Bo Moss: Not now.\n[00:00:11] Ada Voss: Oh.",
        "Ada Voss (00:04):\nIs it deep?\nBo Moss (00:09):\nNot now.\nAda Voss (00:11):\nOh.",
        "Ada Voss 0:04\nIs it deep?\nBo Moss 0:09\nNot now.\nAda Voss 0:11\nOh.",
    ],
)
def test_times_before_behind_and_above_what_is_said(read, lines):
    assert turns(read(lines)) == [
        ("Ada Voss", "Is it deep?"),
        ("Bo Moss", "Not now."),
        ("Ada Voss", "Oh."),
    ]


def test_a_headline_is_the_first_turn_though_a_stage_direction_follows(read):
    one = read(
        "# ADA VOSS, HOST: Good evening.\n(BEGIN VIDEO CLIP)\nGOV. BO MOSS (I), DALE: Leave now.\n"
        "(END VIDEO CLIP)\nVOSS: Thank you."
    )
    assert turns(one) == [
        ("Ada Voss", "Good evening."),
        ("Bo Moss", "Leave now."),
        ("Ada Voss", "Thank you."),
    ]


def test_a_label_that_is_not_known_ends_the_turn_before_it(read):
    one = read("ADA VOSS: I will.\nHon. Members: Hear, hear.\nBO MOSS: Order.\nVOSS: I said it.")
    assert turns(one) == [
        ("Ada Voss", "I will."),
        ("Bo Moss", "Order."),
        ("Ada Voss", "I said it."),
    ]


def test_names_that_lead_up_to_marks_label_no_turns(read):
    one = read(
        "From Mayor {P Ada Voss}: “A good day.”\nAnd from her rival, {P Bo Moss}: “A bad day.”\n"
        "{P Voss}, in a letter: “I thank you.”"
    )
    assert [quote for quote in one.quotes if "Bo Moss" in quote.text] == []
    assert turns(one) == []


def test_questions_to_you_with_one_persons_answers_are_an_interview(read):
    lines = (
        "{P Ada Voss} mends bells in the hills.\nHow did you begin?\nMy aunt left me a forge.\n"
        "Do you still cast?\nI do not. My back hurts.\nWhat will you do next?\nI will sleep."
    )
    assert [name for name, _ in turns(read(lines))] == [None, "Ada Voss"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "{P Ada Voss} runs it.\nDo you ship?\nWe do.\nDo you wrap?\nWe do.\nDo you call?\nWe do.",
        "{P Ada Voss} runs it.\nHow deep is it?\nI asked.\nWho pays?\nI do.\nWhen?\nI forget.",
    ],
)
def test_questions_of_customers_and_of_the_writer_are_none(read, text):
    assert turns(read(text)) == []
