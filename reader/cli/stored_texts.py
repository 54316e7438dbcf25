"""The texts kept with notes, as commands list and remove them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.desk import open_notes
from reader.errors import ReaderError
from reader.text.local_day import local_day
from reader.text.plural import counted

if TYPE_CHECKING:
    from reader.annotations.care.text_use import StoredText
    from reader.config import Settings

SHOWN = 19
"""Characters of a fingerprint that a listing shows."""


def texts_in_use(settings: Settings) -> list[StoredText]:
    """Return the stored texts with the number of records that stand on each. Raises StoreError."""
    from reader.annotations.care.text_use import stored_texts

    kept = settings.library.texts
    if not settings.notes.exists():
        return stored_texts(kept, [])
    with open_notes(settings, read_only=True) as store:
        return stored_texts(kept, store.records())


def line(text: StoredText) -> str:
    from reader.text.cells import printable

    notes = counted(text.records, "note") if text.records else "no note"
    title = " ".join(text.title.split()) or "no article on the desk"
    seen = local_day(text.seen) or "-" * 10
    shown = f"{text.fingerprint[:SHOWN]}  {seen}  {notes:>9}  {text.size / 1e3:6.1f} kB  {title}"
    return printable(shown)


def purge_texts(names: Sequence[str], settings: Settings, *, yes: bool) -> int:
    """Remove the texts named (whole fingerprints or how they begin).

    Else those that no note is on; without ``yes`` they are listed. Return 1 when there is
    something to remove. Raises ReaderError for an unknown or ambiguous name.
    """
    every = texts_in_use(settings)
    chosen = [_named(name, every) for name in names] or [each for each in every if not each.records]
    if not yes:
        for each in chosen:
            print(line(each))
        print(f"{len(chosen)} of {len(every)} stored texts to remove; --yes removes them for good.")
        return 1 if chosen else 0
    kept = settings.library.texts
    for each in chosen:
        if each.records:
            print(
                f"reader: what changed since {local_day(each.seen)} cannot be shown any more: "
                f"{line(each)}",
                file=sys.stderr,
            )
        try:
            kept.forget(each.fingerprint)
        except OSError as error:
            raise ReaderError(
                f"The text {each.fingerprint} cannot be removed: {error.strerror}."
            ) from error
    size = sum(each.size for each in chosen) / 1e3
    print(f"Removed {counted(len(chosen), 'stored text')}, {size:.1f} kB.")
    return 0


def _named(name: str, every: Sequence[StoredText]) -> StoredText:
    whole = name if name.startswith("sha256:") else f"sha256:{name}"
    found = [each for each in every if each.fingerprint.startswith(whole)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ReaderError(f"{len(found)} stored texts begin with {name}; give more of it.")
    raise ReaderError(f"There is no stored text {name}; `reader doctor --texts` lists them.")
