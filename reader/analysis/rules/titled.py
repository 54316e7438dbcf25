"""People known by a title and a surname alone, beside a namesake who is named in full.

An article on President Hale need not give his first name. Where it names Joan Hale in full, the
surname must not be taken for hers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from reader.analysis.rules.bearers import Bearer, key_of
from reader.analysis.rules.given_names import usual_gender
from reader.analysis.rules.roles import gender_of_words

_TITLED = re.compile(
    r"\b(?P<title>Mrs?|Ms|Miss|President|Prime Minister|Chancellor|Premier|King|Queen|Emperor|Pope"
    r"|Governor|Gov|Senator|Sen|Mayor|Judge|Justice|Secretary|Sheriff)\.?[^\S\n]+"
    r"(?P<surname>[^\W\d_a-z][\w’'-]*?)(?:['’]s)?(?![\w-]|[^\S\n]+[^\W\d_a-z])"
)
_SHORTEST = {"Governor": "gov", "Senator": "sen"}
"""The part of a title that all its forms have."""
_BESIDE = (40, 90)
"""Characters before and after a full name in which its bearer's office is looked for."""


def titled_namesakes(text: str, forms: Mapping[tuple[str, ...], Sequence[Bearer]]) -> list[Bearer]:
    """Return those whose title cannot be that of the only one named in full with their surname.

    Mr Hale is not Joan Hale. President Hale, who comes first, is not Karl Hale, whom nothing calls
    a president.
    """
    found: dict[str, Bearer] = {}
    for titled in _TITLED.finditer(text):
        surname, key = titled["surname"], key_of(titled["surname"])
        owners = forms.get((key,), ())
        if key in found or len(owners) != 1 or len(owners[0].parts) < 2:
            continue
        if key_of(owners[0].parts[-1]) == key and _is_another(text, titled, owners[0]):
            gender = gender_of_words(titled["title"])
            genders = Counter({gender: 1} if gender else {})
            found[key] = Bearer((surname,), surname, genders=genders, first=titled.start())
    return list(found.values())


def _is_another(text: str, titled: re.Match[str], owner: Bearer) -> bool:
    title = titled["title"]
    gender, usual = gender_of_words(title), usual_gender(owner.name)
    if gender is not None and usual is not None:
        return gender != usual
    if gender is not None or title == "Miss" or titled.start() > owner.first:
        return False
    office = _SHORTEST.get(title, title).lower()
    before, after = _BESIDE
    beside = (text[max(0, span.start - before) : span.end + after] for span in owner.fully)
    return not any(office in words.lower() for words in beside)
