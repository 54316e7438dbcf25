from __future__ import annotations

import pytest


def speakers(one):
    return [(quote.speaker, quote.speaker_kind) for quote in one.quotes]


@pytest.mark.parametrize(
    ("source", "speaker", "kind"),
    [
        ("{P Ann Lee}", "Ann Lee", "named"),
        ("Mayor {P Ann Lee}", "Ann Lee", "named"),
        ("{P Ann Lee}, who came late,", "Ann Lee", "named"),
        ("Her boss, {P Ann Lee},", "Ann Lee", "named"),
        ("{N Stein} spokeswoman {P Ann Lee}", "Ann Lee", "named"),
        ("{O The Post}", "Post", "named"),
        ("{L Iraq}", "Iraq", "named"),
        ("The Dockers’ Federation", "Dockers’ Federation", "named"),
        ("{P Ann Lee} and {P Bo Moe}", "Ann Lee and Bo Moe", "collective"),
        ("{N Iranian} officials", "Iranian officials", "collective"),
        ("The {L US} military", "US military", "collective"),
        ("{P Ann Lee}'s campaign", "Ann Lee's campaign", "collective"),
        ("police", "police", "collective"),
        ("Fans outside", "Fans outside", "collective"),
        ("the minister", "minister", "role"),
        ("a spokesman for {P Ann Lee}", "spokesman for Ann Lee", "anonymous"),
        ("One source", "One source", "anonymous"),
        ("people familiar with the talks", "people familiar with the talks", "anonymous"),
        ("One of them", "One of them", "anonymous"),
        ("Two officials with knowledge of the talks", None, "collective"),
        ("we", None, "unknown"),
    ],
)
def test_what_a_source_means(read, source, speaker, kind):
    (quote,) = read(f"[S {source}] [C said] [Q it would rain].").quotes
    assert quote.speaker_kind == kind
    if speaker is not None or kind == "unknown":
        assert quote.speaker == speaker


def test_a_surname_is_the_fullest_name(read):
    one = read("{P Ann Maria Lee} came.\n[S {P Lee}] [C said] [Q no].")
    assert one.quotes[0].speaker == "Ann Maria Lee"
    assert one.quotes[0].person == one.people[0].id


def test_a_surname_that_no_tag_marks_as_a_person(read):
    one = read("{P Ann Lee} came.\n[S Lee] [C said] [Q no].\n[S {L Lee}] [C wrote] [Q yes].")
    assert speakers(one) == [("Ann Lee", "named")] * 2


def test_a_body_recognised_by_its_last_word(read):
    one = read("{O National Boxing Council} met.\n[S The council] [C said] [Q no].")
    assert speakers(one) == [("National Boxing Council", "named")]


def test_two_bodies_that_end_alike_are_not_distinguished(read):
    one = read("{O Boxing Council} met {O Town Council}.\n[S The council] [C said] [Q no].")
    assert speakers(one) == [("council", "collective")]


def test_a_role_that_one_person_has(read):
    one = read("President {P Ann Lee} came.\n[S The president] [C said] [Q no].")
    assert speakers(one) == [("Ann Lee", "named")]


def test_a_role_that_two_people_have(read):
    one = read("Senator {P Ann Lee} met Senator {P Bo Moe}.\n[S The senator] [C said] [Q no].")
    assert speakers(one) == [("senator", "role")]


def test_a_former_president_is_not_the_president(read):
    one = read("Former President {P Ann Lee} came.\n[S The president] [C said] [Q no].")
    assert speakers(one) == [("president", "role")]


