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
OTHER_SCRIPTS = {
    "Hebrew": "ראש העיר אמר כי המעבורת תפסיק לשוט כבר ביום שישי, ושש משפחות נשארות כאן.",
    "Arabic": "قال رئيس البلدية إن العبارة ستتوقف عن الإبحار يوم الجمعة وإن ست عائلات ستبقى هنا.",
    "Thai": "นายกเทศมนตรีกล่าวว่าเรือข้ามฟากจะหยุดวิ่งในวันศุกร์ และหกครอบครัวจะอยู่ที่นี่ต่อไป",
    "Russian": TEXTS["Russian"],
    "Greek": TEXTS["Greek"],
    "Japanese": "町長は、フェリーが金曜日に運航をやめると述べた。六つの家族が島に残るという。",
    "Korean": "군수는 여객선이 금요일부터 운항을 멈춘다고 말했다. 여섯 가구가 섬에 남는다.",
    "Chinese": "镇长说，渡船从星期五起停航，六户人家将留在岛上。他说，没有人想离开这里。",
    "Chinese of Taiwan": "鎮長說，渡船從星期五起停航，六戶人家將留在島上。他說，沒有人想離開這裡。",
}
IN_OTHER_SCRIPTS = [
    ("Hebrew", "cp1255"), ("Arabic", "cp1256"), ("Thai", "cp874"), ("Russian", "cp866"),
    ("Russian", "iso8859-5"), ("Russian", "mac-cyrillic"), ("Greek", "cp737"),
    ("Greek", "iso8859-7"), ("Japanese", "euc_jp"), ("Japanese", "cp932"),
    ("Japanese", "iso2022_jp"), ("Korean", "euc_kr"), ("Korean", "iso2022_kr"),
    ("Chinese", "gb2312"), ("Chinese", "hz"), ("Chinese of Taiwan", "big5"),
]  # fmt: skip
WRITTEN = [
    *((name, encoding) for name in ("French", "German", "Spanish", "Swedish")
      for encoding in ("cp850", "cp437")),
    ("Czech", "cp852"), ("Polish", "cp852"),
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


@pytest.mark.parametrize("times", [1, 20])
@pytest.mark.parametrize(("name", "encoding"), IN_OTHER_SCRIPTS)
def test_every_letter_of_a_text_in_another_script(name: str, encoding: str, times: int) -> None:
    text = "\n".join([OTHER_SCRIPTS[name]] * times)
    assert decode(text.encode(encoding), "old.txt")[0] == text


@pytest.mark.parametrize("lead", ["", "A"])
@pytest.mark.parametrize("name", ["Japanese", "Korean", "Chinese", "Chinese of Taiwan"])
def test_a_long_text_without_a_line_end_is_cut_in_no_character(name: str, lead: str) -> None:
    encoding = {"Japanese": "cp932", "Korean": "euc_kr", "Chinese": "gb2312"}.get(name, "big5")
    text = lead + OTHER_SCRIPTS[name].replace(" ", "") * 1500
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


def test_one_letter_alone_tells_two_encodings_apart() -> None:
    # In the other encoding the only letter that differs would be the sign for plus or minus.
    text = "Rybacy będą łowić ryby koło wyspy, a rada zdecyduje o tym jeszcze w tym roku."
    assert decode(text.encode("iso8859-2"), "a.txt")[0] == text
    assert decode(text.encode("cp1250"), "a.txt")[0] == text
