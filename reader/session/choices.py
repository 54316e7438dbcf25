"""What was last chosen on the screen (theme, column width, desk), kept for the next start."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from reader.whole_file import whole_file


@dataclass(frozen=True, slots=True)
class Choices:
    """An empty theme and a measure of.

    0 where nothing was chosen yet; ``desk`` is how the desk was looked at: order, whether it was
    turned round, filter.
    """

    theme: str = ""
    measure: int = 0
    desk: tuple[object, ...] = ()


def load_choices(path: Path) -> Choices:
    """Return the choices kept at ``path``; none where it cannot be read."""
    try:
        content = json.loads(path.read_bytes())
        kept = {
            field.name: content[field.name] for field in fields(Choices) if field.name in content
        }
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Choices()
    desk = kept.pop("desk", [])
    if not isinstance(kept.get("theme"), str) or not isinstance(kept.get("measure"), int):
        return Choices()
    return Choices(**kept, desk=tuple(desk) if isinstance(desk, list) else ())


def save_choices(path: Path, choices: Choices) -> None:
    """Keep ``choices``; a folder that cannot be written keeps none, which loses no note."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole_file(path) as file:
            file.write(json.dumps(asdict(choices)).encode("ascii"))
