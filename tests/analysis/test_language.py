from __future__ import annotations

import pytest

from reader.analysis.language import language_code, language_name, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "The ferry company said on Tuesday that no boat would leave the harbour before the "
            "storm had passed, and asked passengers to stay at home.",
            "en",
        ),
        (
            "La compagnie des ferries a déclaré mardi qu'aucun bateau ne quitterait le port avant "
            "la fin de la tempête.",
            "fr",
        ),
        (
            "Die Reederei teilte am Dienstag mit, dass vor dem Ende des Sturms kein Schiff den "
            "Hafen verlassen werde.",
            "de",
        ),
        ("Паромная компания сообщила во вторник, что до конца шторма суда не выйдут.", "ru"),
        ("市長は「夏まで閉鎖する」と述べた。", "ja"),
        ("フェリー会社は火曜日、嵐が過ぎるまで船は出航しないと発表した。" * 3, "ja"),
    ],
)
def test_articles_are_distinguished(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["", "Yes.", "All is well", "😀" * 500, "12 34 56 " * 50, "Oslo Bergen Hamar"]
)
def test_too_little_text_tells_nothing(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("report", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("nob", "nob"),
        ("", None),
        (None, None),
        ("English", None),
        ("x-1", None),
    ],
)
def test_a_source_names_its_language_in_many_ways(report: str | None, code: str | None) -> None:
    assert language_code(report) == code


def test_languages_have_names() -> None:
    assert language_name("fr") == "French"
    assert "xx" in language_name("xx")
