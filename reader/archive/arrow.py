"""The tables of an archive in Arrow: their columns and types, with a version, and as Parquet bytes.

The only module that decides on types; pyarrow comes with ``pip install "article-reader[archive]"``.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping, Sequence
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


_PLACE = "start_char:int end_char:int"
_SAID = f"cue({_PLACE}) source({_PLACE}) speaker"
COLUMNS = {
    "articles": f"""title location url outlet authors:texts published day:date declared_language
        words:int fingerprint loader text
        blocks(kind {_PLACE} duplicate_of:int level:int flows:bool) links({_PLACE} url)
        language people(id name aliases:texts role)
        token_starts:ints token_ends:ints sentence_starts:ints sentence_ends:ints
        models(use package version hash) notices:texts""",
    "entities": f"entity_id {_PLACE} text label type name person score:float",
    "quotes": f"""quote_id {_PLACE} kind spans({_PLACE}) text {_SAID} speaker_kind person parent
        rule score:float""",
    "figures": f"""figure_id {_PLACE} text kind value:float value_max:float unit currency modifier
        {_SAID}""",
    "speakers": "speaker speaker_kind person quotes:int figures:int",
}
"""The columns of each table behind ``article_id``: text without a type, lists with their own."""
_COLUMN = re.compile(r"(\w+)(?::(\w+)|\(([^()]*)\))?")


@cache
def schemas() -> Mapping[str, pyarrow.Schema]:
    """Return the columns of each table. Offsets are 32-bit: an article has at most 64 MiB."""
    pa = arrow()
    text, whole = pa.string(), pa.int32()
    types = {"": text, "int": whole, "float": pa.float64(), "bool": pa.bool_()}
    types |= {"date": pa.date32(), "texts": pa.list_(text), "ints": pa.list_(whole)}

    def fields(columns: str) -> list[tuple[str, Any]]:
        found = _COLUMN.findall(columns)
        return [
            (name, pa.list_(pa.struct(fields(inner))) if inner else types[kind])
            for name, kind, inner in found
        ]

    def schema(table: str, columns: str) -> Any:
        about = {"reader.table": table, "reader.schema": str(SCHEMA)}
        return pa.schema(fields(f"article_id {columns}"), metadata=about)

    return {table: schema(table, columns) for table, columns in COLUMNS.items()}


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
