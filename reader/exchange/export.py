"""An export from the desk to its target: which records leave, and that they arrive whole.

Articles are read from the desk one at a time, so that memory does not grow with their number.
What is written to a file or folder takes its place when all of it is there, else the old one
stays.
"""

from __future__ import annotations

import contextlib
import functools
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from reader.annotations.record_json import from_document
from reader.annotations.records import CODEBOOK
from reader.errors import ReaderError
from reader.exchange.by_article import by_article, nothing_loaded, without_paths
from reader.exchange.export_options import DEFAULT_OPTIONS, ExportOptions
from reader.exchange.formats.registry import (
    FORMATS,
    ExchangeError,
    makes_files,
    streams,
    writer,
)
from reader.exchange.losses import Loss, Losses
from reader.exchange.selection import Selection, select
from reader.exchange.targets import ArchiveFiles, Names, OneFile, whole_folder
from reader.readable_path import from_home
from reader.whole_file import whole_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import ExitStack
    from typing import Protocol

    from reader.annotations.records import ArticleRecord, Document, Record
    from reader.exchange.by_article import Loaded
    from reader.exchange.formats.registry import WritesFiles, WritesStream
    from reader.review.annotated_article import AnnotatedArticle

    class Desk(Protocol):
        """Where the records come from: a store."""

        def counts(self) -> Mapping[str, Mapping[str, int]]:
            """Return how many records of each kind there are, by article."""

        def articles(self) -> Sequence[ArticleRecord]:
            """Return the articles' own records."""

        def documents(self, article_id: str) -> Sequence[Document]:
            """Return the records of one article as they are stored, its own among them."""


ARCHIVE = ".zip"
STANDARD_OUTPUT = "-"
ALL = Selection()


class LossError(ReaderError):
    """A strict export that would lose something: nothing was written."""

    def __init__(self, losses: Sequence[Loss]) -> None:
        super().__init__("Nothing was written, since the format cannot hold all of it.")
        self.losses = losses


@dataclass(frozen=True, slots=True)
class Export:
    """What is asked for.

    ``target`` is a file, a folder (with / at its end, or one that is there), an archive of
    several files (.zip), or "-" for the stream that is given. ``over`` lets it replace what is
    there, ``full_paths`` keeps folders' names, ``strict`` refuses to lose anything.
    """

    format: str
    target: str = STANDARD_OUTPUT
    selection: Selection = ALL
    given: ExportOptions = DEFAULT_OPTIONS
    over: bool = False
    full_paths: bool = False
    strict: bool = False

    @property
    def path(self) -> Path | None:
        """None for the stream that is given."""
        return None if self.target == STANDARD_OUTPUT else from_home(self.target)

    @property
    def is_taken(self) -> bool:
        """Whether writing would change something that already exists."""
        path = self.path
        if path is None or _is_pipe(path):
            return False
        return any(path.iterdir()) if path.is_dir() else path.exists()


@dataclass(frozen=True, slots=True)
class Written:
    """How many records left, on how many articles.

    What stayed behind because it is private, and what the format could not hold.
    """

    records: int
    articles: int
    held_back: tuple[Loss, ...]
    losses: tuple[Loss, ...]


def export(
    desk: Desk,
    asked: Export,
    load: Callable[[ArticleRecord], Loaded] = nothing_loaded,
    *,
    stream: BinaryIO | None = None,
    passed: Callable[[int], None] = lambda _: None,
) -> Written:
    """Write what is asked for of ``desk``; texts and findings come from ``load``.

    ``passed`` is called with the number of records of an article that are done; what it raises
    ends the export. Raises ExchangeError and LossError, and OSError for ``stream`` alone: nothing
    is left half written then, but what already went into ``stream``.
    """
    module = writer(asked.format)
    to_stream, to_files = streams(module), makes_files(module)
    if to_files is not None and (_wants_folder(asked) or _wants_archive(asked, to_stream)):
        asked = replace(asked, given=replace(asked.given, shared_names=_shared_names(desk)))
    asked = replace(asked, given=_with_whole_paths(desk, asked.given))
    if FORMATS[asked.format].tree:
        asked = replace(asked, given=replace(asked.given, codebook=_codebook(desk)))
    held, counts = Losses(), {"articles": 0, "records": 0}
    gathered = _counted(_chosen(desk, asked, load, held, passed), counts)
    with _naming_file(asked.path), contextlib.ExitStack() as stack:
        if _wants_folder(asked):
            losses = _into_folder(to_files, gathered, asked, stack)
        else:
            losses = _into_one(to_stream, to_files, gathered, asked, stream, stack)
        losses = [*losses, *_undescribed(desk, asked)]
        if asked.strict and losses:
            raise LossError(losses)
    return Written(counts["records"], counts["articles"], tuple(held.messages()), tuple(losses))


