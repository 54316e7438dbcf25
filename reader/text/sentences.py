"""Parts a block of text into sentences, with an eye on quotation marks. Pure rules, linear time.

A stop ends a sentence together with the closing marks and brackets behind it. It does not when
what follows goes on (a small letter, a dash and a small letter, the speaker of a quotation that
ended in “!” or “?”), when it belongs to an abbreviation, an initial or a number, or when it is
in a bracket inside a sentence. Several sentences inside one quotation are split like others.
"""

from __future__ import annotations

import re
from typing import Any

import regex

from reader.text.span import Span

_CLOSERS = r"”’\"'»›)\]}"
_STOP: Any = regex.compile(
    rf"(?P<cjk>(?:[。！？｡．]+[」』”’）】》〉]*)+)"
    rf"|(?P<stops>(?:[.!?…؟۔।॥።]+(?:\[\d{{1,3}}\])*[{_CLOSERS}“‘]*(?:\[\d{{1,3}}\])*)+)(?=\s|$)"
    r"|(?P<gap>\n[ \t]*\n)"
)
_WORD_BEFORE: Any = regex.compile(r"(?r)[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}.&’'-]*")
_NEXT: Any = regex.compile(
    r"\s*(?P<dash>[—–―-]{1,2}\s*)?(?P<openers>[“‘\"'«„‚‹([{¿¡]*)\s?(?P<word>[\w’']*)"
)
_CONTINUES_CJK = "とっ、，,"

