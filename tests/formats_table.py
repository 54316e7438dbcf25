"""The table of formats in the README, made by exporting and importing: ``make formats``.

Notes of every kind leave in each format and come into an empty library. A part of a record that
comes back as it was is held; the export and the import themselves say what they lose.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from reader.cli.commands.import_ import PRIOR_CHECKS
from reader.cli.main import main
from reader.exchange.formats.registry import FORMATS

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- made by `make formats` -->", "<!-- end of the table -->"
_COUNT = re.compile(r"^reader: \d+ ")
Row = Mapping[str, Any]

HELD: Mapping[str, tuple[str, Callable[[Row], Any]]] = {
    "words": ("note", lambda row: row["body"]),
    "tags": ("note", lambda row: row["tags"]),
    "passages in parts": ("note", lambda row: [part["exact"] for part in row["anchor"]["parts"]]),
    "colours": ("highlight", lambda row: row["colour"]),
    "labels": ("label", lambda row: (row["type"], row["attributes"], row["links"])),
    "claims": ("claim", lambda row: (row["claim"], row["evidence"])),
    "same claims": ("appearance", lambda row: row["claim_id"]),
    "descriptions of tags": ("tag", lambda row: (row["name"], row["description"])),
    "names and times": ("note", lambda row: (row["creator"], row["created"])),
}
"""What may be held, the kind of record that shows it, and the part of the record."""


def table() -> str:
    """Return the table in Markdown."""
    lines = [
        "| format | goes | comes back as it was | reported as lost |",
        "| --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as name, _home(Path(name)):
        notes = _notes(Path(name))
        for format_, each in FORMATS.items():
            if each.writes:
                lines.append(_line(format_, reads=each.reads, notes=notes, folder=Path(name)))
            else:
                lines.append(_line_in(format_, notes=notes, folder=Path(name)))
    return "\n".join(lines) + "\n"


@contextlib.contextmanager
def _home(folder: Path) -> Iterator[None]:
    """Use an empty home, so that nothing of whoever runs this is read."""
    names = ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "HOME")
    before = {name: os.environ.get(name) for name in (*names, "READER_NOTES")}
    os.environ.update({name: str(folder / name) for name in names})
    os.environ.pop("READER_NOTES", None)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _notes(folder: Path) -> Path:
    from reader.annotations.store import open_store
    from tests.cli.test_round_trips import TEXT, rich, rows

    (folder / "quay.txt").write_text(TEXT, encoding="utf-8")
    notes = folder / "annotations.json"
    words = ["annotate", str(folder / "quay.txt"), "--exact", "did not answer", "--note", "Why?"]
    _run(*words, "--notes", str(notes))
    (article,) = (row for row in rows(notes) if row["kind"] == "article")
    store = open_store(notes, who="Ines")
    store.put_many(rich(TEXT, str(article["id"])), doing="note")
    store.close()
    _run("tags", "--describe", "x", "All that is unknown.", "--notes", str(notes))
    return notes


def _run(*words: str) -> str:
    """Return what a command says on standard error."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        main(list(words))
    return said.getvalue()


def _line(format_: str, *, reads: bool, notes: Path, folder: Path) -> str:
    from tests.cli.test_round_trips import SEVERAL_FILES, records

    out = folder / format_
    several = format_ in SEVERAL_FILES
    out.mkdir()
    target = f"{out}/" if several else str(out / "out")
    origin = ["export", "--format", format_, "--origin", "own", "-o", target]
    said = _run(*origin, "--notes", str(notes))
    held = ""
    if reads:
        other = folder / f"{format_}.json"
        source = str(out if several else out / "out")
        words = ["import", "--format", format_, source, "--on", str(folder / "quay.txt")]
        said += "".join(
            line + "\n" for line in _run(*words, "--notes", str(other)).splitlines()[1:]
        )
        held = ", ".join(_held(records(notes), records(other)))
    elif format_ == PRIOR_CHECKS:
        reads, held = True, "brings what others checked, not notes"
    losses = (_COUNT.sub("", line).partition(":")[0] for line in said.splitlines())
    lost = "; ".join(dict.fromkeys(each for each in losses if not each.startswith("reader")))
    return f"| {format_} | {'out, in' if reads else 'out'} | {held} | {lost} |"


def _line_in(format_: str, *, notes: Path, folder: Path) -> str:
    """Return the row of a format that only comes in: what a file of its program brings."""
    from tests.cli.test_round_trips import as_brought, records

    path, other = as_brought(format_, notes, folder / format_), folder / f"{format_}.json"
    said = _run("import", "--format", format_, str(path), "--notes", str(other)).splitlines()[1:]
    brought = (
        name
        for name, (kind, part) in HELD.items()
        if any(row["kind"] == kind and any(_flat(part(row))) for row in records(other))
    )
    losses = (_COUNT.sub("", line).partition(":")[0].removeprefix("reader: ") for line in said)
    # None of these formats has passages in parts.
    words = ", ".join(brought).replace("passages in parts", "passages")
    return f"| {format_} | in | brings {words} | {'; '.join(losses)} |"


def _flat(value: Any) -> Iterator[Any]:
    """Yield what a part of a record is made of."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from _flat(each)
    else:
        yield value


def _held(before: list[Row], after: list[Row]) -> Iterator[str]:
    for name, (kind, part) in HELD.items():
        there = [_part(row, part) for row in after if row["kind"] == kind]
        if all(_part(row, part) in there for row in before if row["kind"] == kind):
            yield name


def _part(row: Row, part: Callable[[Row], Any]) -> str:
    return repr(part(row))


def with_table(readme: str, made: str) -> str:
    """Return ``readme`` with the table between its marks."""
    head, _, rest = readme.partition(START)
    _, _, tail = rest.partition(END)
    return f"{head}{START}\n\n{made}\n{END}{tail}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8"), table()), encoding="utf-8")