@contextlib.contextmanager
def _naming_file(path: Path | None) -> Iterator[None]:
    """Turn what the system refuses while ``path`` is written into a sentence about it."""
    try:
        yield
    except OSError as fault:
        if path is None or isinstance(fault, BrokenPipeError):
            raise
        if isinstance(fault, FileNotFoundError) and not path.parent.is_dir():
            raise ExchangeError(
                f"There is no folder {path.parent}; make it, or name another."
            ) from None
        reason = fault.strerror or str(fault)
        raise ExchangeError(f"{path} cannot be written ({reason}); name another place.") from fault


def _chosen(
    desk: Desk,
    asked: Export,
    load: Callable[[ArticleRecord], Loaded],
    held: Losses,
    passed: Callable[[int], None],
) -> Iterator[AnnotatedArticle]:
    for article_id, kinds in desk.counts().items():
        if article_id == CODEBOOK and not FORMATS[asked.format].codebook:
            continue
        chosen = select(desk.documents(article_id), asked.selection)
        held.add("private record[s] [was|were] held back", chosen.held_back)
        held.add("private piece[s] of evidence [was|were] held back", chosen.held_evidence)
        for one in by_article(chosen.records, load, asked.given.former):
            if asked.full_paths:
                yield one
            else:
                yield replace(one, record=without_paths(one.record))
        passed(sum(kinds.values()))


def _undescribed(desk: Desk, asked: Export) -> list[Loss]:
    """Return what is lost of the codebook by a format that has no place for it."""
    losses = Losses()
    form = FORMATS[asked.format]
    if not form.codebook and not form.tree and CODEBOOK in desk.counts():
        chosen = select(desk.documents(CODEBOOK), asked.selection).records
        losses.add("entr[y|ies] of the codebook [was|were] left out", len(chosen))
    return losses.messages()


def _codebook(desk: Desk) -> tuple[Record, ...]:
    return tuple(map(from_document, desk.documents(CODEBOOK)))


def _with_whole_paths(desk: Desk, given: ExportOptions) -> ExportOptions:
    """Return ``given`` so that it finds the page of a record whose paths were cut."""
    page_text = given.page_text
    if page_text is None:
        return given
    articles = functools.cache(lambda: {each.article_id: each for each in desk.articles()})
    return replace(
        given, page_text=lambda record: page_text(articles().get(record.article_id, record))
    )


def _shared_names(desk: Desk) -> frozenset[str]:
    """Return the file names that several articles would have.

    So that none depends on the others that are written with it.
    """
    named = Counter(Names.plain(article.title) for article in desk.articles())
    return frozenset(name for name, count in named.items() if count > 1 and name)


def _counted(
    gathered: Iterator[AnnotatedArticle], counts: dict[str, int]
) -> Iterator[AnnotatedArticle]:
    for one in gathered:
        counts["articles"] += 1
        counts["records"] += len(one.records.in_order)
        yield one


def _wants_folder(asked: Export) -> bool:
    path = asked.path
    return path is not None and (asked.target.endswith("/") or path.is_dir())


def _wants_archive(asked: Export, stream: WritesStream | None) -> bool:
    path = asked.path
    return stream is None or (path is not None and _is_archive(path, asked))


def _is_archive(path: Path, asked: Export) -> bool:
    """Return whether a file of this name is an archive of several files."""
    return path.suffix in filter(None, (ARCHIVE, FORMATS[asked.format].archive))


