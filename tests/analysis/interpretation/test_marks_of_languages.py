"""Quotes in the ways of many languages, by their marks and dashes alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.findings import Quote
from reader.analysis.language import language_of
from reader.analysis.rules.dialogue import LANGUAGES
from reader.analysis.rules.interpretation import interpret
from reader.analysis.rules.tagged import TaggedText

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
ALIKE = {"nb": {"no", "nb", "nn", "da"}, "da": {"da", "no", "nb"}}
"""Languages that a few sentences do not tell apart."""


def quotes(text: str, language: str) -> list[Quote]:
    """Return what the quote processor finds without any model."""
    return list(interpret(TaggedText(text, (), (), language, None)).quotes)


def report(text: str, language: str) -> list[str]:
    return [quote.text for quote in quotes(text, language) if quote.parent is None]


def rows(kind: str) -> list[tuple[str, str, list[str]]]:
    return [(row["language"], row["text"], row["inside"]) for row in SENTENCES[kind]]


def test_more_than_twelve_languages_are_looked_at() -> None:
    assert len({language for language, _, _ in rows("marks")}) > 20


@pytest.mark.parametrize(("language", "text", "inside"), rows("marks"))
def test_quotes_are_found_by_their_marks(language: str, text: str, inside: list[str]) -> None:
    assert report(text, language) == inside
    assert language_of(text) in {None, language, *ALIKE.get(language, ())}


@pytest.mark.parametrize(("language", "text", "inside"), rows("dashes"))
def test_speech_set_off_by_dashes(language: str, text: str, inside: list[str]) -> None:
    assert report(text, language) == inside


def test_nobody_is_said_to_speak_and_the_marks_are_given_as_the_reason() -> None:
    [quote] = quotes("«Мост будет закрыт до пятницы», — сказал мэр.", "ru")
    assert (quote.kind, quote.speaker, quote.speaker_kind) == ("direct", None, "unknown")
    assert quote.rule == "inside quotation marks"


def test_names_in_marks_are_no_speech() -> None:
    assert report("Теплоход «Аврора» вышел из порта, пишет газета «Северный берег».", "ru") == []
    assert report("Le navire « Aurore » a quitté le port, écrit « Le Rivage ».", "fr") == []
    assert report("客船「あかつき」が港を出た。", "ja") == []


def test_speech_in_a_quote_knows_its_parent() -> None:
    text = "«Она сказала мне: „Никто не придёт сегодня вечером“», — вспоминает сосед."
    outer, inner = quotes(text, "ru")
    assert (outer.parent, inner.parent) == (None, outer.id)


def test_marks_inside_speech_set_off_by_a_dash() -> None:
    text = "— Он сказал мне: «Никто не придёт сегодня вечером», — вспоминает соседка."
    outer, inner = quotes(text, "ru")
    assert outer.text.startswith("Он сказал мне")
    assert inner.parent == outer.id


def test_a_quote_of_two_paragraphs_is_one() -> None:
    text = "« Le pont reste fermé.\n« Nous attendons la fin des travaux », a dit la maire."
    [quote] = quotes(text, "fr")
    assert len(quote.spans) == 2


@given(
    st.text(st.sampled_from("абв где , . — – - « » „ “ ” ! ?\n¿ a B"), max_size=120),
    st.sampled_from(sorted(LANGUAGES)),
)
def test_any_text_is_read_and_spans_lie_in_it(text: str, language: str) -> None:
    found = {quote.id: quote for quote in quotes(text, language)}
    for quote in found.values():
        assert all(0 <= span.start < span.end <= len(text) for span in quote.spans)
        assert list(quote.spans) == sorted(quote.spans)
        assert quote.parent is None or quote.parent in found


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("ru", "«Вода ушла, — сказал Пётр Орлов. — Поздно», — и он ушёл.", "Вода ушла … Поздно"),
        ("ru", "«Где вода? — спросила Анна. — Её нет», — и она ушла.", "Где вода? … Её нет"),
        (
            "uk",
            "«Вода пішла, — сказала Анна, — і стало тихо в селі».",
            "Вода пішла … і стало тихо в селі",
        ),
        ("ru", "«Дом, старый и пустой, — стоит у воды».", "Дом, старый и пустой, — стоит у воды"),
    ],
)
def test_the_teller_between_dashes_is_not_what_is_said(language, text, said):
    assert report(text, language) == [said]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("zh", "他说：“水退了。”", ["水退了。"]),
        ("zh", "这叫“水坝”。", []),
        ("he", 'היא אמרה: "חיכינו שנתיים" והלכה.', ["חיכינו שנתיים"]),
    ],
)
def test_few_words_behind_a_colon_are_said(language, text, said):
    assert report(text, language) == said


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        (
            "fr",
            "« Nous partons, a dit Anne Roy, maire du village, et nous restons partis. »",
            "Nous partons … et nous restons partis.",
        ),
        (
            "fr",
            "« Nous allons partir, a-t-elle ajouté, demander de l’aide. »",
            "Nous allons partir … demander de l’aide.",
        ),
        (
            "it",
            "«Il molo resta chiuso — ha aggiunto — e non riapre».",
            "Il molo resta chiuso … e non riapre",
        ),
        (
            "es",
            "«El muelle sigue cerrado —dijo la alcaldesa— y no abre».",
            "El muelle sigue cerrado … y no abre",
        ),
        (
            "it",
            "«Il molo — vecchio e stanco — resta chiuso».",
            "Il molo — vecchio e stanco — resta chiuso",
        ),
    ],
)
def test_what_the_teller_parts_is_kept_on_both_sides(language, text, said):
    assert report(text, language) == [said]
