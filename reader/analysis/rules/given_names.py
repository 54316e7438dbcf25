"""What a given name tells: that "she" can hardly mean somebody called Jason.

``given_names.txt`` has the names that women alone or men alone bear, counted over the census of
the United States of 1990 and the lists of names of forty countries; a name that both bear
anywhere (Andrea, Jean, Kim) is left out. It only rules people out: nobody is chosen for a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from reader.analysis.rules.roles import Gender


def usual_gender(name: str, *, alone: bool = False) -> Gender | None:
    """Return whom a full name usually belongs to, None where its first word does not tell.

    ``alone`` takes a name of one word for a given name too.
    """
    given, _, surname = name.partition(" ")
    return _genders().get(given.casefold()) if surname or alone else None


@cache
def _genders() -> Mapping[str, Gender]:
    words = files("reader.analysis.rules").joinpath("given_names.txt").read_text("utf-8")
    women, men = (group.split() for group in words.split("\n\n"))
    genders: dict[str, Gender] = dict.fromkeys(women, "she")
    return genders | dict.fromkeys(men, "he")
