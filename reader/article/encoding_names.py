"""The names of encodings as browsers understand them (WHATWG Encoding Standard)."""

from __future__ import annotations

import codecs

_WIDER = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_2",
}
"""Python's names of encodings, and of those that are read in their place: they hold more."""
_LABELS = {
    "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "csiso88598i": "iso8859-8",
    "csiso88598e": "iso8859-8", "logical": "iso8859-8", "visual": "iso8859-8",
    "iso88598": "iso8859-8", "dos-874": "cp874", "windows-874": "cp874",
    "csiso885915": "iso8859-15", "csiso885913": "iso8859-13", "windows-949": "cp949",
    "ks_c_5601-1987": "cp949", "ks_c_5601-1989": "cp949", "csksc56011987": "cp949",
    "korean": "cp949", "windows-31j": "cp932", "x-sjis": "cp932", "x-euc-jp": "euc_jp",
    "x-gbk": "gb18030", "gb_2312": "gb18030", "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs",
    "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic", "koi": "koi8-r", "koi8": "koi8-r", "koi8-ru": "koi8-u",
    "unicode-1-1-utf-8": "utf-8", "x-unicode20utf8": "utf-8", "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8", "unicode": "utf-16-le", "ucs-2": "utf-16-le",
    "unicodefeff": "utf-16-le", "unicodefffe": "utf-16-be", "ansi_x3.4-1968": "cp1252",
    **{f"x-cp125{number}": f"cp125{number}" for number in range(9)},
}  # fmt: skip
"""Labels that Python does not know, or takes for something else."""


def known_encoding(label: str | None) -> str | None:
    """Python's name of the text encoding that a label means, None for an unknown label."""
    plain = (label or "").strip().lower()
    try:
        name = codecs.lookup(_LABELS.get(plain, plain)).name if plain else None
        "".encode(name or "utf-8")
    except (LookupError, ValueError):
        return None
    return as_browsers_do(name) if name else None


def as_browsers_do(name: str) -> str:
    """Python's name of the encoding that is read where ``name`` is said."""
    return _WIDER.get(name, name)
