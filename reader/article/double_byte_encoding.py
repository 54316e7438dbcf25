"""Which encoding of Chinese, Japanese or Korean text a file is in.

The standards set common characters in rows of their own (GB 2312, JIS X 0208 and Big5 by how
often they occur, KS X 1001 by script), so that a few lines tell, where statistics want pages.
Escape sequences tell for sure (ISO 2022, RFC 1468 and 1557; HZ, RFC 1843).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_ESCAPES = (
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
    (re.compile(rb"\x1b\$[@B]|\x1b\$\([DOPQ]"), "iso2022_jp_2"),
    (re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}"), "hz"),
)
_COMMON_SHARE = 0.85
_KANA_SHARE = 0.12
_FEWEST = 4
"""Characters of two bytes below which nothing can be said."""


def encoding_by_escapes(data: bytes) -> str | None:
    """Python's name of the seven-bit encoding whose escape sequences ``data`` holds."""
    for sign, encoding in _ESCAPES:
        if sign.search(data):
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return None


def encoding_by_rows(data: bytes) -> str | None:
    """Python's name of a double-byte encoding; None where ``data`` is in none for sure."""
    for strict, encoding, is_common in _ENCODINGS:
        try:
            # A character that the sample cuts at its end is no fault.
            codecs.getincrementaldecoder(strict)().decode(data)
        except UnicodeDecodeError:
            continue
        pairs = _PAIR.findall(data)
        if len(pairs) < _FEWEST or len(b"".join(pairs)) < 0.8 * sum(each > 127 for each in data):
            continue
        if strict in ("euc_jp", "cp932") and _kana(pairs, strict) < _KANA_SHARE:
            continue
        if sum(map(is_common, pairs)) > _COMMON_SHARE * len(pairs):
            return encoding
    return None


def whole_lines(data: bytes, most: int) -> bytes:
    """Return the beginning of ``data``, at most so many bytes.

    Not cut in the midst of a character.
    """
    if len(data) <= most:
        return data
    end = max(data.rfind(b"\n", 0, most), data.rfind(b" ", 0, most))
    return data[: end if end > 0 else most]


def _kana(pairs: list[bytes], strict: str) -> float:
    """Return the share of Japanese syllables."""
    if strict == "euc_jp":
        return sum(pair[0] in (0xA4, 0xA5) for pair in pairs) / len(pairs)
    return sum(_is_kana_of_shift_jis(pair) for pair in pairs) / len(pairs)


def _is_kana_of_shift_jis(pair: bytes) -> bool:
    return (pair[0] == 0x82 and pair[1] >= 0x9F) or (pair[0] == 0x83 and pair[1] <= 0x96)


def _leads(*ranges: tuple[int, int]) -> Callable[[bytes], bool]:
    leads = frozenset(lead for first, last in ranges for lead in range(first, last + 1))
    return lambda pair: pair[0] in leads


_ENCODINGS = (
    ("euc_jp", "euc_jp", _leads((0xA1, 0xA5), (0xB0, 0xCF))),
    ("cp932", "cp932", _leads((0x81, 0x83), (0x88, 0x98))),
    ("euc_kr", "cp949", _leads((0xA1, 0xA3), (0xB0, 0xC8))),
    ("gb2312", "gb18030", _leads((0xA1, 0xA3), (0xB0, 0xD7))),
    ("big5", "big5hkscs", _leads((0xA1, 0xA3), (0xA4, 0xC6))),
)
"""What ``data`` must be in strictly, what it is then read as, and the rows of common characters.

Japanese needs syllables as well. Of those that fit, the first is taken: Korean syllables are in
the rows of common Chinese characters too, and Chinese is never in their rows alone.
"""
