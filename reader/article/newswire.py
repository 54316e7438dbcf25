"""The structure of a news text: headline, byline, dateline, doubled captions, headings, credit.

Everything is inferred from the words and their places alone, cautiously: what fits no pattern is a
paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from reader.article.block import Block, BlockKind
from reader.article.paragraphs import Paragraph, is_list_item, paragraphs
from reader.article.subtitle_cues import subtitle_cues
from reader.article.wire_furniture import furniture

_HEAD = 8
"""How many blocks from the start may hold a byline and the first dateline."""
_LONGEST_HEADLINE = 220
_LONGEST_HEADING = 70
_LONGEST_CAPTION = 500
_CAPTION_REACH = 4

_DASH = r"(?:—|–|--?|―|_)"
_CAPITALS = r"\p{Lu}[\p{Lu}\p{M}'’.\- ]*[\p{Lu}.]"
_AGENCY = r"\((?:\p{Lu}[\w.’' &/-]{1,40})\)"
_DATELINE = (
    rf"(?:{_CAPITALS}(?:\s?[/,]\s?{_CAPITALS})*(?:,\s[\w.,’' ]{{1,40}}?)?\.?(?:\s{_AGENCY})?\.?"
    rf"|\p{{Lu}}[\p{{L}}\p{{M}}.’' /-]{{1,40}}(?:,\s[\w.,’' ]{{1,40}}?)?\s{_AGENCY}\.?)"
    rf"\s?{_DASH}(?=\s)"
)
_BYLINE = r"(?:By|BY|Par|Von|Por|Di)\s+(?P<names>\p{Lu}[^!?;:“”\"]{1,150})"
_OFFICE = (
    r"(?:\p{Lu}[\p{L}’'&.]*|of|the|and|for|to)(?:[ ](?:\p{Lu}[\p{L}’'&.]*|of|the|and|for|to)){0,6}"
    r"[ ]?(?<=Press|News|Agency|Service|Wire|Post|Times|Reuters|Herald|Tribune|Journal|Writers?"
    r"|Correspondents?|Reporters?|Editor|Staff|Network|Bureau)"
)
"""A line below a byline: “Associated Press Writer”, “Coastal Press”."""
_ROLE = (
    r"\b(?:[Ww]riters?|[Rr]eporters?|[Cc]orrespondents?|[Ee]ditors?|[Ss]taff|[Cc]olumnists?|[Pp]roducers?"
    r"|[Cc]ontributors?|[Ff]reelancer?|[Ii]ntern|[Cc]hief|[Rr]edakteur(?:in)?|[Kk]orrespondent(?:in)?"
    r"|[Jj]ournalist(?:e|in)?|WRITERS?|REPORTERS?|CORRESPONDENTS?|EDITORS?|STAFF|COLUMNISTS?)\b"
)
_CREDIT = (
    rf"(?<=[.!?…”’\"'»)\]])\s*(?P<dash>{_DASH})\s*"
    r"(?P<name>\p{Lu}[\p{L}\p{M}\d&’'.-]*(?:[ /](?:(?:and|of|the|with|und|et|y)[ ])?"
    r"\p{Lu}[\p{L}\p{M}\d&’'.-]*){0,5})$"
)
_TURN = r"[“”\"«»„‘'—–-]|\p{Lu}[\p{L}.’'\- ]{0,40}:\s"
"""How words that somebody says begin."""
_BESIDE_NAMES = r"\s*[|•·][^|•·]*[@:\d].*|\s*\([^)]*\)|,?\s+@[\w.]+|,?\s+[\w.+-]+@[\w.-]+\.\w+"
"""Roles, handles, addresses and times behind the names of a byline."""
_CREDIT_LINE = (
    rf"(?:{_DASH}\s*\p{{Lu}}[\w&’'/ ]{{1,50}}"
    r"|\((?:Additional r|R)eporting by [^)]+\)|(?:Additional r|R)eporting by .+"
    r"|(?:©|\(c\)|Copyright)\s.+)"
)
_PARTICLES = frozenset(
    re.findall(r"\w+", "al bin da de del della den der di do dos du el ibn la le van von y zu")
)


@dataclass(frozen=True, slots=True)
class Structure:
    """What was found about a text: its blocks, the title, who wrote it, and the outlet it credits.

    ``title`` is the headline's words, None without one.
    """

    blocks: tuple[Block, ...]
    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    notices: tuple[str, ...] = ()


def structure(text: str) -> Structure:
    """Return the structure of a plain text; what in it is for editors is in no block."""
    cues = subtitle_cues(text)
    if cues:
        spoken = tuple(Block("paragraph", each.start, each.end, flows=each.flows) for each in cues)
        return Structure(spoken, None, (), None)
    found = paragraphs(text)
    aside = furniture([" ".join(text[each.start : each.end].split()) for each in found])
    found = [each for at, each in enumerate(found) if at not in aside.lines]
    blocks = [Block("paragraph", each.start, each.end, flows=each.flows) for each in found]
    if not blocks:
        return Structure((), None, (), None)
    if _is_headline(text, found) and not _authors(text, blocks[0]):
        blocks[0] = replace(blocks[0], kind="headline")
    for index, each in enumerate(found):
        special = _line_kind(text, found, index, each)
        if special and blocks[index].kind != "headline":
            blocks[index] = replace(blocks[index], kind=special[0], level=special[1])
    return replace(refined(text, blocks), notices=aside.notices)


def refined(text: str, blocks: list[Block], *, captions_marked: bool = False) -> Structure:
    """Return what any loader's blocks may still hold: byline, dateline, doubled captions, credit.

    ``blocks`` are headline, headings, paragraphs and so on, each as a whole. Where the captions are
    marked already, a paragraph said twice is none.
    """
    blocks = _with_doubles(text, blocks, captions_marked)
    authors: tuple[str, ...] = ()
    for index, block in enumerate(blocks[:_HEAD]):
        named = _authors(text, block)
        if named:
            blocks[index] = replace(block, kind="byline")
            authors = named
            break
    blocks = _with_dateline(text, blocks)
    agency = _with_agency(text, blocks)
    blocks, outlet = _with_credit(text, blocks)
    outlet = outlet or agency
    title = next(
        (_flat(text, block) for block in blocks if block.kind == "headline"),
        None,
    )
    return Structure(tuple(blocks), title, authors, outlet)


@lru_cache(maxsize=16)
def _pattern(source: str) -> Any:
    import regex

    return regex.compile(source)


def _flat(text: str, block: Block) -> str:
    return " ".join(text[block.start : block.end].split())


def _is_headline(text: str, found: list[Paragraph]) -> bool:
    first = found[0]
    words = text[first.start : first.end]
    if len(found) == 1 or len(words) > _LONGEST_HEADLINE or is_list_item(text, first.start):
        return False
    if words[0].islower() or _pattern(_DATELINE).match(words) or words[-1] in ",;:—":
        return False
    # A paragraph ends with a stop; a headline seldom does, and then it is short and set apart.
    return not words.endswith((".", ".”", '."', ".’")) or (len(words) < 90 and found[1].spaced)


def _line_kind(
    text: str, found: list[Paragraph], index: int, each: Paragraph
) -> tuple[BlockKind, int] | None:
    """Kind and level of what is no paragraph by its shape."""
    if is_list_item(text, each.start):
        beside = (found[at] for at in (index - 1, index + 1) if 0 <= at < len(found))
        return (
            ("list item", 1) if any(is_list_item(text, other.start) for other in beside) else None
        )
    return ("heading", 2) if _is_heading(text, found, index) else None


def _is_heading(text: str, found: list[Paragraph], index: int) -> bool:
    """Return whether a line is short, on its own, without a stop, above a longer paragraph."""
    each = found[index]
    if (
        each.end - each.start > _LONGEST_HEADING
        or index + 1 >= len(found)
        or each.flows
        or not (each.spaced and found[index + 1].spaced)
    ):
        return False
    words, after = text[each.start : each.end], found[index + 1]
    return (
        (words[0].isupper() or words[0].isdigit())
        and (words[-1].isalnum() or words[-1] == ")")
        and not any(mark in words for mark in '“”"«»—')
        and after.end - after.start > 1.5 * len(words)
        and not _pattern(_BYLINE).fullmatch(words)
        and index > 1
        and any(char.islower() or char.isupper() for char in words)
    )


def _with_doubles(text: str, blocks: list[Block], captions_marked: bool) -> list[Block]:
    """Return a paragraph that occurs twice in a row is a caption, the later one being a duplicate.

    So is one that says what a caption or the headline close by says. Further apart, and from a
    person who speaks, the same words were said twice.
    """
    found = list(blocks)
    recent: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block.end - block.start > _LONGEST_CAPTION or block.kind not in (
            "paragraph",
            "caption",
            "headline",
        ):
            continue
        if text.count(" ", block.start, block.end) < 3:
            continue
        words = _flat(text, block) if block.flows else text[block.start : block.end]
        earlier = recent.get(words)
        apart = index - (earlier or 0)
        if earlier is None or not _doubles(words, found[earlier], block, apart, captions_marked):
            recent[words] = index
            continue
        kind: BlockKind = "headline" if found[earlier].kind == "headline" else "caption"
        found[earlier] = replace(found[earlier], kind=kind)
        found[index] = replace(block, kind=kind, duplicate_of=earlier)
    return found


def _doubles(words: str, earlier: Block, later: Block, apart: int, captions_marked: bool) -> bool:
    if apart > _CAPTION_REACH:
        return False
    if "caption" in (earlier.kind, later.kind) or earlier.kind == "headline":
        return True
    return apart == 1 and not captions_marked and not _pattern(_TURN).match(words)


def _authors(text: str, block: Block) -> tuple[str, ...]:
    if block.kind not in ("paragraph", "heading") or block.end - block.start > 160:
        return ()
    words = _pattern(_BESIDE_NAMES).sub("", _flat(text, block))
    match = _pattern(_BYLINE).fullmatch(words)
    if match is None or (words.endswith(".") and words.count(" ") > 4):
        return ()
    names: list[str] = []
    people = _pattern(r"\s(?:in|for|at)\s.*").sub("", match["names"])
    for part in _pattern(r",|\||\s(?:and|und|et|y|e|&)\s|\s[-–—]\s").split(people):
        name = part.strip()
        if names and _pattern(_ROLE).search(name):
            continue
        if name and all(word[0].isupper() or word in _PARTICLES for word in name.split()):
            names.append(name)
        elif not names:
            return ()
        else:
            break
    return tuple(names)


def _with_agency(text: str, blocks: list[Block]) -> str | None:
    """Make a byline of the line below one that names the office; the agency, if it is one."""
    for before, (at, block) in pairwise(enumerate(blocks[: _HEAD + 1])):
        words = text[block.start : block.end]
        if before[1].kind != "byline" or block.kind not in ("paragraph", "heading"):
            continue
        if block.end - block.start > _LONGEST_HEADING or not _pattern(_OFFICE).fullmatch(words):
            return None
        blocks[at] = replace(block, kind="byline", level=0)
        return None if _pattern(_ROLE).search(words) else _flat(text, block)
    return None


def _with_dateline(text: str, blocks: list[Block]) -> list[Block]:
    """Parts the dateline from the first paragraph that begins with one."""
    for index, block in enumerate(blocks[:_HEAD]):
        if block.kind != "paragraph":
            continue
        match = _pattern(_DATELINE).match(text, block.start, min(block.end, block.start + 160))
        if match is None:
            continue
        body = match.end()
        while body < block.end and text[body].isspace():
            body += 1
        if body == block.end:
            return blocks
        blocks = [
            *blocks[:index],
            Block("dateline", block.start, match.end(), flows=block.flows),
            replace(block, start=body),
            *blocks[index + 1 :],
        ]
        return _moved(blocks, index, 1)
    return blocks


def _moved(blocks: list[Block], behind: int, by: int) -> list[Block]:
    """``blocks`` with the duplicates that point behind an inserted block pointing right again."""
    return [
        block
        if block.duplicate_of is None or block.duplicate_of <= behind
        else replace(block, duplicate_of=block.duplicate_of + by)
        for block in blocks
    ]


def _with_credit(text: str, blocks: list[Block]) -> tuple[list[Block], str | None]:
    """Parts the credit from the last paragraph, or takes a last line that is nothing else."""
    found = list(blocks)
    outlet: str | None = None
    for index in range(len(found) - 1, max(0, len(found) - 4), -1):
        block = found[index]
        words = text[block.start : block.end]
        if block.kind not in ("paragraph", "heading") or block.end - block.start > 400:
            break
        if not _pattern(_CREDIT_LINE).fullmatch(words):
            break
        found[index] = replace(block, kind="credit")
        if words[0] in "—–-―":
            outlet = words.strip("—–-― ")
    for index in range(len(found) - 1, -1, -1):
        block = found[index]
        if block.kind == "credit":
            continue
        begin = max(block.start, block.end - 80)
        match = _pattern(_CREDIT).search(text, begin, block.end)
        if block.kind == "paragraph" and match and match.start() > block.start:
            outlet = outlet or match["name"]
            found[index : index + 1] = [
                replace(block, end=match.start()),
                Block("credit", match.start("dash"), block.end),
            ]
        break
    return found, outlet
