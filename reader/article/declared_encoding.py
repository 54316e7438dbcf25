"""The text of bytes whose encoding was declared, by an HTTP header or by a web page itself.

Declarations are often wrong. A mark of byte order comes first, then UTF-8 where all bytes are
valid UTF-8 (which other encodings yield by chance only in tiny texts), then what was declared,
under the names that browsers give it (WHATWG Encoding Standard), then statistics.
"""

from __future__ import annotations

import codecs
import re

from reader.article.decoding import decode
from reader.article.encoding_names import known_encoding

_META = re.compile(
    rb"<meta[^<>]{0,200}?charset\s*+=\s*+(?:[\"']\s*+)?([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
_DECLARATION = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_HEAD = 4096
_ZEROS = 20
"""Of so many bytes fewer than one is zero in a page that is not UTF-16."""
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_declared(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    """As ``decoding.decode``, which see, with a declared encoding to go by."""
    encoding = known_encoding(declared)
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


def decode_page(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    """As ``decode_declared`` for a web page, which may declare its encoding itself.

    Zero bytes are left out, as browsers do.
    """
    if not data.startswith(_MARKS) and data.count(0) * _ZEROS < len(data):
        data = data.replace(b"\0", b"")
    return decode_declared(data, name, declared or declared_in_page(data))


def declared_in_page(data: bytes) -> str | None:
    """Return the encoding that a page declares near its beginning."""
    match = _META.search(data[:_HEAD]) or _DECLARATION.match(data)
    return match[1].decode("ascii") if match else None
