"""From bytes to text: marks of byte order, UTF-8, UTF-16 without a mark, legacy encodings.

Only line ends change (CRLF and CR to LF); nothing is normalised.
"""

from __future__ import annotations

import codecs
import re

from reader.article.article import ArticleError
from reader.article.double_byte_encoding import encoding_by_escapes, whole_lines
from reader.article.encoding_names import as_browsers_do

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x03\x04", "a zipped file (a Word document, an e-book or an archive)"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"\x7fELF", "a program"),
)
_SAMPLE = 1 << 16
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of ``data`` with LF line ends, and the encoding it was decoded from.

    Raises ArticleError, naming ``name``, when the bytes are no text. A UTF-8 text with a few
    damaged bytes is read with U+FFFD in their place.
    """
    for start, kind in _KNOWN_FORMATS:
        if data.startswith(start):
            raise ArticleError(
                f"{name} is {kind}, which reader cannot read; "
                "save it as plain text or as a web page."
            )
    text, encoding = _decode(data, name)
    sample = text[:_SAMPLE]
    if "\x00" in text or len(_NOT_TEXT.findall(sample)) > len(sample) / 50:
        raise _binary(name)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decode(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    guess = _utf32_by_nulls(data) or _utf16_by_nulls(data)
    if guess:
        return data.decode(guess, "replace"), guess
    if data.isascii():
        seven_bits = encoding_by_escapes(data)
        return data.decode(seven_bits or "utf-8"), seven_bits or "utf-8"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if b"\x00" in data:
        raise _binary(name)
    return _damaged_utf8(data) or _legacy(data, name)


def _utf32_by_nulls(data: bytes) -> str | None:
    """UTF-32 without a mark: the highest byte of every character is null."""
    for encoding, highest in (("utf-32-le", 3), ("utf-32-be", 0)):
        if len(data) % 4 == 0 and not any(data[highest::4]):
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return None


def _utf16_by_nulls(data: bytes) -> str | None:
    """UTF-16 without a mark: in most scripts every other byte of spaces and line ends is null."""
    sample = data[: _SAMPLE & ~1]
    pairs = len(sample) // 2
    if pairs < 2 or b"\x00" not in sample:
        return None
    high, low = sample[1::2].count(0), sample[0::2].count(0)
    for encoding, here, there in (("utf-16-le", high, low), ("utf-16-be", low, high)):
        if here > pairs / 20 and there * 20 <= here:
            try:
                text = sample[: pairs * 2].decode(encoding, "strict" if pairs < 999 else "ignore")
            except UnicodeDecodeError:
                continue
            if len(_NOT_TEXT.findall(text)) * 50 <= len(text):
                return encoding
    return None


def _damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """Text that is UTF-8 but for a few bytes, or but for a sign cut off at its end."""
    text = data.decode("utf-8", "replace")
    good = sum(map(text.count, "“”’—")) + len(re.findall("[\x80-\u07ff\u3000-\u9fff]", text))
    cut_off = text.endswith("\ufffd") and text.count("\ufffd") == 1
    return (text, "utf-8") if good > (0 if cut_off else 20 * text.count("\ufffd")) else None


def _legacy(data: bytes, name: str) -> tuple[str, str]:
    """Return the encoding that rows of characters or the language tell, else that of statistics."""
    from reader.article.legacy_encoding import encoding_by_language

    guess = encoding_by_language(data) or _by_statistics(data)
    if guess is None:
        raise _binary(name)
    return data.decode(guess, "replace"), guess


def _by_statistics(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(whole_lines(data, _SAMPLE)).best()
    return as_browsers_do(codecs.lookup(best.encoding).name) if best is not None else None


def _binary(name: str) -> ArticleError:
    return ArticleError(f"{name} is not text in any format that reader opens.")
