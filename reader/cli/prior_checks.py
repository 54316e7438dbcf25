"""What the commands on prior checks share: the collection, the encoder, the import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.narration import tell
from reader.meaning.prior_checks import FILE, PriorCheck, PriorChecks

if TYPE_CHECKING:
    from reader.config import Settings
    from reader.exchange.losses import Losses
    from reader.meaning.vectors import Floats

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
    from reader.exchange.formats.registry import ExchangeError

    for path in paths:
        try:
            yield from read_checks(path, losses)
        except FileNotFoundError:
            raise ExchangeError(f"There is no file {path}; check its name and folder.") from None
        except IsADirectoryError:
            raise ExchangeError(f"{path} is a folder; name the files inside it.") from None
        except PermissionError:
            raise ExchangeError(f"{path} may not be read; check its permissions.") from None
        except UnicodeDecodeError:
            raise ExchangeError(f"{path} is not UTF-8; save it so and try again.") from None
