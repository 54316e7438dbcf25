"""Words are put into nobody's mouth that did not say them."""

from __future__ import annotations

import pytest


def said(one):
    return [(quote.speaker, quote.text) for quote in one.quotes]


@pytest.mark.parametrize(
    "text",
    [
        "[S The clerk] [C did not say] [Q who had opened the sluice].",
        "[S {P Ann Lee}] would not [C say] [Q how many cows drowned].",
        "[S The guard] [C declined] [Q to comment on the fence].",
        "[S The guard] [C refused] [Q to name the owner].",
        "[S {P Ann Lee}] has yet to [C explain] [Q why it leaked].",
        "[S {P Ann Lee}] was [C handed] [Q a letter about the fence].",
        "[S {O Coast Television}] [C showed] [Q children filling bags].",
        "[S Experience] [C shows] [Q that pumps fail].",
        "[S Common sense] [C suggests] [Q that we wait].",
        "[S {P Ann Lee}] [C noted] [Q the hour and shut the gate].",
        "[S Villagers] [C look at] [Q a hole in the dike].",
        "[S The guild] [C is retaliating for] [Q the loss of its boats].",
        "[S {P Ann Lee}] [C stated] [Q her name].",
        "[S {P Ann Lee}] [C said] [Q goodbye and left].",
        "[S {P Ann Lee}] [C had seen] [Q “Oklahoma!” and “Evita”] in June.",
        "[S {P Ann Lee}] [C read] [Q “The Tin Drum”] twice.",
        "They had heard “Fidelio!” in June.",
    ],
)
def test_what_is_no_speech(read, text):
    assert read(text).quotes == ()


@pytest.mark.parametrize(
    "text",
    [
        "[S {P Ann Lee}] [C did not rule out] [Q that it leaked].",
        "[S {P Ann Lee}] [C noted] [Q that the gate was shut].",
        "[S {P Ann Lee}] [C noted] [Q the gate was shut].",
        "[S A survey] [C shows] [Q that pumps fail].",
        "[S {P Ann Lee}] [C refused] [Q to leave the dike].",
        "[S {P Ann Lee}] [C called] [Q it “The Great Leak”].",
    ],
)
def test_what_is_speech_all_the_same(read, text):
    assert len(read(text).quotes) == 1


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("{P Ann Lee} turned to {P Bo Moe}. [Q “It leaks.”] [S {P Moe}] [C nodded].", "Ann Lee"),
        ("{P Ann Lee} began talking to {P Bo Moe}. “It leaks badly.” He left.", "Ann Lee"),
        ("{P Ann Lee} sat with {P Bo Moe}. [Q “It leaks.”] [S {P Moe}] [C nodded].", None),
        ("[S {P Ann Lee}] was [C told] [Q that the dike leaked].", None),
        ("[S {P Ann Lee}] was [C told] by {P Bo Moe} [Q that the dike leaked].", "Bo Moe"),
        ("{P Ann Lee} [C told] [S {P Bo Moe}] [Q the dike leaked].", "Ann Lee"),
        ("{P Ann Lee} [C wrote] to [S {P Bo Moe}] [Q that the dike leaked].", "Ann Lee"),
        ("[Q “Does it leak?”] [C asked] [S {P Bo Moe}].", "Bo Moe"),
        ("Warden {P Jo Roe}’s deputy, {P Ann Lee}, [C said] [Q it leaked].", "Ann Lee"),
        ("[S Warden {P Jo Roe}’s deputy, {P Ann Lee},] [C said] [Q it leaked].", "Ann Lee"),
        ("[S The dike’s warden], {P Ann Lee}, [C said] [Q it leaked].", "Ann Lee"),
    ],
)
def test_who_listens_or_is_described_does_not_speak(read, text, speaker):
    (quote,) = read(text).quotes
    assert quote.speaker == speaker


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ("the pump was [Q “dead for good” and slammed the door].", "“dead for good”"),
        ("[Q it was “a bad joke” and then walked out].", "it was “a bad joke”"),
        (
            "[Q it was “a bad joke” and that they would pay].",
            "it was “a bad joke” and that they would pay",
        ),
    ],
)
def test_what_the_speaker_did_next_was_not_said(read, content, kept):
    (quote,) = read(f"[S {{P Ann Lee}}] [C said] {content}").quotes
    assert quote.text.strip("“”") == kept.strip("“”")


