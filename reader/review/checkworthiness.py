"""How much a passage is worth a check: a score and the words that it comes from.

The marks of a checkable claim are those that fact-checkers name (Konstantinovskiy et al.,
"Toward Automated Factchecking", 2018): quantities, comparisons, causes, laws and rules; against
it stand predictions, wishes, opinions and one's own experience. The words are English; in other
languages only figures and attribution count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

START = 0.15
"""What anything begins with."""
FEW_WORDS = 4
"""A passage of fewer words says too little to be checked."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counts for or against a check.

    What it is, the words that show it, by how much (below zero: against).
    """

    what: str
    words: str
    weight: float

    def __str__(self) -> str:
        shown = f" “{self.words}”" if self.words else ""
        return f"{self.what}{shown} {self.weight:+.2f}"


@dataclass(frozen=True, slots=True)
class Worth:
    """``score`` from 0 to 1, and its reasons, the weightiest first."""

    score: float
    reasons: tuple[Reason, ...]

    @property
    def checkable(self) -> bool:
        """Whether something speaks for a check and nothing against one."""
        return any(each.weight > 0 for each in self.reasons) and not any(
            each.weight < 0 for each in self.reasons
        )


class _Words:
    """Looks for words whatever their case.

    In a text made small they are found several times as fast as by ``re.IGNORECASE``.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(rf"\b(?:{pattern})\b")

    def search(self, passage: str, small: str) -> str:
        """Return the first of the words in ``passage``.

        Of which ``small`` is the same in small letters; "" when none is in it.
        """
        found = self._pattern.search(small)
        return passage[found.start() : found.end()] if found else ""


