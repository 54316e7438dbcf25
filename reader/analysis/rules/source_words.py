"""Words of sources that tell a group, or somebody who is not named."""

from __future__ import annotations

import re

from reader.analysis.rules.lexicon import lexicon

ANONYMOUS = re.compile(
    r"\b(?:sources?|insiders?|someone|somebody|anonym\w+|unnamed|whistleblowers?)\b"
    r"|\bpe(?:ople|rsons?) (?:familiar|close|with|briefed|present|who)\b"
    r"|^(?:an?|one|another)\s+(?:[\w'’.-]+\s+){0,5}?(?:official|aide|adviser|advisor|diplomat"
    r"|person|woman|man|boy|girl|resident|witness|neighbou?r|lawyer|spokesman|spokeswoman"
    r"|spokesperson|reporter|operative|staffer|employee|supporter|voter|friend|colleague"
    r"|lawmaker|senator|congressman|strategist|executive|analyst|expert|insider)\b"
    r"|^(?:some|others?|many|another|one|several|most|few)$"
    r"|^(?:one|some|two|three|several|many|most|few|none|all|both|each) of\b"
    r"|\bspoke on (?:the )?condition of anonymity\b",
    re.IGNORECASE,
)
GROUP = lexicon(
    """administration agency army assembly audience authorities board bureau cabinet camp
    campaign clergy coalition commission committee community company congress council country
    court crowd delegation department electorate family federation firm force forces gathering
    government group industry jury leadership left lobby majority management media military
    ministry minority movement navy network newspaper office opposition organisation
    organization outlet paper parliament party people police press public regime right senate
    staff state station team television troops tv union university"""
)
WITHHELD = re.compile(
    r"\bname(?: and address)? (?:withheld|supplied|changed)\b[^.;:“”\"\n]{0,40}$", re.IGNORECASE
)
"""Behind this only a place or nothing follows: the speaker has no name in the article."""
CORE_ENDS = re.compile(
    r"\b(?:of|for|in|at|from|with|who|on|outside|inside|near|across|around|among)\b"
)
_SHARE = re.compile(
    r"(?:an?\s+|one\s+|two[\s-]|three[\s-])?(?:half|thirds?|quarters?|fifths?)\b", re.IGNORECASE
)
DOCUMENT = re.compile(
    r"(?:his|her)\s+(?:[\w-]+\s+){0,2}?(?:order|letter|statement|report|tweet|post|book|message"
    r"|speech|note|essay|memo|memoir|testimony|article|column|petition|account|lawsuit"
    r"|complaint|email|e-mail|post|reply|answer|remarks?|comments?|words)$",
    re.IGNORECASE,
)
"""What somebody wrote, as the source of its words."""
_DESCRIBED = re.compile(
    r"[^,;:“”\"]*?['’]s?\s+(?:[\w-]+\s+){0,4}?[a-z][\w-]+(?:\s+(?:at|of|in|for|with)\s+[^,;:“”\"]{2,40})?"
    r",\s+(?=(?:[A-Z][\w.]*\s+){1,5}|[A-Z])"
    r"|(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir)\s+(?:[\w-]+\s+){0,4}?(?:[\w-]*[^s\W]|boss)\s+(?:of|for|to)"
    r"\s+[^,;:“”\"]{2,60},\s+(?=[A-Z])"
)
"""Somebody described by another, with the name behind: Mayor Ray's deputy, Ann Lee."""


def described_by_another(words: str) -> int:
    """Return where the own name of somebody described by another begins in ``words``, else 0."""
    found = _DESCRIBED.match(words)
    return found.end() if found is not None else 0


def is_collective(words: str) -> bool:
    """Return whether a source's words tell a group: the crew, officials in town, Lee and Moe."""
    core = CORE_ENDS.split(words)[0].strip() or words
    last = re.sub(r"['’]s?$", "", core.split()[-1].lower()) if core.split() else ""
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is", "news"))
    return (
        last in GROUP
        or plural
        or " and " in core
        or last in ("police", "people", "men", "women")
        or _SHARE.match(words) is not None
    )
