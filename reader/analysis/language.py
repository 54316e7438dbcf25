"""Tells the language of an article, where it is long enough to tell."""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import Any

LEAST_LETTERS = 60
"""Letters below which a guess would be worth little."""
LEAST_SIGNS = 6
"""Signs of a script that a text must have for the script to tell its language."""
LEAST_TRUST = 0.9
MOST_CHARACTERS = 8000

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "mt": "Maltese", "nb": "Norwegian", "nl": "Dutch",
    "nn": "Norwegian Nynorsk", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian",
    "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""English names of the languages that are recognised, by ISO 639-1 code."""


_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff][\u3040-\u30ff\u4e00-\u9fff]*|[\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
_OWN_LETTERS = (
    ("ar", "ur", re.compile("[\u0679\u0688\u0691\u06ba\u06d2]")),
    ("ar", "fa", re.compile("[\u067e\u0686\u0698\u06af]")),
    ("ru", "uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", "sr", re.compile("[ђћљњџјЂЋЉЊЏЈ]")),
)
"""Letters that tell a language from the one that most write in its script."""
_FAMILIES = (
    frozenset({"da", "nb", "nn", "no"}),
    frozenset({"cs", "sk"}),
    frozenset({"hr", "sl", "sr"}),
    frozenset({"es", "gl", "pt", "ca"}),
)
"""Languages that are easily taken for each other, and for no other."""
_TO_LAST_KANA = re.compile("^[^\n]*[\u3040-\u30ff]", re.MULTILINE)
"""What of each line tells Japanese: Chinese signs count only with kana behind them."""


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of ``text``, None where it is too short to tell.

    The beginning of a long text decides. Kept library: py3langid (Lui and Baldwin, 2012).
    """
    beginning = text[:MOST_CHARACTERS]
    by_script = _by_script(beginning)
    if by_script is not None:
        return by_script
    if sum(character.isalpha() for character in beginning) < LEAST_LETTERS:
        return None
    code, trust = identifier().classify(beginning)
    if trust < LEAST_TRUST:
        ranked = dict(identifier().rank(beginning))
        family = next((one for one in _FAMILIES if code in one), frozenset())
        trust = sum(ranked.get(one, 0.0) for one in family)
    return str(code) if trust >= LEAST_TRUST else None


def _by_script(text: str) -> str | None:
    """Return the language of a short text in a script of its own; None for all others."""
    if text.isascii():
        return None
    letters = sum(character.isalpha() for character in text)
    if letters >= LEAST_LETTERS:
        return None
    for code, signs in _SCRIPTS:
        part = "\n".join(_TO_LAST_KANA.findall(text)) if code == "ja" else text
        own = sum(map(len, signs.findall(part)))
        if own >= LEAST_SIGNS and 2 * own > letters:
            others = (
                other for base, other, own in _OWN_LETTERS if base == code and own.search(text)
            )
            return next(others, code)
    return None


def language_code(tag: str | None) -> str | None:
    """Return the bare code of what a source calls its language: "en" for "en-GB" and "EN_us"."""
    if not tag:
        return None
    code = tag.replace("_", "-").split("-")[0].strip().lower()
    return code if code.isalpha() and len(code) in (2, 3) else None


def language_name(code: str) -> str:
    return NAMES.get(code, f"the language {code}")


def identifier() -> Any:
    """Return what tells languages apart, loaded once; any thread may call this ahead of need."""
    with _loading:
        return _identifier()


_loading = threading.Lock()


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(made.nb_classes)
    made.set_languages([code for code in NAMES if code in known])
    return made