class TestPronouns:
    def test_he_goes_on_from_who_spoke_last(self, read):
        one = read("[S {P Bo Moe}] [C said] [Q no].\n[Q “Never,”] [S he] [C said].")
        assert one.quotes[1].speaker == "Bo Moe"

    def test_she_passes_over_a_man(self, read):
        one = read(
            "[S Ms. {P Ann Lee}] [C said] [Q no]. [S Mr. {P Bo Moe}] [C said] [Q yes].\n"
            "[Q “Never,”] [S she] [C added]."
        )
        assert one.quotes[2].speaker == "Ann Lee"

    def test_pronouns_of_the_article_tell_the_gender(self, read):
        one = read(
            "{P Ann Lee} came with her bag.\n{P Bo Moe} waved his hat.\n"
            "[Q “Never,”] [S she] [C said]."
        )
        assert one.quotes[0].speaker == "Ann Lee"

    def test_the_subject_since_is_nearer_than_who_spoke_last(self, read):
        one = read(
            "[S {P Bo Moe}] [C said] [Q no].\nDeputy minister {P Cy Poe} was in no mood to wait. "
            "[Q “Never,”] [S he] [C said]."
        )
        assert one.quotes[1].speaker == "Cy Poe"

    def test_nobody_is_named_where_nobody_fits(self, read):
        one = read("It rained all day.\n[Q “Never,”] [S he] [C said].")
        assert speakers(one) == [(None, "unknown")]

    def test_two_who_fit_equally_are_both_left(self, read):
        one = read("At noon came {P Bo Moe} and {P Cy Poe}.\n[Q “Never,”] [S he] [C said].")
        assert one.quotes[0].speaker is None

    def test_they_are_the_group_that_spoke_last(self, read):
        one = read("[S Democrats] [C said] [Q no]. [S They] [C called for] [Q a vote].")
        assert speakers(one)[1] == ("Democrats", "collective")

    def test_they_are_not_a_person(self, read):
        one = read("[S {P Ann Lee}] [C said] [Q no]. [S They] [C called for] [Q a vote].")
        assert speakers(one)[1] == (None, "unknown")

    def test_it_is_the_body_that_spoke_last(self, read):
        one = read("[S {O Acme}] [C said] [Q no]. [S It] [C called for] [Q a vote].")
        assert speakers(one)[1] == ("Acme", "named")

    def test_a_long_enumeration_behind_a_name_is_read_at_once(self, read):
        """Return every word doubles the work where a pattern may cut them in two ways."""
        words = " ".join(["aide"] * 60)
        (quote,) = read(f"[S {{P Ann Lee}}, {words},] [C said] [Q that it rained].").quotes
        assert quote.speaker == "Ann Lee"

    def test_who_belongs_to_the_name_before_it(self, read):
        one = read(
            "{P Ann Lee}, [S who] [C has said] [Q no], left {L Iran}, [S which] [C said] [Q yes]."
        )
        assert [name for name, _ in speakers(one)] == ["Ann Lee", "Iran"]

    def test_the_one_who_speaks_is_not_the_one_spoken_of(self, read):
        one = read("[Q “He said, ‘Go away.’ So I went,”] [S {P Bo Moe}] [C recalled].")
        inner = next(quote for quote in one.quotes if quote.parent)
        assert inner.speaker is None


