"""Reads sentences that people judged: a JSON object a line, also compressed by gzip."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reader.training.corpora import DataError
from reader.training.worth_training import Example

CLAIMWORTHY = "claimworthy-train.jsonl.gz"


def json_lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each object of the file with the number of its line. Raises DataError."""
    compressed = path.suffix == ".gz"
    try:
        with gzip.open(path) if compressed else path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _object(line, path, number)
    except FileNotFoundError:
        raise DataError(f"There is no file {path}; check its name and folder.") from None
    except IsADirectoryError:
        raise DataError(f"{path} is a folder; name a file of JSON lines in it.") from None
    except (OSError, EOFError) as error:
        why = getattr(error, "strerror", None) or "it is cut short or no gzip file"
        raise DataError(f"{path} cannot be read ({why}).") from None


def _object(line: bytes, path: Path, number: int) -> Mapping[str, Any]:
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise DataError(f"{path}, line {number} is no JSON object; put one object on each line.")
    return read


def text_of(row: Mapping[str, Any], key: str, path: Path, number: int) -> str:
    """Return the text under ``key``. Raises DataError."""
    value = row.get(key)
    if not isinstance(value, str):
        raise DataError(f'{path}, line {number} has no text under "{key}".')
    return value


def judged_sentences(path: Path) -> list[Example]:
    """Sentences with ``worth`` 1 or 0. Raises DataError."""
    found = []
    for number, row in json_lines(path):
        if row.get("worth") not in (0, 1):
            raise DataError(f'{path}, line {number} must say "worth": 1 or 0.')
        found.append(Example(text_of(row, "text", path, number), bool(row["worth"])))
    if not found:
        raise DataError(f"{path} has no sentences.")
    return found
