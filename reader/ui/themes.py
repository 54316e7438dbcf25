"""The themes that ship with reader; every pair of text and ground has a contrast of 4.5 to 1."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "reader-dark"

THEMES: tuple[Theme, ...] = (
    Theme(
        name="reader-dark",
        dark=True,
        primary="#7fb4e6",
        secondary="#b8a1e3",
        accent="#e6b566",
        warning="#e6b566",
        error="#f0918a",
        success="#8fcf9b",
        foreground="#e4e1da",
        background="#16181c",
        surface="#1c1f24",
        panel="#2a2e35",
        text_alpha=1.0,
    ),
    Theme(
        name="reader-light",
        dark=False,
        primary="#1d5a94",
        secondary="#5b3d99",
        accent="#7d4b00",
        warning="#7d4b00",
        error="#a3231b",
        success="#1d6630",
        foreground="#1d1f22",
        background="#fbf9f4",
        surface="#f2efe7",
        panel="#e3dfd4",
        text_alpha=1.0,
    ),
    Theme(
        name="reader-contrast",
        dark=True,
        primary="#9cd0ff",
        secondary="#d8c2ff",
        accent="#ffd75f",
        warning="#ffd75f",
        error="#ffa8a0",
        success="#a5f0b0",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#262626",
        text_alpha=1.0,
    ),
)

PLAIN = "ansi-dark"
"""The theme of Textual that keeps to the terminal's own sixteen colours."""
