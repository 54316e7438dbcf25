"""Text whose UTF-8 was taken for Windows-1252 and encoded once more: “â€œHeâ€” for “He”.

Undone only where every character beyond ASCII is part of such a sequence, so that nothing that
was right is changed; a text where both are mixed is left as it is.
"""

from __future__ import annotations

import re

TWICE = "This text was encoded twice; it is shown as it was before that."
MIXED = (
    "Part of this text was encoded twice (“Ã©” where “é” was written); its quotation marks and "
    "accents cannot be trusted."
)
_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_BYTE_OF = {
    (chr(byte) if byte in _UNDEFINED else bytes((byte,)).decode("cp1252")): byte
    for byte in range(0x80, 0x100)
} | {chr(byte): byte for byte in range(0x80, 0xA0)}
"""The byte that each character of Windows-1252 was, or of Latin-1."""
_NEXT = f"[{re.escape(''.join(char for char, byte in _BYTE_OF.items() if byte < 0xC0))}]"
_SEQUENCE = re.compile(f"[Â-ß]{_NEXT}|[à-ï]{_NEXT}{{2}}|[ð-ô]{_NEXT}{{3}}")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
_MARKS = re.compile("â[€\x80][œ\x9c\x9d˜\x98™\x99“\x93”\x94¦]")
_FEWEST = 3
"""Sequences that tell it for sure; one is enough for a quotation mark or dash."""


def repaired(text: str) -> tuple[str, str]:
    """Return the text as it was before it was encoded twice, and the notice of it, "" for none."""
    if "\u00c2" not in text and "\u00c3" not in text and "â" not in text:
        return text, ""
    found = [each for each in _SEQUENCE.findall(text) if _once(each) is not None]
    if len(found) < _FEWEST and not _MARKS.search(text):
        return text, ""
    rest = _SEQUENCE.sub(lambda each: "" if _once(each[0]) else each[0], text)
    if not _BEYOND_ASCII.search(rest.replace("\ufeff", "")):
        return _SEQUENCE.sub(lambda each: _once(each[0]) or each[0], text), TWICE
    return text, MIXED if len(found) >= _FEWEST else ""


def _once(sequence: str) -> str | None:
    try:
        return bytes(_BYTE_OF[char] for char in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return None
