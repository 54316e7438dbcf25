"""What an article never seen before costs until its first names show, the engine's start included.

Beside an empty Textual app, and beside ``import stanza`` alone, in the same run. Then the same with
an engine that another terminal started, beside an article whose findings are stored.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reader.analysis.packages import STARTER
from reader.analysis.shared.joining import joined
from reader.analysis.shared.talking import running_engine_s_findings, running_engines
from reader.article.opening import open_article
from tests.bench.bench_first_frame import EMPTY, first_text

RUNS = 5
SEEDS = Path(__file__).parents[2] / "seeds"
SEED = SEEDS / "harbour-wire.txt"
IN_THE_LIST = "Organisations"
"""A heading of the list of findings, which is there once something is found."""


def measure() -> Iterator[dict[str, object]]:
    empty, stanza, reader, shared, known = [], [], [], [], []
    with tempfile.TemporaryDirectory() as compiled:
        for run in range(RUNS + 1):
            taken = _imported(compiled), _shown(compiled)
            alone, _ = first_text([sys.executable, "-c", EMPTY], compiled)
            joining = _with_an_engine(compiled)
            if run:  # The first one warms the disk's cache.
                empty.append(alone)
                stanza.append(taken[0])
                reader.append(taken[1])
                shared.append(joining[0])
                known.append(joining[1])
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
    value, stored = map(statistics.median, (shared, known))
    yield {
        "bench": "first highlight, engine of another terminal",
        "size": SEED.name,
        "value": round(value, 3),
        "unit": "s",
        "against": {"stored findings": round(stored, 3), "promised over them": 1.5},
        "ratio": round(value / stored, 2),
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


def _with_an_engine(compiled: str) -> tuple[float, float]:
    """Return the seconds until a name shows with an engine that runs, and with stored findings."""
    with tempfile.TemporaryDirectory() as home:
        Path(home, "compiled").symlink_to(f"{compiled}/compiled")
        log = Path(home, "cache", "reader", "engine.log")
        before, os.environ["XDG_RUNTIME_DIR"] = os.environ.get("XDG_RUNTIME_DIR", ""), home
        try:
            started = joined(STARTER, log)
            assert started is not None
            started.close()
            other = open_article(str(SEEDS / "council-bridge.txt"))
            assert running_engine_s_findings(other, STARTER, log, lambda *_: None) is not None
            command = [sys.executable, "-m", "reader", str(SEED)]
            first, again = (
                first_text(command, home, IN_THE_LIST, READER_SHARED_ENGINE="1")[0]
                for _ in range(2)
            )
        finally:
            for engine in list(running_engines(Path(home, "reader"))):
                os.kill(engine.pid, signal.SIGKILL)
            os.environ["XDG_RUNTIME_DIR"] = before
        return first, again
