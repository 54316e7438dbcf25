"""Keys of keyboards that are not Latin, by where they are: the key of j is j in any script.

Who notes in Russian, Greek, Hebrew or Arabic need not switch the keyboard for each command. Text
fields take what is typed; a key that the user gave a command stays that command's.
Layouts: those that Windows, macOS and X11 offer first for each language.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

_RUSSIAN = (
    ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
    ("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ", 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'),
    ("іїєґўІЇЄҐЎ№", "s]'\\oS}\"|O#"),  # Ukrainian and Belarusian
)
_BULGARIAN = (
    ("уеишщксдзцьяаожгтнвмчюйъэфхпрлб", "wertyuiop[asdfghjkl;'zxcvbnm,./"),
    ("УЕИШЩКСДЗЦЬЯАОЖГТНВМЧЮЙЪЭФХПРЛБ", 'WERTYUIOP{ASDFGHJKL:"ZXCVBNM<>?'),
)
_SERBIAN = (
    ("љњертзуиопшђасдфгхјклчћѕџцвбнмж", "qwertyuiop[]asdfghjkl;'zxcvbnm\\"),
    ("ЉЊЕРТЗУИОПШЂАСДФГХЈКЛЧЋЅЏЦВБНМЖ", 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM|'),
)
_GREEK = (
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
)
_HEBREW = (("קראטוןםפשדגכעיחלךףזסבהנמצתץ", "ertyuiopasdfghjkl;zxcvbnm,."),)
_ARABIC = (
    ("ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظ", "qwertyuiop[]asdfghjkl;'zxcvnm,./"),
    ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
    ("۰۱۲۳۴۵۶۷۸۹", "0123456789"),
)
_CYRILLIC = {"bg": _BULGARIAN, "sr": _SERBIAN, "mk": _SERBIAN}
"""Cyrillic layouts by language where they are not the Russian one."""


def latin_keys(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the Latin sign on the key of each letter, for the language of the environment."""
    named = (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    language = next(filter(None, named), "")[:2]
    rows = (*_CYRILLIC.get(language, _RUSSIAN), *_GREEK, *_HEBREW, *_ARABIC)
    return {sign: key for signs, keys in rows for sign, key in zip(signs, keys, strict=True)}
