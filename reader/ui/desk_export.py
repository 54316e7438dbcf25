"""Writes the notes of one article, or of the whole desk, to a file in a format to choose."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.exchange.dossier import Dossier, dossiers, without_paths
from reader.exchange.formats import ExchangeError, makes_files, streams, writer
from reader.exchange.given import Given, Tag
from reader.exchange.losses import Loss
from reader.exchange.selection import Selection, select
from reader.exchange.targets import ArchiveFiles, Names, whole_folder
from reader.whole_file import whole_file

if TYPE_CHECKING:
    from reader.annotations.records import ArticleRecord, Record
    from reader.config import Settings
    from reader.exchange.dossier import Loaded
    from reader.ui.reading import Reading

ENDINGS: Mapping[str, str] = {
    "markdown": ".md",
    "json": ".json",
    "jsonl": ".jsonl",
    "html": ".html",
    "web-annotation": ".jsonld",
    "label-studio": ".json",
    "doccano": ".jsonl",
    "conll": ".conll",
    "readwise": ".csv",
    "claimreview": ".json",
    "csv": ".csv",
}
"""The ending of a file's name by format; those of several files become an archive."""
ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Export:
    """What is asked for: a format, where to, one article (None: all), whether to write over.

    A path that ends in / is a folder, one that ends in .zip an archive of several files.
    """

    format: str
    target: str
    article_id: str | None = None
    over: bool = False

    @property
    def path(self) -> Path:
        return Path(self.target).expanduser()

    @property
    def is_taken(self) -> bool:
        """Whether something stands there that writing would change."""
        path = self.path
        return any(path.iterdir()) if path.is_dir() else path.exists()


def suggested_name(title: str, identity: str, format_name: str) -> str:
    """A file name that every system takes, from the article's title."""
    return Names().of(title, identity) + ENDINGS.get(format_name, ARCHIVE)


def export(
    records: Iterable[Record], asked: Export, settings: Settings, reading: Reading | None
) -> str:
    """Write, and say in one sentence what was written and what could not be held.

    ``reading`` gives text and findings of the article in view. Private records stay. Raises
    ReaderError and OSError; nothing is left half written then.
    """
    if asked.is_taken and not asked.over:
        raise ExchangeError(f"{asked.target} is there already; choose another name.")
    module = writer(asked.format)
    chosen = select(records, Selection(article=asked.article_id or ""))
    publisher = settings.publisher
    given = Given(
        tagset=tuple(Tag(each.layer, each.type, each.colour) for each in settings.labels),
        publisher=None if publisher is None else (publisher.name, publisher.url),
    )
    gathered = dossiers(chosen.records, lambda article: _loaded(article, settings, reading))
    anonymous = (
        dataclasses.replace(each, article=without_paths(each.article)) for each in gathered
    )
    losses = _written(module, anonymous, asked, given)
    if chosen.held_back:
        losses = [Loss(chosen.held_back, "private records were held back"), *losses]
    told = "; ".join(map(str, losses))
    return f"Exported to {asked.target}" + (f": {told}." if told else ".")


def _written(
    module: ModuleType, gathered: Iterable[Dossier], asked: Export, given: Given
) -> list[Loss]:
    stream, files, path = streams(module), makes_files(module), asked.path
    if asked.target.endswith("/") or path.is_dir():
        if files is None:
            raise ExchangeError(f"{asked.format} is one file; give the name of a file.")
        with whole_folder(path) as folder:
            return files.write_files(gathered, folder, given)
    if files is not None and (stream is None or path.suffix == ARCHIVE):
        with whole_file(path, mode=None) as binary:
            archive = ArchiveFiles(binary)
            losses = files.write_files(gathered, archive, given)
            archive.close()
        return losses
    if stream is None:
        raise ExchangeError(f"{asked.format} cannot be written.")
    with whole_file(path, mode=None) as binary:
        out = io.TextIOWrapper(binary, encoding="utf-8", errors="replace", newline="")
        losses = stream.write(gathered, out, given)
        out.flush()
        out.detach()
    return losses


def _loaded(article: ArticleRecord, settings: Settings, reading: Reading | None) -> Loaded:
    """The newest text of an article that is known, and what was found in it."""
    if reading is not None and reading.article_id == article.id:
        return reading.article.text, reading.found
    from reader.analysis.cache import FindingsCache
    from reader.analysis.packages import ModelError, stamp
    from reader.article.kept import KeptTexts

    texts, cache = KeptTexts(settings.kept_texts), FindingsCache(settings.findings_cache)
    for revision in reversed(article.revisions):
        text = texts.load(revision.fingerprint)
        if text is not None:
            try:
                return text, cache.load(revision.fingerprint, stamp(settings.package))
            except ModelError:
                return text, None
    return None, None


def refusal(fault: ReaderError | OSError) -> str:
    """Why nothing was written, for the user."""
    if isinstance(fault, ReaderError):
        return str(fault)
    return f"{fault.filename or 'The file'} cannot be written: {fault.strerror or fault}."
