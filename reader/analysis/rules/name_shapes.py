"""Tagged names brought into the shape of names.

A tagger may run a name on over a full stop and an opening mark, into a bracket, or into the verb
behind it, and take the first word of a sentence for somebody. What is no name is cut off here,
whatever tagger it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from reader.analysis.rules.capitals import is_common
from reader.analysis.rules.cues import SPEECH
from reader.analysis.rules.names import PERSON_LABELS
from reader.analysis.rules.scores import Scores
from reader.analysis.rules.tagged import TagRun
from reader.text.span import Span

_PART = re.compile(
    r"[^\W\d_](?:[\w.’'‐‑-]*\w)?\.?"
    r"|[\"“‘'(][^\"”’')\n]{2,30}[\"”’')](?=\s+[^\W\d_a-z])"
)
_SMALL = re.compile(
    r"(?:al|el|bin|bint|ibn|abu|da|das|de|del|della|der|den|des|di|do|dos|du|e|la|las|le|los|ter|ten"
    r"|the|van|von|vom|zu|zur|af|av|y|of|and|jr|sr|ap|ben|st|ní|nic|mac|ó|a"
    r"|wa|ole|binti|bat|ould|ag|aït|ait|zum)\.?$"
)
_CAPITAL_INSIDE = re.compile(r"\w[’'‐‑-][^\W\d_a-z]")
"""d’Arcy, al-Thani: a small particle that the name is written together with."""
_GOES_ON = re.compile(r"(?<=\w)[’'](?!(?:s|d|m|t|ll|re|ve)\b)[^\W\d_A-Z]{1,3}\b")
"""What tokens cut off from a name: Thiong’o."""
_ENDS_SENTENCE = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,}+\.$")
_GAP = re.compile(r"\s+|\s*[-–]\s*|,\s+(?=(?:[JS]r|I{2,3}|IV)\b)")
_TITLE = re.compile(
    r"(?:Mrs?|Ms|Dr|Jr|Sr|Sens?|Reps?|Govs?|Prof|Capt|Gen|Col|Lt|Lieut|Sgt|Maj|Adm|Insp|Supt|Rev"
    r"|Hon|Messrs|Mme|Mlle|Ste?|Cmdr|Cpl|Pvt|Pres|Atty|Det|Esq|Wm|Chas|Geo|Jas|Thos)\.$"
)
_SALUTATIONS = frozenset({"dear", "hello", "hi", "sir", "madam", "sincerely", "regards", "yours"})
_PRONOUNS = frozenset({"he", "she", "they", "him", "her", "them", "i", "we", "you", "it", "his"})
_SPOUSE = re.compile(
    r"(?P<first>[^\W\d_a-z][\w’'-]{1,60}+)\s+\((?:[^\W\d_a-z][\w’'-]+)\)\s+"
    r"(?P<last>[^\W\d_a-z][\w’'-]+)"
)
_STARTS_SENTENCE = re.compile(r"(?:^|\n|[—–_-]\s+|[.!?:…][\"”’')\]]*\s+)[\"“‘'(\[]*$")


def shapely(
    text: str,
    runs: Sequence[TagRun],
    blocks: Sequence[Span],
    scored: Scores,
    surnames: Set[str] = frozenset(),
) -> list[TagRun]:
    """Return ``runs`` in text order.

    People by parts of names, teams of results as organisations. ``surnames`` look like verbs of
    speech and are parts of names all the same.
    """
    kept: list[TagRun] = []
    starts = {block.start for block in blocks}
    full = {
        part
        for run in runs
        if run.label in PERSON_LABELS and " " in text[run.start : run.end]
        for part in text[run.start : run.end].split()
    }
    for run in _with_spouses(text, runs):
        for part in _in_shape(text, run, scored, surnames):
            words = text[part.start : part.end]
            if part.label in PERSON_LABELS and _is_no_name(text, part, words, starts, full):
                continue
            kept.append(part)
    return _with_scorers(kept, scored)


def _in_shape(text: str, run: TagRun, scored: Scores, surnames: Set[str]) -> Iterator[TagRun]:
    words = text[run.start : run.end]
    bare = re.sub(r"(?<![\s,\d])(?<!\d[+–-])[\s,]*+(?:\d[\d+–-]*+[\s,]*+)++$", "", words)
    if bare in scored.teams:
        label = run.label if run.label in _TEAM_LABELS else _organisation(run.label)
        yield replace(run, end=run.start + len(bare), label=label)
    elif any(span.start < run.end and run.start < span.end for span in scored.numbers):
        if not re.search(r"\d", words) and run.span not in scored.scorers:
            yield run
    elif run.label in PERSON_LABELS:
        yield from _cut(text, run, surnames)
    else:
        yield run


_TEAM_LABELS = frozenset({"Organization", "Location", "NORP", "ORG", "LOC", "GPE"})


def _organisation(label: str) -> str:
    """Return the label for bodies in the tag set that ``label`` is of."""
    return "ORG" if label.isupper() else "Organization"


def _cut(text: str, run: TagRun, surnames: Set[str]) -> Iterator[TagRun]:
    """Yield the names in a run: parts with capitals, the small words between them, no more."""
    parts: list[tuple[int, int]] = []
    at = run.start
    for found in _PART.finditer(text, run.start, run.end):
        breaks = at > run.start and not _joins(text, at, found.start())
        if parts and (breaks or _sentence_ends(text, parts[-1])):
            yield from _name(text, run, parts, surnames)
            parts = []
        word = found.group()
        if _is_small(word) and not (parts and _SMALL.fullmatch(word)):
            if _is_name_in_small(text, run):
                return (yield run)
            if parts:
                yield from _name(text, run, parts, surnames)
            parts = []
        else:
            parts.append(found.span())
        at = found.end()
    if parts:
        yield from _name(text, run, parts, surnames)


def _is_small(word: str) -> bool:
    return word[0].islower() and _CAPITAL_INSIDE.search(word) is None


def _joins(text: str, start: int, end: int) -> bool:
    """Return whether what is between two words leaves them parts of one name."""
    gap = _GAP.match(text, start)
    return start == end or (gap is not None and gap.end() == end)


def _is_name_in_small(text: str, run: TagRun) -> bool:
    """Return whether a name is written small by its bearer: no capital in the whole run."""
    return not any(char.isupper() for char in text[run.start : run.end])


def _sentence_ends(text: str, part: tuple[int, int]) -> bool:
    word = text[part[0] : part[1]]
    return _ENDS_SENTENCE.search(word) is not None and not _TITLE.match(word)


def _name(
    text: str, run: TagRun, parts: Sequence[tuple[int, int]], surnames: Set[str]
) -> Iterator[TagRun]:
    own = list(parts)
    while (
        own and _is_small(last := text[slice(*own[-1])]) and last not in ("jr", "jr.", "sr", "sr.")
    ):
        own.pop()
    while len(own) > 1 and (last := text[slice(*own[-1])]).lower() in SPEECH:
        if last in surnames:
            break
        own.pop()
    if own:
        end = own[-1][1]
        if _sentence_ends(text, own[-1]):
            end -= 1
        end = (
            run.end if run.end - end <= 2 and text[end : run.end] in ("'s", "’s", "'", "’") else end
        )
        if (rest := _GOES_ON.match(text, end)) is not None:
            end = rest.end()
        whole = own[0][0] == run.start and end == run.end
        yield run if whole else replace(run, start=own[0][0], end=end)


def _is_no_name(text: str, run: TagRun, words: str, starts: set[int], full: set[str]) -> bool:
    """Return whether a run is a single common word that only looks like a name.

    It begins a sentence, hence its capital.
    """
    low = words.lower()
    if low in _PRONOUNS:
        return True
    if not words.isalpha() or words in full:
        return False
    if not (is_common(low) or re.search(rf"\b{re.escape(low)}\b", text)):
        return False
    if low in _SALUTATIONS:
        return True
    begins = run.start in starts or _STARTS_SENTENCE.search(text[max(0, run.start - 8) : run.start])
    if not begins:
        return False
    return re.search(rf"(?<=[a-z,;] ){re.escape(words)}\b", text) is None


def _with_scorers(runs: list[TagRun], scored: Scores) -> list[TagRun]:
    if not scored.scorers:
        return runs
    free = [s for s in scored.scorers if not any(r.start < s.end and s.start < r.end for r in runs)]
    label = next((run.label for run in runs if run.label in PERSON_LABELS), "Person")
    added = [TagRun(label, span.start, span.end, 0, 0) for span in free]
    return sorted([*runs, *added], key=lambda run: run.start)


def _with_spouses(text: str, runs: Sequence[TagRun]) -> list[TagRun]:
    """Per (Ida) Olsen, as notices of deaths name a couple: one name, by its first and last part."""
    made = list(runs)
    for couple in _SPOUSE.finditer(text):
        inside = [run for run in made if run.start < couple.end() and couple.start() < run.end]
        named = [run for run in inside if run.label in PERSON_LABELS]
        last = couple.start("last")
        if (
            named
            and len(named) == len(inside)
            and any(run.start <= last < run.end == couple.end() for run in named)
            and (named[0].start <= couple.start() or _is_first_name(text, couple))
        ):
            start = min(couple.start(), named[0].start)
            whole = replace(named[0], start=start, end=couple.end(), last=named[-1].last)
            made = sorted([*(run for run in made if run not in inside), whole], key=_start)
    return made


def _is_first_name(text: str, couple: re.Match[str]) -> bool:
    """Return whether the word before the brackets has its capital as a name."""
    begins = _STARTS_SENTENCE.search(text[max(0, couple.start() - 8) : couple.start()])
    return begins is None or not is_common(couple["first"].lower())


def _start(run: TagRun) -> int:
    return run.start
