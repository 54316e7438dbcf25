"""What “Insert symbol” of Word puts in: signs of the fonts Symbol and Wingdings, by their place.

The table of Symbol is that of the Unicode Consortium (Adobe Symbol encoding, from 0x20).
"""

from __future__ import annotations

UNKNOWN = "\ufffd"
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_WINGDINGS = {
    0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x76: "❖", 0x9F: "•",
    0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔",
    0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """Return the character at ``code`` (in hex, F0B4) of a font; U+FFFD where nobody knows it."""
    try:
        place = int(code, 16)
    except ValueError:
        return UNKNOWN
    if not 0xF000 <= place <= 0xF0FF:
        named = font.strip().lower()
        if not named.startswith(("symbol", "wingdings", "webdings")) and 0x20 <= place < 0xD800:
            return chr(place)
    place &= 0xFF
    if font.strip().lower() == "symbol":
        low, high = place - 0x20, place - 0xA0
        if 0 <= low < len(_SYMBOL):
            return _SYMBOL[low]
        return _SYMBOL_HIGH[high] if 0 <= high < len(_SYMBOL_HIGH) else UNKNOWN
    if font.strip().lower() == "wingdings":
        return _WINGDINGS.get(place, UNKNOWN)
    return UNKNOWN
