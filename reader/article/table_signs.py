"""What tells tables and archives of articles from other files, without reading them.

Every file that is opened is looked at so; what reads them is loaded for them alone.
"""

from __future__ import annotations

from pathlib import Path

ABOUT = "_reader.json"
"""The file that makes a folder an archive of reader."""
MAGIC = b"PAR1"
ENDINGS = {
    ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
}  # fmt: skip


def kind_of_table(name: str) -> str | None:
    """By the ending of a file's name "csv", "jsonl" or "json", None for another."""
    lower = name.lower().removesuffix(".gz")
    return next((kind for ending, kind in ENDINGS.items() if lower.endswith(ending)), None)


def is_archive(path: Path) -> bool:
    """Whether ``path`` is a folder that ``reader analyze --out`` wrote."""
    try:
        return (path / ABOUT).is_file()
    except (OSError, ValueError):  # no name that the system knows
        return False


def is_parquet(path: Path) -> bool:
    """Whether ``path`` is a file in Parquet, by its first bytes."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(4) == MAGIC
    except (OSError, ValueError):
        return False
