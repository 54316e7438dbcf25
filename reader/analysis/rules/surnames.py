"""Whole names that the tagger took for something else, known by a surname it finds elsewhere.

A tagger that is unsure of "Matthias Okonjo" where he is first named may yet find "Okonjo" behind
it. Who that is hangs on the one place: without it "he" is somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.analysis.rules.names import PERSON_LABELS, name_parts
from reader.analysis.rules.tagged import TagRun

_CATCH_ALL = frozenset({"Misc", "MISC"})
_PARTS = (2, 3)
"""A given name and a surname, perhaps one more between them."""


def with_persons_by_surname(text: str, runs: Sequence[TagRun]) -> list[TagRun]:
    """Return ``runs``.

    What has the label for all else, but is a name with a person's surname, is one.

    Labels that tell what a thing is are left: a street or a foundation may bear a surname too.
    """
    persons = [run for run in runs if run.label in PERSON_LABELS]
    surnames = {parts[-1] for run in persons if (parts := name_parts(text[run.start : run.end]))}
    mended = []
    for run in runs:
        parts = name_parts(text[run.start : run.end]) if run.label in _CATCH_ALL else ()
        named = len(parts) in _PARTS and parts[-1] in surnames
        if named and all(part.isalpha() and part.istitle() for part in parts):
            mended.append(replace(run, label=persons[0].label))
        else:
            mended.append(run)
    return mended
