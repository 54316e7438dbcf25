"""What the tags and the quotation marks of an article mean: people, entities, quotes, figures.

Pure: no model is loaded here. With every tag "O" it works from the marks alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.analysis.findings import Entity, Figure, Person, Quote
from reader.analysis.rules.agreement import agreed
from reader.analysis.rules.bodies import with_bodies
from reader.analysis.rules.dialogue import with_dialogue
from reader.analysis.rules.entities import TYPES, entities
from reader.analysis.rules.figures import figures
from reader.analysis.rules.groups import with_groups
from reader.analysis.rules.incises import without_tellers
from reader.analysis.rules.marks import quotations
from reader.analysis.rules.marks_alone import quotes_by_marks
from reader.analysis.rules.name_shapes import shapely
from reader.analysis.rules.names import PERSON_LABELS, people, without_cut_nicknames
from reader.analysis.rules.quotes import quotes
from reader.analysis.rules.same_source import by_initials, one_name, short_names, with_short_names
from reader.analysis.rules.scores import scores
from reader.analysis.rules.set_off import set_off
from reader.analysis.rules.speakers import Speakers
from reader.analysis.rules.spoken_turns import turn_quotes, with_label_names
from reader.analysis.rules.surnames import with_persons_by_surname
from reader.analysis.rules.tagged import TaggedText, TagRun, runs_of
from reader.analysis.rules.trust import LEAST
from reader.analysis.rules.turns import turns
from reader.analysis.rules.verb_surnames import with_verb_surnames
from reader.article.block import Block
from reader.text.span import Span

ATTRIBUTED = ("en",)
"""Languages whose words around a quotation are understood: in others its marks are all there is."""
_LINE = re.compile(r"\S(?:[^\n]*\S)?")

_MAY_HOLD_NUMBERS = ("organisation", "facility", "product")


@dataclass(frozen=True)
class Interpretation:
    """The findings in a text, each kind in text order."""

    people: tuple[Person, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()


def interpret(tagged: TaggedText, *, least_trust: float = LEAST) -> Interpretation:
    """Make findings of ``tagged``.

    A block that doubles an earlier one is passed over, as is what is reported in no marks and
    trusted less than ``least_trust``.
    """
    tagged, surnames = with_verb_surnames(tagged)
    text = tagged.text
    kept = _blocks(tagged)
    blocks = [block.span for block in kept]
    if not blocks:
        return Interpretation()
    scored = scores(text, blocks)
    names = agreed(text, with_groups(text, _in_blocks(runs_of(tagged, "entity"), blocks)))
    names = without_cut_nicknames(text, names)
    names = with_bodies(text, shapely(text, names, blocks, scored, surnames))
    parts = _in_blocks(runs_of(tagged, "attribution"), blocks)
    in_marks = quotations(text, blocks)
    by_marks = not parts and tagged.language not in (None, *ATTRIBUTED)
    if by_marks:
        in_marks = without_tellers(text, in_marks, tagged.language or "")
        in_marks = with_dialogue(text, blocks, in_marks, tagged.language or "")
    tagged_people = [run.span for run in names if run.label in PERSON_LABELS]
    turned = turns(text, kept, tagged_people)
    if not turned and tagged.language in (None, *ATTRIBUTED):
        turned = set_off(text, kept, tagged_people)
    names = with_label_names(text, names, turned)
    called = with_persons_by_surname(text, names)
    persons = people(text, called, blocks)
    outer = [span for q in in_marks if q.parent is None for span in q.outer]
    speakers = Speakers(text, blocks, persons, called, outer)
    spoken = turn_quotes(text, kept, turned, persons, speakers)
    if by_marks:
        found = quotes_by_marks(text, in_marks, [quote for quote, _ in spoken])
    else:
        turned_blocks = frozenset(place for turn in turned for place in turn.blocks)
        found = quotes(
            text,
            kept,
            parts,
            in_marks,
            speakers,
            tagged.tokens,
            (spoken, turned_blocks),
            least_trust,
        )
    dates = [run.span for run in names if TYPES.get(run.label) == "date"]
    closing = {outer.end - 1 for quotation in in_marks for outer in quotation.outer}
    named = [run.span for run in names if TYPES.get(run.label) in _MAY_HOLD_NUMBERS]
    named_here = entities(text, names, persons)
    short = by_initials(named_here) | short_names(text)
    found = one_name(found, short)
    return Interpretation(
        persons.people,
        with_short_names(named_here, short),
        found,
        figures(text, kept, found, dates, named, scored.numbers, closing, tagged.language),
    )


def _blocks(tagged: TaggedText) -> list[Block]:
    """Return the blocks that count; lines stand for them where the caller gives none."""
    if tagged.blocks:
        return [block for block in tagged.blocks if block.duplicate_of is None and block.span]
    return [Block("paragraph", *line.span()) for line in _LINE.finditer(tagged.text)]


def _in_blocks(runs: list[TagRun], blocks: list[Span]) -> list[TagRun]:
    kept = []
    place = 0
    for run in runs:
        while place < len(blocks) and blocks[place].end <= run.start:
            place += 1
        if (
            place < len(blocks)
            and blocks[place].start <= run.start
            and run.end <= blocks[place].end
        ):
            kept.append(run)
    return kept
