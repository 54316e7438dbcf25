"""From how many columns and lines a screen has room for more."""

from __future__ import annotations

WIDTHS = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]
HEIGHTS = [(0, "-low"), (16, "-high")]
