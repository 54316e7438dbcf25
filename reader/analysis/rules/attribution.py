"""What is attributed, by which words, to whom, before anybody is named.

The tagger marks sources, cues and contents, one flat layer a paragraph. What is in
quotation marks is content with exact bounds, tagged or not; tags inside a quotation belong to
what is quoted and are passed over here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.marks import MARK
from reader.analysis.rules.roles import holds_role
from reader.analysis.rules.tagged import TagRun
from reader.analysis.rules.verbs import NEW_ACT
from reader.text.sentences import sentences
from reader.text.span import Span

_WORD = re.compile(r"\w+")
_CAPITAL = re.compile(r"[^\W_a-z]")
SMALL_IN_TITLES = lexicon("a an and as at by for from in of on or s the to vs with")
_MARKS_AND_SPACE = " \u00a0“”‘’\"'«»‹›„‚「」『』"
_NAME_AND_COMMA = re.compile(r"(?P<name>[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'.-]*){0,3}),\s+")
_RELATIVE = re.compile(r"(?:which|who|whose|whom|where)\b", re.IGNORECASE)
_QUANTITY = re.compile(
    r"\s*(?:(?:the|a|an|no|only|some|about|at least|more than|nearly|over|another"
    r"|\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\s+){1,4}$",
    re.IGNORECASE,
)
_RELAYED = re.compile(
    r"(?P<verb>\w+)\s+(?P<source>\S.{1,80}?),?\s+as\s+(?:saying|telling\s+\w+|claiming|warning"
    r"|arguing|suggesting)"
)
_ABBREVIATION = re.compile(r"\b[ap]\.m\.$")
_OWN_STOP = re.compile(r"[.!?…][”\"’'»]+$")
_NEW_SENTENCE = re.compile(r"\s+[^\W\d_a-z]")
_NARRATION_AFTER = re.compile(r"\s+(?:and|but|while|as|though|although|when)\s[^“”\"]*+$")
_BREAK = re.compile(r"[“”\",;:]|\b(?:said|says|told|but)\b")
PHRASE = 4
"""Words in marks from which on they are taken for speech though nobody tagged them."""


@dataclass(slots=True)
class Piece:
    """A stretch of content.

    ``marked`` tells whether quotation marks open it, ``set_off`` whether it is a quotation set
    off as a block of its own, which needs no marks.
    """

    start: int
    end: int
    marked: bool = False
    tagged: bool = True
    set_off: bool = False


_RUNS_ON = re.compile(
    r"(?!.*,\s+(?:who|which)\s).*\sand\s+(?:was|is|has|had|were|are|will)\s", re.DOTALL
)
"""Of no source: the Guild and was elected in a state that Moe won."""


@dataclass(slots=True)
class Attribution:
    """What is attributed (``pieces``), by which words (``cue``), to whom (``source``).

    ``rule`` tells in words what put them together, ``alone`` whether nobody near may be given it.
    """

    pieces: list[Piece] = field(default_factory=list)
    cue: Span | None = None
    source: Span | None = None
    rule: str = "speaker, verb and words recognised"
    alone: bool = False

    @property
    def start(self) -> int:
        starts = [piece.start for piece in self.pieces]
        starts += [part.start for part in (self.cue, self.source) if part is not None]
        return min(starts, default=0)

    def take_over(self, other: Attribution) -> None:
        """Add the content of ``other``, in text order."""
        self.pieces = sorted([*self.pieces, *other.pieces], key=lambda piece: piece.start)


class Paragraph:
    """One paragraph's pieces, cues and sources in text order, and the distances between them."""

    def __init__(
        self, text: str, block: Span, runs: Sequence[TagRun], marked: Sequence[Span]
    ) -> None:
        self.text = text
        self.block = block
        runs = _with_short_cues(text, runs)
        self.marked = _said(sorted(outer for outer in marked if block.covers(outer)), runs)
        starts = (sentence.start for sentence in sentences(text, block.start, block.end))
        self.sentences = sorted({block.start, *starts})
        self._mark_starts = [outer.start for outer in self.marked]
        self._marked_at = set(self._mark_starts)
        self._mark_ends = [outer.end for outer in self.marked]
        every = self._pieces([run.span for run in runs if run.label == "Content"])
        self.pieces = [piece for piece in every if piece.tagged or self.is_speech(piece)]
        self.phrases = [piece for piece in every if not (piece.tagged or self.is_speech(piece))]
        covered = [Span(p.start, p.end) for p in every] + self.marked
        free = _outside([run for run in runs if run.label != "Content"], covered)
        self.cues = [run.span for run in free if run.label == "Cue"]
        self.sources = [
            part
            for run in free
            if run.label == "Source" and not _RUNS_ON.match(run.span.slice(text))
            for part in self._cut(run.span)
        ]
        self._fold_relative_clauses()
        self._measure()

    def _cut(self, source: Span) -> list[Span]:
        """Return ``source`` in parts where it runs over the end of a sentence."""
        starts = [start for start in self.sentences if source.start < start < source.end]
        bounds = [source.start, *starts, source.end]
        parts = []
        for start, end in pairwise(bounds):
            stop = start + len(self.text[start:end].rstrip(" \n." if end != source.end else " \n"))
            parts.append(Span(start, stop))
        return [part for part in parts if part]

    def words_between(self, start: int, end: int) -> int:
        """Words of ``start`` to ``end`` that are in no piece, cue or source."""
        return max(0, bisect_left(self._free, end) - bisect_left(self._free, start))

    def sentences_between(self, start: int, end: int) -> int:
        """Return how many sentences begin behind ``start`` and no later than ``end``."""
        return bisect_right(self.sentences, end) - bisect_right(self.sentences, start)

    def pieces_between(self, start: int, end: int) -> int:
        return max(0, bisect_right(self._piece_ends, end) - bisect_left(self._piece_starts, start))

    def cues_between(self, start: int, end: int) -> int:
        return max(0, bisect_right(self._cue_ends, end) - bisect_left(self._cue_starts, start))

    def marked_in(self, start: int, end: int) -> list[Span]:
        """Return the quotations, marks included, that share something with ``start`` to ``end``."""
        first = bisect_right(self._mark_ends, start)
        return self.marked[first : bisect_left(self._mark_starts, end)]

    def sentence_of(self, offset: int) -> Span:
        place = max(0, bisect_right(self.sentences, offset) - 1)
        end = self.sentences[place + 1] if place + 1 < len(self.sentences) else self.block.end
        return Span(self.sentences[place], end)

    def _pieces(self, contents: Sequence[Span]) -> list[Piece]:
        """Tagged contents and quotations, those that overlap made one."""
        contents = [self._past_abbreviation(span) for span in contents]
        stretches = [(span, True) for span in map(self._without_stray_mark, contents)]
        stretches += [(span, False) for span in self.marked]
        stretches.sort(key=lambda stretch: (stretch[0].start, -stretch[0].end))
        marked_at = self._marked_at
        pieces: list[Piece] = []
        for span, tagged in stretches:
            if pieces and span.start < pieces[-1].end:
                pieces[-1].end = max(pieces[-1].end, span.end)
                pieces[-1].tagged = pieces[-1].tagged or tagged
                self._cut_behind_comma(pieces[-1])
                self._cut_new_act(pieces[-1], span)
            elif span:
                span = self._last_words(span) if tagged else span
                piece = Piece(span.start, span.end, span.start in marked_at, tagged)
                self._cut_behind_comma(piece)
                pieces.append(piece)
        return pieces

    def _last_words(self, content: Span) -> Span:
        """Return the marks that end a content which began, in none, in a sentence before theirs.

        A comma ends them, so that who said it follows: It was late. “We were lost,” she said.
        """
        if content.start in self._marked_at:
            return content
        place = bisect_left(self._mark_starts, content.start + 1)
        while place < len(self.marked) and self.marked[place].start < content.end:
            outer = self.marked[place]
            apart = outer.start in self.sentences or self._opens_sentence(outer)
            if outer.end >= content.end and apart and self._ends_in_comma(outer):
                return Span(outer.start, max(outer.end, content.end))
            place += 1
        return content

    def _opens_sentence(self, outer: Span) -> bool:
        lead = self.text[max(self.block.start, outer.start - 3) : outer.start]
        return lead.rstrip().endswith((".", "!", "?")) and lead[-1:].isspace()

    def _past_abbreviation(self, content: Span) -> Span:
        """Return a content that ends in a.m.

        in midst of its sentence goes on to the sentence's end.
        """
        ends = _ABBREVIATION.search(self.text, content.start, min(content.end + 1, self.block.end))
        sentence = self.sentence_of(content.start)
        if ends is None or ends.end() < content.end or sentence.end <= ends.end():
            return content
        rest = self.text[ends.end() : sentence.end]
        plain = rest[:1] == " " and rest[1:2].islower() and not _BREAK.search(rest)
        return Span(content.start, sentence.end) if plain else content

    def _cut_behind_comma(self, piece: Piece) -> None:
        """End a quotation at the comma that closes it: what follows is who said it."""
        place = bisect_left(self._mark_starts, piece.start)
        if piece.marked and place < len(self.marked):
            outer = self.marked[place]
            if outer.end < piece.end and (
                self._ends_in_comma(outer) or self._is_whole(outer) or self._behind_colon(outer)
            ):
                piece.end = outer.end

    def _behind_colon(self, outer: Span) -> bool:
        """Return whether a colon leads to a quotation that narration follows: “…” and he left."""
        lead = self.text[max(self.block.start, outer.start - 3) : outer.start].rstrip()
        after = _NARRATION_AFTER.match(self.text, outer.end, self.block.end)
        return lead.endswith(":") and after is not None

    def _is_whole(self, outer: Span) -> bool:
        """Return whether a quotation ends in a stop of its own and a new sentence follows."""
        return _OWN_STOP.search(self.text, outer.start, outer.end) is not None and (
            _NEW_SENTENCE.match(self.text, outer.end, self.block.end) is not None
        )

    def _cut_new_act(self, piece: Piece, outer: Span) -> None:
        """Cut off what the speaker did after the marks: “…” and left the room."""
        if outer.start in self._marked_at and outer.end < piece.end:
            done = NEW_ACT.match(self.text, outer.end, piece.end)
            if done is not None:
                piece.end = outer.end

    def runs_on(self, piece: Piece) -> bool:
        """Return whether a quotation ends in a comma: who said it follows."""
        return piece.marked and self._ends_in_comma(Span(piece.start, piece.end))

    def _ends_in_comma(self, outer: Span) -> bool:
        return self.text[outer.start : outer.end].rstrip(_MARKS_AND_SPACE).endswith(",")

    def _without_stray_mark(self, content: Span) -> Span:
        """Begin the content after the comma or closing mark that it is tagged to begin with."""
        start = content.start
        while start < content.end and self.text[start] in ",;: ":
            start += 1
        content = Span(start, content.end)
        place = bisect_right(self._mark_ends, content.start)
        if place < len(self.marked):
            outer = self.marked[place]
            if outer.start < content.start < outer.end and not _WORD.search(
                self.text, content.start, outer.end
            ):
                start = outer.end
                while start < content.end and self.text[start].isspace():
                    start += 1
                return Span(min(start, content.end), content.end)
        return content

    def is_speech(self, piece: Piece) -> bool:
        """Words in marks taken by themselves: a sentence is speech, a title or phrase is not."""
        inner = self.text[piece.start : piece.end].strip(_MARKS_AND_SPACE)
        words = _WORD.findall(inner)
        if inner.endswith(("!", "?")):
            return bool(words)
        begins = piece.start == self.sentence_of(piece.start).start
        if begins and inner.endswith((".", ",", "…")) and inner[0].isupper():
            return bool(words)
        return len(words) >= PHRASE and not is_title(words)

    def _fold_relative_clauses(self) -> None:
        """Add a clause about a source to the source, tagged content or not."""
        ends = [source.end for source in self.sources]
        kept = []
        for piece in self.pieces:
            place = bisect_right(ends, piece.start) - 1
            clause = not piece.marked and _RELATIVE.match(self.text, piece.start) is not None
            if clause and place >= 0 and not self.text[ends[place] : piece.start].strip(" ,\n"):
                self.sources[place] = Span(self.sources[place].start, piece.end)
            else:
                if place >= 0:
                    self._give_name_to_role(place, piece)
                kept.append(piece)
        self.pieces = kept

    def _give_name_to_role(self, place: int, piece: Piece) -> None:
        """According to the mayor, Ann Lee, it rained: the name belongs to the role before it."""
        source = self.sources[place]
        role = source.slice(self.text).rstrip(", ")
        gap = self.text[source.start + len(role) : piece.start]
        name = _NAME_AND_COMMA.match(self.text, piece.start, piece.end)
        if name and gap.strip() == "," and role.split() and holds_role(role.split()[-1]):
            self.sources[place] = Span(source.start, name.end("name"))
            piece.start = name.end()

    def _measure(self) -> None:
        self._piece_starts = [piece.start for piece in self.pieces]
        self._piece_ends = [piece.end for piece in self.pieces]
        self._cue_starts = [cue.start for cue in self.cues]
        self._cue_ends = [cue.end for cue in self.cues]
        taken = sorted(
            [(p.start, p.end) for p in self.pieces]
            + [(span.start, span.end) for span in (*self.cues, *self.sources)]
        )
        self._free: list[int] = []
        place = 0
        for word in _WORD.finditer(self.text, self.block.start, self.block.end):
            while place < len(taken) and taken[place][1] <= word.start():
                place += 1
            if place >= len(taken) or not taken[place][0] <= word.start():
                self._free.append(word.start())

    def widen(self, piece: Piece, cue: Span) -> None:
        """Take in the number between cue and content: said 80 “terrorists” had been killed."""
        if cue.end <= piece.start <= cue.end + 40:
            between = self.text[cue.end : piece.start]
            if _QUANTITY.fullmatch(between) and not MARK.search(between):
                piece.start = cue.end + len(between) - len(between.lstrip())
                piece.marked = False


