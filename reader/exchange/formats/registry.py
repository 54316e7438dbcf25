"""The formats that notes leave and come in by. A new one is a module here and a line below.

The module has ``write`` when the format is one stream, ``write_files`` when it is several
files (either or both), and ``read`` when it can be read.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from reader.errors import ReaderError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Protocol, TextIO

    from reader.exchange.arrival import Arrival
    from reader.exchange.export_options import ExportOptions
    from reader.exchange.losses import Loss, Losses
    from reader.exchange.targets import Files
    from reader.review.annotated_article import AnnotatedArticle

    class WritesStream(Protocol):
        """The module of a format that is one stream."""

        def write(
            self, articles: Iterable[AnnotatedArticle], out: TextIO, given: ExportOptions
        ) -> list[Loss]:
            """Write all articles to ``out`` and return what the format cannot hold."""

    class WritesFiles(Protocol):
        """The module of a format that is several files."""

        def write_files(
            self, articles: Iterable[AnnotatedArticle], files: Files, given: ExportOptions
        ) -> list[Loss]:
            """Write all articles to ``files`` and return what the format cannot hold."""

    class Reads(Protocol):
        """The module of a format that can be read."""

        def read(self, path: Path, losses: Losses) -> Iterator[Arrival]:
            """Return the articles in a file or folder.

            Raises OSError, and ValueError with a reason. A format whose files may
            not say who annotated also takes ``annotator``.
            """


class ExchangeError(ReaderError):
    """An export or import that cannot be made; one sentence that says what to do."""


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Raise ExchangeError, with what to do, where a file to import cannot be read as text."""
    try:
        yield
    except FileNotFoundError as fault:
        missing = fault.filename or path
        raise ExchangeError(f"There is no file {missing}; check its name and folder.") from None
    except IsADirectoryError:
        raise ExchangeError(f"{path} is a folder; name the files inside it.") from None
    except PermissionError:
        raise ExchangeError(f"{path} may not be read; check its permissions.") from None
    except UnicodeDecodeError:
        raise ExchangeError(f"{path} is not UTF-8; save it as UTF-8 and try again.") from None


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its module, what it is for in one line, and the ending of a file's name.

    Also which ways it goes, and whether it takes what the machine found as well. ``codebook``
    says that the records of the codebook leave as records, ``tree`` that the format has a tree of
    tags of its own, ``archive`` how its archive of several files ends, and ``single`` how a file
    with one article does.
    """

    module: str
    summary: str
    ending: str = ".zip"
    writes: bool = True
    reads: bool = False
    findings: bool = False
    codebook: bool = False
    tree: bool = False
    archive: str = ""
    single: str = ""


FORMATS: Mapping[str, Format] = {
    "markdown": Format("markdown", "a page to read: passages, notes, tags", ".md"),
    "html": Format("html_report", "a report to read and print", ".html"),
    "json": Format(
        "reader_json", "all records as they are, by article", ".json", reads=True, codebook=True
    ),
    "jsonl": Format(
        "json_lines", "the same, one record a line", ".jsonl", reads=True, codebook=True
    ),
    "csv": Format("csv_table", "a table with a row for each record", ".csv"),
    "web-annotation": Format(
        "web_annotation", "W3C Web Annotation, JSON-LD", ".jsonld", reads=True
    ),
    "claimreview": Format(
        "claim_review",
        "ClaimReview JSON-LD; in a folder, pages that carry it",
        ".jsonld",
    ),
    "brat": Format("brat", "brat standoff with annotation.conf", reads=True, findings=True),
    "conll": Format(
        "conll", "CoNLL/IOB2, a token and its tag a line", ".conll", reads=True, findings=True
    ),
    "webanno-tsv": Format(
        "webanno_tsv", "WebAnno TSV 3.3", reads=True, findings=True, single=".tsv"
    ),
    "xmi": Format(
        "cas_xmi",
        "UIMA CAS XMI with type system and layers",
        reads=True,
        findings=True,
        single=".xmi",
    ),
    "label-studio": Format(
        "label_studio",
        "Label Studio tasks with labelling config",
        ".json",
        reads=True,
        findings=True,
    ),
    "doccano": Format(
        "doccano",
        "doccano JSONL with relations",
        ".jsonl",
        reads=True,
        findings=True,
    ),
    "refi-qda": Format(
        "refi_qda",
        "REFI-QDA project: texts, coded passages, codebook",
        ".qdpx",
        reads=True,
        tree=True,
        archive=".qdpx",
    ),
    "refi-codebook": Format(
        "refi_codebook", "REFI-QDA codebook: the tree of tags", ".qdc", reads=True, tree=True
    ),
    "readwise": Format("readwise", "Readwise CSV", ".csv", reads=True),
    "kindle": Format("kindle", "Kindle's My Clippings.txt", ".txt", writes=False, reads=True),
    "hypothesis": Format(
        "hypothesis_export",
        "Hypothesis API export",
        ".json",
        writes=False,
        reads=True,
    ),
}
"""Every format by the name that ``--format`` takes. The ending .zip means several files."""


def writer(name: str) -> ModuleType:
    """Return the module that writes a format; ExchangeError when there is none of that name."""
    return _module(name, {key for key, each in FORMATS.items() if each.writes}, "write")


def reader(name: str) -> ModuleType:
    """Return the module that reads a format; ExchangeError when there is none of that name."""
    return _module(name, {key for key, each in FORMATS.items() if each.reads}, "read")


def streams(module: ModuleType) -> WritesStream | None:
    return module if hasattr(module, "write") else None


def makes_files(module: ModuleType) -> WritesFiles | None:
    return module if hasattr(module, "write_files") else None


def _module(name: str, known: Sequence[str] | set[str], verb: str) -> ModuleType:
    if name not in known:
        names = ", ".join(key for key in FORMATS if key in known)
        raise ExchangeError(f"There is no format {name!r} to {verb}; there are {names}.")
    return importlib.import_module(f"reader.exchange.formats.{FORMATS[name].module}")
