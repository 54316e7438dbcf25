"""The colours that tell people apart, made of the theme and kept legible."""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color

from reader.session.people_signs import HUES
from reader.ui.article_pane.contrast import legible

SOURCES = ("success", "secondary", "primary", "error", "accent")
GROUNDS = ("background", "surface", "panel")
assert len(SOURCES) == HUES


def people_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """Return ``person-0`` and so on, each legible on every ground of the theme.

    The terminal's own colours are left to it.
    """
    grounds = [Color.parse(variables[name]) for name in GROUNDS]
    made: dict[str, str] = {}
    for hue, name in enumerate(SOURCES):
        colour = Color.parse(variables[name])
        for ground in grounds:
            if colour.ansi is None and ground.ansi is None:
                colour = Color(*legible(colour.rgb, ground.rgb))
        made[f"person-{hue}"] = colour.css if colour.ansi is not None else colour.hex
    return made


def person_style(hue: int | None) -> str:
    """Return the style of a person's name, for ``Content``; plain bold for oneself."""
    return "bold" if hue is None else f"$person-{hue} bold"
