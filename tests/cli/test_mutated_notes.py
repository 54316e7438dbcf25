"""Odd values anywhere in a notes file end no command: what cannot be read is passed over.

Every command reads every file. A file has several odd values, each in a row of its own, so that
none hides another; it is made from its number alone.
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import random
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reader.cli.main as cli
from reader.analysis.cache import FindingsCache
from reader.analysis.findings import Entity, Figure, Findings, Person, Quote, finding_id
from reader.analysis.packages import STARTER, stamp
from reader.annotations.storage.disk import Disk
from reader.article.opening import open_article
from reader.cli.desk import settings_for
from reader.cli.main import main
from reader.exchange.formats.registry import FORMATS
from reader.text.span import Span

AT_ONCE = 10
"""Mutations in one file."""
COPIES = 4
"""How often each row is in the file, so that a whole one is left of each."""
STORY = """Quay closes for repairs

HALLAN. — Ada Reyes, the harbour master, said the quay would close. “We will not wait,” Reyes said.

Tor Holm of Maris Line counted 15 containers. Holm left in May.
"""
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 7, 1.5, 10**30, "", "x", "2026-13-45", "\ud800", "\x1b[31m", "x" * 300,
    [], [7], ["x"], [[]], [None], {}, {"x": 1}, {"id": []}, [{"start": "a"}], {"start": -1},
    "http://[", "http://a/\udc80", [["x", 1]],
)  # fmt: skip
COMMANDS = [
    ["list"],
    ["list", "--format", "json"],
    ["find", "quay"],
    ["find", "--format", "json", "containers"],
    ["history"],
    ["history", "--format", "json"],
    ["history", "RECORD"],
    ["claims"],
    ["claims", "--format", "json"],
    ["claims", "--disagree"],
    ["claim", "show", "CLAIM"],
    ["claim", "set", "CLAIM", "--status", "done"],
    ["claim", "add", "quay.txt", "--exact", "counted 15", "--claim", "There were 15."],
    ["show", "--plain", "quay.txt"],
    ["queue", "quay.txt"],
    ["queue", "--all", "--format", "json", "--offline"],
    ["speakers"],
    ["conflicts"],
    ["review", "--plain", "quay.txt"],
    ["annotate", "quay.txt", "--exact", "counted", "--note", "n"],
    ["check"],
    ["check", "quay.txt"],
    ["doctor"],
    ["backup", "copy.json"],
    ["diff", "notes.json", "whole.json"],
    ["agree", "notes.json", "whole.json"],
    ["merge", "whole2.json", "notes.json"],
    ["import", "--format", "json", "own.json"],
    ["add", "quay.txt"],
    ["purge"],
    ["purge", "--yes"],
    ["check", "--repair"],
    ["restore", "copy.json"],
    ["train", "mine", "--dry-run"],
]
WRITTEN = [name for name, each in FORMATS.items() if each.writes]


def findings(text: str, fingerprint: str) -> Findings:
    def span(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    said, name, count = span("“We will not wait,”"), span("Ada Reyes"), span("15 containers")
    return Findings(
        fingerprint,
        language="en",
        people=(Person("p1", "Ada Reyes", ("Reyes",), "the harbour master"),),
        entities=(
            Entity(
                "e1", name.start, name.end, "Ada Reyes", "PER", "person", "Ada Reyes", "p1", 0.9
            ),
        ),
        quotes=(
            Quote(
                finding_id("quote", [said], said.slice(text)),
                "direct",
                (said,),
                said.slice(text),
                speaker="Ada Reyes",
                speaker_kind="named",
                person="p1",
                rule="the name before the cue",
            ),
        ),
        figures=(
            Figure("f1", count.start, count.end, "15 containers", "count", 15.0, unit="containers"),
        ),
    )


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return a notes file with a record of every kind.

    Its history and a table of another program.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READER_NOTES", str(tmp_path / "notes.json"))
    Path("quay.txt").write_text(STORY, "utf-8")
    article = open_article("quay.txt")
    settings = settings_for(argparse.Namespace(notes=None))
    FindingsCache(settings.findings_cache).save(
        findings(article.text, article.fingerprint), stamp(STARTER)
    )
    for words in (
        ["annotate", "quay.txt", "--exact", "would close", "--note", "who says so", "--tag", "t"],
        ["annotate", "quay.txt", "--exact", "Holm left", "--kind", "highlight"],
        ["claim", "add", "quay.txt", "--exact", "15 containers", "--claim", "There were 15."],
        ["queue", "quay.txt", "--decide", "accept", "--yes"],
        ["backup", "whole.json"],
    ):
        assert main(words) == 0, words
    rows = json.loads(Path("whole.json").read_bytes())
    (claim,) = [row for row in rows["_default"].values() if row["kind"] == "claim"]
    assert main(["claim", "set", claim["id"], "--evidence", "https://example.org/a"]) == 0
    assert main(["claim", "set", claim["id"], "--verdict", "True"]) in (0, 2)
    assert main(["export", "--format", "json", "-o", "own.json", "--force"]) == 0
    assert main(["backup", "whole2.json"]) == 0
    rows = json.loads(Path("whole2.json").read_bytes())
    rows["of another program"] = {"1": {"kind": "article", "x": [1]}}
    Path("whole.json").write_text(json.dumps(rows), "utf-8")
    return rows


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    steps = value.items() if isinstance(value, dict) else ()
    for step, each in enumerate(value) if isinstance(value, list) else steps:
        yield from places(each, (*path, step))


def copied(rows: dict[str, Any]) -> dict[str, Any]:
    """``rows`` with copies of every row, which have ids of their own."""
    made = copy.deepcopy(rows)
    for table, field in (("_default", "id"), ("history", "record")):
        key = max(map(int, rows[table]))
        for number in range(1, COPIES):
            for row in rows[table].values():
                key += 1
                made[table][str(key)] = row | {"id": f"{row['id']}-{number}"}
                if field == "record":
                    made[table][str(key)][field] = f"{row[field]}-{number}"
    return made


def mutated(rows: dict[str, Any], number: int) -> tuple[dict[str, Any], list[str]]:
    """``rows`` with odd values in several of them, and what they are."""
    chance = random.Random(number)
    rows = copy.deepcopy(rows)
    done = []
    every = [(table, key) for table in rows for key in rows[table]]
    for table, key in chance.sample(every, AT_ONCE):
        path = chance.choice([(), *places(rows[table][key])])
        path = (table, key) if not path or chance.random() < 0.1 else (table, key, *path)
        holder = rows
        for step in path[:-1]:
            holder = holder[step]
        way = chance.random()
        if way < 0.15:
            holder.pop(path[-1])
            done.append(f"without {path}")
        elif way < 0.3 and len(path) == 2:
            holder[str(10 ** chance.choice((19, 40)) + number)] = holder.pop(path[-1])
            done.append(f"key {path}")
        else:
            holder[path[-1]] = odd = copy.deepcopy(chance.choice(ODD))
            done.append(f"{path} = {odd!r}")
    return rows, done


@pytest.mark.parametrize(
    "mutations", [10, pytest.param(5_000, marks=pytest.mark.torture)], ids=["few", "many"]
)
def test_odd_values_end_no_command(
    whole: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutations: int
) -> None:
    raises: list[BaseException] = []
    monkeypatch.setattr(cli, "_unexpected", lambda fault: raises.append(fault) or "internal")
    monkeypatch.setattr(Disk, "sync", lambda *_: None)
    monkeypatch.setattr(Disk, "sync_folder", lambda *_: None)
    identity = next(row["id"] for row in whole["_default"].values() if row["kind"] == "note")
    claim = next(row["id"] for row in whole["_default"].values() if row["kind"] == "claim")
    second = Path("whole2.json").read_bytes()
    rows = copied(whole)
    wrong: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for number in range(mutations // AT_ONCE):
        odd, what = mutated(rows, number)
        content = json.dumps(odd)
        seen["files"] += 1
        seen["mutations"] += len(what)
        for words in COMMANDS + [["export", "--format", form, "--private"] for form in WRITTEN]:
            for path in tmp_path.glob("notes.json*"):
                path.unlink() if path.is_file() else shutil.rmtree(path)
            Path("notes.json").write_text(content, "utf-8")
            Path("whole2.json").write_bytes(second)
            if words[0] == "backup":
                Path("copy.json").unlink(missing_ok=True)
            raises.clear()
            called = [{"RECORD": identity, "CLAIM": claim}.get(word, word) for word in words]
            monkeypatch.setattr(sys, "stdin", io.StringIO(""))
            monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
            code: object = 0
            try:
                code = main(called)
            except SystemExit as end:
                code = end.code
            seen[f"ended with {code}"] += 1
            for fault in raises:
                last = traceback.extract_tb(fault.__traceback__)
                where = [f"{Path(each.filename).name}:{each.lineno}" for each in last][-4:]
                key = f"{type(fault).__name__} {' '.join(where)}"
                wrong.setdefault(key, f"{number}: {' '.join(words)}: {'; '.join(what)}: {fault}")
    print(", ".join(f"{name}: {count}" for name, count in seen.items()), file=sys.__stderr__)
    assert not wrong, "\n".join(f"{key}\n   {seen}" for key, seen in wrong.items())
