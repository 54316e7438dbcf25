"""Quotation marks paired: what is in marks, in whose marks, over which paragraphs.

A pass of one step a character over each block, with a stack of the marks that are open. A mark
whose pair never comes ends with its paragraph, so that one slip of the keyboard cannot swallow
the article. A paragraph that reopens what the one before left open goes on with it: the
convention for a quotation of several paragraphs, each opened, only the last closed.

Conventions: “…” ‘…’ (English and many others), "…" '…' (typewriter), «…» (French, Russian,
Greek, Italian, Spanish, Norwegian, Ukrainian, Persian, Arabic), »…« (Danish, German books), »…»
and ”…” (Swedish, Finnish), ”…“ (Hebrew, Arabic), „…“ (German, Czech, Bulgarian, Icelandic), „…”
(Polish, Romanian, Hungarian, Dutch), 「…」『…』 and their upright and wide kin (Japanese, Chinese,
Korean).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.analysis.rules.apostrophes import is_apostrophe, is_inch
from reader.text.span import Span

DEEPEST = 6
"""Marks opened inside this many others are taken as plain characters."""

_CLOSERS: dict[str, str] = {
    "“": "”",
    "”": "”",
    "„": "“”„",
    "‟": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    "‛": "’",
    '"': '"',
    "'": "'",
    "＂": "＂",
    "「": "」",
    "『": "』",
    "｢": "｣",
    "﹁": "﹂",
    "﹃": "﹄",
    "〝": "〞〟",
    "״": "״",
}
CLOSERS: dict[str, frozenset[str]] = {
    **{mark: frozenset(closers) for mark, closers in _CLOSERS.items()},
    "''": frozenset(["''", '"']),
    "``": frozenset(["''", '"']),
    ",,": frozenset(["''", '"', "“", "”", "‘‘", "’’"]),
}
"""What closes each opening mark."""

_LOOSE_CLOSERS: dict[str, str] = {
    "“": '"＂“',
    "„": '"',
    '"': "”“",
    "‘": "'",
    "'": "’",
    "”": '"“',
}
LOOSE_CLOSERS = {mark: frozenset(closers) for mark, closers in _LOOSE_CLOSERS.items()}
"""What closes it where curly and typewriter marks are mixed, and nothing fits better."""

SINGLE = frozenset("‘’'")
ALWAYS_OPEN = frozenset("„‟‚「『｢﹁﹃〝") | {"``", ",,"}
ALWAYS_CLOSE = frozenset("」』｣﹂﹄〞〟")
MARK = re.compile("''|``|(?<![^\\s(]),,(?=\\w)|[“”„‟«»‹›‘’‚‛\"'＂「」『』｢｣﹁﹂﹃﹄〝〞〟״]")
_EAST_ASIAN = re.compile("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]")
_ABBREVIATION = re.compile('[\u05d0-\u05ea]["”״][\u05d0-\u05ea]')
_LINK = re.compile(
    r"[«‹]\s*(?:prev(?:ious)?|back|older|newer|next|first|last|home|more|return)\b[^.!?\n]{0,60}$",
    re.IGNORECASE,
)
_OPENING_COMPANY = frozenset("([{<—–-―/¿¡…=:;,|*_#>~：，。、；（\u2060\ufeff")
_CLOSING_COMPANY = frozenset(".,;:!?)]}>—–-―/…|*_。、，！？；：）」』")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Something that is in quotation marks.

    ``spans`` are its words without the marks, one span a paragraph; ``outer`` the same with
    the marks. ``parent`` is the position, among the article's quotations, of the one it is
    in. ``closed`` is False where no closing mark came.
    """

    spans: tuple[Span, ...]
    outer: tuple[Span, ...]
    mark: str
    parent: int | None = None
    closed: bool = True


@dataclass(slots=True)
class _Open:
    """A quotation on the stack: where it begins in this paragraph, and what it has so far.

    ``closing`` is the length of the mark that closed it, 0 as long as none has.
    """

    mark: str
    begin: int
    inside: _Open | None
    outer: list[Span] = field(default_factory=list)
    closing: int = 0
    dropped: bool = False


def quotations(text: str, blocks: Sequence[Span]) -> list[Quotation]:
    """Return what is in quotation marks in ``text``, in the order in which it opens.

    ``blocks`` are the paragraphs to look through, in text order and apart from each other.
    """
    every: list[_Open] = []
    stack: list[_Open] = []
    for place, block in enumerate(blocks):
        after = blocks[place + 1].start if place + 1 < len(blocks) else len(text)
        goes_on = text[after : after + 1] == "'" and text[after + 1 : after + 2].isalpha()
        goes_on = goes_on and not is_apostrophe(text, after) and text[block.end - 1] in ".!?…"
        stack = _Paragraph(text, block, _reopened(text, block, stack), every, goes_on).read()
    return _finished(text, every)


