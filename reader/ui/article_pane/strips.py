"""Lines of the page as strips of the terminal, kept until something on them changes."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.cache import LRUCache
from textual.strip import Strip

from reader.ui.article_pane import gutter
from reader.ui.article_pane.found import Found
from reader.ui.article_pane.layers import Layers
from reader.ui.article_pane.line import PLAIN, Overlay, clipped, pieces
from reader.ui.article_pane.page import Page
from reader.ui.article_pane.palette import Palette

KEPT = 2048
_ROOM_FOR_SIGNS = 16
_ROOM_FOR_NUMBERS = 28


class Setting:
    """Where the parts of a line stand: ``width`` cells, the page in the middle of them.

    Left of the page stand the gutter's signs and, with ``numbers``, room for the number of a
    paragraph; right of it one cell for a cursor behind the line. A pane too narrow has neither.
    """

    def __init__(self, width: int, measure: int, number_width: int = 0) -> None:
        self.width = max(1, width)
        self.number_width = number_width + 1 if number_width and width >= _ROOM_FOR_NUMBERS else 0
        self.signs = gutter.WIDTH if width >= _ROOM_FOR_SIGNS else 0
        beside = self.number_width + self.signs + 1
        self.measure = max(1, min(measure, self.width - beside))
        self.margin = max(0, (self.width - beside - self.measure) // 2)

    @property
    def left(self) -> int:
        """The cell where the page begins."""
        return self.margin + self.number_width + self.signs


class Strips:
    """Draws lines; ``drawn`` counts those that were not kept."""

    def __init__(self) -> None:
        self._kept: LRUCache[int, Strip] = LRUCache(KEPT)
        self.drawn = 0

    def clear(self) -> None:
        self._kept.clear()

    def forget(self, lines: Iterable[int]) -> None:
        """Redraw these lines when they are next shown."""
        for number in lines:
            self._kept.discard(number)

    def strip(
        self,
        number: int,
        page: Page,
        layers: Layers,
        found: Found,
        setting: Setting,
        palette: Palette,
        overlay: Overlay = PLAIN,
    ) -> Strip:
        """Return line ``number``, just ``setting.width`` cells. Kept only without an overlay."""
        if overlay is PLAIN:
            kept = self._kept.get(number)
            if kept is not None:
                return kept
        self.drawn += 1
        strip = _drawn(number, page, layers, found, setting, palette, overlay)
        if overlay is PLAIN:
            self._kept[number] = strip
        return strip


def _drawn(
    number: int,
    page: Page,
    layers: Layers,
    found: Found,
    setting: Setting,
    palette: Palette,
    overlay: Overlay,
) -> Strip:
    line = page.line(number)
    segments = _beside(number, page, layers, setting, palette)
    used = setting.left
    if line.indent:
        segments.append(Segment(" " * line.indent, palette.blank))
        used += line.indent
    shown = pieces(page, number, layers, found, overlay)
    for text, width, look in clipped(shown, setting.width - used):
        segments.append(Segment(text, palette.style(look)))
        used += width
    if used < setting.width:
        segments.append(Segment(" " * (setting.width - used), palette.blank))
        used = setting.width
    return Strip(segments, used)


def _beside(
    number: int, page: Page, layers: Layers, setting: Setting, palette: Palette
) -> list[Segment]:
    """Return the margin to the left of the line."""
    segments = []
    margin = setting.margin
    if setting.number_width:
        paragraph = page.paragraph_started(number)
        written = "" if paragraph is None else str(paragraph + 1)
        segments.append(Segment(" " * margin, palette.blank))
        segments.append(
            Segment(written.rjust(setting.number_width - 1) + " ", palette.sign("paragraph-number"))
        )
        margin = 0
    if not setting.signs:
        return [*segments, Segment(" " * margin, palette.blank)] if margin else segments
    signs = gutter.signs(page, number, layers)
    if signs == gutter.NOTHING:
        return [*segments, Segment(" " * (margin + setting.signs), palette.blank)]
    if margin:
        segments.append(Segment(" " * margin, palette.blank))
    segments.append(Segment(signs.claim, palette.sign("claim-sign")))
    segments.append(Segment(signs.own, palette.sign(gutter.ink_of(signs))))
    segments.append(Segment(signs.quote, palette.sign("quote-bar")))
    segments.append(Segment(" ", palette.blank))
    return segments
