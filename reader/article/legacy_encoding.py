"""Which one-byte encoding a text is in, recognised by its language.

Statistics of bytes mistake short texts and neighbours: ISO 8859-2 and Windows-1250 differ in a
few letters. A language has its own letters, and where they come out is the encoding; the words
of Latin script tell the language without their accents (py3langid, a kept library).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any
from unicodedata import category

from reader.article.double_byte_encoding import encoding_by_rows, whole_lines

_WESTERN = {
    "en": "éèñüöçêïáíóäôåëàâîæœø", "de": "üäößéèáàçâêñ", "fr": "éèàêçâîôûùïëœüÿæ",
    "es": "óíáéñúüºªç", "pt": "ãçáéíóêúâõàôü", "it": "àèùòéìîíóú", "nl": "ëéïèöüêóáàçä",
    "sv": "äåöéàüè", "da": "åæøéäöüàáóè", "nb": "åøæéòèêôóäöüà", "fi": "äöåéšžü",
    "is": "íáðéóúþæýö", "ca": "óàèéíçúïòü·", "ga": "áíéóú", "eu": "ñç", "gl": "óáíéñúü",
    "et": "äõüöšž", "sq": "ëç",
}  # fmt: skip
_CENTRAL = {
    "cs": "íáéěřýžčšůúťóďňöüä", "sk": "áíéčýžúšľťňôäóďŕĺěöü", "pl": "łóąężśćńźéöü",
    "hu": "áéöóőíüúűä", "hr": "čšžćđ", "sl": "čšžćđ", "ro": "ăîţşâé", "de": "üäößéá", "sq": "ëç",
}  # fmt: skip
_BALTIC = {"et": "äõüöšž", "lv": "āīēšžūņļģķč", "lt": "ėųįšūžąčęø"}
_CYRILLIC = {
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "uk": "оанитвіеркслдпмуязьгбчйхцжїюєшщфґ",
    "bg": "аоиетнрсвлкдпмзуябъгчцжщшйфхюь", "sr": "аоиенрстјувкдпмлгзбчцшхћжљњђфџ",
}  # fmt: skip
_GREEK = "αοιετσνηυρκπμλςόίάέήγδθώύφχβξζψϊ"
_ARABIC = {
    "ar": "اليمونرتبةعدسفهكقحجأشصطخإضىءذثئغآزظؤ", "fa": "ایرندهمتوبسشکزگآخفلعقجحپصطچءضغذئثظژ",
}  # fmt: skip
_LATIN_SCRIPT: dict[str, dict[str, str]] = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp1254": {"tr": "ıüşğçöâîû"},
    "cp1257": _BALTIC,
    "iso8859-13": _BALTIC,
    "mac-roman": _WESTERN,
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
    "cp437": _WESTERN,
}
_OTHER_SCRIPTS = {
    "cp1251": _CYRILLIC,
    "koi8-u": _CYRILLIC,
    "iso8859-5": _CYRILLIC,
    "mac-cyrillic": _CYRILLIC,
    "cp866": _CYRILLIC,
    "cp855": _CYRILLIC,
    "cp1253": {"el": _GREEK},
    "cp737": {"el": _GREEK},
    "cp1255": {"he": "יוהלאתמרבשנעדקחפכםטגצסזןךץף"},
    "cp862": {"he": "יוהלאתמרבשנעדקחפכםטגצסזןךץף"},
    "cp1256": _ARABIC,
    "iso8859-6": {"ar": _ARABIC["ar"]},
    "cp874": {"th": "านรกอเงยทมลวดตสคะปบพขหจชใไผซแโถศธณภฉฟฐษฝฎญฮ"},
}
"""The languages that each encoding serves, with their letters beyond ASCII, common ones first.

Of encodings that fit alike, the first is taken.
"""
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_MISREAD = "†‡©"
"""Rare marks that stand in place of letters where one encoding is taken for another."""
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_DRAWN = re.compile(
    r"(?<=[^\W\d_])[\u2500-\u259f]|[\u2500-\u259f](?=[^\W\d_])"
    r"|(?<![─═\s])[\u2501\u2503-\u254f\u2552-\u259f](?![─═\s])"
)
"""Lines of a table that touch a letter: another encoding's letters, read as one of DOS."""
_TEXTS_OWN = frozenset("«»„“”‘’‚–—…•·°§©®№€£ºª½¼¾²³¹±×÷´¡¿\u00a0\u00ad\u200e\u200f،؛؟")
_HIGH = bytes(range(128)) + b" " * 128
_MOST = 1 << 14
_RARER = 0.1
_FOREIGN = 6.0
_MARK = 2.0
"""What a letter costs for each place behind the commonest, one that the language lacks, and a
mark in place of a letter, in the unit of the identifier's logarithms.
"""
_OWN = "marks"