def _reopened(text: str, block: Span, left_open: Sequence[_Open]) -> list[_Open]:
    """Return those of ``left_open`` that this paragraph opens again, outermost first."""
    reopened: list[_Open] = []
    offset = block.start
    for quotation in left_open:
        while offset < block.end and text[offset].isspace():
            offset += 1
        found = MARK.match(text, offset, block.end)
        if found is None or not _reopens(found.group(), quotation.mark):
            break
        quotation.begin = offset
        reopened.append(quotation)
        offset = found.end()
    return reopened


def _reopens(again: str, mark: str) -> bool:
    """Return whether a paragraph goes on with the closing guillemet, as in French papers."""
    return again == mark or (mark == "«" and again == "»")


class _Paragraph:
    """One paragraph being read, mark by mark."""

    def __init__(
        self, text: str, block: Span, stack: list[_Open], every: list[_Open], goes_on: bool
    ) -> None:
        self._text = text
        self._block = block
        self._stack = stack
        self._every = every
        self._goes_on = goes_on
        self._reopening = {quotation.begin for quotation in stack}

    def read(self) -> list[_Open]:
        """Read it, adds what it opens to the list of every quotation, returns what is open."""
        found = list(MARK.finditer(self._text, self._block.start, self._block.end))
        later_closers = self._later_single_closers(found)
        for match, closer_ahead in zip(found, later_closers, strict=True):
            if match.start() not in self._reopening:
                self._take(match.start(), match.group(), closer_ahead)
        for quotation in self._stack:
            quotation.outer.append(Span(quotation.begin, self._block.end))
        return [quotation for quotation in self._stack if not self._forget(quotation)]

    def _forget(self, quotation: _Open) -> bool:
        """Forget an opening typewriter apostrophe with no pair: it was no mark at all.

        It may have its pair in the paragraphs below, where the next one opens again.
        """
        if quotation.mark == "'" and self._goes_on and quotation.inside is None:
            return False
        quotation.dropped = quotation.mark in ("'", "’") or (
            quotation.mark == "‘" and quotation.inside is not None
        )
        return quotation.dropped

    def _later_single_closers(self, marks: Sequence[re.Match[str]]) -> list[bool]:
        """For each mark: does one come after it.

        Before any single mark opens, that is sure to close a single one, for it is at punctuation
        or at the paragraph's end?
        """
        later: list[bool] = []
        ahead = False
        for match in reversed(marks):
            later.append(ahead)
            if match.group() in SINGLE:
                if match.group() != "‘" and self._leans_closed(*match.span()):
                    ahead = ahead or self._at_punctuation(match.start())
                elif self._leans_open(*match.span()):
                    ahead = False
        later.reverse()
        return later

    def _at_punctuation(self, offset: int) -> bool:
        around = self._text[offset - 1] + self._text[offset + 1 : min(offset + 2, self._block.end)]
        return len(around) == 1 or any(char in _CLOSING_COMPANY for char in around)

    def _take(self, offset: int, mark: str, closer_ahead: bool) -> None:
        if mark in SINGLE and is_apostrophe(self._text, offset):
            return
        if mark in ('"', "”") and (is_inch(self._text, offset) or self._abbreviates(offset)):
            return
        end = offset + len(mark)
        opens, closes = self._leans_open(offset, end), self._leans_closed(offset, end)
        if mark in SINGLE and closes and closer_ahead and self._possessive(offset):
            return
        if mark in ALWAYS_OPEN or (mark == "“" and not closes and not self._low_is_open()):
            opens, closes = True, False
        elif mark in ALWAYS_CLOSE:
            opens, closes = False, True
        elif mark in "“”‘’" and self._among_east_asian(offset, end):
            opens, closes = mark in "“‘", mark in "”’"
        opens = opens and not self._is_glued_closer(offset, mark)
        if not (opens and not closes) and self._close(offset, mark):
            return
        if opens or mark in ("«", "‘", "“"):
            self._open(offset, mark)

    def _is_glued_closer(self, offset: int, mark: str) -> bool:
        """Return whether a mark behind a comma or stop ends what is open.

        A note mark or a word follows.
        """
        before = self._text[offset - 1] if offset > self._block.start else " "
        if before not in ",;…”’" or mark in ALWAYS_OPEN:
            return False
        return any(mark in CLOSERS.get(quotation.mark, ()) for quotation in self._stack)

    def _abbreviates(self, offset: int) -> bool:
        """Return whether it comes before the last letter of a Hebrew abbreviation: צה"ל."""
        beside = self._text[max(self._block.start, offset - 1) : min(offset + 2, self._block.end)]
        return _ABBREVIATION.fullmatch(beside) is not None

    def _among_east_asian(self, offset: int, end: int) -> bool:
        """Chinese parts no words: its shape alone shows which way a mark leans."""
        beside = self._text[max(self._block.start, offset - 1) : min(end + 1, self._block.end)]
        return _EAST_ASIAN.search(beside) is not None

    def _low_is_open(self) -> bool:
        return bool(self._stack) and self._stack[-1].mark in ("„", "‚")

    def _possessive(self, offset: int) -> bool:
        """Return whether it is as in ``officials’ bases``: an s before, a word after."""
        before = self._text[offset - 1] if offset > self._block.start else ""
        return before in "sSzxZX" and self._text[offset + 1 : offset + 2] == " "

    def _leans_open(self, offset: int, end: int) -> bool:
        before = self._text[offset - 1] if offset > self._block.start else " "
        after = self._text[end] if end < self._block.end else " "
        begins = before.isspace() or before in _OPENING_COMPANY or before in CLOSERS
        return begins and not after.isspace() and not self._ends_clause(end)

    def _ends_clause(self, offset: int) -> bool:
        """Punctuation that words end with; three dots may begin them."""
        return self._text[offset] in ".,;:!?)]" and not self._text.startswith("..", offset)

    def _leans_closed(self, offset: int, end: int) -> bool:
        before = self._text[offset - 1] if offset > self._block.start else " "
        after = self._text[end] if end < self._block.end else " "
        ends = after.isspace() or after in _CLOSING_COMPANY or MARK.match(after) is not None
        return ends and not before.isspace()

    def _open(self, offset: int, mark: str) -> None:
        if len(self._stack) >= DEEPEST or (mark == "’" and not self._swedish()):
            return
        inside = self._stack[-1] if self._stack else None
        quotation = _Open(mark, offset, inside)
        self._stack.append(quotation)
        self._every.append(quotation)

    def _swedish(self) -> bool:
        """Return whether a right single mark opens: only inside right double ones."""
        return any(quotation.mark == "”" for quotation in self._stack)

    def _close(self, offset: int, mark: str) -> bool:
        for fitting in (CLOSERS, LOOSE_CLOSERS):
            for depth in range(len(self._stack) - 1, -1, -1):
                if mark in fitting.get(self._stack[depth].mark, ()):
                    self._pop_to(depth, offset, offset + len(mark))
                    return True
        return False

    def _pop_to(self, depth: int, offset: int, end: int) -> None:
        for left in self._stack[depth + 1 :]:
            left.outer.append(Span(left.begin, offset))
            self._forget(left)
        closed = self._stack[depth]
        closed.outer.append(Span(closed.begin, end))
        closed.closing = end - offset
        del self._stack[depth:]


