"""The stored texts of the article in view, other than the one in view."""

from __future__ import annotations

from typing import NamedTuple

from reader.session.state import SessionState


class EarlierText(NamedTuple):
    """A text to compare with: how it is called, its fingerprint."""

    label: str
    fingerprint: str


def earlier_texts(state: SessionState) -> list[EarlierText]:
    """Return the stored texts, oldest first, those seen after the one in view in front."""
    record, reading = state.record, state.reading
    if record is None or reading is None:
        return []
    stored = set(state.settings.library.texts.list())
    here = reading.fingerprint
    prints = [each.fingerprint for each in record.revisions]
    place = prints.index(here) if here in prints else len(prints)
    ordered = (*record.revisions[place + 1 :], *record.revisions[:place])
    return [
        EarlierText(f"the text seen {each.seen[:16].replace('T', ' at ')}", each.fingerprint)
        for each in ordered
        if each.fingerprint in stored
    ]