def is_title(words: Sequence[str]) -> bool:
    """Return whether every word that titles capitalise is capitalised.

    Never without capital letters.
    """
    cased = any(word.lower() != word.upper() for word in words)
    return cased and all(_CAPITAL.match(word) or word in SMALL_IN_TITLES for word in words)


def _said(marked: Sequence[Span], runs: Sequence[TagRun]) -> list[Span]:
    """Leave out what is in marks inside a source: the star of “Tin Roof” asked for quiet."""
    sources = [run.span for run in runs if run.label == "Source"]
    starts = [source.start for source in sources]
    said = []
    for outer in marked:
        place = bisect_right(starts, outer.start) - 1
        if place < 0 or sources[place] == outer or not sources[place].covers(outer):
            said.append(outer)
    return said


def _with_short_cues(text: str, runs: Sequence[TagRun]) -> list[TagRun]:
    """Give all after the verb to the content: Reported [an official as saying] it rained.

    Whom somebody quotes as saying something is sought in the content, whichever way the tagger
    took these words.
    """
    kept = list(runs)
    for place, (cue, content) in enumerate(pairwise(runs)):
        if cue.label != "Cue" or content.label != "Content":
            continue
        relayed = _RELAYED.fullmatch(text, cue.start, cue.end)
        if relayed and not text[cue.end : content.start].strip():
            kept[place] = replace(cue, end=relayed.end("verb"), last=cue.first + 1)
            kept[place + 1] = replace(content, start=relayed.start("source"), first=cue.first + 1)
    return kept


def _outside(runs: Sequence[TagRun], covered: Sequence[Span]) -> list[TagRun]:
    """Return the runs that do not lie in one of the stretches ``covered``."""
    ordered = sorted(covered)
    starts = [span.start for span in ordered]
    outside = []
    for run in runs:
        place = bisect_right(starts, run.start) - 1
        near = ordered[max(0, place - 1) : place + 1]
        if not any(span.covers(run.span) for span in near):
            outside.append(run)
    return outside
