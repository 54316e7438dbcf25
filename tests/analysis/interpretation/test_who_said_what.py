from __future__ import annotations

import pytest

from reader.analysis.rules.trust import LEAST
from reader.text.span import Span

ANN = "[S {P Ann Lee}, the mayor,] [C said] [Q the bridge would open].\n"


def spans(quote, text):
    return [span.slice(text) for span in quote.spans]


def test_indirect_speech_as_tagged(read):
    one = read("[S {P Ann Lee}] [C said] [Q that the bridge would open] on Monday.")
    (quote,) = one.quotes
    assert (quote.kind, quote.text) == ("indirect", "that the bridge would open")
    assert (quote.speaker, quote.speaker_kind) == ("Ann Lee", "named")
    assert [span.slice(one.text) for span in quote.cue] == ["said"]
    assert [span.slice(one.text) for span in quote.source] == ["Ann Lee"]


def test_a_direct_quote_lies_inside_its_marks(read):
    (quote,) = read("[Q “It will open,”] [S {P Ann Lee}] [C said].").quotes
    assert (quote.kind, quote.text) == ("direct", "It will open,")


def test_a_mixed_quote_holds_its_marks(read):
    (quote,) = read("[S {P Ann Lee}] [C called] [Q the bridge “a disgrace” to the city].").quotes
    assert (quote.kind, quote.text) == ("mixed", "the bridge “a disgrace” to the city")


def test_a_quote_split_by_its_cue_has_two_spans(read):
    one = read("[Q “It will open,”] [S {P Ann Lee}] [C said], [Q “and soon.”]")
    (quote,) = one.quotes
    assert spans(quote, one.text) == ["It will open,", "and soon."]


def test_a_second_sentence_in_marks_goes_on_with_the_first(read):
    one = read("[Q “It will open,”] [S {P Ann Lee}] [C said] on the quay at noon. [Q “Soon.”]")
    (quote,) = one.quotes
    assert spans(quote, one.text) == ["It will open,", "Soon."]


def test_a_question_in_marks_does_not_end_the_sentence_of_its_cue(read):
    one = read("[Q “Where is it?”] {P Ann Lee} [C asked]. [Q “I ask you.”]")
    (quote,) = one.quotes
    assert quote.speaker == "Ann Lee"
    assert spans(quote, one.text) == ["Where is it?", "I ask you."]


def test_a_quote_over_paragraphs_is_one(read):
    one = read("[Q “It will open,”] [S {P Ann Lee}] [C said]. [Q “One.]\n[Q “Two.”]\nThe end.")
    (quote,) = one.quotes
    assert spans(quote, one.text) == ["It will open,", "One.", "Two."]


def test_bounds_of_a_direct_quote_come_from_its_marks(read):
    (quote,) = read("“It [Q will open soon], I hope,” [S {P Ann Lee}] [C said].").quotes
    assert quote.text == "It will open soon, I hope,"


def test_a_content_that_runs_on_behind_the_comma_is_cut(read):
    (quote,) = read("[Q “It will open,” replied Ann Lee of the council].").quotes
    assert quote.text == "It will open,"
    assert quote.speaker == "Ann Lee"


def test_a_content_that_begins_with_a_closing_mark_begins_behind_it(read):
    one = read(
        "[S {P Ann Lee}] [C said] it is [Q “without delay.][Q ” Bo Moe plans to come], "
        "[C according to] [S an aide]."
    )
    assert one.quote("Bo Moe").text == "Bo Moe plans to come"


def test_a_number_between_cue_and_content_belongs_to_the_content(read):
    one = read("[S State television] [C said] 80 [Q “rebels” had been killed].")
    assert one.quotes[0].text == "80 “rebels” had been killed"
    assert one.figure("80").speaker == "State television"


def test_both_halves_of_a_sentence_that_its_cue_parts(read):
    one = read("[Q The test], [S {P Ann Lee}] [C said], was the biggest yet.")
    assert spans(one.quotes[0], one.text) == ["The test", "was the biggest yet"]


def test_a_relative_clause_belongs_to_its_source(read):
    one = read("[S The poll], [Q which asks 500 people], [C showed] [Q that Lee leads].")
    (quote,) = one.quotes
    assert quote.text == "that Lee leads"
    assert quote.source[0].slice(one.text) == "The poll, which asks 500 people"


