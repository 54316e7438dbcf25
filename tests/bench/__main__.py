"""``make bench``: every bench of this folder, one JSON object a line.

``bench, size, value, unit, against, ratio``: what was measured, on how much, the figure, and
the figure it is compared with and their ratio where there is one. Nothing here asserts.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path


def main(wanted: list[str]) -> None:
    for file in sorted(Path(__file__).parent.glob("bench_*.py")):
        if wanted and not any(word in file.stem for word in wanted):
            continue
        module = importlib.import_module(f"tests.bench.{file.stem}")
        for row in module.measure():
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