_TITLES = frozenset(
    re.findall(
        r"\w+",
        "mr mrs ms mx dr prof gen lt col sgt cpl pvt capt cmdr maj adm brig sen rep gov pres"
        " rev hon messrs mme mlle st ste mt ft supt insp det sr. fr hr frau herr dott sig vs v"
        " rt amb atty approx ca cf eg ie viz incl",
    )
)
"""Abbreviations that something always follows."""
_BEFORE_NUMBERS = frozenset(
    re.findall(
        r"\w+",
        "no nos nr art arts sec ch chap fig figs vol pp p par para pt bk ed op jan feb mar"
        " apr jun jul aug sep sept oct nov dec",
    )
)
"""Abbreviations only when a number follows; “No.” alone is a sentence."""
_MAY_END = frozenset(
    re.findall(
        r"\w+",
        "inc corp ltd co bros jr sr plc llc gmbh ag etc al dept univ assn ave blvd rd est mfg",
    )
)
_DAY_TIMES = frozenset(("a.m", "p.m", "am", "pm"))
_AFTER_DAY_TIMES = frozenset(
    re.findall(
        r"\w+",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March"
        " April May June July August September October November December Mon Tue Tues Wed Thu"
        " Thur Thurs Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec GMT UTC BST"
        " CET CEST EST EDT CST CDT MST MDT PST PDT ET CT MT PT IST JST Eastern Central"
        " Mountain Pacific Greenwich",
    )
)
_STARTERS = frozenset(
    re.findall(
        r"\w+",
        "The A An He She It They We I You In On At But And Or So Yet For From To By With As"
        " If When While Where What Who Why How This That These Those There Here His Her Its"
        " Their Our My Your No Not Nobody None Some Many Most All Both Each Every One Two"
        " Three After Before Since During Under Over About According Although Though However"
        " Because Then Now Still Also Even Only Such Another Other Others Asked Last Later"
        " Earlier Once Until Despite Among Between Is Are Was Were Do Does Did Has Have Had"
        " Can Could Will Would Should May Might Let Nor",
    )
)
_CUE = regex.compile(
    r"\b(?:said|says|say|told|tells|asked|asks|added|adds|wrote|writes|tweeted|tweets|replied|replies"
    r"|recalled|recalls|answered|answers|shouted|shouts|cried|cries|exclaimed|yelled|whispered"
    r"|whispers|joked|jokes|posted|posts|quipped|screamed|remarked|insisted|insists|wondered|wonders"
    r"|called|declared|declares|continued|snapped|laughed|sighed|muttered|noted|notes)\b"
)
_AFTER_CUE = regex.compile(
    r"\s*(?:[.,;:!?…]|$|(?:on|in|at|to|of|during|after|before|from|via|as|when|while|with|over|late"
    r"|early|earlier|later|by|outside|inside|near|through|again|back|out|once|last|yesterday|today"
    r"|aloud|softly|quietly|loudly|angrily)\b)"
)
_AFTER_HEARER_CUE = regex.compile(r"\s+(?!(?:that|if|whether|of|the|a|to)\b)\p{L}")
_SENTENCE_REACH = 300


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of ``text`` from ``start`` to ``end``, which is one block.

    In order; they cover all but the white space between them and at the edges.
    """
    stop = len(text) if end is None else end
    found: list[Span] = []
    begin = _skip_space(text, start, stop)
    for match in _STOP.finditer(text, start, stop):
        if match.end() <= begin or not _ends(text, begin, match, stop):
            continue
        last = match.end() if match["gap"] is None else match.start()
        while last > begin and text[last - 1].isspace():
            last -= 1
        found.append(Span(begin, last))
        begin = _skip_space(text, match.end(), stop)
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    if stop > begin:
        found.append(Span(begin, stop))
    return found


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _ends(text: str, begin: int, match: Any, end: int) -> bool:
    """Return whether the stop in ``match`` ends the sentence that starts at ``begin``."""
    if match["gap"] is not None:
        return True
    after = match.end()
    if _skip_space(text, after, end) == end:
        return True
    if match["cjk"] is not None:
        closed = match["cjk"][-1] in "」』"
        return not (closed and text[after] in _CONTINUES_CJK) and not _in_bracket(
            text, begin, match, end
        )
    following = _NEXT.match(text, after, min(end, after + 80))
    word = following["word"]
    stops = match["stops"]
    if not word:
        return any(char.isalnum() for char in text[after : min(end, after + 80)])
    if word[0].islower() and not following["openers"]:
        return False
    if _in_bracket(text, begin, match, end):
        return False
    if stops.strip(".") == "":
        return _full_stop_ends(text, begin, match.start(), following, len(stops))
    if stops in ("…", "...") or (stops[0] == "…" and len(stops) == 1):
        return not text[match.start() - 1 : match.start()].isspace()
    quoted = any(mark in stops for mark in "”’\"'»")
    if quoted and stops[0] in "!?…" and not following["openers"] and not following["dash"]:
        return not _speaker_follows(text, after, end, word)
    return True


def _full_stop_ends(text: str, begin: int, at: int, following: Any, count: int) -> bool:
    """Return whether stops at ``at`` with no mark behind them end the sentence."""
    if count > 1:
        return count > 3 or not text[at - 1 : at].isspace()
    before = _WORD_BEFORE.search(text, max(begin, at - 40), at)
    if before is None or before.end() != at:
        return True
    word, after = before[0], following["word"]
    plain = word.lower().strip(".")
    opened = bool(following["openers"]) and following["openers"] not in "(["
    if plain in _DAY_TIMES:
        return not (after in _AFTER_DAY_TIMES or _is_clock(text, following))
    if plain.replace(".", "") in _TITLES and not opened:
        return False
    if plain in _BEFORE_NUMBERS and after[0].isdigit():
        return False
    if before.start() == begin and len(word) < 4 and (word.isdigit() or plain in "abcdef"):
        return False
    if following["dash"] and len(word) > 2 and word.isupper():
        return False  # a dateline
    initial = len(word) == 1 and word.isupper()
    if initial or "." in word or plain in _MAY_END:
        return opened or after in _STARTERS or not after[0].isalpha()
    return True


def _is_clock(text: str, following: Any) -> bool:
    """Return whether “Iraq time” or the like follows a time of day."""
    return regex.match(r"(?:\s\p{Lu}\w+)?\s(?:time|Time)\b", text, pos=following.end()) is not None


def _in_bracket(text: str, begin: int, match: Any, end: int) -> bool:
    """Return whether the stop is in a bracket that opened in the sentence and will close."""
    if match.start() - begin > _SENTENCE_REACH:
        return False
    opened = text.rfind("(", begin + 1, match.start())
    if opened < 0 or text.find(")", opened, match.end()) >= 0:
        return False
    if not text[begin:opened].strip("“‘\"' "):
        return False
    return text.find(")", match.end(), min(end, match.end() + _SENTENCE_REACH)) >= 0


def _speaker_follows(text: str, after: int, end: int, word: str) -> bool:
    """Return whether the quotation that ended at ``after`` goes on with who said it.

    As in “…!” X said.
    """
    if word in _STARTERS:
        return False
    clause = text[after : min(end, after + _SENTENCE_REACH)]
    stop = regex.search(
        r"[!?“”\"]|\.(?=\s+\p{Lu}|\s*$)(?<!\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|\p{Lu})\.)", clause
    )
    until = stop.end() if stop else len(clause)
    cue = _CUE.search(clause, 0, until)
    if cue is None:
        return False
    speaker = clause[: cue.start()].strip()
    # With an apposition the verb is far from the name; without one it follows a name at once.
    if "," not in speaker and len(speaker.split()) > 8:
        return False
    if _AFTER_CUE.match(clause, cue.end()):
        return True
    return cue[0] in ("told", "tells", "asked", "asks") and bool(
        _AFTER_HEARER_CUE.match(clause, cue.end())
    )
