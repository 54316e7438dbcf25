"""What the commands on prior checks share: the collection, the encoder, the import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli.narration import tell
from reader.meaning.prior_checks import FILE, PriorCheck, PriorChecks, PriorChecksError

if TYPE_CHECKING:
    from reader.annotations.records import Record
    from reader.config import Settings
    from reader.exchange.losses import Losses
    from reader.meaning.vectors import Floats
    from reader.review.item import Item
    from reader.review.said_before import CheckMatch

ENCODED_AT_ONCE = 256
_MOST_LOSSES = 20


def collection(settings: Settings) -> PriorChecks:
    """Open the collection of prior checks. Raises PriorChecksError."""
    return PriorChecks(settings.data_folder / FILE)


def encode(texts: Sequence[str]) -> Floats:
    """Return the vectors of texts, worked out in this process."""
    from reader.analysis.models.sentence_encoder import shipped_encoder

    return shipped_encoder(threads=1).vectors(texts)


def add_vectors(checks: PriorChecks) -> None:
    """Work out the vectors that are missing; an interruption loses none that are done."""
    from reader.cli.progress_bar import ProgressBar

    missing = iter(checks.without_vector())
    with ProgressBar("Comparing by meaning", "claims") as bar:
        while batch := list(islice(missing, ENCODED_AT_ONCE)):
            checks.put_vectors(batch, encode(batch))
            bar.advance(len(batch))


def checked_before(
    items: Sequence[Item], records: Iterable[Record], settings: Settings
) -> Mapping[str, Sequence[CheckMatch]]:
    """Return the prior checks that say the same as each item, by its id, the surest first.

    Those that a person said in ``records`` are not the same are left out. A collection that cannot
    be read is reported, and nothing is found.
    """
    from reader.review.said_before import compared

    return checks_like({item.id: item.text for item in items if compared(item)}, records, settings)


def checks_like(
    texts: Mapping[str, str], records: Iterable[Record], settings: Settings
) -> Mapping[str, Sequence[CheckMatch]]:
    """Return the same for texts, by any id of theirs."""
    if not texts or not (settings.data_folder / FILE).exists():
        return {}
    try:
        return _checks_like(texts, records, settings)
    except PriorChecksError as fault:
        tell(fault)
        return {}


def _checks_like(
    texts: Mapping[str, str], records: Iterable[Record], settings: Settings
) -> Mapping[str, Sequence[CheckMatch]]:
    from reader.meaning.check_index import encoded, open_index
    from reader.review.said_before import MOST, CheckMatch, unlike_pairs, without_unlike

    with collection(settings) as checks:
        if not checks.count:
            return {}
        add_vectors(checks)
        index = open_index(checks, settings.cache_folder)
        words = list(texts.values())
        rows = index.matches(words, encoded(words, encode), most=MOST)
        pairs = unlike_pairs(records)
        found = {}
        for (identity, text), row in zip(texts.items(), rows, strict=True):
            matches = [CheckMatch(check, match.sure, match.words) for match, check in row]
            found[identity] = without_unlike(matches, text, pairs)
    return found


def checked_line(match: CheckMatch) -> str:
    """Return a prior check on one line: its rating, its claim, and the words in both."""
    words = f" In both: {', '.join(match.words)}." if match.words else ""
    return f"Checked before: {rating_of(match.check)}: {match.check.claim}.{words}"


def check_document(check: PriorCheck, sure: float, words: Sequence[str]) -> dict[str, Any]:
    """Return a match in JSON: the check, how sure it is (0 to 1), and the words in both."""
    return check_fields(check) | {"sure": round(sure, 3), "words": list(words)}


def check_fields(check: PriorCheck) -> dict[str, Any]:
    return {"id": check.id} | asdict(check)


def rating_of(check: PriorCheck) -> str:
    """Return the rating as it was given, with who gave it and when."""
    rating = check.rating or check.value or "no rating"
    beside = ", ".join(filter(None, (check.publisher, check.reviewed[:10])))
    return f"{rating} ({beside})" if beside else rating


def import_checks(paths: Sequence[Path], settings: Settings, *, dry_run: bool) -> int:
    """Take the prior checks in the files; 1 when something was left out.

    Raises ExchangeError, PriorChecksError.
    """
    from reader.exchange.losses import Losses
    from reader.meaning.check_index import open_index
    from reader.text.plural import counted

    losses = Losses()
    if dry_run:
        count = sum(1 for _ in _read(paths, losses))
        tell(f"Would import {counted(count, 'prior check')}")
    else:
        with collection(settings) as checks:
            taken = checks.put(list(_read(paths, losses)))
            sentence = f"Imported {counted(taken.new, 'prior check')}"
            if taken.changed:
                sentence += f", updated {taken.changed}"
            if taken.same:
                sentence += f", {taken.same} already there"
            tell(f"{sentence}; the collection has {checks.count}")
            add_vectors(checks)
            # The screen is not to wait for the index.
            open_index(checks, settings.cache_folder)
    messages = losses.messages()
    for loss in messages[:_MOST_LOSSES]:
        tell(str(loss))
    if len(messages) > _MOST_LOSSES:
        tell(f"and {len(messages) - _MOST_LOSSES} more of that kind")
    return 1 if messages else 0


def _read(paths: Sequence[Path], losses: Losses) -> Iterator[PriorCheck]:
    from reader.exchange.formats.claim_review_in import read_checks
    from reader.exchange.formats.registry import readable

    for path in paths:
        with readable(path):
            yield from read_checks(path, losses)
