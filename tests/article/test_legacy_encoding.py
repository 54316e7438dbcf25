"""Texts of old files, in the encodings that their countries used, come out letter for letter."""

from __future__ import annotations

import pytest

from reader.article.decoding import decode

TEXTS = {
    "Czech": "Starosta řekl, že přívoz přestane jezdit už v pátek. Šest rodin ztratí práci.",
    "Slovak": "Starosta povedal, že kompa prestane premávať už v piatok. Šesť rodín príde o prácu.",
    "Polish": (
        "Burmistrz powiedział, że prom przestanie kursować już w piątek. Sześć osób zostanie."
    ),
    "Hungarian": (
        "A polgármester közölte, hogy a komp péntektől nem jár, hűvös a hangulat, őszintén."
    ),
    "Croatian": "Načelnik je rekao da će trajekt prestati voziti već u petak, a šest ljudi ostaje.",
    "Slovene": "Župan je dejal, da bo trajekt nehal voziti že v petek, šest ljudi pa čaka na delo.",
    "Romanian": (
        "Primarul a spus că bacul nu va mai circula de vineri şi şase oameni îşi pierd slujba."
    ),
    "German": "Der Bürgermeister sagte, die Fähre fahre schon ab Freitag nicht mehr, äußerst spät.",
    "French": (
        "Le maire a déclaré que le bac ne passerait plus dès vendredi, à la grande gêne de tous."
    ),
    "Spanish": "El alcalde señaló que el transbordador dejará de navegar mañana, según la región.",
    "Swedish": (
        "Borgmästaren sade att färjan slutar gå redan på fredag, och sex familjer på ön väntar."
    ),
    "Icelandic": (
        "Bæjarstjórinn sagði að ferjan hætti að sigla á föstudag og það þykir mörgum miður."
    ),
    "Turkish": (
        "Belediye başkanı, feribotun cuma günü duracağını ve altı kişinin işsiz kalacağını söyledi."
    ),
    "Latvian": (
        "Mērs sacīja, ka prāmis pārstās kursēt jau piektdien, un sešas ģimenes zaudēs darbu."
    ),
    "Lithuanian": (
        "Meras pasakė, kad keltas nustos plaukioti jau penktadienį, o šešios šeimos liks čia."
    ),
    "Russian": (
        "Мэр сказал, что паром перестанет ходить уже в пятницу. Шесть семей останутся здесь."
    ),
    "Bulgarian": (
        "Кметът каза, че фериботът спира още в петък, а шест семейства ще останат без работа."
    ),
    "Greek": (
        "Ο δήμαρχος είπε ότι το πορθμείο σταματά από την Παρασκευή και έξι οικογένειες μένουν."
    ),
}
WRITTEN = [
    *((name, "cp1250") for name in
      ("Czech", "Slovak", "Polish", "Hungarian", "Croatian", "Slovene", "Romanian")),
    *((name, "iso8859-2") for name in
      ("Czech", "Slovak", "Polish", "Hungarian", "Croatian", "Slovene", "Romanian")),
    *((name, "cp1252") for name in ("German", "French", "Spanish", "Swedish", "Icelandic")),
    *((name, "mac-roman") for name in ("German", "French", "Spanish", "Swedish")),
    ("Turkish", "cp1254"), ("Latvian", "cp1257"), ("Lithuanian", "cp1257"),
    ("Russian", "cp1251"), ("Russian", "koi8-r"), ("Bulgarian", "cp1251"), ("Greek", "cp1253"),
]  # fmt: skip


@pytest.mark.parametrize("times", [1, 20])
@pytest.mark.parametrize(("name", "encoding"), WRITTEN)
def test_every_letter_of_an_old_text(name: str, encoding: str, times: int) -> None:
    text = "\n".join([TEXTS[name]] * times)
    assert decode(text.encode(encoding), "old.txt")[0] == text


@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_a_czech_headline_alone(encoding: str) -> None:
    text = "Přívoz přes řeku už nejezdí, šest lidí čeká"
    assert decode(text.encode(encoding), "old.txt") == (text, encoding)


def test_english_with_nothing_but_quotation_marks() -> None:
    text = "“We won’t go,” the mayor’s widow said – twice."
    assert decode(text.encode("cp1252"), "old.txt") == (text, "cp1252")


def test_a_foreign_name_does_not_change_the_language() -> None:
    text = "Der Bürgermeister war nicht da, doch Škoda aus Ålesund führte uns über die Brücke."
    assert decode(text.encode("cp1252"), "old.txt")[0] == text
