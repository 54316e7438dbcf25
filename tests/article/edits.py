"""Texts edited as desks edit them, with the truth about every character: where it is from.

``Edited.origins`` has for each character of the new text the offset in the old one that it is, or
replaces; None for what was put in. With that a placement is judged without a second opinion.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reader.article.anchor import Anchor
from reader.article.anchoring import Placement
from reader.article.passage_search import likeness
from reader.text.span import Span

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_SENTENCE = re.compile(r"[^.!?]+[.!?]+[”’\"']?\s*")
_WORD = re.compile(r"[^\W\d_]{4,}")
_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
OTHER_WORDS = [
    "observed",
    "harbour",
    "quietly",
    "nearby",
    "number",
    "weather",
    "again",
    "officials",
]
TWIN = 8
"""Characters beside a passage that make it another one's twin."""
NEWS = [
    "The company gave no further comment.",
    "A spokeswoman said a statement would follow in the afternoon.",
    "It was the third such case this year, records show.",
    "Reporters were kept behind a fence.",
]


@dataclass(frozen=True)
class Edited:
    """A text, and for each of its characters the offset of the first text's that it is."""

    text: str
    origins: tuple[int | None, ...]

    def without(self, start: int, end: int) -> Edited:
        return self.put(start, end, "")

    def put(self, start: int, end: int, words: str) -> Edited:
        """Return ``words`` in the place of ``start`` to ``end``.

        Each replaces what was there.
        """
        size = max(1, end - start)
        there = self.origins[start:end]
        stand_ins = tuple(
            there[min(at * size // max(1, len(words)), size - 1)] if there else None
            for at in range(len(words))
        )
        return Edited(
            self.text[:start] + words + self.text[end:],
            self.origins[:start] + stand_ins + self.origins[end:],
        )

    def joined(self, spans: list[Span], between: str = "\n\n") -> Edited:
        """Return the passages ``spans``, in the order given, ``between`` each two of them."""
        made = Edited("", ())
        for place, span in enumerate(spans):
            gap = between if place else ""
            made = Edited(
                made.text + gap + span.slice(self.text),
                made.origins + (None,) * len(gap) + self.origins[span.start : span.end],
            )
        return made


def untouched(text: str) -> Edited:
    return Edited(text, tuple(range(len(text))))


Edit = Callable[[Edited, random.Random], Edited]


def paragraphs(made: Edited) -> list[Span]:
    return [Span(*match.span()) for match in _PARAGRAPH.finditer(made.text)]


def sentences(made: Edited) -> list[Span]:
    return [
        Span(at.start() + span.start, at.end() + span.start)
        for span in paragraphs(made)
        for at in _SENTENCE.finditer(span.slice(made.text))
    ]


def reorder(made: Edited, chance: random.Random) -> Edited:
    """Two paragraphs change places."""
    every = paragraphs(made)
    if len(every) < 3:
        return made
    one, other = chance.sample(range(len(every)), 2)
    every[one], every[other] = every[other], every[one]
    return made.joined(every)


def reword(made: Edited, chance: random.Random) -> Edited:
    """Replace some words here and there."""
    words = list(_WORD.finditer(made.text))
    for match in sorted(
        chance.sample(words, min(len(words), 1 + len(words) // 40)),
        key=re.Match.start,
        reverse=True,
    ):
        made = made.put(*match.span(), chance.choice(OTHER_WORDS))
    return made


def cut_sentence(made: Edited, chance: random.Random) -> Edited:
    every = sentences(made)
    if not every:
        return made
    span = chance.choice(every)
    return made.without(span.start, span.end)


def cut_paragraph(made: Edited, chance: random.Random) -> Edited:
    every = paragraphs(made)
    if len(every) < 3:
        return made
    del every[chance.randrange(len(every))]
    return made.joined(every)


def straight_marks(made: Edited, _chance: random.Random) -> Edited:
    """Curly quotation marks and apostrophes become straight ones."""
    table = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
    return Edited(made.text.translate(table), made.origins)


def other_figure(made: Edited, chance: random.Random) -> Edited:
    """Return a figure becomes another, as silent corrections have it."""
    figures = list(_FIGURE.finditer(made.text))
    if not figures:
        return made
    match = chance.choice(figures)
    return made.put(*match.span(), str(chance.randrange(2, 4000)))


def put_in_paragraph(made: Edited, chance: random.Random) -> Edited:
    every = paragraphs(made)
    at = chance.choice(every).start if every else 0
    return made.put(at, at, chance.choice(NEWS) + "\n\n")


def put_in_sentence(made: Edited, chance: random.Random) -> Edited:
    every = sentences(made)
    at = chance.choice(every).end if every else 0
    return made.put(at, at, chance.choice(NEWS) + " ")


def rewrap(made: Edited, chance: random.Random) -> Edited:
    """Blanks become line ends, or blanks that do not break."""
    other = chance.choice(["\n", "\u00a0"])
    blanks = [at for at, char in enumerate(made.text) if char == " "]
    chosen = set(chance.sample(blanks, len(blanks) // 8))
    text = "".join(other if at in chosen else char for at, char in enumerate(made.text))
    return Edited(text, made.origins)


def mend_letters(made: Edited, chance: random.Random) -> Edited:
    """Return a letter goes, or comes twice, in some words."""
    for _ in range(1 + len(made.text) // 400):
        at = chance.randrange(len(made.text)) if made.text else 0
        if made.text[at : at + 1].isalpha():
            twice = chance.random() < 0.5
            made = made.put(at, at + 1, made.text[at] * 2 if twice else "")
    return made


def repeat_paragraph(made: Edited, chance: random.Random) -> Edited:
    """Return a paragraph comes a second time, as a caption or pull quote."""
    every = paragraphs(made)
    if not every:
        return made
    return made.joined([*every, chance.choice(every)])


def run_together(made: Edited, chance: random.Random) -> Edited:
    """Two paragraphs become one."""
    gaps = [match.span() for match in re.finditer(r"\n\s*\n\s*", made.text)]
    return made.put(*chance.choice(gaps), " ") if gaps else made


TEN_AND_MORE: dict[str, Edit] = {
    "reorder": reorder,
    "reword": reword,
    "cut a sentence": cut_sentence,
    "cut a paragraph": cut_paragraph,
    "straight marks": straight_marks,
    "another figure": other_figure,
    "new paragraph": put_in_paragraph,
    "new sentence": put_in_sentence,
    "wrap anew": rewrap,
    "mend letters": mend_letters,
    "repeat a paragraph": repeat_paragraph,
    "run together": run_together,
}


def marks_in(text: str) -> Iterator[Span]:
    """Yield what people mark: names, figures with their unit, quotes, sentences, paragraphs."""
    made = untouched(text)
    yield from sentences_trimmed(made)
    yield from paragraphs(made)
    for pattern in (
        r"“[^”]{6,}”",
        r"\d[\d,.]* \w+",
        r"(?<=[a-z] )[A-Z]\w+(?: [A-Z]\w+)+",
        r"\b\w{5,}\b",
    ):
        yield from (Span(*match.span()) for match in re.finditer(pattern, text))


def sentences_trimmed(made: Edited) -> Iterator[Span]:
    for span in sentences(made):
        words = span.slice(made.text)
        start = span.start + len(words) - len(words.lstrip())
        end = span.end - len(words) + len(words.rstrip())
        if start < end:
            yield Span(start, end)


@dataclass(frozen=True, slots=True)
class Judged:
    """``wrong`` says that a sure answer names a place that is not the mark's.

    ``there`` that most of its letters still stand in one piece; ``right`` that it was surely placed
    there.
    """

    outcome: str
    wrong: bool
    there: bool
    right: bool


def judge(anchor: Anchor, placed: Placement, old: str, made: Edited) -> Judged:
    """Return ``placed`` held to the truth about an anchor of one part, made on ``old``."""
    (mark,) = anchor.spans
    own = {at for at, origin in enumerate(made.origins) if origin is not None and origin in mark}
    letters = sum(map(str.isalnum, anchor.exact))
    alive = {at for at in own if made.text[at].isalnum()}
    piece = _longest_piece(sorted(own))
    there = sum(made.text[at].isalnum() for at in piece) >= 0.75 * letters
    if placed.outcome in ("needs a look", "lost"):
        return Judged(placed.outcome, False, there, False)
    shown = {at for span in placed.spans for at in range(span.start, span.end)}
    shown = {at for at in shown if made.text[at].isalnum()}
    if not shown and not letters:
        return Judged(placed.outcome, False, there, True)
    right = bool(shown) and len(shown & alive) >= 0.5 * len(shown)
    right = right or _is_twin(anchor, placed.spans[0], old, made)
    return Judged(placed.outcome, not right, there, right)


def _is_twin(anchor: Anchor, span: Span, old: str, made: Edited) -> bool:
    """Return whether the place stood in the old text too with the words of the mark and.

    On a side, its surroundings, as in a caption set twice: nobody could tell the two apart.
    """
    (part,) = anchor.parts
    origin = made.origins[span.start]
    if origin is None or not old.startswith(part.exact, origin):
        return False
    end = origin + len(part.exact)
    before = old[max(0, origin - TWIN) : origin] == part.prefix[-TWIN:]
    return before or old[end : end + TWIN] == part.suffix[:TWIN]


def _longest_piece(places: list[int]) -> list[int]:
    """Return the longest run of ``places`` that no more than some words part."""
    best: list[int] = []
    run: list[int] = []
    for at in places:
        if run and at - run[-1] > 40:
            run = []
        run.append(at)
        if len(run) > len(best):
            best = run[:]
    return best


SURE_LENGTH = 24
"""Passages this long, and unlike all others, are to be placed surely as long as they are there."""


def right_classes(anchor: Anchor, old: str, made: Edited) -> set[str]:
    """Return the outcomes that tell the truth about an anchor of one part."""
    (part,) = anchor.parts
    own = [
        at for at, origin in enumerate(made.origins) if origin is not None and origin in part.span
    ]
    piece = _longest_piece(own)
    alone = old.count(part.exact) == 1 and len(part.exact) >= SURE_LENGTH
    doubt = set() if alone else {"needs a look"}
    words = made.text[piece[0] : piece[-1] + 1] if piece else ""
    if words == part.exact:
        return {"unchanged" if piece[0] == part.start else "moved"} | doubt
    letters = sum(map(str.isalnum, part.exact))
    left = sum(made.text[at].isalnum() for at in piece)
    if likeness(part.exact, words) < 0.5:
        return {"reworded", "needs a look", "lost"}
    if left >= 0.9 * letters:
        return {"reworded", "needs a look"}
    gone = {"needs a look", "lost"}
    return gone if left <= 0.25 * letters else gone | {"reworded"}
