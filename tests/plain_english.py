"""Checks the English of the package: `python -m tests.plain_english`, part of `make check`.

Three rules: no word of the dialect that reader once had, a sentence of `--help` has at most 100
characters, a commit subject at most 72. Vocabulary that the rules look for in articles is no
text of ours: patterns, and words in a list of speech verbs. Nor are the strings of the tests,
which hold articles and notes of people; their names, comments and docstrings are.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import io
import keyword
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

from reader.cli.parser import COMMANDS

ROOT = Path(__file__).parent.parent
DIALECT = re.compile(
    r"\b(told|anew|spoilt|parted|begun|stands|of reader['’]s|as asked for)\b", re.IGNORECASE
)
PROSE = ("README.md", "ARCHITECTURE.md", "Makefile", "seeds/README.md", "styles/*.tcss")
LISTED = re.compile(
    r"\b(?:sa(?:id|ys?)|tells?|asked)\s+(?:told|tells?)\b|\btold\s+(?:tells?|of in)\b"
)
"""Speech verbs one after the other, as only a list of words has them."""
MAX_HELP = 100
MAX_SUBJECT = 72
FIRST_CHECKED = "0682f117debd42dd4a8a5d6926b7ffd0c838e284"
"""The last commit before the rule on subjects."""
KNOWN_LONG = frozenset({"db2136e3"})
"""Commits with a long subject that others had built on before it was seen; never add to them."""


def dialect(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the word for each word of the dialect in Python source."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        written = token.string
        if token.type == tokenize.STRING and _is_vocabulary(written):
            continue
        if token.type in (tokenize.NAME, tokenize.STRING, tokenize.COMMENT):
            for match in DIALECT.finditer(written):
                yield token.start[0] + written.count("\n", 0, match.start()), match[0]


def _is_vocabulary(literal: str) -> bool:
    """Return whether a literal is a pattern, one single word, or a list of speech verbs."""
    words = literal.strip("\"'")
    return literal.startswith(("r", "R")) or " " not in words or bool(LISTED.search(words))


def dialect_in_package() -> Iterator[str]:
    """Yield a line for each word of the dialect in the package, its styles and its pages."""
    for path in sorted((ROOT / "reader").rglob("*.py")):
        for line, word in dialect(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)}:{line}: “{word}”"
    for path in (each for pattern in PROSE for each in sorted(ROOT.glob(pattern))):
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for match in DIALECT.finditer(text):
                yield f"{path.relative_to(ROOT)}:{line}: “{match[0]}”"


def dialect_in_tests() -> Iterator[str]:
    """Yield a line for each word of the dialect in names, comments and docstrings of the tests."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        documented = set(_docstring_lines(source))
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            of_ours = token.type in (tokenize.NAME, tokenize.COMMENT)
            if of_ours or (token.type == tokenize.STRING and token.start[0] in documented):
                for match in DIALECT.finditer(token.string.replace("_", " ")):
                    yield f"{path.relative_to(ROOT)}:{token.start[0]}: “{match[0]}”"


def _docstring_lines(source: str) -> Iterator[int]:
    """Yield the lines where a string is a statement of its own."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value.lineno


def help_texts() -> Iterator[tuple[str, str]]:
    """Yield each command with each text of its `--help`."""
    for command, line in COMMANDS.items():
        module = f"{command}_" if keyword.iskeyword(command) else command
        parser = argparse.ArgumentParser()
        importlib.import_module(f"reader.cli.commands.{module}").arguments(parser)
        yield command, line
        for action in parser._actions:
            yield command, action.help or ""


def long_sentences(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the sentences that are too long, each after its command."""
    for command, text in texts:
        for sentence in re.split(r"(?<=[.;:]) ", text):
            if len(sentence) > MAX_HELP:
                yield f"{command}: {sentence}"


def long_subjects(log: str) -> Iterator[str]:
    """Yield the subjects that are too long of ``log``, lines of a commit's id and subject."""
    for line in log.splitlines():
        commit, _, subject = line.partition(" ")
        if len(subject) > MAX_SUBJECT and commit[:8] not in KNOWN_LONG:
            yield subject


def history() -> str:
    """Return the commits since the rule, "" where there is no history to look at."""
    ran = subprocess.run(
        ["git", "log", "--format=%H %s", f"{FIRST_CHECKED}..HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout


def main() -> int:
    faults = [
        *(f"banned word: {each}" for each in (*dialect_in_package(), *dialect_in_tests())),
        *(f"long sentence in --help of {each}" for each in long_sentences(help_texts())),
        *(f"long commit subject: {each}" for each in long_subjects(history())),
    ]
    for fault in faults:
        print(fault)
    if not faults:
        print("English: no banned word, no long sentence in --help, no long commit subject.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