class TestTwoOfOneSurname:
    COUPLE = "{P Olaf Roe}, a smith, and his wife, {P Ada Roe}, came at noon.\n"

    def test_my_wife_tells_which(self, read):
        one = read(self.COUPLE + "[Q “My wife is right,”] [S {P Roe}] [C said].\n{P Ada Roe} left.")
        assert one.quotes[0].speaker == "Olaf Roe"

    def test_later_mentions_tell_nothing(self, read):
        later = "\n{P Ada Roe} left. {P Ada Roe} sang. {P Ada Roe} slept."
        one = read(self.COUPLE + "[Q “It leaks,”] [S {P Roe}] [C said]." + later)
        assert (one.quotes[0].speaker, one.quotes[0].speaker_kind) == (None, "unknown")

    def test_the_title_tells_which(self, read):
        one = read(self.COUPLE + "[Q “It leaks,”] [S Mr. {P Roe}] [C said].")
        assert one.quotes[0].speaker == "Olaf Roe"

    def test_the_office_tells_which(self, read):
        one = read(
            "Warden {P Olaf Roe} and Judge {P Ada Roe} met.\n"
            "[Q “It leaks,”] [S Warden {P Roe}] [C said]."
        )
        assert one.quotes[0].speaker == "Olaf Roe"

    def test_the_one_named_in_full_in_the_same_paragraph(self, read):
        one = read(self.COUPLE + "{P Ada Roe} came. [Q “It leaks,”] [S {P Roe}] [C said].")
        assert one.quotes[0].speaker == "Ada Roe"

    def test_who_is_not_named_yet_is_not_thought_of(self, read):
        one = read("{P Olaf Roe} came.\n[Q “No,”] [S {P Roe}] [C said].\n{P Ada Roe} left.")
        assert one.quotes[0].speaker == "Olaf Roe"


class TestParagraphsInMarks:
    BEFORE = "[Q “It leaks,”] [S {P Ann Lee}] [C said].\n"

    def test_it_goes_on_from_the_speaker_before(self, read):
        assert read(self.BEFORE + "“We saw it at dawn.”").quotes[1].speaker == "Ann Lee"

    @pytest.mark.parametrize(
        ("before", "paragraph"),
        [
            ("[Q “Does it leak?”] [C asked] [S {P Ann Lee}].\n", "“It does, all of it.”"),
            (BEFORE, "“The pump was never meant for this”"),
            (
                BEFORE + "It rained for all of the long night.\n" + BEFORE,
                "“All of the long night.”",
            ),
        ],
    )
    def test_an_answer_a_pull_quote_and_repeated_words_are_nobodys(self, read, before, paragraph):
        assert read(before + paragraph).quotes[-1].speaker is None

    def test_arrows_of_a_line_of_links_are_no_marks(self, read):
        one = read(self.BEFORE + "« Earlier stories | Later stories »\n« Back to the front page")
        assert len(one.quotes) == 1


def test_she_is_not_the_man_who_was_he_just_before(read):
    one = read(
        "[S Mayor {P Kim Roe}] [C said] [Q no]. [S He] [C said] [Q yes]. "
        "[S She] [C said] [Q never]."
    )
    assert [quote.speaker for quote in one.quotes] == ["Kim Roe", "Kim Roe", None]


def test_who_speaks_said_inside_the_marks_is_not_spoken(read):
    one = read("“We are late, said {P Ann Lee}. Nobody will be left.”")
    assert said(one) == [("Ann Lee", "We are late … Nobody will be left.")]


