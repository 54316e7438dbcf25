"""What is tagged or framed as speech and is none.

He did not say which. The army declined to comment. She noted the number and left. Footage showed
mourners. Experience shows that dikes break. They had seen “Carmen” and “Help!”.
"""

from __future__ import annotations

import re

from reader.analysis.rules.attribution import Attribution, Paragraph, Piece, is_title
from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.verbs import FINITE
from reader.text.span import Span

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_REACH = 60
_DENYING = (
    r"(?:(?:did|does|do|would|could|will|can|has|have|had|is|was|were|are|should)(?:\s+not|n['’]t)"
    r"|cannot|can['’]t|won['’]t|never|without|nor|neither|(?:declin|refus)(?:e|es|ed|ing)\s+to"
    r"|(?:yet|unable|unwilling|reluctant|failed|fails)\s+to)"
)
_TELLING = (
    r"(?:say(?:ing)?|tell(?:ing)?|comment(?:ing|ed)?|specify(?:ing)?|specified|elaborat(?:e|ed|ing)"
    r"|explain(?:ed|ing)?|disclos(?:e|ed|ing)|identif(?:y|ied|ying)|nam(?:e|ed|ing)|reveal(?:ed|ing)?"
    r"|discuss(?:ed|ing)?|answer(?:ed|ing)?|respond(?:ed|ing)?|mention(?:ed|ing)?|clarif(?:y|ied)"
    r"|detail(?:ed|ing)?|describ(?:e|ed|ing)|giv(?:e|en|ing)|provid(?:e|ed)|indicat(?:e|ed)"
    r"|said|told|address(?:ed)?|go\s+into|reply|replied)"
)
_UNSAID = re.compile(rf"\b{_DENYING}\s+(?:\w+ly\s+|been\s+|yet\s+)?{_TELLING}\b", re.IGNORECASE)
_DECLINED = re.compile(
    r"\b(?:declin|refus)(?:e|es|ed|ing)\b|\b(?:would|could|did|will|does|do)(?:\s+not|n['’]t)\b",
    re.IGNORECASE,
)
_TO_TELL = re.compile(
    rf"(?:to\s+)?{_TELLING}\b|comment\b|further\s+comment\b|details\b"
    r"|(?:to\s+)?be\s+(?:named|identified|quoted|interviewed|drawn)\b",
    re.IGNORECASE,
)
_NOTHING = lexicon(
    """experience history practice reality time life logic intuition memory nature fate tradition
    hindsight common_sense instinct conscience wisdom arithmetic"""
)
_PICTURES = re.compile(
    r"\b(?:television|tv|footage|videos?|images?|pictures?|photos?|photographs?|broadcasters?"
    r"|channels?|films?|cctv|cameras?|clips?|maps?|screens?|posters?|x-rays?|radar)\b",
    re.IGNORECASE,
)
_SHOWING = re.compile(
    r"\b(?:show(?:s|ed|n|ing)?|air(?:s|ed)|broadcasts?|play(?:s|ed))$", re.IGNORECASE
)
_HANDED = re.compile(
    r"\b(?:handed|given|sent|shown|passed|received|opened|found|held|signed|carr(?:ied|ying))\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:polls?|surveys?|stud(?:y|ies)|analys[ei]s|reports?|reviews?|audits?|investigations?"
    r"|inquir(?:y|ies)|research|data|figures|statistics|average|census|index|indices|estimates?"
    r"|projections?|forecasts?|findings|results|records|tests?|trials?|assessments?)\b",
    re.IGNORECASE,
)
"""Sources whose "found" and "shows" give a finding, whatever follows the verb."""
_BY_OBJECT = lexicon(
    """noted notes note noting read reads reading recalled recalls recalling remembered stated
    states repeated repeats repeating observed observes observing recorded records wrote writes
    counted counts heard hears hear saw sees seen watched slammed slams blasted hit hits played
    plays showed shows handed gave gives sang sings listed lists marked spelled spelt dictated
    mouthed typed copied signed printed knew knows thought_up pointed"""
)
"""Verbs that tell what was said only with a clause or marks behind them; else they do things."""
_CLAUSE_BEGINS = re.compile(
    r"(?:that|how|whether|why|what|who|where|when|if|which|it|he|she|they|there|we|i|you|as|no|yes"
    r"|being|having|seeing|going)\b",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"(?:[\w’'.-]+\s){1,6}for\s(?:not\s)?\w+ing\b"
    r"|(?:[\w’'.,-]+\s){1,8}as\s(?!well\b|soon\b|long\b|part\b|usual\b|the\b|he\b|she\b|it\b|they\b"
    r"|we\b|you\b|his\b|her\b|their\b)\w"
    r"|(?:[\w’'-]+\s){0,4}(?:accusation|allegation|claim|charge|assertion|concern|fear|warning|demand"
    r"|pledge|promise|belief|opinion|intention|commitment|opposition|willingness|desire|support)s?"
    r"\s(?:that|to|for|of)\b"
)
"""blasted him for leaving, sees him as a threat, repeated claims that: a view of the thing."""
_NEXT = re.compile(r"(?:,|(?<!\s))\s+(?:and|then|but|before|after|while|as|when)\s")
_GREETING = re.compile(
    r"(?:goodbye|good-bye|farewell|hello|good (?:morning|night|evening)|grace|mass|prayers?"
    r"|(?:his|her|their|a) (?:prayers?|goodbyes|vows|piece|name))\b",
    re.IGNORECASE,
)
_ARTS = lexicon(
    """seen saw see sees watched watch watches read reads reading visited attended played plays play
    starred stars star starring directed directs performed performs sang sings sing sung recorded
    wrote written bought sold published heard hears hear conducted staged translated edited produced
    painted loved loves liked likes enjoyed screened opened hosted presented named titled entitled
    covered won reviewed called"""
)
_BETWEEN_TITLES = re.compile(r"[\s,;]*(?:and|or|then|also|both)?[\s,;]*")


