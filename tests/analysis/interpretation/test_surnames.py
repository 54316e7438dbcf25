from __future__ import annotations

import pytest

from reader.analysis.rules.surnames import with_persons_by_surname
from reader.analysis.rules.tagged import TagRun

TEXT = "The day Matthias Okonjo pours. Okonjo & Daughter is in Okonjo Street. Okonjo said so."


def run(label: str, words: str, behind: int = 0) -> TagRun:
    start = TEXT.index(words, behind)
    return TagRun(label, start, start + len(words), 0, 1)


LAST = run("Person", "Okonjo", TEXT.index("Street"))


def labels(*runs: TagRun) -> list[str]:
    return [one.label for one in with_persons_by_surname(TEXT, runs)]


def test_a_name_with_the_surname_of_a_person_is_a_person() -> None:
    assert labels(run("Misc", "Matthias Okonjo"), LAST) == ["Person", "Person"]


def test_without_a_person_of_that_surname_it_stays_what_it_was() -> None:
    assert labels(run("Misc", "Matthias Okonjo")) == ["Misc"]


@pytest.mark.parametrize(
    "other",
    [
        run("Location", "Okonjo Street"),
        run("Misc", "Okonjo & Daughter"),
        run("Misc", "The day Matthias Okonjo"),
        run("Facility", "Matthias Okonjo"),
    ],
)
def test_what_is_no_name_or_has_a_label_of_its_own_stays(other: TagRun) -> None:
    assert labels(other, LAST) == [other.label, "Person"]