def _finished(text: str, every: Sequence[_Open]) -> list[Quotation]:
    _shorten_unclosed(text, every)
    finished: list[Quotation] = []
    positions: dict[int, int] = {}
    for quotation in every:
        inner = list(_inner_spans(text, quotation))
        if quotation.dropped or not any(inner) or _is_page_link(text, quotation):
            continue
        parent = quotation.inside
        while parent is not None and not (id(parent) in positions and _holds(parent, quotation)):
            parent = parent.inside
        positions[id(quotation)] = len(finished)
        finished.append(
            Quotation(
                tuple(span for span in inner if span),
                tuple(outer for outer, span in zip(quotation.outer, inner, strict=True) if span),
                quotation.mark,
                None if parent is None else positions[id(parent)],
                quotation.closing > 0,
            )
        )
    return finished


def _is_page_link(text: str, quotation: _Open) -> bool:
    """« Back | Next »: arrows at the ends of a line of links."""
    return quotation.mark in "«»‹›" and any(
        " | " in outer.slice(text) or _LINK.match(text, outer.start, outer.end)
        for outer in quotation.outer
    )


def _shorten_unclosed(text: str, every: Sequence[_Open]) -> None:
    """End an unclosed mark where the next of its kind opens in the same paragraph."""
    for quotation, after in pairwise(every):
        last = quotation.outer[-1]
        follows = after.inside is quotation and after.mark == quotation.mark
        if quotation.closing or not follows or not last.start < after.outer[0].start < last.end:
            continue
        end = after.outer[0].start
        while end > last.start + 1 and text[end - 1].isspace():
            end -= 1
        quotation.outer[-1] = Span(last.start, end)


def _holds(parent: _Open, quotation: _Open) -> bool:
    """Return whether the quotation still is in ``parent``, which may have been shortened.

    Both stand in the same paragraphs, or the inner one is open in the last few of the outer.
    """
    first, last = quotation.outer[0], quotation.outer[-1]
    begins = any(outer.covers(first) for outer in _near(parent.outer, first))
    return begins and any(outer.covers(last) for outer in _near(parent.outer, last))


def _near(outer: Sequence[Span], span: Span) -> Sequence[Span]:
    place = bisect_right(outer, span.start, key=lambda part: part.start)
    return outer[max(0, place - 1) : place]


def _inner_spans(text: str, quotation: _Open) -> Iterator[Span]:
    """Yield the words of each paragraph without marks and white space.

    Empty where there are none.
    """
    final = len(quotation.outer) - 1
    for place, outer in enumerate(quotation.outer):
        opening = MARK.match(text, outer.start, outer.end)
        start = opening.end() if opening else outer.start
        end = outer.end - (quotation.closing if place == final else 0)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        yield Span(min(start, end), end)
