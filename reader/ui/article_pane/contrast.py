"""How well a colour can be read on another, and the nearest one that can.

The ratio is that of WCAG 2.2 (relative luminance of sRGB); 4.5 is what it asks for text.
"""

from __future__ import annotations

ENOUGH = 4.5

Rgb = tuple[int, int, int]


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def ratio(one: Rgb, other: Rgb) -> float:
    """Return the contrast: 1 for the same luminance, 21 for black and white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: Rgb, on: Rgb, enough: float = ENOUGH) -> Rgb:
    """Return ``colour``, drawn towards white or black as far as it must be to be read on ``on``."""
    if ratio(colour, on) >= enough:
        return colour
    towards = max(((255, 255, 255), (0, 0, 0)), key=lambda end: ratio(end, on))
    for tenth in range(1, 11):
        mixed = _mixed(colour, towards, tenth / 10)
        if ratio(mixed, on) >= enough:
            return mixed
    return towards


def _mixed(colour: Rgb, towards: Rgb, share: float) -> Rgb:
    red, green, blue = (
        round(here + (there - here) * share) for here, there in zip(colour, towards, strict=True)
    )
    return red, green, blue