def encoding_by_language(data: bytes) -> str | None:
    """Python's name of the encoding of a text; None when it fits none that is known here."""
    beginning = whole_lines(data, _MOST)
    if is_of_another_script(beginning):
        return encoding_by_rows(beginning) or _cheapest(data, _OTHER_SCRIPTS, {})
    return _cheapest(data, _LATIN_SCRIPT, dict(_languages(beginning)))


def is_of_another_script(data: bytes) -> bool:
    """Return whether the words that hold letters beyond ASCII consist of hardly anything else."""
    words = [word for word in _WORD.findall(data) if not word.isascii()]
    letters = b"".join(words)
    return 10 * sum(byte > 127 for byte in letters) > 6 * len(letters)


def _cheapest(
    data: bytes, served: dict[str, dict[str, str]], known: dict[str, float]
) -> str | None:
    best, cost = None, math.inf
    for encoding, languages in served.items():
        letters = _letters(data, encoding)
        if letters is None:
            continue
        marks = _MARK * letters.pop(_OWN, 0)
        for language, alphabet in languages.items():
            prices = (count * _price(alphabet.find(char)) for char, count in letters.items())
            own = 0.0 if known else marks
            here = own + sum(prices) - known.get(language, -math.inf if known else 0.0)
            if here < cost:
                best, cost = encoding, here
    return best


def _letters(data: bytes, encoding: str) -> Counter[str] | None:
    """Return the letters beyond ASCII as the encoding gives them.

    None when it cannot be the one.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    if any(_is_odd(text, at.start()) for at in _BEYOND_ASCII.finditer(text)):
        return None
    counted = Counter(_BEYOND_ASCII.findall(text.lower()))
    letters = {char: number for char, number in counted.items() if char.isalpha()}
    misread = {char: counted[char] for char in _MISREAD if char in counted}
    unopened = max(0, counted["»"] - counted["«"])
    odd = {char: number for char, number in counted.items() if _is_rare(char)}
    drawn = len(_DRAWN.findall(text))
    own = sum(number for char, number in counted.items() if char in _TEXTS_OWN)
    return Counter({**letters, **odd, **misread, "»": unopened, "─": drawn, _OWN: own})


def _price(place: int) -> float:
    return _FOREIGN if place < 0 else _RARER * place


def _languages(data: bytes) -> Iterator[tuple[str, float]]:
    """Return every language with the logarithm of how likely its words are, the likeliest at 0."""
    ranked = [(str(code), float(trust)) for code, trust in _identifier().rank(_plain(data))]
    top = max(trust for _, trust in ranked)
    return ((code, trust - top) for code, trust in ranked)


def _plain(data: bytes) -> str:
    return data.translate(_HIGH).decode("ascii")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(made.nb_classes)
    served = {language for languages in _LATIN_SCRIPT.values() for language in languages}
    made.set_languages(sorted(served & known))
    return made


def _is_rare(char: str) -> bool:
    """Return whether a character is no letter and none of what is between words in a text."""
    return not (char.isalpha() or char in _TEXTS_OWN or "\u2500" <= char <= "\u259f") and (
        category(char)[0] != "M"
    )


def _is_odd(text: str, at: int) -> bool:
    """Return whether no text has this character here: mid-word capitals, symbols in words."""
    char, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if char.isalpha():
        # Thorn begins words in Icelandic; elsewhere it is a Turkish letter misread.
        return before.isalpha() and (char == "þ" or (char.isupper() and before.islower()))
    kind = category(char)
    if kind == "Cc":
        return True
    if kind in ("No", "Sk"):
        return after.isalpha()
    if char == "·":
        return before.isalpha() and not after.isalpha()
    if char in "¿¡":
        return before.isalpha()
    if char in "±¦¬¶":
        # These come before a figure or alone; at the end of a word they are a letter misread.
        return before.isalpha() and not after.isdigit()
    inside = before.isalpha() and after.isalpha() and char not in "‘’"
    return inside and kind in ("So", "Sm", "Sc", "Pi", "Pf", "Ps")