@pytest.mark.parametrize(
    ("language", "text", "passages"),
    [
        (
            "fr",
            "« Tout est prêt, assure Anne Roy, la cheffe. On part. »",
            ["Tout est prêt", "On part."],
        ),
        ("fr", "« Où va-t-on ? demande-t-elle. Nul ne sait. »", ["Où va-t-on ?", "Nul ne sait."]),
        (
            "fr",
            "« Le quai, a expliqué Luc Roy, et nous le savons, cède. »",
            ["Le quai", "et nous le savons, cède."],
        ),
        ("fr", "« Tout est prêt, et nous partons. »", ["Tout est prêt, et nous partons."]),
        (
            "it",
            "«Il molo cede, spiega Anna Bo. Nessuno lo sapeva.»",
            ["Il molo cede", "Nessuno lo sapeva."],
        ),
    ],
)
def test_the_tellers_words_inside_guillemets(read, language, text, passages):
    (quote,) = read(text, language).quotes
    assert quote.text.split(" … ") == passages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[S {P Ann Lee}] [C addressed] [Q a crowd of millers who shouted “Shut the gate!”]",
            [("crowd of millers", "Shut the gate!")],
        ),
        ("[S {P Ann Lee}] [C was addressing] [Q some four hundred members of the guild].", []),
        ("[S {P Ann Lee}] [C greeted] [Q the drivers who had waited].", []),
        ("[S {P Ann Lee}] was [C responsible for] [Q raising the dike].", []),
        (
            "[S {P Ann Lee}] [C addressed] [Q the loss of the old gate].",
            [("Ann Lee", "the loss of the old gate")],
        ),
    ],
)
def test_who_listens_or_acts_has_said_nothing(read, text, expected):
    assert said(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[S {P Ann Lee}] [C said] [Q nothing].",
        "Neither [S {P Ann Lee}] nor her mother [C said] [Q anything].",
        "[S {P Ann Lee}] [C said] [Q so].",
        "[Q {P Ann Lee}] [C was quoted].",
    ],
)
def test_no_words_are_no_speech(read, text):
    assert read(text).quotes == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was not {P Ann Lee} [S who] [C said] [Q “no”].", [None]),
        ("It was {P Ann Lee} [S who] [C said] [Q “no”].", ["Ann Lee"]),
        (
            "{P Ann Lee} met {P Bo Moe}. [Q “It leaks,”] [S {P Moe}] [C said]. "
            "[Q “It does,”] [S she] [C replied].",
            ["Bo Moe", "Ann Lee"],
        ),
        (
            "After {P Ann Lee} had left, the miller, {P Bo Moe}, came in. "
            "[Q “It leaks,”] [S he] [C said].",
            [None],
        ),
        (
            "[S {P Moe}], who is married to {P Ann Moe}, [C said] [Q it leaked]. "
            "[Q “Badly,”] [S {P Moe}] [C said].",
            ["Moe", None],
        ),
        (
            "[Q “Yes,”] [C said] [S the elder, {P Ann}. The younger, {P Bea}], [C said]: [Q “No.”]",
            ["Ann", "Bea"],
        ),
        (
            "[S The miller] [C said] [Q it “is dry”; the baker, “a pond.”]",
            ["miller", "baker"],
        ),
    ],
)
def test_who_is_meant_among_two(read, text, expected):
    assert [quote.speaker for quote in read(text).quotes] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[S {P Rosie} “Two Sheds” {P Calloway}] [C said] [Q it rained].", "it rained"),
        ("“It rained all night”2 [C said] [S {P Ann Lee}], a baker.", "It rained all night"),
    ],
)
def test_nicknames_and_note_marks_are_no_words_of_anybody(read, text, words):
    (quote,) = read(text).quotes
    assert quote.text == words


def test_what_somebody_was_asked_is_not_what_was_answered(read):
    one = read("[C Asked] by {P Bo Moe} [Q whether she would go], [S {P Ann Lee}] [C said]: “No.”")
    assert said(one) == [("Ann Lee", "No.")]
    one = read("Asked [Q whether she would go], [S {P Ann Lee}] [C said]: [Q “Never again.”]")
    assert said(one) == [("Ann Lee", "Never again.")]


def test_the_sentence_before_the_marks_is_narration(read):
    one = read(
        "[Q {P Bo Moe} had not heard of “the leak”. “We would have stopped,”] "
        "Judge [S {P Ann Lee}] [C said]."
    )
    assert said(one) == [("Ann Lee", "We would have stopped,")]


def test_what_follows_marks_behind_a_colon_is_narration(read):
    one = read("[S The inspector] [C wrote]: [Q “The props were rotten” and nobody had seen it].")
    assert said(one) == [("inspector", "The props were rotten")]


