"""Companies, agencies, papers and ships that the tagger took for people.

A tagger that never met "Maris Line" sees two words with capitals, as in a name. The last word
tells what such a thing is; a title, an age, a pronoun or a given name tells that it is a person
all the same. A name is decided once for the whole article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.analysis.rules.lexicon import lexicon
from reader.analysis.rules.names import PERSON_LABELS, is_honorific, plain_name
from reader.analysis.rules.roles import head_role, holds_role
from reader.analysis.rules.tagged import TagRun

_NEVER_SURNAMES = lexicon(
    """academy aerospace agency airline airlines airways aluminium analytics assembly associates
    association authority aviation bancorp biotech brewery broadcasting brothers bros bureau cement
    chemicals college commission committee communications company consulting corp corporation
    daughters defence defense department distillery docks electronics energy engineering enterprises
    entertainment federation ferries fisheries foods foundation freight gazette gmbh group hospital
    hotels inc industries institute insurance investments laboratories league limited llc llp
    logistics ltd media ministry motors network networks news newspapers organisation organization
    parliament partners party petroleum pharma pharmaceuticals plastics plc ports productions
    publishers publishing radio railroad railway railways records refinery refineries research
    resources retail robotics salvage school securities senate services shipbuilders shipping
    shipyard shipyards society software solar solutions sons steelworks stores studios supermarkets
    supplies systems technologies technology telecom telecoms television theatre towage trading
    transport tribune tv union university utilities ventures"""
)
"""Last words of names of bodies that next to nobody bears."""
_HARDLY_SURNAMES = lexicon(
    """air bank bulletin capital chronicle club co council courier dispatch echo electric express
    fund gas herald holding holdings journal line lines mail marine observer office oil post press
    rail telegraph times trust water wire"""
)
"""Last words of names of bodies that a few people bear too."""
_SURNAMES_TOO = lexicon("bell church daily ferry house law mills power star steel sun weekly works")
"""Last words that are a body's only where more than the name says so."""
_GIVEN = lexicon(
    """ada adam alan albert alex alexander alice amanda amy andrea andrew angela ann anna anne
    anthony arthur barbara ben benjamin bernard betty bob brian bruce bryan carl carol caroline
    catherine charles charlotte chris christine christopher claire clare colin daniel danielle
    dave david deborah dennis diana diane donald donna dorothy doug douglas edward eleanor
    elizabeth ellen emily emma eric erica eugene eva fiona frances francis fred gareth gary
    geoff george gerald gillian gordon graham greg gregory harold harry heather helen henry
    howard hugh ian ivan jacob james jamie jane janet jason jean jeff jennifer jenny jeremy
    jerry jessica jim joan joanna joe john jonathan joseph joshua joyce juan jude judith judy
    julia julian julie justin karen karl kate katherine kathleen keith kelly ken kenneth kevin
    kim larry laura lauren lawrence lee leo leonard lewis linda lisa louis louise lucy luke
    malcolm margaret maria marie marilyn martha martin mary matthew maurice megan melissa
    michael michelle mike mohamed mohammed monica muhammad nancy natalie neil nicholas nick
    nicky nicola nicole nigel norman oliver olivia oscar pamela patricia patrick paul paula
    peter phil philip phyllis rachel ralph raymond rebecca richard robert robin roger ron ronald
    rosa rosemary ross roy russell ruth ryan sally sam samantha samuel sandra sara sarah scott
    sean sharon shirley simon sophia sophie stanley stella stephanie stephen steve steven stuart
    susan sylvia terry theresa thomas tim timothy tina tom tony tracy valerie vera victor
    victoria vincent virginia walter wendy william zoe"""
)
_BODIES_TOO = lexicon(
    """broadcaster champion defender leader member operator owner owners partner producer
    promoter publisher rival winner"""
)
"""What a company may be called as well as somebody."""
_TITLES_IN_NAMES_OF_BODIES = lexicon(
    "general prime king queen prince vice father brother sister director officer speaker"
)
_AGE_OR_WHO = re.compile(r",\s+(?:(?:aged\s+)?\d{1,3}\b|who(?:m|se)?\b)")
_OFFICE = re.compile(r",\s+(?:an?|the|its|his|her|their|then)\s+(?P<office>[\w’'\s-]{2,60})")
_HE_OR_SHE = re.compile(
    r"[^.!?;:“”\"\n]{0,40}?\b(?:he|she|himself|herself)\b"
    r"|[^.!?;:“”\"\n]{0,120}[.!?][”\"’)]*\s+(?:He|She|His|Her)\b"
)
_DEALS_AFTER = re.compile(
    r"(?:['’]s?)?\s+(?:spokes(?:man|woman|person|people)|chief\s+executive|shares|shareholders)\b"
)
_DEALS_BEFORE = re.compile(
    r"(?:\b[Ss]hares\s+in|\b[Ss]tock\s+of|\bspokes(?:man|woman|person)\s+(?:for|of|at))\s+$"
)
"""What only bodies have: spokespeople and shares."""
_AFTER_BODY = re.compile(
    r",\s+which\b|(?:['’]s?)?\s+(?:chairman|chairwoman|chair|employees|ships?|flights?|trains?)\b"
)
_BEFORE_BODY = re.compile(r"\b(?:work(?:s|ed)?\s+(?:for|at)|[Tt]he|owner|operator)\s+$")
_SHIPS = (
    r"(?:ship|ferry|trawler|tanker|yacht|tug|tugboat|vessel|liner|freighter|barge|schooner|lifeboat"
    r"|steamer|cutter|icebreaker|frigate|destroyer|corvette|submarine)"
)
_SHIP = re.compile(rf"(?:\b{_SHIPS}|\b(?:HMS|USS|RMS|M/?V|M/?T|M/?S|S/?S|F/?V))\s+[“\"‘']?$")
_IS_A_SHIP = re.compile(
    rf"[”\"’']?,\s+(?:an?|the|its|their)\s+(?:[^\W\d_A-Z][\w-]{{0,30}}\s+){{0,3}}{_SHIPS}"
    r"(?=[,.;]|\s+(?:that|which|with|of|from|bound|carrying|owned|built|registered|in|on|off)\b)"
)
_THE = re.compile(r"\b[Tt]he\s+[“\"‘']?$")
_NEAR = 60
"""Characters before a name in which what goes with it is looked for."""
_MISTAKEN = PERSON_LABELS | {"Location", "LOC", "GPE", "Misc", "MISC"}
"""Labels that a tagger gives to bodies and ships it does not know."""