def test_a_name_behind_a_role_is_no_content(read):
    (quote,) = read("[C According to] [S the mayor,] [Q {P Ann Lee}, the bridge will open].").quotes
    assert (quote.text, quote.speaker) == ("the bridge will open", "Ann Lee")


def test_a_second_cue_of_a_sentence_goes_on_from_the_first_source(read):
    one = read("[S {P Ann Lee}] [C backed] [Q the plan], [C saying] [Q it was time].")
    assert one.said == [("Ann Lee", "the plan"), ("Ann Lee", "it was time")]


def test_a_source_in_another_sentence_lends_nothing(read):
    one = read("Britain, an ally, [C condemned] [Q the strike]. [S {L Iraq}] [C said] [Q no].")
    assert one.quote("the strike").speaker is None


def test_the_subject_of_the_sentence_speaks_where_a_cue_has_no_source(read):
    one = read("{P Ann Lee}, in a speech on the quay, [C said], [Q “We are late.”]")
    (quote,) = one.quotes
    assert quote.speaker == "Ann Lee"
    assert "subject" in quote.rule


def test_the_lines_of_a_transcript_have_a_speaker_each(read):
    one = read(
        "{P Chris Wallace} met {P Mike Pence}.\n[Q “WALLACE: Will she be there?]\n"
        "[Q “PENCE: She will not.”]"
    )
    assert one.said == [
        ("Chris Wallace", "Will she be there?"),
        ("Mike Pence", "She will not."),
    ]


def test_a_headline_with_a_colon(read):
    (quote,) = read("# Ship limps into port; [S {P Brekke}][C :] [Q ‘Everyone is safe’]").quotes
    assert (quote.kind, quote.text, quote.speaker) == ("direct", "Everyone is safe", "Brekke")


def test_a_colon_leads_up_to_the_paragraph_below(read):
    one = read("[S {P Ann Lee}] [C continued:]\n“It will open and stay open.”")
    assert one.said == [("Ann Lee", "It will open and stay open.")]


def test_a_colon_leads_up_to_a_block_quotation_without_marks(read):
    one = read("{P Bo Moe}, the fire chief, was firm. His order read:\n> Move everyone now.")
    assert one.said == [("Bo Moe", "Move everyone now.")]
    assert one.quotes[0].kind == "direct"


@pytest.mark.parametrize(
    "tagged",
    [
        "[C quoted] [Q an aide as saying the talks were “dead” by noon]",
        "[C quoted an aide as saying] [Q the talks were “dead” by noon]",
    ],
)
def test_reported_speech_in_reported_speech(read, tagged):
    one = read(f"[S The agency] {tagged}.")
    outer, inner = one.quotes
    assert inner.parent == outer.id
    assert (inner.kind, inner.text) == ("mixed", "the talks were “dead” by noon")
    assert (inner.speaker, inner.speaker_kind) == ("an aide".removeprefix("an "), "anonymous")


@pytest.mark.parametrize(
    ("nested", "speaker"),
    [
        ("She said, ‘You are late.’", "Ann Lee"),
        ("I said, ‘You are late.’", "Bo Moe"),
    ],
)
def test_a_quote_inside_a_quote(read, nested, speaker):
    one = read(
        "Ms. {P Ann Lee} came at noon.\n"
        f"[Q “{nested} That was all,”] [S Mr. {{P Bo Moe}}] [C recalled]."
    )
    outer, inner = one.quotes
    assert inner.parent == outer.id
    assert (inner.text, inner.speaker) == ("You are late.", speaker)


@pytest.mark.parametrize(
    "report", ["I read the words ‘act of God’ twice,", "You cannot go back and say, ‘act of God’,"]
)
def test_words_said_inside_a_quote_are_a_quote_of_nobody_in_particular(read, report):
    one = read(f"[Q “{report}”] [S {{P Ann Lee}}] [C said].")
    outer, inner = one.quotes
    assert inner.parent == outer.id
    assert (inner.text, inner.speaker, inner.speaker_kind) == ("act of God", None, "unknown")


