"""What somebody is said to be: "Pentagon spokesman", "the council leader", and what it tells."""

from __future__ import annotations

import re
from typing import Literal

from reader.analysis.rules.lexicon import lexicon
from reader.text.span import Span

Gender = Literal["he", "she"]

ROLE_NOUNS = lexicon(
    """actor actress activist adviser advisor aide ambassador analyst archbishop archivist artist
    attorney author ayatollah banker billionaire bishop boss broadcaster businessman
    businesswoman candidate captain cardinal ceo chair chairman chairperson chairwoman champion
    chancellor chef chief clerk co-author co-chair co-founder coach colonel columnist comedian
    commander commentator commissioner congressman congresswoman consultant contender
    coordinator correspondent councillor councilman councilwoman counsel critic curator dean
    defender delegate dentist deputy designer detective dictator diplomat director doctor
    economist editor emperor engineer envoy executive expert farmer filmmaker fireman fisherman
    founder fundraiser general governor gov head historian host inspector investigator
    journalist judge justice king lawmaker lawyer leader lecturer legislator lieutenant lobbyist
    major manager master mayor member minister mogul monk negotiator nominee nurse officer
    official operative organizer organiser owner painter partner pastor pharmacist philosopher
    photographer physician pilot player poet policeman politician pollster pope premier
    president priest prime prince princess principal producer professor promoter prosecutor
    psychologist publisher queen rabbi rebel reporter representative rep researcher scholar
    scientist seamstress secretary senator sen sergeant sheikh sheriff singer skipper soldier
    solicitor speaker spokesman spokesperson spokeswoman star strategist student superintendent
    surgeon teacher trainer translator treasurer trustee veteran vicar victim warden winner
    worker writer youtuber"""
)
_MODIFIERS = lexicon(
    """acting assistant associate attorney campaign chief city civil communications community
    conservative council county defence defense democratic deputy district economic elected
    executive federal female finance fire fellow first foreign former general harbour harbor
    health high home house incumbent interim junior late lead leading legal liberal local
    longtime male managing medical middle military national onetime opposition own party
    political policy presidential press presumptive prime public ranking regional republican
    retired rival royal school science security senior speaker state supreme team then top town
    transport treasury trade union veteran vice vice-presidential white women's"""
)
_DATES = lexicon(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december"""
)
_VERBS = lexicon("who whose which is was are were has had will would said says told of in on at")
_LEADERS = lexicon("a an the its his her their our and but yet so still then of")
_NOT_IN_A_ROLE = lexicon(
    """a an the and or but in on at by with to from as that said says when while after before if he
    she they it who which his her their its this these those i we meanwhile also according"""
)
_WORD = re.compile(r"[^\s,;:()“”\"—–]+")
_LEFT = 90
_AFTER = re.compile(
    r"['’]?s?,? ?(?:\([^)]{1,20}\))?,\s+"
    r"(?P<role>(?:(?:the|a|an|another|one of the|then|now|its|his|her)\s+)?"
    r"[^,.;:“”\"()\n]{3,90}?)(?=,|\.(?:\s|$)|;|\s(?:who|whose|which|said|says|told)\b|\s[—–]|$)"
)
_BEFORE_WITH_COMMA = re.compile(
    r"(?:^|[\s“\"(])(?:the|its|his|her|their|our|an?|another|[\w.]+['’]s)\s+"
    r"(?P<role>[\w' ’-]{3,60}),\s+$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an|another|one of the|its|his|her|their)\s+", re.IGNORECASE)
_HE = re.compile(
    r"\b(?:mr|sir|lord|king|prince|pope|father|brother|\w*(?:spokes|chair|congress|business|council"
    r"|news|police|fisher)man|husband|son|actor|himself|dad|nephew|uncle|grandson)\b",
    re.IGNORECASE,
)
_SHE = re.compile(
    r"\b(?:mrs|ms|miss|dame|lady|queen|princess|sister|\w*(?:spokes|chair|congress|business"
    r"|council|news|police)woman|wife|widow|(?:grand|step)?daughter|niece|aunt|mother|actress|seamstress|herself|mum|mom)\b",
    re.IGNORECASE,
)


def role_of(text: str, name: Span, block: Span) -> str | None:
    """Return the role given beside ``name``, which is a full name in ``block``.

    None without one.
    """
    return (
        _role_before(text, name, block)
        or _role_after(text, name, block)
        or _role_before_comma(text, name, block)
    )


def holds_role(words: str) -> bool:
    """Return whether ``words`` name an office or a calling."""
    return any(_is_role(word) for word in _WORD.findall(words))


def head_role(words: str) -> str | None:
    """Return the word that names the office ("president" in "the US president")."""
    found = None
    for word in _WORD.findall(re.split(r",|\b(?:of|for|at|in|from|to|with|who)\b", words)[0]):
        if _is_role(word):
            found = _plain(word)
    return found


def gender_of_words(words: str) -> Gender | None:
    """Return what titles and callings tell of the person, None when they tell nothing."""
    he, she = _HE.search(words) is not None, _SHE.search(words) is not None
    if he == she:
        return None
    return "he" if he else "she"


def is_date(word: str) -> bool:
    """Return whether ``word`` is a day of the week or a month."""
    return _plain(word) in _DATES


def leads_to_subject(lead: str) -> bool:
    """Return whether ``lead``, from a sentence's start to a name.

    Is but title, role and article.
    """
    words = _WORD.findall(lead)
    return len(words) <= 8 and all(
        word[0].isupper()
        or _plain(word) in _MODIFIERS
        or _plain(word) in _LEADERS
        or _is_role(word)
        or not word[0].isalnum()
        for word in words
    )


def _plain(word: str) -> str:
    return re.sub(r"['’]s?$", "", word).strip(".'’").lower()


def _is_role(word: str) -> bool:
    plain = _plain(word)
    return plain in ROLE_NOUNS or plain.rpartition("-")[2] in ROLE_NOUNS


def _role_before(text: str, name: Span, block: Span) -> str | None:
    begin = max(block.start, name.start - _LEFT)
    words = list(_WORD.finditer(text, begin, name.start))
    first = name.start
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        between = text[word.end() : first]
        if between.strip() or (begin > block.start and word.start() == begin):
            break
        if not _belongs(word.group(), words[place - 1].group() if place else ""):
            break
        first = word.start()
    role = text[first : name.start].strip()
    role = re.sub(r"^(?:of|for)\s+", "", role)
    return " ".join(role.split()) if role and holds_role(role) else None


def _belongs(word: str, before: str) -> bool:
    plain = _plain(word)
    if plain in _NOT_IN_A_ROLE or plain in _DATES:
        return False
    if plain == "of":
        return _is_role(before)
    return word[0].isupper() or plain in _MODIFIERS or _is_role(word)


def _role_after(text: str, name: Span, block: Span) -> str | None:
    found = _AFTER.match(text, name.end, min(block.end, name.end + 130))
    if found is None:
        return None
    role = _ARTICLE.sub("", found["role"]).strip()
    opening = " ".join(role.split()[:6])
    first = role.split()[0].lower() if role else ""
    if found["role"][0].isupper() or not holds_role(opening) or first in _VERBS:
        return None
    return " ".join(role.split())


def _role_before_comma(text: str, name: Span, block: Span) -> str | None:
    found = _BEFORE_WITH_COMMA.search(text[max(block.start, name.start - _LEFT) : name.start])
    if found is None:
        return None
    words = found["role"].split()
    return " ".join(words[-4:]) if words and holds_role(words[-1]) else None