def _into_folder(
    files: WritesFiles | None,
    gathered: Iterator[AnnotatedArticle],
    asked: Export,
    stack: contextlib.ExitStack,
) -> list[Loss]:
    path = cast(Path, asked.path)
    if files is None:
        raise ExchangeError(f"{asked.format} is one file; give the name of a file.")
    if asked.is_taken and not asked.over:
        raise ExchangeError(f"{asked.target} is not empty; --force writes into it.")
    folder = stack.enter_context(whole_folder(path))
    return files.write_files(gathered, folder, asked.given)


def _into_one(
    stream: WritesStream | None,
    files: WritesFiles | None,
    gathered: Iterator[AnnotatedArticle],
    asked: Export,
    given: BinaryIO | None,
    stack: contextlib.ExitStack,
) -> list[Loss]:
    path = asked.path
    if asked.is_taken and not asked.over:
        raise ExchangeError(f"{asked.target} is there already; --force writes over it.")
    archived = files is not None and _wants_archive(asked, stream)
    named = path is not None and not _is_pipe(path) and not _is_archive(path, asked)
    if files is not None and archived and named and _is_single(path, asked):
        return _into_single(files, gathered, asked, stack)
    to_screen = path is None and (given is None or given.isatty())
    if (path is None and given is None) or (archived and (named or to_screen)):
        raise ExchangeError(
            f"{asked.format} is several files: name a folder, -o NAME/, or an archive, "
            f"-o NAME{FORMATS[asked.format].archive or ARCHIVE}."
        )
    out = _sink(path, given, asked, stack)
    if files is not None and archived:
        archive = ArchiveFiles(out)
        try:
            losses = files.write_files(gathered, archive, asked.given)
            archive.close()
        except BaseException:
            archive.abandon()
            raise
        return losses
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="")
    try:
        if asked.format == "csv" and path is not None and not _is_pipe(path):
            # Without it the most used spreadsheet takes the table for its system's old encoding.
            text.write("\ufeff")
        losses = cast("WritesStream", stream).write(gathered, text, asked.given)
        text.flush()
    finally:
        text.detach()
    return losses


def _is_single(path: Path | None, asked: Export) -> bool:
    """Return whether a file of this name holds one article."""
    single = FORMATS[asked.format].single
    return path is not None and bool(single) and path.suffix == single


def _into_single(
    files: WritesFiles, gathered: Iterator[AnnotatedArticle], asked: Export, stack: ExitStack
) -> list[Loss]:
    """Write one article into one file; ExchangeError where there is another number of them."""
    ending = FORMATS[asked.format].single
    one = OneFile(_sink(asked.path, None, asked, stack), ending)
    losses = files.write_files(gathered, one, asked.given)
    if one.count != 1:
        number = "no article with a text" if not one.count else f"{one.count} articles"
        raise ExchangeError(
            f"{asked.target} holds one article, and there are {number} to write: name a folder, "
            "-o NAME/, an archive, -o NAME.zip, or one article, --article WORDS."
        )
    return losses


def _sink(
    path: Path | None, given: BinaryIO | None, asked: Export, stack: contextlib.ExitStack
) -> BinaryIO:
    """Return where the bytes go.

    A pipe takes nothing back: what is strict is written aside first.
    """
    if path is not None and not _is_pipe(path):
        return stack.enter_context(whole_file(path, mode=None))
    last = stack.enter_context(path.open("wb")) if path is not None else cast(BinaryIO, given)
    if not asked.strict:
        return last
    return stack.enter_context(_aside(last))


@contextlib.contextmanager
def _aside(last: BinaryIO) -> Iterator[BinaryIO]:
    """Open a file whose bytes go into ``last`` when the block ends well."""
    import shutil
    import tempfile

    with tempfile.TemporaryFile() as file:
        yield cast(BinaryIO, file)
        file.seek(0)
        shutil.copyfileobj(file, last)
        last.flush()


def _is_pipe(path: Path) -> bool:
    """Return whether ``path`` is no file to be replaced: a pipe, a terminal, a device."""
    return path.exists() and not path.is_file() and not path.is_dir()
