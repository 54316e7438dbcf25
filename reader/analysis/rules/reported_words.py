"""Keeps a report to the words reported: “explained to inspectors why …” reports the why.

Taggers differ, as people do, on whether the one addressed or accused belongs to what was said. Here
it does not where the words say it in a clause of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from unicodedata import name

from reader.analysis.rules.attribution import Attribution, Paragraph, Piece
from reader.text.span import Span

_ADDRESSED = re.compile(r"to[^\S\n](?:[\w’'-]+[^\S\n]){1,5}?(?=(?:that|why|how|whether)\b)")
_MADE_TO_DO = re.compile(r"(?:him|her|them|us|me|you)[^\S\n](?=to[^\S\n]\w)")
_AT_THE_TIME = re.compile(
    r"(?:at the time|at that time|(?:last|this) (?:night|week|month|year|morning|evening|afternoon)"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|earlier|afterwards?|later)[^\S\n]"
    r"(?=(?:that|it|he|she|they|we|there|his|her|its|their)\b)",
    re.IGNORECASE,
)
_ACCUSING = re.compile(r"\b(?:accus|suspect|convict)(?:e|es|ed|ing|s)?$", re.IGNORECASE)
_ACCUSED = re.compile(r"(?:[\w’'.-]{1,40}+[^\S\n]){1,6}?of[^\S\n](?=\w{1,30}ing\b)")
_ASKED = re.compile(
    r"\b(?:asked|pressed|quizzed|questioned)(?<!\s)(?:\s+(?:by|on|about|again|later)\b[^,;:“”\"]{0,60})?\s+$",
    re.IGNORECASE,
)
_QUOTING = re.compile(r"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))$", re.IGNORECASE)
_QUOTED = re.compile(
    r"\s(?:(?P<who>(?:(?:[a-z][\w’'-]*|[^\W\d_a-z][\w.’'-]*),?\s){0,7}?[^\W\d_a-z][\w.’'-]*)"
    r"(?::|\sas\s(?:saying|writing)[,:]?)|(?P<what>(?:the|an?|his|her|their)\s(?:[\w’'-]+\s){0,3}?"
    r"[\w’'-]+)\sas\s(?:saying|writing)[,:]?)\s"
)
_INVERTED = re.compile(
    r"\s(?P<who>(?:(?:the|an?|his|her|their)\s)?(?:[a-z][\w’'-]*\s){0,4}[^\W\d_a-z][\w.’'-]*"
    r"(?:\s[^\W\d_a-z][\w.’'-]*){0,3}(?:,\s[^,:;“”\"]{2,60})?):\s"
)
"""The keeper was wrong, says the diver Bo Low: “…”."""
_OWN_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=(?:I|My)\s)")
NO_WORD_BETWEEN = "one quotation follows another with no word between: two may speak"
_ANOTHERS_CLAUSE = re.compile(
    r";\s+(?=(?:(?:and|but|while)\s+)?(?:[a-z][\w’'-]*\s+){0,4}[^\W\d_a-z][\w’'-]+"
    r"\s+[^\W\d_a-z][\w’'-]+\s+[a-z])"
)
"""Low says she is hired; driver Max Kay got a rise: the second is the writer's."""
_RELATIVE = re.compile(r"(?:who|whose|whom|which)\b")
_DASH = re.compile(r"[^\S\n]*[—–-]{1,2}[^\S\n]*")


def keep_to_words(paragraph: Paragraph, attribution: Attribution) -> None:
    """Take whoever is addressed or accused, and when it was said, off what is reported."""
    cue = attribution.cue
    if cue is None or not attribution.pieces:
        return
    text = paragraph.text
    pieces = sorted(attribution.pieces, key=lambda piece: piece.start)
    first = pieces[0]
    if first.end <= cue.start and _is_what_was_asked(paragraph, first):
        attribution.pieces = pieces = pieces[1:]
        if not pieces:
            return
        first = pieces[0]
    if _quotes_another(paragraph, attribution):
        return
    _cut_own_words(paragraph, attribution)
    if _RELATIVE.match(text, first.start) and not first.marked and first.end <= cue.start:
        others = pieces[1:]
        if others and all(piece.marked for piece in others):
            attribution.pieces = others
        return
    if first.marked or first.start < cue.end or text[cue.end : first.start].strip():
        return
    patterns = [_ADDRESSED, _MADE_TO_DO, _AT_THE_TIME]
    if _ACCUSING.search(text, cue.start, cue.end):
        patterns.append(_ACCUSED)
    for pattern in patterns:
        before = pattern.match(text, first.start, first.end)
        if before is not None and not paragraph.marked_in(first.start, before.end()):
            first.start = before.end()
            return