@pytest.mark.parametrize(
    "report", ["I read the ‘act of God’ clause twice,", "I have seen the play ‘Act of God’,"]
)
def test_words_in_marks_that_nobody_says_inside_a_quote_are_no_quote(read, report):
    one = read(f"[Q “{report}”] [S {{P Ann Lee}}] [C said].")
    assert len(one.quotes) == 1


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("It begins with the words “我很好，不要担心”.", "我很好，不要担心", None),
        ("It ends with the words “all is well”.", "all is well", None),
        (
            "The card has one line, רות לוי to דוד: “שלום, אני מחכה לך”.",
            "שלום, אני מחכה לך",
            "רות לוי",
        ),
        ("A telegram, Ann Lee to Bo Moe: “Come at once.”", "Come at once.", "Ann Lee"),
    ],
)
def test_words_in_marks_that_are_announced_as_words(read, text, words, speaker):
    (quote,) = read(text).quotes
    assert (quote.kind, quote.text, quote.speaker) == ("direct", words, speaker)


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("The {O Port Board} spoke of 15 boxes adrift.", "Port Board", "15 boxes adrift"),
        (
            "The {O Port Board}, which flew over at dawn, counted 18 boxes in the water.",
            "Port Board",
            "18 boxes in the water",
        ),
        ("In the view of the opposition, it had cut a third.", "opposition", "it had cut a third"),
    ],
)
def test_statements_that_no_tag_shows(read, text, speaker, content):
    (quote,) = read(text).quotes
    assert (quote.kind, quote.speaker, quote.text) == ("indirect", speaker, content)


@pytest.mark.parametrize(
    "text", ["Nobody counted on 15 boxes.", "The boxes that the {O Port Board} spoke of are 15."]
)
def test_no_statement_is_made_up(read, text):
    assert read(text).quotes == ()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "[Q Stopped at the gate], [S {P Ann Lee}] [C replied]: [Q “That is not for me.”]",
            ["That is not for me."],
        ),
        (
            "[Q A chair for him, whose knees], [S {P Ann Lee}] [C said], [Q “have had enough”].",
            ["have had enough"],
        ),
        (
            "[Q “God does not tighten bolts,”] [S {P Ann Lee}] [C told] us, [Q to laughter].",
            ["God does not tighten bolts,"],
        ),
        (
            "[Q In recent days], [S {P Ann Lee}] [C says], [Q the board has grown tired].",
            ["In recent days … the board has grown tired"],
        ),
        ("[S An app] [C called] [Q Rückpost lets readers help].", []),
    ],
)
def test_what_only_tells_how_or_when_it_was_said_is_left_out(read, text, spans):
    assert [quote.text for quote in read(text).quotes] == spans


@pytest.mark.parametrize(
    "text",
    [
        "Dwayne “The Rock” Johnson came.",
        "She lost her “interim” belt.",
        "He read “The Old Man and the Sea” twice.",
        "The so-called “grudge match” sold out.",
    ],
)
def test_nicknames_titles_and_scare_quotes_are_no_quotes(read, text):
    assert read(text).quotes == ()


def test_a_doubled_caption_is_passed_over(read):
    one = read(
        "[Q It will open], [S {P Ann Lee}] [C said].\n= [Q It will open], [S {P Ann Lee}] [C said]."
    )
    assert len(one.quotes) == 1
    assert all(entity.end < one.text.index("\n") for entity in one.entities)


class TestMarksAlone:
    """With no tags at all the words around the marks are what there is."""

    @pytest.mark.parametrize(
        ("text", "speaker"),
        [
            ("“It will open,” Ann Lee said on Monday.", "Ann Lee"),
            ("“It will open,” said Ann Lee, the mayor.", "Ann Lee"),
            ("Ann Lee said: “It will open.”", "Ann Lee"),
            ("Ann Lee told reporters at noon: “It will open.”", "Ann Lee"),
            ("“Will it open?” asked a boy in the front row.", "boy in the front row"),
            ("«It will open,» sighed Éloïse Gagné, before leaving.", "Éloïse Gagné"),
            ("“It will open and stay open.” — Ann Lee", "Ann Lee"),
            ("The crowd chanted “Open it!”", "crowd"),
            ("“It will open.”", None),
        ],
    )
    def test_who_speaks(self, read, text, speaker):
        (quote,) = read(text).quotes
        assert (quote.kind, quote.speaker) == ("direct", speaker)

    def test_the_words_before_are_not_the_next_quotes(self, read):
        one = read("“It will open,” Ann Lee said. “It will not,” said Bo Moe.")
        assert one.said == [("Ann Lee", "It will open,"), ("Bo Moe", "It will not,")]

    def test_a_split_quote(self, read):
        one = read("“It will open,” Ann Lee said, “and stay open.”")
        assert one.said == [("Ann Lee", "It will open, … and stay open.")]

    def test_other_languages_have_their_quotes_too(self, read):
        one = read("„Die Brücke wird bald geöffnet“, sagte sie. «On y va tous ensemble!»", "de")
        assert [text for _, text in one.said] == [
            "Die Brücke wird bald geöffnet",
            "On y va tous ensemble!",
        ]

    def test_no_blocks_means_lines(self, read, tagged):
        from reader.analysis.rules.interpretation import interpret
        from reader.analysis.rules.tagged import TaggedText

        found = interpret(TaggedText("“It will open,” he said.\n“No.”", ()))
        assert [quote.text for quote in found.quotes] == ["It will open,", "No."]


