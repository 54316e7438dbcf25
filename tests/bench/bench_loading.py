"""Opening a thousand saved pages, beside the extractor alone, and the first page of a process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

FILES = 1_000
RUNS = 5
PAGES = Path(__file__).parents[1] / "article" / "pages"


def measure() -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        pages = corpus_copies(Path(folder), FILES)
        yield _thousand(pages)
        yield _first(pages[0])


def corpus_copies(folder: Path, files: int) -> list[Path]:
    """Return the corpus over and over, each copy with words of its own.

    So that nothing is cached.
    """
    folder.mkdir(parents=True, exist_ok=True)
    corpus = [path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.html"))]
    made = []
    for number in range(files):
        path = folder / f"page{number}.html"
        page = corpus[number % len(corpus)]
        page = page.replace("</p>", f" (Note {number}.)</p>", 2)
        # Each has a headline and an address of its own: they are so many articles.
        page = page.replace("</h1>", f" {number}</h1>").replace("https://", f"https://n{number}.")
        path.write_text(page, encoding="utf-8")
        made.append(path)
    return made


def _thousand(pages: list[Path]) -> dict[str, object]:
    """Return the two take turns at every page, so that both see the same machine."""
    from trafilatura import bare_extraction

    from reader.article.opening import open_article

    ours = alone = 0.0
    size = 0
    for path in pages:
        start = time.perf_counter()
        open_article(str(path))
        middle = time.perf_counter()
        data = path.read_bytes()
        bare_extraction(data, include_comments=False, include_links=True, with_metadata=True)
        alone += time.perf_counter() - middle
        ours += middle - start
        size += len(data)
    return {
        "bench": "open saved pages",
        "size": f"{len(pages)} files, {size} bytes",
        "value": round(ours, 3),
        "unit": "s",
        "against": {"trafilatura alone": round(alone, 3)},
        "ratio": round(ours / alone, 2),
    }


def _first(page: Path) -> dict[str, object]:
    """Return the first page that a process opens pays for the extractor's import."""
    opening = f"from reader.article.opening import open_article; open_article({str(page)!r})"
    times: list[list[float]] = [[], []]
    for _ in range(RUNS):
        for code, taken in zip(("import trafilatura", opening), times, strict=True):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            taken.append(time.perf_counter() - start)
    bare, value = (statistics.median(taken) for taken in times)
    return {
        "bench": "open the first page of a process",
        "size": 1,
        "value": round(value, 3),
        "unit": "s",
        "against": {"python -c import trafilatura": round(bare, 3)},
        "ratio": round(value / bare, 2),
    }