def _quotes_another(paragraph: Paragraph, attribution: Attribution) -> bool:
    """Give the words to whom somebody quotes: Renn quoted the founder, Carl Benz: “…”."""
    cue, piece = attribution.cue, attribution.pieces[0]
    text = paragraph.text
    if cue is None or piece.start < cue.end:
        return False
    marked = list(paragraph.marked_in(piece.start, piece.end))
    if len(marked) != 1:
        return False
    behind = text[max(0, cue.start - 2) : cue.start] == ", "
    quoting = _QUOTING.search(text, cue.start, cue.end) is not None
    pattern = _QUOTED if quoting else _INVERTED if behind else None
    who = pattern.fullmatch(text, cue.end, marked[0].start) if pattern is not None else None
    if who is None:
        return False
    if not quoting:
        attribution.rule = "the speaker is between the verb and the marks"
    attribution.source = Span(*who.span("who" if who["who"] else "what"))
    attribution.pieces = [replace(piece, start=marked[0].start, end=marked[0].end, marked=True)]
    if quoting:
        attribution.rule = "the sentence quotes another, who is named before the marks"
    return True


def _cut_own_words(paragraph: Paragraph, attribution: Attribution) -> None:
    """End a report in no marks where words of the writer's own begin: … I believe it."""
    for piece in attribution.pieces:
        if piece.marked or piece.set_off or paragraph.marked_in(piece.start, piece.end):
            continue
        found = _OWN_SENTENCE.search(paragraph.text, piece.start, piece.end)
        if found is None and not paragraph.text.startswith("that ", piece.start):
            found = _ANOTHERS_CLAUSE.search(paragraph.text, piece.start, piece.end)
        if found is not None:
            piece.end = found.start()


def _is_what_was_asked(paragraph: Paragraph, first: Piece) -> bool:
    """Return whether it is another's question: asked whether he would go, she said: “No.”."""
    if first.marked:
        return False
    start = max(paragraph.sentence_of(first.start).start, first.start - 80)
    return _ASKED.search(paragraph.text, start, first.start) is not None


def translated_apart(paragraph: Paragraph, attribution: Attribution) -> Iterator[Attribution]:
    """Yield ``attribution`` in parts where only a dash is between words of two scripts."""
    text = paragraph.text
    parts: list[list[Piece]] = [[]]
    for piece in sorted(attribution.pieces, key=lambda piece: piece.start):
        for own in _by_translation(paragraph, piece):
            before = parts[-1][-1] if parts[-1] else None
            if before is not None and _translates(text, before, own):
                parts.append([])
            parts[-1].append(own)
    if len(parts) == 1:
        yield attribution
        return
    for part in parts:
        yield Attribution(part, attribution.cue, attribution.source, attribution.rule)


def _by_translation(paragraph: Paragraph, piece: Piece) -> Iterator[Piece]:
    """Yield a piece, or its parts where it runs over marks that translate each other."""
    marked = [
        Piece(outer.start, outer.end, marked=True, tagged=piece.tagged)
        for outer in paragraph.marked_in(piece.start, piece.end)
        if piece.start <= outer.start and outer.end <= piece.end
    ]
    for before, after in pairwise(marked):
        if _translates(paragraph.text, before, after):
            yield replace(piece, end=before.end)
            piece = replace(piece, start=after.start, marked=True)
    yield piece


def answers_apart(paragraph: Paragraph, attribution: Attribution) -> Iterator[Attribution]:
    """Yield ``attribution`` in parts where one quotation follows another with no word between.

    “Until when?” “Until May,” said Ann Lee: the verb belongs to the nearest, of whom the other is
    stays open.
    """
    groups: list[list[Piece]] = [[]]
    for piece in sorted(attribution.pieces, key=lambda piece: piece.start):
        for own in _by_marks(paragraph, piece):
            before = groups[-1][-1] if groups[-1] else None
            if before is not None and _answers(paragraph.text, before, own):
                groups.append([])
            groups[-1].append(own)
    if len(groups) == 1:
        yield attribution
        return
    cue = attribution.cue
    nearest = 0 if cue is not None and cue.end <= groups[0][0].start else len(groups) - 1
    for place, group in enumerate(groups):
        if cue is not None and place == nearest:
            yield replace(attribution, pieces=group)
        else:
            yield Attribution(group, rule=NO_WORD_BETWEEN, alone=True)


def _by_marks(paragraph: Paragraph, piece: Piece) -> Iterator[Piece]:
    """Yield a piece, or its quotations where one answers another in it."""
    marked = [
        outer
        for outer in paragraph.marked_in(piece.start, piece.end)
        if piece.start <= outer.start and outer.end <= piece.end
    ]
    for before, after in pairwise(marked):
        first = Piece(before.start, before.end, marked=True)
        if _answers(paragraph.text, first, Piece(after.start, after.end, marked=True)):
            yield replace(piece, end=before.end)
            piece = replace(piece, start=after.start, marked=True)
    yield piece


def _answers(text: str, before: Piece, after: Piece) -> bool:
    """Return whether a whole quotation follows another, and only a blank is between."""
    gap = text[before.end : after.start]
    if not (before.marked and after.marked and gap and not gap.strip()):
        return False
    return text[before.start : before.end].rstrip("”\"’'»").endswith((".", "?", "!", "…"))


def _translates(text: str, before: Piece, after: Piece) -> bool:
    return (
        after.marked
        and _DASH.fullmatch(text, before.end, after.start) is not None
        and _scripts(text, before).isdisjoint(_scripts(text, after))
    )


def _scripts(text: str, piece: Piece) -> set[str]:
    letters = {letter for letter in text[piece.start : piece.end] if letter.isalpha()}
    return {name(letter, " ").split()[0] for letter in letters}
