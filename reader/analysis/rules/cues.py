"""Words that say that somebody says something.

Inflected forms, gathered by how often they govern quotations in news (the counts were taken
from the annotated training articles of PolNeAR) and filled up to whole verbs by hand.
"""

from __future__ import annotations

import re

from reader.analysis.rules.lexicon import lexicon
from reader.text.span import Span

SPEECH = lexicon(
    """said says say saying added adds add adding told tells tell telling asked asks ask asking
    wrote writes write writing written tweeted tweets tweet tweeting posted posts posting noted
    notes note noting explained explains explain explaining argued argues argue arguing claimed
    claims claim claiming stated states stating declared declares declaring announced announces
    announcing insisted insists insist insisting suggested suggests suggesting warned warns warn
    warning replied replies reply replying responded responds respond responding answered answers
    answering continued continues continuing recalled recalls recall recalling concluded
    concludes concluding acknowledged acknowledges acknowledging admitted admits admit admitting
    conceded concedes conceding confirmed confirms confirm confirming denied denies deny denying
    alleged alleges alleging asserted asserts asserting maintained maintains complained
    complains complaining joked jokes joking quipped quips exclaimed shouted shouts shouting
    yelled yells yelling cried cries whispered whispers whispering murmured muttered chanted
    chants chanting sang sings singing sighed sighs screamed screams called calls calling
    described describes describing dubbed labeled labelled branded termed referred urged urges
    urging demanded demands demanding promised promises promising vowed vows vowing pledged
    pledges predicted predicts predicting remarked remarks observed observes mused muses
    wondered wonders lamented laments emphasized emphasised emphasizes stressed stresses
    reiterated repeated repeats repeating reported reports reporting revealed reveals testified
    testifies texted emailed e-mailed blogged commented comments thought thinks cautioned
    cautions countered counters boasted boasts bragged pointed clarified elaborated offered
    offers proclaimed proclaims pronounced proposed proposes reads read retorted scoffed
    snapped snarled speculated specified spoke summed swore teased thundered urged volunteered
    voiced interjected interrupted intoned implored pleaded begged advised advises agreed
    agrees believes believed accused accuses mocked mocks put quoted quotes heard"""
)
"""Verbs that introduce or follow a quotation."""

NOUNS_TOO = lexicon(
    """answers calls claims comments counters demands heard laments notes observes offers posts
    promises proposed put quotes read reads replies reports specified states termed vows"""
)
"""Those that are as often nouns, or govern other things, and tell nothing when they stand alone."""

_VERB = "|".join(sorted((re.escape(word) for word in SPEECH - NOUNS_TOO), key=len, reverse=True))
_CALLS = r"(?:calls?|puts?)(?=\s+(?:it|him|her|them|this|that)\b)"
CUE = re.compile(rf"(?<![\w-])(?:(?:{_VERB})(?![\w-])|{_CALLS})", re.IGNORECASE)
"""One speech verb standing alone, of those that are hardly ever anything else."""

ACCORDING = re.compile(
    r"\b(?:according to|in the (?:words|view|opinion) of|as told to|quoting|citing)\b",
    re.IGNORECASE,
)
"""Prepositions that name the source."""

_PASSIVE = re.compile(
    r"(?:is|are|was|were|been|being|be|gets?|got)\s+(?:\w+ly\s+)?"
    r"(?:called|known|dubbed|described|celebrated|named|shown|seen|considered|labell?ed|asked"
    r"|viewed|regarded|hailed|derided)\b",
    re.IGNORECASE,
)
_SPOKEN_OF = "|".join(
    lexicon(
        """accused alleged appointed approved believed billed blamed branded called celebrated
        charged cited condemned considered convicted credited criticised criticized declared deemed
        depicted derided described dubbed elected estimated expected faulted hailed held indicted
        known labeled labelled lauded mocked named nominated ordered perceived portrayed praised
        predicted projected regarded rejected remembered reported required ridiculed ruled rumored
        rumoured said scheduled seen sentenced shown slated supposed suspected thought touted
        understood viewed"""
    )
)
_PASSIVE_AT_END = re.compile(
    rf"(?:\b(?:is|are|was|were|been|being|be|gets?|got)\s+(?:[\w-]+\s+){{0,2}}(?:{_SPOKEN_OF})"
    r"|\b(?:formerly|previously|widely|otherwise|better|once|also)\s+known)"
    r"(?:\s+(?:as|with|for|of|by|in|over|about|against|to(?:\s+(?:be|have))?))?$",
    re.IGNORECASE,
)


def is_passive(text: str, cue: Span) -> bool:
    """Return whether the cue's subject is spoken of and does not speak: is called a disgrace."""
    if _PASSIVE.match(text, cue.start, cue.end):
        return True
    return _PASSIVE_AT_END.search(text, cue.start, cue.end) is not None
