"""What an article never seen before costs until its first names show, the engine's start included.

Beside an empty Textual app, and beside ``import stanza`` alone, in the same run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.bench_first_frame import EMPTY, first_text

RUNS = 5
SEED = Path(__file__).parents[2] / "seeds" / "harbour-wire.txt"
IN_THE_LIST = "Organisations"
"""A heading of the list of findings, which is there once something is found."""


def measure() -> Iterator[dict[str, object]]:
    empty, stanza, reader = [], [], []
    with tempfile.TemporaryDirectory() as compiled:
        for run in range(RUNS + 1):
            taken = _imported(compiled), _shown(compiled)
            alone, _ = first_text([sys.executable, "-c", EMPTY], compiled)
            if run:  # The first one warms the disk's cache.
                empty.append(alone)
                stanza.append(taken[0])
                reader.append(taken[1])
    value, bare, imported = map(statistics.median, (reader, empty, stanza))
    yield {
        "bench": "first highlight",
        "size": SEED.name,
        "value": round(value, 3),
        "unit": "s",
        "against": {
            "empty Textual app": round(bare, 3),
            "import stanza": round(imported, 3),
            "promised over import stanza": 1.1,
        },
        "ratio": round(value / imported, 2),
    }


def _imported(compiled: str) -> float:
    start = time.perf_counter()
    environment = {"PYTHONPYCACHEPREFIX": f"{compiled}/compiled"}
    subprocess.run([sys.executable, "-c", "import stanza"], env=environment, check=True)
    return time.perf_counter() - start


def _shown(compiled: str) -> float:
    """Return the seconds until a name shows for somebody without a cache."""
    with tempfile.TemporaryDirectory() as home:
        Path(home, "compiled").symlink_to(f"{compiled}/compiled")
        return first_text([sys.executable, "-m", "reader", str(SEED)], home, IN_THE_LIST)[0]