_MERE_OBJECT = re.compile(r"(?:the|all|these|those) (?:two|three|four|pair|couple|others?)\W*")
"""Whom something is done to, and no words: praised the two."""
_TO_PEOPLE = lexicon("praised praises praising thanked thanks thanking hailed greeted consoled")
_A_PERSON = re.compile(
    r"(?:[a-z][\w’-]*\s){0,3}(?:[^\W\d_a-z][\w.’'-]*\s?){1,4}\W*|(?:him|her|them|everyone|everybody)\W*"
)
_NO_WORDS = re.compile(
    r"(?:(?:absolutely|almost|next to|hardly|very)\s+)?(?:nothing|anything|something|everything"
    r"|little|much|so|as much|no more|more|(?:not )?(?:a|one|another|no) (?:single )?words?"
    r"|no such thing)\W*",
    re.IGNORECASE,
)
"""What somebody says nothing with: said nothing, neither said anything, said so."""
_NOTHING_OF = re.compile(
    r"(?:nothing|not a word)\s+(?:of|about|on|more|else|at all|to|in|until|publicly)\b[^.;:]{0,80}"
)
_NOT_WHO = re.compile(
    r"\b(?:it|this|that)[^\S\n](?:was|is|were|are)(?:[^\S\n](?:not|never)|n['’]t)[^\S\n]"
    r"[^.;:“”\"\s][^.;:“”\"]{0,90}[^\S\n](?:who|that)[^\S\n]$",
    re.IGNORECASE,
)
_FIRST_NAME = re.compile(r"(?<!\w)[^\W\d_a-z][\w’-]{1,30}[^\S\n]$")
_MARKED_NICKNAME = re.compile(
    r"[“\"‘']\w[\w’-]{0,20}(?:[^\S\n]\w[\w’-]{0,20}){0,2}[”\"’'][^\S\n](?=[^\W\d_a-z]\w)"
)
_TO_HEARERS = re.compile(
    r"\b(?:address(?:es|ed|ing)?|greet(?:s|ed|ing)?|meets?|met|meeting|hosted|hosting|briefed"
    r"|briefing|entertained|joined|joining)$",
    re.IGNORECASE,
)
_HEARERS = re.compile(
    r"(?:(?:an?|the|his|her|their|its|some|many|several|about|around|nearly|over|\d[\d,.]*)\s+)*"
    r"(?:[\w’'-]+\s+){0,4}?"
    r"(?:(?:crowds?|gatherings?|rall(?:y|ies)|meetings?|audiences?|congregations?|assembl(?:y|ies)"
    r"|parliament|congress|senate|council|conferences?|conventions?|supporters|delegates|followers"
    r"|reporters|journalists|troops|soldiers|students|pupils|workers|mourners|worshippers|members"
    r"|residents|voters|protesters|demonstrators|people)\b|who\b)",
    re.IGNORECASE,
)
_CROWD_SAYS = re.compile(r"(?P<who>[^,;:]{1,80}?),?\s+(?:who|that)\s+(?P<cue>[\w\s]{1,30}?)[\s,:]*")
_SHOWN = re.compile(
    r"(?P<who>[^\W\d_a-z][\w’'.-]*(?:\s[^\W\d_a-z][\w’'.-]*){0,4})\s+"
    r"(?P<cue>saying|asking|telling|shouting|declaring|claiming|announcing|promising|warning)"
    r"(?:\s[^“”\"]{0,60})?[,:]?\s*"
)
_TOOK_AWAY = re.compile(
    r"\b(?:strip(?:s|ped|ping)?|rob(?:s|bed|bing)?|depriv(?:e|es|ed|ing)|reliev(?:e|es|ed|ing))"
    r"(?:\s+of)?$",
    re.IGNORECASE,
)
"""What is done to somebody, whatever is in marks behind it: robbed her of the “first” medal."""
_DID = re.compile(
    r"\b(?:(?:responsible|jailed|convicted|wanted|sentenced|famous|retaliat(?:e|es|ed|ing)) for"
    r"|(?:look(?:s|ed|ing)?|star(?:e|es|ed|ing)|gaz(?:e|es|ed|ing)|glanc(?:e|es|ed|ing)"
    r"|peer(?:s|ed|ing)?) (?:at|into|over|up at|down at|out at))$",
    re.IGNORECASE,
)
"""Tells what somebody did, not what somebody said."""


