from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.records import ArticleRecord, Assessment, Claim, Mark
from reader.article.anchor import anchor
from reader.review.second_reading import SECOND_LOOK
from reader.session.people_signs import HUES, Named, legend, people_on, people_signs
from reader.text.span import Span

names = st.lists(st.text(min_size=1), max_size=30, unique=True)


def test_others_have_their_first_letter_and_oneself_none():
    signs = {name: each.sign for name, each in people_signs(["bo", "ada", "", "Cy"], "ada").items()}
    assert signs == {"Cy": "C", "bo": "B"}


def test_people_of_one_letter_have_different_signs():
    people = people_signs(["Anna", "Arne", "Aada"], "me")
    assert len({each.sign for each in people.values()}) == 3
    assert all(each.sign in name.upper() for name, each in people.items())


@given(names)
def test_up_to_thirty_people_have_signs_of_their_own(people):
    signs = [each.sign for each in people_signs(people, "").values()]
    assert len({*signs}) == len(signs) == len(people)
    assert all(len(sign) == 1 and sign.isascii() for sign in signs)


@given(names)
def test_as_many_people_as_there_are_colours_have_different_ones(people):
    hues = [each.hue for each in people_signs(people, "").values()]
    assert all(0 <= hue < HUES for hue in hues)
    assert len({*hues}) == min(HUES, len(people))


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_person_alone_has_one_colour_whatever_oneself_is_called(name, me):
    alone = people_signs([name], "")[name].hue
    assert {each.hue for each in people_signs([name, me], me).values()} <= {alone}


def test_the_legend_names_oneself_first_and_without_a_colour():
    people = people_signs(["ben", "ada", ""], "ada")
    first, second = legend(["ben", "ada", ""], people, "ada")
    assert first.hue is None
    assert second == Named("B ben", people["ben"].hue)


def test_one_person_alone_needs_no_legend():
    assert legend(["ada", ""], people_signs(["ada", ""], "ada"), "ada") == []
    assert len(legend(["ben"], people_signs(["ben"], "ada"), "ada")) == 1


def test_people_who_judged_have_a_sign_and_those_who_added_articles_or_are_hidden_none():
    held = anchor("The quay is shut.", [Span(0, 8)])
    verdict = Assessment(reviewer="cyd", scale="truth", scale_version="1", label="True")
    common = {"article_id": "a", "anchor": held}
    records = [
        ArticleRecord(article_id="a", id="a", creator="dan"),
        Mark(id="m", kind="note", creator="bo", **common),
        Claim(id="c", creator="ada", assessments=(verdict,), **common),
    ]
    assert set(people_on(records, "ada")) == {"bo", "cyd"}
    blind = replace(records[2], status=SECOND_LOOK)
    assert people_on([blind], "ada") == {}
    assert set(people_on([blind], "eve")) == {"ada"}