class _Cased:
    """Looks for words as they are written."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)

    def search(self, passage: str, small: str) -> str:  # noqa: ARG002 that of _Words
        found = self._pattern.search(passage)
        return found[0] if found else ""


_FOR: tuple[tuple[str, float, _Words | _Cased], ...] = (
    (
        "an amount",
        0.2,
        _Words(
            r"half|twice|double[ds]?|tripled?|dozens|hundreds|thousands|millions|billions"
            r"|majority|nobody|none of|not a single"
        ),
    ),
    (
        "a comparison",
        0.2,
        _Words(
            r"(?:more|less|fewer|\w{2,}er)(?:\s+\w+){0,3}\s+than(?!\s+[\d$€£])"
            r"|as (?:many|much|often|high|low|large|big|fast|old|long|far) as"
            r"|compared (?:with|to)|rose|risen|fell|fallen|increase[ds]?|decreased?"
            r"|grew|shrank|halved|(?:up|down|cut \w+(?: \w+){0,3}) from"
        ),
    ),
    (
        "a cause",
        0.2,
        _Words(
            r"because|cause[ds]?|due to|as a result|owing to|thanks to|l(?:ed|eads) to"
            r"|result(?:s|ed) in|the result|contributed to|responsible for|triggered"
            r"|driving (?:up|down)|prevent(?:s|ed)?"
        ),
    ),
    (
        "a law or rule",
        0.2,
        _Cased(
            r"\b(?:laws?|(?:il)?legal(?:ly)?|unlawful(?:ly)?|ban(?:s|ned)?|treaty|treaties|charter"
            r"|constitution(?:al)?|regulations?|sanctions?|pact|violat\w+|breach\w*|permits?"
            r"|licen[cs]es?|obliged|forbidden|prohibited|(?i:article|section|clause) \d+)\b"
            r"|\b(?-i:[A-Z]\w+ Act)\b"
        ),
    ),
    (
        "a superlative",
        0.15,
        _Cased(
            r"\b(?:(?<![Aa]t )(?:most|least) \w+"
            r"|(?=[a-z]{3,}est\b)(?!(?:(?:inte|ar|un|fo)?rest|(?:re|con|be|in)?quest|(?:in|har|di)?vest|(?:sug|di)gest"
            r"|(?:pro|con|at|la|de)test|(?:ho|ear)nest|(?:north|south|mid)?west|manifest|infest"
            r"|modest|guest|chest|priest|crest|wrest|tempest|behest)\b)"
            r"[a-z]{3,}est|best|never before|unprecedented|first ever"
            r"|the (?:first|only|last) \w+|a record|ever)\b"
        ),
    ),
    (
        "an accusation",
        0.25,
        _Words(
            r"accus\w+|blam\w+|guilty|lied|lying|corrupt\w*|fraud\w*|cover(?:ed)?[ -]up|murder\w*"
            r"|killed|stole\w*|negligen\w+|den(?:y|ies|ied)|fail(?:ed|s) to|terrorists?"
            r"|abus\w+|cut short|in haste|threat\w*|provocations?|betray\w*|conceal\w*"
            r"|without (?:providing )?evidence|too few|missing|attacked|fault(?:ed|s)"
        ),
    ),
)

_AGAINST: tuple[tuple[str, float, _Words], ...] = (
    (
        "a prediction",
        -0.25,
        _Words(
            r"will|won['’]t|would|shall|\w+['’]ll|going to|expect(?:s|ed)? (?:to|that|the)"
            r"|likely|forecasts?|predict(?:s|ed)?|could|might|may|if"
        ),
    ),
    (
        "a wish or call",
        -0.25,
        _Words(
            r"hope[sd]?|wish(?:es|ed)?|wants? to|should|must|ought|let us|let['’]s|pray(?:ers?)?"
            r"|need to|call(?:ed|s)? (?:for|on)|urge[sd]?|demand(?:s|ed)?|appeal(?:s|ed)?"
        ),
    ),
    (
        "an opinion",
        -0.25,
        _Words(
            r"i (?:think|believe|feel|guess)|in my view|seems?|wonderful|terrible|beautiful|great"
            r"|disgrace\w*|amazing|love[sd]?|hate[sd]?|condemn(?:s|ed)?|critical of|support"
            r"|is well|thank(?:s|ful)?"
        ),
    ),
    ("own experience", -0.15, _Words(r"i (?:was|saw|have|had|remember|went|signed)|my \w+")),
)

_ACCUSES = _Words(
    r"accus\w+|blam\w+|fault\w+|alleg\w+|charg\w+|den(?:y|ied|ies)|reject\w*|disput\w+"
)
_FORETELLS = _Words(r"expect\w*|predict\w*|forecast\w*|warn\w*|fear\w*|estimated? that")
_WISHES = _Words(
    r"want\w*|hope\w*|urg\w+|demand\w*|call\w* (?:for|on)|ask\w*|appeal\w*|order\w*"
    r"|declin\w+|refus\w+"
)
_JUDGES = _Words(r"condemn\w*|prais\w+|critici[sz]\w+|critical of|think\w*|believ\w+|welcom\w+")
_CUES = (
    ("accuses or denies", 0.2, _ACCUSES),
    ("a prediction", -0.25, _FORETELLS),
    ("a wish or call", -0.25, _WISHES),
    ("an opinion", -0.25, _JUDGES),
)


def worth(
    passage: str,
    *,
    figures: Iterable[str] = (),
    cue: str = "",
    attributed: bool = False,
    english: bool = True,
) -> Worth:
    """Return what ``passage`` is worth a check.

    ``figures`` are the words of those found in it, ``cue`` the words that attribute it as
    somebody's, ``attributed`` says that it is known whose.
    """
    reasons: list[Reason] = []
    numbers = tuple(figures)
    if numbers:
        weight = 0.35 if len(numbers) == 1 else 0.4
        reasons.append(Reason("a number", _short(numbers[0]), weight))
    if attributed:
        reasons.append(Reason("attributed to a speaker", "", 0.1))
    if english:
        reasons.extend(_word_reasons(passage, cue))
    if passage.rstrip(" ”’\"'").endswith("?"):
        reasons.append(Reason("a question", "?", -0.3))
    if len(passage.split()) < FEW_WORDS:
        reasons.append(Reason("few words", "", -0.15))
    return judged(reasons)


def judged(reasons: Iterable[Reason]) -> Worth:
    """Return the score that ``reasons`` make together.

    What speaks for a check counts ever less the more of it there is, so that one score stays below
    1.
    """
    every = sorted(reasons, key=lambda each: -abs(each.weight))
    doubt = 1 - START
    for each in every:
        if each.weight > 0:
            doubt *= 1 - each.weight
    against = sum(each.weight for each in every if each.weight < 0)
    return Worth(round(min(1.0, max(0.0, 1 - doubt + against)), 2), tuple(every))


def _word_reasons(passage: str, cue: str) -> Iterator[Reason]:
    small, small_cue = _small(passage), _small(cue)
    for what, weight, words in _FOR:
        if found := words.search(passage, small):
            yield Reason(what, _short(found), weight)
    against = {}
    for what, weight, words in _AGAINST:
        if found := words.search(passage, small):
            against[what] = Reason(what, _short(found), weight)
    for what, weight, words in _CUES:
        found = words.search(cue, small_cue) if cue else ""
        if found and weight > 0:
            yield Reason(what, _short(found), weight)
        elif found:
            against.setdefault(what, Reason(what, _short(found), weight))
    yield from against.values()


def _small(text: str) -> str:
    """Return ``text`` in small letters, each in the place of its own."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := each.lower()) == 1 else each for each in text)


def _short(words: str) -> str:
    return " ".join(words.split())