class TestFloating:
    def test_a_paragraph_in_marks_goes_on_from_the_speaker_before(self, read):
        one = read("[Q “It will open,”] [S {P Ann Lee}] [C said].\n“And it will stay open.”")
        assert one.said[1] == ("Ann Lee", "And it will stay open.")
        assert "goes on" in one.quotes[1].rule

    def test_not_over_a_paragraph_in_between(self, read):
        one = read(
            "[Q “It will open,”] [S {P Ann Lee}] [C said].\nThe bridge is old.\n"
            "“It will stay open.”"
        )
        assert one.said[1] == (None, "It will stay open.")

    def test_a_quotation_goes_on_from_the_speaker_of_its_paragraph(self, read):
        one = read(ANN.strip() + " “We have waited long enough.”")
        assert one.said[1] == ("Ann Lee", "We have waited long enough.")


def test_ids_are_those_of_the_same_finding(read):
    first, second = (read(ANN).quotes[0], read(ANN).quotes[0])
    assert first.id == second.id
    assert first.id != read(ANN.replace("open", "shut")).quotes[0].id


def test_what_the_tagger_holds_more_probable_is_trusted_more(read):
    said = "[S {P Ann Lee}] [C said] [Q it would rain all day and all night]."
    sure, likely, doubtful = (read(said, sure=share).quotes[0].score for share in (1.0, 0.97, 0.9))
    (alone,) = read("“It will rain all day and all night.”").quotes
    assert 1 >= sure > likely > doubtful > alone.score > 0


def test_spans_are_in_text_order(read):
    one = read("[Q “It will open,”] [S {P Ann Lee}] [C said], [Q “and soon.”]")
    assert list(one.quotes[0].spans) == sorted(one.quotes[0].spans)
    assert one.quotes[0].spans[0] == Span(1, 14)


def test_a_second_verb_does_not_take_the_first_verbs_content(read):
    one = read("[S {P Ann Lee}] [C claimed] [Q that it is over] and [C urged] [Q all to go home].")
    assert one.said == [("Ann Lee", "that it is over"), ("Ann Lee", "all to go home")]


def test_what_follows_who_said_a_quotation_is_not_the_quotation(read):
    one = read(
        "[Q “You won?”] [S {P Ann Lee}] [C said].\n[Q “Go,”] [S {P Lee}] [C said], [Q but in vain]."
    )
    assert [q.text for q in one.quotes if q.kind == "direct"] == ["You won?", "Go,"]


def test_a_line_that_only_says_who_speaks_leads_to_the_paragraph_below(read):
    one = read("[S {P Ann Lee}] [C added:]\nIt is late. We must all go home.")
    assert one.said == [("Ann Lee", "It is late. We must all go home.")]


def test_a_heading_in_marks_is_no_quotation(read):
    one = read("[S {P Ann Lee}] [C said] [Q “no”].\n‘Legend in the Coal Fields.’\n«Он ушёл домой.»")
    assert [quote.text for quote in one.quotes] == ["no", "Он ушёл домой."]


@pytest.mark.parametrize(("sure", "found"), [(1.0, 1), (0.3, 0)])
def test_reported_content_that_is_most_likely_none_is_left_out(read, sure, found):
    sentence = "[S {P Ann Lee}] [C appeared at a hearing for] [Q his role]."
    assert len(read(sentence, sure=sure).quotes) == found


def test_what_is_in_marks_is_kept_however_improbable(read):
    (quote,) = read("[Q “It will rain,”] [S {P Ann Lee}] [C said].", sure=0.1).quotes
    assert quote.text == "It will rain,"
    assert quote.score < LEAST