def with_bodies(text: str, runs: Sequence[TagRun]) -> list[TagRun]:
    """Return ``runs``, those of people that are bodies as organisations, ships as products."""
    persons = [run for run in runs if run.label in PERSON_LABELS]
    named: dict[str, list[TagRun]] = {}
    for run in persons:
        named.setdefault(_key(text, run), []).append(run)
    bodies = {name for name, own in named.items() if _is_body(text, name, own, named)}
    bodies |= {_key(text, run) for run in runs if _is_body_as_place(text, run)}
    ships = _ships(text, runs)
    mended = []
    for run in runs:
        if run.label in _MISTAKEN and _key(text, run) in ships and _reads_as_ship(text, run):
            mended.append(replace(run, label="PRODUCT" if run.label.isupper() else "Product"))
        elif run.label in _MISTAKEN and _key(text, run) in bodies:
            mended.append(replace(run, label="ORG" if run.label.isupper() else "Organization"))
        else:
            mended.append(run)
    return mended


def _key(text: str, run: TagRun) -> str:
    return plain_name(text[run.start : run.end]).casefold()


def _is_body(
    text: str, name: str, runs: Sequence[TagRun], named: Mapping[str, Sequence[TagRun]]
) -> bool:
    words = name.split()
    last = words[-1].strip(".,") if len(words) > 1 else ""
    if (len(words) > 2 and _is_title(words[0])) or any(_has_title(text, run) for run in runs):
        return False
    if last in _NEVER_SURNAMES:
        return True
    if last not in _HARDLY_SURNAMES | _SURNAMES_TOO or words[0] in _GIVEN or last in named:
        return False
    if any(_is_used_as_body(text, run) for run in runs):
        return True
    others = [run for name_, own in named.items() if name_ != name for run in own]
    return last not in _SURNAMES_TOO and not any(_is_called(text, run, others) for run in runs)


def _is_body_as_place(text: str, run: TagRun) -> bool:
    """Return whether a name that was taken for a place or for all else is a body's."""
    words = _key(text, run).split()
    named = len(words) > 1 and words[-1] in _NEVER_SURNAMES | _HARDLY_SURNAMES
    return named and run.label in _MISTAKEN - PERSON_LABELS and _deals(text, run)


def _is_title(word: str) -> bool:
    return is_honorific(word) and word.strip(".").lower() not in _TITLES_IN_NAMES_OF_BODIES


def _has_title(text: str, run: TagRun) -> bool:
    """Return whether a title or an office is right before the name: Captain, columnist."""
    before = text[max(0, run.start - _NEAR) : run.start]
    word = before.split()[-1] if before.endswith(" ") and before.strip() else ""
    return is_honorific(word) or (holds_role(word) and word.lower() not in _BODIES_TOO)


def _is_used_as_body(text: str, run: TagRun) -> bool:
    behind = _AFTER_BODY.match(text, run.end) is not None
    return behind or _behind(_BEFORE_BODY, text, run) or _deals(text, run)


def _deals(text: str, run: TagRun) -> bool:
    behind = _DEALS_AFTER.match(text, run.end) is not None
    return behind or _behind(_DEALS_BEFORE, text, run)


def _is_called(text: str, run: TagRun, others: Sequence[TagRun]) -> bool:
    """Return whether an age, an office or a pronoun behind the name tells of a person.

    A pronoun tells nothing in a paragraph that names somebody else.
    """
    if _AGE_OR_WHO.match(text, run.end):
        return True
    office = _OFFICE.match(text, run.end)
    head = head_role(office["office"]) if office else None
    if head is not None:
        return head not in _BODIES_TOO
    first, last = text.rfind("\n", 0, run.start), text.find("\n", run.end)
    alone = not any(first < one.start and (one.end <= last or last < 0) for one in others)
    return alone and _HE_OR_SHE.match(text, run.end) is not None


def _ships(text: str, runs: Sequence[TagRun]) -> set[str]:
    """Return the names called a ship that the article uses for no place as well."""
    candidates = [run for run in runs if run.label in _MISTAKEN]
    called = {_key(text, run) for run in candidates if _is_called_ship(text, run)}
    return called - {_key(text, run) for run in candidates if not _reads_as_ship(text, run)}


def _reads_as_ship(text: str, run: TagRun) -> bool:
    return _is_called_ship(text, run) or _behind(_THE, text, run)


def _is_called_ship(text: str, run: TagRun) -> bool:
    if not text[run.start].isupper():
        return False
    return _behind(_SHIP, text, run) or _IS_A_SHIP.match(text, run.end) is not None


def _behind(words: re.Pattern[str], text: str, run: TagRun) -> bool:
    return words.search(text, max(0, run.start - _NEAR), run.start) is not None