def is_unsaid(paragraph: Paragraph, attribution: Attribution) -> bool:
    """Return whether a cue says that something was not said.

    Did not say which, declined to comment.
    """
    cue = attribution.cue
    if cue is None or not attribution.pieces:
        return False
    sentence = paragraph.sentence_of(cue.start)
    text = paragraph.text
    floor = max(sentence.start, cue.start - _REACH)
    for found in _UNSAID.finditer(text, floor, min(sentence.end, cue.end + 1)):
        if found.end() > cue.start and not paragraph.pieces_between(floor, found.start()):
            return True
    if _NO_WORDS.fullmatch(text, attribution.pieces[0].start, attribution.pieces[-1].end):
        return True
    first = attribution.pieces[0]
    if len(attribution.pieces) == 1 and first.start >= cue.end:
        nothing = _NOTHING_OF.fullmatch(text, first.start, first.end)
        if nothing is not None and not paragraph.marked_in(first.start, first.end):
            return True
    declined = _DECLINED.search(text, max(floor, cue.start - 12), cue.end)
    return (
        declined is not None
        and first.start >= cue.end
        and (_TO_TELL.match(text, first.start) is not None)
    )


def spare_crowd(paragraph: Paragraph, attribution: Attribution) -> None:
    """Keep what a crowd says apart from who speaks to it: he addressed people who chanted “…”."""
    cue = attribution.cue
    if cue is None or len(attribution.pieces) != 1:
        return
    text, piece = paragraph.text, attribution.pieces[0]
    follows = piece.start >= cue.end and not text[cue.end : piece.start].strip()
    if (
        follows
        and _TO_HEARERS.search(text, cue.start, cue.end)
        and _HEARERS.match(text, piece.start, piece.end)
    ):
        attribution.cue = attribution.source = None
        attribution.rule = "a speech verb leads up to the marks"
        attribution.pieces = [
            Piece(outer.start, outer.end, marked=True, tagged=False)
            for outer in paragraph.marked
            if piece.start <= outer.start and outer.end <= piece.end
        ]
        first = attribution.pieces[0].start if attribution.pieces else piece.end
        if (crowd := _CROWD_SAYS.fullmatch(text, piece.start, first)) is not None:
            attribution.source, attribution.cue = Span(*crowd.span("who")), Span(*crowd.span("cue"))


def give_to_shown(paragraph: Paragraph, attribution: Attribution) -> None:
    """Give words in marks to who is seen saying them: used footage of Ann Lee asking, “…”."""
    cue = attribution.cue
    if cue is None or len(attribution.pieces) != 1:
        return
    text, piece = paragraph.text, attribution.pieces[0]
    marks = paragraph.marked_in(piece.start, piece.end)
    if piece.marked or not marks or not _PICTURES.search(text, cue.start, cue.end):
        return
    shown = _SHOWN.fullmatch(text, piece.start, marks[0].start)
    if shown is not None and marks[-1].end >= piece.end - 1:
        attribution.source, attribution.cue = Span(*shown.span("who")), Span(*shown.span("cue"))
        attribution.pieces = [Piece(outer.start, outer.end, marked=True) for outer in marks]
        attribution.rule = "somebody is shown saying it"