def test_a_cue_with_a_colon_frames_nothing_before_it(read):
    one = read(
        "In her letter to the board last May, the engineer, [S {P Ann Lee}], [C wrote:]\n"
        "> It moved on Friday."
    )
    assert said(one) == [("Ann Lee", "It moved on Friday.")]


@pytest.mark.parametrize(
    "text",
    [
        "[S The warden], {P Bo Moe}, [C praised] [Q the two].",
        "[S His new book] [C says] [Q nothing of it].",
    ],
)
def test_whom_somebody_praised_and_what_is_not_mentioned_are_no_words(read, text):
    assert read(text).quotes == ()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("[S The brother of {P Bo Moe}, {P Finn Roe}], [C said] [Q it leaked].", "Finn Roe"),
        ("[S A lawyer for {P Bo Moe}, {P Finn Roe},] [C said] [Q it leaked].", "Finn Roe"),
        ("[S The mayor of Hale, {P Finn Roe}], [C said] [Q it leaked].", "Finn Roe"),
    ],
)
def test_who_is_described_by_another_speaks_under_the_own_name(read, text, speaker):
    assert said(read(text)) == [(speaker, "it leaked")]


def test_she_is_not_the_one_whose_mother_the_sentence_is_about(read):
    one = read(
        "[Q “I fell,”] [S {P Ann Lee}] [C said].\n"
        "{P Lee}’s mother was unhurt. [Q “I was asleep,”] [S she] [C said]."
    )
    assert said(one) == [("Ann Lee", "I fell,"), (None, "I was asleep,")]


def test_a_pronoun_of_another_gender_leaves_it_open(read):
    one = read(
        "{P Ann Lee} came late. She sat down. [Q “It leaks,”] [C said] [S {P Kim Moe}].\n"
        "[Q “I lost the hens,”] [S she] [C said]."
    )
    assert said(one)[1] == (None, "I lost the hens,")


def test_a_withheld_name_is_no_place(read):
    one = read("[Q “It leaks.”] [C —] Name withheld, [S {P Truro}]")
    assert [quote.speaker_kind for quote in one.quotes] == ["anonymous"]
    assert said(one)[0][0] != "Truro"


def test_a_teller_inside_marks_that_open_twice_is_cut_out(read):
    one = read("“It was like a train, said {P Tom Abel}, “and it did not stop.”")
    assert said(one) == [("Tom Abel", "It was like a train … and it did not stop.")]


def test_words_quoted_from_another_are_of_whom_is_quoted(read):
    one = read("[S {P Ann Lee}] [C quoted] [Q the founder, {P Bo Moe}: “All or nothing.”]")
    assert said(one) == [("Bo Moe", "All or nothing.")]


def test_a_sentence_of_the_writers_own_ends_a_report(read):
    one = read("[S The council] [C says] [Q it is safe. I believe the council].")
    assert said(one) == [("council", "it is safe")]
    one = read("[S {P Ann Lee}] [C says] [Q “it is safe. I know the dike”].")
    assert said(one) == [("Ann Lee", "it is safe. I know the dike")]


@pytest.mark.parametrize(
    "text",
    [
        "[S Coach {P Ann Lee}] [C praised] [Q keeper Bo Moe].",
        "[S {P Ann Lee}] [C thanked] [Q everyone].",
        "[S A guard, who] [C declined] [Q to be named], left.",
    ],
)
def test_whom_somebody_thanks_and_who_stays_unnamed_say_nothing(read, text):
    assert read(text).quotes == ()


def test_two_who_say_it_together_are_both_of_them(read):
    one = read(
        "[S {P Hale}’s coach, {P Ann Lee}, and {P Venn}’s coach, {P Bo Moe},] both [C said] "
        "[Q “it was close”]."
    )
    assert [quote.speaker_kind for quote in one.quotes] == ["collective"]


def test_a_surname_before_the_wife_who_bears_it_too_is_not_hers(read):
    one = read(
        "[S President {P Ruiz}] [C said]: [Q “It is bitter.”] His wife, {P Ana Ruiz}, smiled. "
        "[Q “It is,”] [S {P Ana Ruiz}] [C said]."
    )
    assert one.quotes[0].speaker != "Ana Ruiz"
    assert one.quotes[1].speaker == "Ana Ruiz"
