"""Words that the ends of lines divide, and signs that nobody sees, in plain text.

Old papers that were scanned, and books that were copied, divide words at the ends of their lines.
What is divided nobody finds, and half a name is no name: the lines are set as one.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\u00ad\u2060]|(?<!^)\ufeff|(?<=[a-z\u00df-\u017f])\u200b(?=[a-z\u00df-\u017f])"
)
_SOFT_END = re.compile("\u00ad[ \t]*\n[ \t]*(?=\\w)")
_ENDS_DIVIDED = re.compile(
    r"(?<![^\W\d_])(?<![^\W\d_][-’'])([^\W\d_]++(?:[-’'][^\W\d_]++)*+)-[ \t]*$"
)
_BEGINS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ITEM = re.compile(r"(?:[-*•]|\d{1,3}[.)])\s+\S")
_FEWEST = 2
"""Lines that end in a divided word, from which a text is one that divides words."""
_LARGEST = 4 * 1024 * 1024
_OWN_HYPHEN = frozenset(
    ("well", "self", "half", "vice", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
     "eighty", "ninety", "north", "south", "quasi", "cross")
)  # fmt: skip
"""First parts of words that are written with a hyphen."""
_LEAST_SECOND = 4


def whole_words(text: str) -> str:
    """Return ``text`` without soft hyphens and with the words that line ends divide put together.

    The lines of a paragraph with such a word become one. A hyphen that the text has in the same
    word elsewhere stays.
    """
    if "\u00ad" in text or "\u2060" in text or "\u200b" in text or "\ufeff" in text[1:]:
        text = _UNSEEN.sub("", _SOFT_END.sub("", text))
    if text.count("-\n") + text.count("- \n") < _FEWEST or len(text) > _LARGEST:
        return text
    lines = text.split("\n")
    divided = [at for at in range(len(lines) - 1) if _divides(lines[at], lines[at + 1])]
    if len(divided) < _FEWEST:
        return text
    known = {word.lower() for word in _WORD.findall(text)}
    return "\n".join(_set_again(lines, set(divided), known))


def _divides(line: str, following: str) -> bool:
    begins = _BEGINS.match(following.lstrip())
    return _ENDS_DIVIDED.search(line) is not None and begins is not None and begins[0].islower()


def _set_again(lines: list[str], divided: set[int], known: set[str]) -> list[str]:
    """Return the lines, those of each paragraph with a divided word as one."""
    made: list[str] = []
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and _goes_on(lines[end - 1], lines[end]):
            end += 1
        if divided.isdisjoint(range(at, end)):
            made += lines[at:end]
        else:
            whole = lines[at].rstrip()
            for following in lines[at + 1 : end]:
                whole = _joined(whole, following.strip(), known)
            made.append(whole)
        at = end
    return made


def _goes_on(line: str, following: str) -> bool:
    """Return whether the paragraph of ``line`` goes on.

    No blank line, no deeper indent, no item.
    """
    if not line.strip() or not following.strip() or _ITEM.match(following.lstrip()):
        return False
    return _indent(following) <= _indent(line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _joined(line: str, following: str, known: set[str]) -> str:
    ends, begins = _ENDS_DIVIDED.search(line), _BEGINS.match(following)
    if ends is None or begins is None or not begins[0].islower():
        return f"{line} {following}"
    first, second = ends[1].lower(), begins[0].lower()
    own = f"{first}-{second}" in known or (
        first in _OWN_HYPHEN and len(second) >= _LEAST_SECOND and first + second not in known
    )
    return f"{line.rstrip(' -') if not own else line.rstrip()}{following}"