def spare_denied(paragraph: Paragraph, attribution: Attribution) -> None:
    """Take the source off where its sentence denies it: it was not the mayor who said “no”."""
    cue = attribution.cue
    if cue is not None and _NOT_WHO.search(
        paragraph.text, paragraph.sentence_of(cue.start).start, cue.start
    ):
        attribution.source = None
        attribution.rule = "the sentence denies that its subject said it"


def spare_names(text: str, attribution: Attribution) -> None:
    """Leave out content that is the attribution's own source, or a nickname in marks."""
    source = attribution.source
    attribution.pieces = [
        piece
        for piece in attribution.pieces
        if not (_is_nickname(text, piece) if piece.marked else _is_source(piece, source))
    ]


def _is_source(piece: Piece, source: Span | None) -> bool:
    return source is not None and piece.start <= source.start < piece.end <= source.end


def _is_nickname(text: str, piece: Piece) -> bool:
    before = _FIRST_NAME.search(text, max(0, piece.start - 40), piece.start)
    return before is not None and _MARKED_NICKNAME.match(text, piece.start) is not None


def is_no_speech(paragraph: Paragraph, attribution: Attribution) -> bool:
    """Return whether what is attributed is a thing done, seen or held, and nothing said."""
    cue, source = attribution.cue, attribution.source
    if cue is None or not attribution.pieces:
        return False
    text = paragraph.text
    verb = (_WORD.findall(text[cue.start : cue.end].lower()) or [""])[-1]
    says_nothing = source is not None and _bare(source.slice(text)) in _NOTHING
    if says_nothing or _TOOK_AWAY.search(text, cue.start, cue.end):
        return True
    if any(piece.marked for piece in attribution.pieces):
        return verb in _ARTS and all(_titles(paragraph, piece) for piece in attribution.pieces)
    first = attribution.pieces[0]
    if _DID.search(text, cue.start, cue.end):
        return True
    if _holds_marks(paragraph, first):
        return verb in _ARTS and _titles(paragraph, first)
    if len(attribution.pieces) > 1 or first.start < cue.end:
        return False
    words = text[first.start : first.end]
    shown = _SHOWING.search(text, cue.start, cue.end) and not words.startswith("that ")
    if shown and source is not None and _PICTURES.search(source.slice(text)):
        return True
    if _MERE_OBJECT.fullmatch(words) or (verb in _TO_PEOPLE and _A_PERSON.fullmatch(words)):
        return True
    if source is not None and _REPORTS.search(source.slice(text)):
        return False
    if _HANDED.search(text, cue.start, cue.end) and _is_object(text, first, cue):
        return True
    if _GREETING.match(words) and verb in ("said", "says", "say", "stated", "bade", "waved"):
        return True
    return first.tagged and verb in _BY_OBJECT and _is_object(text, first, cue)


def _bare(source: str) -> str:
    return re.sub(r"^(?:the|a|an|our|past|bitter|long)\s+", "", source.lower().strip(" ,.;:"))


def _is_object(text: str, piece: Piece, cue: Span) -> bool:
    """Return whether what follows the verb is a thing, no clause: noted the number of the ferry."""
    if text[cue.end : piece.start].strip() or _CLAUSE_BEGINS.match(text, piece.start):
        return False
    if _JUDGED.match(text, piece.start, piece.end):
        return False
    following = _NEXT.search(text, piece.start, piece.end)
    end = following.start() if following else piece.end
    return FINITE.search(text, piece.start, end) is None


def _holds_marks(paragraph: Paragraph, piece: Piece) -> bool:
    return any(piece.start <= outer.start < piece.end for outer in paragraph.marked)


def _titles(paragraph: Paragraph, piece: Piece) -> bool:
    """Return whether the marks in a stretch hold titles, and hardly anything is between them."""
    text, at = paragraph.text, piece.start
    inside = [outer for outer in paragraph.marked if piece.start <= outer.start < piece.end]
    for outer in inside:
        if not _BETWEEN_TITLES.fullmatch(text, at, max(at, outer.start)):
            return False
        if not is_title(_WORD.findall(outer.slice(text))):
            return False
        at = outer.end
    return bool(inside) and FINITE.search(text, min(at, piece.end), piece.end) is None
