"""The tables of an archive in Arrow: their columns and types, with a version, and as Parquet bytes.

The only module that decides on types; pyarrow comes with ``pip install "article-reader[archive]"``.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from reader.errors import ReaderError

if TYPE_CHECKING:
    import pyarrow

SCHEMA = 1
"""Counts up when a column changes its name, type or meaning; a new column leaves it as it is."""
COMPRESSION = "zstd"


class MissingExtraError(ReaderError):
    """A library that reader does without until it is needed; the message says how to install it."""


def arrow() -> ModuleType:
    """Return the library pyarrow. Raises MissingExtraError where it is not installed."""
    try:
        return importlib.import_module("pyarrow")
    except ImportError:
        raise MissingExtraError(
            'Parquet and Arrow need pyarrow: pip install "article-reader[archive]"'
        ) from None


@cache
def schemas() -> Mapping[str, pyarrow.Schema]:
    """Return the columns of each table. Offsets are 32-bit: an article has at most 64 MiB."""
    pa = arrow()
    text, offset, number = pa.string(), pa.int32(), pa.float64()

    def each(**columns: Any) -> Any:
        return pa.list_(pa.struct(list(columns.items())))

    def schema(table: str, **columns: Any) -> Any:
        about = {"reader.table": table, "reader.schema": str(SCHEMA)}
        return pa.schema([("article_id", text), *columns.items()], metadata=about)

    place = {"start_char": offset, "end_char": offset}
    spans = each(**place)
    said = {"cue": spans, "source": spans, "speaker": text}
    return {
        "articles": schema(
            "articles",
            title=text,
            location=text,
            url=text,
            outlet=text,
            authors=pa.list_(text),
            published=text,
            day=pa.date32(),
            declared_language=text,
            words=pa.int32(),
            fingerprint=text,
            loader=text,
            text=text,
            blocks=each(
                kind=text, **place, duplicate_of=pa.int32(), level=pa.int32(), flows=pa.bool_()
            ),
            links=each(**place, url=text),
            language=text,
            people=each(id=text, name=text, aliases=pa.list_(text), role=text),
            token_starts=pa.list_(offset),
            token_ends=pa.list_(offset),
            sentence_starts=pa.list_(offset),
            sentence_ends=pa.list_(offset),
            models=each(use=text, package=text, version=text, hash=text),
            notices=pa.list_(text),
        ),
        "entities": schema(
            "entities",
            entity_id=text,
            **place,
            text=text,
            label=text,
            type=text,
            name=text,
            person=text,
            score=number,
        ),
        "quotes": schema(
            "quotes",
            quote_id=text,
            **place,
            kind=text,
            spans=spans,
            text=text,
            **said,
            speaker_kind=text,
            person=text,
            parent=text,
            rule=text,
            score=number,
        ),
        "figures": schema(
            "figures",
            figure_id=text,
            **place,
            text=text,
            kind=text,
            value=number,
            value_max=number,
            unit=text,
            currency=text,
            modifier=text,
            **said,
        ),
        "speakers": schema(
            "speakers",
            speaker=text,
            speaker_kind=text,
            person=text,
            quotes=pa.int32(),
            figures=pa.int32(),
        ),
    }


def arrow_table(name: str, rows: Sequence[Mapping[str, Any]]) -> pyarrow.Table:
    """Return the Arrow table of rows of the table ``name``, in their order."""
    return arrow().Table.from_pylist(list(rows), schema=schemas()[name])


def parquet_bytes(name: str, rows: Sequence[Mapping[str, Any]], about: Mapping[str, str]) -> bytes:
    """Return a Parquet file of rows of the table ``name``.

    ``about`` is added to the schema's metadata.

    The same rows make the same bytes with the same pyarrow.
    """
    from pyarrow import parquet

    table = arrow_table(name, rows)
    table = table.replace_schema_metadata({**table.schema.metadata, **about})
    sink = arrow().BufferOutputStream()
    parquet.write_table(table, sink, compression=COMPRESSION)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def columns_missing(name: str, columns: Iterable[str]) -> list[str]:
    """Return the columns of the table ``name`` that are not among ``columns``."""
    there = set(columns)
    return [column for column in schemas()[name].names if column not in there]