class TestPeople:
    def test_mentions_are_gathered_under_the_fullest_name(self, read):
        (person,) = read("{P Lee} waved. Mayor {P Ann Lee} left. {P Ann Maria Lee} ran.").people
        assert person.name == "Ann Maria Lee"
        assert set(person.aliases) == {"Lee", "Ann Lee"}

    @pytest.mark.parametrize(
        ("text", "role"),
        [
            ("US Defense Secretary {P Ann Lee} came.", "US Defense Secretary"),
            ("Iran’s Supreme Leader {P Ann Lee} came.", "Iran’s Supreme Leader"),
            ("Pentagon spokesman {P Ann Lee} came.", "Pentagon spokesman"),
            ("On Monday former Vice President {P Ann Lee} came.", "former Vice President"),
            ("{P Ann Lee}, the council leader, came.", "council leader"),
            ("{P Ann Lee}, a spokeswoman for Acme, came.", "spokeswoman for Acme"),
            ("Its archivist, {P Ann Lee}, came.", "archivist"),
            ("{P Ann Lee}, in a red coat, came.", None),
            ("He told {P Ann Lee} so.", None),
            ("{P Ann Lee}, is a dentist.", None),
        ],
    )
    def test_roles(self, read, text, role):
        assert read(text).people[0].role == role

    def test_a_nickname_in_marks_is_part_of_the_name(self, read):
        one = read('{P Rosie} "Two Sheds" {L Calloway} fought.\n[S {P Calloway}] [C said] [Q no].')
        assert one.quotes[0].speaker == 'Rosie "Two Sheds" Calloway'

    def test_a_name_tagged_from_within_its_nickname_on(self, read):
        one = read("{P Rosie} '{P Two Sheds' Calloway} fought.\n[S {P Calloway}] [C said] [Q no].")
        assert one.quotes[0].speaker == "Rosie 'Two Sheds' Calloway"
        assert [entity.text for entity in one.entities] == ["Rosie", "Calloway", "Calloway"]

    def test_a_rank_is_no_part_of_the_name(self, read):
        assert read("{P Captain Ann Lee} came.").people[0].name == "Ann Lee"

    def test_a_first_name_that_the_tag_left_out(self, read):
        assert read("so sighed Éloïse {P Gagné} again.").people[0].name == "Éloïse Gagné"

    def test_the_first_of_two_namesakes_owns_the_surname(self, read):
        far = "The foundry is old and the day was long. " * 6
        one = read(
            f"{{P Max Okonjo}} pours.\n{far}\nThe daughter, {{P Ada Okonjo}}, left.\n"
            "[S {P Okonjo}] [C said] [Q no]."
        )
        assert one.quotes[0].speaker == "Max Okonjo"

    def test_a_title_tells_namesakes_apart(self, read):
        one = read(
            "Mr. {P Bill Poe} and Mrs. {P Hill Poe} came.\n[S Mrs. {P Poe}] [C said] [Q no]."
        )
        assert one.quotes[0].speaker == "Hill Poe"

    def test_namesakes_that_nothing_tells_apart_are_left(self, read):
        one = read("{P Bill Poe} and {P Hill Poe} came.\n[S {P Poe}] [C said] [Q no].")
        assert speakers(one) == [(None, "unknown")]
        assert "two people" in one.quotes[0].rule
        assert [person.name for person in one.people] == ["Bill Poe", "Hill Poe", "Poe"]

    def test_a_surname_tagged_as_a_place_is_the_person(self, read):
        one = read("{P Ann Lee} came. The killing of {L Lee} shook {L Lee County} in {L Lee}.")
        assert [entity.type for entity in one.entities] == ["person", "person", "place", "place"]
        assert [entity.label for entity in one.entities][1] == "Location"

    def test_the_fullest_name_of_a_body(self, read):
        one = read("{O Northern Coast Guard} flew. {O Coast Guard} landed.")
        assert one.entities[1].name == "Northern Coast Guard"


def test_he_in_anothers_words_is_whose_assistant_it_is_not_the_assistant(read):
    one = read(
        "{P Otto Lind} pours bells. He is old.\n"
        "His work goes on. At times his assistant, {P Bo Moe}, sweeps.\n"
        "[S {P Ada Roe}] [C said]: “He asked me. He said, ‘Sing it first.’ I did.”\n"
        "{P Moe} likes his broom. He sings."
    )
    assert [(q.text, q.speaker) for q in one.quotes if q.parent] == [
        ("Sing it first.", "Otto Lind")
    ]


def test_he_in_anothers_words_is_nobody_of_unknown_gender(read):
    one = read(
        "[S {P Sam Lind}] [C said] [Q no].\n"
        "[S {P Ada Roe}] [C said]: “It was late. He said, ‘Sing it first.’ I did.”"
    )
    assert [(q.text, q.speaker) for q in one.quotes if q.parent] == [("Sing it first.", None)]


def test_a_line_of_hers_is_not_by_who_painted_it(read):
    one = read(
        "{P Ada Roe} cut the tape. She smiled.\n"
        "“It is late,” said {P Sam Lind}, 68.\n"
        "[S Someone] [C had painted] [Q a line of hers above the door: “Hit, then say sorry.”]"
    )
    (quote,) = (quote for quote in one.quotes if "Hit" in quote.text)
    assert quote.speaker == "Ada Roe"
