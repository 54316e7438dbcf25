"""How fast and in how much memory the shipped models read articles made of the seeds.

Each figure comes from a process of its own. Bulk and one long article stand beside a promise of
5,000 words a second, loading beside importing torch, memory beside its limit of 700 MB.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from reader.article.article import Article
from reader.article.block import Block
from reader.article.opening import open_article
from reader.shipped import shipped_folder

PROMISED_WORDS = 5000
PROMISED_MEGABYTES = 700
LONG = 300_000
ARTICLES = 200
RUNS = 3


def measure() -> Iterator[dict[str, object]]:
    for size in ("1 article of 300 KB", f"{ARTICLES} articles"):
        report = _reported("words", size)
        yield _row("words a second", size, report["rate"], "words/s", PROMISED_WORDS)
        yield _row("words a second of one core's work", size, report["core"], "words/s", None)
    report = _reported("load")
    yield _row("import torch", "", report["torch"], "s", None)
    yield _row("models loaded, torch imported", "starter", report["load"], "s", report["torch"])
    yield _row("one cached article", "6 KB", report["cached"], "s", None)
    report = _reported("memory")
    yield _row("peak memory", "1 article of 300 KB", report["peak"], "MB", PROMISED_MEGABYTES)
    yield _row("memory of torch and Stanza alone", "", report["bare"], "MB", None)


def _row(
    bench: str, size: str, value: float, unit: str, against: float | None
) -> dict[str, object]:
    return {
        "bench": f"analysis: {bench}",
        "size": size,
        "value": round(value, 4),
        "unit": unit,
        "against": None if against is None else round(against, 4),
        "ratio": None if against is None else round(value / against, 3),
    }


def _reported(*arguments: str) -> dict[str, float]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_analysis", *arguments],
        stdout=subprocess.PIPE,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    report: dict[str, float] = json.loads(ran.stdout)
    return report


def seed_articles() -> list[Article]:
    folder = shipped_folder("seeds")
    return [open_article(str(path)) for path in sorted(folder.glob("*.txt"))]


def long_article(characters: int = LONG) -> Article:
    """Return the seeds one after the other, over and over, as one article."""
    pieces: list[str] = []
    blocks: list[Block] = []
    place = 0
    for article in cycle(seed_articles()):
        if place >= characters:
            break
        for block in article.blocks:
            words = article.text[block.start : block.end]
            pieces.append(words)
            blocks.append(Block(block.kind, place, place + len(words)))
            place += len(words) + 1
    return Article("\n".join(pieces), tuple(blocks), "Everything", "-", "bench 1")


def _words(size: str) -> dict[str, float]:
    """Return the best of some runs, after one that is not counted."""
    from reader.analysis.models.pipeline import Pipeline

    pipeline = Pipeline()
    many = size.endswith("articles")
    articles = list(islice(cycle(seed_articles()), ARTICLES)) if many else [long_article()]
    words = sum(len(article.text.split()) for article in articles)
    times, work = [], []
    for _ in range(RUNS + 1):
        start, worked = time.perf_counter(), time.process_time()
        for _findings in pipeline.analyze_many(articles):
            pass
        times.append(time.perf_counter() - start)
        work.append(time.process_time() - worked)
    return {"rate": words / min(times[1:]), "core": words / min(work[1:])}


def _load() -> dict[str, float]:
    import tempfile

    start = time.perf_counter()
    import torch  # noqa: F401

    torch_imported = time.perf_counter()
    from reader.analysis.models.pipeline import Pipeline

    pipeline = Pipeline()
    loaded = time.perf_counter()

    from reader.analysis.cache import FindingsCache

    article = seed_articles()[0]
    with tempfile.TemporaryDirectory() as folder:
        cache = FindingsCache(Path(folder))
        cache.save(pipeline.analyze(article.text, article.blocks), pipeline.models)
        times = []
        for _ in range(20):
            started = time.perf_counter()
            cache.load(article.fingerprint, pipeline.models)
            times.append(time.perf_counter() - started)
    return {
        "torch": torch_imported - start,
        "load": loaded - torch_imported,
        "cached": min(times),
    }


def _memory() -> dict[str, float]:
    import resource

    def peak() -> float:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6

    from reader.analysis.models.pipeline import Pipeline

    bare = peak()
    article = long_article()
    Pipeline().analyze(article.text, article.blocks)
    return {"bare": bare, "peak": peak()}


if __name__ == "__main__":
    wanted, *rest = sys.argv[1:]
    print(json.dumps({"words": _words, "load": _load, "memory": _memory}[wanted](*rest)))
