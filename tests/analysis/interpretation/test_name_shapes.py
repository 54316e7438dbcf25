from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Last came {P Anton B. Lee. “Mona Roe} is here,” she said.", ["Anton B. Lee", "Mona Roe"]),
        ("{P Lee, stood still as Judge Ada Roe KC} spoke.", ["Lee", "Ada Roe"]),
        ("{P Ann Lee said} so.", ["Ann Lee"]),
        ("Her sons, {P Bo} ({P Ida) Moe} and {P Al Moe}.", ["Bo Moe", "Al Moe"]),
        ("Her sons, May ({P Ida}) {P Moe} and {P Al Moe}.", ["May Moe", "Al Moe"]),
        ("Then ({P Ida}) {P Moe} wept.", ["Ida", "Moe"]),
        ("{P Ada van der Roe} and {P Sammy Moe, Jr.} came.", ["Ada van der Roe", "Sammy Moe"]),
        ("{P Dr. Ann Lee} and {P J. P. Moe}", ["Ann Lee", "J. P. Moe"]),
        ("{P Ferry} prices rise. The ferry is dear.", []),
        ("{P Dear} neighbours, the dike leaks.", []),
        ("{P Rose} came. They like {P Rose}.", ["Rose"]),
        ("{P bell hooks} wrote.", ["bell hooks"]),
        ("{P Daniel Roe KC} spoke. Mr {P Roe} sat.", ["Daniel Roe"]),
    ],
)
def test_a_name_is_made_of_parts_of_names(read, text, people):
    assert [person.name for person in read(text).people] == people


class TestScores:
    LINE = (
        "{P Oldby} 3 ({D Rehn 12, Falk} 45+2, 78 pen) {D Norrby 2} ({D Moss} 30, 60). Att: 4,312."
    )

    def test_teams_are_no_people_and_scorers_are(self, read):
        one = read(f"{{P Oldby}} beat {{L Norrby 3-2}}\n{self.LINE}")
        assert [person.name for person in one.people] == ["Rehn", "Falk", "Moss"]
        teams = {entity.text: entity.type for entity in one.entities if entity.type != "person"}
        assert teams == {"Oldby": "organisation", "Norrby": "place"} or set(teams) == {
            "Oldby",
            "Norrby",
        }
        assert "person" not in teams.values()

    def test_their_numbers_count_nothing(self, read):
        assert [figure.text for figure in read(self.LINE).figures] == ["4,312"]

    @pytest.mark.parametrize(
        "text", ["{P Oldby} 21, {P Norrby} 14", "{P Oldby} 12 7 3 2 24", "1. {P Oldby} 12 7 3 2 24"]
    )
    def test_lines_of_results_and_tables(self, read, text):
        one = read(text)
        assert (one.people, one.figures) == ((), ())

    def test_a_sentence_with_two_counts_is_no_result(self, read):
        one = read("{P Ada Roe} 3 and Bo Moe 4 sent 12 letters to the board.")
        assert "12 letters" in [figure.text for figure in one.figures]


@pytest.mark.parametrize(
    "name", ["Pierre d’Arcy", "Rashid al-Thani", "Ali bin Omar al-Kuwari", "Wanjiru wa Kamau"]
)
def test_a_small_particle_belongs_to_its_name(read, name):
    assert [person.name for person in read(f"{{P {name}}} left the quay.").people] == [name]


def test_a_name_goes_on_behind_an_apostrophe_inside_it(read):
    assert [person.name for person in read("{P Kamau Ngung}’o left.").people] == ["Kamau Ngung’o"]
    assert [person.name for person in read("{P Kamau Ngung}’s boat left.").people] == [
        "Kamau Ngung"
    ]
