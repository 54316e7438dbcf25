"""The text of bytes whose encoding was declared, by an HTTP header or by a web page itself.

Declarations are often wrong. A mark of byte order comes first, then UTF-8 where all bytes are
valid UTF-8 (which other encodings yield by chance only in tiny texts), then what was declared,
under the names that browsers give it (WHATWG Encoding Standard), then statistics.
"""

from __future__ import annotations

import codecs
import re

from reader.article.decoding import decode

_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_HEAD = 4096
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_declared(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    """As ``decoding.decode``, which see, with a declared encoding to go by."""
    encoding = _known(declared)
    if encoding is None or encoding in ("utf-8", "utf-8-sig") or data.startswith(_MARKS):
        return decode(data, name)
    if not encoding.startswith(("iso2022", "utf-16", "utf-32", "hz")):
        try:
            data.decode("utf-8")
            return decode(data, name)
        except UnicodeDecodeError:
            pass
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") * 100 > len(text) or "\x00" in text:
        return decode(data, name)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def declared_in_page(data: bytes) -> str | None:
    """The encoding that a page declares near its beginning."""
    match = _META.search(data[:_HEAD]) or _DECLARATION.match(data)
    return match[1].decode("ascii") if match else None


def _known(declared: str | None) -> str | None:
    """Python's name of a text encoding, None for one that it does not know."""
    try:
        name = codecs.lookup(declared).name if declared else None
        "".encode(name or "utf-8")
    except (LookupError, ValueError):
        return None
    return _AS_BROWSERS_DO.get(name, name) if name else None
