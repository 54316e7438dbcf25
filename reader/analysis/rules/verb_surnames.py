"""Surnames that look like verbs of speech: Edward Said said, Mr Said added, Tove Ask left.

A tagger takes such a surname for the cue. Its capital within a sentence, behind a given name or a
title, shows what it is; it is then a name all over the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.analysis.rules.cues import NOUNS_TOO, SPEECH
from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.names import PERSON_LABELS, is_honorific
from reader.analysis.rules.roles import holds_role
from reader.analysis.rules.tagged import OUTSIDE, TaggedText, TaggedToken

_SENTENCE_STARTS = re.compile(r"(?:^|[.!?:…][\"”’')\]]{0,3}\s{1,3}|\n\s{0,3})[\"“‘'(\[]{0,3}$")
_SPEAKS = re.compile(
    rf"\s+(?:{'|'.join(sorted(SPEECH))}|is|was|has|had|will|would|who|did|does)\b|,\s+(?:\d|who\b)|['’]s\b"
)
"""What follows a surname that begins a sentence, and no verb that does."""
_LONG_SMALL = re.compile(
    r"\b(?!(?:about|above|after|against|among|before|behind|between|during|since|their|through|under"
    r"|until|while|within|without)\b)[a-zß-öø-ÿ]{5,}\b"
)
"""A word that a heading in title case would write with a capital."""
_SMALL = re.compile(r"\b[a-zß-öø-ÿ]+\b")
_WITHIN = re.compile(r"[a-z],? $")
_NO_GIVEN_NAMES = lexicon(
    "he she it they we you i who this that what the a an all none nobody everybody one then so and"
    " but or when as if not yes no was were is are be been has have had will would can could may"
    " might must shall should do does did who"
)
_NEXT_VERB = frozenset(SPEECH)
_SURNAMES = frozenset(verb for verb in SPEECH - NOUNS_TOO if not verb.endswith("s"))
"""Said, Ask; no plurals, which end the names of states and papers: States, Calls, Posts."""


def with_verb_surnames(tagged: TaggedText) -> tuple[TaggedText, frozenset[str]]:
    """Return ``tagged`` with such surnames as parts of names, and of sources where they speak.

    The surnames come with it.
    """
    tokens = list(tagged.tokens)
    proven = [place for place in _candidates(tagged) if _is_proven(tagged, place)]
    surnames = frozenset(tagged.text[tokens[p].start : tokens[p].end] for p in proven)
    if not surnames:
        return tagged, surnames
    for place, token in enumerate(tokens):
        word = tagged.text[token.start : token.end]
        if word in surnames and (place in proven or _is_name_here(tagged.text, token)):
            _rename(tagged.text, tokens, place)
    return replace(tagged, tokens=tuple(tokens)), surnames


def _candidates(tagged: TaggedText) -> Iterator[int]:
    """Yield the places of capitalised verbs of speech behind another capitalised word."""
    text, tokens = tagged.text, tagged.tokens
    for place, token in enumerate(tokens[1:], 1):
        word = text[token.start : token.end]
        if word[:1].isupper() and word[1:].islower() and word.lower() in _SURNAMES:
            before = tokens[place - 1]
            if not {_label(token), _label(before)} <= {"", *PERSON_LABELS}:
                continue  # The United States are tagged as something else.
            if text[before.end : token.start] == " " and _is_capitalised(text, tokens, place - 1):
                yield place


def _is_capitalised(text: str, tokens: Sequence[TaggedToken], place: int) -> bool:
    word = text[tokens[place].start : tokens[place].end]
    if word == "." and place:
        return is_honorific(text[tokens[place - 1].start : tokens[place].end])
    return word[:1].isupper() and word.lower() not in _NO_GIVEN_NAMES


def _is_proven(tagged: TaggedText, place: int) -> bool:
    """Return whether nothing but a surname can have its capital there, in running text."""
    text, tokens = tagged.text, tagged.tokens
    token, before = tokens[place], tokens[place - 1]
    block = next((b for b in tagged.blocks if b.start <= token.start < b.end), None)
    word, first = (text[one.start : one.end] for one in (token, before))
    agrees = word.lower() + "s" not in SPEECH
    if block is not None:
        small = _LONG_SMALL if agrees else _SMALL
        if not small.search(text, block.start, block.end):
            return False
    if is_honorific(first) or first == "." or _label(before) in PERSON_LABELS or not agrees:
        return not text[token.end + 1 : token.end + 2].isupper()
    lead = text[max(0, before.start - 12) : before.start]
    return _WITHIN.search(lead) is not None and not text[token.end + 1 : token.end + 2].isupper()


def _is_name_here(text: str, token: TaggedToken) -> bool:
    lead = text[max(0, token.start - 8) : token.start]
    begins = token.start == 0 or _SENTENCE_STARTS.search(lead) is not None
    return not begins or _SPEAKS.match(text, token.end) is not None


def _rename(text: str, tokens: list[TaggedToken], place: int) -> None:
    """Tag the surname at ``place`` as a person's, and as a source's where it was the cue."""
    token = tokens[place]
    first = place
    while (
        first
        and _label(tokens[first - 1]) in PERSON_LABELS
        and text[tokens[first - 1].end : tokens[first].start] == " "
    ):
        first -= 1
    if first == place and place and _is_given_name(text, tokens, place - 1):
        first -= 1
    label = next((_label(one) for one in tokens if _label(one) in PERSON_LABELS), "Person")
    part = token.attribution.partition("-")[2]
    speaks = part == "Cue" or (
        part == "" and place > first and tokens[place - 1].attribution.endswith("Source")
    )
    for at in range(first, place + 1):
        shape = "S" if first == place else "B" if at == first else "E" if at == place else "I"
        source = f"{shape}-Source" if speaks else tokens[at].attribution
        tokens[at] = replace(tokens[at], entity=f"{shape}-{label}", attribution=source)
    if part == "Cue":
        _cue_behind(text, tokens, place + 1)


def _is_given_name(text: str, tokens: Sequence[TaggedToken], place: int) -> bool:
    """Return whether an untagged capitalised word right before a surname is the given name."""
    word = text[tokens[place].start : tokens[place].end]
    joined = text[tokens[place].end : tokens[place + 1].start] == " "
    plain = word[:1].isupper() and word.isalpha() and tokens[place].entity == OUTSIDE
    return joined and plain and not is_honorific(word) and not holds_role(word)


def _cue_behind(text: str, tokens: list[TaggedToken], place: int) -> None:
    """Let the cue begin behind the surname that was taken for it."""
    if place >= len(tokens):
        return
    after = tokens[place]
    if after.attribution.endswith("Cue"):
        first = {"I": "B", "E": "S"}.get(after.attribution[0], after.attribution[0])
        tokens[place] = replace(after, attribution=f"{first}-Cue")
    elif after.attribution == OUTSIDE and text[after.start : after.end] in _NEXT_VERB:
        tokens[place] = replace(after, attribution="S-Cue")


def _label(token: TaggedToken) -> str:
    return token.entity.partition("-")[2]
