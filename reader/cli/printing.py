"""How commands print plain values as JSON."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any


def format_argument(parser: argparse.ArgumentParser) -> None:
    """``--format``, for every command whose answer a program may read."""
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="output format (default: text)",
    )


def print_json(value: Any) -> None:
    """Print dataclasses, lists and plain values; paths as text."""
    print(json.dumps(_plain(value), ensure_ascii=False, indent=1, default=_json_form))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _json_form(value: Any) -> str:
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
