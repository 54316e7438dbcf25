"""How fast an archive is analyzed from JSON lines to Parquet, and in how much memory.

All rates are of one corpus in one run, after the models are loaded: one and two threads of one
process, two processes, Dask with one and two workers, and plain Stanza, whose
``Pipeline.process_many`` is its way to read many texts, with the same models and all cores.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from reader.shipped import STARTER
from tests.bench import made_archive

ARTICLES = 250
WARM_UP = 12
FEW, MANY = 2_000, 20_000
SHARD = 12_000


def measure() -> Iterator[dict[str, object]]:
    rates: dict[str, float] = {}
    for way in ("stanza", "thread", "threads", "processes", "worker", "workers"):
        rates[way] = _reported(way)
    size = f"{ARTICLES} articles, two cores"
    yield _row("plain Stanza, process_many", size, rates["stanza"], None)
    yield _row("1 process, 1 thread, beside Stanza", size, rates["thread"], rates["stanza"])
    yield _row("1 process, 2 threads, beside Stanza", size, rates["threads"], rates["stanza"])
    yield _row("2 processes, beside 2 threads", size, rates["processes"], rates["threads"])
    yield _row("Dask, 1 worker, beside 1 thread", size, rates["worker"], rates["thread"])
    yield _row("Dask, 2 workers, beside 1 worker", size, rates["workers"], rates["worker"])
    yield _row("Dask, 2 workers, beside 2 threads", size, rates["workers"], rates["threads"])
    yield _row("Dask, 2 workers, beside Stanza", size, rates["workers"], rates["stanza"])
    few, many = _reported("memory", str(FEW)), _reported("memory", str(MANY))
    yield _row("peak memory", f"{MANY} beside {FEW} articles", many, few, "MB")


def _row(
    bench: str, size: str, value: float, against: float | None, unit: str = "words/s"
) -> dict[str, object]:
    return {
        "bench": f"archive: {bench}",
        "size": size,
        "value": round(value, 1),
        "unit": unit,
        "against": None if against is None else round(against, 1),
        "ratio": None if against is None else round(value / against, 3),
    }


def _reported(*arguments: str) -> float:
    """Return the figure that this module prints in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_archive", *arguments],
        stdout=subprocess.PIPE,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    report: float = json.loads(ran.stdout.splitlines()[-1])
    return report


def _into_archive(source: Path, target: Path, executor: Any) -> None:
    from reader.archive.dataset import open_dataset
    from reader.archive.inputs import Inputs
    from reader.archive.run import run
    from reader.article.opening import open_article

    with open_dataset(target) as dataset:
        dataset.shard_size(SHARD)
        inputs = Inputs((str(source),), open_article, lambda _: None)
        run(inputs, dataset, executor, STARTER)


def _rate(work: Callable[[Path, Path], object], folder: Path, articles: int = ARTICLES) -> float:
    """Words a second, after a corpus that only loads the models."""
    made_archive.write(WARM_UP, folder / "warm.jsonl")
    words = made_archive.write(articles, folder / "corpus.jsonl")
    work(folder / "warm.jsonl", folder / "warm")
    start = time.perf_counter()
    work(folder / "corpus.jsonl", folder / "out")
    return words / (time.perf_counter() - start)


def _here(threads: int, folder: Path) -> float:
    from reader.archive.run import Here, Outcome
    from reader.archive.shards import Shard
    from reader.archive.work import load_pipeline, tables_of_shard

    pipeline = load_pipeline(STARTER, threads)

    class Loaded(Here):
        def run(self, shards: Iterator[Shard]) -> Iterator[Outcome]:
            for shard in shards:
                yield shard, tables_of_shard(shard, pipeline)

    return _rate(lambda source, out: _into_archive(source, out, Loaded(STARTER)), folder)


def _processes(folder: Path) -> float:
    """Two processes with one thread each at the same time, each with its own corpus."""
    command = [sys.executable, "-m", "tests.bench.bench_archive", "thread"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    return sum(float(each.communicate()[0].splitlines()[-1]) for each in both)


def _dask(workers: int, folder: Path) -> float:
    from reader.archive.cluster import OnCluster, cluster

    with cluster(f"local:{workers}", lambda _: None) as client:
        return _rate(
            lambda source, out: _into_archive(source, out, OnCluster(client, STARTER)), folder
        )


def _stanza(folder: Path) -> float:
    from reader.analysis.models.language_models import _load
    from reader.analysis.models.quote_processor import QUOTE
    from reader.analysis.packages import read_package

    pipeline = _load(read_package(STARTER))
    pipeline.processors.pop(QUOTE)
    torch = importlib.import_module("torch")
    torch.set_num_threads(2)

    def work(source: Path, _out: Path) -> None:
        with source.open(encoding="utf-8") as file:
            pipeline.process_many([json.loads(line)["text"] for line in file])

    return _rate(work, folder, ARTICLES // 3)  # it takes its time


def _memory(articles: int, folder: Path) -> float:
    """Megabytes at the peak of a run over short articles; that of making them is not in it."""
    import resource

    from reader.archive.run import Here

    command = [sys.executable, "-m", "tests.bench.made_archive", str(articles), "c.jsonl", "1"]
    root = str(Path(__file__).resolve().parents[2])
    subprocess.run(command, cwd=folder, env={"PYTHONPATH": root}, stdout=sys.stderr, check=True)
    _into_archive(folder / "c.jsonl", folder / "out", Here(STARTER))
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main(way: str, *rest: str) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ways: dict[str, Callable[[], float]] = {
            "stanza": lambda: _stanza(folder),
            "thread": lambda: _here(1, folder),
            "threads": lambda: _here(2, folder),
            "processes": lambda: _processes(folder),
            "worker": lambda: _dask(1, folder),
            "workers": lambda: _dask(2, folder),
            "memory": lambda: _memory(int(rest[0]), folder),
        }
        return ways[way]()


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
