"""Odd values anywhere in a notes file end no command: what cannot be read is passed over.

``READER_MUTATIONS`` says how many files are tried; each is made from its number alone.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import io
import json
import os
import random
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reader.cli.main as cli
from reader.analysis.cache import FindingsCache
from reader.analysis.findings import Entity, Figure, Findings, Person, Quote, finding_id
from reader.analysis.packages import STARTER, stamp
from reader.article.opening import open_article
from reader.cli.desk import settings_for
from reader.cli.main import main
from reader.text.span import Span

MUTATIONS = int(os.environ.get("READER_MUTATIONS", "12"))
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
FORMATS = [
    "json",
    "brat",
    "cas-xmi",
    "claimreview",
    "conll",
    "csv",
    "doccano",
    "html",
    "json-lines",
    "label-studio",
    "markdown",
    "hypothesis",
    "readwise",
    "web-annotation",
    "webanno-tsv",
]


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


def mutated(rows: dict[str, Any], number: int) -> tuple[dict[str, Any], str]:
    """Return ``rows`` with one to three odd values, and what they are."""
    chance = random.Random(number)
    rows = copy.deepcopy(rows)
    done = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        all_places = [path for path in places(rows) if len(path) > 1]
        path = chance.choice(all_places)
        holder = rows
        for step in path[:-1]:
            holder = holder[step]
        way = chance.random()
        if way < 0.15:
            holder.pop(path[-1])
            done.append(f"without {path}")
        elif way < 0.2 and len(path) == 2:
            holder[str(10 ** chance.choice((19, 40)))] = holder.pop(path[-1])
            done.append(f"key {path}")
        else:
            holder[path[-1]] = odd = copy.deepcopy(chance.choice(ODD))
            done.append(f"{path} = {odd!r}")
    return rows, "; ".join(done)


def test_odd_values_end_no_command(
    whole: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    raises: list[BaseException] = []
    monkeypatch.setattr(cli, "_unexpected", lambda fault: raises.append(fault) or "internal")
    identity = next(row["id"] for row in whole["_default"].values() if row["kind"] == "note")
    claim = next(row["id"] for row in whole["_default"].values() if row["kind"] == "claim")
    runs = COMMANDS + [["export", "--format", form, "--private"] for form in FORMATS]
    second = Path("whole2.json").read_bytes()
    wrong: dict[str, str] = {}
    for number in range(MUTATIONS):
        rows, what = mutated(whole, number)
        chance = random.Random(number)
        for words in chance.sample(runs, 2) if MUTATIONS > 500 else runs:
            for path in tmp_path.glob("notes.json*"):
                path.unlink() if path.is_file() else None
            Path("notes.json").write_text(json.dumps(rows), "utf-8")
            Path("whole2.json").write_bytes(second)
            raises.clear()
            called = [{"RECORD": identity, "CLAIM": claim}.get(word, word) for word in words]
            monkeypatch.setattr(sys, "stdin", io.StringIO(""))
            monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
            with contextlib.suppress(SystemExit):
                main(called)
            for fault in raises:
                last = traceback.extract_tb(fault.__traceback__)
                where = [f"{Path(each.filename).name}:{each.lineno}" for each in last][-4:]
                key = f"{type(fault).__name__} {' '.join(where)}"
                wrong.setdefault(key, f"{number}: {' '.join(words)}: {what[:300]}: {fault}")
    assert not wrong, "\n".join(f"{key}\n   {told}" for key, told in wrong.items())
