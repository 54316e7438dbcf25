"""The signs beside a line: the claim's status, the letter of an own mark, the bar of a quote."""

from __future__ import annotations

from typing import NamedTuple

from reader.ui.article_pane.layers import Layers
from reader.ui.article_pane.page import Page

WIDTH = 4
"""Cells of the three signs and the blank behind them."""

CLAIM_SIGNS = {
    "todo": "○",
    "in progress": "◐",
    "second look": "◑",
    "done": "●",
    "not checkable": "×",
}
QUOTE_BARS = {"direct": "┃", "mixed": "╏", "indirect": "┊"}
LETTERS = {"note": "n", "highlight": "h", "label": "l"}
GOES_ON = "·"
LINK = "→"


class Signs(NamedTuple):
    """One cell each, a blank where there is nothing to tell; ``hue`` is that of the own sign."""

    claim: str = " "
    own: str = " "
    quote: str = " "
    hue: int | None = None


NOTHING = Signs()


def ink_of(signs: Signs) -> str:
    """Return the ink of the own sign: that of the person whose mark it is."""
    return "letter" if signs.hue is None else f"person-{signs.hue}"


def signs(page: Page, number: int, layers: Layers) -> Signs:
    """Return the signs of line ``number``.

    A sign is where its mark begins and a dot on the further lines of the mark; of several
    beginning on one line only the note's letter is shown, which for another person's mark is
    that person's sign. Every line of a quote has its bar.
    """
    line = page.line(number)
    if line.segment < 0:
        return NOTHING
    claim = own = quote = " "
    hue: int | None = None
    rank = -1
    for span, mark in layers.between(line.start, max(line.end, line.start + 1)):
        begins = span.start >= line.start
        if mark.channel == "claim":
            sign = CLAIM_SIGNS.get(mark.type, CLAIM_SIGNS["todo"])
            claim = sign if begins else (claim if claim != " " else GOES_ON)
        elif mark.channel == "quote":
            bar = QUOTE_BARS.get(mark.type, QUOTE_BARS["direct"])
            quote = min(quote, bar) if quote != " " else bar
        elif mark.channel in LETTERS:
            order = list(LETTERS)[::-1].index(mark.channel) if begins else -1
            if order > rank or own == " ":
                letter = mark.person or LETTERS[mark.channel]
                own, rank, hue = letter if begins else GOES_ON, order, mark.hue
    if own == " " and page.reading.links_between(line.start, line.end):
        own = LINK
    return Signs(claim, own, quote, hue)
