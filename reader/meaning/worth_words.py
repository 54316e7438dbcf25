"""Words that speak for a check or against one, as fact-checkers name them.

Konstantinovskiy et al., "Toward Automated Factchecking" (2018): quantities, comparisons, causes,
laws and rules are checkable; predictions, wishes, opinions and one's own experience are not. The
words are English. The learnt model weighs each kind; here is only what belongs to it.
"""

from __future__ import annotations

import re


class Words:
    """Looks for words whatever their case.

    In a text made small they are found several times as fast as by ``re.IGNORECASE``.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(rf"\b(?:{pattern})\b")

    def search(self, passage: str, small: str) -> str:
        """Return the first of the words in ``passage``, "" when none is in it.

        ``small`` is the same passage in lower case.
        """
        found = self._pattern.search(small)
        return passage[found.start() : found.end()] if found else ""


class Cased:
    """Looks for words as they are written."""

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)

    def search(self, passage: str, small: str) -> str:  # noqa: ARG002 that of Words
        found = self._pattern.search(passage)
        return found[0] if found else ""


FOR: tuple[tuple[str, Words | Cased], ...] = (
    (
        "an amount",
        Words(
            r"half|twice|double[ds]?|tripled?|dozens|hundreds|thousands|millions|billions"
            r"|majority|nobody|none of|not a single"
        ),
    ),
    (
        "a comparison",
        Words(
            r"(?:more|less|fewer|\w{2,}er)(?:\s+\w+){0,3}\s+than(?!\s+[\d$€£])"
            r"|as (?:many|much|often|high|low|large|big|fast|old|long|far) as"
            r"|compared (?:with|to)|rose|risen|fell|fallen|increase[ds]?|decreased?"
            r"|grew|shrank|halved|(?:up|down|cut \w+(?: \w+){0,3}) from"
        ),
    ),
    (
        "a cause",
        Words(
            r"because|cause[ds]?|due to|as a result|owing to|thanks to|l(?:ed|eads) to"
            r"|result(?:s|ed) in|the result|contributed to|responsible for|triggered"
            r"|driving (?:up|down)|prevent(?:s|ed)?"
        ),
    ),
    (
        "a law or rule",
        Cased(
            r"\b(?:laws?|(?:il)?legal(?:ly)?|unlawful(?:ly)?|ban(?:s|ned)?|treaty|treaties|charter"
            r"|constitution(?:al)?|regulations?|sanctions?|pact|violat\w+|breach\w*|permits?"
            r"|licen[cs]es?|obliged|forbidden|prohibited|(?i:article|section|clause) \d+)\b"
            r"|\b(?-i:[A-Z]\w+ Act)\b"
        ),
    ),
    (
        "a superlative",
        Cased(
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
        Words(
            r"accus\w+|blam\w+|guilty|lied|lying|corrupt\w*|fraud\w*|cover(?:ed)?[ -]up|murder\w*"
            r"|killed|stole\w*|negligen\w+|den(?:y|ies|ied)|fail(?:ed|s) to|terrorists?"
            r"|abus\w+|cut short|in haste|threat\w*|provocations?|betray\w*|conceal\w*"
            r"|without (?:providing )?evidence|too few|missing|attacked|fault(?:ed|s)"
        ),
    ),
)

AGAINST: tuple[tuple[str, Words], ...] = (
    (
        "a prediction",
        Words(
            r"will|won['’]t|would|shall|\w+['’]ll|going to|expect(?:s|ed)? (?:to|that|the)"
            r"|likely|forecasts?|predict(?:s|ed)?|could|might|may|if"
        ),
    ),
    (
        "a wish or call",
        Words(
            r"hope[sd]?|wish(?:es|ed)?|wants? to|should|must|ought|let us|let['’]s|pray(?:ers?)?"
            r"|need to|call(?:ed|s)? (?:for|on)|urge[sd]?|demand(?:s|ed)?|appeal(?:s|ed)?"
        ),
    ),
    (
        "an opinion",
        Words(
            r"i (?:think|believe|feel|guess)|in my view|seems?|wonderful|terrible|beautiful|great"
            r"|disgrace\w*|amazing|love[sd]?|hate[sd]?|condemn(?:s|ed)?|critical of|support"
            r"|is well|thank(?:s|ful)?"
        ),
    ),
    ("own experience", Words(r"i (?:was|saw|have|had|remember|went|signed)|my \w+")),
)

_ACCUSES = Words(
    r"accus\w+|blam\w+|fault\w+|alleg\w+|charg\w+|den(?:y|ied|ies)|reject\w*|disput\w+"
)
_FORETELLS = Words(r"expect\w*|predict\w*|forecast\w*|warn\w*|fear\w*|estimated? that")
_WISHES = Words(
    r"want\w*|hope\w*|urg\w+|demand\w*|call\w* (?:for|on)|ask\w*|appeal\w*|order\w*"
    r"|declin\w+|refus\w+"
)
_JUDGES = Words(r"condemn\w*|prais\w+|critici[sz]\w+|critical of|think\w*|believ\w+|welcom\w+")
CUES: tuple[tuple[str, float, Words], ...] = (
    ("accuses or denies", 0.8, _ACCUSES),
    ("a prediction", -1.0, _FORETELLS),
    ("a wish or call", -1.0, _WISHES),
    ("an opinion", -1.0, _JUDGES),
)
"""What the words tell by which a quote is given to its speaker; weights in log-odds, by hand: the
sentences that the model learnt from have no such words.
"""


def small(text: str) -> str:
    """``text`` in lower case, every character at its own offset."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := each.lower()) == 1 else each for each in text)
