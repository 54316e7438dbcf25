"""No pattern of the package takes more than linear time, whatever a file holds."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import reader
from tests.pattern_steps import Steps, TooManyStepsError, samples

CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
SHORT, LONG = 150, 600
MANY = 20
"""Steps for each character above which a pattern is tried on a longer text."""
SIGNS = ("a", " ", "\n", "0", "<", '"', "(", "[", ".", "-", "“", " a", "\n ")


@dataclass(frozen=True)
class Found:
    where: str
    pattern: str | bytes
    flags: int
    anchored: bool


def modules() -> Iterator[tuple[str, Path]]:
    root = Path(reader.__file__).parent
    for path in sorted(root.rglob("*.py")):
        name = ".".join(("reader", *path.relative_to(root).with_suffix("").parts))
        yield name.removesuffix(".__init__"), path


def patterns() -> Iterator[Found | str]:
    """Yield each pattern that is compiled or used anywhere, or where one is made at run time."""
    for name, path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        uses = _uses(tree)
        for node, target in _calls(tree):
            where = f"{name}:{node.lineno}"
            values = _values(name, node)
            if values is None:
                yield where
                continue
            method = node.func.attr
            used = uses.get(target, {"search"}) if method == "compile" else {method}
            if method == "compile" and target and not target.startswith("_"):
                used = {"search"}
            yield Found(where, *values, used <= {"match", "fullmatch"} or name in ANCHORED)


def _calls(tree: ast.AST) -> Iterator[tuple[Any, str]]:
    """Call of ``re`` with the name that the pattern gets, "" where it gets none."""
    named = {
        id(node.value): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            if isinstance(of, ast.Name) and of.id == "re" and node.func.attr in CALLS:
                yield node, named.get(id(node), "")


def _uses(tree: ast.AST) -> dict[str, set[str]]:
    """Return which methods of each name are used; any other use counts as a search."""
    found: dict[str, set[str]] = {}
    methods = {
        id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            method = methods.get(id(node), "search")
            found.setdefault(node.id, set()).add(method)
    return found


def _values(module: str, call: Any) -> tuple[str | bytes, int] | None:
    flags = [each.value for each in call.keywords if each.arg == "flags"]
    if call.func.attr in ("compile", "match", "fullmatch", "search", "findall", "finditer"):
        flags += call.args[1 if call.func.attr == "compile" else 2 :]
    try:
        return _evaluated(call.args[0], {"re": re}), _evaluated(
            flags[0], {"re": re}
        ) if flags else 0
    except NameError:
        pass
    names = vars(importlib.import_module(module))
    try:
        return _evaluated(call.args[0], names), _evaluated(flags[0], names) if flags else 0
    except NameError:
        return None


def _evaluated(node: ast.expr, names: dict[str, Any]) -> Any:
    value = eval(compile(ast.Expression(node), "pattern", "eval"), dict(names))
    return value.value if isinstance(value, re.RegexFlag) else value


ANCHORED = ("reader.article.loaders.registry", "reader.article.loaders.named_styles")
"""Modules with tables of patterns that are matched at the start of a text alone."""
EXEMPT = {
    "reader.annotations.storage.folder_kind": "the system's own list of mounted folders",
    "reader.annotations.storage.table_layout": "rows that reader wrote; marks in them are escaped",
}
FOUND = list(patterns())
MADE_AT_RUN_TIME = {
    "reader.text.cells": "sets of characters",
    "reader.text.find": "the person's own words, or their own expression",
    "reader.review.checkworthiness": "lists of words",
    "reader.annotations.storage.tagged": "names of tags, escaped",
    "reader.meaning.worth_words": "lists of words",
    "reader.review.counted_things": "lists of words",
    "reader.exchange.arrival": "words of a note, escaped",
    "reader.exchange.tool_names": "a name, escaped",
    "reader.analysis.rules.name_shapes": "a name, escaped",
}


def test_every_pattern_is_looked_at() -> None:
    unknown = {str(each).partition(":")[0] for each in FOUND if isinstance(each, str)}
    assert unknown <= set(MADE_AT_RUN_TIME), unknown
    assert len(FOUND) > 250


@pytest.mark.parametrize(
    "found",
    [
        each
        for each in FOUND
        if isinstance(each, Found) and each.where.partition(":")[0] not in EXEMPT
    ],
    ids=lambda found: found.where,
)
def test_a_pattern_is_linear(found: Found) -> None:
    steps = Steps(found.pattern, found.flags)
    units = {("", sign) for sign in SIGNS} | set(samples(steps))
    units |= {("", before + unit) for before, unit in units if before}
    for before, unit in sorted(units):
        if not unit:
            continue
        for behind in ("", "\x01"):
            slow = grows_faster_than_text(steps, found, before, unit, behind)
            assert not slow, f"{found.pattern!r} on {before!r} + {unit!r} * n + {behind!r}"


def grows_faster_than_text(steps: Steps, found: Found, before: str, unit: str, behind: str) -> bool:
    def count(size: int, limit: int) -> int:
        text = before + unit * (size // len(unit) + 1) + behind
        return steps.over(text, anchored=found.anchored, limit=limit)

    try:
        few = count(SHORT, SHORT * SHORT * 4)
        if few < MANY * SHORT:
            return False
        return count(LONG, few * 8) > few * 6
    except TooManyStepsError:
        return True


def test_the_count_tells_linear_from_worse() -> None:
    def is_slow(pattern: str, unit: str, behind: str = "") -> bool:
        found = Found("here", pattern, 0, anchored=False)
        return grows_faster_than_text(Steps(pattern), found, "", unit, behind)

    assert is_slow(r"\s+$", " ", "x")
    assert is_slow(r"<[^>]*>", "<")
    assert is_slow(r"(?:a|a)*b", "a")
    assert is_slow(r"(?:<!--.*?-->\s*)*<html", "<!-- -->")
    assert not is_slow(r"(?<!\s)\s+$", " ", "x")
    assert not is_slow(r"<[^<>]*>", "<")
    assert not is_slow(r"(?:(?<!a)a++)*b", "a")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(\w+)-\1|x{2,3}y", "ab-ab xxxy xy"),
        (r"(?<=a)b+?(?!c)\b|^q$", "abbc ab\nq"),
        (r"(?:(?>ab?)*+c|[^\W\d_]{2,}?)+", "abaabc déf1"),
        (r"(?i)[a-f]+|É", "xABÉé"),
    ],
)
def test_the_count_finds_the_matches_that_python_finds(pattern: str, text: str) -> None:
    steps = Steps(pattern)
    steps.limit, steps.groups, steps.steps = 10_000, {}, 0
    for at in range(len(text) + 1):
        match = re.compile(pattern).match(text, at)
        steps.groups = {}
        assert steps._run(steps.program, 0, text, at) == (match.end() if match else None)
