"""Checks the English of the package: `python -m tests.plain_english`, part of `make check`.

Three rules: words of the dialect that reader once had may only become fewer, a sentence of
`--help` has at most 100 characters, a commit subject at most 72.
"""

from __future__ import annotations

import argparse
import importlib
import keyword
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reader.cli.parser import COMMANDS

ROOT = Path(__file__).parent.parent
DIALECT = re.compile(
    r"\b(told|anew|spoilt|parted|begun|stands|of reader['’]s|as asked for)\b", re.IGNORECASE
)
MOST = 910
"""How often the words of DIALECT may occur in reader/. Lower it with every text rewritten."""
LONGEST_HELP = 100
LONGEST_SUBJECT = 72
FIRST_CHECKED = "0682f117debd42dd4a8a5d6926b7ffd0c838e284"
"""The last commit before the rule on subjects."""


def dialect() -> Counter[str]:
    """How often each word of the dialect occurs, by room."""
    found: Counter[str] = Counter()
    for path in sorted((ROOT / "reader").rglob("*.py")):
        room = path.relative_to(ROOT).parts[1]
        found[room] += len(DIALECT.findall(path.read_text(encoding="utf-8")))
    return found


def long_help() -> Iterator[str]:
    """The sentences of `--help` that are too long, each after its command."""
    for command, line in COMMANDS.items():
        module = f"{command}_" if keyword.iskeyword(command) else command
        parser = argparse.ArgumentParser()
        importlib.import_module(f"reader.cli.commands.{module}").arguments(parser)
        for text in (line, *(action.help or "" for action in parser._actions)):
            for sentence in re.split(r"(?<=[.;:]) ", text):
                if len(sentence) > LONGEST_HELP:
                    yield f"{command}: {sentence}"


def long_subjects() -> list[str]:
    """The commit subjects that are too long; none where there is no history to look at."""
    ran = subprocess.run(
        ["git", "log", "--format=%s", f"{FIRST_CHECKED}..HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [line for line in ran.stdout.splitlines() if len(line) > LONGEST_SUBJECT]


def main() -> int:
    counts = dialect()
    faults = [f"--help of {each}" for each in long_help()]
    faults += [f"commit subject: {each}" for each in long_subjects()]
    total = sum(counts.values())
    if total > MOST:
        rooms = ", ".join(f"{room} {count}" for room, count in counts.most_common() if count)
        faults.append(f"{total} words of the old dialect, at most {MOST} are allowed: {rooms}")
    for fault in faults:
        print(fault)
    if not faults:
        print(f"English: {total} words of the old dialect left, no long help or subject.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
