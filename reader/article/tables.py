"""Tables of articles as files: CSV, JSON lines and JSON, row by row, and their columns.

They are in UTF-8 or, with a byte order mark, in UTF-16; ``.gz`` is unpacked on the way.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO, cast

from reader.article.article import ArticleError
from reader.article.columns import guess
from reader.article.table_signs import kind_of_table

LARGEST_CELL = 64 * 1024 * 1024
_LOOKED_AT = 50
"""Lines of JSON whose keys make the columns."""
_PEEKED = 64 * 1024
_LARGEST_JSON = 512 * 1024 * 1024

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` yields each row, or a sentence that says why it cannot be read; once only.

    ``stream`` is what they are read from: let go, it would close the file below.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row | str]
    stream: object


def read_table(file: BinaryIO, name: str, kind: str) -> Table:
    """Return the table in ``file``, which is read as its rows are. Raises ArticleError."""
    if name.lower().endswith(".gz"):
        file = cast(BinaryIO, gzip.GzipFile(fileobj=file))
    buffered = io.BufferedReader(cast(io.RawIOBase, file))
    begin = buffered.peek(2)[:2]
    utf16 = begin in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    lines = io.TextIOWrapper(buffered, "utf-16" if utf16 else "utf-8-sig", newline="")
    try:
        return {"csv": _csv, "jsonl": _json_lines, "json": _json}[kind](lines, name)
    except UnicodeDecodeError:
        raise ArticleError(_not_unicode(name)) from None
    except (OSError, EOFError) as fault:
        raise ArticleError(f"{name} cannot be unpacked ({fault}); fetch it again.") from None


def looks_like_articles(begin: bytes, name: str) -> bool:
    """Whether a file that begins so is a table with a column that holds texts, by its name."""
    kind = kind_of_table(name)
    if kind is None:
        return False
    if kind == "json" and not begin.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return False
    try:
        if name.lower().endswith(".gz"):
            begin, name = zlib.decompressobj(31).decompress(begin, _PEEKED), name[:-3]
        if kind == "json":
            text = begin.decode("utf-8-sig", "replace")
            first, _ = json.JSONDecoder().raw_decode(text, text.find("{"))
            return guess(tuple(_flat(first))) is not None
        lines = begin.rpartition(b"\n")[0] or begin
        return guess(read_table(io.BytesIO(lines), name, kind).columns) is not None
    except (ArticleError, ValueError, RecursionError, zlib.error):
        return False


def _not_unicode(name: str) -> str:
    return f"{name} is not in UTF-8 everywhere; save it as UTF-8."


def _csv(lines: io.TextIOWrapper, name: str) -> Table:
    csv.field_size_limit(LARGEST_CELL)
    head = lines.readline()
    # A head with a line break in a name is read on to the end of the name.
    while head.count('"') % 2 and (more := lines.readline()):
        head += more
    delimiter = max("\t;,|", key=lambda sign: re.sub(r'"[^"]*"', "", head).count(sign))
    columns = tuple(next(csv.reader([head], delimiter=delimiter), []))

    def rows() -> Iterator[Row | str]:
        reader = csv.reader(lines, delimiter=delimiter)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                yield f"{name}#{number} cannot be read: {fault}."
                continue
            except UnicodeDecodeError:
                yield _not_unicode(name)
                return
            if cells:
                yield dict(zip(columns, cells, strict=False))

    return Table(columns, rows(), lines)


def _json_lines(lines: io.TextIOWrapper, name: str) -> Table:
    def rows() -> Iterator[Row | str]:
        number = 0
        try:
            for line in lines:
                number += 1
                if line.strip():
                    yield _object(line, f"{name}#{number}")
        except UnicodeDecodeError:
            yield _not_unicode(name)

    return _of_objects(rows(), lines)


def _json(lines: io.TextIOWrapper, name: str) -> Table:
    text = lines.read(_LARGEST_JSON)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ArticleError(f"{name} is not JSON; check that it is whole.") from None
    objects = found if isinstance(found, list) else [found]
    wrong = "{}#{} is not an object."
    rows = (
        _flat(each) if isinstance(each, dict) else wrong.format(name, number)
        for number, each in enumerate(objects, 1)
    )
    return _of_objects(rows, lines)


def _of_objects(rows: Iterator[Row | str], lines: object) -> Table:
    first = list(islice(rows, _LOOKED_AT))
    columns = dict.fromkeys(key for row in first if not isinstance(row, str) for key in row)
    return Table(tuple(columns), chain(first, rows), lines)


def _object(line: str, where: str) -> Row | str:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return f"{where} is not JSON."
    return _flat(found) if isinstance(found, dict) else f"{where} is not an object."


def _flat(found: dict[str, Any]) -> Row:
    """Return the object, or its article where it is one of ``reader analyze --format jsonl``."""
    inner = found.get("article")
    if isinstance(inner, dict) and "text" in inner:
        return {key: value for key, value in inner.items() if key != "blocks"}
    return found
