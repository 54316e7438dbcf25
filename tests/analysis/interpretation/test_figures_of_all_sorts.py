"""Figures in two units, with signs, in coins, and by the rules of many languages."""

from __future__ import annotations

import pytest

from reader.analysis.language import language_of


def figures(one):
    return [(f.text, f.kind, f.value, f.value_max, f.unit, f.currency) for f in one.figures]


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("5' 9\"", 69, "inches"),
        ("5'9”", 69, "inches"),
        ("5ft 9in", 69, "inches"),
        ("5 feet 9 inches", 69, "inches"),
        ("5-foot-9", 69, "inches"),
        ("11lb 3oz", 179, "ounces"),
        ("190 pounds", 190, "pounds"),
        ("15 basis points", 15, "basis points"),
    ],
)
def test_a_measure(read, written, value, unit):
    one = read(f"The guard weighs {written} today.")
    assert figures(one) == [(written, "measure", value, None, unit, None)]


def test_pounds_are_money_where_nothing_is_weighed(read):
    assert read("The fence cost 190 pounds.").figures[0].currency == "GBP"


@pytest.mark.parametrize(
    ("written", "value", "currency", "unit"),
    [
        ("-$4.5bn", -4.5e9, "USD", None),
        ("$-4.5 billion", -4.5e9, "USD", None),
        ("−£30", -30, "GBP", None),
        ("45p", 0.45, "GBP", None),
        ("80 pence", 0.8, "GBP", None),
        ("14 francs", 14, None, "francs"),
        ("70 cents", 70, None, "cents"),
        ("₹2.5 lakh-crore", 2.5e12, "INR", None),
    ],
)
def test_money(read, written, value, currency, unit):
    one = read(f"The fence cost {written} in May.")
    assert figures(one) == [(written, "money", value, None, unit, currency)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Eggs rose 4% to $9.50 a box.", [("4%", 4, None), ("$9.50", 9.5, None)]),
        ("It fell by 4 per cent to £45m.", [("4 per cent", 4, None), ("£45m", 45e6, None)]),
        ("Rates of 2.3 to 2.5 percent hold.", [("2.3 to 2.5 percent", 2.3, 2.5)]),
        ("Rates of 3% to 5% hold.", [("3% to 5%", 3, 5)]),
        ("They cost $3 to $5.", [("$3 to $5", 3, 5)]),
    ],
)
def test_a_range_is_of_one_kind(read, text, found):
    assert [(f.text, f.value, f.value_max) for f in read(text).figures] == found


@pytest.mark.parametrize(
    "text",
    [
        "Step 3: shut the gate.",
        "Section 14(2) applies.",
        "Vest 4-1 Moor: Lee 8, 45+3, Moe 70; Poe 80.",
    ],
)
def test_no_figure(read, text):
    assert read(text).figures == ()


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("pt", "A cerca custou R$ 2,5 milhões.", ("R$ 2,5 milhões", 2.5e6, None, "BRL")),
        ("es", "Hay 4.000 desaparecidos.", ("4.000 desaparecidos", 4000, None, None)),
        ("de", "Das sind 1,3 bis 1,5 Prozent.", ("1,3 bis 1,5 Prozent", 1.3, 1.5, None)),
        ("fr", "De 20 à 30 personnes.", ("20 à 30 personnes", 20, 30, None)),
        ("sv", "Det kostar 2,5 miljoner kronor.", ("2,5 miljoner kronor", 2.5e6, None, "SEK")),
        ("da", "Det koster 2,5 mio. kroner.", ("2,5 mio. kroner", 2.5e6, None, "DKK")),
        ("nb", "Det koster 2,5 millioner kroner.", ("2,5 millioner kroner", 2.5e6, None, "NOK")),
        ("fi", "Se maksaa 2,5 miljoonaa euroa.", ("2,5 miljoonaa euroa", 2.5e6, None, "EUR")),
        ("cs", "Stojí to 2,5 milionu korun.", ("2,5 milionu korun", 2.5e6, None, "CZK")),
        ("tr", "Bu 2,5 milyon lira tutar.", ("2,5 milyon lira", 2.5e6, None, "TRY")),
        ("hu", "Ez 2,5 millió forint.", ("2,5 millió forint", 2.5e6, None, "HUF")),
        ("de", "Es kostet 4,20 €.", ("4,20 €", 4.2, None, "EUR")),
        ("de", "Es kostet 4,20 € pro Tag.", ("4,20 €", 4.2, None, "EUR")),
        ("el", "Κοστίζει 2,5 εκατ. ευρώ.", ("2,5 εκατ. ευρώ", 2.5e6, None, "EUR")),
        ("ro", "Costă 2,5 milioane lei.", ("2,5 milioane lei", 2.5e6, None, "RON")),
    ],
)
def test_figures_abroad(read, language, text, found):
    (figure,) = read(text, language).figures
    assert (figure.text, figure.value, figure.value_max, figure.currency) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "Toplantı 4 Mayıs günü yapıldı."),
        ("cs", "Sešli se 4. května večer."),
        ("fi", "Kokous pidettiin 4. toukokuuta illalla."),
        ("fr", "Ils étaient 3 selon la CGT."),
        ("fr", "Le train de 7 h 20 partira."),
    ],
)
def test_what_is_no_figure_abroad(read, language, text):
    assert read(text, language).figures == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "„Wir gehen“, so der Wirt."),
        ("nl", "“Wij gaan”, zegt de bakker."),
        ("es", "«Nos vamos», dijo el panadero."),
        ("fr", "« On part », lance le boulanger."),
        ("fr", "« On part », souffle-t-elle."),
        ("ru", "«Мы уходим», — сказал пекарь."),
        ("pl", "„My idziemy” – powiedział piekarz."),
    ],
)
def test_two_words_before_a_verb_of_speech_are_said(read, language, text):
    assert len(read(text, language).quotes) == 1


@pytest.mark.parametrize(
    ("language", "text"), [("de", "Die „Wilde Möwe“ sank."), ("fr", "Le « Grand Large » a coulé.")]
)
def test_two_words_in_marks_may_be_a_ship(read, language, text):
    assert read(text, language).quotes == ()


def test_the_teller_behind_a_finnish_dash(read):
    (quote,) = read("– Me lähdemme nyt, Anna Berg sanoo.", "fi").quotes
    assert quote.text == "Me lähdemme nyt"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال الحارس إن الجسر مغلق", "ar"),
        ("نگهبان گفت پل بسته است و چیزی نیست", "fa"),
        ("Сторож ушёл домой.", "ru"),
        ("Сторож пішов додому, і їх немає.", "uk"),
        ("चौकीदार घर चला गया", "hi"),
        (
            "Vægteren gik hjem, siger Anna, og der kom ikke flere mennesker den aften til havnen.",
            "da",
        ),
    ],
)
def test_the_language_of_a_short_text(text, language):
    assert language_of(text) == language


def test_a_french_teller_who_deplores(read):
    (quote,) = read("« Rien n’est dit, déplore Anne Roy, habitante. Rien du tout ! »", "fr").quotes
    assert quote.text == "Rien n’est dit … Rien du tout !"
