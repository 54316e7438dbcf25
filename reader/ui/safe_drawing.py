"""The last look at what is drawn: no text of an article or a note can steer the terminal.

Each widget that shows such text makes it printable itself, so that its widths are right. This
guard holds where one forgets to: it sees every strip on its way to the terminal.
"""

from __future__ import annotations

from rich.console import RenderableType
from rich.segment import Segment
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from reader.text.cells import is_printable, printable


def safe_update(update: RenderableType | None) -> RenderableType | None:
    """Return ``update`` of the screen with control characters drawn as pictures."""
    if isinstance(update, LayoutUpdate):
        return LayoutUpdate([[*map(safe_strip, line)] for line in update.strips], update.region)
    if isinstance(update, ChopsUpdate):
        drawn = {y for y, _, _ in update.spans}
        chops = [
            {x: strip and safe_strip(strip) for x, strip in line.items()} if y in drawn else line
            for y, line in enumerate(update.chops)
        ]
        return ChopsUpdate(chops, update.spans, update.chop_ends)
    return update


def safe_strip(strip: Strip) -> Strip:
    """Return ``strip`` itself where all its text is printable; else one as wide that is."""
    if all(segment.control or is_printable(segment.text) for segment in strip):
        return strip
    safe = [
        segment if segment.control else Segment(printable(segment.text), segment.style)
        for segment in strip
    ]
    return Strip(safe).adjust_cell_length(strip.cell_length)
