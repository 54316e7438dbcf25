"""From looks to the styles a terminal knows, for the theme in use.

Inks come from the style sheets, one for each kind of mark. Inks of the marks on a stretch lie
over each other: text styles add up, the last colour wins, a background that lets light through
is mixed with the one below. Whatever comes of it, the text is kept legible on its background.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.style import Style
from textual.color import Color, ColorParseError
from textual.css.styles import StylesBase

from reader.session.people_signs import HUES
from reader.ui.article_pane.contrast import legible
from reader.ui.article_pane.line import Look

BLOCKS = {
    "headline": "headline",
    "heading": "heading",
    "byline": "aside",
    "dateline": "aside",
    "credit": "aside",
    "caption": "aside",
}
"""The ink of a kind of block; the others are plain."""

ENTITIES = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "facility": "place",
    "group": "group",
    "product": "group",
}
"""The ink of a type of entity, behind ``entity-``; that of all others is ``entity-other``."""

MARKS = ("quote", "indirect-quote", "figure", "label", "claim", "highlight", "note", "link")
PASSING = ("meant", "hit", "current-hit", "selection", "cursor", "cursor-away", "jump")
PEOPLE = tuple(f"person-{hue}" for hue in range(HUES))
SIGNS = ("paragraph-number", "claim-sign", "letter", "quote-bar", *PEOPLE)

COMPONENTS: tuple[str, ...] = (
    *dict.fromkeys(BLOCKS.values()),
    *dict.fromkeys(f"entity-{kind}" for kind in (*ENTITIES.values(), "other")),
    *MARKS,
    *PASSING,
    *SIGNS,
)
"""Every ink, by the name of its component class without ``article--``."""

TINT = 0.4
"""How strongly a colour of the user's own covers the page."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours and text style of one kind; None where it leaves things as they are."""

    colour: Color | None = None
    background: Color | None = None
    text_style: Style | None = None


def ink_of(styles: StylesBase) -> Ink:
    """Return the ink that the rules of a component class give."""
    colour = styles.color if styles.has_rule("color") else None
    background = styles.background if styles.has_rule("background") else None
    if background is not None and background.is_transparent:
        background = None
    return Ink(colour, background, styles.text_style)


class Palette:
    """The styles of one theme. ``page`` has the colours of plain text, both of them."""

    def __init__(self, inks: Mapping[str, Ink], page: Ink) -> None:
        self._inks = inks
        self._page = page
        self._styles: dict[Look, Style] = {}
        self._signs: dict[str, Style] = {}
        self._blends: dict[tuple[str, ...], Style] = {}
        self.blank = self._mixed([])

    def style(self, look: Look) -> Style:
        known = self._styles.get(look)
        if known is None:
            known = self._mixed(self._layers(look))
            if look.cursor:
                known += self._turned(look)
            self._styles[look] = known
        return known

    def _turned(self, look: Look) -> Style:
        """Return a reversing cursor on what is reversed already would not be seen.

        It turns it back.
        """
        ink = self._ink(_CURSORS[look.cursor]).text_style
        if ink is None or not ink.reverse:
            return Style.null()
        return Style(reverse=not self.style(look._replace(cursor="")).reverse)

    def sign(self, name: str) -> Style:
        """Return the style of a sign in the gutter, one of ``SIGNS``."""
        known = self._signs.get(name)
        if known is None:
            known = self._signs[name] = self._mixed([self._ink(name)])
        return known

    def blend(self, names: tuple[str, ...]) -> Style:
        """Return the inks ``names`` laid over each other, the lowest first."""
        known = self._blends.get(names)
        if known is None:
            known = self._blends[names] = self._mixed([self._ink(name) for name in names])
        return known

    def _ink(self, name: str) -> Ink:
        return self._inks.get(name, _NO_INK)

    def _layers(self, look: Look) -> list[Ink]:
        """Return the inks of a look, the lowest first."""
        names = [BLOCKS.get(look.block, "plain")]
        if look.quote:
            names.append("indirect-quote" if look.quote == "indirect" else "quote")
        if look.link:
            names.append("link")
        if look.figure:
            names.append("figure")
        inks = [self._ink(name) for name in names]
        if look.label:
            inks += [self._ink("label"), _coloured(look.label_colour)]
        if look.entity:
            inks.append(self._ink(f"entity-{ENTITIES.get(look.entity, 'other')}"))
        if look.claim:
            inks.append(self._ink("claim"))
        if look.own:
            inks.append(self._ink(look.own))
            inks.append(self._tinted(look.own_colour))
        if look.meant:
            inks.append(self._ink("meant"))
        if look.find:
            inks.append(self._ink("current-hit" if look.find == "current" else "hit"))
        if look.selected:
            inks.append(self._ink("selection"))
        if look.cursor:
            inks.append(self._ink(_CURSORS[look.cursor]))
        return [self._ink("jump")] if look.jump else inks

    def _tinted(self, name: str | None) -> Ink:
        colour = _parsed(name)
        if colour is None:
            return _NO_INK
        if self._page.background is None or self._page.background.ansi is not None:
            text = Color(*legible((0, 0, 0), colour.rgb))
            return Ink(text, colour)
        return Ink(None, colour.with_alpha(TINT))

    def _mixed(self, inks: list[Ink]) -> Style:
        colour, background = self._page.colour, self._page.background
        style = Style.null()
        for ink in inks:
            if ink.colour is not None:
                colour = ink.colour
            if ink.background is not None:
                background = _over(background, ink.background)
            if ink.text_style is not None:
                style += ink.text_style
        if colour is not None and background is not None:
            colour = _readable(colour, background)
        return (
            Style(
                color=colour.rich_color if colour is not None else None,
                bgcolor=background.rich_color if background is not None else None,
            )
            + style
        )


_NO_INK = Ink()
_CURSORS = {"here": "cursor", "away": "cursor-away"}


def _over(below: Color | None, above: Color) -> Color:
    if above.ansi is not None or below is None or below.ansi is not None:
        return above
    return below + above


def _readable(colour: Color, background: Color) -> Color:
    """Return ``colour`` made legible on ``background``.

    The terminal's own colours are left to it.
    """
    if colour.ansi is not None or background.ansi is not None:
        return colour
    return Color(*legible((background + colour).rgb, background.rgb))


def _coloured(name: str | None) -> Ink:
    return Ink(_parsed(name))


def _parsed(name: str | None) -> Color | None:
    """Return the colour that ``name`` tells, None for none and for a name that is no colour."""
    if not name:
        return None
    try:
        return Color.parse(name)
    except ColorParseError:
        return None
